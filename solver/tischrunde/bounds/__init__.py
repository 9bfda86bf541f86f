"""What no plan can beat: for each term of the score, and for the cost, a least value with its proof.

``room`` and ``company`` draw the consequences of the rules, ``filling``, ``transport`` and ``linear`` do the
arithmetic, each term has its module, and ``visits`` looks at several of them at once. Every bound holds for every valid
plan; where no plan is valid it means nothing.
"""

from tischrunde.bounds.affinities import least_affinities, least_tug_of_war
from tischrunde.bounds.company import Company
from tischrunde.bounds.cost import least_cost
from tischrunde.bounds.mixing import least_mixing
from tischrunde.bounds.reunions import contingency, counting, least_reunions, officers
from tischrunde.bounds.room import Room
from tischrunde.bounds.visits import least_of_visits
from tischrunde.bounds.wide import terms_of_many
from tischrunde.bounds.wishes import least_wishes
from tischrunde.problem import Problem
from tischrunde.result import Proof
from tischrunde.score.terms import weights

__all__ = [
    "Company",
    "Room",
    "contingency",
    "counting",
    "least_affinities",
    "least_cost",
    "least_mixing",
    "least_of_visits",
    "least_reunions",
    "least_tug_of_war",
    "least_wishes",
    "officers",
    "prove",
    "terms_of_many",
]


def prove(problem: Problem, *, thorough: bool = False) -> Proof:
    """Return the least value of each term and of the cost that any valid plan can have.

    Terms are named as in the score: ``reunions``, ``mixing.A`` for each attribute A in the weights, ``wishes``,
    ``affinities``.

    Parameters
    ----------
    thorough
        Whether to spend a second or two on the cost, see ``least_of_visits``.

    Notes
    -----
    Tenths of a second at most, for a hundred people as for a thousand; large meetings have bounds of their own
    (``wide``), in time that grows with people x rounds. Deterministic: size decides, not the clock.

    Examples
    --------
    >>> from tischrunde.model import Meeting
    >>> tables = [{"id": table, "seats": 2} for table in "AB"]
    >>> people = [{"id": person} for person in "wxyz"]
    >>> problem = Problem.of(Meeting.model_validate({"rounds": 4, "tables": tables, "people": people}))
    >>> prove(problem).terms["reunions"]
    2
    """
    if problem.is_large:
        terms = terms_of_many(problem)
        weight_of = weights(problem.meeting)
        return Proof(terms=terms, cost=sum(weight_of[name] * value for name, value in terms.items()))
    room = Room.of(problem)
    company = Company.of(room)
    terms = {
        "reunions": least_reunions(company),
        **{f"mixing.{name}": least_mixing(room, name) for name in problem.meeting.weights.mixing},
        "wishes": least_wishes(room),
        "affinities": least_affinities(company),
    }
    return Proof(terms=terms, cost=least_cost(company, terms, thorough=thorough))
