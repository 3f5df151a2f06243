"""What a person recognises one of their browsers by."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""Words in the name a browser gives itself, the telling ones first, with what people call it."""


def device_name(user_agent: str) -> str:
    """Browser and system, as far as they can be told; empty when neither can."""
    named = (next((name for word, name in words if word in user_agent), "") for words in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, named))
