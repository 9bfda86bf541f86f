"""Lists of people as offices keep them: spreadsheets and CSV files, read into a meeting."""

from tischrunde.io.sheets.reading import Registration, meeting_from_sheets, read_people
from tischrunde.io.sheets.setup import Setup, meeting_from_people

__all__ = ["Registration", "Setup", "meeting_from_people", "meeting_from_sheets", "read_people"]
