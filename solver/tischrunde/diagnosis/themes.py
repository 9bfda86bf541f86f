"""Whether each single person can come to the themes the rules ask for, and to no theme twice."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.matching import crowded, most_matched
from tischrunde.diagnosis.telling import Case
from tischrunde.model import ThemeVisits
from tischrunde.score import theme_called
from tischrunde.words import Text, listed

__all__ = ["musts_of", "themes"]


def themes(facts: Facts) -> Iterator[Case]:
    """Yield people whose rounds and themes cannot be matched.

    A person's rounds and the themes within reach in each are a bipartite graph. "At most once" asks for a matching
    that covers the rounds, "must visit" for one that covers those themes; when each exists, one that does both
    exists (Mendelsohn and Dulmage 1958). So for a single person this is exact, and Hall's condition
    gives the reason.
    """
    alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for person in facts.meeting.people:
        rounds = tuple((number, facts.themes_for(person.id, number)) for number in facts.attended(person.id))
        alike[person.hosts is None, rounds, tuple(musts_of(facts, person.id).items())].append(person.id)
    for people in alike.values():
        if any(_of_person(facts, people[0])):
            for one in people:
                yield from _of_person(facts, one)


def musts_of(facts: Facts, person: str) -> dict[str, str]:
    """Return the themes a person must visit, each with the place that says so, the person's own first."""
    musts = dict.fromkeys(facts.meeting.person_of[person].must_visit, f"people/{person}/must_visit")
    if facts.is_traveller(person) and facts.meeting.attended[person]:
        for place, rule in facts.rules(ThemeVisits):
            if rule.all:
                for theme in facts.themes:
                    musts.setdefault(theme, place)
    return musts


def _of_person(facts: Facts, person: str) -> Iterator[Case]:
    reach = {number: facts.themes_for(person, number) for number in facts.attended(person)}
    if facts.once and facts.is_traveller(person):
        yield from _too_few_themes(facts, person, reach)
    yield from _musts(facts, person, reach)
    if facts.is_traveller(person) and facts.meeting.attended[person]:
        yield from _at_least(facts, person, reach)


def _too_few_themes(facts: Facts, person: str, reach: Mapping[int, Collection[str]]) -> Iterator[Case]:
    """Yield rounds with fewer themes within reach than rounds, when nobody comes to a theme twice."""
    if len(reach) > len(facts.themes):
        message = Text.many(
            "For {who}, there are {rounds} rounds but only {count} theme, and nobody comes to a theme twice. "
            "Drop rounds, add themes, or allow return visits.",
            "For {who}, there are {rounds} rounds but only {count} themes, and nobody comes to a theme twice. "
            "Drop rounds, add themes, or allow return visits.",
            len(facts.themes),
            rounds=len(reach),
        )
        if len(reach) == facts.meeting.n_rounds:
            message = Text.many(
                "There are {rounds} rounds but only {count} theme, and nobody comes to a theme twice. "
                "Drop rounds, add themes, or allow return visits.",
                "There are {rounds} rounds but only {count} themes, and nobody comes to a theme twice. "
                "Drop rounds, add themes, or allow return visits.",
                len(facts.themes),
                rounds=len(reach),
            )
        yield Case(message, ("rounds", *facts.once), person=person)
        return
    clash = crowded({number: sorted(there) for number, there in reach.items()})
    if clash is None:
        return
    rounds, within = clash
    tables = [table for theme in within for table in facts.tables_of[theme]]
    why = [place for number in rounds for place in facts.why(person, number, tables)]
    message = Text.many(
        "For {who}, rounds {rounds} leave only {count} theme to come to ({themes}), and nobody comes to a "
        "theme twice. "
        "Open or add tables with other themes, or loosen what keeps these people from them.",
        "For {who}, rounds {rounds} leave only {count} themes to come to ({themes}), and nobody comes to "
        "a theme twice. "
        "Open or add tables with other themes, or loosen what keeps these people from them.",
        len(within),
        rounds=listed(str(number) for number in sorted(rounds)),
        themes=_called(facts, within),
    )
    yield Case(message, (*facts.once, *why), person=person)


