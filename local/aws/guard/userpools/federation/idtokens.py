"""Verifies the ID tokens of OpenID Connect providers.

Sources: OpenID Connect Core 1.0, 3.1.3.7; Cognito Developer Guide, "Using OIDC identity providers with a user pool" (the
token and its key have a `kid`).
"""

import base64
import json
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from userpools.federation.responses import SignInError

# By algorithm: the key's type, and what to verify with. Others, such as `none` and HS256, are refused.
ALGORITHMS = {
    "RS256": ("RSA", hashes.SHA256),
    "RS384": ("RSA", hashes.SHA384),
    "RS512": ("RSA", hashes.SHA512),
    "ES256": ("EC", hashes.SHA256),
}
LEAST_RSA_BITS = 2048
# How far clocks may differ.
SKEW_SECONDS = 60


def verified_claims(token, keys, issuer, client_id, nonce):
    """The claims of a token that this provider has issued for this sign-in. Raises SignInError."""
    try:
        header, payload, signature = token.split(".")
        head, claims = json.loads(decode(header)), json.loads(decode(payload))
        kid, algorithm = head["kid"], head["alg"]
        key = next(key for key in keys if key.get("kid") == kid)
        verify(algorithm, key, decode(signature), f"{header}.{payload}".encode())
    except (InvalidSignature, StopIteration, KeyError, TypeError, ValueError, AttributeError):
        raise SignInError("The signature of the provider's ID token is not valid.") from None
    check(claims, issuer, client_id, nonce)
    return claims


def verify(algorithm, key, signature, signed):
    type, hash = ALGORITHMS[algorithm]
    if key["kty"] != type or key.get("use", "sig") != "sig" or key.get("alg", algorithm) != algorithm:
        raise ValueError
    if type == "RSA":
        public = rsa.RSAPublicNumbers(integer(key["e"]), integer(key["n"])).public_key()
        if public.key_size < LEAST_RSA_BITS:
            raise ValueError
        public.verify(signature, signed, padding.PKCS1v15(), hash())
    else:
        if key["crv"] != "P-256" or len(signature) != 64:
            raise ValueError
        point = ec.EllipticCurvePublicNumbers(integer(key["x"]), integer(key["y"]), ec.SECP256R1())
        pair = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        point.public_key().verify(encode_dss_signature(*pair), signed, ec.ECDSA(hash()))


def check(claims, issuer, client_id, nonce):
    now = time.time()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    is_mine = client_id in audiences and claims.get("azp", client_id) == client_id
    expires_at, issued_at = claims.get("exp"), claims.get("iat")
    for is_right, fault in (
        (claims.get("iss") == issuer, "is of another issuer"),
        (is_mine and (len(audiences) == 1 or "azp" in claims), "is for another client"),
        (is_number(expires_at) and now < expires_at, "has expired"),
        (is_number(issued_at) and issued_at < now + SKEW_SECONDS, "is of the future"),
        (claims.get("nonce") == nonce, "is of another sign-in"),
        (isinstance(claims.get("sub"), str) and claims["sub"] != "", "has no sub"),
    ):
        if not is_right:
            raise SignInError(f"The provider's ID token {fault}.")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def integer(text):
    return int.from_bytes(decode(text), "big")


def decode(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
