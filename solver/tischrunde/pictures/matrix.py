"""Who meets whom: a square for each pair of people, those of one sector side by side."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from tischrunde.model import Meeting, Plan
from tischrunde.pictures.contacts import Contacts
from tischrunde.pictures.groups import Group, attribute_for, groups_of, ink_on
from tischrunde.pictures.paper import INK, Key, Paper, keys_of, spread_out, width_of
from tischrunde.pictures.picture import Picture
from tischrunde.pictures.wording import percent, seats_of, short_name, too_large
from tischrunde.score.sitting import attribute_called, choose_two
from tischrunde.words import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

__all__ = ["matrix"]

MOST_NAMED = 60  # people; beyond, names are left out
MOST = 1000  # people; beyond, a square is smaller than a dot of the screen
MOST_RINGED = 150  # pairs who meet again
CELL, SIDE, LEAST_SIDE = 0.165, 8.0, 2.6  # inches
BAND = 0.2
COLOURS = ("#FFFFFF", "#9CCAEC", "#1F5A99", "#0A1B33")
"""For 0, 1, 2, and 3 rounds or more: each much darker than the one before, so that grey tells as much."""
SELF = "#D9D9D9"


def matrix(meeting: Meeting, plan: Plan, *, by: str | None = None, language: Language | None = None) -> Picture:
    """Return the picture of who meets whom, a row and a column for each person who comes.

    Parameters
    ----------
    meeting, plan :
        a plan of this meeting
    by :
        the attribute by which people are grouped; the sector by default
    language :
        of the words in it; the meeting's by default

    Raises
    ------
    BadInput
        When nobody is seated in the plan.
    """
    contacts = Contacts(meeting, seats_of(plan))
    by = by or attribute_for(meeting)
    coming = set(contacts.coming)
    groups = [
        Group(g.letter, g.label, people, g.colour, g.shape)
        for g in groups_of(meeting, by)
        if (people := tuple(p for p in g.people if p in coming))
    ]
    sentences = [*contacts.told(), *_told_groups(contacts, groups)] if by else contacts.told()
    return Picture(
        "matrix",
        Text("Who meets whom"),
        tuple(sentences),
        language or meeting.language,
        lambda picture: _draw(picture, contacts, groups, by),
    )


def _told_groups(contacts: Contacts, groups: Sequence[Group]) -> list[Text]:
    """Say for each group how many of its pairs meet, and how many of those with others."""
    group_of = {person: i for i, group in enumerate(groups) for person in group.people}
    inside, outside = [0] * len(groups), [0] * len(groups)
    for one, other in contacts.meets:
        i, j = group_of[one], group_of[other]
        if i == j:
            inside[i] += 1
        else:
            outside[i] += 1
            outside[j] += 1
    return [
        Text(
            "{group}, {count} people: of the pairs among them {inside} % meet, of those with others {outside} %.",
            group=group.label,
            count=len(group.people),
            inside=percent(inside[i], choose_two(len(group.people))),
            outside=percent(outside[i], len(group.people) * (len(group_of) - len(group.people))),
        )
        if len(group.people) > 1
        else Text(
            "{group}, one person: of the pairs with others {outside} % meet.",
            group=group.label,
            outside=percent(outside[i], len(group_of) - 1),
        )
        for i, group in enumerate(groups)
    ]


def _draw(picture: Picture, contacts: Contacts, groups: Sequence[Group], by: str | None) -> "Figure":
    order = [person for group in groups for person in group.people]
    if len(order) > MOST:
        raise too_large(len(order), MOST)
    is_named, language = len(order) <= MOST_NAMED, picture.language
    names = [short_name(contacts.meeting, person) for person in order] if is_named else []
    side = max(LEAST_SIDE, CELL * len(order)) if is_named else SIDE
    before = 0.3 + BAND + max((width_of(name, 7.5) for name in names), default=0.0)
    above = 0.3 + BAND
    rounds = _rounds(contacts, order)
    paper = Paper(
        before + side,
        side + above,
        title=picture.title.say(language),
        subtitle=contacts.meeting.title,
        keys=_keys(contacts, groups, by, language),
        notes=_notes(contacts, language, is_named=is_named),
    )
    axes = paper.axes(before, 0, side, side)
    _fill(axes, rounds)
    _add_bands(axes, groups, side, is_named=is_named)
    if is_named:
        _add_names(axes, names, side)
        _add_numbers(axes, rounds)
    else:
        _add_rings(axes, rounds)
    return paper.figure


def _rounds(contacts: Contacts, order: Sequence[str]) -> "NDArray[np.int16]":
    """Return for each two people in how many rounds they share a table, -1 for a person with himself."""
    place = {person: i for i, person in enumerate(order)}
    rounds = np.zeros((len(order), len(order)), np.int16)
    for (one, other), times in contacts.meets.items():
        i, j = place[one], place[other]
        rounds[i, j] = rounds[j, i] = times
    np.fill_diagonal(rounds, -1)
    return rounds


def _fill(axes: "Axes", rounds: "NDArray[np.int16]") -> None:
    from matplotlib.colors import ListedColormap

    shown = np.minimum(rounds, len(COLOURS) - 1)
    axes.imshow(
        shown, cmap=ListedColormap([SELF, *COLOURS]), vmin=-1.5, vmax=len(COLOURS) - 0.5, interpolation="nearest"
    )
    axes.set(xticks=[], yticks=[])


def _add_bands(axes: "Axes", groups: Sequence[Group], side: float, *, is_named: bool) -> None:
    """Draw a coloured strip with letters along the left and the upper edge, and lines between the groups."""
    from matplotlib.patches import Rectangle

    ends = [0, *accumulate(len(group.people) for group in groups)]
    inch = ends[-1] / side  # in squares
    middles = [(start + end) / 2 - 0.5 for start, end in pairwise(ends)]
    places = middles if is_named else spread_out(middles, 0.15 * inch)
    for group, (start, end), middle, place in zip(groups, pairwise(ends), middles, places, strict=True):
        strip = (-0.5 - BAND * inch, start - 0.5)
        for corner, size in ((strip, (BAND * inch, end - start)), (strip[::-1], (end - start, BAND * inch))):
            box = Rectangle(corner, *size, facecolor=group.colour, edgecolor=INK, linewidth=0.6, clip_on=False)
            axes.add_patch(box)
        across = -0.5 - BAND * inch * (0.5 if is_named else 1.45)
        ink = ink_on(group.colour) if is_named else INK
        for x, y, tip in ((across, place, (strip[0], middle)), (place, across, (middle, strip[0]))):
            axes.text(x, y, group.letter, color=ink, fontsize=8, ha="center", va="center")
            if not is_named:
                axes.plot(
                    *zip((x + (tip[0] - x) * 0.4, y + (tip[1] - y) * 0.4), tip, strict=True),
                    color=INK,
                    linewidth=0.4,
                    clip_on=False,
                )
        if start:
            axes.axhline(start - 0.5, color=INK, linewidth=0.8)
            axes.axvline(start - 0.5, color=INK, linewidth=0.8)
    axes.set(xlim=(-0.5, ends[-1] - 0.5), ylim=(ends[-1] - 0.5, -0.5))


def _add_names(axes: "Axes", names: Sequence[str], side: float) -> None:
    """Write name and number beside each row, and the number above each column."""
    inch = len(names) / side
    for i, name in enumerate(names):
        axes.text(-0.5 - (BAND + 0.06) * inch, i, f"{name}  {i + 1}", fontsize=7.5, ha="right", va="center")
        axes.text(i, -0.5 - (BAND + 0.06) * inch, str(i + 1), fontsize=6.5, ha="center", va="bottom")
    for edge in np.arange(0.5, len(names) - 1):
        axes.axhline(edge, color="#C8C8C8", linewidth=0.3, zorder=1.5)
        axes.axvline(edge, color="#C8C8C8", linewidth=0.3, zorder=1.5)


def _add_numbers(axes: "Axes", rounds: "NDArray[np.int16]") -> None:
    """Write in how many rounds two people meet, where it is more than one."""
    for i, j in np.argwhere(rounds > 1):
        axes.text(j, i, str(rounds[i, j]), fontsize=7, color="#FFFFFF", ha="center", va="center", weight="bold")


def _add_rings(axes: "Axes", rounds: "NDArray[np.int16]") -> None:
    """Put a ring around pairs who meet again, as long as single ones can be told apart."""
    again = np.argwhere(rounds > 1)
    if 0 < len(again) <= 2 * MOST_RINGED:
        across = max(6.0, 1.9 * 72 * SIDE / len(rounds))  # points
        axes.scatter(again[:, 1], again[:, 0], s=across**2, facecolors="none", edgecolors=INK, linewidths=0.7)


def _keys(contacts: Contacts, groups: Sequence[Group], by: str | None, language: Language) -> list[Key]:
    most = max(contacts.meets.values(), default=0)
    told = [
        Text("at no table together"),
        Text("together in one round"),
        Text("together in two rounds"),
        Text("together in three rounds") if most == 3 else Text("in three rounds or more"),
    ]
    keys = [Key(Text("Two people").say(language))]
    keys += [Key(words.say(language), colour) for words, colour in zip(told[: most + 1], COLOURS, strict=False)]
    if by is None:
        return keys
    grouped = keys_of(Text("People by {attribute}", attribute=attribute_called(by)).say(language), groups, language)
    return [*keys, *(Key(key.words, key.colour) for key in grouped)]


def _notes(contacts: Contacts, language: Language, *, is_named: bool) -> list[str]:
    notes = [*contacts.told_pairs()]
    if not is_named:
        notes.append(Text("Names are left out: with more than {most} people nobody could read them.", most=MOST_NAMED))
        if 0 < len(contacts.again) <= MOST_RINGED:
            notes.append(Text("Pairs who meet again have a ring."))
    return [note.say(language) for note in notes]
