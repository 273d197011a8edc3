"""The sessions between the requests of a sign-in. Each is accepted once, and only for its client, user and challenge."""

import base64
import contextlib
import secrets
import time
from dataclasses import dataclass, field

from ministack.services import cognito
from userpools import names
from userpools.rules import CognitoError, attributes_of

# Errors after which the client may try again with the same session.
CORRECTABLE = {
    "CodeMismatchException",
    "EnableSoftwareTokenMFAException",
    "ExpiredCodeException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
}
# API Reference, "CreateUserPoolClient" (AuthSessionValidity).
DEFAULT_MINUTES = 3

INVALID = CognitoError("NotAuthorizedException", "Invalid session for the user.")

# By name.
waiting = {}


@dataclass
class SignIn:
    """A sign-in in progress."""

    pool: dict
    client: dict
    # As the client sent it.
    name: str
    # Cognito's name of the user, or a made-up one.
    user_id: str
    # Identifies the user, also if another gets the name. None if there is no such user.
    sub: str | None
    challenge: str = ""
    # What belongs to the challenge, such as its code.
    data: dict = field(default_factory=dict)
    device_key: str | None = None
    passed: set = field(default_factory=set)
    # The password that was right. With another one, the sign-in is over.
    password: str | None = None
    metadata: dict = field(default_factory=dict)
    # Challenges of the custom flow, as MiniStack keeps them. None in other flows.
    history: dict | None = None
    trigger_source: str = "TokenGeneration_Authentication"
    expires_at: float = 0
    # Whether it ends with a code for an app (managedlogin/) instead of tokens.
    by_page: bool = False

    @property
    def known(self):
        """The user before their password is known to be right; None if there is none, or has been deleted."""
        user = self.pool["_users"].get(self.user_id) if self.sub else None
        return user if user and attributes_of(user).get("sub") == self.sub else None

    @property
    def user(self):
        """The user, who may have been deleted or disabled since the last request."""
        user = self.known
        if user is None:
            raise CognitoError("NotAuthorizedException", "Incorrect username or password.")
        if not user.get("Enabled", True):
            raise CognitoError("NotAuthorizedException", "User is disabled.")
        if self.password is not None and (
            user.get("_password") != self.password or user.get("UserStatus") == "RESET_REQUIRED"
        ):
            raise INVALID
        return user

    def note_password(self, user):
        self.passed.add("password")
        self.password = user["_password"]

    @property
    def key(self):
        """Under which the user's failed attempts are counted."""
        return self.pool["Id"], self.user_id if self.sub else names.folded(self.pool, self.user_id)


def ask(sign_in, challenge, parameters=None, name=None, /, **data):
    """The output that poses a challenge, with the session that awaits the response."""
    sign_in.challenge, sign_in.data = challenge, data
    minutes = sign_in.client.get("AuthSessionValidity") or DEFAULT_MINUTES
    sign_in.expires_at = time.time() + minutes * 60
    forget_expired()
    name = name or new_name()
    waiting[name] = sign_in
    return {"ChallengeName": challenge, "Session": name, "ChallengeParameters": parameters or {}}


def new_name():
    # Clients decode the secret block of SRP, which is a name too, from base64.
    return base64.b64encode(secrets.token_bytes(96)).decode()


def forget_expired():
    now = time.time()
    for name, sign_in in list(waiting.items()):
        if sign_in.expires_at <= now:
            waiting.pop(name, None)


def find(call, name, *challenges):
    """The sign-in that awaits a response to one of the challenges."""
    sign_in = waiting.get(name) if isinstance(name, str) else None
    if sign_in is None or sign_in.challenge not in challenges:
        raise INVALID
    if time.time() >= sign_in.expires_at:
        raise CognitoError("NotAuthorizedException", "Invalid session for the user, session is expired.")
    if call.client_id is not None and sign_in.client["ClientId"] != call.client_id:
        raise INVALID
    if "UserPoolId" in call.data and call.data["UserPoolId"] != sign_in.pool["Id"]:
        raise INVALID
    responses = call.data.get("ChallengeResponses")
    if responses is not None and not is_user(sign_in, responses.get("USERNAME")):
        raise INVALID
    return sign_in


def is_user(sign_in, name):
    """Whether a response names the session's user, by any of their names."""
    if name in (sign_in.name, sign_in.user_id):
        return True
    user = cognito._resolve_user(sign_in.pool, name)[0] if name else None
    return user is not None and user["Username"] == sign_in.user_id


def end(name, sign_in):
    """Ends a session. Refuses if another request has just done so."""
    if waiting.pop(name, None) is not sign_in:
        raise INVALID


@contextlib.contextmanager
def taken(call, *challenges):
    """Ends the session of a response, unless the client may correct it."""
    name = call.data.get("Session")
    sign_in = find(call, name, *challenges)
    end(name, sign_in)
    before = sign_in.challenge, sign_in.data, sign_in.expires_at
    try:
        yield sign_in
    except CognitoError as error:
        if error.type in CORRECTABLE:
            sign_in.challenge, sign_in.data, sign_in.expires_at = before
            waiting[name] = sign_in
        raise
