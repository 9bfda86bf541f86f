"""What no plan can beat in company wanted and unwanted, and where company and reunions pull against each other."""

from fractions import Fraction

from tischrunde.bounds.company import Company
from tischrunde.bounds.network import Network
from tischrunde.model import Meeting

__all__ = ["least_affinities", "least_tug_of_war", "liking_of"]


def least_affinities(company: Company) -> int:
    """Return a lower bound on the term: minus the best company any valid plan can give.

    Proof. All meetings that must be are counted with their liking, good or bad. Beyond these a pair who like each other
    can meet so often as they can, and a person can have as many companions as the largest tables give in all
    rounds together. Let every person be there twice, as one who likes and as one who is liked: a plan then meets
    each pair in both directions, and is a flow from the ones to the others with twice its liking; so half of the
    greatest gain of such a flow, rounded down, can't be beaten.
    """
    liking = liking_of(company.room.problem.meeting)
    certain = sum(x * int(company.least[pair]) for pair, x in liking.items())
    wanted = {pair: x for pair, x in liking.items() if x > 0 and company.most[pair] > company.least[pair]}
    companions = (company.room.most_company.sum(axis=0) - company.least.sum(axis=1)).clip(min=0).tolist()
    people = sorted({p for pair in wanted for p in pair})
    network = Network()
    likes = {p: network.node(companions[p]) for p in people}
    liked = {p: network.node() for p in people}
    end = network.node(-sum(companions[p] for p in people))
    for p in people:
        network.arc(likes[p], end, carry=companions[p])
        network.arc(liked[p], end, carry=companions[p])
    for (p, q), x in wanted.items():
        more = int(company.most[p, q] - company.least[p, q])
        network.arc(likes[p], liked[q], carry=more, gain=x)
        network.arc(likes[q], liked[p], carry=more, gain=x)
    return -certain - (network.greatest_gain() // 2 if wanted else 0)


def liking_of(meeting: Meeting) -> dict[tuple[int, int], int]:
    """Return how much each listed pair likes to share a table in a round, entries for the same pair added up."""
    at = {person.id: p for p, person in enumerate(meeting.people)}
    liking: dict[tuple[int, int], int] = {}
    for one, other, x in meeting.affinities:
        p, q = sorted((at[one], at[other]))
        liking[p, q] = liking.get((p, q), 0) + x
    return {pair: x for pair, x in liking.items() if x}


def least_tug_of_war(company: Company, *, reunions: int) -> int:
    """Return a lower bound on the cost of reunions and affinities together.

    Let w and a be their weights and B a bound on the reunions. Proof. All reunions are at least B, and at least U,
    those of other pairs who must meet, and those of the listed pairs together; so for each share s from 0 to 1
    they cost at least (1 - s) w B + s w (U + reunions of the listed pairs). A listed pair chooses its number of
    meetings m best for itself: at least the least of s w (C(m + h, 2) - C(h, 2)) - a x m. The sum is concave and
    piecewise linear in s, bending where some pair changes its mind, s = a x / (w (h + m)); so the best s is one of
    these, 0 or 1.

    Parameters
    ----------
    reunions
        The bound B.
    """
    weights = company.room.problem.meeting.weights
    history = company.room.problem.history
    liking = liking_of(company.room.problem.meeting)
    pairs = [
        (int(history[p, q]), int(company.least[p, q]), int(company.most[p, q]), weights.affinities * x)
        for (p, q), x in liking.items()
    ]
    of_others = company.certain_price(history, step=1, apart_from=liking)
    w = weights.reunions

    def bound(share: Fraction) -> Fraction:
        own = sum(
            min(share * w * _reunions(h, m) - x * m for m in range(least, most + 1)) for h, least, most, x in pairs
        )
        return (1 - share) * w * reunions + share * w * of_others + own

    bends = {Fraction(0), Fraction(1)}
    for h, least, most, x in pairs:
        bends |= {Fraction(x, w * (h + m)) for m in range(least, most) if 0 < x < w * (h + m)}
    shares = sorted(bends)
    first, last = 0, len(shares) - 1
    while first < last:
        middle = (first + last) // 2
        if bound(shares[middle]) < bound(shares[middle + 1]):
            first = middle + 1
        else:
            last = middle
    return -(-bound(shares[first]) // 1)


def _reunions(h: int, m: int) -> int:
    """Return C(m + h, 2) - C(h, 2)."""
    return m * (m - 1) // 2 + m * h
