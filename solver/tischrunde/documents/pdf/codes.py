"""QR codes for name tags: pictures of an address."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from tischrunde.errors import BadInput, Finding
from tischrunde.words import Text

__all__ = ["Code", "codes"]

ID = "{id}"
"""Where this stands in an address, the id of a person takes its place."""


@dataclass(frozen=True)
class Code:
    """A QR code: the address in it, and its picture as SVG."""

    address: str
    picture: str


def codes(address: str, people: Iterable[str]) -> dict[str, Code]:
    """Return the QR code of each person, by id.

    Parameters
    ----------
    address
        The same for everybody, unless it holds ``{id}``.
    people
        Ids of people.

    Raises
    ------
    BadInput
        When the address is empty, too long for a QR code, or does not begin with ``http://`` or ``https://``.
    """
    if not address.strip():
        message = Text("The address for the QR codes is empty.")
        raise BadInput([Finding("", message, Text("Give an address such as https://example.org/seat/{id}.", id=ID))])
    given = address.strip()
    if not given.lower().startswith(("http://", "https://")):
        message = Text(
            "“{address}” is no web address: phones open only what begins with https:// or http://.", address=given
        )
        raise BadInput([Finding("", message, Text("Write it as {address}.", address=f"https://{given.lstrip('/')}"))])
    address_of = {person: address.strip().replace(ID, quote(person, safe="")) for person in people}
    code_of = {own: Code(own, _picture(own)) for own in dict.fromkeys(address_of.values())}
    return {person: code_of[own] for person, own in address_of.items()}


def _picture(address: str) -> str:
    import segno

    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError as overflow:
        message = Text("The address for the QR codes is too long: {count} letters.", count=len(address))
        raise BadInput([Finding("", message, Text("Give a shorter one."))]) from overflow
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue().decode()
