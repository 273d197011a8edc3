"""Which second factors a pool may have, and with which other settings.

Sources: API Reference, "SetUserPoolMfaConfig", "WebAuthnConfigurationType"; Cognito Developer Guide, "Adding MFA to a user
pool". The messages are those that users report: go-to-k/cdkd #1920, #1923, #2064, #2069, aws/aws-cdk #11478,
hashicorp/terraform-provider-aws #50110.
"""

from userpools.rules import CognitoError, around
from userpools.settings import tiers

FACTORS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")


@around("SetUserPoolMfaConfig")
def set_config(call, proceed):
    """Replaces all of it, but for WebAuthn, which is independent of MFA."""
    pool, data = call.pool, call.data
    data.setdefault("MfaConfiguration", "OFF")
    others = {name: value for name, value in pool.items() if name not in FACTORS}
    sms = (data.get("SmsMfaConfiguration") or {}).get("SmsConfiguration")
    after = {**others, **data, **({"SmsConfiguration": sms} if sms else {})}
    if data["MfaConfiguration"] == "OFF" and has_factor(after):
        refuse("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
    if data["MfaConfiguration"] != "OFF" and not has_factor(after):
        refuse("Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.")
    check(after)
    for name in FACTORS:
        pool.pop(name, None)
    output = proceed()
    if sms:
        pool["SmsConfiguration"] = sms
    return output


def has_factor(pool):
    return has_sms(pool) or has_totp(pool) or has_email(pool)


def has_sms(pool):
    return bool(pool.get("SmsMfaConfiguration"))


def has_totp(pool):
    return bool((pool.get("SoftwareTokenMfaConfiguration") or {}).get("Enabled"))


def has_email(pool):
    # All members of the setting are optional.
    return pool.get("EmailMfaConfiguration") is not None


def first_factors(pool):
    policy = (pool.get("Policies") or {}).get("SignInPolicy") or {}
    return policy.get("AllowedFirstAuthFactors") or ["PASSWORD"]


def check(pool):
    """Refuses what does not go together. `pool` is as it will be."""
    if pool.get("MfaConfiguration", "OFF") == "OFF":
        return
    if pool["MfaConfiguration"] == "ON":
        check_first_factors(pool)
    recovery = (pool.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or []
    only = recovery[0]["Name"] if len(recovery) == 1 else None
    if has_sms(pool) and only == "verified_phone_number":
        refuse_recovery(only, "SMS")
    if has_email(pool):
        tiers.check(pool, "Email MFA", "ESSENTIALS", "PLUS")
        if only == "verified_email":
            refuse_recovery(only, "Email")
        if (pool.get("EmailConfiguration") or {}).get("EmailSendingAccount") != "DEVELOPER":
            refuse("Email MFA requires an EmailConfiguration with the EmailSendingAccount DEVELOPER.")


def check_first_factors(pool):
    factors = set(first_factors(pool))
    if factors - {"PASSWORD", "WEB_AUTHN"}:
        refuse("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")
    kind = (pool.get("WebAuthnConfiguration") or {}).get("FactorConfiguration")
    if "WEB_AUTHN" in factors and kind != "MULTI_FACTOR_WITH_USER_VERIFICATION":
        refuse(
            "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an "
            "allowed first auth factor"
        )


def refuse_recovery(mechanism, factor):
    refuse(
        f"Invalid account recovery setting parameter. Account Recovery Setting cannot use {mechanism} as a recovery "
        f"mechanism when {factor} MFA is configured."
    )


def refuse(message):
    raise CognitoError("InvalidParameterException", message)
