"""What Cognito refuses in an app client, and what an update resets.

Sources: API Reference, "CreateUserPoolClient", "UpdateUserPoolClient" ("if you don't provide a value for an attribute, Amazon
Cognito sets it to its default value"), "RefreshTokenRotationType"; Cognito Developer Guide, "Refresh tokens" (rotation).
"""

import copy
import re
from urllib.parse import urlsplit

from userpools.attributes import required, schema_of
from userpools.rules import CognitoError, around

# What an update without the member sets. The name stays.
DEFAULTS = {
    "RefreshTokenValidity": 30,
    "AccessTokenValidity": None,
    "IdTokenValidity": None,
    "TokenValidityUnits": {},
    "ReadAttributes": [],
    "WriteAttributes": [],
    "ExplicitAuthFlows": [],
    "SupportedIdentityProviders": [],
    "CallbackURLs": [],
    "LogoutURLs": [],
    "DefaultRedirectURI": "",
    "AllowedOAuthFlows": [],
    "AllowedOAuthScopes": [],
    "AllowedOAuthFlowsUserPoolClient": False,
    "AnalyticsConfiguration": None,
    "PreventUserExistenceErrors": "LEGACY",
    "EnableTokenRevocation": True,
    "EnablePropagateAdditionalUserContextData": False,
    "AuthSessionValidity": 3,
    "RefreshTokenRotation": None,
}
SCOPES = {"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
HOUR, DAY = 3600, 86400
# Of a URL with http. Any port. (Developer Guide, "Configuring app clients")
LOCAL = {"localhost", "127.0.0.1", "::1"}
INVALID_ATTRIBUTES = "Invalid {} attributes specified while creating a client"


@around("CreateUserPoolClient", "UpdateUserPoolClient")
def keep(call, proceed):
    data, pool = call.data, call.pool
    before = pool["_clients"].get(data.get("ClientId")) or {}
    for name, default in DEFAULTS.items():
        data.setdefault(name, copy.deepcopy(default))
    check(pool, data, bool(data.get("GenerateSecret") or before.get("ClientSecret")))
    output = proceed()
    client = pool["_clients"][output["UserPoolClient"]["ClientId"]]
    client["RefreshTokenRotation"] = data["RefreshTokenRotation"]
    return {"UserPoolClient": {name: value for name, value in client.items() if value is not None}}


def check(pool, client, has_secret):
    check_flows(client, has_secret)
    check_validity(client)
    check_scopes(pool, client)
    check_attributes(pool, client)
    for provider in client["SupportedIdentityProviders"]:
        if provider != "COGNITO" and provider not in pool.get("_identity_providers", {}):
            refuse(f"The provider {provider} does not exist for User Pool {pool['Id']}.")
    for url in [*client["CallbackURLs"], *client["LogoutURLs"]]:
        check_url(url)
    default = client["DefaultRedirectURI"]
    if default and default not in client["CallbackURLs"]:
        refuse("DefaultRedirectURI must be one of CallbackURLs.")
    if client["EnablePropagateAdditionalUserContextData"] and not has_secret:
        refuse("EnablePropagateAdditionalUserContextData requires a client with a secret.")


def check_flows(client, has_secret):
    rotation = client["RefreshTokenRotation"] or {}
    if rotation.get("Feature") == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in client["ExplicitAuthFlows"]:
        refuse("Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH.")
    flows = client["AllowedOAuthFlows"]
    if client["AllowedOAuthFlowsUserPoolClient"] and not (flows and client["AllowedOAuthScopes"]):
        refuse("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.")
    if "client_credentials" not in flows:
        return
    if len(flows) > 1:
        refuse(
            "client_credentials flow can not be selected along with code flow or implicit flow.",
            "InvalidOAuthFlowException",
        )
    if not has_secret:
        refuse(
            "client_credentials flow can not be selected if client does not have a client secret.",
            "InvalidOAuthFlowException",
        )


def check_validity(client):
    units = client["TokenValidityUnits"]

    def seconds(name, unit, default):
        return (client[f"{name}Validity"] or 0) * SECONDS[units.get(name, unit)] or default

    access, id_token = seconds("AccessToken", "hours", HOUR), seconds("IdToken", "hours", HOUR)
    refresh = seconds("RefreshToken", "days", 30 * DAY)
    least = {"AccessToken": 5 * 60, "IdToken": 5 * 60, "RefreshToken": HOUR}
    # Tests need tokens that expire soon: a validity in seconds may be shorter than on AWS.
    least.update({name: 1 for name, unit in units.items() if unit == "seconds"})
    in_range = (
        least["AccessToken"] <= access <= DAY
        and least["IdToken"] <= id_token <= DAY
        and least["RefreshToken"] <= refresh <= 3650 * DAY
    )
    if not in_range or units.get("RefreshToken") != "seconds" and refresh < max(access, id_token):
        refuse("Invalid range for token validity.")


def check_scopes(pool, client):
    servers = pool.get("_resource_servers", {}).values()
    custom = {f"{server['Identifier']}/{scope['ScopeName']}" for server in servers for scope in server["Scopes"]}
    unknown = [scope for scope in client["AllowedOAuthScopes"] if scope not in SCOPES | custom]
    if unknown:
        refuse(f"Invalid scopes requested: {', '.join(unknown)}", "ScopeDoesNotExistException")


def check_attributes(pool, client):
    schema = schema_of(pool)
    if not set(client["ReadAttributes"]) <= set(schema):
        refuse(INVALID_ATTRIBUTES.format("read"))
    written = set(client["WriteAttributes"])
    if written and (not written <= set(schema) or not set(required(pool)) <= written):
        refuse(INVALID_ATTRIBUTES.format("write"))


def check_url(url):
    try:
        parts = urlsplit(url)
    except ValueError:
        refuse(f"{url} is not a valid URL.")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", parts.scheme) or not (parts.netloc or parts.path):
        refuse(f"{url} is not an absolute URL.")
    if "#" in url:
        refuse(f"{url} cannot have a fragment.")
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        refuse(f"{url} cannot use the HTTP protocol.")


def refuse(message, type="InvalidParameterException"):
    raise CognitoError(type, message)
