"""What a meeting and a plan are: frozen records, checked against the format and against themselves."""

from tischrunde.model.meeting import Meeting, Person, Round, Table, Theme, Weights
from tischrunde.model.plan import Conflict, Plan, Repaired, Rerouted, Run, Score, Seating, Status, Term
from tischrunde.model.rules import (
    Apart,
    Composition,
    MeetAtMost,
    NoIsolates,
    OnePerTable,
    Pin,
    Rule,
    ThemeVisits,
    Together,
)

__all__ = [
    "Apart",
    "Composition",
    "Conflict",
    "MeetAtMost",
    "Meeting",
    "NoIsolates",
    "OnePerTable",
    "Person",
    "Pin",
    "Plan",
    "Repaired",
    "Rerouted",
    "Round",
    "Rule",
    "Run",
    "Score",
    "Seating",
    "Status",
    "Table",
    "Term",
    "Theme",
    "ThemeVisits",
    "Together",
    "Weights",
]
