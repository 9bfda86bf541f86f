"""The terms of the score, each as the format defines it. Smaller is better, and all are integers."""

from collections import Counter

from tischrunde.model import Meeting
from tischrunde.score.sitting import Sitting, choose_two, pair

__all__ = ["terms", "unfairness", "weights"]


def terms(sitting: Sitting) -> dict[str, int]:
    """Return the value of every term: reunions, mixing of each attribute, wishes, affinities."""
    mixing = {f"mixing.{attribute}": _mixing(sitting, attribute) for attribute in sitting.meeting.weights.mixing}
    return {
        "reunions": _reunions(sitting),
        **mixing,
        "wishes": _wishes(sitting),
        "affinities": _affinities(sitting),
    }


def weights(meeting: Meeting) -> dict[str, int]:
    """Return the weight of every term, in the order of the terms."""
    given = meeting.weights
    mixing = {f"mixing.{attribute}": weight for attribute, weight in given.mixing.items()}
    return {"reunions": given.reunions, **mixing, "wishes": given.wishes, "affinities": given.affinities}


def _reunions(sitting: Sitting) -> int:
    """Return the sum over pairs of C(m + h, 2) - C(h, 2), which is C(m, 2) + m h; most pairs meet once at most."""
    again = sum(choose_two(m) for m in sitting.meets.values() if m > 1)
    return again + sum(sitting.meets[two] * h for two, h in sitting.history.items())


def _mixing(sitting: Sitting, attribute: str) -> int:
    """Return the number of pairs with the same value at a table, over all rounds."""
    value_of = {person.id: person.value(attribute) for person in sitting.meeting.people}
    pairs = 0
    for tables in sitting.at.values():
        for people in tables.values():
            values = [value for person in people if (value := value_of[person]) is not None]
            if len(set(values)) < len(values):
                pairs += sum(map(choose_two, Counter(values).values()))
    return pairs


def _wishes(sitting: Sitting) -> int:
    """Return 4 for each first wish unmet, 2 for each second one, 1 for each further one."""
    unmet = 0
    for person in sitting.meeting.people:
        visited = sitting.themes_of[person.id]
        for rank, theme in enumerate(person.wishes):
            if theme not in visited:
                unmet += (4, 2, 1)[min(rank, 2)]
    return unmet


def _affinities(sitting: Sitting) -> int:
    """Return minus the sum over the listed pairs of weight x rounds spent together."""
    return -sum(weight * sitting.meets[pair(p, q)] for p, q, weight in sitting.meeting.affinities)


def unfairness(sitting: Sitting) -> int:
    """Return the sum over people of C(r, 2), where r counts a person's reunions within the plan."""
    reunions: Counter[str] = Counter()
    for (one, other), m in sitting.meets.items():
        if m > 1:
            reunions[one] += choose_two(m)
            reunions[other] += choose_two(m)
    return sum(choose_two(r) for r in reunions.values())
