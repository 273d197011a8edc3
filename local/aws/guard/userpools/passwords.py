"""Which passwords a pool accepts, and for how long.

Sources: API Reference, "PasswordPolicyType"; Cognito Developer Guide, "Adding user pool password requirements".
"""

import hashlib
import secrets
import string
import time

from ministack.services import cognito
from userpools import codes
from userpools.rules import CognitoError, around
from userpools.settings import mfa

HISTORY, TEMPORARY_SINCE = "_palisade_password_history", "_palisade_temporary_since"
MAX_LENGTH = 256
DAY = 86_400
DEFAULT_TEMPORARY_DAYS = 7
SYMBOLS = set("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")
CLASSES = [
    ("RequireUppercase", "uppercase", lambda c: "A" <= c <= "Z"),
    ("RequireLowercase", "lowercase", lambda c: "a" <= c <= "z"),
    ("RequireNumbers", "numeric", lambda c: "0" <= c <= "9"),
    ("RequireSymbols", "symbol", SYMBOLS.__contains__),
]
EXPIRED = "Temporary password has expired and must be reset by an administrator."


def policy_of(pool):
    return (pool.get("Policies") or {}).get("PasswordPolicy") or {}


def may_be_without(pool):
    """Whether users may sign up without a password, to sign in by code or passkey."""
    return any(factor != "PASSWORD" for factor in mfa.first_factors(pool))


def fault_of(pool, password):
    """What the policy says against a password; None if nothing."""
    policy = policy_of(pool)
    least = policy.get("MinimumLength", 8)
    if len(password) < least:
        return "Password not long enough"
    for requirement, name, belongs in CLASSES:
        characters = password.strip(" ") if name == "symbol" else password
        if policy.get(requirement, not policy) and not any(map(belongs, characters)):
            return f"Password must have {name} characters"
    return None


def check(pool, password):
    if not isinstance(password, str) or not password:
        raise CognitoError("InvalidParameterException", "Missing required parameter Password")
    if password != password.strip(" ") or len(password) > MAX_LENGTH or "\n" in password:
        raise CognitoError(
            "InvalidParameterException",
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy "
            r"regular expression pattern: ^[\S]+.*[\S]+$",
        )
    if fault := fault_of(pool, password):
        raise CognitoError("InvalidPasswordException", f"Password did not conform with policy: {fault}")


def digest(password):
    return hashlib.sha256(password.encode()).hexdigest()


def check_history(pool, user, password):
    """Refuses the last passwords, the current one included."""
    size = policy_of(pool).get("PasswordHistorySize") or 0
    if size and digest(password) in user.get(HISTORY, [])[-size:]:
        raise CognitoError("PasswordHistoryPolicyViolationException", "Password has previously been used")


def store_unknown(user):
    """MiniStack signs in a user without a password by any password."""
    user["_password"] = secrets.token_urlsafe(48)


def store(user, password):
    user["_password"] = password
    user[HISTORY] = [*user.get(HISTORY, []), digest(password)][-24:]


def change(pool, user, password):
    check_history(pool, user, password)
    store(user, password)
    user.pop(TEMPORARY_SINCE, None)


def validate(pool, password):
    """In place of MiniStack's check."""
    try:
        check(pool, password)
    except CognitoError as error:
        return cognito.error_response_json(error.type, error.message, 400)
    return None


@around("AdminSetUserPassword")
def set_password(call, proceed):
    user = call.user
    if user:
        check(call.pool, call.data.get("Password"))
        check_history(call.pool, user, call.data["Password"])
    output = proceed()
    store(user, call.data["Password"])
    if user["UserStatus"] == "FORCE_CHANGE_PASSWORD":
        note_temporary(user)
    return output


@around("ChangePassword")
def change_password(call, proceed):
    codes.count_attempt(call.user, "ChangePassword")
    check_history(call.pool, call.user, str(call.data.get("ProposedPassword")))
    output = proceed()
    store(call.user, call.user["_password"])
    return output


def note_temporary(user):
    user[TEMPORARY_SINCE] = time.time()


def generate(pool):
    """A temporary password that the policy allows."""
    length = max(policy_of(pool).get("MinimumLength", 8), 12)
    return cognito._generate_temp_password() + "".join(secrets.choice(string.ascii_letters) for _ in range(length - 12))


def check_temporary(pool, user):
    """Refuses a sign-in with a temporary password that has expired."""
    days = policy_of(pool).get("TemporaryPasswordValidityDays") or (
        (pool.get("AdminCreateUserConfig") or {}).get("UnusedAccountValidityDays") or DEFAULT_TEMPORARY_DAYS
    )
    since = user.get(TEMPORARY_SINCE)
    if user["UserStatus"] == "FORCE_CHANGE_PASSWORD" and since and time.time() > since + days * DAY:
        raise CognitoError("NotAuthorizedException", EXPIRED)


cognito._validate_password = validate
