"""The rules of MiniStack's sign-in pages: random codes, few guesses, and no user who needs a second factor, for which the
pages never ask."""

import secrets

from ministack.services import cognito
from userpools import authentication, passwords
from userpools.rules import CognitoError, attributes_of, lock
from userpools.signin import factors
from userpools.signin.guesses import guess

GUESSES = 3
_submit = cognito._handle_user_auth_submit
_issue_code = cognito._issue_auth_code_redirect
_authenticate = cognito._authenticate_hosted_ui_user


def begin(pool, token, session, challenge):
    session["challenge"] = challenge
    if challenge != "EMAIL_OTP":
        return cognito._password_page_html(token, session["username"])
    user = cognito._resolve_user(pool, session["username"])[0]
    attributes = attributes_of(user) if user else {}
    if attributes.get("email"):
        session["otp_code"] = f"{secrets.randbelow(10**8):08}"
        cognito._send_email_otp(pool, session["username"], attributes, session["otp_code"])
    # The same page for users who do not exist.
    return cognito._email_otp_page_html(token)


def submit(token, form):
    session = cognito._pending_user_auth.get(token)
    if session and session["challenge"] == "EMAIL_OTP":
        with lock:
            session["guesses"] = session.get("guesses", 0) + 1
            if session["guesses"] > GUESSES:
                session.pop("otp_code", None)
    return _submit(token, form)


def authenticate(pool, name, password):
    """Counts wrong passwords together with those by the API."""
    user = cognito._resolve_user(pool, name)[0]
    key = pool["Id"], user["Username"] if user else name
    result = None, "Incorrect username or password."

    def is_right():
        nonlocal result
        result = _authenticate(pool, name, password)
        if not result[1]:
            passwords.check_temporary(pool, result[0])
        return not result[1]

    try:
        guess((key, "password"), is_right)
    except CognitoError as error:
        return None, error.message
    return result


def issue_code(client_id, pool_id, redirect_uri, scope, username, *rest):
    pool = cognito._get_pool_unscoped(pool_id)
    if pool.get("MfaConfiguration") == "ON" or factors.of_user(pool, pool["_users"][username]):
        message = "The local sign-in pages do not ask for a second factor. Sign this user in by the API."
        return cognito._oauth2_error("access_denied", message)
    client, user = pool["_clients"][client_id], pool["_users"][username]
    try:
        authentication.run_pre(pool, client, username, user)
        authentication.run_post(pool, client, user)
    except CognitoError as error:
        return cognito._oauth2_error("access_denied", error.message)
    return _issue_code(client_id, pool_id, redirect_uri, scope, username, *rest)


def password_faults(pool, password):
    fault = passwords.fault_of(pool, password)
    return [fault] if fault else []


cognito._begin_user_auth_challenge = begin
cognito._handle_user_auth_submit = submit
cognito._authenticate_hosted_ui_user = authenticate
cognito._issue_auth_code_redirect = issue_code
cognito._password_policy_errors = password_faults
