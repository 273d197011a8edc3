"""Requests to SAML providers, which the browser carries in an address.

Source: SAML 2.0 Bindings, 3.4.4.1 (deflated, and signed over the parameters in this order).
"""

import base64
import zlib
from datetime import datetime, timezone
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from userpools.federation import samlkeys
from userpools.federation.calls import address_of
from userpools.federation.responses import redirect
from userpools.federation.samldocuments import NAMES

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def issuer_of(pool_id):
    """The pool's name at providers, which is the audience of their responses."""
    return f"urn:amazon:cognito:sp:{pool_id}"


def lead(pool, url, message, key, signs, headers):
    """Leads the browser to the provider. Raises SignInError. key: comes back with the response"""
    address_of(url)
    deflated = zlib.compress(message.encode(), wbits=-15)
    parameters = {"SAMLRequest": base64.b64encode(deflated).decode(), "RelayState": key}
    if signs:
        parameters["SigAlg"] = RSA_SHA256
        signed = urlencode(parameters).encode()
        signature = samlkeys.private_key(pool, samlkeys.SIGNING).sign(signed, padding.PKCS1v15(), hashes.SHA256())
        parameters["Signature"] = base64.b64encode(signature).decode()
    return redirect(url, parameters, headers)


def write(kind, pool_id, id, url, attributes, content=""):
    """A message of a kind, such as AuthnRequest. attributes, content: XML"""
    return (
        f'<samlp:{kind} xmlns:samlp="{NAMES["samlp"]}" xmlns:saml="{NAMES["saml"]}" ID="{id}" Version="2.0"'
        f' IssueInstant="{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}" Destination={quoteattr(url)}{attributes}>'
        f"<saml:Issuer>{issuer_of(pool_id)}</saml:Issuer>{content}</samlp:{kind}>"
    )
