"""Which Host and Origin headers mean us."""

from __future__ import annotations

import pytest

from assessment.web.protection import Protection


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("http://127.0.0.1:8000", {"127.0.0.1:8000", "localhost:8000"}),
        ("http://[::1]:8000", {"[::1]:8000"}),
        ("https://Assessment.example", {"assessment.example", "assessment.example:443"}),
    ],
)
def test_the_public_address_decides_which_hosts_we_are(address: str, hosts: set[str]) -> None:
    assert Protection(address).hosts == hosts
