"""What keeps the service from starting, in words for its operator: at which setting, and the next step."""

import errno
from collections.abc import Mapping
from typing import Any

from tischrunde.errors import Finding
from tischrunde.words import Text, listed
from tischrunde_api.settings import Settings

__all__ = ["cannot_listen", "no_address", "no_key", "no_store", "unusable"]


def unusable(name: str) -> Finding:
    """Return that the value of a setting cannot be used, and what it may be."""
    field = Settings.model_json_schema()["properties"][name]
    message = Text("The value of this setting cannot be used.")
    return Finding(f"TISCHRUNDE_{name.upper()}", message, Text("Possible here: {what}.", what=_possible(field)))


def no_key(settings: Settings) -> Finding:
    """Return that callers need keys, and that there is none."""
    hint = Text("Make one, with the same TISCHRUNDE_... settings: {command}", command="tischrunde keys add NAME")
    if settings.require_keys:
        return Finding("TISCHRUNDE_REQUIRE_KEYS", Text("API keys are asked for, and there is none."), hint)
    message = Text("On {host} strangers could reach the service, and there is no API key.", host=settings.host)
    return Finding("--host", message, hint)


def no_store(settings: Settings) -> Finding:
    """Return that no database can be had."""
    if settings.database_url is None:
        message = Text("In the folder {folder} no database can be kept.", folder=settings.folder.absolute())
        hint = Text("Make the folder writable, check the space on the drive, or choose another one.")
        return Finding("TISCHRUNDE_FOLDER", message, hint)
    hint = Text("Check that it runs, and its address, user and password.")
    return Finding("TISCHRUNDE_DATABASE_URL", Text("The database does not answer."), hint)


def no_address(settings: Settings) -> Finding:
    """Return that the address to listen on is another computer's."""
    message = Text("This computer has no address “{host}”.", host=settings.host)
    return Finding("--host", message, Text("Take 127.0.0.1 for this computer alone, or one of its own addresses."))


def cannot_listen(settings: Settings, error: OSError) -> Finding:
    """Return why the port cannot be had."""
    if error.errno == errno.EADDRINUSE:
        message = Text("Port {port} is in use, perhaps by a Tischrunde that runs already.", port=settings.port)
        return Finding("--port", message, Text("Choose another one with --port, or end what uses it."))
    if error.errno == errno.EACCES:
        message = Text("Port {port} may not be used by you.", port=settings.port)
        return Finding("--port", message, Text("Choose one above 1023."))
    return no_address(settings)


def _possible(field: Mapping[str, Any]) -> Text:
    """Return in words what the JSON Schema of a setting allows."""
    least, above, most = (field.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    if "pattern" in field:
        return listed(field["pattern"].strip("^()$").split("|"), choice=True)
    if field.get("type") == "boolean":
        return listed(("true", "false"), choice=True)
    if above is not None and most is not None:
        return Text("a number above {above}, at most {most}", above=f"{above:g}", most=f"{most:g}")
    if above is not None:
        return Text("a number above {above}", above=f"{above:g}")
    if field.get("type") == "number":
        return Text("a number from {least} upwards", least=f"{least:g}")
    if most is not None:
        return Text("a whole number from {least} to {most}", least=least, most=most)
    if least is not None:
        return Text("a whole number from {least} upwards", least=least)
    return Text("a text")
