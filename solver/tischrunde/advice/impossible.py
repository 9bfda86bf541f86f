"""Why no plan can be without reunions, and how many it has at least: pigeonholes, counting, and facts with a name.

Closed formulas, so that a thousand numbers of tables are answered at once; `bounds` sees more of a real meeting.
"""

from tischrunde.advice.shape import Question
from tischrunde.bounds.filling import choose_two, spread
from tischrunde.words import Text

__all__ = ["least_reunions", "obstacle", "rounds_at_most"]

SETTLED = {(12, 4): 4, (20, 5): 5, (30, 6): 6}
"""Most rounds for so many people at so many tables, where these are fewer than counting gives. OEIS A107431; the first
would be a nearly Kirkman triple system of order 12, the second a resolvable design 4-RGDD of type 2^10, which do not
exist (Handbook of Combinatorial Designs, 2nd ed., 2007, IV.5)."""


def obstacle(asked: Question, rounds: int) -> Text | None:
    """Return why no plan for so many rounds is without reunions, ``None`` where nothing known here forbids one.

    The simplest reason comes first. Once there is one, there is one for more rounds too. With hosts a plan without
    reunions brings nobody to a table twice, or they would meet its host again; and where everybody comes to a table
    once at most, a host could join each table. So hosts are of the same kind as themes.
    """
    if rounds < 2:
        return None
    return _too_few_tables(asked, rounds) or _pigeonhole(asked) or _counted(asked, rounds) or _famous(asked, rounds)


def rounds_at_most(asked: Question) -> int:
    """Return the most rounds for which ``obstacle`` finds nothing."""
    low, high = 1, asked.people + 1  # then there are more meetings than pairs, or one table
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if obstacle(asked, middle) else (middle, high)
    return low


def least_reunions(asked: Question, rounds: int) -> int | None:
    """Return a lower bound on the reunions of any plan; ``None`` when there is no plan at all.

    The largest of these, each a bound by itself:

    - *Two rounds at a time.* Reunions are at least the sum over pairs of rounds of the pairs who share a table in both
      (all of them when nobody meets a third time, fewer than C(m, 2) never). The people of a table spread over the
      tables of another round, as evenly as can be; over all but their own when they may not come back.
    - *Counting.* All meetings spread evenly over all pairs (convexity).
    - *Hosts.* Who comes to T tables in R rounds meets hosts spread(R, T) times again.
    - *Officers.* Of any four rounds two share a pair; by Turán's theorem there are as many such twos as pairs within
      three even heaps of rounds (see ``bounds.officers``).
    """
    tables, movers = asked.tables, asked.movers
    if asked.themes and rounds > tables:
        return None
    if obstacle(asked, rounds) is None:
        return 0
    crowd, goals = (asked.movers_at, tables - 1) if asked.themes else (asked.sizes, tables)
    met_again = choose_two(rounds) * sum(spread(size, goals) for size in crowd)
    meetings = rounds * sum(choose_two(size) for size in asked.movers_at)
    counted = spread(meetings, choose_two(movers))
    hosts = movers * spread(rounds, tables) if asked.hosts else 0
    officers = spread(rounds, 3) if _officers(asked) else 0
    return max(1, met_again, counted + hosts, officers)


def _moving_on(asked: Question) -> bool:
    """Return whether nobody may come to a table twice without a reunion, or at all."""
    return asked.hosts or asked.themes


def _too_few_tables(asked: Question, rounds: int) -> Text | None:
    if rounds <= asked.tables:
        return None
    if asked.themes:
        return Text.many(
            "There is {count} theme only: who comes to each of them once is done before round {rounds}.",
            "There are {count} themes only: who comes to each of them once is done before round {rounds}.",
            asked.tables,
            rounds=rounds,
        )
    if asked.hosts:
        return Text.many(
            "There is {count} table only: in {rounds} rounds everybody comes back to it and meets its host again.",
            "There are {count} tables only: in {rounds} rounds everybody comes back to one and meets its host again.",
            asked.tables,
            rounds=rounds,
        )
    return None


def _pigeonhole(asked: Question) -> Text | None:
    """Return whether those who leave one table have too few tables to go to."""
    crowd = asked.movers_at[0]
    goals = asked.tables - 1 if _moving_on(asked) else asked.tables
    if crowd <= goals:
        return None
    if asked.tables == 1:
        return Text("There is one table only, so everybody meets everybody in every round.")
    if _moving_on(asked):
        return Text.many(
            "{crowd} people leave a table with only {count} other to go to, so two of them meet again.",
            "{crowd} people leave a table with only {count} others to go to, so two of them meet again.",
            goals,
            crowd=crowd,
        )
    return Text(
        "{crowd} people leave a table, but there are only {tables} tables, so two of them meet again.",
        crowd=crowd,
        tables=goals,
    )


def _counted(asked: Question, rounds: int) -> Text | None:
    """Return whether the rounds hold more meetings than there are pairs of people who move."""
    pairs = choose_two(asked.movers)
    meetings = rounds * sum(choose_two(size) for size in asked.movers_at)
    if meetings <= pairs:
        return None
    return Text(
        "{rounds} rounds bring two people together {meetings} times, but there are only {pairs} pairs of people.",
        rounds=rounds,
        meetings=meetings,
        pairs=pairs,
    )


def _famous(asked: Question, rounds: int) -> Text | None:
    if rounds >= 4 and _officers(asked):
        return Text(
            "Four rounds at six tables would solve Euler's problem of the 36 officers: impossible (Tarry 1901)."
        )
    for people in {asked.people, _with_hosts(asked)}:
        most = SETTLED.get((people, asked.tables))
        if most is not None and rounds > most:
            return Text(
                "{people} people at {tables} tables have {most} rounds at most: settled in the social golfer problem.",
                people=people,
                tables=asked.tables,
                most=most,
            )
    return None


def _officers(asked: Question) -> bool:
    """Return whether four rounds are too many for this reason: six tables, and 35 or 36 people.

    Words of four letters out of six, any two of which agree in one place at most, are 34 at most: 36 would be two
    orthogonal Latin squares, and 35 would leave out one word, which could be added. R. Hill, A First Course in Coding
    Theory, 1986, theorem 10.16; OEIS A085960.
    """
    return asked.tables == 6 and _with_hosts(asked) in (35, 36)


def _with_hosts(asked: Question) -> int:
    """Return how many people there are when every table that may have a host, has one."""
    return asked.movers + asked.tables if _moving_on(asked) else asked.people
