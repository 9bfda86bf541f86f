"""Who may come in, and what browsers are told to do with an answer."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from tischrunde_api.settings import Settings

__all__ = ["ANSWER_HEADERS", "DOCS_POLICY", "HSTS", "is_foreign", "is_loopback", "is_passed_on", "needs_keys"]

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of the page with the description of the service: its own scripts and styles, nothing inline."""

ANSWER_HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer says, unless its route says otherwise."""

PASSED_ON = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host"})

HSTS = "max-age=31536000; includeSubDomains"


def is_loopback(host: str) -> bool:
    """Return whether an address or name, with or without a port, is of this computer alone.

    >>> is_loopback("127.0.0.1:8000"), is_loopback("[::1]"), is_loopback("127.0.0.1.example.org")
    (True, True, False)
    """
    try:
        name = urlsplit(f"//{host}" if host.count(":") < 2 or host.startswith("[") else f"//[{host}]").hostname or ""
    except ValueError:
        return False
    if name in ("localhost", "localhost."):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def needs_keys(settings: Settings) -> bool:
    """Return whether callers need an API key: when it is set so, and beyond loopback always."""
    return settings.require_keys or not is_loopback(settings.host)


def is_foreign(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a request was sent by a page from elsewhere.

    A page that makes a name of its own lead to this computer is known by Host, one that sends across origins by Origin,
    and one that only has the browser fetch something, as an image, by Sec-Fetch-Site.
    """
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    origins = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    if len(hosts) != 1 or not is_loopback(hosts[0]):
        return True
    if any(name == b"sec-fetch-site" and value.lower() == b"cross-site" for name, value in headers):
        return True
    return any(_host_of(origin) != hosts[0].lower() for origin in origins)


def is_passed_on(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a proxy says that it passes a request on: then it may come from anywhere."""
    return any(name in PASSED_ON for name, _ in headers)


def _host_of(origin: str) -> str:
    """Return host and port of an origin; empty for one that has none, such as ``null``."""
    return origin.partition("://")[2].lower()
