"""InitiateAuth and AdminInitiateAuth."""

from userpools.rules import CognitoError, serves
from userpools.signin import choice, custom, passwords, refresh, sessions, steps

# The entry of ExplicitAuthFlows that allows a flow, and the refusal without it.
ALLOWING = {
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
    "USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
    "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "Auth flow not enabled for this client"),
    "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "Auth flow not enabled for this client"),
    "CUSTOM_AUTH": ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."),
    "USER_AUTH": ("ALLOW_USER_AUTH", "USER_AUTH is not enabled for the client."),
    "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH", "Auth flow not enabled for this client"),
    "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH", "Auth flow not enabled for this client"),
}
# API Reference, "CreateUserPoolClient" (ExplicitAuthFlows): without the parameter, and what the former names mean.
BY_DEFAULT = {"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"}
FORMER = {
    "ADMIN_NO_SRP_AUTH": BY_DEFAULT | {"ALLOW_ADMIN_USER_PASSWORD_AUTH"},
    "USER_PASSWORD_AUTH": BY_DEFAULT | {"ALLOW_USER_PASSWORD_AUTH"},
    "CUSTOM_AUTH_FLOW_ONLY": {"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_CUSTOM_AUTH"},
}


@serves("InitiateAuth")
@serves("AdminInitiateAuth")
def initiate(call):
    flow, parameters = call.data.get("AuthFlow"), call.data.get("AuthParameters") or {}
    check_flow(call, flow)
    if flow.startswith("REFRESH_TOKEN"):
        return renew(call, parameters)
    if flow == "USER_AUTH" and call.data.get("Session"):
        return continue_sign_up(call)
    sign_in = passwords.begin(call, parameters.get("USERNAME"))
    if flow == "USER_SRP_AUTH":
        return passwords.ask_proof(sign_in, parameters.get("SRP_A"), has_session=False)
    if flow == "CUSTOM_AUTH":
        return custom.begin(sign_in, parameters)
    if flow == "USER_AUTH":
        return choice.begin(sign_in, parameters)
    if not parameters.get("PASSWORD"):
        raise CognitoError("InvalidParameterException", "Missing required parameter PASSWORD")
    passwords.check(sign_in, parameters["PASSWORD"])
    return steps.proceed(sign_in)


def check_flow(call, flow):
    if call.client is None:
        raise CognitoError("ResourceNotFoundException", f"User pool client {call.client_id} does not exist.")
    is_unsupported = flow not in ALLOWING or flow == "USER_PASSWORD_AUTH" and call.is_admin
    if is_unsupported or str(flow).startswith("ADMIN_") and not call.is_admin:
        raise CognitoError("InvalidParameterException", "Initiate Auth method not supported.")
    entry, refusal = ALLOWING[flow]
    if entry not in allowed_flows(call.client):
        raise CognitoError("InvalidParameterException", refusal)


def allowed_flows(client):
    listed = set(client.get("ExplicitAuthFlows") or [])
    if not listed:
        return BY_DEFAULT
    if "CUSTOM_AUTH_FLOW_ONLY" in listed:
        return FORMER["CUSTOM_AUTH_FLOW_ONLY"]
    return listed.union(*(FORMER.get(name, set()) for name in listed))


def renew(call, parameters):
    if refresh.rotates(call.client):
        # API Reference, "RefreshTokenRotationType": rotation needs GetTokensFromRefreshToken.
        raise CognitoError("InvalidParameterException", "Refresh token rotation is enabled. Use GetTokensFromRefreshToken.")
    token = parameters.get("REFRESH_TOKEN")
    if not token:
        raise CognitoError("InvalidParameterException", "Missing required parameter REFRESH_TOKEN")
    metadata = call.data.get("ClientMetadata") or {}
    return {
        "AuthenticationResult": refresh.renew(call.pool, call.client, token, parameters.get("DEVICE_KEY"), metadata)
    }


def continue_sign_up(call):
    """Signs in the user who has just confirmed their address."""
    with sessions.taken(call, "CONFIRMED_SIGN_UP") as sign_in:
        return steps.proceed(sign_in)
