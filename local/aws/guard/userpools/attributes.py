"""Who may write which attributes, and with which values.

Sources: Cognito Developer Guide, "Working with user attributes" ("Attribute permissions and scopes"); API Reference,
"SchemaAttributeType", "CreateUserPoolClient" (WriteAttributes, ReadAttributes), "AttributeType". The messages are those
that users of Cognito report.
"""

import re
from datetime import date, datetime

from ministack.services import cognito
from userpools.rules import CognitoError, attributes_of, before, serves, set_attributes
from userpools.signin import sessions

# Cognito sets these itself; only an administrator may say that an address is verified.
VERIFIED = {"email_verified", "phone_number_verified"}
STANDARD = set(cognito._STANDARD_ATTRIBUTES_BY_NAME)
UNAUTHORIZED = "A client attempted to write unauthorized attribute"
MAX_LENGTH = 2048
# Begins the names of attributes in the answer to NEW_PASSWORD_REQUIRED.
ADDED = "userAttributes."
EMAIL = re.compile(r"[^\s@\x00-\x1f]{1,64}@[^\s@.]+(\.[^\s@.]+)+")
# E.164, with its plus sign.
PHONE = re.compile(r"\+[0-9]{1,15}", re.ASCII)
NUMBER = re.compile(r"-?[0-9]+", re.ASCII)


@before("SignUp", "AdminCreateUser")
def check_new_user(call):
    attributes = given(call)
    if call.data.get("MessageAction") == "RESEND":
        return
    check_names(call, attributes)
    if not call.is_admin:
        # An administrator may leave them to the user's first sign-in.
        named_by = cognito._username_alias_attribute(call.pool, str(call.data.get("Username")))
        check_required(call.pool, {**attributes, named_by: "given"})
    check_values(call.pool, attributes)


@before("UpdateUserAttributes", "AdminUpdateUserAttributes")
def check_update(call):
    attributes = given(call)
    check_names(call, attributes)
    for name in attributes:
        check_mutable(call.pool, name)
    check_values(call.pool, attributes)
    check_removable(call.pool, [name for name, value in attributes.items() if not value])


@before("RespondToAuthChallenge", "AdminRespondToAuthChallenge")
def check_first_sign_in(call):
    """Attributes that a user adds to those that an administrator gave."""
    if call.data.get("ChallengeName") != "NEW_PASSWORD_REQUIRED":
        return
    responses = call.data.get("ChallengeResponses") or {}
    attributes = {
        name.removeprefix(ADDED): str(value) for name, value in responses.items() if name.startswith(ADDED)
    }
    # Of the session, so that nobody learns about other users.
    user = sessions.find(call, call.data.get("Session"), "NEW_PASSWORD_REQUIRED").user
    present = attributes_of(user)
    check_writable(call.client, attributes)
    check_names(call, attributes)
    for name in attributes:
        if present.get(name) and schema_of(call.pool)[name]["Required"]:
            raise CognitoError("NotAuthorizedException", f"Cannot modify an already provided {name}")
        if present.get(name):
            check_mutable(call.pool, name)
    check_values(call.pool, attributes)
    missing = [name for name in required(call.pool) if not {**present, **attributes}.get(name)]
    if missing:
        text = f"Invalid attributes given, {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        raise CognitoError("InvalidParameterException", text)


@serves("DeleteUserAttributes")
@serves("AdminDeleteUserAttributes")
def delete_attributes(call):
    user, names = existing_user(call), call.data.get("UserAttributeNames") or []
    check_names(call, names)
    for name in names:
        check_mutable(call.pool, name)
    check_removable(call.pool, names)
    set_attributes(user, dict.fromkeys(names))


def check_removable(pool, names):
    check_required(pool, set(required(pool)) - set(names))
    for name in names:
        if name in (pool.get("UsernameAttributes") or []):
            raise CognitoError("InvalidParameterException", f"user.{name}: Attribute cannot be deleted.")


def given(call):
    """The attributes of the input by name."""
    listed = call.data.get("UserAttributes") or []
    if not isinstance(listed, list) or any(not isinstance(each, dict) or not each.get("Name") for each in listed):
        raise CognitoError("InvalidParameterException", "Each attribute needs a Name.")
    # An attribute without a value is emptied.
    for each in listed:
        each["Value"] = str(each.get("Value") or "")
    return cognito._attr_list_to_dict(listed)


def existing_user(call):
    if call.user is None:
        raise CognitoError("UserNotFoundException", "User does not exist.")
    return call.user


