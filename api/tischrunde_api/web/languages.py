"""The language of an answer, as the caller asks for it."""

from tischrunde.words import LANGUAGES, Language

__all__ = ["preferred"]


def preferred(header: str | None, default: Language) -> Language:
    """Return the language that an Accept-Language header likes most, ``default`` where it likes none of ours.

    >>> preferred("fr, de-CH;q=0.8, en;q=0.7", "en")
    'de'
    """
    liked = sorted(_ranges(header or ""), key=lambda pair: -pair[1])
    for name, quality in liked:
        for language in LANGUAGES:
            if quality > 0 and name.split("-")[0] == language:
                return language
    return default


def _ranges(header: str) -> list[tuple[str, float]]:
    """Return each language range with its quality; what cannot be read is passed over."""
    ranges = []
    for part in header[:1000].split(","):
        name, _, weight = part.partition(";")
        given = weight.strip().removeprefix("q=") if weight.strip() else "1"
        if given.replace(".", "", 1).isascii() and given.replace(".", "", 1).isdigit():
            ranges.append((name.strip().lower(), float(given)))
    return ranges
