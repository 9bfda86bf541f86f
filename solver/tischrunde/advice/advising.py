"""Which numbers of tables allow a plan without reunions: the answer to ``tischrunde advise``."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from tischrunde.advice.found import SEARCH, found_by_search
from tischrunde.advice.impossible import least_reunions, obstacle, rounds_at_most
from tischrunde.advice.known import best_known
from tischrunde.advice.possible import Construction, construction
from tischrunde.advice.shape import Advice, Question, Shape, Status
from tischrunde.errors import BadInput, Finding
from tischrunde.model.fields import MOST_ROUNDS
from tischrunde.words import Text

__all__ = ["MOST_PEOPLE", "SEARCHED", "advise"]

MOST_PEOPLE = 10_000
SEARCHED = 600_000
"""Moves with which a plan is looked for where neither a construction nor a proof is known: a tenth of a second."""

COSY = range(4, 7)
"""As many people at a table as most guides to world cafés recommend."""

RANK = {"possible": 0, "open": 1, "impossible": 2}
BEYOND, FARTHEST = 3, 12  # numbers of tables added where none asked for is possible, and how far they are looked for


def advise(
    *,
    people: int,
    rounds: int,
    table_sizes: tuple[int, int] = (COSY.start, COSY.stop - 1),
    tables: int | None = None,
    hosts: bool = False,
    themes: bool = True,
    moves: int = SEARCHED,
) -> Advice:
    """Return for which numbers of tables nobody has to meet anybody twice.

    Parameters
    ----------
    people :
        how many come, hosts among them; everybody attends every round, and sizes of tables differ by one at most
    rounds :
        how many rounds there are
    table_sizes :
        the fewest and the most people at a table
    tables :
        how many tables were planned; this number is answered in any case, and near ones come first
    hosts :
        whether one host stays at each table
    themes :
        whether each table has a theme of its own, to which everybody but a host comes at most once
    moves :
        limit of the search for a plan where nothing else is known; 0 for no search

    Raises
    ------
    BadInput
        with every problem of the numbers given

    Notes
    -----
    Where no size admitted allows a plan without reunions, the nearest other numbers of tables that do are added.
    Deterministic: work is limited by moves, not by the clock.

    Examples
    --------
    >>> advice = advise(people=36, rounds=4, tables=6)
    >>> [(shape.tables, shape.status) for shape in advice.shapes]
    [(7, 'possible'), (8, 'possible'), (9, 'possible'), (6, 'impossible')]
    """
    _check(people, rounds, table_sizes, tables)
    least, most = table_sizes
    admitted = [n for n in range(-(-people // most), people // least + 1) if n * least <= people <= n * most]
    chosen = sorted({*admitted, *([] if tables is None else [tables])})

    def shape(n_tables: int) -> Shape:
        asked = Question(people, n_tables, hosts=hosts, themes=themes)
        return _shape(asked, rounds, fits=n_tables in admitted, moves=moves)

    shapes = [shape(n_tables) for n_tables in chosen]
    if not any(one.status == "possible" for one in shapes):
        shapes += _beyond(people, chosen, shape_of=shape)
    near = admitted if tables is None else [tables]
    shapes.sort(key=lambda one: _order(one, min(abs(one.tables - n_tables) for n_tables in near)))
    return Advice(people, rounds, table_sizes, tables, hosts, themes, tuple(shapes))


def _check(people: int, rounds: int, table_sizes: tuple[int, int], tables: int | None) -> None:
    """Raise ``BadInput`` with every problem of the numbers given."""
    least, most = table_sizes
    findings = list(_numbers(people, rounds, least, tables))
    if least > most:
        message = Text("Tables of at least {least} people cannot have {most} at most.", least=least, most=most)
        findings.append(Finding("table_sizes", message, Text("Give the smaller number first, such as 4..6.")))
    if not findings and not any(n * least <= people <= n * most for n in (people // least, people // least + 1)):
        message = Text(
            "{people} people do not fit tables of {least} to {most} people.", people=people, least=least, most=most
        )
        findings.append(Finding("table_sizes", message, Text("Allow smaller or larger tables.")))
    if findings:
        raise BadInput(findings)


def _numbers(people: int, rounds: int, least: int, tables: int | None) -> Iterable[Finding]:
    limits = {
        "people": (people, 2, MOST_PEOPLE),
        "rounds": (rounds, 1, MOST_ROUNDS),
        "table_sizes": (least, 2, MOST_PEOPLE),
        "tables": (1 if tables is None else tables, 1, max(1, people // 2)),
    }
    for place, (given, low, high) in limits.items():
        if not low <= given <= high:
            message = Text("{given} is not a number from {low} to {high}.", given=given, low=low, high=high)
            yield Finding(place, message, Text("Give a number in between."))


def _shape(asked: Question, rounds: int, *, fits: bool, moves: int) -> Shape:
    """Return what is known of one number of tables."""
    known = None if asked.hosts or asked.themes else best_known(asked.people, asked.tables)
    hindered = obstacle(asked, rounds)
    at_most = rounds_at_most(asked)
    way = None
    if hindered is None:
        way = construction(asked, rounds) or found_by_search(asked, rounds, moves=moves)
    proved = _fewer_rounds(asked, min(rounds - 1, at_most)) if way is None else way.rounds
    status: Status = "impossible" if hindered is not None else "open" if way is None else "possible"
    return Shape(
        sizes=asked.sizes,
        status=status,
        fits=fits,
        rounds_possible=proved,
        rounds_at_most=at_most,
        best_known=known,
        name="" if way is None else way.name,
        least_reunions=least_reunions(asked, rounds),
        reason=hindered or _reason(way, known, rounds),
    )


def _fewer_rounds(asked: Question, rounds: int) -> int:
    """Return for how many rounds, at most ``rounds``, a construction is known at once."""
    tried = range(rounds, max(1, rounds - FARTHEST), -1)
    return next((fewer for fewer in tried if construction(asked, fewer, quick=True)), 1)


def _reason(way: Construction | None, known: int | None, rounds: int) -> Text:
    if way is not None and way.rounds > rounds:
        return Text("A plan is known ({name}), for up to {rounds} rounds.", name=way.name, rounds=way.rounds)
    if way is not None and way.name == SEARCH:
        return Text("A plan was found by searching.")
    if way is not None:
        return Text("A plan is known ({name}).", name=way.name)
    if known is not None and known >= rounds:
        return Text("A plan for {rounds} rounds is published, but not built in here.", rounds=known)
    if known is not None:
        return Text("Nobody is known to have a plan; the best published one has {rounds} rounds.", rounds=known)
    return Text("Neither a plan nor a proof against it is known here.")


def _beyond(people: int, chosen: Sequence[int], *, shape_of: Callable[[int], Shape]) -> list[Shape]:
    """Return the nearest other numbers of tables that are possible: more tables first, then fewer."""
    more = (shape_of(n) for n in range(max(chosen) + 1, min(max(chosen) + FARTHEST, people // 2) + 1))
    fewer = (shape_of(n) for n in range(min(chosen) - 1, max(0, min(chosen) - FARTHEST), -1))
    found = [*islice((s for s in more if s.status == "possible"), BEYOND)]
    return [*found, *islice((s for s in fewer if s.status == "possible"), 1)]


def _order(shape: Shape, moved: int) -> tuple[int, ...]:
    """Return how advisable a number of tables is, the smaller the better; ``moved`` tables from those asked for."""
    off = max(0, shape.sizes[0] - COSY[-1], COSY[0] - shape.sizes[-1])
    return RANK[shape.status], not shape.fits, moved, off, shape.spare_chairs, shape.tables
