"""A client's secrets, of which it may have two, so that one can be replaced without a gap.

Sources: API Reference, "AddUserPoolClientSecret", "DeleteUserPoolClientSecret", "ListUserPoolClientSecrets". MiniStack knows
one, `ClientSecret`; here are the others, and each is accepted wherever it accepts its own. All are of letters and digits,
as the API's pattern wants them; MiniStack's may have others.
"""

import base64
import hashlib
import hmac
import secrets
import string

from ministack.services import cognito
from userpools.rules import CognitoError, around, attributes_of, lock, serves

# Key of a pool's record: the secrets of each client, oldest first.
KEY = "_palisade_client_secrets"
MOST = 2
CHARACTERS = string.ascii_letters + string.digits
_authenticate = cognito._authenticate_client
_validate_hash = cognito._validate_client_secret_hash


@serves("AddUserPoolClientSecret")
def add(call):
    with lock:
        own = of(call)
        if len(own) >= MOST:
            raise CognitoError("LimitExceededException", f"An app client can have {MOST} secrets.")
        value = call.data.get("ClientSecret") or generate()
        secret = new(value)
        own.append(secret)
    # Whoever brings the value knows it.
    generated = {} if call.data.get("ClientSecret") else {"ClientSecretValue": value}
    return {"ClientSecretDescriptor": {**described(secret), **generated}}


@serves("ListUserPoolClientSecrets")
def list_secrets(call):
    return {"ClientSecrets": [described(secret) for secret in of(call)]}


@serves("DeleteUserPoolClientSecret")
def delete(call):
    with lock:
        own = of(call)
        left = [secret for secret in own if secret["id"] != call.data["ClientSecretId"]]
        if len(left) == len(own):
            raise CognitoError("ResourceNotFoundException", "The client secret does not exist.")
        if not left:
            raise CognitoError("InvalidParameterException", "The last client secret cannot be deleted.")
        own[:] = left
        call.client["ClientSecret"] = left[0]["value"]


@around("DeleteUserPoolClient")
def forget(call, proceed):
    output = proceed()
    call.pool.get(KEY, {}).pop(call.data["ClientId"], None)
    return output


def of(call):
    """The stored secrets of a client, which changes change."""
    client = call.client
    if client is None:
        raise CognitoError("ResourceNotFoundException", f"User pool client {call.client_id} does not exist.")
    if not client.get("ClientSecret"):
        raise CognitoError("InvalidParameterException", "The app client has no secret. Create it with GenerateSecret.")
    first = {**new(client["ClientSecret"]), "created": client["CreationDate"]}
    return call.pool.setdefault(KEY, {}).setdefault(client["ClientId"], [first])


def generate():
    """In place of MiniStack's, most of which have characters that Cognito refuses where clients send their secret."""
    return "".join(secrets.choice(CHARACTERS) for _ in range(51))


def new(value):
    return {"id": cognito.new_uuid(), "value": value, "created": cognito._now_epoch()}


def described(secret):
    return {"ClientSecretId": secret["id"], "ClientSecretCreateDate": secret["created"]}


def values(client):
    """All secrets of a client; none if it is public."""
    pool = cognito._get_pool_unscoped(client["UserPoolId"]) or {}
    stored = pool.get(KEY, {}).get(client["ClientId"])
    first = client.get("ClientSecret")
    return [secret["value"] for secret in stored] if stored else [first] if first else []


def is_secret(client, given):
    """Whether a client proves itself. A public one does so without a secret."""
    own = values(client) or [""]
    # All are compared, so that the time tells nothing.
    return any([hmac.compare_digest(secret.encode(), str(given or "").encode()) for secret in own])


def authenticate(headers, form):
    """The client's id, and MiniStack's secret if one of its secrets was sent."""
    client_id, given = _authenticate(headers, form)
    client = cognito._find_pool_by_client_id(client_id)[2]
    if client and is_secret(client, given):
        return client_id, client.get("ClientSecret") or ""
    return client_id, given


def validate_hash(operation, data):
    refusal = _validate_hash(operation, data)
    parameter = cognito._SECRET_HASH_PARAMETERS.get(operation)
    if refusal is None or parameter is None:
        return refusal
    parameters = data.get(parameter) or {} if parameter else data
    given = parameters.get("SECRET_HASH" if parameter else "SecretHash")
    client_id = str(data.get("ClientId"))
    _, pool, client = cognito._find_pool_by_client_id(client_id)
    name = hashed_name(pool, client_id, data, parameters) if client else None
    if not isinstance(name, str) or not isinstance(given, str):
        return refusal
    expected = [hash_of(secret, name + client_id) for secret in values(client)]
    return None if any([hmac.compare_digest(each, given.encode()) for each in expected]) else refusal


def hashed_name(pool, client_id, data, parameters):
    """The name in the hash, as MiniStack determines it."""
    if data.get("AuthFlow") not in ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"):
        return parameters.get("USERNAME", parameters.get("Username"))
    user, refusal = cognito._refresh_auth_user(pool, pool["Id"], client_id, parameters.get("REFRESH_TOKEN", ""))
    if refusal:
        return None
    return attributes_of(user).get("sub") if pool.get("UsernameAttributes") else user["Username"]


def hash_of(secret, text):
    return base64.b64encode(hmac.new(secret.encode(), text.encode(errors="replace"), hashlib.sha256).digest())


cognito._client_secret = generate
cognito._authenticate_client = authenticate
cognito._validate_client_secret_hash = validate_hash
