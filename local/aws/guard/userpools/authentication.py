"""The triggers around a sign-in by the API or the pages: PreAuthentication, PostAuthentication and UserMigration.

Sources: Cognito Developer Guide, the pages of these triggers; API Reference, "InitiateAuth" (ClientMetadata). A trigger
that fails denies the sign-in.
"""

from ministack.services import cognito
from userpools import accounts, names, triggers
from userpools.rules import Call, CognitoError, around, attributes_of, lock

# The flows in which Cognito gets the password that the trigger needs.
WITH_PASSWORD = ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")


@around("InitiateAuth", "AdminInitiateAuth")
def begin(call, proceed):
    from userpools.signin import initiate

    flow, parameters = call.data["AuthFlow"], call.data.get("AuthParameters") or {}
    name = parameters.get("USERNAME")
    is_after_sign_up = flow == "USER_AUTH" and call.data.get("Session")
    if flow.startswith("REFRESH_TOKEN") or not name or is_after_sign_up:
        return proceed()
    initiate.check_flow(call, flow)
    user = names.find(call.pool, name)
    if user and user["UserStatus"] == "EXTERNAL_PROVIDER":
        # Users of identity providers sign in only by these. Source: "Adding user pool sign-in through a third party".
        raise CognitoError("NotAuthorizedException", "Incorrect username or password.")
    if user is None and flow in WITH_PASSWORD:
        user = migrate(call, "UserMigration_Authentication", name, parameters.get("PASSWORD"))
    if user or cognito._hides_user_existence(call.pool, call.client_id):
        run_pre(call.pool, call.client, user["Username"] if user else name, user, call.data.get("ClientMetadata"))
    return proceed()


def run_pre(pool, client, name, user, metadata=None):
    """Before the password is checked. `user` is None if there is none."""
    request = {"validationData": {}, **({} if user else {"userNotFound": True})}
    attributes = triggers.known(user) if user else {}
    source = "PreAuthentication_Authentication"
    triggers.run(call_of(pool, client, metadata), source, name, attributes, request, metadata_as="validationData")


def run_post(pool, client, user, metadata=None, has_new_device=False):
    """After the last factor, before the tokens."""
    source, request = "PostAuthentication_Authentication", {"newDeviceUsed": has_new_device}
    triggers.run(call_of(pool, client, metadata), source, user["Username"], triggers.known(user), request)


def call_of(pool, client, metadata):
    return Call("InitiateAuth", {"UserPoolId": pool["Id"], "ClientId": client["ClientId"], "ClientMetadata": metadata})


def migrate(call, source, name, password=None):
    """The user whom the trigger brings from another directory; None without one."""
    request = {"password": password, "validationData": {}}
    response = triggers.run(call, source, name, {}, request, {"userAttributes": None}, metadata_as="validationData")
    if response is None:
        return None
    attributes = response.get("userAttributes")
    if not isinstance(attributes, dict) or not attributes:
        raise CognitoError("InvalidLambdaResponseException", "Exception migrating user: no userAttributes.")
    attributes = {key: str(value) for key, value in attributes.items() if key not in ("username", "sub")}
    attributes["sub"] = cognito.new_uuid()
    if named_by := cognito._username_alias_attribute(call.pool, name):
        attributes[named_by] = name
    status = "CONFIRMED" if response.get("finalUserStatus") == "CONFIRMED" and password else "RESET_REQUIRED"
    user = accounts.new_user(attributes["sub"] if named_by else name, attributes, password, status)
    with lock:
        # Another request may have been faster.
        if other := names.find(call.pool, name):
            return other
        names.check_aliases(call.pool, None, attributes_of(user), response.get("forceAliasCreation") is True)
        accounts.add(call.pool, user)
    return user
