"""Little meetings with plans, for the tests of documents."""

from typing import Any

from tischrunde.documents.facts import Facts
from tischrunde.documents.fitting import fitted
from tischrunde.model import Meeting, Plan, Run, Seating
from tischrunde.result import Proof, planned
from tischrunde.score import judge

__all__ = ["EVENING", "SEATS", "evening", "facts", "proven"]

RUN = Run(version="0", seed=0, seconds=0.5, iterations=10, stopped_by="proved", method="design")

EVENING: dict[str, Any] = {
    "title": "Neighbours' evening",
    "language": "en",
    "rounds": [{"label": "Before the break", "start": "18:30", "minutes": 25}, {"start": "23:45", "minutes": 30}],
    "themes": [{"id": "green", "title": "Trees & gardens"}, {"id": "money"}],
    "tables": [
        {"id": "T1", "theme": "green", "seats": 3, "features": ["step-free"]},
        {"id": "T2", "theme": "money", "seats": 3},
    ],
    "people": [
        {"id": "anna", "name": "Anna Apfelbaum", "sector": "residents", "organisation": "Cycling club", "hosts": "T1"},
        {"id": "bernd", "name": "Bernd Birnbaum", "sector": "shops", "wishes": ["money", "green"]},
        {"id": "clara", "sector": "residents", "rounds": [2]},
        {"id": "dilan", "name": "Dilan Dattelpalm", "rounds": [1], "needs": ["step-free"], "wishes": ["money"]},
    ],
    "balance": None,
}
SEATS: Seating = ({"T1": ("bernd", "anna", "dilan"), "T2": ()}, {"T1": ("clara", "anna"), "T2": ("bernd",)})


def evening(**changes: Any) -> Meeting:
    """Return the evening, with some keys changed."""
    return Meeting.model_validate(EVENING | changes)


def facts(meeting: Meeting | None = None, rounds: Seating = SEATS) -> Facts:
    """Return the facts of a plan of which nothing is known but its seats."""
    return fitted(meeting or evening(), Plan(rounds=rounds))


def proven(meeting: Meeting, rounds: Seating) -> Plan:
    """Return a plan with a proof that none is better."""
    judgement = judge(meeting, rounds)
    return planned(meeting, rounds, proof=Proof(judgement.terms, judgement.cost), run=RUN).plan
