"""Reads and verifies what a browser returns for a passkey. It knows nothing of user pools."""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from userpools.passkeys.cbor import decode

ES256, RS256 = -7, -257
PRESENT, VERIFIED, MAY_BE_BACKED_UP, BACKED_UP, HAS_KEY, HAS_EXTENSIONS = 1, 4, 8, 16, 64, 128
LEAST_RSA_BITS = 2048
MOST_CHARACTERS = 65_536


class Refused(Exception):
    """`part` is what is wrong: the form, the challenge, the origin, the party, the user, the key or the signature."""

    def __init__(self, part, message):
        super().__init__(message)
        self.part = part


@dataclass
class ClientData:
    """What the browser says. `content` is what the authenticator signs."""

    content: bytes
    type: str
    challenge: str
    origin: str


@dataclass
class AuthenticatorData:
    """What the authenticator says. `key` and `credential_id` are there at a registration only."""

    content: bytes
    party_hash: bytes
    flags: int
    counter: int
    credential_id: bytes | None = None
    key: dict | None = None


def bytes_of(text):
    """Decodes base64url without padding."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise Refused("form", "is not base64url")
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        raise Refused("form", "is not base64url") from None
    return content


def text_of(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read_client_data(text, type):
    content = bytes_of(text)
    try:
        data = json.loads(content)
        read = ClientData(content, data["type"], data["challenge"], data["origin"])
    except (ValueError, KeyError, TypeError):
        raise Refused("form", "clientDataJSON is not valid") from None
    if read.type != type or not isinstance(read.challenge, str) or not isinstance(read.origin, str):
        raise Refused("form", f"clientDataJSON is not of {type}")
    if data.get("crossOrigin"):
        raise Refused("origin", "A page of another origin has embedded the app")
    return read


def check_origin(origin, party):
    """A page of the relying party or of a subdomain, with TLS unless it is on this machine."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    is_secure = parts.scheme == "https" or parts.scheme == "http" and host == "localhost"
    if not is_secure or not (host == party or host.endswith("." + party)):
        raise Refused("origin", f"{origin} is not an origin of {party}")


def read_authenticator_data(content):
    if len(content) < 37:
        raise Refused("form", "authenticatorData is too short")
    party_hash, flags, counter = struct.unpack(">32sBI", content[:37])
    data, at = AuthenticatorData(content, party_hash, flags, counter), 37
    try:
        if flags & HAS_KEY:
            length = int.from_bytes(content[53:55], "big")
            data.credential_id, at = content[55 : 55 + length], 55 + length
            data.key, at = decode(content, at)
        if flags & HAS_EXTENSIONS:
            _, at = decode(content, at)
    except ValueError:
        raise Refused("form", "authenticatorData is not valid") from None
    if at != len(content) or flags & BACKED_UP and not flags & MAY_BE_BACKED_UP:
        raise Refused("form", "authenticatorData is not valid")
    return data


def check(data, party, must_verify):
    """The relying party that the authenticator spoke to, and whether the user was there."""
    if data.party_hash != hashlib.sha256(party.encode()).digest():
        raise Refused("party", "The credential is of another relying party")
    if not data.flags & PRESENT:
        raise Refused("user", "The user was not present")
    if must_verify and not data.flags & VERIFIED:
        raise Refused("user", "The authenticator did not verify the user")


def read_attestation(text):
    """The authenticator's data at a registration. No attestation is asked for, so none is checked."""
    content = bytes_of(text)
    try:
        attestation, end = decode(content)
        data = attestation["authData"]
    except (ValueError, KeyError, TypeError):
        raise Refused("form", "attestationObject is not valid") from None
    if end != len(content) or not isinstance(data, bytes):
        raise Refused("form", "attestationObject is not valid")
    read = read_authenticator_data(data)
    if not read.credential_id or len(read.credential_id) > 1023:
        raise Refused("form", "attestationObject has no credential")
    return read


def public_key(cose):
    """The key of a credential as DER in base64. Source: RFC 9053 (COSE algorithms), RFC 8230 (RSA)."""
    try:
        key = parse_key(cose)
    except (ValueError, TypeError, KeyError):
        raise Refused("key", "The credential's key is not valid") from None
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, form)).decode()


def parse_key(cose):
    if (cose[1], cose[3]) == (2, ES256) and cose[-1] == 1:
        x, y = (int.from_bytes(cose[name], "big") for name in (-2, -3))
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    if (cose[1], cose[3]) == (3, RS256):
        n, e = (int.from_bytes(cose[name], "big") for name in (-1, -2))
        if n.bit_length() < LEAST_RSA_BITS:
            raise ValueError("too short")
        return rsa.RSAPublicNumbers(e, n).public_key()
    raise ValueError("another algorithm")


def verify(key, signature, data, client_data):
    """Checks an assertion's signature."""
    public = serialization.load_der_public_key(base64.b64decode(key))
    signed = data.content + hashlib.sha256(client_data.content).digest()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, signed, padding.PKCS1v15(), SHA256())
        else:
            public.verify(signature, signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise Refused("signature", "The signature is wrong") from None
