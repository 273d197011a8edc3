"""Sign-up and its confirmation, in place of MiniStack's.

Sources: API Reference, "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "AdminConfirmSignUp"; Cognito Developer
Guide, "Signing up and confirming user accounts", "Managing user existence error responses".
"""

from ministack.services import cognito
from userpools import codes, messages, names, passwords, triggers
from userpools.rules import CognitoError, attributes_of, lock, serves, set_attributes

UNKNOWN = "Username/client id combination not found."


@serves("SignUp")
def sign_up(call):
    if (call.pool.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
        raise CognitoError("NotAuthorizedException", "SignUp is not permitted for this user pool")
    name = str(call.data.get("Username") or "")
    attributes = cognito._attr_list_to_dict(call.data.get("UserAttributes") or [])
    names.check_name(call.pool, name, attributes)
    password = call.data.get("Password")
    if password is not None or not passwords.may_be_without(call.pool):
        passwords.check(call.pool, password)
    attributes["sub"] = cognito.new_uuid()
    if named_by := cognito._username_alias_attribute(call.pool, name):
        attributes[named_by] = name
        user_name = attributes["sub"]
    else:
        user_name = name
    check_free(call.pool, name, attributes)
    admitted = triggers.run_pre_sign_up(call, "PreSignUp_SignUp", user_name, dict(attributes))
    for address, flag in (("email", "autoVerifyEmail"), ("phone_number", "autoVerifyPhone")):
        if admitted.get(flag) is True and attributes.get(address):
            attributes[f"{address}_verified"] = "true"
    status = "CONFIRMED" if admitted.get("autoConfirmUser") is True else "UNCONFIRMED"
    user = new_user(user_name, attributes, password, status)
    with lock:
        # Another request may have been faster.
        check_free(call.pool, name, attributes)
        add(call.pool, user)
    output = {"UserConfirmed": status == "CONFIRMED", "UserSub": attributes["sub"]}
    if output["UserConfirmed"]:
        triggers.run_post_confirmation(call, "PostConfirmation_ConfirmSignUp", user)
    elif sent := send_confirmation(call, user, "CustomMessage_SignUp"):
        output["CodeDeliveryDetails"] = sent
    return output


def check_free(pool, name, attributes):
    if names.find(pool, name) is not None:
        raise CognitoError("UsernameExistsException", "User already exists")
    names.check_aliases(pool, None, attributes)


def add(pool, user):
    pool["_users"][user["Username"]] = user
    pool["EstimatedNumberOfUsers"] = len(pool["_users"])


def new_user(name, attributes, password, status):
    now = cognito._now_epoch()
    user = {
        "Username": name,
        "Attributes": cognito._dict_to_attr_list(attributes),
        "UserCreateDate": now,
        "UserLastModifiedDate": now,
        "Enabled": True,
        "UserStatus": status,
        "MFAOptions": [],
        "_groups": [],
        "_tokens": [],
    }
    if password is None:
        passwords.store_unknown(user)
    else:
        passwords.store(user, password)
    return user


def send_confirmation(call, user, source):
    """Mails a code to the address that the pool verifies, phone before email. None if it verifies none."""
    verified = call.pool.get("AutoVerifiedAttributes") or []
    attributes = attributes_of(user)
    for attribute in ("phone_number", "email"):
        if attribute in verified and (address := attributes.get(attribute)):
            code = codes.issue(user, "sign-up", attribute, address)
            return messages.send_code(call, source, user, attribute, address, code)
    return None


@serves("ConfirmSignUp")
def confirm_sign_up(call):
    user = call.user
    if user is None and not hides_users(call):
        raise CognitoError("UserNotFoundException", UNKNOWN)
    codes.count_attempt(codes.counted(call), "ConfirmSignUp")
    if user is None:
        raise codes.mismatch()
    check_unconfirmed(user)
    proof = codes.issued(user, "sign-up")
    by_force = call.data.get("ForceAliasCreation") is True
    with lock:
        check_unconfirmed(user)
        if proof and proof["code"] == call.data.get("ConfirmationCode"):
            # Before the code is used up, so that the client may try again by force.
            names.claim(call.pool, user, proof["attribute"], proof["address"], by_force)
        proof = codes.take(user, "sign-up", call.data.get("ConfirmationCode"))
        user["UserStatus"] = "CONFIRMED"
        # An administrator may have changed the address since.
        if attributes_of(user).get(proof["attribute"]) == proof["address"]:
            set_attributes(user, {f"{proof['attribute']}_verified": "true"})
    triggers.run_post_confirmation(call, "PostConfirmation_ConfirmSignUp", user)


@serves("AdminConfirmSignUp")
def admin_confirm_sign_up(call):
    user = required_user(call)
    with lock:
        check_unconfirmed(user)
        user["UserStatus"] = "CONFIRMED"
        user["UserLastModifiedDate"] = cognito._now_epoch()
        codes.forget(user, "sign-up")
    triggers.run_post_confirmation(call, "PostConfirmation_ConfirmSignUp", user)


def check_unconfirmed(user):
    if user["UserStatus"] != "UNCONFIRMED":
        message = f"User cannot be confirmed. Current status is {user['UserStatus']}"
        raise CognitoError("NotAuthorizedException", message)


@serves("ResendConfirmationCode")
def resend_confirmation_code(call):
    user = call.user
    if hides_users(call) and (user is None or not user.get("Enabled", True)):
        codes.count_attempt(codes.counted(call), "ResendConfirmationCode")
        return {"CodeDeliveryDetails": messages.simulated(call)}
    if user is None:
        raise CognitoError("UserNotFoundException", UNKNOWN)
    check_enabled(user)
    if user["UserStatus"] != "UNCONFIRMED":
        raise CognitoError("InvalidParameterException", "User is already confirmed.")
    codes.count_attempt(user, "ResendConfirmationCode")
    sent = send_confirmation(call, user, "CustomMessage_ResendCode")
    if sent is None:
        raise CognitoError("InvalidParameterException", "Cannot resend codes. Auto verification not turned on.")
    return {"CodeDeliveryDetails": sent}


def hides_users(call):
    return cognito._hides_user_existence(call.pool, call.client_id)


def check_enabled(user):
    if not user.get("Enabled", True):
        raise CognitoError("NotAuthorizedException", "User is disabled.")


def required_user(call):
    if call.user is None:
        raise CognitoError("UserNotFoundException", "User does not exist.")
    return call.user
