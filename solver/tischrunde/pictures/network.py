"""The net of contacts: people as points, drawn near to those they meet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tischrunde.model import Meeting, Plan
from tischrunde.pictures.contacts import Contacts
from tischrunde.pictures.groups import SCALE, Group, attribute_for, groups_of, ink_on
from tischrunde.pictures.paper import INK, Key, Paper, keys_of
from tischrunde.pictures.picture import Picture
from tischrunde.pictures.wording import seats_of, short_name, too_large
from tischrunde.score.sitting import attribute_called
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

__all__ = ["network"]

MOST_NAMED = 60  # people; beyond, points have the letter of their group in place of a number
MOST = 499  # people; beyond, points would lie on one another
SIDE = 8.0  # inches
LINES = "#8C8C8C"
COLUMNS, LINE = 3, 0.17  # of the list of names
ROUNDS_OF_PUSHING = 60
CENTRE = {"^": 0.17, "v": -0.17}
"""How far below the middle of its box the middle of a shape lies, as a share of a point's size."""


def network(
    meeting: Meeting, plan: Plan, *, by: str | None = None, seed: int = 0, language: Language | None = None
) -> Picture:
    """Return the picture of the net of contacts: a line for each pair who share a table, thick where they do again.

    People are placed by the forces of T. Fruchterman and E. Reingold, Graph drawing by force-directed placement, 1991
    (networkx), in O(people^2).

    Parameters
    ----------
    meeting, plan :
        a plan of this meeting
    by :
        the attribute that colours and shapes of the points stand for; the sector by default
    seed :
        of the first places, from which the forces move people
    language :
        of the words in it; the meeting's by default

    Raises
    ------
    BadInput
        When nobody is seated in the plan.
    """
    contacts = Contacts(meeting, seats_of(plan))
    by = by or attribute_for(meeting)
    groups = groups_of(meeting, by)
    return Picture(
        "network",
        Text("The net of contacts"),
        (*contacts.told(), *_told_links(contacts)),
        language or meeting.language,
        lambda picture: _draw(picture, contacts, groups, by, seed),
    )


def _told_links(contacts: Contacts) -> list[Text]:
    """Say how far people are from one another, by way of those they meet; in O(people x pairs), so not of crowds."""
    import networkx as nx

    graph = _graph(contacts)
    if graph.number_of_nodes() < 2:
        return []
    parts = nx.number_connected_components(graph)
    if parts > 1:
        return [Text.many("The net has {count} part.", "The net falls into {count} parts that never meet.", parts)]
    if graph.number_of_nodes() > MOST:
        return [Text("Everybody can be reached from everybody by way of those they meet.")]
    return [
        Text.many(
            "Everybody is at most {count} handshake away from everybody.",
            "Everybody is at most {count} handshakes away from everybody.",
            nx.diameter(graph),
        )
    ]


def _graph(contacts: Contacts) -> Any:
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(contacts.coming)
    graph.add_weighted_edges_from((one, other, times) for (one, other), times in sorted(contacts.meets.items()))
    return graph


