"""Remembered devices, which prove themselves by SRP with a secret of their own.

Sources: Cognito Developer Guide, "Working with user devices in your user pool"; API Reference, "ConfirmDevice",
"UpdateDeviceStatus", "DeviceConfigurationType".
"""

import base64
import hashlib
import hmac
import secrets

from ministack.services import cognito
from userpools.rules import CognitoError, lock, serves
from userpools.signin import sessions
from userpools.signin.guesses import guess

STATUSES = ("remembered", "not_remembered")
# Devices that a user got with a sign-in and did not confirm.
MOST_UNCONFIRMED = 20
UNKNOWN = "Device does not exist."


def of(user):
    return user.setdefault("_devices", {})


def check_known(pool, user, key):
    """Refuses a device that was forgotten. Clients then sign in without it."""
    if key and pool.get("DeviceConfiguration") and key not in of(user):
        raise CognitoError("ResourceNotFoundException", UNKNOWN)


def confirmed_key(sign_in):
    device = of(sign_in.user).get(sign_in.device_key)
    return sign_in.device_key if device and device["confirmed"] else None


def is_remembered(sign_in):
    key = confirmed_key(sign_in)
    return key is not None and of(sign_in.user)[key]["status"] == "remembered"


def replaces_second_factor(sign_in):
    settings = sign_in.pool.get("DeviceConfiguration") or {}
    return bool(settings.get("ChallengeRequiredOnNewDevice")) and is_remembered(sign_in)


def issue(pool, user):
    """A new device for a sign-in without one; None if the pool remembers no devices."""
    if not pool.get("DeviceConfiguration"):
        return None
    key = f"{pool['Id'].split('_')[0]}_{cognito.new_uuid()}"
    now = cognito._now_epoch()
    device = {
        "group": f"-{secrets.token_hex(4)}",
        "confirmed": False,
        "status": "not_remembered",
        "created": now,
        "modified": now,
        "authenticated": now,
    }
    with lock:
        unconfirmed = [each for each, old in of(user).items() if not old["confirmed"]]
        for old in unconfirmed[: max(len(unconfirmed) - MOST_UNCONFIRMED + 1, 0)]:
            del of(user)[old]
        of(user)[key] = device
    return {"DeviceKey": key, "DeviceGroupKey": device["group"]}


def ask(sign_in):
    return sessions.ask(sign_in, "DEVICE_SRP_AUTH", {"USER_ID_FOR_SRP": sign_in.user_id})


def ask_proof(sign_in, responses):
    """DEVICE_PASSWORD_VERIFIER, as of a user with the device's key for name and its group for pool."""
    key, srp_a = responses.get("DEVICE_KEY"), str(responses.get("SRP_A") or "")
    if key != sign_in.device_key:
        raise CognitoError("ResourceNotFoundException", UNKNOWN)
    if not cognito._SRP_A_RE.match(srp_a):
        raise CognitoError("InvalidParameterException", "Missing required parameter SRP_A")
    device = of(sign_in.user)[key]
    verifier, prime = int(device["verifier"], 16), cognito._SRP_N
    b = secrets.randbelow(prime - 2) + 1
    public = (cognito._SRP_K * verifier + pow(cognito._SRP_G, b, prime)) % prime
    block = base64.b64encode(secrets.token_bytes(48)).decode()
    parameters = {
        "SALT": device["salt"],
        "SRP_B": format(public, "x"),
        "SECRET_BLOCK": block,
        "USERNAME": sign_in.user_id,
        "DEVICE_KEY": key,
    }
    return sessions.ask(
        sign_in, "DEVICE_PASSWORD_VERIFIER", parameters, a=int(srp_a, 16), b=b, public=public, block=block
    )


def check_proof(sign_in, responses):
    if refusal := cognito._srp_response_format_error(responses):
        raise CognitoError.of(refusal)
    key = sign_in.device_key
    if responses.get("DEVICE_KEY") != key or key not in of(sign_in.user):
        raise CognitoError("ResourceNotFoundException", UNKNOWN)
    device = of(sign_in.user)[key]
    if not guess((sign_in.key, key), lambda: proves(sign_in.data, device, key, responses)):
        raise CognitoError("NotAuthorizedException", "Incorrect username or password.")
    device["authenticated"] = cognito._now_epoch()
    sign_in.passed.add(key)


