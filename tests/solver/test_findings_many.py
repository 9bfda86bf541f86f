"""An input with a great many mistakes: the first thousand are told, and that there are more."""

import json
import pickle

import pytest

from tischrunde.errors import MOST_FINDINGS, BadInput, BadMeeting, Finding
from tischrunde.io import meeting_from, parse_meeting
from tischrunde.words import Text

MANY = 3 * MOST_FINDINGS
MORE = "There are more problems than the 1000 that are told here."

BASE = {
    "format": "tischrunde/meeting/1",
    "people": [{"id": "anna"}, {"id": "bert"}],
    "tables": [{"id": "window", "seats": [1, 2]}],
    "rounds": 1,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {f"key{number}": 1 for number in range(MANY)},
        {"people": [1] * MANY},
        {"people": [{"id": f"p{number}", "nam": "x"} for number in range(MANY)]},
        {"people": [{"idd": f"p{number}"} for number in range(MANY)]},
        {"people": [{"id": f"p{number}", "hosts": f"nowhere{number}"} for number in range(MANY)]},
        {"rules": [{"kind": "apart", "people": ["anna", f"nobody{number}"]} for number in range(MANY)]},
    ],
)
def test_of_a_great_many_mistakes_the_first_thousand_are_told(wrong: dict[str, object]) -> None:
    meeting = {**BASE, **wrong}
    with pytest.raises(BadMeeting) as plain:
        meeting_from(meeting)
    with pytest.raises(BadMeeting) as text:
        parse_meeting(json.dumps(meeting), kind="json")
    for caught in (plain, text):
        *told, last = caught.value.findings
        assert len(told) == MOST_FINDINGS
        assert last.message.say("en") == MORE
        assert all(finding.message.say("en") != MORE for finding in told)


def test_a_thousand_mistakes_are_told_in_full() -> None:
    findings = [Finding("people", Text("Wrong."))] * MOST_FINDINGS
    assert BadInput(findings).findings == tuple(findings)


def test_an_error_that_is_passed_on_says_once_that_there_is_more() -> None:
    bad = BadInput([Finding("people", Text("Wrong."))] * MANY)
    assert BadMeeting(bad.findings).findings == bad.findings == pickle.loads(pickle.dumps(bad.findings))  # noqa: S301
