"""Risk configurations: checked, stored and read back. Nothing here assesses risks.

Sources: API Reference, "SetRiskConfiguration", "DescribeRiskConfiguration"; Cognito Developer Guide, "Working with adaptive
authentication".
"""

import ipaddress

from ministack.services import cognito
from userpools.rules import CognitoError, serves

KEY = "_palisade_risk"
SETTINGS = (
    "AccountTakeoverRiskConfiguration",
    "CompromisedCredentialsRiskConfiguration",
    "RiskExceptionConfiguration",
)


@serves("SetRiskConfiguration")
def set_risk(call):
    client_id = own_client(call)
    given = {name: call.data[name] for name in SETTINGS if name in call.data}
    stored = call.pool.setdefault(KEY, {})
    if not given:
        # Without settings, the pool's or Cognito's own apply again.
        stored.pop(client_id, None)
        return {"RiskConfiguration": names_of(call, client_id)}
    if (call.pool.get("UserPoolAddOns") or {}).get("AdvancedSecurityMode", "OFF") == "OFF":
        raise CognitoError("UserPoolAddOnNotEnabledException", "Threat protection is not enabled for the user pool.")
    check_ranges(given.get("RiskExceptionConfiguration") or {})
    stored[client_id] = {**names_of(call, client_id), **given, "LastModifiedDate": cognito._now_epoch()}
    return {"RiskConfiguration": stored[client_id]}


@serves("DescribeRiskConfiguration")
def describe_risk(call):
    client_id = own_client(call)
    return {"RiskConfiguration": call.pool.get(KEY, {}).get(client_id) or names_of(call, client_id)}


def own_client(call):
    """The client that the configuration is of; "" for that of the pool."""
    if call.data.get("ClientId") and call.client is None:
        raise CognitoError("ResourceNotFoundException", f"User pool client {call.client_id} does not exist.")
    return call.data.get("ClientId") or ""


def names_of(call, client_id):
    return {"UserPoolId": call.pool["Id"], **({"ClientId": client_id} if client_id else {})}


def check_ranges(exceptions):
    for name in ("BlockedIPRangeList", "SkippedIPRangeList"):
        for text in exceptions.get(name) or []:
            try:
                ipaddress.ip_network(text)
            except ValueError:
                raise CognitoError("InvalidParameterException", f"{name}: {text} is not in CIDR notation.") from None
