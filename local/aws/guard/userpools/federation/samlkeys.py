"""The RSA keys of a pool and of its SAML providers, and their certificates.

The pool's key signs what it sends to providers; each provider has a key of its own to encrypt for. Source: Cognito Developer
Guide, "SAML signing and encryption".
"""

import base64
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from userpools.rules import lock, serves

KEY = "_palisade_saml_keys"
SIGNING = ""
YEARS = timedelta(days=3650)


@serves("GetSigningCertificate")
def signing_certificate(call):
    return {"Certificate": certificate(call.pool, SIGNING)}


def private_key(pool, owner):
    """owner: the name of a provider; SIGNING for the pool's own key"""
    return serialization.load_pem_private_key(stored(pool, owner)["key"].encode(), None)


def certificate(pool, owner):
    """Base64 of the DER form."""
    return stored(pool, owner)["certificate"]


def stored(pool, owner):
    with lock:
        keys = pool.setdefault(KEY, {})
        if owner not in keys:
            keys[owner] = new(pool["Id"])
        return keys[owner]


def new(pool_id):
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, pool_id)])
    now = datetime.now(timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + YEARS)
    der = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {"key": key.private_bytes(*form).decode(), "certificate": base64.b64encode(der).decode()}
