"""The changes of the day said back in words, with names: whoever named the wrong person reads it here."""

from collections.abc import Iterator

from tischrunde.model import Meeting
from tischrunde.repair.changes import Changes
from tischrunde.score import called
from tischrunde.words import Text, listed

__all__ = ["told"]

MOST_NAMES = 40


def told(meeting: Meeting, changes: Changes) -> Iterator[Text]:
    """Yield a sentence for each kind of change, or each change.

    Parameters
    ----------
    meeting
        The meeting before the changes.
    changes
        As ``changes_from`` returns them, with ids.
    """
    if changes.played:
        yield Text.many("{count} round is played.", "{count} rounds are played.", changes.played)
    if changes.absent:
        yield Text.many(
            "{people} stays away from round {number} on.",
            "{people} stay away from round {number} on.",
            len(changes.absent),
            people=listed([called(meeting, person) for person in changes.absent], most=MOST_NAMES),
            number=changes.played + 1,
        )
    for person, number in changes.late.items():
        yield Text("{person} comes from round {number} on.", person=called(meeting, person), number=number)
    for person, number in changes.leaves.items():
        yield Text("{person} leaves after round {number}.", person=called(meeting, person), number=number)
    for table, number in changes.close.items():
        yield Text("Table {table} is closed from round {number} on.", table=table, number=number)
    if changes.add:
        yield Text.many(
            "{people} comes as well.",
            "{people} come as well.",
            len(changes.add),
            people=listed([f"{one.name} ({one.id})" if one.name else one.id for one in changes.add], most=MOST_NAMES),
        )
