"""Which addresses may be read: those of the public web, and no others."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from leaderplan.io.availability.lines import Unreadable

PORTS = frozenset({443, 8443})
LONGEST = 2_000
"""Ports that are read from, and characters of an address."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://)?")
_SCHEMES = frozenset({
    "about", "blob", "data", "dict", "file", "ftp", "ftps", "gopher", "http", "https",
    "javascript", "jar", "ldap", "mailto", "sftp", "smb", "ssh", "tftp", "webcal",
    "webcals", "ws", "wss",
})  # fmt: skip
_READ = {"https": "https", "webcal": "https", "webcals": "https"}
_PRINTED = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}")

_CLOSED = [ip_network(text) for text in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
    "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
    "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48",
    "3fff::/20",
)]  # fmt: skip
"""Special addresses (IANA registries of special-purpose addresses, November 2026)."""
_UNICAST = ip_network("2000::/3")
"""All public IPv6: loopback, mapped, NAT64, link-local and multicast lie elsewhere."""


class Address(NamedTuple):
    """An address that may be asked for; ``path`` is secret."""

    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The address as text."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}:{self.port}{self.path}"


def is_address(text: str) -> bool:
    """Tell whether a text is meant as an address and not as a file's name."""
    found = _SCHEME.match(text)
    if found is None:
        return False
    return found[0].endswith("//") or found[1].lower() in _SCHEMES


def address(text: str) -> Address:
    """Take an address apart.

    Raises
    ------
    Unreadable
        When it is none that is read: another scheme than https or webcal, a user and
        a password, another port, signs that are no part of an address.
    """
    if len(text) > LONGEST:
        raise Unreadable("url_long", most=LONGEST)
    if not _PRINTED.fullmatch(text) or "\\" in text:
        raise Unreadable("url_signs")
    scheme = text.partition(":")[0].lower()
    if scheme not in _READ:
        raise Unreadable("url_scheme")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Unreadable("url_host") from None
    if "@" in parts.netloc:
        raise Unreadable("url_login")
    if port is None:
        port = 443
    if port not in PORTS:
        raise Unreadable("url_port")
    if not _names_a_host(host):
        raise Unreadable("url_host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(host, port, path)


def _names_a_host(host: str) -> bool:
    """Tell whether a host is a full name or a plain number, and no odd spelling."""
    named = len(host) <= 253 and _HOST.fullmatch(host)
    return bool(named) or ("%" not in host and is_number(host))


def is_number(host: str) -> bool:
    """Tell whether a host is a numeric address, written out in full."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def onward(here: Address, location: str) -> Address:
    """Return where a server sends the reader on to, checked like any address."""
    if not _PRINTED.fullmatch(location):
        raise Unreadable("url_signs")
    try:
        return address(urljoin(here.url, location))
    except ValueError:
        raise Unreadable("url_host") from None


def is_public(text: str) -> bool:
    """Tell whether a numeric address is one of the public web.

    What only leads to another address is none: IPv4 within IPv6, NAT64, 6to4, Teredo.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (
        found.scope_id is not None or found not in _UNICAST
    ):
        return False
    closed = any(found in network for network in _CLOSED)
    return found.is_global and not found.is_multicast and not closed
