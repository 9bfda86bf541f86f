"""From plain data to a tagged PDF, by typst and the templates beside this file.

Nothing a person typed becomes markup: texts reach the templates as JSON and are shown as they are.
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tischrunde.documents.pdf.letters import FONTS
from tischrunde.documents.pdf.parts.common import Plain

if TYPE_CHECKING:
    import typst

__all__ = ["TEMPLATE", "fonts", "typeset"]

TEMPLATE = Path(__file__).parent / "templates" / "main.typ"


def typeset(document: Plain) -> bytes:
    """Return a document as PDF/UA-1; what breaks that standard is an error while it is written."""
    import typst

    given = {"document": json.dumps(document, ensure_ascii=False)}
    return typst.compile(TEMPLATE, font_paths=fonts(), sys_inputs=given, pdf_standards=["ua-1"])


@cache
def fonts() -> "typst.Fonts":
    """Return our fonts and no others."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
