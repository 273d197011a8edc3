"""SAML providers.

Sources: SAML 2.0 Profiles, 4.1; Cognito Developer Guide, "SAML session initiation", "Configuring your third-party SAML
identity provider", "SAML signing and encryption".
"""

from xml.sax.saxutils import quoteattr

from userpools.federation import samlkeys, samlresponses
from userpools.federation.attributes import Identity
from userpools.federation.details import is_set
from userpools.federation.responses import SignInError
from userpools.federation.samlconditions import check, request_id
from userpools.federation.samldocuments import content_of, find, metadata_of, text
from userpools.federation.samllogout import Session
from userpools.federation.samlrequests import lead, write

PATH = "/saml2/idpresponse"


def begin(provider, relay, key, headers):
    """Leads the browser to the provider. Raises SignInError."""
    url = metadata_of(provider)["sign_in"]
    attributes = (
        f" AssertionConsumerServiceURL={quoteattr(relay.response_url)}"
        ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
    )
    message = write("AuthnRequest", relay.pool_id, request_id(relay), url, attributes)
    signs = bool(provider["ProviderDetails"].get("RequestSigningAlgorithm"))
    return lead(relay.request.pool, url, message, key, signs, headers)


def identity(provider, relay, fields):
    """Raises SignInError."""
    known = metadata_of(provider)
    key = samlkeys.private_key(relay.request.pool, provider["ProviderName"]) if is_set(provider, "EncryptedResponses") else None
    assertion = samlresponses.assertion(content_of(fields), known["certificates"], relay.response_url, key)
    check(assertion, known["id"], relay)
    names = find(assertion, "saml:Subject/saml:NameID")
    if len(names) != 1 or not text(names[0]):
        raise SignInError("The provider's SAML assertion has no NameID.")
    claims = {}
    for attribute in find(assertion, "saml:AttributeStatement/saml:Attribute"):
        values = claims.setdefault(attribute.get("Name"), [])
        values += [text(value) for value in find(attribute, "saml:AttributeValue")]
    return Identity(text(names[0]), claims, Session.of(names[0], find(assertion, "saml:AuthnStatement")[0]))
