"""What Cognito refuses in a user pool, and what an update resets.

Sources: API Reference, "CreateUserPool", "UpdateUserPool" ("if you don't provide a value for an attribute, Amazon Cognito
sets it to its default value"), "LambdaConfigType", "UserAttributeUpdateSettingsType", "DeleteUserPool".
"""

import copy
import json
import os

import mailidentities
from ministack.services import cognito
from userpools.rules import CognitoError, around, before
from userpools.settings import mfa, tiers

# What an update does without a member: the table that the program's components use, too.
with open(os.path.join(os.path.dirname(__file__), *[os.pardir] * 5, "project/userPools/updates.json")) as file:
    MEMBERS = json.load(file)["members"]
DEFAULTS = {name: member["value"] for name, member in MEMBERS.items() if member["omitted"] == "reset"}
PASSWORD_POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": 7,
}
NEEDS_SMS = "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"


@around("CreateUserPool")
def create(call, proceed):
    policies = call.data.get("Policies") or {}
    call.data["Policies"] = {"PasswordPolicy": dict(PASSWORD_POLICY), **policies}
    check(call.data)
    check_sender(call.data)
    is_on = call.data.get("MfaConfiguration", "OFF") != "OFF"
    if is_on and not call.data.get("SmsConfiguration"):
        # Other factors are set afterwards.
        raise CognitoError("InvalidParameterException", NEEDS_SMS)
    output = proceed()
    if is_on:
        pool = cognito._user_pools.get(output["UserPool"]["Id"])
        pool["SmsMfaConfiguration"] = {"SmsConfiguration": call.data["SmsConfiguration"]}
    return output


@around("UpdateUserPool")
def update(call, proceed):
    pool, data = call.pool, call.data
    for name, default in DEFAULTS.items():
        data.setdefault(name, copy.deepcopy(default))
    if "Policies" in data:
        data["Policies"] = {**pool["Policies"], **data["Policies"]}
    if not data.get("SmsConfiguration"):
        # It can't be removed.
        data.pop("SmsConfiguration", None)
    merged = {**pool, **data}
    check(merged)
    check_sender(data)
    if merged.get("MfaConfiguration", "OFF") != "OFF" and not mfa.has_factor(merged):
        raise CognitoError("InvalidParameterException", NEEDS_SMS)
    output = proceed()
    if "PoolName" in data:
        pool["Name"] = data["PoolName"]
    for name in ("DeviceConfiguration", "UserPoolAddOns"):
        if pool.get(name) is None:
            pool.pop(name, None)
    return output


def check(pool):
    if pool.get("UsernameAttributes") and pool.get("AliasAttributes"):
        refuse("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
    check_first_factors(pool)
    check_triggers(pool)
    email = pool.get("EmailConfiguration") or {}
    if email.get("EmailSendingAccount") == "DEVELOPER" and not email.get("SourceArn"):
        refuse("EmailConfiguration: SourceArn is required when EmailSendingAccount is DEVELOPER.")
    settings = pool.get("UserAttributeUpdateSettings") or {}
    verified = set(settings.get("AttributesRequireVerificationBeforeUpdate") or [])
    if not verified <= set(pool.get("AutoVerifiedAttributes") or []):
        refuse("AttributesRequireVerificationBeforeUpdate must be among AutoVerifiedAttributes.")
    mfa.check(pool)


def check_sender(data):
    """Words of the error: aws/aws-cdk #18964."""
    arn = (data.get("EmailConfiguration") or {}).get("SourceArn") or ""
    if not mailidentities.is_verified(arn.partition(":identity/")[2]):
        refuse(
            "Cognito received the following error from Amazon SES when attempting to send email: Email address is not "
            f"verified. The following identities failed the check in region {arn.split(':')[3].upper()}: {arn}"
        )


def check_first_factors(pool):
    """Source: API Reference, "SignInPolicyType"."""
    factors = mfa.first_factors(pool)
    if "PASSWORD" not in factors:
        refuse("AllowedFirstAuthFactors must include PASSWORD.")
    if len(factors) > 1:
        tiers.check(pool, "Choice-Based Authentication", "ESSENTIALS", "PLUS")


def check_triggers(pool):
    config = pool.get("LambdaConfig") or {}
    senders = [name for name in ("CustomEmailSender", "CustomSMSSender") if config.get(name)]
    if senders and not config.get("KMSKeyID"):
        refuse(f"KMSKeyID is required for {' and '.join(senders)}.")
    tokens, plain = config.get("PreTokenGenerationConfig") or {}, config.get("PreTokenGeneration")
    if plain and tokens and tokens["LambdaArn"] != plain:
        refuse("PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be the same function.")
    if tokens.get("LambdaVersion", "V1_0") != "V1_0":
        tiers.check(pool, "Access Token Customization", "ESSENTIALS", "PLUS")


def refuse(message):
    raise CognitoError("InvalidParameterException", message)


@before("DeleteUserPool")
def check_deletion(call):
    if call.pool.get("DeletionProtection") == "ACTIVE":
        refuse(
            "The user pool cannot be deleted because deletion protection is activated. "
            "Deletion protection must be inactivated first."
        )
    if call.pool.get("Domain") or call.pool.get("CustomDomain"):
        refuse("User pool cannot be deleted. It has a domain configured that should be deleted first.")
