"""How large a meeting the service takes, and what it says to one that is larger."""

from dataclasses import dataclass

from tischrunde.errors import BadMeeting, Finding
from tischrunde.model import Meeting
from tischrunde.words import Text
from tischrunde_api.settings import Settings

__all__ = ["MeetingLimits", "TooLargeMeeting", "require_within"]


class TooLargeMeeting(BadMeeting):
    """A meeting beyond the limits; its findings name each limit and the number."""


@dataclass(frozen=True)
class MeetingLimits:
    """How much of everything a meeting may have.

    Attributes
    ----------
    rules : of rules; and so many pairs in each of history and affinities
    unpacked : bytes of a spreadsheet when unpacked
    """

    people: int
    tables: int
    rounds: int
    rules: int
    unpacked: int

    @classmethod
    def of(cls, settings: Settings) -> "MeetingLimits":
        """Return the limits that are set."""
        return cls(
            people=settings.max_people,
            tables=settings.max_tables,
            rounds=settings.max_rounds,
            rules=settings.max_rules,
            unpacked=settings.max_unpacked,
        )


def require_within(meeting: Meeting, limits: MeetingLimits) -> None:
    """Refuse a meeting that is too large.

    Raises
    ------
    TooLargeMeeting
        With a finding for each limit.
    """
    hint = Text("Plan it with the command line, or ask those who run this service to allow more.")
    told = [
        (len(meeting.people), limits.people, "people", Text("people")),
        (len(meeting.tables), limits.tables, "tables", Text("tables")),
        (meeting.n_rounds, limits.rounds, "rounds", Text("rounds")),
        (len(meeting.rules), limits.rules, "rules", Text("rules")),
        (len(meeting.history), limits.rules, "history", Text("pairs who met before")),
        (len(meeting.affinities), limits.rules, "affinities", Text("pairs with wanted or unwanted company")),
    ]
    findings = [
        Finding(
            place,
            Text("The meeting has {count} {things}; this service takes {most} at most.", count=n, things=of, most=most),
            hint,
            path=(place,),
        )
        for n, most, place, of in told
        if n > most
    ]
    if findings:
        raise TooLargeMeeting(findings)
