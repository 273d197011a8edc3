"""The rules of MiniStack's sign-in pages: random codes, few guesses, passwords as by the API, and no user who needs a
second factor, for which the pages never ask."""

import hmac
import secrets
import time

from ministack.services import cognito
from userpools import authentication, names, passwords, senders, triggers
from userpools.rules import Call, CognitoError, attributes_of, lock
from userpools.signin import factors
from userpools.signin.guesses import guess

GUESSES = 3
_submit = cognito._handle_user_auth_submit
# For users who have signed in elsewhere.
issue_federated_code = cognito._issue_auth_code_redirect
_start_new_password = cognito._start_new_password_session


def begin(pool, token, session, challenge):
    session["challenge"] = challenge
    if challenge != "EMAIL_OTP":
        return cognito._password_page_html(token, session["username"])
    user = cognito._resolve_user(pool, session["username"])[0]
    # Users of identity providers sign in only by these.
    attributes = attributes_of(user) if user and user["UserStatus"] != "EXTERNAL_PROVIDER" else {}
    if attributes.get("email"):
        session["otp_code"] = f"{secrets.randbelow(10**8):08}"
        call, known = Call("InitiateAuth", {"UserPoolId": pool["Id"]}), triggers.known(user)
        source, name = "CustomMessage_Authentication", user["Username"]
        if not senders.send(call, "email", source, name, known, session["otp_code"]):
            cognito._send_email_otp(pool, session["username"], attributes, session["otp_code"])
    # The same page for users who do not exist.
    return cognito._email_otp_page_html(token)


def submit(token, form):
    session = cognito._pending_user_auth.get(token)
    if session and session["challenge"] == "EMAIL_OTP":
        pool = cognito._get_pool_unscoped(session["pool_id"])
        with lock:
            session["guesses"] = session.get("guesses", 0) + 1
            if session["guesses"] > GUESSES or not is_code_right(pool, session, form.get("code", "")):
                # The page for a wrong code.
                form = {**form, "code": ""}
    return _submit(token, form)


def is_code_right(pool, session, given):
    """Counts wrong codes together with those by the API."""
    code = session.get("otp_code")
    is_right = lambda: code is not None and hmac.compare_digest(code.encode(), given.encode())  # noqa: E731
    try:
        return guess((key_of(pool, session["username"]), "code"), is_right)
    except CognitoError:
        return False


def authenticate(pool, name, password):
    """Counts wrong passwords together with those by the API. Only who knows the password learns of the user's state."""
    user = cognito._resolve_user(pool, name)[0]
    stored = user.get("_password") if user and cognito._password_signin_refused(user) is None else None
    is_right = lambda: bool(stored) and hmac.compare_digest(stored.encode(), password.encode())  # noqa: E731
    try:
        if not guess((key_of(pool, name), "password"), is_right):
            return None, "Incorrect username or password."
        passwords.check_temporary(pool, user)
    except CognitoError as error:
        return None, error.message
    refusal = cognito._hosted_ui_user_status_error(user)
    return (None, refusal) if refusal else (user, "")


def key_of(pool, name):
    """Under which failed attempts are counted, as a sign-in's by the API."""
    user = cognito._resolve_user(pool, name)[0]
    return pool["Id"], user["Username"] if user else names.folded(pool, name)


def start_new_password(pool_id, client_id, username, *rest):
    """Notes the temporary password: with another one, the page's session is over."""
    token = _start_new_password(pool_id, client_id, username, *rest)
    user = cognito._get_pool_unscoped(pool_id)["_users"][username]
    cognito._pending_new_password[token].update(sub=attributes_of(user)["sub"], temporary=user["_password"])
    return token


def choose_password(token, form):
    session = cognito._pending_new_password.get(token)
    pool = cognito._get_pool_unscoped(session["pool_id"]) if session and time.time() < session["expires_at"] else None
    password = form.get("new_password", "")
    if password != form.get("confirm_password"):
        return new_password_page(token, "Passwords do not match.")
    try:
        with lock:
            user = pool["_users"].get(session["username"]) if pool else None
            if user is None or not awaits_password(user, session):
                return cognito._oauth2_error("invalid_request", "Session has expired. Please sign in again.")
            passwords.check(pool, password)
            passwords.change(pool, user, password)
            user["UserStatus"] = "CONFIRMED"
            user["UserLastModifiedDate"] = cognito._now_epoch()
            cognito._pending_new_password.pop(token, None)
    except CognitoError as error:
        return new_password_page(token, error.message)
    parameters = ("client_id", "pool_id", "redirect_uri", "scope", "username", "nonce", "code_challenge", "code_challenge_method", "state")
    return issue_code(*(session[name] for name in parameters))


def new_password_page(token, fault):
    page = cognito._new_password_page_html(token, error_message=fault)
    return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()


def awaits_password(user, session):
    return (
        user.get("Enabled", True)
        and user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
        and user["_password"] == session["temporary"]
        and attributes_of(user).get("sub") == session["sub"]
    )


def issue_code(client_id, pool_id, redirect_uri, scope, username, *rest):
    pool = cognito._get_pool_unscoped(pool_id)
    if pool.get("MfaConfiguration") == "ON" or factors.of_user(pool, pool["_users"][username]):
        message = "The local sign-in pages do not ask for a second factor. Sign this user in by the API."
        return cognito._oauth2_error("access_denied", message)
    client, user = pool["_clients"][client_id], pool["_users"][username]
    if "COGNITO" not in (client.get("SupportedIdentityProviders") or ["COGNITO"]):
        # API Reference, "CreateUserPoolClient": these clients' pages do not sign in the pool's own users.
        return cognito._oauth2_error("access_denied", "The client's users sign in by other identity providers.")
    try:
        authentication.run_pre(pool, client, username, user)
        authentication.run_post(pool, client, user)
    except CognitoError as error:
        return cognito._oauth2_error("access_denied", error.message)
    return issue_federated_code(client_id, pool_id, redirect_uri, scope, username, *rest)


cognito._begin_user_auth_challenge = begin
cognito._handle_user_auth_submit = submit
cognito._authenticate_hosted_ui_user = authenticate
cognito._issue_auth_code_redirect = issue_code
cognito._start_new_password_session = start_new_password
cognito._handle_new_password_submit = choose_password