def schema_of(pool):
    return {attribute["Name"]: attribute for attribute in cognito._ensure_schema_attributes(pool)["SchemaAttributes"]}


def required(pool):
    return [name for name, attribute in schema_of(pool).items() if attribute.get("Required") and name != "sub"]


def check_names(call, names):
    """Refuses attributes that do not exist, that nobody may write, or that the client may not write."""
    if "sub" in names:
        raise CognitoError("InvalidParameterException", "Cannot modify the non-mutable attribute sub")
    if not call.is_admin:
        check_writable(call.client, names)
    schema = schema_of(call.pool)
    unknown = [name for name in names if name not in schema]
    if unknown and call.is_admin:
        reject("".join(f"Type for attribute {{{name}}} could not be determined" for name in unknown[:1]))
    if unknown:
        reject("".join(f"{name}: Attribute does not exist in the schema.\n" for name in unknown))


def check_writable(client, names):
    for name in names:
        if not may_write(client, name):
            raise CognitoError("NotAuthorizedException", UNAUTHORIZED)


def may_write(client, name):
    if name in VERIFIED or name == "identities" or name.startswith(("cognito:", "dev:")):
        return False
    listed = (client or {}).get("WriteAttributes")
    # Without a list, a name that does not exist is refused by the schema.
    return name in listed if listed else not name.startswith("custom:")


def may_read(client, name):
    listed = (client or {}).get("ReadAttributes")
    # The identities at providers are in ID tokens whatever the client may read. Source: "Linking federated users".
    if name in ("sub", "identities"):
        return True
    # Without a list, those of the standard. Source: API Reference, "CreateUserPoolClient" (ReadAttributes).
    return name in listed if listed else not name.startswith(("custom:", "dev:"))


def check_required(pool, names):
    missing = [name for name in required(pool) if name not in names]
    if missing:
        reject("".join(f"{name}: The attribute is required\n" for name in missing))


def check_mutable(pool, name):
    if not schema_of(pool)[name].get("Mutable", True):
        raise CognitoError("InvalidParameterException", f"user.{name}: Attribute cannot be updated.\n")


def check_values(pool, attributes):
    for place, (name, value) in enumerate(attributes.items(), 1):
        if len(value) > MAX_LENGTH:
            raise CognitoError(
                "InvalidParameterException",
                f"1 validation error detected: Value at 'userAttributes.{place}.member.value' failed to satisfy "
                f"constraint: Member must have length less than or equal to {MAX_LENGTH}",
            )
        if value == "":
            continue
        if name == "email" and EMAIL.fullmatch(value) is None:
            raise CognitoError("InvalidParameterException", "Invalid email address format.")
        if name == "phone_number" and PHONE.fullmatch(value) is None:
            raise CognitoError("InvalidParameterException", "Invalid phone number format.")
        if name == "birthdate" and not is_date(value):
            reject(f"{name}: Invalid date format, it must be YYYY-MM-DD\n")
        if fault := fault_of(schema_of(pool)[name], value):
            reject(f"{name}: {fault}\n")


def fault_of(attribute, value):
    """Why a value breaks its type or constraints; None if it does not."""
    kind = attribute.get("AttributeDataType", "String")
    if kind == "String":
        limits = attribute.get("StringAttributeConstraints") or {}
        if len(value) < number(limits.get("MinLength"), 0):
            return f"String must be no shorter than {limits['MinLength']} characters"
        if len(value) > number(limits.get("MaxLength"), MAX_LENGTH):
            return f"String must be no longer than {limits['MaxLength']} characters"
    elif kind == "Number":
        limits = attribute.get("NumberAttributeConstraints") or {}
        if NUMBER.fullmatch(value) is None:
            return "Value must be a number"
        if int(value) < number(limits.get("MinValue"), float("-inf")):
            return f"Number must be no less than {limits['MinValue']}"
        if int(value) > number(limits.get("MaxValue"), float("inf")):
            return f"Number must be no greater than {limits['MaxValue']}"
    elif kind == "Boolean" and value not in ("true", "false"):
        return "Value must be true or false"
    elif kind == "DateTime" and not is_date_time(value):
        return "Value must be a date and time"
    return None


def number(text, otherwise):
    return otherwise if text in (None, "") else float(text)


def is_date(text):
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_date_time(text):
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def reject(faults):
    raise CognitoError("InvalidParameterException", f"Attributes did not conform to the schema: {faults}")
