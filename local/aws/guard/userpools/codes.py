"""Codes that prove an address: random, valid once and for a time, with a limited number of guesses.

Sources: Cognito Developer Guide, "Quotas in Amazon Cognito" (validity of codes; requests per user and hour), "Verifying
updates to email addresses and phone numbers".
"""

import hmac
import secrets
import time

from userpools import names
from userpools.rules import CognitoError, lock

# Keys of a user's record. MiniStack keeps them with its state.
CODES, ATTEMPTS = "_palisade_codes", "_palisade_attempts"
HOUR = 3600
# In seconds.
LIFETIME = {"sign-up": 24 * HOUR, "attribute": 24 * HOUR, "password": HOUR}
# Per user and hour. AWS allows from 5 to 20 of the two for passwords, by risk.
MOST = {
    "ResendConfirmationCode": 5,
    "ConfirmSignUp": 15,
    "ForgotPassword": 20,
    "ConfirmForgotPassword": 20,
    "GetUserAttributeVerificationCode": 5,
    "VerifyUserAttribute": 15,
    "ChangePassword": 5,
}
MOST_STRANGERS = 10_000
_strangers = {}
LIMIT = "Attempt limit exceeded, please try after some time."


def issue(user, purpose, attribute, address):
    """A new code in place of the last one for the same purpose."""
    code = f"{secrets.randbelow(10**6):06}"
    expires_at = time.time() + LIFETIME[purpose.split(":")[0]]
    with lock:
        user.setdefault(CODES, {})[purpose] = {
            "code": code,
            "expires_at": expires_at,
            "attribute": attribute,
            "address": address,
        }
    return code


def issued(user, purpose):
    """The open code for a purpose; None if there is none."""
    entry = user.get(CODES, {}).get(purpose)
    return entry if entry and time.time() < entry["expires_at"] else None


def take(user, purpose, code):
    """Uses up the code and returns what it proves. Raises a CognitoError if it is another one or has expired."""
    with lock:
        entry = issued(user, purpose)
        if entry is None:
            raise CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.")
        if not hmac.compare_digest(str(code).encode(), entry["code"].encode()):
            raise mismatch()
        return user[CODES].pop(purpose)


def mismatch():
    return CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.")


def forget(user, purpose):
    user.get(CODES, {}).pop(purpose, None)


def counted(call):
    """The user whose attempts count. Those for a name that nobody has count too, so that limits do not tell who exists."""
    if len(_strangers) > MOST_STRANGERS:
        _strangers.clear()
    name = names.folded(call.pool, call.data["Username"])
    return call.user or _strangers.setdefault((call.pool["Id"], name), {})


def count_attempt(user, operation):
    """Raises a CognitoError beyond the limit of a user's attempts within an hour."""
    with lock:
        attempts = user.setdefault(ATTEMPTS, {})
        recent = [moment for moment in attempts.get(operation, []) if time.time() - HOUR < moment]
        if len(recent) >= MOST[operation]:
            raise CognitoError("LimitExceededException", LIMIT)
        attempts[operation] = [*recent, time.time()]