def _draw(picture: Picture, contacts: Contacts, groups: Sequence[Group], by: str | None, seed: int) -> "Figure":
    people = contacts.coming
    if len(people) > MOST:
        raise too_large(len(people), MOST)
    language, is_named = picture.language, len(people) <= MOST_NAMED
    group_of = {person: group for group in groups for person in group.people}
    order = [person for group in groups for person in group.people if person in contacts.others_met]
    under = LINE * -(-len(order) // COLUMNS) + 0.15 if is_named else 0.0
    paper = Paper(
        SIDE,
        SIDE + under,
        title=picture.title.say(language),
        subtitle=contacts.meeting.title,
        keys=_keys(contacts, groups, by, language),
        notes=_notes(language, is_named=is_named),
    )
    axes = paper.axes(0, under, SIDE, SIDE)
    axes.set_axis_off()
    axes.set(xlim=(0, SIDE), ylim=(0, SIDE))
    size = float(np.clip(2.2 / np.sqrt(max(1, len(order))), 0.13, 0.26))
    places = _places(contacts, order, seed, size)
    _add_lines(axes, contacts, dict(zip(order, places, strict=True)))
    _add_points(axes, order, places, group_of, size, is_named=is_named)
    if is_named:
        _list_names(paper, contacts.meeting, order, under)
    return paper.figure


def _places(contacts: Contacts, order: Sequence[str], seed: int, size: float) -> "NDArray[np.float64]":
    """Return where each person is drawn, in inches; no two nearer than a point's width and a bit.

    Returns
    -------
    places : float64, shape (n_people, 2)
    """
    import networkx as nx

    placed = nx.spring_layout(_graph(contacts), seed=seed, iterations=100, weight="weight")
    places = np.array([placed[person] for person in order], np.float64).reshape(-1, 2)
    places -= places.min(axis=0, initial=0.0)
    places /= np.maximum(places.max(axis=0, initial=0.0), 1e-9)
    places = size + places * (SIDE - 2 * size)
    for _ in range(ROUNDS_OF_PUSHING):
        apart = places[:, None] - places[None]
        far = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(far, np.inf)
        push = np.clip(1.15 * size - far, 0, None) / 2
        if not push.any():
            break
        places += (apart / np.maximum(far, 1e-6)[..., None] * push[..., None]).sum(axis=1)
        places = np.clip(places, size, SIDE - size)
    return places


def _add_lines(axes: "Axes", contacts: Contacts, place_of: "dict[str, NDArray[np.float64]]") -> None:
    from matplotlib.collections import LineCollection

    pairs = sorted(contacts.meets)
    thin = float(np.clip(12 / np.sqrt(max(1, len(pairs))), 0.35, 0.8))
    for again, colour, width in ((False, LINES, thin), (True, INK, 2.2)):
        lines = [(place_of[p], place_of[q]) for p, q in pairs if (contacts.meets[p, q] > 1) == again]
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width, zorder=1 + again))


def _add_points(
    axes: "Axes",
    order: Sequence[str],
    places: "NDArray[np.float64]",
    group_of: dict[str, Group],
    size: float,
    *,
    is_named: bool,
) -> None:
    for number, (person, (x, y)) in enumerate(zip(order, places, strict=True), start=1):
        group = group_of[person]
        scale = SCALE.get(group.shape, 1.0)
        axes.plot(
            x,
            y,
            group.shape,
            color=group.colour,
            markersize=72 * size * scale,
            markeredgecolor=INK,
            markeredgewidth=0.7,
            zorder=3,
        )
        axes.text(
            x,
            y - CENTRE.get(group.shape, 0.0) * size,
            str(number) if is_named else group.letter,
            color=ink_on(group.colour),
            fontsize=7.5 if is_named else 6,
            ha="center",
            va="center_baseline",
            zorder=4,
        )


def _list_names(paper: Paper, meeting: Meeting, order: Sequence[str], under: float) -> None:
    """Write below which number is whose."""
    lines = -(-len(order) // COLUMNS)
    axes = paper.axes(0, 0, SIDE, under)
    axes.set_axis_off()
    axes.set(xlim=(0, COLUMNS), ylim=(under, 0))
    for i, person in enumerate(order):
        column, line = divmod(i, lines)
        name = short_name(meeting, person, most=34)
        axes.text(column + 0.07, 0.15 + (line + 0.5) * LINE, str(i + 1), fontsize=8, ha="right", va="center")
        axes.text(column + 0.1, 0.15 + (line + 0.5) * LINE, name, fontsize=8, va="center")


def _keys(contacts: Contacts, groups: Sequence[Group], by: str | None, language: Language) -> list[Key]:
    keys = (
        []
        if by is None
        else keys_of(Text("People by {attribute}", attribute=attribute_called(by)).say(language), groups, language)
    )
    keys += [Key(Text("Lines").say(language)), Key(Text("at a table together").say(language), LINES, line=0.8)]
    if contacts.again:
        keys.append(Key(Text("together more than once").say(language), INK, line=2.2))
    return keys


def _notes(language: Language, *, is_named: bool) -> list[str]:
    notes = [Text("Who meets often stands close; where on the sheet means nothing.")]
    if not is_named:
        notes.append(Text("Names are left out: with more than {most} people nobody could read them.", most=MOST_NAMED))
    return [note.say(language) for note in notes]
