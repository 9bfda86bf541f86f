"""Paper for the day: name tags, signs, lists, note sheets, spare cards and a summary, as a tagged PDF."""

from tischrunde.documents.pdf.labels import DEFAULT, LABELS, Label
from tischrunde.documents.pdf.notes import notes
from tischrunde.documents.pdf.printing import PARTS, Part, pdf

__all__ = ["DEFAULT", "LABELS", "PARTS", "Label", "Part", "notes", "pdf"]
