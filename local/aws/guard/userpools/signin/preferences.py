"""Which second factors a user has chosen.

Source: API Reference, "SetUserMFAPreference", "SetUserSettings", "GetUserAuthFactors".
"""

from userpools.rules import CognitoError, around, attributes_of, serves
from userpools.signin import choice, factors, passwords, sessions

SETTINGS = {
    "SMSMfaSettings": "SMS_MFA",
    "SoftwareTokenMfaSettings": "SOFTWARE_TOKEN_MFA",
    "EmailMfaSettings": "EMAIL_OTP",
}
LACKING = {
    "SMS_MFA": "User does not have delivery config set to turn on SMS_MFA",
    "SOFTWARE_TOKEN_MFA": "User has not verified software token mfa",
    "EMAIL_OTP": "User does not have delivery config set to turn on EMAIL_OTP",
}


@serves("SetUserMFAPreference")
@serves("AdminSetUserMFAPreference")
def set_preference(call):
    user = existing(call)
    # Clients send null for what they do not change.
    settings = {factor: call.data.get(name) or {} for name, factor in SETTINGS.items()}
    enabled, preferred = list(factors.enabled(user)), user.get("_preferred_mfa")
    chosen = [factor for factor, each in settings.items() if each.get("PreferredMfa")]
    if len(chosen) > 1:
        raise CognitoError("InvalidParameterException", "Only one factor can be the preferred one.")
    for factor, each in settings.items():
        if each.get("Enabled"):
            check_usable(call.pool, user, factor)
            enabled = [*(other for other in enabled if other != factor), factor]
        elif each.get("Enabled") is False:
            enabled = [other for other in enabled if other != factor]
        if each.get("PreferredMfa") and factor not in enabled:
            raise CognitoError("InvalidParameterException", f"{factor} must be enabled to be the preferred factor.")
        if preferred == factor and (each.get("PreferredMfa") is False or factor not in enabled):
            preferred = None
    user["_mfa_enabled"], user["_preferred_mfa"] = enabled, chosen[0] if chosen else preferred


def check_usable(pool, user, factor):
    if factor not in factors.of_pool(pool):
        raise CognitoError("InvalidParameterException", f"{factor} is not enabled for the user pool.")
    attribute = factors.ATTRIBUTES.get(factor)
    is_usable = attributes_of(user).get(attribute) if attribute else user.get("_totp_secret")
    if not is_usable:
        raise CognitoError("InvalidParameterException", LACKING[factor])


@serves("SetUserSettings")
@serves("AdminSetUserSettings")
def set_settings(call):
    """The former way to choose codes by SMS."""
    user, wanted = existing(call), call.data.get("MFAOptions") or []
    if wanted:
        check_usable(call.pool, user, "SMS_MFA")
    others = [factor for factor in factors.enabled(user) if factor != "SMS_MFA"]
    user["_mfa_enabled"] = [*others, "SMS_MFA"] if wanted else others


def existing(call):
    if call.user is None:
        raise CognitoError("UserNotFoundException", "User does not exist.")
    return call.user


def chosen_by(user):
    """The members of outputs that tell the choice. Those without a value are left out."""
    members = {"UserMFASettingList": factors.enabled(user), "PreferredMfaSetting": user.get("_preferred_mfa")}
    return {name: value for name, value in members.items() if value}


@around("GetUser", "AdminGetUser")
def tell_choice(call, proceed):
    output = proceed()
    others = {name: value for name, value in output.items() if name not in ("UserMFASettingList", "PreferredMfaSetting")}
    return {**others, **chosen_by(call.user)}


@serves("GetUserAuthFactors")
def get_factors(call):
    user = existing(call)
    own = sessions.SignIn(call.pool, call.client, user["Username"], user["Username"], attributes_of(user)["sub"])
    first = [factor for factor in choice.available(own) if factor != "PASSWORD_SRP"]
    return {"Username": user["Username"], "ConfiguredUserAuthFactors": first, **chosen_by(user)}
