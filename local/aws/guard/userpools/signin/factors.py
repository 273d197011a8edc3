"""The second factors of pools and users.

Source: Cognito Developer Guide, "Adding MFA to a user pool"; API Reference, "SetUserPoolMfaConfig".
"""

from userpools.rules import CognitoError, attributes_of
from userpools.settings import mfa
from userpools.signin import codes, sessions

# The attribute to which a factor's codes go.
ATTRIBUTES = {"SMS_MFA": "phone_number", "EMAIL_OTP": "email"}


def of_pool(pool):
    """The factors that a pool accepts."""
    accepted = {"SMS_MFA": mfa.has_sms, "SOFTWARE_TOKEN_MFA": mfa.has_totp, "EMAIL_OTP": mfa.has_email}
    return [factor for factor, is_accepted in accepted.items() if is_accepted(pool)]


def is_on(pool):
    return pool.get("MfaConfiguration") in ("ON", "OPTIONAL")


def enabled(user):
    return user.get("_mfa_enabled") or []


def of_user(pool, user):
    """The factors that a user must choose from. Where MFA is required, a verified address is one."""
    if not is_on(pool):
        return []
    attributes = attributes_of(user)

    def has(factor):
        if factor in enabled(user):
            return factor not in ATTRIBUTES or bool(attributes.get(ATTRIBUTES[factor]))
        attribute = ATTRIBUTES.get(factor)
        return (
            pool["MfaConfiguration"] == "ON"
            and attribute is not None
            and attributes.get(f"{attribute}_verified") == "true"
            and bool(attributes.get(attribute))
        )

    return [factor for factor in of_pool(pool) if has(factor)]


def ask(sign_in):
    """The challenge for the second factor; None if the user needs none."""
    pool, user = sign_in.pool, sign_in.user
    own = of_user(pool, user)
    if not own:
        if pool.get("MfaConfiguration") != "ON":
            return None
        choices = {"MFAS_CAN_SETUP": codes.as_list(of_pool(pool)), "USER_ID_FOR_SRP": sign_in.user_id}
        return sessions.ask(sign_in, "MFA_SETUP", choices)
    preferred = user.get("_preferred_mfa")
    if len(own) == 1 or preferred in own:
        return ask_for(sign_in, preferred if preferred in own else own[0])
    choices = {"MFAS_CAN_CHOOSE": codes.as_list(own), "USER_ID_FOR_SRP": sign_in.user_id}
    return sessions.ask(sign_in, "SELECT_MFA_TYPE", choices, choices=own)


def ask_for(sign_in, factor):
    if factor != "SOFTWARE_TOKEN_MFA":
        return codes.ask(sign_in, factor, "second")
    name = sign_in.user.get("_totp_name") or "TOTP device"
    return sessions.ask(sign_in, factor, {"FRIENDLY_DEVICE_NAME": name, "USER_ID_FOR_SRP": sign_in.user_id})


def select(sign_in, responses):
    factor = responses.get("ANSWER")
    if factor not in sign_in.data["choices"]:
        raise CognitoError("InvalidParameterException", "Invalid ANSWER. Choose one of MFAS_CAN_CHOOSE.")
    return ask_for(sign_in, factor)
