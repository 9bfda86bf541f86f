"""The sheets of our own workbook and their columns: one table for writing, reading and explaining."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tischrunde.io.workbook.attributes import ATTRIBUTE, ATTRIBUTE_NAME, OWN_ATTRIBUTES
from tischrunde.io.workbook.forms import (
    FLAG,
    NAMES,
    NUMBER,
    RAW,
    ROUNDS,
    TEXT,
    TIME,
    WORDS,
    Form,
    Titles,
    choice,
)
from tischrunde.words import Text

__all__ = [
    "KINDS",
    "PAIRS",
    "PEOPLE",
    "PLAN",
    "PLAN_FACTS",
    "ROUND_SHEET",
    "RULES",
    "SETTINGS",
    "SHEETS",
    "TABLES",
    "THEMES",
    "Column",
    "Offer",
    "SheetForm",
]

Offer: TypeAlias = Literal["people", "tables", "themes", "kinds", "yes or no", "attributes"]
"""What a drop-down list offers."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    key : its key in the meeting file
    titles : its headings
    help : what belongs there
    form : how its values stand in cells
    width : in characters
    offers : what its drop-down list offers
    numbered : whether there are several, numbered from 1, whose values together make a list
    needed : whether a row cannot do without
    """

    key: str
    titles: Titles
    help: Text
    form: Form = TEXT
    width: int = 16
    offers: Offer | None = None
    numbered: bool = False
    needed: bool = False


@dataclass(frozen=True)
class SheetForm:
    """A sheet of rows that are all of one sort.

    Attributes
    ----------
    key : its key in the meeting file
    titles : the names of its tab
    note : what to know before filling it in
    columns : from left to right
    """

    key: str
    titles: Titles
    note: Text
    columns: tuple[Column, ...]


KINDS = {
    "together": Titles("Together at a table", "Zusammen an einem Tisch"),
    "apart": Titles("Not at the same table", "Nicht am selben Tisch"),
    "pin": Titles("Fixed place", "Fester Platz"),
    "composition": Titles("Number at each table", "Anzahl an jedem Tisch"),
    "no_isolates": Titles("Nobody alone", "Niemand allein"),
    "one_per_table": Titles("One at each table", "Nur eine Person je Tisch"),
    "meet_at_most": Titles("Meet at most", "Begegnen sich höchstens"),
    "theme_visits": Titles("Visits to themes", "Besuche von Themen"),
}
"""The kinds of rules, by their keys."""

PEOPLE = SheetForm(
    "people",
    Titles("People", "Personen"),
    Text(
        "A row for each person; the name is enough. This sheet holds needs: pass it on only to those who seat people."
    ),
    (
        Column("name", Titles("Name", "Name"), Text("As on the name tag."), width=28),
        Column(
            "id",
            Titles("ID", "Kennung", ("Kürzel",)),
            Text("May stay empty. Tells apart people of one name."),
            width=10,
        ),
        Column(
            "organisation", OWN_ATTRIBUTES["organisation"], Text("Colleagues of one organisation are spread."), width=24
        ),
        Column("sector", OWN_ATTRIBUTES["sector"], Text("Such as municipality or ministry; sectors are mixed.")),
        Column(
            "hosts",
            Titles("Hosts table", "Gastgeber/in an Tisch", ("Host", "Gastgeber", "Gastgeber/in")),
            Text("Stays at this table in every round."),
            width=13,
            offers="tables",
        ),
        Column(
            "rounds",
            Titles("Rounds", "Runden"),
            Text("Empty: comes to all. Otherwise as in 1; 2 or 2-3."),
            ROUNDS,
            width=12,
        ),
        Column(
            "wishes",
            Titles("Wish", "Wunsch", ("Wishes", "Wünsche", "Theme", "Thema")),
            Text("A theme; the most wanted first."),
            NAMES,
            width=20,
            offers="themes",
            numbered=True,
        ),
        Column(
            "must_visit",
            Titles("Must visit", "Muss zu Thema"),
            Text("Themes, separated by semicolons."),
            NAMES,
            offers="themes",
        ),
        Column(
            "avoid",
            Titles("Never visits", "Nie zu Thema"),
            Text("Themes, separated by semicolons."),
            NAMES,
            offers="themes",
        ),
        Column(
            "needs",
            Titles("Needs", "Bedarf"),
            Text("What the table must offer, in the words of the sheet of tables."),
            WORDS,
        ),
    ),
)

TABLES = SheetForm(
    "tables",
    Titles("Tables", "Tische"),
    Text("A row for each table. Several tables may have the same theme."),
    (
        Column("id", Titles("Table", "Tisch"), Text("Number or name, as on the sign."), width=10, needed=True),
        Column("seats", Titles("Seats", "Plätze"), Text("With the host."), NUMBER, width=9, needed=True),
        Column(
            "theme",
            Titles("Theme", "Thema"),
            Text("From the sheet of themes; may stay empty."),
            width=30,
            offers="themes",
        ),
        Column(
            "min_seats",
            Titles("Fewest people", "Mindestens besetzt"),
            Text("Empty: even nobody may sit here."),
            NUMBER,
            width=12,
        ),
        Column(
            "features",
            Titles("Features", "Ausstattung"),
            Text("Such as step-free; separated by semicolons."),
            WORDS,
            width=24,
        ),
        Column(
            "closed_in",
            Titles("Closed in rounds", "Geschlossen in Runden"),
            Text("Empty: open in all. Otherwise as in 1; 3."),
            ROUNDS,
            width=14,
        ),
    ),
)

THEMES = SheetForm(
    "themes",
    Titles("Themes", "Themen"),
    Text(
        "A row for each theme; leave the sheet empty if all tables talk about the same. Nobody comes to a theme twice."
    ),
    (
        Column(
            "id", Titles("Theme", "Thema"), Text("Short, as it is named on the other sheets."), width=28, needed=True
        ),
        Column("title", Titles("Title", "Titel"), Text("As printed; empty: the short one."), width=60),
    ),
)

ROUND_SHEET = SheetForm(
    "rounds",
    Titles("Rounds", "Runden"),
    Text(
        "Only needed for times and names: then a row for every round. Otherwise the number in the settings is enough."
    ),
    (
        Column("number", Titles("Round", "Runde"), Text("1, 2, 3 and so on."), NUMBER, width=9),
        Column("label", Titles("Label", "Bezeichnung"), Text("May stay empty."), width=30),
        Column("start", Titles("Begins at", "Beginn"), Text("As in 10:30."), TIME, width=10),
        Column("minutes", Titles("Minutes", "Minuten"), Text("How long it takes."), NUMBER, width=10),
    ),
)

RULES = SheetForm(
    "rules",
    Titles("Rules", "Regeln"),
    Text("A row for each rule. Every rule is kept, or you are told which of them clash."),
    (
        Column(
            "kind",
            Titles("Rule", "Regel"),
            Text("Choose from the list; it says which columns are used."),
            choice(KINDS),
            width=27,
            offers="kinds",
            needed=True,
        ),
        Column(
            "people",
            Titles("People", "Personen", ("Person",)),
            Text("Names or IDs, separated by semicolons."),
            NAMES,
            width=32,
            offers="people",
        ),
        Column(
            "tables",
            Titles("Tables", "Tische", ("Table", "Tisch")),
            Text("Separated by semicolons; empty: all."),
            NAMES,
            offers="tables",
        ),
        Column(
            "rounds",
            Titles("Rounds", "Runden", ("Round", "Runde")),
            Text("As in 1; 3 or 2-4; empty: all."),
            ROUNDS,
            width=10,
        ),
        Column(
            "attribute",
            ATTRIBUTE,
            Text("A heading of the sheet of people, such as Sector."),
            ATTRIBUTE_NAME,
            offers="attributes",
        ),
        Column("value", Titles("Value", "Wert"), Text("As on the sheet of people.")),
        Column("min", Titles("At least", "Mindestens"), Text("People or themes."), NUMBER, width=12),
        Column("max", Titles("At most", "Höchstens"), Text("People or meetings."), NUMBER, width=12),
        Column(
            "at_most_once",
            Titles("Each theme at most once", "Jedes Thema höchstens einmal"),
            Text("For visits: no lets people come back."),
            FLAG,
            offers="yes or no",
        ),
        Column(
            "all",
            Titles("Every theme", "Jedes Thema"),
            Text("For visits: everybody sees all."),
            FLAG,
            offers="yes or no",
        ),
    ),
)

PAIRS = SheetForm(
    "pairs",
    Titles("Pairs", "Paare"),
    Text("A row for two people who have met before, or who like or dislike each other's company. May stay empty."),
    (
        Column("one", Titles("Person 1", "Person 1"), Text("Name or ID."), width=28, offers="people", needed=True),
        Column("other", Titles("Person 2", "Person 2"), Text("Name or ID."), width=28, offers="people", needed=True),
        Column("history", Titles("Met before", "Schon begegnet"), Text("How often."), NUMBER, width=16),
        Column(
            "affinities",
            Titles("Company", "Begegnungswunsch"),
            Text("Wanted: 1 to 10. Unwanted: -1 to -10."),
            NUMBER,
            width=16,
        ),
    ),
)

SETTINGS = SheetForm(
    "settings",
    Titles("Settings", "Einstellungen"),
    Text("What holds for the whole meeting. An empty cell stands for the usual."),
    (
        Column("setting", Titles("Setting", "Einstellung"), Text("Leave as it is."), width=48, needed=True),
        Column("value", Titles("Value", "Wert"), Text("Fill in here."), RAW, width=34),
        Column("meaning", Titles("Meaning", "Bedeutung"), Text("Read only by people."), RAW, width=100),
    ),
)

PLAN = SheetForm(
    "plan",
    Titles("Plan", "Plan"),
    Text("A row for each seat. This sheet is read again as the plan: change seats here."),
    (
        Column("round", Titles("Round", "Runde"), Text("1, 2, 3 and so on."), NUMBER, width=9, needed=True),
        Column("table", Titles("Table", "Tisch"), Text("As on the sheet of tables."), width=14, needed=True),
        Column("person", Titles("Person", "Person"), Text("ID, or a name that only one person has."), width=28),
        Column("name", Titles("Name", "Name"), Text("For reading only; counts where no person is given."), width=28),
    ),
)

PLAN_FACTS = SheetForm(
    "plan_facts",
    Titles("Plan facts", "Planangaben"),
    Text("What is known of the plan, as in a plan file. Long values go on in the next row."),
    (
        Column("fact", Titles("Fact", "Angabe"), Text("A key of the plan file."), width=24, needed=True),
        Column("value", Titles("Value", "Wert"), Text("JSON."), RAW, width=100),
    ),
)

SHEETS = (PEOPLE, TABLES, THEMES, ROUND_SHEET, RULES, PAIRS, SETTINGS, PLAN, PLAN_FACTS)
