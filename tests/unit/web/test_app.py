"""What the composition root makes of a request before any page does."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from litestar import Request

from assessment.web.app import read_form
from assessment.web.forms import FORM_TYPE, UnreadableForm


def test_a_browser_that_leaves_before_its_form_is_all_here_is_no_failure_of_ours() -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    headers = [(b"content-type", FORM_TYPE.encode()), (b"content-length", b"9")]
    scope: Any = {"type": "http", "method": "POST", "path": "/", "headers": headers, "state": {}}
    request = Request[Any, Any, Any](scope, receive=cast(Any, gone))
    with pytest.raises(UnreadableForm):
        asyncio.run(read_form(request))
