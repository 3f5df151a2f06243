"""Where a request comes from, as tries are counted."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from assessment.web.http import HttpRequest

HOUSE = 64
"""Bits of an IPv6 address that one household or company shares: all of it counts as one client."""

Networks = Iterable[IPv4Network | IPv6Network]


def client_address(request: HttpRequest, proxies: Networks) -> str:
    """The network address of a client: the peer or, behind our own proxies, the last address none of them has.

    What stands further left in X-Forwarded-For was written by the client, who may write anything.
    """
    peer = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getall("x-forwarded-for", []) for hop in line.split(",")]
    found = peer
    for hop in (peer, *reversed(hops)):
        address = _read(hop)
        if address is None:
            break
        found = hop
        if not any(address in network for network in proxies):
            break
    return _shared(found)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _shared(text: str) -> str:
    address = _read(text)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSE), strict=False))
    return text if address is None else str(address)
