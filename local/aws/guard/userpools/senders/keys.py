"""The key in KMS that encrypts codes for a pool's senders."""

import base64
import json

from ministack import app as ministack
from userpools import relay
from userpools.rules import CognitoError, lock


def generate_data_key(key_arn, context):
    """A new data key, and the same encrypted. That of a replica comes from the replica's region."""
    region = relay.region_of(key_arn)
    key = relay.ask(region, "data_key", key_arn, context) if region else generate(key_arn, context)
    if "Plaintext" not in key:
        raise CognitoError("InvalidParameterException", f"KMSKeyID: {key.get('message', '')}")
    return base64.b64decode(key["Plaintext"]), base64.b64decode(key["CiphertextBlob"])


def generate(key_arn, context):
    """The response of KMS."""
    kms = ministack._get_module("kms")
    ensure(kms, key_arn)
    return json.loads(kms._generate_data_key({"KeyId": key_arn, "EncryptionContext": context})[2])


def ensure(kms, key_arn):
    """A stack's keys have only names here. The first use makes this one a key."""
    reference = kms._key_ref_from_arn(key_arn)
    with lock:
        if reference is None or reference[0] != "key" or reference[1] in kms._keys:
            return
        created = json.loads(kms._create_key({"Description": "custom senders"})[2])["KeyMetadata"]
        record = kms._keys.pop(created["KeyId"])
        kms._keys[reference[1]] = {**record, "KeyId": reference[1], "Arn": key_arn}
