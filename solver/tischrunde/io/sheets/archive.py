"""Look into the archive that a spreadsheet is, before anybody unpacks it: nothing here trusts what it declares."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tischrunde.errors import BadMeeting, Finding
from tischrunde.words import Text

__all__ = ["MOST_MEMBERS", "MOST_RATIO", "MOST_UNPACKED", "Archive", "opened", "refusal"]

MOST_MEMBERS = 5_000
"""How many files the archive may hold; spreadsheets hold a few dozen."""

MOST_UNPACKED = 256 * 2**20
"""How many bytes its files may have together when unpacked."""

MOST_RATIO = 300
"""How much smaller than its content a large file may be packed; a million blank rows pack to a tenth or a thirtieth."""

_SMALL = 2**20
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Archive:
    """An archive that was found harmless.

    Attributes
    ----------
    kind : what is in it
    """

    zip: ZipFile
    kind: str

    def read(self, name: str) -> bytes:
        """Return a small file of the archive, empty where there is none."""
        try:
            return self.zip.read(name)
        except KeyError:
            return b""


def opened(raw: bytes, *, most_unpacked: int = MOST_UNPACKED) -> Archive:
    """Return the archive, checked.

    Parameters
    ----------
    raw
        The file.
    most_unpacked
        How many bytes its files may have together when unpacked.

    Raises
    ------
    BadMeeting
        When it is damaged, encrypted, no spreadsheet, or would unpack to too much.

    Notes
    -----
    Its list of files is not parsed before the marks its entries begin with were counted, for the number it declares
    may be a lie. Every file in it is unpacked once, piece by piece and into nothing: at most ``most_unpacked`` bytes
    in all.
    """
    try:
        if raw.count(_ENTRY) > MOST_MEMBERS:
            raise _too_much()
        archive = ZipFile(BytesIO(raw))
        _check(archive.infolist(), most_unpacked)
        for member in archive.infolist():
            with archive.open(member) as stream:
                while stream.read(_CHUNK):
                    pass
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise refusal(
            Text("The file is damaged: it cannot be unpacked."),
            Text("Copy it once more from where it came from, or open it in Excel or LibreOffice and save it again."),
        ) from None
    return Archive(archive, _kind(archive))


def refusal(message: Text, hint: Text) -> BadMeeting:
    """Return the error about a whole file."""
    return BadMeeting([Finding("", message, hint)])


def _check(members: list[ZipInfo], most_unpacked: int) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise encrypted()
    declared = sum(member.file_size for member in members)
    dense = any(m.file_size > max(_SMALL, MOST_RATIO * max(1, m.compress_size)) for m in members)
    if len(members) > MOST_MEMBERS or declared > most_unpacked or dense:
        raise _too_much()
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise BadZipFile


def _too_much() -> BadMeeting:
    return refusal(
        Text("The file would unpack to far more than a list of people holds, so it was not unpacked."),
        Text("Copy the rows with people into a new spreadsheet and save that."),
    )


def encrypted() -> BadMeeting:
    """Return the error about a file that asks for a password."""
    return refusal(
        Text("The file is protected with a password, so it cannot be read."),
        Text("Open it, remove the password (in Excel: File, Info, Protect Workbook, Encrypt), and save a copy."),
    )


def _kind(archive: ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise encrypted()
        if b"opendocument.spreadsheet" in (archive.read("mimetype") if "mimetype" in names else b""):
            return "ods"
    raise refusal(
        Text("The file is an archive, but no spreadsheet that can be read here."),
        Text("Open it in Excel or LibreOffice and save it as .xlsx, .ods or .csv."),
    )
