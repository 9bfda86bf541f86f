"""A picture: a drawing, and the same in words for those who don't see it. Knows how it is saved, not what it shows.

No state of pyplot is touched, and a user's own settings of matplotlib neither matter nor change: figures are made and
saved under settings of our own, one at a time.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tischrunde.errors import BadInput, Finding
from tischrunde.io.files import write_bytes
from tischrunde.words import Language, Text, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "Picture", "nothing_to_draw_with"]

FORMATS = (".png", ".svg", ".pdf")
DOTS = 150  # per inch: 8 points are 17 pixels high
FONT = "DejaVu Sans"  # comes with matplotlib; Latin, Greek, Cyrillic and Arabic letters, Vietnamese accents
SETTINGS: Any = {
    "font.family": FONT,
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "pdf.fonttype": 42,
    "svg.hashsalt": "tischrunde",
    "text.parse_math": False,
}

_DRAWING = threading.RLock()


@dataclass(frozen=True)
class Picture:
    """A drawing with its text alternative.

    Attributes
    ----------
    name : what it is, such as ``matrix``; good for a file's name
    title : what it shows, in a few words
    sentences : what it shows, with the figures; for those who don't see it
    language : language of the words in the drawing, and of ``text``
    draw : makes the drawing; asked once, when it is needed

    """

    name: str
    title: Text
    sentences: tuple[Text, ...]
    language: Language
    draw: "Callable[[Picture], Figure]" = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """Return the text alternative in the language of the picture."""
        return self.say(self.language)

    def say(self, language: Language) -> str:
        """Return the text alternative in a language."""
        return " ".join(sentence.say(language) for sentence in self.sentences)

    @cached_property
    def figure(self) -> "Figure":
        """Return the drawing, a matplotlib figure.

        Raises
        ------
        BadInput
            Without matplotlib, or when the meeting is too large to be drawn so that anything can be made out.
        """
        with _settings():
            return self.draw(self)

    def save(self, path: str | Path) -> None:
        """Draw into a file; its ending chooses the format: .png, .svg or .pdf. The text alternative goes with it.

        In SVG it is in ``<title>`` and ``<desc>``, in PNG in the chunks ``Title`` and ``Description``, in PDF in the
        title and subject. No date is written: equal pictures give equal files.

        Raises
        ------
        BadInput
            As ``figure`` does, for any other ending, and when the file cannot be written.
        """
        suffix = Path(path).suffix.lower()
        if suffix not in FORMATS:
            message = Text("A picture cannot be saved with the ending “{suffix}”.", suffix=suffix)
            hint = Text("Use one of these endings: {endings}.", endings=listed(FORMATS, choice=True))
            raise BadInput([Finding("", message, hint)])
        write_bytes({".png": self.png, ".svg": self.svg, ".pdf": self.pdf}[suffix](), path)

    def png(self) -> bytes:
        """Return the drawing as PNG."""
        return self._saved("png", Title=self._title, Description=self.text)

    def svg(self) -> bytes:
        """Return the drawing as SVG, all letters drawn as shapes: it looks the same whatever fonts there are."""
        raw = self._saved("svg", Title=self._title, Description=self.text, Language=self.language, Date=None)
        title, words = f"{self.name}-title", f"{self.name}-desc"
        told = f"<title>{escape(self._title, quote=False)}</title>"
        named = f'<svg role="img" xml:lang="{self.language}" aria-labelledby="{title} {words}" '
        text = raw.decode().replace("<svg ", named, 1)
        alone = f'<title id="{title}">{told[7:]}\n <desc id="{words}">{escape(self.text, quote=False)}</desc>'
        assert told in text, "matplotlib has written the title"
        return text.replace(told, alone, 1).encode()

    def pdf(self) -> bytes:
        """Return the drawing as PDF, one page of the drawing's size."""
        return self._saved("pdf", Title=self._title, Subject=self.text, CreationDate=None)

    @property
    def _title(self) -> str:
        return self.title.say(self.language)

    def _saved(self, kind: str, **metadata: str | None) -> bytes:
        file = BytesIO()
        figure = self.figure
        with _settings():
            figure.savefig(file, format=kind, dpi=DOTS, metadata=metadata, facecolor="white")
        return file.getvalue()


def nothing_to_draw_with(place: str = "") -> list[Finding]:
    """Return what is missing for drawing: nothing, or a finding at ``place`` that matplotlib is not installed."""
    if find_spec("matplotlib") is not None:
        return []
    message = Text("Drawing needs matplotlib, which is not installed.")
    return [Finding(place, message, Text('Install it with: pip install "tischrunde[plot]"'))]


@contextmanager
def _settings() -> Iterator[None]:
    """Have matplotlib draw with our settings, alone, until the end of the block."""
    missing = nothing_to_draw_with()
    if missing:
        raise BadInput(missing)
    import matplotlib

    with _DRAWING, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield
