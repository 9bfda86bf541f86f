"""What no plan can beat in cost: more than the sum of its terms where these pull against each other."""

from collections.abc import Mapping

import numpy as np

from tischrunde.bounds.affinities import least_tug_of_war, liking_of
from tischrunde.bounds.company import Company
from tischrunde.bounds.visits import Visits, least_of_visits
from tischrunde.problem import Longs

__all__ = ["least_cost"]


def least_cost(company: Company, terms: Mapping[str, int], *, thorough: bool = False) -> int:
    """Return a lower bound on the cost of any valid plan, from the bounds of its terms.

    The best of four:

    - the weighted sum of the bounds;
    - the same with reunions and affinities bounded together, see ``least_tug_of_war``;
    - the wishes, and everything else as the price of meetings. Reunions, mixing and affinities are sums over pairs:
      a pair with history h and m meetings costs w (C(m, 2) + m h) + m (weights of the attributes they share - a x),
      so its first meeting has a price and each further one costs w more. ``Company.least_price`` bounds the sum;
    - all visits in one account, see ``least_of_visits``: mixing, wishes and reunions together, and the bound of
      affinities; or mixing and wishes together, and reunions and affinities as above.

    Parameters
    ----------
    terms
        A lower bound for each term.
    thorough
        See ``least_of_visits``.
    """
    weights = company.room.problem.meeting.weights
    mixing = sum(weight * terms[f"mixing.{name}"] for name, weight in weights.mixing.items())
    wishes = weights.wishes * terms["wishes"]
    apart = loose = weights.reunions * terms["reunions"] + weights.affinities * terms["affinities"]
    if weights.affinities and weights.reunions and company.room.problem.meeting.affinities:
        apart = max(apart, least_tug_of_war(company, reunions=terms["reunions"]))
    meetings = company.least_price(_first_meeting(company), step=weights.reunions)
    visits = without = 0
    account = Visits.of_all(company.room, thorough=thorough)
    if account is not None:
        visits = least_of_visits(company, reunions=terms["reunions"], thorough=thorough, visits=account)
    visits += weights.affinities * terms["affinities"]
    if apart > loose:
        if account is not None:
            without = least_of_visits(company, reunions=None, thorough=thorough, visits=account)
        visits = max(visits, without + apart)
    return max(wishes + max(apart + mixing, meetings), visits)


def _first_meeting(company: Company) -> Longs:
    """Return what a pair pays for its first meeting; int64, shape (n_people, n_people)."""
    meeting = company.room.problem.meeting
    weights = meeting.weights
    price = weights.reunions * company.room.problem.history
    for attribute, weight in weights.mixing.items():
        given = [person.value(attribute) for person in meeting.people]
        number = {value: k for k, value in enumerate(sorted({v for v in given if v is not None}))}
        values = np.array([-1 if value is None else number[value] for value in given], np.int64)
        alike = (values[:, None] == values[None, :]) & (values[:, None] >= 0)
        price += weight * alike
    for (p, q), x in liking_of(meeting).items():
        price[p, q] -= weights.affinities * x
        price[q, p] -= weights.affinities * x
    np.fill_diagonal(price, 0)
    return price