def _musts(facts: Facts, person: str, reach: Mapping[int, Collection[str]]) -> Iterator[Case]:
    musts = musts_of(facts, person)
    out_of_reach = [theme for theme in musts if not any(theme in there for there in reach.values())]
    if len(musts) > len(reach):
        yield _too_many_musts(facts, person, musts, len(reach))
        return
    for theme in out_of_reach:
        yield _unreachable(facts, person, theme, musts[theme])
    if out_of_reach:
        return
    clash = crowded({theme: [number for number in reach if theme in reach[number]] for theme in musts})
    if clash is None:
        return
    wanted, rounds = clash
    elsewhere = [t for t in facts.meeting.table_of if facts.meeting.theme_of[t] not in wanted]
    why = [p for number in reach if number not in rounds for p in facts.why(person, number, elsewhere)]
    message = Text.many(
        "{who} must visit {themes}, but only {when} allows for any of these themes. "
        "Open their tables in other rounds, or ask for fewer of them.",
        "{who} must visit {themes}, but only the {count} rounds {rounds} allow for any of these themes. "
        "Open their tables in other rounds, or ask for fewer of them.",
        len(rounds),
        themes=_called(facts, [theme for theme in musts if theme in wanted]),
        rounds=listed(str(number) for number in sorted(rounds)),
    )
    asked = dict.fromkeys(musts[theme] for theme in wanted)
    yield Case(message, (*asked, *_attendance(facts, person), *why), rounds[0], person)


def _too_many_musts(facts: Facts, person: str, musts: Mapping[str, str], rounds: int) -> Case:
    asked = list(dict.fromkeys(musts.values()))
    own = f"people/{person}/must_visit"
    if own not in asked or sum(place != own for place in musts.values()) == len(facts.themes) > rounds:
        asked = [place for place in asked if place != own]
        message = Text.many(
            "Everybody should visit all {themes} themes, but for {who} there is only {count} round. "
            "Add rounds, have fewer themes, or drop the rule.",
            "Everybody should visit all {themes} themes, but for {who} there are only {count} rounds. "
            "Add rounds, have fewer themes, or drop the rule.",
            rounds,
            themes=len(facts.themes),
        )
    else:
        message = Text.many(
            "{who} must visit {themes} themes but attends {count} round only. Ask for fewer themes or add rounds.",
            "{who} must visit {themes} themes but attends {count} rounds only. Ask for fewer themes or add rounds.",
            rounds,
            themes=len(musts),
        )
    return Case(message, (*asked, *_attendance(facts, person)), person=person)


def _unreachable(facts: Facts, person: str, theme: str, place: str) -> Case:
    tables = facts.tables_of.get(theme, frozenset())
    rounds = facts.attended(person)
    others = [table for table in facts.meeting.table_of if table not in tables]
    why = [place for number in rounds for place in facts.why(person, number, others)]
    if not tables:
        message = Text(
            "{who} must visit {theme}, but no table has this theme. Give it a table or drop the wish.",
            theme=theme_called(facts.meeting, theme),
        )
    elif not any(table in tables for number in rounds for table in facts.open[number]):
        message = Text(
            "{who} must visit {theme}, but its tables are closed in every round attended. "
            "Open one of them or ask for another theme.",
            theme=theme_called(facts.meeting, theme),
        )
    elif f"people/{person}/avoid" in why:
        message = Text(
            "{who} must visit {theme}, which is also a theme to avoid. Drop one of the two.",
            theme=theme_called(facts.meeting, theme),
        )
    else:
        message = Text(
            "{who} must visit {theme}, but hosting, fixed seats, needs or closed tables rule it out in "
            "every round. "
            "Loosen one of these or ask for another theme.",
            theme=theme_called(facts.meeting, theme),
        )
    return Case(message, (place, *why), person=person)


def _at_least(facts: Facts, person: str, reach: Mapping[int, Collection[str]]) -> Iterator[Case]:
    """Yield a number of themes asked for that this person's rounds do not allow."""
    asked = [(rule.at_least, place) for place, rule in facts.rules(ThemeVisits) if rule.at_least]
    if not asked:
        return
    least, place = max(asked)
    if least > len(reach):
        message = Text.many(
            "At least {least} themes are asked for, but for {who} there is only {count} round. "
            "Ask for fewer themes or add rounds.",
            "At least {least} themes are asked for, but for {who} there are only {count} rounds. "
            "Ask for fewer themes or add rounds.",
            len(reach),
            least=least,
        )
        yield Case(message, (place, *_attendance(facts, person)), person=person)
    elif least > most_matched(reach):
        rules = [place]
        if least <= len(facts.themes):
            rules += [p for n in reach for p in facts.why(person, n, facts.choices(person, n))]
        message = Text.many(
            "At least {least} themes are asked for, but {who} can come to no more than {count} theme. "
            "Ask for fewer themes, add some, or open more tables.",
            "At least {least} themes are asked for, but {who} can come to no more than {count} themes. "
            "Ask for fewer themes, add some, or open more tables.",
            most_matched(reach),
            least=least,
        )
        yield Case(message, tuple(rules), person=person)


def _attendance(facts: Facts, person: str) -> tuple[str, ...]:
    """Return the place that says how many rounds a person attends."""
    return ("rounds",) if facts.meeting.person_of[person].rounds is None else (f"people/{person}/rounds",)


def _called(facts: Facts, some: Collection[str]) -> Text:
    return listed(theme_called(facts.meeting, theme) for theme in some)
