"""Choose the language of help and messages: ``--language``, or what the environment says."""

from collections.abc import Mapping, Sequence

from tischrunde.errors import BadInput, Finding
from tischrunde.words import LANGUAGES, Language, Text

__all__ = ["language_of", "take_language"]

OPTION = "--language"


def language_of(environ: Mapping[str, str]) -> Language:
    """Return the language that ``LC_ALL``, ``LC_MESSAGES`` or ``LANG`` asks for; English for any other.

    >>> language_of({"LC_ALL": "", "LANG": "de_DE.UTF-8"})
    'de'
    """
    given = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return next((language for language in LANGUAGES if given[:2].lower() == language), "en")


def take_language(typed: Sequence[str]) -> tuple[Language | None, list[str]]:
    """Return the language of ``--language``, and what was typed without it.

    The option may stand before or after the command: help is written in the language, so it has to be known before
    anything else is looked at.

    >>> take_language(["solve", "meeting.yaml", "--language", "de"])
    ('de', ['solve', 'meeting.yaml'])
    """
    language: Language | None = None
    rest: list[str] = []
    words = iter(typed)
    for word in words:
        if word == "--":
            return language, [*rest, word, *words]
        name, equals, value = word.partition("=")
        if name == OPTION:
            language = _known(value if equals else next(words, ""))
        else:
            rest.append(word)
    return language, rest


def _known(value: str) -> Language:
    for language in LANGUAGES:
        if value.lower() == language:
            return language
    message = Text("The language “{value}” is not spoken here.", value=value)
    raise BadInput([Finding(OPTION, message, Text("Choose de for German or en for English."))])
