"""Authenticator apps: their set-up and codes, and MFA_SETUP.

Source: Cognito Developer Guide, "TOTP software token MFA"; API Reference, "AssociateSoftwareToken", "VerifySoftwareToken".
"""

import base64
import hmac
import secrets
import time

from ministack.services import cognito
from userpools import names
from userpools.rules import CognitoError, lock, serves, set_attributes
from userpools.signin import codes, factors, sessions, steps
from userpools.signin.guesses import guess

FACTOR = "SOFTWARE_TOKEN_MFA"
# Steps of 30 s, around the present one, in which a code is accepted.
STEPS = (-1, 0, 1)
SETUP = "MFA_SETUP"


@serves("AssociateSoftwareToken")
def associate(call):
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    if call.data.get("AccessToken"):
        check_accepted(call.pool)
        call.user["_totp_pending_secret"] = secret
        return {"SecretCode": secret}
    with sessions.taken(call, SETUP) as sign_in:
        check_accepted(sign_in.pool)
        output = sessions.ask(sign_in, SETUP, secret=secret)
        return {"SecretCode": secret, "Session": output["Session"]}


def check_accepted(pool):
    if FACTOR not in factors.of_pool(pool):
        raise CognitoError("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool.")


@serves("VerifySoftwareToken")
def verify(call):
    name = call.data.get("FriendlyDeviceName")
    if call.data.get("AccessToken"):
        user = call.user
        check_first_code(user, user.get("_totp_pending_secret"), call, (call.pool["Id"], user["Username"]))
        enrol(user, user.pop("_totp_pending_secret"), name)
        return {"Status": "SUCCESS"}
    with sessions.taken(call, SETUP) as sign_in:
        check_first_code(sign_in.user, sign_in.data.get("secret"), call, sign_in.key)
        output = sessions.ask(sign_in, SETUP, verified=sign_in.data["secret"], name=name)
        return {"Status": "SUCCESS", "Session": output["Session"]}


def check_first_code(user, secret, call, key):
    if not secret:
        raise CognitoError("InvalidParameterException", "Software token has not been associated.")
    given = str(call.data.get("UserCode") or "")
    if not guess((key, "code"), lambda: step_of(secret, given) is not None):
        raise CognitoError("EnableSoftwareTokenMFAException", "Code mismatch")
    # The code that proved the secret signs nobody in.
    user["_totp_used"] = step_of(secret, given)


def enrol(user, secret, name):
    user["_totp_secret"] = secret
    user["_totp_name"] = name


def finish_setup(sign_in, responses):
    """The response to MFA_SETUP: after an authenticator was verified, or with an address for codes."""
    user = sign_in.user
    if address := responses.get("EMAIL"):
        if "EMAIL_OTP" not in factors.of_pool(sign_in.pool):
            raise CognitoError("InvalidParameterException", "The user pool does not send codes by email.")
        if "@" not in address:
            raise CognitoError("InvalidParameterException", "Invalid email address format.")
        return codes.ask(sign_in, "EMAIL_OTP", "second", address)
    if not sign_in.data.get("verified"):
        raise CognitoError("InvalidParameterException", "No authenticator was verified in this session.")
    enrol(user, sign_in.data["verified"], sign_in.data["name"])
    user["_mfa_enabled"] = [*(each for each in factors.enabled(user) if each != FACTOR), FACTOR]
    return steps.pass_second_factor(sign_in)


def keep_address(pool, user, address):
    """Keeps the address that a user proved when setting up codes by email."""
    with lock:
        names.claim(pool, user, "email", address)
        set_attributes(user, {"email": address, "email_verified": "true"})
    user["_mfa_enabled"] = [*(each for each in factors.enabled(user) if each != "EMAIL_OTP"), "EMAIL_OTP"]


def respond(sign_in, responses):
    given = responses.get("SOFTWARE_TOKEN_MFA_CODE")
    if not given:
        raise CognitoError("InvalidParameterException", "Missing required parameter SOFTWARE_TOKEN_MFA_CODE")
    user = sign_in.user
    secret = user.get("_totp_secret")
    if not secret:
        raise CognitoError("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.")
    if not guess((sign_in.key, "code"), lambda: step_of(secret, given) is not None):
        raise CognitoError("CodeMismatchException", "Invalid code received for user")
    with lock:
        step = step_of(secret, given)
        if step is None or step <= user.get("_totp_used", 0):
            raise CognitoError("ExpiredCodeException", "Your software token has already been used once.")
        user["_totp_used"] = step
    return steps.pass_second_factor(sign_in)


def step_of(secret, code):
    """The step of 30 s that a code belongs to; None if it is wrong."""
    now = int(time.time() // 30)
    for offset in STEPS:
        if hmac.compare_digest(cognito._totp_code(secret, offset).encode(), str(code).encode()):
            return now + offset
    return None
