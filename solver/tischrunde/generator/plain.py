"""Random meetings for trying, testing and measuring the planner: same arguments, same meeting, on every machine.

Every meeting made here is possible: person ``i`` may start at table ``i`` and move on by one table each round.
"""

from random import Random

from tischrunde.errors import BadInput, Finding
from tischrunde.generator.drawing import below, numbered, shuffled, weighted
from tischrunde.model import Meeting, Person, Table, Theme
from tischrunde.words import Language, Text

__all__ = ["generate"]

SIZES_OF_ORGANISATIONS = (6, 3, 1)
"""Of ten organisations, how many send one, two or three people."""

MOST_WISHES = 3


def generate(
    *,
    people: int,
    tables: int,
    rounds: int,
    seed: int,
    sectors: int = 5,
    themes: int | None = None,
    hosts: bool = False,
    wishes: float = 0.0,
    language: Language = "de",
) -> Meeting:
    """Return a random meeting, fully determined by its arguments.

    Parameters
    ----------
    people, tables, rounds
        At least 1. A table has as many seats as are needed when all tables fill evenly.
    seed
        Any whole number.
    sectors
        At least 1; their shares of the people are uneven.
    themes
        Number of themes, each with equally many tables. When not given, every table is a theme of its own;
        0 declares none, so that people may come back to a table.
    hosts
        Whether one person stays at each table.
    wishes
        Share of the travellers with one to three wishes, from 0 to 1.
    language
        Language of the title and of everything printed later.

    Raises
    ------
    BadInput
        With a finding for each argument that cannot be used.

    Examples
    --------
    >>> meeting = generate(people=12, tables=4, rounds=3, seed=1)
    >>> len(meeting.people), len(meeting.themes), meeting.tables[0].seats
    (12, 4, 3)
    """
    n_themes = tables if themes is None else themes
    findings = [
        *_findings_of_one(people, tables, rounds, n_themes, sectors, wishes),
        *_findings_of_two(people, tables, rounds, n_themes, hosts, wishes),
    ]
    if findings:
        raise BadInput(findings)

    draw = Random(seed)
    theme_ids = numbered("theme", n_themes)
    table_ids = numbered("T", tables)
    person_ids = numbered("p", people)
    belongs = _organisations(draw, people, sectors)
    hosted = dict(zip(shuffled(draw, person_ids), table_ids, strict=False)) if hosts else {}
    wished = {p: _wishes(draw, theme_ids, wishes) for p in person_ids if p not in hosted}
    return Meeting(
        title=_title(people, seed).say(language),
        language=language,
        rounds=rounds,
        themes=tuple(Theme(id=theme) for theme in theme_ids),
        tables=tuple(
            Table(id=table, seats=-(-people // tables), theme=theme_ids[t % n_themes] if theme_ids else None)
            for t, table in enumerate(table_ids)
        ),
        people=tuple(
            Person(
                id=person,
                organisation=organisation,
                sector=sector,
                hosts=hosted.get(person),
                wishes=wished.get(person, ()),
            )
            for person, (organisation, sector) in zip(person_ids, belongs, strict=True)
        ),
    )


def _findings_of_one(people: int, tables: int, rounds: int, themes: int, sectors: int, wishes: float) -> list[Finding]:
    """Return what is wrong with each argument by itself."""
    findings = []
    at_least_one = (
        ("people", people, Text("A meeting needs at least 1 person, not {given}.", given=people)),
        ("tables", tables, Text("A meeting needs at least 1 table, not {given}.", given=tables)),
        ("rounds", rounds, Text("A meeting needs at least 1 round, not {given}.", given=rounds)),
        ("sectors", sectors, Text("People come from at least 1 sector, not {given}.", given=sectors)),
    )
    for name, given, message in at_least_one:
        if given < 1:
            findings.append(Finding(name, message, Text("Give a number from 1 upwards.")))
    if themes < 0 <= tables:
        message = Text("There cannot be {given} themes.", given=themes)
        findings.append(Finding("themes", message, Text("Give 0 for tables without themes.")))
    if not 0 <= wishes <= 1:
        message = Text("{given} is no share of the people.", given=wishes)
        findings.append(Finding("wishes", message, Text("Give a number from 0 (nobody) to 1 (everybody).")))
    return findings


def _findings_of_two(people: int, tables: int, rounds: int, themes: int, hosts: bool, wishes: float) -> list[Finding]:
    """Return which two arguments, fine by themselves, do not go together."""
    findings = []
    if 1 <= themes < rounds:
        message = Text(
            "{rounds} rounds need at least {rounds} themes, as nobody comes to a theme twice; there are {themes}.",
            rounds=rounds,
            themes=themes,
        )
        findings.append(Finding("rounds", message, Text("Choose fewer rounds, or 0 themes.")))
    if themes >= 1 and tables >= 1 and tables % themes:
        message = Text("{tables} tables cannot be shared evenly among {themes} themes.", tables=tables, themes=themes)
        findings.append(Finding("themes", message, Text("Choose a number that divides the number of tables.")))
    if hosts and 1 <= people < tables:
        message = Text(
            "{people} people are too few for a host at each of {tables} tables.", people=people, tables=tables
        )
        findings.append(Finding("hosts", message, Text("Choose fewer tables or more people, or no hosts.")))
    if wishes > 0 and themes == 0:
        message = Text("Nobody can wish for a theme where there are none.")
        findings.append(Finding("wishes", message, Text("Declare themes, or leave the wishes out.")))
    return findings


def _title(people: int, seed: int) -> Text:
    return Text.many(
        "Random meeting of {count} person, seed {seed}",
        "Random meeting of {count} people, seed {seed}",
        people,
        seed=seed,
    )


def _organisations(draw: Random, people: int, sectors: int) -> list[tuple[str, str]]:
    """Return organisation and sector of each person; colleagues stand side by side and share a sector."""
    sector_ids = numbered("sector", sectors)
    shares = [1 + below(draw, 10) ** 2 for _ in sector_ids]
    belongs: list[tuple[str, str]] = []
    for number in range(people):
        sector = sector_ids[number] if number < sectors else sector_ids[weighted(draw, shares)]
        colleagues = 1 + weighted(draw, SIZES_OF_ORGANISATIONS)
        belongs.extend([(f"organisation{number + 1}", sector)] * colleagues)
        if len(belongs) >= people:
            break
    return belongs[:people]


def _wishes(draw: Random, themes: list[str], share: float) -> tuple[str, ...]:
    """Return one to three different themes, or none for those without wishes."""
    if draw.random() >= share:
        return ()
    return tuple(shuffled(draw, themes)[: 1 + below(draw, MOST_WISHES)])
