"""Name tags with the personal route, and spare cards for people who come without having registered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from tischrunde.documents.facts import Facts, Stop
from tischrunde.documents.pdf.codes import Code
from tischrunde.documents.pdf.labels import Label
from tischrunde.documents.pdf.letters import isolated, written
from tischrunde.documents.pdf.parts.common import Plain, name_of, table_id, table_named, typed
from tischrunde.documents.pdf.spare import spare_routes
from tischrunde.words import Language, Text

__all__ = ["name_tags", "spare_cards"]


def name_tags(facts: Facts, *, label: Label, codes: Mapping[str, Code], people: Collection[str] | None = None) -> Plain:
    """Return a tag for everybody who comes.

    Parameters
    ----------
    facts
        The meeting and its plan.
    label
        The format they are printed on.
    codes
        The QR code of each person, by id; empty without an address.
    people
        Whose tags are printed, by id; those of all by default.
    """
    tags = []
    for person in facts.people:
        stops = [stop for stop in facts.route(person.id) if stop.table is not None]
        if stops and (people is None or person.id in people):
            # Who hosts all day is told the table once, by the remark.
            tag = _tag(facts, [] if _hosts_one(stops) and len(stops) == len(facts.rounds) else stops)
            tag["name"] = name_of(facts, person)
            tag["organisation"] = typed(person.organisation)
            tag["remark"] = _remark(facts, person.id, stops)
            tag["code"] = _code(codes.get(person.id), facts.meeting.language)
            tags.append(tag)
    return {"kind": "name-tags", "label": asdict(label), "words": _words(facts), "tags": tags}


def spare_cards(facts: Facts, *, label: Label) -> Plain:
    """Return cards without a name, each with a route over free seats; none where no seats are left."""
    language = facts.meeting.language
    cards = []
    for number, route in enumerate(spare_routes(facts), start=1):
        stops = [
            Stop(one.round, one.label, one.start, one.end, one.minutes, table, facts.theme(table))
            for one, table in zip(facts.rounds, route, strict=True)
        ]
        card = _tag(facts, stops)
        card["remark"] = Text("Spare card {number}", number=number).say(language)
        cards.append(card)
    return {"kind": "spare-cards", "label": asdict(label), "words": _words(facts), "tags": cards}


def _tag(facts: Facts, stops: Sequence[Stop]) -> Plain:
    return {
        "name": None,
        "organisation": None,
        "remark": None,
        "code": None,
        "title": typed(facts.meeting.title),
        "stops": [_row(stop) for stop in stops],
    }


def _row(stop: Stop) -> Plain:
    assert stop.table is not None
    return {
        "round": str(stop.round),
        "time": stop.start,
        "table": table_id(stop.table),
        "theme": typed(stop.theme),
    }


def _remark(facts: Facts, person_id: str, stops: Sequence[Stop]) -> str | None:
    """Return what one sentence can tell of the route: the step of the tables, or the table that is hosted."""
    language, first = facts.meeting.language, stops[0].table
    assert first is not None
    if _hosts_one(stops):
        theme = written(stops[0].theme or "")
        if theme:
            return Text("{table}: host · {theme}", table=table_named(first), theme=isolated(theme)).say(language)
        return Text("{table}: host", table=table_named(first)).say(language)
    step = facts.step(person_id)
    if step is None or not _counts_up(facts, stops, step):
        return None
    if step == 0:
        return Text("{table}, in every round", table=table_named(first)).say(language)
    return Text("{table}, always +{step}", table=table_named(first), step=step).say(language)


def _hosts_one(stops: Sequence[Stop]) -> bool:
    return all(stop.hosting for stop in stops) and len({stop.table for stop in stops}) == 1


def _counts_up(facts: Facts, stops: Sequence[Stop], step: int) -> bool:
    """Return whether a guest can add the step each time, and never passes the last table."""
    at = {table.id: position for position, table in enumerate(facts.tables)}
    return all(
        stop.table is not None
        and stops[0].table is not None
        and at[stop.table] == at[stops[0].table] + (stop.round - stops[0].round) * step
        for stop in stops
    )


def _code(code: Code | None, language: Language) -> Plain | None:
    if code is None:
        return None
    said = Text("QR code with the address {address}", address=code.address)
    return {"picture": code.picture, "says": said.say(language)}


def _words(facts: Facts) -> dict[str, str]:
    texts = {
        "name": Text("Name"),
        "round": Text("Round"),
        "time": Text("Time"),
        "table": Text("Table"),
        "theme": Text("Theme"),
        "ask": Text("The route is too long for this tag. Please ask at the desk."),
    }
    return {key: text.say(facts.meeting.language) for key, text in texts.items()}
