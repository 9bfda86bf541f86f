"""Score a plan against its meeting. Knows no solver: this package is the specification.

``sitting`` looks up who sits where, ``rules`` and ``basics`` find what is broken, ``terms`` counts what is good.
"""

from dataclasses import dataclass, field

from tischrunde.errors import Reason
from tischrunde.model import Meeting, Seating
from tischrunde.score import basics, rules, terms
from tischrunde.score.sitting import Sitting, attribute_called, called, theme_called

__all__ = ["Judgement", "attribute_called", "called", "judge", "theme_called", "violations"]


@dataclass(frozen=True)
class Judgement:
    """What a plan is worth.

    Attributes
    ----------
    violations : every broken rule; a plan is valid when there is none
    terms : value of each term: ``reunions``, ``mixing.A`` for each attribute A, ``wishes``, ``affinities``
    weights : weight of each term
    cost : sum of weight x term
    unfairness : how unevenly reunions fall on people; breaks ties only
    sitting : the plan as it was judged, looked up once for all who ask on
    """

    violations: tuple[Reason, ...]
    terms: dict[str, int]
    weights: dict[str, int]
    cost: int
    unfairness: int
    sitting: Sitting = field(repr=False, compare=False)

    @property
    def order(self) -> tuple[int, int, int]:
        """Return what plans are ordered by, the smaller the better."""
        return len(self.violations), self.cost, self.unfairness


def violations(meeting: Meeting, rounds: Seating) -> list[Reason]:
    """Return every rule that the plan breaks, each as a sentence with its places in the meeting."""
    return _broken(Sitting(meeting, rounds), rounds)


def judge(meeting: Meeting, rounds: Seating) -> Judgement:
    """Return the violations and the score of a plan, from the meeting and the seats alone.

    Parameters
    ----------
    meeting
        The meeting.
    rounds
        For each round, the people at each table; tables left out are empty.

    Notes
    -----
    Time and memory grow with the pairs who meet, not with all pairs.

    Examples
    --------
    >>> tables = [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}]
    >>> meeting = Meeting.model_validate({"rounds": 2, "tables": tables, "people": [{"id": p} for p in "wxyz"]})
    >>> judge(meeting, ({"A": ("w", "x"), "B": ("y", "z")}, {"A": ("w", "x"), "B": ("y", "z")})).terms["reunions"]
    2
    """
    sitting = Sitting(meeting, rounds)
    values = terms.terms(sitting)
    weights = terms.weights(meeting)
    return Judgement(
        violations=tuple(_broken(sitting, rounds)),
        terms=values,
        weights=weights,
        cost=sum(weights[term] * value for term, value in values.items()),
        unfairness=terms.unfairness(sitting),
        sitting=sitting,
    )


def _broken(sitting: Sitting, rounds: Seating) -> list[Reason]:
    return [*basics.broken(sitting, rounds), *rules.broken(sitting)]
