"""The token endpoint and the revocation endpoint.

MiniStack exchanges authorization codes and issues tokens to machines; here their conditions are checked first. Sources:
Cognito Developer Guide, "The token issuer endpoint", "The token revocation endpoint".
"""

import json
from urllib.parse import parse_qs

from ministack.services import cognito
from userpools.rules import CognitoError, around
from userpools.settings import clientsecrets
from userpools.signin import refresh, tokens

JSON = {"Content-Type": "application/json"}
_serve = cognito._oauth2_token
_scope_error = cognito._client_credentials_scope_error


def serve_token(data, query, raw_body=b"", headers=None):
    form = form_of(raw_body)
    if form is None:
        return refuse("invalid_request")
    pool, client = client_of(headers, form)
    if client is None:
        return refuse("invalid_client")
    grant = form.get("grant_type")
    if grant == "refresh_token":
        return renew(pool, client, form)
    if grant == "authorization_code" and "code" not in flows_of(client):
        return refuse("unauthorized_client")
    if grant == "authorization_code" and not fits(client, form):
        return refuse("invalid_grant")
    with tokens.claiming(client):
        try:
            return _serve(data, query, raw_body, headers)
        except RuntimeError:
            # A trigger has refused the user.
            return refuse("invalid_grant")


def client_of(headers, form):
    """The pool and the client that a request proves to be from; None twice if it proves none."""
    client_id, secret = cognito._authenticate_client(headers or {}, form)
    _, pool, client = cognito._find_pool_by_client_id(client_id)
    if not client or not clientsecrets.is_secret(client, secret):
        return None, None
    return pool, client


def fits(client, form):
    """Whether an authorization code was issued to the client for the address that it names."""
    code = form.get("code", "")
    entry = cognito._authorization_codes.get(code)
    return (
        entry is not None
        and entry["client_id"] == client["ClientId"]
        and entry["redirect_uri"] == form.get("redirect_uri")
        # MiniStack hashes it as ASCII. Source: RFC 7636, 4.1.
        and form.get("code_verifier", "").isascii()
    )


def renew(pool, client, form):
    try:
        result = refresh.renew(pool, client, form.get("refresh_token", ""))
    except CognitoError:
        return refuse("invalid_grant")
    scope = cognito._token_claims(form["refresh_token"]).get("scope")
    output = {
        "access_token": result["AccessToken"],
        "token_type": "Bearer",
        "expires_in": result["ExpiresIn"],
        **({"id_token": result["IdToken"]} if cognito._id_token_granted(scope) else {}),
        **({"refresh_token": result["RefreshToken"]} if "RefreshToken" in result else {}),
    }
    return 200, {**JSON, "Cache-Control": "no-store"}, json.dumps(output).encode()


def flows_of(client):
    """Flows count only for a client that may use OAuth. Source: API Reference, "CreateUserPoolClient"."""
    may_use_oauth = client.get("AllowedOAuthFlowsUserPoolClient") is True
    return client.get("AllowedOAuthFlows") or [] if may_use_oauth else []


def scope_error(pool, client, requested):
    return _scope_error(pool, {**client, "AllowedOAuthFlows": flows_of(client)}, requested)


def serve_revocation(headers, raw_body):
    form = form_of(raw_body)
    if form is None:
        return refuse("invalid_request")
    pool, client = client_of(headers, form)
    if client is None:
        return refuse("invalid_client", 401)
    if not form.get("token"):
        return refuse("invalid_request")
    fault = refresh.revoke(pool, client, form["token"])
    if fault is None:
        return 200, dict(JSON), b""
    type = {"UnsupportedOperationException": "invalid_request", "UnsupportedTokenTypeException": "unsupported_token_type"}
    return refuse(type.get(fault[0], "invalid_request"))


def form_of(raw_body):
    """The form's fields; None if one comes twice. Source: RFC 6749, 3.2."""
    fields = parse_qs(raw_body.decode(errors="replace"), keep_blank_values=True)
    is_clear = all(len(values) == 1 for values in fields.values())
    return {name: values[0] for name, values in fields.items()} if is_clear else None


def forget_codes(pool, user):
    """Ends a user's authorization codes."""
    for code, entry in list(cognito._authorization_codes.items()):
        if entry["pool_id"] == pool["Id"] and entry["username"] == user["Username"]:
            cognito._authorization_codes.pop(code, None)


@around("GlobalSignOut", "AdminUserGlobalSignOut", "DeleteUser", "AdminDeleteUser", "AdminDisableUser")
def end_codes(call, proceed):
    user = call.user
    output = proceed()
    if user is not None:
        forget_codes(call.pool, user)
    return output


def refuse(error, status=400):
    return status, dict(JSON), json.dumps({"error": error}).encode()


cognito._oauth2_token = serve_token
cognito._client_credentials_scope_error = scope_error
