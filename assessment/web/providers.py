"""The provider through which people may sign in: made from the settings, and left at signing out."""

from __future__ import annotations

from assessment.services.oidc import Provider
from assessment.services.oidc_documents import ProviderProblem, Registration
from assessment.services.outgoing import ask
from assessment.settings import Settings
from assessment.web.http import HttpRequest
from assessment.web.journeys import HINT, hint_in
from assessment.web.site import Site


def provider_for(settings: Settings) -> Provider | None:
    """The provider, None where people only have passwords."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret_file.read_text().strip() if settings.oidc_client_secret_file else ""
    registration = Registration(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret,
        scopes=settings.oidc_scopes,
        pkce=settings.oidc_pkce,
        algorithm=settings.oidc_algorithm,
        signed_userinfo=settings.oidc_signed_userinfo,
        hosts=frozenset(settings.oidc_hosts),
        second_factor=frozenset(settings.oidc_second_factor_acr),
        trusts_email=settings.oidc_trusts_email,
    )
    return Provider(registration, ask)


def way_out(request: HttpRequest, site: Site, person_id: str) -> str | None:
    """The address that signs a person out at the provider through which they came; None where there is none."""
    token = hint_in(site.seal, site.cookies.token_in(request.cookies, HINT) or "", person_id)
    if site.provider is None or token is None:
        return None
    try:
        return site.provider.way_out(token, site.address("/"))
    except ProviderProblem:
        return None
