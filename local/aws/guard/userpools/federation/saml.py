"""SAML providers, by sign-ins that begin at the app.

Sources: SAML 2.0 Profiles, 4.1; Cognito Developer Guide, "SAML session initiation", "Configuring your third-party SAML
identity provider". Requests are not signed, responses not encrypted.
"""

import base64
import re
import zlib
from datetime import datetime, timezone
from xml.sax.saxutils import quoteattr

from userpools.federation.calls import address_of, read
from userpools.federation.responses import SignInError, redirect
from userpools.federation.samldocuments import NAMES, find, metadata, signed, text

PATH = "/saml2/idpresponse"
# Source: Cognito Developer Guide, "Quotas in Amazon Cognito".
MOST_CHARACTERS = 100_000
SKEW_SECONDS = 60
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z?", re.ASCII)


def begin(provider, relay, key, headers):
    """Leads the browser to the provider. Raises SignInError."""
    url = metadata_of(provider)["sign_in"]
    address_of(url)
    request = (
        f'<samlp:AuthnRequest xmlns:samlp="{NAMES["samlp"]}" ID="{request_id(relay)}" Version="2.0"'
        f' IssueInstant="{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}" Destination={quoteattr(url)}'
        f' AssertionConsumerServiceURL={quoteattr(relay.response_url)}'
        ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">'
        f'<saml:Issuer xmlns:saml="{NAMES["saml"]}">{audience(relay)}</saml:Issuer></samlp:AuthnRequest>'
    )
    # Raw deflate. Source: SAML 2.0 Bindings, 3.4.4.1.
    deflated = zlib.compress(request.encode(), wbits=-15)
    parameters = {"SAMLRequest": base64.b64encode(deflated).decode(), "RelayState": key}
    return redirect(url, parameters, headers)


def identity(provider, relay, fields):
    """The provider's id of the user (NameID), and the values of each attribute. Raises SignInError."""
    encoded = fields.get("SAMLResponse", "")
    if not encoded or len(encoded) > MOST_CHARACTERS:
        raise SignInError(f"The provider's response needs a SAMLResponse of at most {MOST_CHARACTERS} characters.")
    try:
        content = base64.b64decode(encoded)
    except ValueError:
        raise SignInError("The provider's SAMLResponse is not Base64.") from None
    known = metadata_of(provider)
    assertion = signed(content, known["certificates"])
    check(assertion, known["id"], relay)
    names = find(assertion, "saml:Subject/saml:NameID")
    if len(names) != 1 or not text(names[0]):
        raise SignInError("The provider's SAML assertion has no NameID.")
    claims = {}
    for attribute in find(assertion, "saml:AttributeStatement/saml:Attribute"):
        values = claims.setdefault(attribute.get("Name"), [])
        values += [text(value) for value in find(attribute, "saml:AttributeValue")]
    return text(names[0]), claims


def check(assertion, issuer, relay):
    now = datetime.now(timezone.utc).timestamp()
    bearer = "saml:Subject/saml:SubjectConfirmation[@Method='urn:oasis:names:tc:SAML:2.0:cm:bearer']"
    audiences = find(assertion, "saml:Conditions/saml:AudienceRestriction/saml:Audience")
    statements = find(assertion, "saml:AuthnStatement")
    for is_right, fault in (
        ([text(each) for each in find(assertion, "saml:Issuer")] == [issuer], "is of another provider"),
        (audience(relay) in [text(each) for each in audiences], "is for another user pool"),
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
    time = TIME.fullmatch(value.strip())
    if time is None:
        raise SignInError("The provider's SAML assertion has an unreadable time.")
    try:
        return datetime.fromisoformat(f"{time[1]}+00:00").timestamp()
    except ValueError:
        raise SignInError("The provider's SAML assertion has an unreadable time.") from None


def metadata_of(provider):
    details = provider["ProviderDetails"]
    content = details.get("MetadataFile", "").encode() or read(details.get("MetadataURL", ""))
    return metadata(content)


def audience(relay):
    return f"urn:amazon:cognito:sp:{relay.pool_id}"


def request_id(relay):
    return f"_{relay.provider_nonce}"
