"""Recognise the headings of a list of people, in German or English, in any order and any spelling offices use."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tischrunde.io.sheets.cells import Value
from tischrunde.words import Language

__all__ = [
    "Heading",
    "Key",
    "bare_heading",
    "headings_in",
    "language_of",
    "plain_words",
    "recognised",
    "similar",
    "squeezed",
    "usual",
]

Key: TypeAlias = Literal[
    "name",
    "reversed_name",
    "first_name",
    "last_name",
    "title",
    "organisation",
    "place",
    "sector",
    "wish",
    "host",
    "from_round",
    "to_round",
    "rounds",
    "together",
    "apart",
    "needs",
    "avoid",
    "must_visit",
    "status",
    "declined",
]
"""What a column says about a person.

``place`` is where somebody comes from: the organisation, if none is given. ``status`` says whether somebody comes,
``declined`` marks those who do not.
"""


MOST_WORDS = 8
"""How many words of a heading are looked at one by one."""


@dataclass(frozen=True)
class Heading:
    """A heading that was recognised.

    Attributes
    ----------
    key : what its column says
    rank : which wish it is, counted from 1; 0 where the heading does not say
    """

    key: Key
    rank: int = 0


_GERMAN: dict[Key, str] = {
    "name": "Name, Namen, vollständiger Name, ganzer Name, Person, Personen, Teilnehmer, Teilnehmende, Teilnehmerin, "
    "Teilnehmer/innen, Teilnehmername, Name der Person, Name des Teilnehmers, Name der Teilnehmenden, "
    "Vor- und Nachname, Vorname Nachname, Vor- und Zuname, Vorname und Name, "
    "Vorname und Nachname, Gast, Gäste, Name Teilnehmer",
    "reversed_name": "Name Vorname, Nachname Vorname, Familienname Vorname, Zuname Vorname, Name und Vorname, "
    "Nachname Vorname Stadt, Name Vorname Stadt, Nachname Vorname Ort, Name Vorname Ort",
    "first_name": "Vorname, Vornamen, Rufname",
    "last_name": "Nachname, Nachnamen, Familienname, Zuname",
    "title": "Titel, akad. Titel, akademischer Titel, akademischer Grad, Namenszusatz, Anrede und Titel",
    "organisation": "Organisation, Organisationen, Kommune, Einrichtung, Institution, Verein, Firma, Unternehmen, "
    "Behörde, Dienststelle, Stadtverwaltung, Verwaltung, Arbeitgeber, Träger, Amt, Initiative, Verband, Landkreis, "
    "Kreis, Organisation/Kommune, Organisation/Einrichtung, Kommune/Einrichtung, Kommune/Organisation, "
    "Institution/Organisation, Name der Organisation, Name der Einrichtung, entsendende Stelle",
    "place": "Stadt, Ort, Gemeinde, Wohnort, Stadt/Gemeinde, Herkunftsort, Stadtteil, Ort/Stadt, Stadt/Ort",
    "sector": "Bereich, Sektor, Kategorie, Gruppe, Personengruppe, Zielgruppe, Funktionsbereich, Art, "
    "Art der Organisation, Art der Einrichtung, Bereich/Sektor, Akteursgruppe, Teilnehmergruppe, Ebene",
    "wish": "Wunsch, Wünsche, Thema, Themen, Wunschthema, Wunschthemen, Themenwunsch, Themenwünsche, Interessen, "
    "Thementisch, Thementische, Priorität, Prio, Wahl, Themenwahl, gewünschte Themen, gewünschtes Thema",
    "host": "Gastgeber, Gastgeberin, Gastgebende, Tischgastgeber, Tischgastgeberin, Gastgeber Tisch, "
    "Gastgeber an Tisch, Gastgeber von Tisch, Moderation, Moderator, Moderatorin, Tischmoderation, Tisch, "
    "Gastgeber/Tisch, Gastgeber/Moderation, Moderation Tisch, Tischpate, leitet Tisch",
    "from_round": "kommt ab Runde, ab Runde, kommt zu Runde, kommt erst ab Runde, anwesend ab Runde, von Runde, "
    "erste Runde, kommt später ab Runde, kommt später",
    "to_round": "geht nach Runde, bis Runde, bleibt bis Runde, anwesend bis Runde, geht früher nach Runde, "
    "letzte Runde, geht früher",
    "rounds": "Runden, Runde, anwesend in Runden, anwesend in Runde, nimmt teil an Runden, Teilnahme an Runden",
    "together": "mit, zusammen mit, gemeinsam mit, sitzt mit, sitzt zusammen mit, möchte sitzen mit, zusammen",
    "apart": "nicht mit, getrennt von, nicht zusammen mit, sitzt nicht mit, nicht neben, getrennt",
    "needs": "Bedarf, Bedarfe, Barrierefreiheit, besonderer Bedarf, besondere Bedarfe, Unterstützungsbedarf, "
    "Bedürfnisse, besondere Bedürfnisse, braucht, Anforderungen, Anforderungen an den Tisch, "
    "barrierefrei, barrierefreier Platz, barrierefreier Sitzplatz, barrierefreier Zugang, Rollstuhl, Rollstuhlplatz, "
    "Rollstuhlfahrer, Rollstuhlfahrerin, rollstuhlgerecht, stufenfrei, stufenlos, stufenloser Zugang",
    "avoid": "meidet, meidet Thema, meidet Themen, nicht Thema, nicht Themen, kein Thema, ohne Thema, nicht zu Thema, "
    "ausgeschlossene Themen",
    "must_visit": "muss, muss zu, Pflichtthema, Pflichtthemen, muss zu Thema, verpflichtend, unbedingt",
    "status": "Status, Teilnahme, Zusage, Anmeldestatus, Teilnahmestatus, Anmeldung, Rückmeldung, Zusage/Absage, "
    "Zu-/Absage, nimmt teil, kommt",
    "declined": "abgesagt, Absage, abgesagt am, storniert, storniert am, Stornierung, abgemeldet, Warteliste",
}

_ENGLISH: dict[Key, str] = {
    "name": "Name, Names, full name, person, people, participant, participants, attendee, attendees, guest, guests, "
    "first and last name, participant name, attendee name",
    "reversed_name": "last name first name, surname first name, name first name, surname name",
    "first_name": "first name, forename, given name, given names, first names",
    "last_name": "last name, surname, family name, last names",
    "title": "title, academic title",
    "organisation": "organisation, organization, institution, company, employer, municipality, authority, agency, "
    "association, club, affiliation, council, office",
    "place": "city, town, place, location",
    "sector": "sector, category, group, type, area, field, kind, type of organisation, type of organization",
    "wish": "wish, wishes, topic, topics, theme, themes, preference, preferences, choice, choices, interest, interests",
    "host": "host, hosts, hosts table, table host, host of table, host at table, facilitator, moderator, table",
    "from_round": "from round, arrives in round, arrives round, arrives for round, comes in round, first round, "
    "joins in round, arrives late",
    "to_round": "until round, leaves after round, to round, till round, last round, stays until round, leaves early",
    "rounds": "rounds, round, attends rounds, attends only rounds, present in rounds",
    "together": "with, together with, sits with, together, seat with",
    "apart": "not with, apart from, separate from, apart, keep apart from",
    "needs": "needs, need, special needs, accessibility, requirements, access needs, "
    "step-free, step-free access, wheelchair, wheelchair access, wheelchair user, accessible, accessible seat",
    "avoid": "avoid, avoids, avoid theme, avoid topic, not theme, not topic",
    "must_visit": "must visit, must, required theme, required topic, has to visit",
    "status": "status, attendance, attending, rsvp, response, registration status",
    "declined": "declined, cancelled, canceled, cancellation, waiting list, waitlist",
}

_SUFFIXES = re.compile(r"(?<=\w)\s*[*:_/]\s*-?\s*(?:in|innen)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_RANKED = re.compile(r"(?P<before>\d{1,2})?(?P<word>[a-z]+?)(?:nr|no)?(?P<after>\d{1,2})?")
_EITHER = re.compile(r"\s*[/|]\s*|\s+(?:oder|bzw\.?|or)\s+", re.IGNORECASE)
_ORDINALS = {
    "erst": 1,
    "zweit": 2,
    "dritt": 3,
    "viert": 4,
    "funft": 5,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, in small letters without accents.

    >>> squeezed("Gastgeber/in:"), squeezed("Wünsche  ")
    ('gastgeberin', 'wunsche')
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if letter.isalnum())


def plain_words(text: str) -> str:
    """Return a heading without brackets, stars and endings such as ``*in``, squeezed."""
    bare = _BRACKETS.sub(" ", text)
    return squeezed(_SUFFIXES.sub("", bare)) or squeezed(text)


def bare_heading(text: str) -> str:
    """Return a heading without what stands in brackets, and without signs at its end.

    >>> bare_heading("Rollstuhl? (ja/nein)")
    'Rollstuhl'
    """
    return " ".join(_BRACKETS.sub(" ", text).split()).rstrip("?*:! ") or text


def _spelt(words: dict[Key, str]) -> dict[str, Key]:
    return {
        form(word): key
        for key, names in words.items()
        for word in names.split(", ")
        for form in (squeezed, plain_words)
    }


_KEY_OF_GERMAN = _spelt(_GERMAN)
_KEY_OF_ENGLISH = _spelt(_ENGLISH)
_KEY_OF = _KEY_OF_ENGLISH | _KEY_OF_GERMAN


def recognised(value: Value) -> Heading | None:
    """Return what a heading says its column holds, ``None`` for an unknown one.

    >>> recognised("2. Wunsch"), recognised("E-Mail")
    (Heading(key='wish', rank=2), None)
    """
    if not isinstance(value, str) or len(value) > 200:
        return None
    for words in (plain_words(value), squeezed(value), _unbracketed(value)):
        if words in _KEY_OF:
            return Heading(_KEY_OF[words])
        ranked = _ranked(words)
        if ranked is not None:
            return ranked
    return _joined(value)


def _joined(value: str) -> Heading | None:
    """Return what a heading of several words for the same says, such as ``Dienststelle / Firma``."""
    parts = _EITHER.split(_BRACKETS.sub(" ", value))
    known = [recognised(part) for part in parts] if 1 < len(parts) <= MOST_WORDS else [None]
    keys = {heading.key for heading in known if heading is not None}
    if None in known or not keys:
        return None
    if len(keys) == 1 or keys == {"organisation", "place"}:
        key: Key = "organisation" if "organisation" in keys else keys.pop()
        return Heading(key, max(heading.rank for heading in known if heading is not None))
    return None


def similar(heading: str) -> Key | None:
    """Return what a heading may say that is known only by one of its words, such as ``Ihre Organisation``."""
    known = (recognised(word) for word in re.findall(r"\w{4,}", heading)[:MOST_WORDS])
    return next((one.key for one in known if one is not None), None)


def usual(key: Key, language: Language) -> str:
    """Return the heading that a column is best given.

    >>> usual("last_name", "en"), usual("sector", "de")
    ('Last name', 'Bereich')
    """
    words = (_GERMAN if language == "de" else _ENGLISH)[key].partition(",")[0]
    return words[:1].upper() + words[1:]


def _unbracketed(value: str) -> str:
    """Return the words of ``Name, Vorname (Stadt)`` with those in brackets."""
    return squeezed(_SUFFIXES.sub("", value))


def _ranked(words: str) -> Heading | None:
    for ordinal, rank in _ORDINALS.items():
        for ending in ("", "er", "es", "e"):
            rest = words.removeprefix(ordinal + ending)
            if rest != words and _KEY_OF.get(rest) == "wish":
                return Heading("wish", rank)
    match = _RANKED.fullmatch(words)
    if match is None or (match["before"] is None) == (match["after"] is None):
        return None
    key = _KEY_OF.get(match["word"])
    return Heading("wish", int(match["before"] or match["after"])) if key == "wish" else None


def headings_in(row: Sequence[Value]) -> int:
    """Return how many different things the headings of a row are known to say."""
    return len({heading for heading in map(recognised, row) if heading is not None})


def language_of(headings: Iterable[str]) -> Language:
    """Return the language most headings are written in, German where that is open."""
    german = english = 0
    for heading in headings:
        words = plain_words(heading)
        bare = words.strip("0123456789")
        german += bare in _KEY_OF_GERMAN and bare not in _KEY_OF_ENGLISH
        english += bare in _KEY_OF_ENGLISH and bare not in _KEY_OF_GERMAN
    return "en" if english > german else "de"
