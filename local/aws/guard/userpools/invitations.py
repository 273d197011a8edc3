"""Users whom an administrator creates, in place of MiniStack's AdminCreateUser.

Sources: API Reference, "AdminCreateUser"; Cognito Developer Guide, "Creating user accounts as administrator", "Pre sign-up
Lambda trigger". The trigger may refuse a user; what it confirms is ignored.
"""

from ministack.services import cognito
from userpools import accounts, names, passwords, senders, triggers
from userpools.rules import CognitoError, attributes_of, lock, serves


@serves("AdminCreateUser")
def admin_create_user(call):
    if call.data.get("MessageAction") == "RESEND":
        user = accounts.required_user(call)
        if user["UserStatus"] != "FORCE_CHANGE_PASSWORD":
            message = f"Resend not possible. {call.data['Username']} status is not FORCE_CHANGE_PASSWORD"
            raise CognitoError("UnsupportedUserStateException", message)
        invite(call, user)
    else:
        user = create(call)
    return {"User": cognito._user_out(user)}


def create(call):
    name = str(call.data.get("Username") or "")
    if not name:
        raise CognitoError("InvalidParameterException", "Username is required.")
    attributes = cognito._attr_list_to_dict(call.data.get("UserAttributes") or [])
    names.check_name(call.pool, name, attributes)
    password = call.data.get("TemporaryPassword") or passwords.generate(call.pool)
    passwords.check(call.pool, password)
    attributes["sub"] = cognito.new_uuid()
    if named_by := cognito._username_alias_attribute(call.pool, name):
        attributes[named_by] = name
    user = accounts.new_user(attributes["sub"] if named_by else name, attributes, password, "FORCE_CHANGE_PASSWORD")
    passwords.note_temporary(user)
    check_free(call.pool, name)
    triggers.run_pre_sign_up(call, "PreSignUp_AdminCreateUser", user["Username"], triggers.known(user))
    deliver = prepare(call, user)
    with lock:
        # Another request may have been faster.
        check_free(call.pool, name)
        names.check_aliases(call.pool, None, attributes, call.data.get("ForceAliasCreation") is True)
        accounts.add(call.pool, user)
    deliver()
    return user


def check_free(pool, name):
    if names.find(pool, name) is not None:
        raise CognitoError("UsernameExistsException", "User account already exists")


def invite(call, user):
    passwords.note_temporary(user)
    prepare(call, user)()


def prepare(call, user):
    """The delivery of the invitation. A trigger that fails does so before the user exists."""
    attributes = attributes_of(user)
    wanted = call.data.get("MessageAction") != "SUPPRESS" and cognito._wants_email_delivery(call.data)
    if not wanted or not attributes.get("email"):
        return lambda: None
    if (call.pool.get("LambdaConfig") or {}).get("CustomEmailSender"):
        known = triggers.known(user)
        return lambda: senders.send(
            call, "email", "CustomMessage_AdminCreateUser", user["Username"], known, user["_password"]
        )
    try:
        texts = cognito._render_invitation_message(
            call.pool, user["Username"], user["_password"], attributes, call.data.get("ClientMetadata")
        )
    except cognito._CustomMessageInvalid as error:
        raise CognitoError("InvalidLambdaResponseException", str(error)) from None
    return lambda: cognito._deliver_invitation_email(call.pool, user["Username"], attributes, *texts)
