"""The first factor WEB_AUTHN."""

import json
import secrets

from userpools.passkeys import credentials
from userpools.passkeys.credentials import Refused
from userpools.passkeys.party import must_verify, relying_party
from userpools.passkeys.registration import of
from userpools.rules import CognitoError, attributes_of, lock
from userpools.signin import sessions

WRONG = CognitoError("NotAuthorizedException", "The passkey was not accepted.")


def usable(pool, user):
    """The user's passkeys. Those of another relying party are void."""
    party = relying_party(pool)
    return [each for each in of(user) if each["party"] == party]


def ask(sign_in):
    challenge = secrets.token_urlsafe(32)
    options = {
        "challenge": challenge,
        "timeout": (sign_in.client.get("AuthSessionValidity") or sessions.DEFAULT_MINUTES) * 60_000,
        "rpId": relying_party(sign_in.pool),
        "allowCredentials": [
            {"type": "public-key", "id": each["id"], "transports": each["transports"]}
            for each in usable(sign_in.pool, sign_in.user)
        ],
        "userVerification": "required" if must_verify(sign_in.pool) else "preferred",
    }
    parameters = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps(options, separators=(",", ":"))}
    return sessions.ask(sign_in, "WEB_AUTHN", parameters, challenge=challenge)


def check(sign_in, responses):
    """Refuses anything but a fresh signature by one of the user's passkeys. The challenge is used up either way."""
    if not responses.get("CREDENTIAL"):
        raise CognitoError("InvalidParameterException", "Missing required parameter CREDENTIAL")
    try:
        verify(sign_in, json.loads(responses["CREDENTIAL"]))
    except (Refused, ValueError, TypeError, AttributeError):
        raise WRONG from None


def verify(sign_in, credential):
    response, party = credential.get("response") or {}, relying_party(sign_in.pool)
    client_data = credentials.read_client_data(response.get("clientDataJSON"), "webauthn.get")
    if client_data.challenge != sign_in.data["challenge"]:
        raise Refused("challenge", "another challenge")
    credentials.check_origin(client_data.origin, party)
    data = credentials.read_authenticator_data(credentials.bytes_of(response.get("authenticatorData")))
    credentials.check(data, party, must_verify(sign_in.pool))
    own = {each["id"]: each for each in usable(sign_in.pool, sign_in.user)}
    passkey = own.get(credential.get("id"))
    handle = response.get("userHandle")
    sub = credentials.text_of(attributes_of(sign_in.user)["sub"].encode())
    if passkey is None or credential.get("rawId") != passkey["id"] or handle not in (None, "", sub):
        raise Refused("user", "another user's passkey")
    credentials.verify(passkey["key"], credentials.bytes_of(response.get("signature")), data, client_data)
    with lock:
        # A counter that does not grow is of a copy. Authenticators without one send 0.
        if (data.counter or passkey["counter"]) and data.counter <= passkey["counter"]:
            raise Refused("counter", "a copy")
        passkey["counter"] = data.counter
