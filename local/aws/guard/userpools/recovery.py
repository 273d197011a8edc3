"""Forgotten passwords, in place of MiniStack's.

Sources: API Reference, "ForgotPassword", "ConfirmForgotPassword", "AdminResetUserPassword", "AccountRecoverySettingType";
Cognito Developer Guide, "Managing user existence error responses".
"""

from ministack.services import cognito
from userpools import accounts, authentication, codes, messages, passwords, triggers
from userpools.rules import CognitoError, attributes_of, lock, serves

UNVERIFIED = "Cannot reset password for the user as there is no registered/verified email or phone_number"
STATE = "User password cannot be reset in the current state."


@serves("ForgotPassword")
def forgot_password(call):
    user = call.user or authentication.migrate(call, "UserMigration_ForgotPassword", call.data["Username"])
    try:
        if user is None:
            raise CognitoError("UserNotFoundException", accounts.UNKNOWN)
        channel = recovery_channel(call.pool, user)
    except CognitoError:
        if accounts.hides_users(call):
            codes.count_attempt(codes.counted(call), "ForgotPassword")
            return {"CodeDeliveryDetails": messages.simulated(call)}
        raise
    codes.count_attempt(user, "ForgotPassword")
    return {"CodeDeliveryDetails": send(call, user, channel)}


@serves("AdminResetUserPassword")
def admin_reset_user_password(call):
    user = accounts.required_user(call)
    channel = recovery_channel(call.pool, user, by_admin=True)
    user["UserStatus"] = "RESET_REQUIRED"
    user["UserLastModifiedDate"] = cognito._now_epoch()
    send(call, user, channel)


def send(call, user, attribute):
    address = attributes_of(user)[attribute]
    code = codes.issue(user, "password", attribute, address)
    return messages.send_code(call, "CustomMessage_ForgotPassword", user, attribute, address, code)


def recovery_channel(pool, user, by_admin=False):
    """The attribute with the verified address that a code may be sent to."""
    accounts.check_enabled(user)
    if user["UserStatus"] not in ("CONFIRMED", "RESET_REQUIRED", "UNCONFIRMED"):
        raise CognitoError("NotAuthorizedException", STATE)
    mechanisms = (pool.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or []
    allowed = [each["Name"] for each in sorted(mechanisms, key=lambda each: each.get("Priority", 1))]
    if allowed == ["admin_only"] and not by_admin:
        raise CognitoError("NotAuthorizedException", "Contact administrator to reset password.")
    if not allowed or allowed == ["admin_only"]:
        allowed = ["verified_phone_number", "verified_email"]
    attributes = attributes_of(user)
    for name in (mechanism.removeprefix("verified_") for mechanism in allowed):
        if attributes.get(name) and attributes.get(f"{name}_verified") == "true":
            return name
    raise CognitoError("InvalidParameterException", UNVERIFIED)


@serves("ConfirmForgotPassword")
def confirm_forgot_password(call):
    # First, because this must not depend on whether the user exists.
    passwords.check(call.pool, call.data.get("Password"))
    user = call.user
    if accounts.hides_users(call) and (user is None or not user.get("Enabled", True)):
        codes.count_attempt(codes.counted(call), "ConfirmForgotPassword")
        raise codes.mismatch()
    if user is None:
        raise CognitoError("UserNotFoundException", accounts.UNKNOWN)
    accounts.check_enabled(user)
    codes.count_attempt(user, "ConfirmForgotPassword")
    with lock:
        passwords.check_history(call.pool, user, call.data["Password"])
        proof = codes.take(user, "password", call.data.get("ConfirmationCode"))
        # The user may have got another address since.
        if attributes_of(user).get(proof["attribute"]) != proof["address"]:
            raise codes.mismatch()
        passwords.change(call.pool, user, call.data["Password"])
        user["UserStatus"] = "CONFIRMED"
        user["UserLastModifiedDate"] = cognito._now_epoch()
    triggers.run_post_confirmation(call, "PostConfirmation_ConfirmForgotPassword", user)
