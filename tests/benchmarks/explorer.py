"""The pages of benchmarks of a national network, served by the real server to an analyst over loopback.

The raw limit beside them is the start page of the same server in the same run, asked for in turn with them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from assessment.domain.membership import MembershipRole
from tests.benchmarks import Row
from tests.benchmarks.national import national
from tests.benchmarks.publishing import SIZES, published
from tests.houses import Houses
from tests.serving import Client, running

ROUNDS, WARM = 100, 5
MILLISECONDS = 1000
LIMIT = "start page"
VIEWS = {
    "one group": "",
    "another group": "?by=type",
    "skills map": "/map",
    "skills map of regions": "/map?by=region",
    "map of regions": "/regions",
    "roles": "/roles",
}


def run() -> list[Row]:
    """Every view at each size."""
    return [row for size in SIZES for row in measured(size)]


def measured(organisations: int) -> Iterator[Row]:
    """Every view of a network of this size, after two waves."""
    with TemporaryDirectory() as name, national(Path(name), organisations) as network:
        for campaign_id in network.campaigns:
            published(network.url, campaign_id)
        analyst = Houses(network.database).person(MembershipRole.ANALYST, network.network_id)
        base = f"/networks/{network.network_id}/campaigns/{network.campaigns[-1]}/benchmarks"
        pages = {LIMIT: "/"} | {view: base + end for view, end in VIEWS.items()}
        with running(network.url, Path(name) / "log") as server:
            times = asyncio.run(asked(server.port, analyst.key, pages))
    yield from rows(f"{organisations:,} organisations", times)


async def asked(port: int, key: str, pages: Mapping[str, str]) -> dict[str, list[float]]:
    """How long each page took, in milliseconds, round by round after some to warm up."""
    times: dict[str, list[float]] = {view: [] for view in pages}
    client = Client(port)
    client.cookies["session"] = key
    for number in range(WARM + ROUNDS):
        for view, path in pages.items():
            start = perf_counter()
            reply = await client.get(path)
            if number >= WARM:
                times[view].append(MILLISECONDS * (perf_counter() - start))
            assert reply.status == 200, (view, reply.status, reply.body[:300])
    await client.close()
    return times


def rows(what: str, times: Mapping[str, list[float]]) -> Iterator[Row]:
    """Median and 95th percentile of each page, beside those of the start page."""
    limit = times[LIMIT]
    for view, taken in times.items():
        ratio, ratio95 = median(taken) / median(limit), p95(taken) / p95(limit)
        yield Row(f"{what}, {view}: median", median(taken), "ms", None if taken is limit else ratio)
        yield Row(f"{what}, {view}: 95th percentile", p95(taken), "ms", None if taken is limit else ratio95)


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1]
