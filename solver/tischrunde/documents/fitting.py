"""Whether a plan and a meeting belong together, and what is worth knowing before its documents are handed out."""

from tischrunde.documents.facts import Facts
from tischrunde.errors import BadPlan, Finding
from tischrunde.model import Meeting, Plan
from tischrunde.words import Text

__all__ = ["fitted", "warnings"]

STRANGE = (("rounds",), ("tables",), ("people",))
"""Places of violations that are no rule of this meeting: people, tables or rounds it does not have."""

MOST_TOLD = 5


def fitted(meeting: Meeting, plan: Plan) -> Facts:
    """Return the facts of a plan that seats people of this meeting at its tables, whatever rules it breaks.

    Raises
    ------
    BadPlan
        When nobody is seated, or rounds, tables or people are not those of the meeting.
    """
    facts = Facts.of(meeting, plan)
    strange = [reason for reason in facts.judgement.violations if reason.rules in STRANGE]
    if strange:
        findings = [Finding("", reason.message) for reason in strange[:MOST_TOLD]]
        count = len(strange) - MOST_TOLD
        if count > 0:
            more = Text.many("And {count} more such place.", "And {count} more such places.", count)
            findings.append(Finding("", more))
        raise BadPlan([Finding("", Text("This plan does not fit this meeting.")), *findings])
    return facts


def warnings(facts: Facts) -> list[Text]:
    """Return what speaks against handing the documents out as they are."""
    told = []
    if facts.plan.meeting_sha256 not in (None, facts.meeting.sha256):
        told.append(Text("The meeting has changed since this plan was made, or the plan belongs to another meeting."))
    broken = facts.judgement.violations
    if broken:
        told.append(Text.many("The plan breaks {count} rule:", "The plan breaks {count} rules:", len(broken)))
        told.extend(reason.message for reason in broken[:MOST_TOLD])
    if len(broken) > MOST_TOLD:
        told.append(Text("“tischrunde check” tells them all."))
    return told
