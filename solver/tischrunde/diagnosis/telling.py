"""From single cases to sentences: what differs only in round or person is said once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tischrunde.errors import Reason
from tischrunde.model import Meeting
from tischrunde.score import called
from tischrunde.words import Text, listed

__all__ = ["Case", "names", "tell", "when"]


@dataclass(frozen=True)
class Case:
    """One spot where a meeting is impossible.

    Attributes
    ----------
    message : the sentence; its values ``when`` and ``who`` are filled in when it is told
    rules : places of the rules that clash
    round, person : where and for whom; cases that differ in nothing else become one sentence
    """

    message: Text
    rules: tuple[str, ...]
    round: int | None = None
    person: str | None = None


def when(rounds: Sequence[int]) -> Text:
    """Return the rounds as they follow the word *in*."""
    return Text.many(
        "round {rounds}", "rounds {rounds}", len(rounds), rounds=listed(map(str, rounds), most=len(rounds))
    )


def names(meeting: Meeting, people: Iterable[str]) -> Text:
    """Return people as they are called in a sentence, in the order of the meeting."""
    chosen = set(people)
    return listed(called(meeting, person) for person in meeting.person_of if person in chosen)


def tell(meeting: Meeting, cases: Iterable[Case]) -> list[Reason]:
    """Return a reason for each different sentence, with the rules of its first case."""
    rounds_of: dict[tuple[object, ...], list[Case]] = {}
    for case in cases:
        rounds_of.setdefault((_words(case.message), case.person), []).append(case)
    alike: dict[tuple[object, ...], list[list[Case]]] = {}
    for (words, _), same in rounds_of.items():
        alike.setdefault((words, tuple(case.round for case in same)), []).append(same)
    return [_reason(meeting, groups) for groups in alike.values()]


def _words(message: Text) -> tuple[object, ...]:
    return message.template, message.count, tuple(str(value) for value in message.values.values())


def _reason(meeting: Meeting, groups: list[list[Case]]) -> Reason:
    first = groups[0][0]
    rounds = sorted({case.round for case in groups[0] if case.round is not None})
    people = [group[0].person for group in groups if group[0].person is not None]
    if rounds:
        first.message.values["when"] = when(rounds)
    if people:
        first.message.values["who"] = names(meeting, people)
    return Reason(first.message, tuple(dict.fromkeys(first.rules)))
