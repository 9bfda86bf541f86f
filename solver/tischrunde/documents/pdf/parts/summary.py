"""One page on the whole: how large the meeting is, when it sits, and how well it mixes against what is possible."""

from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.letters import written
from tischrunde.documents.pdf.parts.common import Plain, heading
from tischrunde.documents.quality import Quality, scope
from tischrunde.words import Text

__all__ = ["summary"]

MOST_ROUNDS = 12
"""With more rounds the page would have no room for their times."""


def summary(facts: Facts) -> Plain:
    """Return the meeting and the figures of its plan, each beside the best possible one; nobody is named."""
    language, quality = facts.meeting.language, Quality.of(facts)
    timed = any(stop.start or stop.label for stop in facts.rounds) and len(facts.rounds) <= MOST_ROUNDS
    words = {
        "figure": Text("How good is it?"),
        "here": Text("This plan"),
        "best": Text("At best"),
        "reached": Text("Reached"),
        "yes": Text("yes"),
        "rounds": Text("Rounds"),
        "note": Text("“At best” is a proven limit that no plan can pass."),
    }
    return {
        "kind": "summary",
        "heading": Text("Summary").say(language),
        "scope": scope(facts.meeting).say(language),
        "verdict": quality.verdict.say(language),
        "words": {key: text.say(language) for key, text in words.items()},
        "rounds": [heading(stop).say(language) for stop in facts.rounds] if timed else [],
        "rows": [
            {"figure": written(row.figure.say(language)), "here": row.here, "best": row.best, "reached": row.reached}
            for row in quality.rows
        ],
    }
