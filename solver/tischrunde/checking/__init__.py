"""Check a plan: every broken rule, the score, and what the plan says about itself, from a meeting and a plan alone."""

from dataclasses import dataclass
from typing import Any

from tischrunde.checking.claims import Claim, false_claims, notes
from tischrunde.errors import BadPlan, Finding
from tischrunde.model import Meeting, Plan
from tischrunde.score import Judgement, judge
from tischrunde.words import Language, Text

__all__ = ["Check", "Claim", "check"]


@dataclass(frozen=True)
class Check:
    """What a check found.

    Attributes
    ----------
    judgement : broken rules and the true score
    claims : what the plan says about itself that is not so
    notes : what is worth knowing beside that
    """

    judgement: Judgement
    claims: tuple[Claim, ...]
    notes: tuple[Text, ...]

    @property
    def is_fine(self) -> bool:
        """Return whether every rule is kept and every claim is true."""
        return not self.judgement.violations and not self.claims

    def plain(self, language: Language) -> dict[str, Any]:
        """Return the check as plain data, ready for JSON."""
        judgement = self.judgement
        return {
            "violations": [
                {"message": reason.message.say(language), "rules": list(reason.rules)}
                for reason in judgement.violations
            ],
            "cost": judgement.cost,
            "unfairness": judgement.unfairness,
            "terms": {
                name: {"value": value, "weight": judgement.weights[name]} for name, value in judgement.terms.items()
            },
            "claims": [
                {"key": c.key, "claimed": c.claimed, "actual": c.actual, "message": c.message.say(language)}
                for c in self.claims
            ],
            "notes": [note.say(language) for note in self.notes],
        }


def check(meeting: Meeting, plan: Plan) -> Check:
    """Return every rule that a plan breaks, its score, and what it says about itself that is not so.

    Raises
    ------
    BadPlan
        When nobody is seated in the plan.

    Examples
    --------
    >>> meeting = Meeting.model_validate({"rounds": 1, "tables": [{"id": "A", "seats": 2}], "people": [{"id": "p"}]})
    >>> check(meeting, Plan(rounds=({"A": ("p",)},))).is_fine
    True
    """
    if plan.rounds is None:
        message = Text("This file holds no plan to check: nobody is seated in it.")
        hint = Text("Make a plan with “tischrunde solve MEETING -o plan.json”.")
        raise BadPlan([Finding("", message, hint)])
    judgement = judge(meeting, plan.rounds)
    return Check(judgement, tuple(false_claims(plan, judgement)), tuple(notes(meeting, plan)))
