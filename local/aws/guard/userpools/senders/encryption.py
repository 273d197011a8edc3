"""Encrypts as Cognito does for custom senders: a message of the AWS Encryption SDK, with a data key of KMS.

Source: AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference", "AWS Encryption SDK algorithms
reference". The suite is 0x0378: AES-256-GCM with a derived key, signed with ECDSA over P-384.
"""

import base64
import os
import struct

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from userpools.senders import keys

SUITE = b"\x03\x78"
IV_LENGTH, TAG_LENGTH, FRAME_LENGTH = 12, 16, 4096
LAST_FRAME = b"\xff\xff\xff\xff"


def encrypt(text, key_arn, context):
    signing_key = ec.generate_private_key(ec.SECP384R1())
    point = signing_key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    context = {**context, "aws-crypto-public-key": base64.b64encode(point).decode()}
    data_key, encrypted_key = keys.generate_data_key(key_arn, context)
    message_id = os.urandom(16)
    cipher = AESGCM(HKDF(hashes.SHA384(), 32, None, SUITE + message_id).derive(data_key))
    head = header(message_id, context, key_arn, encrypted_key)
    zero = bytes(IV_LENGTH)
    signed = head + zero + cipher.encrypt(zero, b"", head) + body(cipher, message_id, text.encode())
    signature = signing_key.sign(signed, ec.ECDSA(hashes.SHA384()))
    return signed + sized(signature)


def header(message_id, context, key_arn, encrypted_key):
    pairs = b"".join(sized(name.encode()) + sized(value.encode()) for name, value in sorted(context.items()))
    return (
        b"\x01\x80"
        + SUITE
        + message_id
        + sized(struct.pack(">H", len(context)) + pairs)
        + struct.pack(">H", 1)
        + b"".join(map(sized, (b"aws-kms", key_arn.encode(), encrypted_key)))
        # Framed, four reserved bytes.
        + b"\x02"
        + bytes(4)
        + struct.pack(">BI", IV_LENGTH, FRAME_LENGTH)
    )


def body(cipher, message_id, content):
    """One frame. A code or a password is shorter than one."""
    number = struct.pack(">I", 1)
    iv = number.rjust(IV_LENGTH, b"\0")
    context = message_id + b"AWSKMSEncryptionClient Final Frame" + number + struct.pack(">Q", len(content))
    return LAST_FRAME + number + iv + struct.pack(">I", len(content)) + cipher.encrypt(iv, content, context)


def sized(content):
    return struct.pack(">H", len(content)) + content
