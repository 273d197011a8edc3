"""What a SAML provider has signed.

Sources: SAML 2.0 Core, 5; SAML 2.0 Bindings, 3.5.5.2 (the destination). Signatures are verified by signxml, which returns the
signed element alone. What surrounds it may be anybody's.
"""

from lxml import etree
from signxml import SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

from userpools.federation.responses import SignInError
from userpools.federation.samldocuments import ASSERTION, NAMES, find, parse
from userpools.federation.samlencryption import decrypted

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
    }
)


def assertion(content, certificates, address, key=None):
    """The assertion that the provider has signed, alone or with its response. Raises SignInError.

    address: that the response is sent to. key: that the assertion is encrypted for; None for a plain one
    """
    root = read(content, "Response", address)
    if key is None:
        place = "./" if find(root, "ds:Signature") else f"./{ASSERTION}/"
        check_alone(root)
        return inside(verified(content, certificates, place))
    sealed = find(root, "saml:EncryptedAssertion")
    if len(sealed) != 1 or find(root, "descendant::saml:Assertion"):
        raise SignInError("The provider's SAML response must have one assertion, which is encrypted.")
    opened = decrypted(sealed[0], key)
    if not find(opened, "ds:Signature"):
        # The response was signed after its assertion was encrypted. Only what is signed counts.
        signed = find(verified(content, certificates, "./"), "self::samlp:Response/saml:EncryptedAssertion")
        return inside(decrypted(signed[0], key) if len(signed) == 1 else root)
    return inside(verified(etree.tostring(opened), certificates, "./"))


def read(content, kind, address):
    """The root of a response. Raises SignInError."""
    root = parse(content)
    if root.tag != f"{{{NAMES['samlp']}}}{kind}":
        raise SignInError(f"The provider's SAML document is no {kind}.")
    if root.get("Destination", address) != address:
        raise SignInError("The provider's SAML response is for another address.")
    if find(root, "samlp:Status/samlp:StatusCode/@Value") != [SUCCESS]:
        raise SignInError("The provider has refused the request.", "access_denied")
    return root


def check_alone(root):
    if find(root, "saml:EncryptedAssertion"):
        raise SignInError("The provider's SAML assertion is encrypted, but EncryptedResponses is not set.")
    if len(find(root, "descendant::saml:Assertion")) != 1:
        # The signed one could be hidden beside another one.
        raise SignInError("The provider's SAML response must have one assertion.")


def inside(element):
    """The assertion that a signed element is, or has."""
    found = find(element, "self::saml:Assertion | self::samlp:Response/saml:Assertion")
    if len(found) != 1 or len(find(element, "descendant-or-self::saml:Assertion")) != 1:
        raise SignInError("The provider's SAML response has no signed assertion.")
    return found[0]


def verified(content, certificates, place):
    """The signed element. Raises SignInError. place: of the signature's parent"""
    configuration = SignatureConfiguration(location=place, signature_methods=METHODS)
    for each in certificates:
        try:
            return XMLVerifier().verify(content, x509_cert=each, expect_config=configuration).signed_xml
        except (SignXMLException, etree.LxmlError, ValueError, TypeError):
            continue
    raise SignInError("The signature of the provider's SAML response is not valid.")
