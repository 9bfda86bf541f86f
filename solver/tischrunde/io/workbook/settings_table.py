"""The rows of the settings sheet: what they are called, where their values belong, how they stand in cells."""

from dataclasses import dataclass

from tischrunde.io.workbook.attributes import MIXING
from tischrunde.io.workbook.forms import BALANCE, NUMBER, TEXT, WEIGHT, Form, Titles, choice
from tischrunde.words import Text

__all__ = ["MIXING_WEIGHT", "SETTING_OF", "Setting"]


@dataclass(frozen=True)
class Setting:
    """A row of the settings sheet; ``path`` is where its value belongs in the meeting file."""

    path: tuple[str, ...]
    titles: Titles
    help: Text
    form: Form = TEXT


_LANGUAGES = {"de": Titles("German", "Deutsch"), "en": Titles("English", "Englisch")}

SETTING_OF = (
    Setting(("format",), Titles("Format", "Format"), Text("Says what this file is. Do not change it.")),
    Setting(("title",), Titles("Title", "Titel"), Text("Name of the event, printed on everything.")),
    Setting(
        ("language",),
        Titles("Language", "Sprache"),
        Text("Of everything printed: German or English."),
        choice(_LANGUAGES),
    ),
    Setting(
        ("rounds",), Titles("Number of rounds", "Zahl der Runden"), Text("How often people sit down anew."), NUMBER
    ),
    Setting(
        ("balance",),
        Titles("Tables differ by at most", "Tische unterscheiden sich um höchstens"),
        Text("People. 1: as evenly as possible. The word “any”: only seats and fewest people count."),
        BALANCE,
    ),
    Setting(
        ("weights", "reunions"),
        Titles("Weight of reunions", "Gewicht der Wiedersehen"),
        Text("How bad it is when two people meet again. Usual: 10. 0 switches it off."),
        NUMBER,
    ),
    Setting(
        ("weights", "wishes"),
        Titles("Weight of wishes", "Gewicht der Wünsche"),
        Text("How bad it is when a wish is not met. Usual: 4."),
        NUMBER,
    ),
    Setting(
        ("weights", "affinities"),
        Titles("Weight of company", "Gewicht der Begegnungswünsche"),
        Text("How much wanted and unwanted company counts. Usual: 1."),
        NUMBER,
    ),
)
"""The settings, apart from the weights of mixing, of which there is one for each attribute."""

MIXING_WEIGHT = Setting(
    ("weights", "mixing"),
    MIXING,
    Text("How bad it is when people who are alike in this sit together. Usual: 3 for sectors, 5 for organisations."),
    WEIGHT,
)
