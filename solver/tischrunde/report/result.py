"""The report of a solve: what was planned, who sits where, how good that is; or why there is no plan."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text as Line

from tischrunde.documents.printable import decimal, printable
from tischrunde.documents.quality import scope, verdict
from tischrunde.model import Meeting, Plan
from tischrunde.report.conflicts import Origin, conflicts
from tischrunde.report.quality import figures_table
from tischrunde.report.rounds import heading, seats_of_round, sizes_of_rounds
from tischrunde.result import Result
from tischrunde.words import Text, listed

__all__ = ["report"]

MOST_PEOPLE = 120
"""With more people than this the rounds fill a screen many times over and are left to the saved plan."""


def report(
    result: Result, *, saved: Sequence[str] | None = (), advice: Text | None = None, origin: Origin | None = None
) -> Group:
    """Return what people read after a solve, in the language of the meeting; needs are never in it.

    Parameters
    ----------
    result
        What ``solve`` returned.
    saved
        The files in which the plan was saved; ``None`` when somebody else tells of them.
    advice
        What would make a better plan possible.
    origin
        Where places in the meeting come from, if it was made from something else.
    """
    if result.status == "infeasible":
        reasons = conflicts(result.conflicts, result.meeting.language, origin=origin)
        return Group(*_opening(result.meeting), reasons)
    if result.rounds is None:
        return Group(*_opening(result.meeting), _line(result.meeting, Text("No plan was found in the time given.")))
    return Group(*_opening(result.meeting), *_rounds(result), *_quality(result, advice), *_closing(result, saved))


def _line(meeting: Meeting, text: Text, style: str = "") -> Line:
    return Line(printable(text.say(meeting.language)), style=style)


def _opening(meeting: Meeting) -> Iterator[RenderableType]:
    if meeting.title:
        yield Line(printable(meeting.title), style="bold")
    yield _line(meeting, scope(meeting))
    yield ""


def _rounds(result: Result) -> Iterator[RenderableType]:
    meeting, rounds = result.meeting, result.rounds
    assert rounds is not None
    if len(meeting.people) > MOST_PEOPLE:
        yield sizes_of_rounds(meeting, rounds)
        return
    for number in meeting.round_numbers:
        yield heading(meeting, number)
        yield seats_of_round(meeting, rounds, number)
        if number != meeting.n_rounds:
            yield ""


def _quality(result: Result, advice: Text | None) -> Iterator[RenderableType]:
    assert result.score is not None
    yield figures_table(result.meeting, result.plan)
    yield _line(result.meeting, verdict(result.plan, result.score, result.meeting.language), style="bold")
    if advice is not None:
        yield _line(result.meeting, advice)


def _closing(result: Result, saved: Sequence[str] | None) -> Iterator[RenderableType]:
    meeting = result.meeting
    if (time := _time(result.plan, meeting)) is not None:
        yield _line(meeting, time)
    if saved is None:
        return
    if saved:
        yield _line(meeting, Text("The plan is in {files}.", files=listed(saved)))
    elif len(meeting.people) > MOST_PEOPLE:
        yield _line(meeting, Text("Nobody's seat is shown for so many people; -o plan.json saves them all."))
    else:
        yield _line(meeting, Text("The plan is not saved; -o plan.json saves it."))


def _time(plan: Plan, meeting: Meeting) -> Text | None:
    if plan.run is None:
        return None
    seconds = decimal(plan.run.seconds, meeting.language, digits=1 if plan.run.seconds >= 1 else 2)
    if plan.run.stopped_by == "interrupted":
        return Text("Stopped on request after {seconds} s; more time may find a better plan.", seconds=seconds)
    if plan.status == "optimal":
        return Text("Found and proven in {seconds} s.", seconds=seconds)
    if plan.run.stopped_by == "fewest_changes":
        return Text("Found in {seconds} s.", seconds=seconds)
    return Text("Stopped after {seconds} s; more time may find a better plan.", seconds=seconds)
