"""Whether a plan and a meeting belong together, and what is worth knowing before its documents are handed out."""

from tischrunde.documents.facts import Facts
from tischrunde.errors import BadPlan, Finding
from tischrunde.model import Meeting, Person, Plan
from tischrunde.words import Text

__all__ = ["fitted", "made_for", "other_people", "warnings"]

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


def made_for(meeting: Meeting, plan: Plan) -> bool:
    """Return whether a plan says that it was made for this meeting, whose names, labels and times may be others now."""
    return plan.meeting_sha256 == meeting.sha256 or plan.substance_sha256 == meeting.substance_sha256


def other_people(planned: Meeting, meeting: Meeting) -> list[Finding]:
    """Return what to say when ids of a meeting belong to other people than when it was planned; nothing if to none."""
    others = [
        (one, meeting.person_of[one.id])
        for one in planned.people
        if one.id in meeting.person_of and _known_by(one) != _known_by(meeting.person_of[one.id])
    ]
    if not others:
        return []
    told = [
        Finding(
            "",
            Text("{id} is {one} in the plan, {other} in the meeting.", id=one.id, one=_said(one), other=_said(other)),
        )
        for one, other in others[:MOST_TOLD]
    ]
    message = Text.many(
        "This plan was made for other people: {count} has another name or organisation.",
        "This plan was made for other people: {count} have another name or organisation.",
        len(others),
    )
    hint = Text(
        "Use the meeting that the plan’s workbook holds: name that workbook alone, or plan anew with "
        "“tischrunde solve”."
    )
    return [Finding("", message, hint), *told]


def _known_by(person: Person) -> tuple[str, str]:
    return person.name or "", person.organisation or ""


def _said(person: Person) -> Text:
    name = person.name or person.id
    if person.organisation is None:
        return Text("{name}", name=name)
    return Text("{name} ({organisation})", name=name, organisation=person.organisation)


def warnings(facts: Facts) -> list[Text]:
    """Return what speaks against handing the documents out as they are."""
    told = []
    if facts.plan.meeting_sha256 is not None and not made_for(facts.meeting, facts.plan):
        told.append(Text("The meeting has changed since this plan was made, or the plan belongs to another meeting."))
    broken = facts.judgement.violations
    if broken:
        told.append(Text.many("The plan breaks {count} rule:", "The plan breaks {count} rules:", len(broken)))
        told.extend(reason.message for reason in broken[:MOST_TOLD])
    if len(broken) > MOST_TOLD:
        told.append(Text("“tischrunde check” tells them all."))
    return told
