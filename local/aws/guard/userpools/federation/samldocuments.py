"""Reads SAML documents: a provider's metadata, and what a provider has signed.

Sources: SAML 2.0 Metadata, 2.4; SAML 2.0 Core, 5; Cognito Developer Guide, "Configuring your third-party SAML identity
provider". Signatures are verified by signxml, which returns the signed element alone.
"""

import base64

from cryptography import x509
from lxml import etree
from signxml import SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

from userpools.federation.responses import SignInError

NAMES = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "md": "urn:oasis:names:tc:SAML:2.0:metadata",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
ASSERTION, RESPONSE = (f"{{{NAMES[space]}}}{tag}" for space, tag in (("saml", "Assertion"), ("samlp", "Response")))
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
    }
)
INVALID = "The signature of the provider's SAML response is not valid."


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


def metadata(content):
    """The provider's id, its address for sign-in and its certificates. Raises SignInError."""
    root = parse(content)
    entities = find(root, "descendant-or-self::md:EntityDescriptor[md:IDPSSODescriptor]")
    if len(entities) != 1:
        raise SignInError("The provider's metadata must have one identity provider.")
    services = find(entities[0], f"md:IDPSSODescriptor/md:SingleSignOnService[@Binding='{REDIRECT}']/@Location")
    keys = "md:IDPSSODescriptor/md:KeyDescriptor[not(@use) or @use='signing']/ds:KeyInfo/ds:X509Data/ds:X509Certificate"
    certificates = [certificate(text(each)) for each in find(entities[0], keys)]
    if not services or not certificates:
        raise SignInError("The provider's metadata needs a SingleSignOnService by HTTP-Redirect and a certificate.")
    return {"id": entities[0].get("entityID"), "sign_in": services[0], "certificates": certificates}


def certificate(text):
    try:
        return x509.load_der_x509_certificate(base64.b64decode(text))
    except ValueError:
        raise SignInError("A certificate of the provider's metadata can't be read.") from None


def signed(content, certificates):
    """The assertion that the provider has signed, alone or with its response. What surrounds it may be anybody's.

    Raises SignInError.
    """
    root = parse(content)
    if root.tag != RESPONSE or find(root, "saml:EncryptedAssertion"):
        raise SignInError("The provider's SAML response must have a plain assertion; encrypted ones are not served locally.")
    if any(value != SUCCESS for value in find(root, "samlp:Status/samlp:StatusCode/@Value")):
        raise SignInError("The provider has refused the sign-in.", "access_denied")
    if len(find(root, "descendant::saml:Assertion")) != 1:
        # The signed one could be hidden beside another one.
        raise SignInError("The provider's SAML response must have one assertion.")
    place = "./" if find(root, "ds:Signature") else f"./{ASSERTION}/"
    configuration = SignatureConfiguration(location=place, signature_methods=METHODS)
    for each in certificates:
        try:
            element = XMLVerifier().verify(content, x509_cert=each, expect_config=configuration).signed_xml
        except (SignXMLException, etree.LxmlError, ValueError, TypeError):
            continue
        assertions = [element] if element.tag == ASSERTION else find(element, "self::samlp:Response/saml:Assertion")
        if len(assertions) == 1:
            return assertions[0]
    raise SignInError(INVALID)
