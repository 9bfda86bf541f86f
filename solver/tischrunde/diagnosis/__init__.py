"""Why a meeting is impossible, in words. Quick checks only, each with its proof.

Never calls a possible meeting impossible; what these checks miss is left to the search. ``docs/diagnosis.md`` lists
every reason with its argument.
"""

from tischrunde.diagnosis.company import company
from tischrunde.diagnosis.composition import composition
from tischrunde.diagnosis.crowding import crowding
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.groups import apart, together
from tischrunde.diagnosis.isolates import isolates, two_of_a_kind
from tischrunde.diagnosis.meets import meets
from tischrunde.diagnosis.musts import theme_seats
from tischrunde.diagnosis.people import people
from tischrunde.diagnosis.seats import seats
from tischrunde.diagnosis.telling import tell
from tischrunde.diagnosis.themes import themes
from tischrunde.diagnosis.visits import visits
from tischrunde.errors import Reason
from tischrunde.model import Meeting

__all__ = ["diagnose"]

CHECKS = (
    seats,
    people,
    crowding,
    themes,
    theme_seats,
    visits,
    together,
    company,
    apart,
    two_of_a_kind,
    composition,
    isolates,
    meets,
)

FOLLOWS = {visits: themes}
"""Checks that would only tell the consequences of what another one has told."""


def diagnose(meeting: Meeting) -> list[Reason]:
    """Return why a meeting is impossible, the most useful reason first; empty when no quick check finds out.

    A reason whose rules include all rules of an earlier one is left out: it goes away with that one, or is told
    next time.

    Notes
    -----
    Time is about proportional to people x rounds x tables; only a meeting that just misses needs more.

    Examples
    --------
    >>> tables = [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}]
    >>> meeting = Meeting.model_validate({"rounds": 1, "tables": tables, "people": [{"id": p} for p in "vwxyz"]})
    >>> diagnose(meeting)[0].rules
    ('tables/A/seats', 'tables/B/seats')
    """
    facts = Facts(meeting)
    reasons: list[Reason] = []
    talkative = set()
    for check in CHECKS:
        if FOLLOWS.get(check) in talkative:
            continue
        for reason in tell(meeting, check(facts)):
            talkative.add(check)
            if not any(set(earlier.rules) <= set(reason.rules) for earlier in reasons):
                reasons.append(reason)
    return reasons
