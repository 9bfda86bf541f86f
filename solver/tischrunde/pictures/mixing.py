"""How each table is mixed in each round: a square for each person, with colour and letter of the sector."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tischrunde.model import Meeting, Plan, Round
from tischrunde.pictures.groups import Group, attribute_for, groups_of, ink_on
from tischrunde.pictures.paper import INK, Key, Paper, keys_of, width_of
from tischrunde.pictures.picture import Picture
from tischrunde.pictures.wording import cut, drawable, seats_of, too_large
from tischrunde.score.sitting import Sitting, attribute_called, choose_two
from tischrunde.words import Language, Text, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["mixing"]

MOST = 150  # tables; beyond, the sheet would be higher than anybody scrolls
MOST_SQUARES = 110  # side by side in all rounds
SQUARE, ROW = 0.18, 0.26  # inches
COUNT = 0.42  # for the number of pairs beside the squares
NAMED = 4  # tables told by name
THEME = 40  # letters of a theme's title
CLOSED = "#F0F0F0"


def mixing(meeting: Meeting, plan: Plan, *, by: str | None = None, language: Language | None = None) -> Picture:
    """Return the picture of how each table is mixed in each round.

    Parameters
    ----------
    meeting, plan :
        a plan of this meeting
    by :
        the attribute that should be mixed; the sector by default
    language :
        of the words in it; the meeting's by default

    Raises
    ------
    BadInput
        When nobody is seated in the plan.
    """
    sitting = Sitting(meeting, seats_of(plan))
    by = by or attribute_for(meeting)
    groups = groups_of(meeting, by)
    return Picture(
        "mixing",
        Text("How each table is mixed"),
        tuple(_told(sitting, plan, by)),
        language or meeting.language,
        lambda picture: _draw(picture, sitting, plan, groups, by),
    )


def _pairs(sitting: Sitting, number: int, table: str, by: str | None) -> int:
    """Return how many pairs at a table have the same value."""
    people = sitting.at.get(number, {}).get(table, [])
    return 0 if by is None else sum(choose_two(len(same)) for same in sitting.with_value(people, by).values())


def _told(sitting: Sitting, plan: Plan, by: str | None) -> list[Text]:
    """Say how many people sit together, how many pairs are of one value, and where most of them are."""
    meeting = sitting.meeting
    sizes = [len(sitting.at[n][t.id]) for n in sitting.at for t in meeting.open_tables(n)]
    told = [_told_sizes(len(meeting.tables), min(sizes, default=0), max(sizes, default=0))]
    if by is None:
        return [*told, Text("Nothing is known of these people that could be mixed.")]
    total = sum(_pairs(sitting, n, t.id, by) for n in sitting.at for t in meeting.tables)
    least = _least_possible(plan, by)
    told.append(_told_total(total, least, by))
    for number in sitting.at:
        told.extend(_told_round(sitting, number, by))
    return told


def _told_sizes(tables: int, least: int, most: int) -> Text:
    if least == most:
        return Text.many(
            "{count} table with {most} people.", "{count} tables with {most} people each.", tables, most=most
        )
    return Text.many(
        "{count} table with {least} to {most} people.",
        "{count} tables with {least} to {most} people each.",
        tables,
        least=least,
        most=most,
    )


def _told_total(total: int, least: int | None, by: str) -> Text:
    if not least:  # unknown, or nothing worth saying
        return Text(
            "Pairs at a table with the same {attribute}, over all rounds: {pairs}.",
            attribute=attribute_called(by),
            pairs=total,
        )
    return Text(
        "Pairs at a table with the same {attribute}, over all rounds: {pairs}; fewer than {least} are not possible.",
        attribute=attribute_called(by),
        pairs=total,
        least=least,
    )


def _told_round(sitting: Sitting, number: int, by: str) -> list[Text]:
    at = {table.id: _pairs(sitting, number, table.id, by) for table in sitting.meeting.open_tables(number)}
    most = max(at.values(), default=0)
    if not most:
        return [Text("Round {number}: no two of the same at any table.", number=number)]
    where = [table for table, pairs in at.items() if pairs == most]
    named = listed(where) if len(where) <= NAMED else Text.many("{count} table", "{count} tables", len(where))
    return [
        Text.many(
            "Round {number}: {count} pair of the same, at most {most} at a table ({tables}).",
            "Round {number}: {count} pairs of the same, at most {most} at a table ({tables}).",
            sum(at.values()),
            number=number,
            most=most,
            tables=named,
        )
    ]


def _least_possible(plan: Plan, by: str) -> int | None:
    term = None if plan.score is None else plan.score.terms.get(f"mixing.{by}")
    return None if term is None else term.bound


def _draw(picture: Picture, sitting: Sitting, plan: Plan, groups: Sequence[Group], by: str | None) -> "Figure":
    meeting, language = sitting.meeting, picture.language
    widest = max(chain([3], (len(people) for tables in sitting.at.values() for people in tables.values())))
    if len(meeting.tables) > MOST:
        raise too_large(len(meeting.tables), MOST)
    if widest * len(sitting.at) > MOST_SQUARES:
        raise too_large(widest * len(sitting.at), MOST_SQUARES)
    labels = [_table_label(meeting, i) for i in range(len(meeting.tables))]
    total = "" if by is None else Text("pairs with the same {attribute}", attribute=attribute_called(by)).say(language)
    before = 0.12 + max(width_of(label, 8) for label in (*labels, total))
    heads = [_heads(meeting, number, language) for number in sitting.at]
    cell = max([widest * SQUARE + COUNT + 0.1, *(width_of(line, 8.5) + 0.15 for head in heads for line in head)])
    height, above = ROW * len(labels), 0.2 * max(map(len, heads)) + 0.08
    below = ROW if by is not None else 0.0
    paper = Paper(
        before + cell * len(heads),
        height + above + below,
        title=picture.title.say(language),
        subtitle=meeting.title,
        keys=_keys(groups, by, language),
        notes=_notes(sitting, plan, by, language),
    )
    axes = paper.axes(0, 0, before + cell * len(heads), height + above + below)
    axes.set_axis_off()
    axes.set(xlim=(0, before + cell * len(heads)), ylim=(height + below, -above))
    _add_labels(axes, labels, before)
    for column, (number, head) in enumerate(zip(sitting.at, heads, strict=True)):
        left = before + column * cell
        _add_head(axes, head, left)
        _add_tables(axes, sitting, number, groups, left, widest)
        if by is not None:
            _add_counts(axes, sitting, number, by, left + widest * SQUARE)
    axes.text(before - 0.1, height + below / 2, drawable(total), fontsize=8, ha="right", va="center")
    return paper.figure


def _table_label(meeting: Meeting, i: int) -> str:
    table = meeting.tables[i]
    title = next((theme.title or theme.id for theme in meeting.themes if theme.id == table.theme), None)
    return drawable(cut(table.id, 14) if title is None else f"{cut(table.id, 14)} · {cut(title, THEME)}")


def _heads(meeting: Meeting, number: int, language: Language) -> list[str]:
    """Return the lines above a round: its number, its label, its time."""
    given = Round() if isinstance(meeting.rounds, int) else meeting.rounds[number - 1]
    lines = [Text("Round {number}", number=number).say(language), cut(given.label or "", 18), given.start or ""]
    return [drawable(line) for line in lines if line]


def _add_labels(axes: "Axes", labels: Sequence[str], before: float) -> None:
    for row, label in enumerate(labels):
        axes.text(before - 0.1, (row + 0.5) * ROW, label, fontsize=8, ha="right", va="center")
        if row:
            axes.axhline(row * ROW, color="#DDDDDD", linewidth=0.5)


def _add_head(axes: "Axes", head: Sequence[str], left: float) -> None:
    for line, words in enumerate(reversed(head)):
        weight = "bold" if line == len(head) - 1 else "normal"
        axes.text(left, -0.08 - 0.2 * line, words, fontsize=8.5, va="bottom", weight=weight)


def _add_tables(axes: "Axes", sitting: Sitting, number: int, groups: Sequence[Group], left: float, widest: int) -> None:
    from matplotlib.patches import Rectangle

    place = {person: i for i, group in enumerate(groups) for person in group.people}
    for row, table in enumerate(sitting.meeting.tables):
        top = row * ROW + (ROW - SQUARE) / 2
        if number in table.closed_in:
            box = Rectangle((left, top), widest * SQUARE, SQUARE, facecolor=CLOSED, edgecolor="#767676", hatch="////")
            axes.add_patch(box)
        for seat, i in enumerate(sorted(place[person] for person in sitting.at[number][table.id])):
            x = left + seat * SQUARE
            axes.add_patch(
                Rectangle((x, top), SQUARE, SQUARE, facecolor=groups[i].colour, edgecolor=INK, linewidth=0.5)
            )
            axes.text(
                x + SQUARE / 2,
                top + SQUARE / 2,
                groups[i].letter,
                fontsize=7.5,
                color=ink_on(groups[i].colour),
                ha="center",
                va="center_baseline",
            )


def _add_counts(axes: "Axes", sitting: Sitting, number: int, by: str, left: float) -> None:
    """Write the number of pairs beside each table, in bold for the most, and their sum below."""
    tables = sitting.meeting.tables
    pairs = [_pairs(sitting, number, table.id, by) for table in tables]
    for row, (table, count) in enumerate(zip(tables, pairs, strict=True)):
        if number not in table.closed_in:
            weight = "bold" if count and count == max(pairs) else "normal"
            axes.text(left + 0.3, (row + 0.5) * ROW, str(count), fontsize=8, ha="right", va="center", weight=weight)
    axes.text(left + 0.3, (len(tables) + 0.5) * ROW, str(sum(pairs)), fontsize=8, ha="right", va="center")


def _keys(groups: Sequence[Group], by: str | None, language: Language) -> list[Key]:
    if by is None:
        return []
    heading = Text("People by {attribute}", attribute=attribute_called(by)).say(language)
    return [Key(key.words, key.colour) for key in keys_of(heading, groups, language)]


def _notes(sitting: Sitting, plan: Plan, by: str | None, language: Language) -> list[str]:
    notes = [_told(sitting, plan, by)[1]]
    if by is not None:
        notes.append(
            Text(
                "The number beside a table counts the pairs there with the same {attribute}.",
                attribute=attribute_called(by),
            )
        )
    if any(table.closed_in for table in sitting.meeting.tables):
        notes.append(Text("A table with stripes is closed in that round."))
    return [note.say(language) for note in notes]
