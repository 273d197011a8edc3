"""Settings of app clients that MiniStack does not keep."""

from userpools.rules import CognitoError, around, before


@before("CreateUserPoolClient", "UpdateUserPoolClient")
def check_rotation(call):
    """Source: Cognito Developer Guide, "Refresh tokens" (rotation); API Reference, "RefreshTokenRotationType"."""
    rotation = call.data.get("RefreshTokenRotation") or {}
    if rotation.get("Feature") != "ENABLED":
        return
    grace = rotation.get("RetryGracePeriodSeconds") or 0
    if not 0 <= grace <= 60:
        raise CognitoError("InvalidParameterException", "RetryGracePeriodSeconds must be between 0 and 60.")
    if "ALLOW_REFRESH_TOKEN_AUTH" in (call.data.get("ExplicitAuthFlows") or []):
        raise CognitoError(
            "InvalidParameterException", "Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH."
        )


@around("CreateUserPoolClient", "UpdateUserPoolClient")
def keep_rotation(call, proceed):
    output = proceed()
    client = call.pool["_clients"][output["UserPoolClient"]["ClientId"]]
    if "RefreshTokenRotation" in call.data:
        client["RefreshTokenRotation"] = call.data["RefreshTokenRotation"]
        output["UserPoolClient"]["RefreshTokenRotation"] = call.data["RefreshTokenRotation"]
    return output
