"""How a plan was found: the cost of the best plan and the proven least cost, as time went by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tischrunde.errors import BadInput, Finding
from tischrunde.pictures.paper import INK, Key, Paper
from tischrunde.pictures.picture import Picture
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Moment", "convergence"]

WIDTH, HEIGHT = 7.5, 4.5  # inches
COST, BOUND, GAP = "#0072B2", "#A34700", "#E4E4E4"
SHORTEST = 0.001  # seconds
LONG = 30.0  # the time axis is logarithmic when the last moment comes so many times later than the first


@dataclass(frozen=True)
class Moment:
    """How a solve stood when something had changed.

    Attributes
    ----------
    seconds : since the solve began
    iterations : moves proposed so far
    cost : of the best valid plan so far, ``None`` while there is none
    bound : proven least cost
    """

    seconds: float
    iterations: int
    cost: int | None
    bound: int


def convergence(moments: Sequence[Moment], *, title: str = "", language: Language = "de") -> Picture:
    """Return the picture of how a plan was found.

    Parameters
    ----------
    moments :
        how the solve stood, in the order of time; see ``Result.history``
    title :
        what the meeting is called
    language :
        of the words in it

    Raises
    ------
    BadInput
        When nothing is known of the solve, as for a plan read from a file, or no valid plan was found.
    """
    if not any(moment.cost is not None for moment in moments):
        message = Text("Nothing is known of how this plan was found.")
        raise BadInput([Finding("history", message, Text("Draw this from the result of a solve, not from a file."))])
    return Picture(
        "convergence",
        Text("How the plan was found"),
        tuple(_told(moments)),
        language,
        lambda picture: _draw(picture, tuple(moments), title),
    )


def _told(moments: Sequence[Moment]) -> list[Text]:
    valid = [(moment.seconds, moment.cost) for moment in moments if moment.cost is not None]
    (first_at, first), (_, best), last = valid[0], valid[-1], moments[-1]
    best_at = next(seconds for seconds, cost in valid if cost == best)
    told = [Text("The first valid plan came after {time} and cost {cost}.", time=_time(first_at), cost=first)]
    if best < first:
        told.append(Text("The best one came after {time} and costs {cost}.", time=_time(best_at), cost=best))
    if best == last.bound:
        told.append(Text("It was proven after {time} that no plan costs less.", time=_time(last.seconds)))
    else:
        told.append(
            Text(
                "After {time} it is proven that no plan costs less than {bound}.",
                time=_time(last.seconds),
                bound=last.bound,
            )
        )
    return told


def _time(seconds: float) -> Text:
    if seconds < 10:
        return Text("{time} ms", time=round(1000 * seconds))
    return Text("{time} s", time=round(seconds))


def _draw(picture: Picture, moments: Sequence[Moment], title: str) -> "Figure":
    language = picture.language
    keys = [
        Key(Text("cost of the best plan so far").say(language), COST, "o"),
        Key(Text("proven: no plan costs less").say(language), BOUND, "s"),
        Key(Text("what is not settled").say(language), GAP),
    ]
    paper = Paper(
        WIDTH,
        HEIGHT,
        title=picture.title.say(language),
        subtitle=title,
        keys=keys,
        notes=[sentence.say(language) for sentence in picture.sentences],
    )
    axes = paper.axes(0.75, 0.5, WIDTH - 0.75, HEIGHT - 0.5)
    _add_lines(axes, moments)
    _add_numbers(axes, moments, language)
    axes.set_xlabel(Text("seconds since the search began").say(language))
    axes.set_ylabel(Text("cost of a plan: less is better").say(language))
    return paper.figure


def _add_lines(axes: "Axes", moments: Sequence[Moment]) -> None:
    valid = [moment for moment in moments if moment.cost is not None]
    times = [max(SHORTEST, moment.seconds) for moment in valid]
    costs, bounds = [moment.cost or 0 for moment in valid], [moment.bound for moment in valid]
    every = [max(SHORTEST, moment.seconds) for moment in moments]
    axes.fill_between(times, costs, bounds, step="post", facecolor=GAP, edgecolor="#8C8C8C", hatch="///", linewidth=0)
    axes.step(
        every,
        [moment.bound for moment in moments],
        where="post",
        color=BOUND,
        linestyle="--",
        marker="s",
        markersize=9,
        linewidth=1.8,
        zorder=3,
    )
    axes.step(times, costs, where="post", color=COST, marker="o", markersize=5, linewidth=1.8, zorder=4)
    first, last = every[0], every[-1]
    if last > LONG * first:
        axes.set_xscale("log")
        axes.set_xlim(first / 1.3, last * 1.3)
    else:
        axes.set_xlim(0, 1.08 * last)
    low, high = min(*costs, *(moment.bound for moment in moments)), max(costs)
    room = max(1.0, 0.12 * (high - low))
    axes.set_ylim(low - room, high + room)
    axes.grid(visible=True, color="#D0D0D0", linewidth=0.5)
    axes.set_axisbelow(True)


def _add_numbers(axes: "Axes", moments: Sequence[Moment], language: Language) -> None:
    """Write numbers with the decimal sign of the language, and the last cost and bound beside their ends."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

    def shown(number: float, _: object = None) -> str:
        text = f"{number:g}"
        return text.replace(".", ",") if language == "de" else text

    axes.xaxis.set_major_formatter(FuncFormatter(shown))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    last = moments[-1]
    at = max(SHORTEST, last.seconds)
    if last.cost != last.bound:
        axes.annotate(str(last.bound), (at, last.bound), xytext=(-4, -12), textcoords="offset points", ha="right")
    axes.annotate(
        str(last.cost), (at, last.cost or 0), xytext=(-4, 7), textcoords="offset points", ha="right", color=INK
    )
