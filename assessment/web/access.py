"""Who may do what: one table that names, for every route, the rule that opens it.

`create_app` refuses to start while a route stands without a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from assessment.domain.membership import MembershipRole
from assessment.storage.access import Standing
from assessment.storage.api_keys import Scope
from assessment.web.rules import (
    ANSWERING,
    ANYBODY,
    HALF_SIGNED_IN,
    PERSON,
    RESULTS,
    SETTING_UP,
    Rule,
    by_key,
    on_assessment,
    on_network,
    on_organisation,
    on_platform,
)

RUNS = (Standing.HOLDER, Standing.LEAD)
RUNS_ASSESSMENT = on_assessment(*RUNS)
FILLS = on_assessment(*RUNS, invited=True)
INVITED = on_assessment(invited=True)
LEADS = on_assessment(Standing.LEAD)
HANDS_OVER = on_assessment(Standing.LEAD, Standing.MANAGER)

OF_ORGANISATION = on_organisation(MembershipRole.LEAD, MembershipRole.MEMBER, MembershipRole.ADMINISTRATOR)
RUNS_ORGANISATION = on_organisation(MembershipRole.LEAD, MembershipRole.ADMINISTRATOR)
LEADS_ORGANISATION = on_organisation(MembershipRole.LEAD)
OF_NETWORK = on_network(MembershipRole.HEAD, MembershipRole.ANALYST, MembershipRole.ADMINISTRATOR)
RUNS_NETWORK = on_network(MembershipRole.HEAD, MembershipRole.ADMINISTRATOR)
HEADS_NETWORK = on_network(MembershipRole.HEAD)
ADMINISTERS = on_platform()

RULES: Mapping[str, Rule] = {
    "GET /": ANYBODY,
    "POST /assessments": ANYBODY,
    "GET /r/{token}": ANYBODY,
    "GET /language/{language}": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": HALF_SIGNED_IN,
    "POST /session/stay": HALF_SIGNED_IN,
    "GET /forgotten": ANYBODY,
    "POST /forgotten": ANYBODY,
    "GET /reset/{token}": ANYBODY,
    "GET /reset": ANYBODY,
    "POST /reset": ANYBODY,
    "POST /sign-in/oidc": ANYBODY,
    "GET /sign-in/oidc/callback": ANYBODY,
    "GET /account/oidc": PERSON,
    "POST /account/oidc": PERSON,
    "GET /sign-in/second-factor": HALF_SIGNED_IN,
    "POST /sign-in/second-factor": HALF_SIGNED_IN,
    "GET /account/second-factor": SETTING_UP,
    "POST /account/second-factor": SETTING_UP,
    "GET /account/recovery-codes": PERSON,
    "POST /account/recovery-codes": PERSON,
    "GET /join/{token}": ANYBODY,
    "GET /join": ANYBODY,
    "POST /join": ANYBODY,
    "GET /account": PERSON,
    "POST /account": PERSON,
    "GET /account/password": PERSON,
    "POST /account/password": PERSON,
    "GET /account/second-factor/off": PERSON,
    "POST /account/second-factor/off": PERSON,
    "GET /account/data": PERSON,
    "GET /account/data.json": PERSON,
    "GET /account/erase": PERSON,
    "POST /account/erase": PERSON,
    "POST /account/sessions/{session_id}/end": PERSON,
    "POST /account/sessions/end": PERSON,
    "GET /assessments/{assessment_id}": FILLS,
    "GET /assessments/{assessment_id}/profile": RUNS_ASSESSMENT,
    "POST /assessments/{assessment_id}/profile": RUNS_ASSESSMENT,
    "GET /assessments/{assessment_id}/{part}/{name}": FILLS,
    "POST /assessments/{assessment_id}/{part}/{name}": FILLS,
    "POST /assessments/{assessment_id}/answers/{code}": ANSWERING,
    "GET /assessments/{assessment_id}/check": FILLS,
    "POST /assessments/{assessment_id}/submit": RUNS_ASSESSMENT,
    "GET /assessments/{assessment_id}/submitted": LEADS,
    "POST /assessments/{assessment_id}/reopen": LEADS,
    "GET /assessments/{assessment_id}/handover": HANDS_OVER,
    "POST /assessments/{assessment_id}/handover": HANDS_OVER,
    "GET /assessments/{assessment_id}/deadline.ics": FILLS,
    "POST /assessments/{assessment_id}/deadline": LEADS,
    "GET /assessments/{assessment_id}/people": RUNS_ASSESSMENT,
    "POST /assessments/{assessment_id}/people/preview": LEADS,
    "POST /assessments/{assessment_id}/people/invite": LEADS,
    "POST /assessments/{assessment_id}/people/{respondent_id}/resend": LEADS,
    "POST /assessments/{assessment_id}/people/{respondent_id}/revoke": LEADS,
    "POST /assessments/{assessment_id}/readers": LEADS,
    "POST /assessments/{assessment_id}/readers/{reader_id}/revoke": LEADS,
    "GET /assessments/{assessment_id}/mirror": INVITED,
    "POST /assessments/{assessment_id}/mirror": INVITED,
    "GET /assessments/{assessment_id}/finish": INVITED,
    "POST /assessments/{assessment_id}/finish": INVITED,
    "GET /i/{token}": ANYBODY,
    "GET /s/{token}": ANYBODY,
    "GET /invitation": ANYBODY,
    "POST /invitation/start": ANYBODY,
    "POST /invitation/decline": ANYBODY,
    "POST /invitation/code": ANYBODY,
    "POST /invitation/open": ANYBODY,
    "GET /assessments/{assessment_id}/results": RESULTS,
    "GET /assessments/{assessment_id}/plan": RESULTS,
    "GET /assessments/{assessment_id}/report.pdf": RESULTS,
    "GET /home": PERSON,
    "GET /organisations/{organisation_id}": OF_ORGANISATION,
    "GET /organisations/{organisation_id}/assessments": LEADS_ORGANISATION,
    "POST /organisations/{organisation_id}/assessments": LEADS_ORGANISATION,
    "GET /organisations/{organisation_id}/members": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/members": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/members/{membership_id}/role": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/members/{membership_id}/remove": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/invitations/{invitation_id}/resend": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/invitations/{invitation_id}/revoke": RUNS_ORGANISATION,
    "GET /organisations/{organisation_id}/settings": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/settings": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/networks/{network_id}/leave": RUNS_ORGANISATION,
    "GET /organisations/{organisation_id}/delete": RUNS_ORGANISATION,
    "POST /organisations/{organisation_id}/delete": RUNS_ORGANISATION,
    "GET /organisations/{organisation_id}/keys": LEADS_ORGANISATION,
    "POST /organisations/{organisation_id}/keys": LEADS_ORGANISATION,
    "POST /organisations/{organisation_id}/keys/{key_id}/revoke": LEADS_ORGANISATION,
    "GET /networks/{network_id}": OF_NETWORK,
    "POST /networks/{network_id}/organisations": HEADS_NETWORK,
    "GET /networks/{network_id}/members": RUNS_NETWORK,
    "POST /networks/{network_id}/members": RUNS_NETWORK,
    "POST /networks/{network_id}/members/{membership_id}/role": RUNS_NETWORK,
    "POST /networks/{network_id}/members/{membership_id}/remove": RUNS_NETWORK,
    "POST /networks/{network_id}/invitations/{invitation_id}/resend": RUNS_NETWORK,
    "POST /networks/{network_id}/invitations/{invitation_id}/revoke": RUNS_NETWORK,
    "GET /networks/{network_id}/keys": HEADS_NETWORK,
    "POST /networks/{network_id}/keys": HEADS_NETWORK,
    "POST /networks/{network_id}/keys/{key_id}/revoke": HEADS_NETWORK,
    "GET /platform": ADMINISTERS,
    "POST /platform/networks": ADMINISTERS,
    "GET /platform/administrators": ADMINISTERS,
    "POST /platform/administrators": ADMINISTERS,
    "POST /platform/invitations/{invitation_id}/resend": ADMINISTERS,
    "POST /platform/invitations/{invitation_id}/revoke": ADMINISTERS,
    "GET /platform/people": ADMINISTERS,
    "POST /platform/people": ADMINISTERS,
    "POST /platform/people/{person_id}/{change}": ADMINISTERS,
    "GET /platform/mails": ADMINISTERS,
    "POST /platform/mails/{mail_id}/retry": ADMINISTERS,
    "GET /platform/audit": ADMINISTERS,
    "GET /api/openapi.json": by_key(),
    "GET /api/assessments": by_key(Scope.ASSESSMENTS),
    "GET /api/assessments/{assessment_id}": by_key(Scope.ASSESSMENTS),
    "GET /api/assessments/{assessment_id}/result": by_key(Scope.RESULTS),
    "GET /api/assessments/{assessment_id}/participation": by_key(Scope.PARTICIPATION),
}
"""By method and path of a route, as it is declared: the rule that opens it."""
