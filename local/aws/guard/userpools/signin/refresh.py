"""Refresh tokens: their end, rotation and revocation.

Sources: Cognito Developer Guide, "Refresh tokens", "Ending user sessions with token revocation"; API Reference,
"GetTokensFromRefreshToken", "RefreshTokenRotationType", "RevokeToken".
"""

import time

from ministack.services import cognito
from userpools.rules import CognitoError, lock, serves
from userpools.settings import clientsecrets
from userpools.signin import devices, tokens

INVALID = "Invalid Refresh Token"
# When a token that was exchanged for a new one ends, by its id; with the end of its own validity.
_rotated = {}
_find_user = cognito._refresh_auth_user


def find_user(pool, pool_id, client_id, token):
    """The user of a valid refresh token, as MiniStack's function of this name, or an error."""
    user, refusal = _find_user(pool, pool_id, client_id, token)
    if refusal:
        return user, refusal
    claims = cognito._token_claims(token)
    if not isinstance(claims.get("exp"), (int, float)) or time.time() >= claims["exp"]:
        return None, refuse("NotAuthorizedException", "Refresh Token has expired")
    ends_at = _rotated.get(claims.get("jti"), (None, None))[0]
    if ends_at is not None and time.time() >= ends_at:
        return None, refuse("RefreshTokenReuseException", "Refresh token has been rotated.")
    return user, None


def refuse(type, message):
    return cognito.error_response_json(type, message, 400)


cognito._refresh_auth_user = find_user


def rotates(client):
    return (client.get("RefreshTokenRotation") or {}).get("Feature") == "ENABLED"


def renew(pool, client, token, device_key=None, metadata=None):
    """New tokens for a refresh token; with rotation, also a new one."""
    with lock:
        user, refusal = cognito._refresh_auth_user(pool, pool["Id"], client["ClientId"], token)
        if refusal:
            raise CognitoError.of(refusal)
        claims = cognito._token_claims(token)
        check_device(user, claims, device_key)
        if rotates(client):
            rotate(client, claims)
    with tokens.claiming(client, claims.get("device_key"), claims.get("auth_time"), claims["exp"]):
        result = tokens.build(
            pool,
            client,
            user,
            trigger_source="TokenGeneration_RefreshTokens",
            client_metadata=metadata,
            origin_jti=claims.get("origin_jti", ""),
            scope=claims.get("scope"),
        )
    if not rotates(client):
        del result["RefreshToken"]
    return result


def check_device(user, claims, device_key):
    """A token of a device needs the device. Source: AWS re:Post, "Invalid Refresh Token" of Cognito."""
    key = claims.get("device_key")
    if key is None:
        return
    device = devices.of(user).get(key)
    if device is None or not device["confirmed"] or key != device_key:
        raise CognitoError("NotAuthorizedException", INVALID)


def rotate(client, claims):
    now = time.time()
    for old, (_, expires_at) in list(_rotated.items()):
        if expires_at <= now:
            del _rotated[old]
    grace = client["RefreshTokenRotation"].get("RetryGracePeriodSeconds") or 0
    # A retry does not prolong it.
    _rotated.setdefault(claims["jti"], (now + grace, claims["exp"]))


@serves("GetTokensFromRefreshToken")
def get_tokens(call):
    for parameter in ("ClientId", "RefreshToken"):
        if not isinstance(call.data.get(parameter), str):
            raise CognitoError("InvalidParameterException", f"Missing required parameter {parameter}")
    check_secret(call, "NotAuthorizedException")
    metadata = call.data.get("ClientMetadata") or {}
    return {
        "AuthenticationResult": renew(
            call.pool, call.client, call.data["RefreshToken"], call.data.get("DeviceKey"), metadata
        )
    }


@serves("RevokeToken")
def revoke_token(call):
    token = call.data.get("Token")
    if not token or not isinstance(token, str):
        raise CognitoError("InvalidParameterException", "Missing required parameter Token")
    check_secret(call, "UnauthorizedException")
    fault = revoke(call.pool, call.client, token)
    if fault:
        raise CognitoError(*fault)


def check_secret(call, type):
    if call.client.get("ClientSecret") and not clientsecrets.is_secret(call.client, call.data.get("ClientSecret")):
        raise CognitoError(type, f"Unable to verify secret for client {call.client_id}")


def revoke(pool, client, token):
    """Revokes a refresh token and the tokens from it. Returns the error's type and message, or None."""
    if client.get("EnableTokenRevocation") is False:
        return "UnsupportedOperationException", "Token revocation is not enabled for the client."
    claims = cognito._token_claims(token)
    pool_id = str(claims.get("iss", "")).rsplit("/", 1)[-1]
    if pool_id != pool["Id"] or not cognito._signature_valid(token):
        return "UnauthorizedException", "Invalid token."
    if claims.get("token_use") != "refresh":
        return "UnsupportedTokenTypeException", "Only refresh tokens can be revoked."
    if claims.get("client_id") != client["ClientId"]:
        return "UnauthorizedException", "The token belongs to another client."
    cognito._revoked_tokens.update((token, claims["origin_jti"]))
    return None
