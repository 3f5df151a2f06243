"""Asking somebody who is signed in for their password once more, before something important."""

from __future__ import annotations

from datetime import timedelta

from assessment.services.addresses import address_key
from assessment.services.attempts import TooManyTries
from assessment.services.sign_in import Knock, begin_sign_in, forgive, refuse_sign_in
from assessment.storage.access import SignedIn
from assessment.web.client_address import client_address
from assessment.web.forms import Form
from assessment.web.http import HttpRequest
from assessment.web.new_passwords import password_in
from assessment.web.site import Site


def is_own_password(request: HttpRequest, site: Site, person: SignedIn, form: Form, name: str) -> bool:
    """Whether a field holds the person's password, counted like a try to sign in; who has none need not show it.

    Raises TooManyTries and PasswordsBusy.
    """
    knock = Knock(address_key(person.email), client_address(request, site.settings.trusted_proxies))
    with site.passwords.place():
        with site.database.sessions.begin() as session:
            candidate = begin_sign_in(session, knock, site.now())
        if isinstance(candidate, timedelta):
            raise TooManyTries(candidate)
        kept = candidate.password_hash
        right = kept is None or site.passwords.matches(password_in(form, name), kept)
    with site.database.sessions.begin() as session:
        if right:
            forgive(session, knock, site.now())
        else:
            refuse_sign_in(session, candidate, site.now())
    return right
