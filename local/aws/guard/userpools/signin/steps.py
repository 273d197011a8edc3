"""What follows when a factor has been passed: a new password, a second factor, the device, tokens."""

import json

from ministack.services import cognito
from userpools import names
from userpools import passwords as policy
from userpools.rules import CognitoError, attributes_of, lock, set_attributes
from userpools.signin import custom, devices, factors, sessions, tokens

PREFIX = "userAttributes."
# A user does not learn these at a first sign-in.
UNTOLD = {"sub", "identities"}


def proceed(sign_in):
    user = sign_in.user
    if user.get("UserStatus") == "FORCE_CHANGE_PASSWORD" and "password" in sign_in.passed:
        return ask_new_password(sign_in)
    devices.check_known(sign_in.pool, user, sign_in.device_key)
    if "second" not in sign_in.passed and not devices.replaces_second_factor(sign_in):
        if challenge := factors.ask(sign_in):
            return challenge
    if devices.is_remembered(sign_in) and sign_in.device_key not in sign_in.passed:
        return devices.ask(sign_in)
    if sign_in.history is not None:
        return custom.advance(sign_in)
    return tokens.issue(sign_in)


def pass_second_factor(sign_in):
    sign_in.passed.add("second")
    custom.note(sign_in, sign_in.challenge)
    return proceed(sign_in)


def ask_new_password(sign_in):
    policy.check_temporary(sign_in.pool, sign_in.user)
    present = attributes_of(sign_in.user)
    schema = cognito._ensure_schema_attributes(sign_in.pool)["SchemaAttributes"]
    missing = [
        PREFIX + each["Name"] for each in schema if each.get("Required") and not present.get(each["Name"]) and each["Name"] != "sub"
    ]
    parameters = {
        "USER_ID_FOR_SRP": sign_in.user_id,
        "requiredAttributes": json.dumps(missing),
        "userAttributes": json.dumps({name: value for name, value in present.items() if name not in UNTOLD}),
    }
    return sessions.ask(sign_in, "NEW_PASSWORD_REQUIRED", parameters)


def choose_password(sign_in, responses):
    """The response to NEW_PASSWORD_REQUIRED. The rules of attributes have been checked (attributes.py)."""
    password = responses.get("NEW_PASSWORD")
    if not password:
        raise CognitoError("InvalidParameterException", "Missing required parameter NEW_PASSWORD")
    user = sign_in.user
    policy.check(sign_in.pool, password)
    policy.check_temporary(sign_in.pool, user)
    policy.check_history(sign_in.pool, user, password)
    given = {
        name.removeprefix(PREFIX): value for name, value in responses.items() if name.startswith(PREFIX)
    }
    present = attributes_of(user)
    for address in ("email", "phone_number"):
        if given.get(address, present.get(address)) != present.get(address):
            given[f"{address}_verified"] = "false"
    with lock:
        # Another sign-in may have been faster.
        if sign_in.user["UserStatus"] != "FORCE_CHANGE_PASSWORD":
            raise sessions.INVALID
        names.check_aliases(sign_in.pool, user, given)
        set_attributes(user, given)
        policy.change(sign_in.pool, user, password)
        sign_in.note_password(user)
        user["UserStatus"] = "CONFIRMED"
    cognito._record_auth_event(sign_in.pool, user, {}, "PasswordChange", "Pass")
    sign_in.trigger_source = "TokenGeneration_NewPasswordChallenge"
    return proceed(sign_in)
