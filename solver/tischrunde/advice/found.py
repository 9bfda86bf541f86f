"""A plan without reunions by plain search, where no construction is known: the plan itself is the proof."""

from functools import partial

from tischrunde.advice.possible import Construction
from tischrunde.advice.shape import Question
from tischrunde.model import Meeting, Seating
from tischrunde.problem import Ints, Problem

__all__ = ["SEARCH", "bare_meeting", "found_by_search"]

SEARCH = "search"
MOST_PEOPLE_SEARCHED = 120


def found_by_search(asked: Question, rounds: int, *, moves: int) -> Construction | None:
    """Return a plan without reunions that a search of so many moves finds, ``None`` when it finds none.

    The same for the same numbers: the search begins from one seed, and ends by moves.
    """
    if not moves or asked.people > MOST_PEOPLE_SEARCHED:
        return None
    from tischrunde.planning import solve
    from tischrunde.stop import MaxIterations

    meeting = bare_meeting(asked, rounds)
    result = solve(meeting, stop=MaxIterations(moves), seed=0)
    if result.rounds is None or result.score is None or result.score.terms["reunions"].value:
        return None
    return Construction(SEARCH, rounds, partial(_seats, meeting, result.rounds))


def bare_meeting(asked: Question, rounds: int) -> Meeting:
    """Return the meeting of these numbers, with nothing in it that counts but reunions."""
    tables = [f"T{t}" for t in range(1, asked.tables + 1)]
    themes = [{"id": f"theme {table}"} for table in tables] if asked.themes else []
    people = [{"id": f"p{p}"} for p in range(1, asked.people + 1)]
    if asked.hosts:
        people = [person | {"hosts": table} for person, table in zip(people, tables, strict=False)] + people[
            len(tables) :
        ]
    return Meeting.model_validate(
        {
            "rounds": rounds,
            "themes": themes,
            "tables": [
                {"id": table, "seats": asked.sizes[0]} | ({"theme": f"theme {table}"} if themes else {})
                for table in tables
            ],
            "people": people,
            "weights": {"mixing": {}},
        }
    )


def _seats(meeting: Meeting, rounds: Seating) -> Ints:
    return Problem.of(meeting).table_of(rounds)
