"""Decrypts the assertion of a SAML response. Source: XML Encryption Syntax and Processing 1.1, 5.2, 5.5."""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from userpools.federation.responses import SignInError
from userpools.federation.samldocuments import ASSERTION, find, parse, text

ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#"
# How the key is encrypted: with SHA-1, which this algorithm fixes, as most providers do.
OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
KEY_ALGORITHM = f"{ENCRYPTION}rsa-oaep-mgf1p"
# Bytes of the key, by algorithm.
CBC = {f"{ENCRYPTION}aes128-cbc": 16, f"{ENCRYPTION}aes256-cbc": 32}
GCM = {f"http://www.w3.org/2009/xmlenc11#aes{bits}-gcm": bits // 8 for bits in (128, 256)}
# Bytes of a block of AES.
BLOCK = 16
DATA = "xenc:EncryptedData"
FAULT = "The provider's SAML assertion is not encrypted for this user pool."


def decrypted(encrypted, key):
    """The assertion within an EncryptedAssertion. Raises SignInError."""
    try:
        data, wrapped = only(encrypted, DATA), only(encrypted, f"{DATA}/ds:KeyInfo/xenc:EncryptedKey | xenc:EncryptedKey")
        if algorithm_of(wrapped) != KEY_ALGORITHM:
            raise ValueError
        content = plain(algorithm_of(data), key.decrypt(value_of(wrapped), OAEP), value_of(data))
        assertion = parse(content)
    except (ValueError, InvalidTag, SignInError):
        # One fault for all, so that it tells nothing about the key.
        raise SignInError(FAULT) from None
    if assertion.tag != ASSERTION:
        raise SignInError(FAULT)
    return assertion


def plain(algorithm, key, content):
    if len(key) != {**CBC, **GCM}.get(algorithm):
        raise ValueError
    if algorithm in GCM:
        return AESGCM(key).decrypt(content[:12], content[12:], None)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(content[:BLOCK])).decryptor()
    padded = decryptor.update(content[BLOCK:]) + decryptor.finalize()
    # Only the last byte of the padding says something.
    if not padded or not 1 <= padded[-1] <= BLOCK:
        raise ValueError
    return padded[: -padded[-1]]


def algorithm_of(element):
    return only(element, "xenc:EncryptionMethod").get("Algorithm")


def value_of(element):
    return base64.b64decode(text(only(element, "xenc:CipherData/xenc:CipherValue")))


def only(element, path):
    found = find(element, path)
    if len(found) != 1:
        raise ValueError
    return found[0]
