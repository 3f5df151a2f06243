"""The pages on the way to the provider and back."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.web.pages import Page
from assessment.web.pages_accounts import FormPage


@dataclass(frozen=True)
class OnwardPage(Page):
    """Sends the browser on to the provider by itself. `out` when it is to sign out there.

    A redirect of the form would not do: the pages forbid their forms to lead anywhere else, and browsers hold every
    redirect that follows against that (Content-Security-Policy, form-action).
    """

    template = "web/oidc/onward.html"

    address: str
    out: bool


@dataclass(frozen=True, kw_only=True)
class ConnectPage(FormPage):
    """Connects the account with the provider, after a proof that it is still the person; `fields` has none if none."""

    template = "web/oidc/connect.html"
