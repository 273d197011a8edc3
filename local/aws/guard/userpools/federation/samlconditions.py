"""Whether a SAML assertion is of this provider, for this user pool, for this sign-in, and of now.

Sources: SAML 2.0 Profiles, 4.1.4.2, 4.1.4.3, 4.1.5; Cognito Developer Guide, "SAML session initiation".
"""

import re
import time
from datetime import datetime

from userpools.federation.responses import SignInError
from userpools.federation.samldocuments import find, text
from userpools.federation.samlrequests import issuer_of

SKEW_SECONDS = 60
# Of a sign-in that begins at the provider.
MOST_AGE_SECONDS = 360
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z?", re.ASCII)
# Assertions of such sign-ins, by provider and id, with the time until which they are kept.
_used = {}


def check(assertion, issuer, relay):
    """Raises SignInError."""
    now = time.time()
    bearer = "saml:Subject/saml:SubjectConfirmation[@Method='urn:oasis:names:tc:SAML:2.0:cm:bearer']"
    audiences = find(assertion, "saml:Conditions/saml:AudienceRestriction/saml:Audience")
    statements = find(assertion, "saml:AuthnStatement")
    for is_right, fault in (
        ([text(each) for each in find(assertion, "saml:Issuer")] == [issuer], "is of another provider"),
        (issuer_of(relay.pool_id) in [text(each) for each in audiences], "is for another user pool"),
        (all(is_now(each, now) for each in find(assertion, "saml:Conditions")), "has expired, or is of the future"),
        (statements, "is no sign-in"),
        (all(now < instant(each.get("SessionNotOnOrAfter"), now + 1) for each in statements), "is of a session that is over"),
        (
            any(confirms(each, relay, now) for each in find(assertion, f"{bearer}/saml:SubjectConfirmationData")),
            "is for another sign-in",
        ),
    ):
        if not is_right:
            raise SignInError(f"The provider's SAML assertion {fault}.")
    if relay.is_unsolicited:
        check_unsolicited(assertion, relay, now)


def confirms(data, relay, now):
    """Whether the assertion is for this sign-in. Source: SAML 2.0 Profiles, 4.1.4.3."""
    return (
        data.get("Recipient") == relay.response_url
        and data.get("InResponseTo") == request_id(relay)
        and data.get("NotOnOrAfter") is not None
        and is_now(data, now)
    )


def is_now(element, now):
    begins_at, ends_at = instant(element.get("NotBefore"), now), instant(element.get("NotOnOrAfter"), now + 1)
    return begins_at - SKEW_SECONDS <= now < ends_at


def instant(value, otherwise):
    """Seconds since 1970. Times are UTC. Source: SAML 2.0 Core, 1.3.3."""
    if value is None:
        return otherwise
    found = TIME.fullmatch(value.strip())
    if found is None:
        raise SignInError("The provider's SAML assertion has an unreadable time.")
    try:
        return datetime.fromisoformat(f"{found[1]}+00:00").timestamp()
    except ValueError:
        raise SignInError("The provider's SAML assertion has an unreadable time.") from None


def check_unsolicited(assertion, relay, now):
    """Nobody has asked for the assertion: it must be young, and works once."""
    if find(assertion, "descendant::saml:SubjectConfirmationData/@InResponseTo"):
        raise SignInError("The provider's SAML assertion is for another sign-in.")
    issued_at = instant(assertion.get("IssueInstant"), 0)
    if not now - MOST_AGE_SECONDS <= issued_at < now + SKEW_SECONDS:
        raise SignInError("The provider's SAML assertion was not issued within the last 6 minutes.")
    for key, until in list(_used.items()):
        if until < now:
            _used.pop(key, None)
    key, until = (relay.pool_id, relay.provider, assertion.get("ID")), now + MOST_AGE_SECONDS + SKEW_SECONDS
    if _used.setdefault(key, until) is not until:
        raise SignInError("The provider's SAML assertion has been used already.")


def request_id(relay):
    """None if the sign-in began at the provider."""
    return f"_{relay.provider_nonce}" if relay.provider_nonce else None
