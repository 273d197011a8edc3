"""Reads SAML documents, and a provider's metadata.

Sources: SAML 2.0 Metadata, 2.4; Cognito Developer Guide, "Configuring your third-party SAML identity provider".
"""

import base64

from cryptography import x509
from lxml import etree

from userpools.federation.calls import read
from userpools.federation.responses import SignInError

NAMES = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "md": "urn:oasis:names:tc:SAML:2.0:metadata",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "xenc": "http://www.w3.org/2001/04/xmlenc#",
}
ASSERTION = f"{{{NAMES['saml']}}}Assertion"
# Source: Cognito Developer Guide, "Quotas in Amazon Cognito".
MOST_CHARACTERS = 100_000
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def content_of(fields):
    encoded = fields.get("SAMLResponse", "")
    if not encoded or len(encoded) > MOST_CHARACTERS:
        raise SignInError(f"The provider's response needs a SAMLResponse of at most {MOST_CHARACTERS} characters.")
    try:
        return base64.b64decode(encoded)
    except ValueError:
        raise SignInError("The provider's SAMLResponse is not Base64.") from None


def parse(content):
    """Raises SignInError. Loads nothing and resolves no entities."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        root = etree.fromstring(content, etree.XMLParser(**options))
    except (etree.XMLSyntaxError, ValueError):
        raise SignInError("The provider's SAML document is no XML.") from None
    if root.getroottree().docinfo.doctype:
        raise SignInError("The provider's SAML document has a document type.")
    return root


def find(element, path):
    return element.xpath(path, namespaces=NAMES)


def text(element):
    """All of it: a comment does not end it."""
    return element.xpath("string()").strip()


def metadata_of(provider):
    details = provider["ProviderDetails"]
    content = details.get("MetadataFile", "").encode() or read(details.get("MetadataURL", ""))
    return metadata(content)


def metadata(content):
    """The provider's id, its addresses for sign-in and sign-out, and its certificates. Raises SignInError."""
    root = parse(content)
    entities = find(root, "descendant-or-self::md:EntityDescriptor[md:IDPSSODescriptor]")
    if len(entities) != 1:
        raise SignInError("The provider's metadata must have one identity provider.")
    services = addresses(entities[0], "SingleSignOnService")
    sign_out = next(iter(addresses(entities[0], "SingleLogoutService")), "")
    keys = "md:IDPSSODescriptor/md:KeyDescriptor[not(@use) or @use='signing']/ds:KeyInfo/ds:X509Data/ds:X509Certificate"
    certificates = [certificate(text(each)) for each in find(entities[0], keys)]
    if not services or not certificates:
        raise SignInError("The provider's metadata needs a SingleSignOnService by HTTP-Redirect and a certificate.")
    return {"id": entities[0].get("entityID"), "sign_in": services[0], "sign_out": sign_out, "certificates": certificates}


def addresses(entity, service):
    return find(entity, f"md:IDPSSODescriptor/md:{service}[@Binding='{REDIRECT}']/@Location")


def certificate(text):
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text))
    except ValueError:
        raise SignInError("A certificate of the provider's metadata can't be read.") from None