def proves(state, device, key, responses):
    """Whether the client knows the device's secret. The steps are those of MiniStack's `_srp_proof_valid`."""
    prime = cognito._SRP_N
    u = cognito._srp_hash(cognito._srp_pad(state["a"]), cognito._srp_pad(state["public"]))
    if state["a"] % prime == 0 or u == 0 or responses["PASSWORD_CLAIM_SECRET_BLOCK"] != state["block"]:
        return False
    shared = pow(state["a"] * pow(int(device["verifier"], 16), u, prime), state["b"], prime)
    random = hmac.new(cognito._srp_pad(u), cognito._srp_pad(shared), hashlib.sha256).digest()
    proof_key = hmac.new(random, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
    moment = cognito._srp_canonical_timestamp(responses["TIMESTAMP"])
    message = (device["group"] + key).encode() + base64.b64decode(state["block"]) + moment.encode()
    expected = hmac.new(proof_key, message, hashlib.sha256).digest()
    return hmac.compare_digest(expected, base64.b64decode(responses["PASSWORD_CLAIM_SIGNATURE"]))


@serves("ConfirmDevice")
def confirm(call):
    settings = call.pool.get("DeviceConfiguration")
    if not settings:
        raise CognitoError("InvalidUserPoolConfigurationException", "The user pool does not remember devices.")
    device = existing(call, confirmed=False)
    secret = call.data.get("DeviceSecretVerifierConfig") or {}
    try:
        verifier, salt = (base64.b64decode(secret[name], validate=True) for name in ("PasswordVerifier", "Salt"))
    except (KeyError, ValueError, TypeError):
        verifier = salt = b""
    if not verifier or not salt or int.from_bytes(verifier, "big") % cognito._SRP_N == 0:
        raise CognitoError("InvalidParameterException", "Missing required parameter DeviceSecretVerifierConfig")
    asks_user = bool(settings.get("DeviceOnlyRememberedOnUserPrompt"))
    with lock:
        if device["confirmed"]:
            raise CognitoError("InvalidParameterException", "Device has already been confirmed.")
        device.update(
            confirmed=True,
            name=call.data.get("DeviceName") or "",
            verifier=verifier.hex(),
            salt=salt.hex(),
            status="not_remembered" if asks_user else "remembered",
        )
    return {"UserConfirmationNecessary": asks_user}


@serves("UpdateDeviceStatus")
@serves("AdminUpdateDeviceStatus")
def update_status(call):
    status = call.data.get("DeviceRememberedStatus")
    if status not in STATUSES:
        raise CognitoError("InvalidParameterException", f"DeviceRememberedStatus must be one of {', '.join(STATUSES)}.")
    existing(call).update(status=status, modified=cognito._now_epoch())


@serves("ForgetDevice")
@serves("AdminForgetDevice")
def forget(call):
    existing(call)
    of(call.user).pop(call.data["DeviceKey"], None)


@serves("GetDevice")
@serves("AdminGetDevice")
def get(call):
    return {"Device": described(call.data.get("DeviceKey"), existing(call))}


@serves("ListDevices")
@serves("AdminListDevices")
def list_devices(call):
    devices = [(key, device) for key, device in of(user_of(call)).items() if device["confirmed"]]
    start = int(call.data["PaginationToken"]) if str(call.data.get("PaginationToken", "")).isdecimal() else 0
    end = start + int(call.data.get("Limit") or 60)
    more = {"PaginationToken": str(end)} if end < len(devices) else {}
    return {"Devices": [described(key, device) for key, device in devices[start:end]], **more}


def existing(call, confirmed=True):
    """The device of the input. For a user's own call without a key it is the one of the token."""
    key = call.data.get("DeviceKey") or call.claims.get("device_key")
    device = of(user_of(call)).get(key)
    if device is None or confirmed and not device["confirmed"]:
        raise CognitoError("ResourceNotFoundException", UNKNOWN)
    call.data["DeviceKey"] = key
    return device


def user_of(call):
    if call.user is None:
        raise CognitoError("UserNotFoundException", "User does not exist.")
    return call.user


def described(key, device):
    attributes = {
        "device_status": "valid",
        "device_name": device.get("name", ""),
        "dev:device_remembered_status": device["status"],
    }
    return {
        "DeviceKey": key,
        "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
        "DeviceCreateDate": device["created"],
        "DeviceLastModifiedDate": device["modified"],
        "DeviceLastAuthenticatedDate": device["authenticated"],
    }
