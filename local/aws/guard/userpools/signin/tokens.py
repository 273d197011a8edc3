"""Tokens with the claims that MiniStack leaves out.

Source: Cognito Developer Guide, "Understanding the access token", "Understanding the identity (ID) token", "Refresh tokens".
"""

import contextlib
import contextvars

from ministack.services import cognito
from userpools import authentication
from userpools.rules import attributes_of, trigger_failure
from userpools.signin import devices

# Claims to set in the tokens that this thread issues.
_claims = contextvars.ContextVar("claims", default=None)
_sign = cognito._signed_jwt


def sign(claims, pool_id="", use=""):
    extra = _claims.get()
    if extra is not None:
        own = {"id": extra["id"], "access": extra["access"], "refresh": extra["refresh"]}
        claims = {**claims, **own.get(claims.get("token_use"), {})}
        if extra["unrevocable"] and claims.get("token_use") != "refresh":
            claims = {name: value for name, value in claims.items() if name not in ("origin_jti", "jti")}
        if claims.get("sub") == claims.get("client_id"):
            # A machine has no session. Source: Cognito Developer Guide, "Understanding the access token".
            claims = {name: value for name, value in claims.items() if name != "origin_jti"}
    return _sign(claims, pool_id, use)


cognito._signed_jwt = sign


@contextlib.contextmanager
def claiming(client, device_key=None, signed_in_at=None, refresh_ends_at=None):
    """Sets the claims of the tokens that are issued within it."""
    time = {"auth_time": int(signed_in_at or cognito._now_epoch())}
    event = {"event_id": cognito.new_uuid()}
    device = {"device_key": device_key} if device_key else {}
    end = {"exp": refresh_ends_at} if refresh_ends_at else {}
    set_claims = _claims.set(
        {
            "id": {**time, **event},
            "access": {**time, **event, **device},
            "refresh": {**time, **device, **end},
            "unrevocable": client.get("EnableTokenRevocation") is False,
        }
    )
    try:
        yield
    finally:
        _claims.reset(set_claims)


def issue(sign_in):
    """The output of a sign-in that is over."""
    user, pool, client = sign_in.user, sign_in.pool, sign_in.client
    if sign_in.by_page:
        authentication.run_post(pool, client, user, sign_in.metadata)
        cognito._record_auth_event(pool, user, {}, "SignIn", "Pass", (("Password", "Success"),))
        return {"SignedIn": user["Username"]}
    # A sign-in that names its device gets no other.
    device_key, new_device = devices.confirmed_key(sign_in), None
    if device_key is None and (new_device := devices.issue(pool, user)):
        device_key = new_device["DeviceKey"]
    authentication.run_post(pool, client, user, sign_in.metadata, new_device is not None)
    with claiming(client, device_key):
        result = build(pool, client, user, trigger_source=sign_in.trigger_source, client_metadata=sign_in.metadata)
    cognito._record_auth_event(pool, user, {}, "SignIn", "Pass", (("Password", "Success"),))
    return {"AuthenticationResult": {**result, **({"NewDeviceMetadata": new_device} if new_device else {})}}


def build(pool, client, user, **options):
    # MiniStack notes the session in the user, so that a sign-out ends it.
    user.setdefault("_origin_jtis", [])
    attributes = attributes_of(user)
    if "email" in attributes and "email_verified" not in attributes:
        # MiniStack would say that the address is verified.
        unverified = {"Name": "email_verified", "Value": "false"}
        user = {**user, "Attributes": [*user["Attributes"], unverified]}
    try:
        return cognito._build_auth_result(pool["Id"], client["ClientId"], user, **options)
    except RuntimeError as error:
        raise trigger_failure(str(error)) or error from None
