"""The key in KMS that encrypts codes for a pool's senders."""

import base64
import json

from ministack import app as ministack
from userpools.rules import CognitoError, lock


def generate_data_key(key_arn, context):
    """A new data key, and the same encrypted."""
    kms = ministack._get_module("kms")
    ensure(kms, key_arn)
    status, _, body = kms._generate_data_key({"KeyId": key_arn, "EncryptionContext": context})
    if status != 200:
        message = json.loads(body).get("message", "")
        raise CognitoError("InvalidParameterException", f"KMSKeyID: {message}")
    key = json.loads(body)
    return base64.b64decode(key["Plaintext"]), base64.b64decode(key["CiphertextBlob"])


def ensure(kms, key_arn):
    """A stack's keys have only names here. The first use makes this one a key."""
    reference = kms._key_ref_from_arn(key_arn)
    with lock:
        if reference is None or reference[0] != "key" or reference[1] in kms._keys:
            return
        created = json.loads(kms._create_key({"Description": "custom senders"})[2])["KeyMetadata"]
        record = kms._keys.pop(created["KeyId"])
        kms._keys[reference[1]] = {**record, "KeyId": reference[1], "Arn": key_arn}
