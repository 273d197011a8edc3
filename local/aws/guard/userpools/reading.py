"""What a client may read of its users: in GetUser, ID tokens and userInfo; and whose token it is.

Sources: API Reference, "CreateUserPoolClient" (ReadAttributes); Cognito Developer Guide, "Attribute permissions and scopes",
"The user attributes endpoint", "Scopes, M2M, and resource servers".
"""

import base64
import json

from ministack.services import cognito
from userpools.attributes import may_read
from userpools.rules import around, attributes_of

# Claims of userInfo that are no attributes.
CLAIMS = {"username", "cognito:username", "cognito:groups"}
# Attributes that a scope asks for. With openid and none of these, a token is for all that the client may read.
SCOPES = {
    "email": {"email", "email_verified"},
    "phone": {"phone_number", "phone_number_verified"},
    "profile": set(
        "name family_name given_name middle_name nickname preferred_username profile picture website gender birthdate "
        "zoneinfo locale updated_at".split()
    ),
}
_run_pre_token = cognito._apply_pretoken_trigger
_is_signed = cognito._signature_valid
_user_info = cognito.handle_oauth2_userinfo


@around("GetUser")
def hide_unreadable(call, proceed):
    output = proceed()
    output["UserAttributes"] = [
        attribute for attribute in output["UserAttributes"] if may_read(call.client, attribute["Name"])
    ]
    return output


def may_show(client, scope, name):
    """Whether a token of the scopes is for an attribute."""
    asked = SCOPES.keys() & (scope or "").split()
    custom = "profile" in asked and name.startswith("custom:")
    is_asked = not asked or custom or name in ("sub", "identities") or any(name in SCOPES[each] for each in asked)
    return is_asked and may_read(client, name)


def client_of(pool, client_id):
    return (pool or {}).get("_clients", {}).get(client_id)


def run_pre_token(pool_id, claims, token_type, client_id, user_attrs, **rest):
    """The trigger sees all attributes, and may add to the token what the client can't read."""
    if token_type == "id":
        client = client_of(cognito._user_pools.get(pool_id), client_id)
        scope = rest.get("scope")
        hidden = {name for name in {*user_attrs, "email_verified"} if not may_show(client, scope, name)}
        claims = {name: value for name, value in claims.items() if name not in hidden}
    return _run_pre_token(
        pool_id=pool_id, claims=claims, token_type=token_type, client_id=client_id, user_attrs=user_attrs, **rest
    )


def user_info(method, path, headers, body, query):
    status, response_headers, content = _user_info(method, path, headers, body, query)
    if status == 200:
        claims = cognito._token_claims(headers["authorization"].split(" ", 1)[1].strip())
        pool = cognito._get_pool_unscoped(str(claims.get("iss")).rsplit("/", 1)[-1])
        client = client_of(pool, claims.get("client_id"))
        if client is None:
            return 401, {"Content-Type": "application/json"}, b'{"error": "invalid_token"}'
        known = json.loads(content)
        content = json.dumps(
            {name: value for name, value in known.items() if name in CLAIMS or may_show(client, claims.get("scope"), name)}
        ).encode()
    return status, response_headers, content


def is_signed(token):
    """MiniStack also takes other spellings of a token's Base64. Source: RFC 7515, 2."""
    return all(map(is_base64url, token.split("."))) and _is_signed(token)


def is_base64url(text):
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        return False
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode() == text


def token_owner(claims):
    """In place of MiniStack's: a new user with the name of a deleted one does not own their tokens."""
    pool = cognito._user_pools.get(str(claims.get("iss", "")).rsplit("/", 1)[-1])
    if not pool or not claims.get("username"):
        return None
    user = pool["_users"].get(claims["username"])
    return user if user and attributes_of(user).get("sub") == claims.get("sub") else False


cognito._apply_pretoken_trigger = run_pre_token
cognito.handle_oauth2_userinfo = user_info
cognito._signature_valid = is_signed
cognito._token_owner = token_owner
