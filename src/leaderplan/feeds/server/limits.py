"""How much one client may ask for, and who the client is behind a proxy."""

from __future__ import annotations

import math
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from leaderplan.errors import InputError, Issue

MOST_CLIENTS = 20_000
"""Clients whose use is remembered; the one longest unheard of is forgotten first."""

_ONE_HOME = 64
"""Bits of an IPv6 address that are one subscriber's; the rest he chooses himself."""

_ROUNDING = 1e-9

Address = IPv4Address | IPv6Address


class Buckets:
    """Tells how long a client must wait: a token bucket for each, in memory alone.

    Addresses are kept only as hashes under a key that dies with the process.

    Parameters
    ----------
    rate
        Requests a second that a client may go on with; above 0.
    burst
        Requests that a client may make at once; at least 1.
    tick
        Seconds of a clock that never goes back.
    most
        Clients remembered.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        tick: Callable[[], float],
        most: int = MOST_CLIENTS,
    ) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._tick = tick
        self._key = secrets.token_bytes(16)
        self._held: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Take one request of a client's; return whole seconds to wait, 0 for none."""
        now = self._tick()
        name = blake2b(client.encode(), key=self._key, digest_size=16).digest()
        held, seen = self._held.pop(name, (float(self._burst), now))
        held = min(float(self._burst), held + (now - seen) * self._rate)
        # Who waited as told must not be refused for a rounding error.
        short = 1 - held if held < 1 - _ROUNDING else 0
        self._held[name] = (held if short else max(0.0, held - 1), now)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return math.ceil(short / self._rate)


class Proxies:
    """Names the client of a request; a proxy is believed only where it is trusted.

    Parameters
    ----------
    trusted
        Addresses or networks of the proxies in front, as ``127.0.0.1`` or
        ``10.0.0.0/8``; none trusts no header.

    Raises
    ------
    InputError
        When one is no address or network.
    """

    def __init__(self, trusted: Sequence[str] = ()) -> None:
        try:
            self._trusted = tuple(ip_network(name) for name in trusted)
        except ValueError:
            text = f"expected addresses as 127.0.0.1 or 10.0.0.0/8; found {trusted}."
            raise InputError([Issue("proxy", text)]) from None

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """Return who asks: the last address in ``X-Forwarded-For`` that is no proxy.

        Parameters
        ----------
        peer
            The address that the connection comes from; empty for a socket file.
        forwarded
            The header's values, in order. Its first addresses are what anybody may
            have written, so they are not believed.
        """
        names = [name.strip() for value in forwarded for name in value.split(",")]
        client = _address(peer)
        while client is not None and names and self._is_trusted(client):
            before = _address(names.pop())
            if before is None:
                break
            client = before
        return _home(client)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _home(client: Address | None) -> str:
    """Return one name for all addresses of one subscriber."""
    if isinstance(client, IPv6Address):
        return str(IPv6Network((int(client), _ONE_HOME), strict=False))
    return str(client) if client is not None else ""
