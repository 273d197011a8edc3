"""A signed-in user's passkeys."""

import secrets
import time

from ministack.services import cognito
from userpools.passkeys import credentials
from userpools.passkeys.credentials import ES256, RS256, Refused
from userpools.passkeys.party import must_verify, relying_party
from userpools.rules import CognitoError, attributes_of, lock, serves
from userpools.settings import mfa

# Key of a user's record.
PASSKEYS = "_palisade_passkeys"
# Cognito Developer Guide, "Quotas in Amazon Cognito".
MOST = 20
# In seconds.
TIMEOUT = 60
TRANSPORTS = {"ble", "hybrid", "internal", "nfc", "smart-card", "usb"}
ERRORS = {
    "challenge": "WebAuthnChallengeNotFoundException",
    "origin": "WebAuthnOriginNotAllowedException",
    "party": "WebAuthnRelyingPartyMismatchException",
    "key": "WebAuthnCredentialNotSupportedException",
}
# Registrations that have begun: the pool, the user's sub, the client and the end, by challenge.
_begun = {}


def of(user):
    return user.setdefault(PASSKEYS, [])


@serves("StartWebAuthnRegistration")
def start(call):
    check_enabled(call.pool)
    party = relying_party(call.pool)
    if party is None:
        raise CognitoError("WebAuthnConfigurationMissingException", "The user pool has no relying party.")
    user = call.user
    check_number(user)
    challenge, sub = secrets.token_urlsafe(32), attributes_of(user)["sub"]
    forget_expired()
    _begun[challenge] = call.pool["Id"], sub, call.client_id, time.time() + TIMEOUT
    name = cognito._template_username(call.pool, user["Username"], attributes_of(user))
    options = {
        "rp": {"id": party, "name": party},
        "user": {"id": credentials.text_of(sub.encode()), "name": name, "displayName": name},
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in (ES256, RS256)],
        "timeout": TIMEOUT * 1000,
        "excludeCredentials": [{"type": "public-key", "id": each["id"]} for each in of(user)],
        "authenticatorSelection": {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": "required" if must_verify(call.pool) else "preferred",
        },
    }
    return {"CredentialCreationOptions": options}


def check_enabled(pool):
    if "WEB_AUTHN" not in mfa.first_factors(pool):
        raise CognitoError("WebAuthnNotEnabledException", "Passkeys are not enabled for the user pool.")


def check_number(user):
    if len(of(user)) >= MOST:
        raise CognitoError("LimitExceededException", f"A user can have {MOST} passkeys.")


def forget_expired():
    now = time.time()
    for challenge, (*_, end) in list(_begun.items()):
        if end <= now:
            _begun.pop(challenge, None)


@serves("CompleteWebAuthnRegistration")
def complete(call):
    check_enabled(call.pool)
    check_number(call.user)
    try:
        passkey = registered(call, call.data["Credential"])
    except Refused as refused:
        raise CognitoError(ERRORS.get(refused.part, "InvalidParameterException"), str(refused)) from None
    with lock:
        check_number(call.user)
        if any(each["id"] == passkey["id"] for user in call.pool["_users"].values() for each in of(user)):
            raise CognitoError("InvalidParameterException", "The credential is registered already.")
        of(call.user).append(passkey)


def registered(call, credential):
    response = credential.get("response")
    if not isinstance(response, dict) or credential.get("type") != "public-key":
        raise Refused("form", "Credential is not a public-key credential")
    client_data = credentials.read_client_data(response.get("clientDataJSON"), "webauthn.create")
    take_challenge(call, client_data.challenge)
    party = relying_party(call.pool)
    credentials.check_origin(client_data.origin, party)
    data = credentials.read_attestation(response.get("attestationObject"))
    credentials.check(data, party, must_verify(call.pool))
    id = credentials.text_of(data.credential_id)
    if credential.get("id") != id or credential.get("rawId") != id:
        raise Refused("form", "The id is not that of the credential")
    transports = response.get("transports") or []
    return {
        "id": id,
        "key": credentials.public_key(data.key),
        "counter": data.counter,
        "party": party,
        "attachment": credential.get("authenticatorAttachment"),
        "transports": sorted(TRANSPORTS.intersection(each for each in transports if isinstance(each, str))),
        "created": cognito._now_epoch(),
    }


def take_challenge(call, challenge):
    """Uses up the challenge, which is of one user and one client."""
    with lock:
        pool_id, sub, client_id, end = _begun.get(challenge, ("", "", "", 0))
        if (pool_id, sub) != (call.pool["Id"], attributes_of(call.user)["sub"]):
            raise Refused("challenge", "The challenge does not exist or was used")
        del _begun[challenge]
    if time.time() >= end:
        raise Refused("challenge", "The challenge has expired")
    if client_id != call.client_id:
        raise CognitoError("WebAuthnClientMismatchException", "The registration was begun with another app client.")


@serves("ListWebAuthnCredentials")
def list_credentials(call):
    most, start = call.data.get("MaxResults") or MOST, int(call.data.get("NextToken") or 0)
    page = of(call.user)[start : start + most]
    more = {"NextToken": str(start + most)} if start + most < len(of(call.user)) else {}
    return {"Credentials": [described(each) for each in page], **more}


def described(passkey):
    attachment = {"AuthenticatorAttachment": passkey["attachment"]} if passkey["attachment"] else {}
    return {
        "CredentialId": passkey["id"],
        "FriendlyCredentialName": "Passkey",
        "RelyingPartyId": passkey["party"],
        **attachment,
        "AuthenticatorTransports": passkey["transports"],
        "CreatedAt": passkey["created"],
    }


@serves("DeleteWebAuthnCredential")
def delete(call):
    with lock:
        others = [each for each in of(call.user) if each["id"] != call.data["CredentialId"]]
        if len(others) == len(of(call.user)):
            raise CognitoError("ResourceNotFoundException", "The passkey does not exist.")
        call.user[PASSKEYS] = others
