"""The steps of a sign-in by the pages: those of the API, with all their rules.

A page waits for a form of the browser that began it. Its sign-in waits in the API's sessions under a name that the browser
never learns.
"""

import hmac
import json
import secrets
import time
from dataclasses import dataclass, field

from userpools import authentication, names, rules
from userpools.managedlogin import browsers, views
from userpools.managedlogin.request import AppRequest
from userpools.rules import CognitoError
from userpools.signin import choice, initiate, passwords, sessions, steps

SECONDS = 3600
INCORRECT = passwords.INCORRECT
# The API's parameter for what a form's field `answer` holds.
ANSWERS = {
    "EMAIL_OTP": "EMAIL_OTP_CODE",
    "NEW_PASSWORD_REQUIRED": "NEW_PASSWORD",
    "PASSWORD": "PASSWORD",
    "SELECT_CHALLENGE": "ANSWER",
    "SELECT_MFA_TYPE": "ANSWER",
    "SMS_MFA": "SMS_MFA_CODE",
    "SMS_OTP": "SMS_OTP_CODE",
    "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE",
    "WEB_AUTHN": "CREDENTIAL",
}
_waiting = {}


@dataclass
class Page:
    request: AppRequest
    browser: str
    # The user's name, as they or the app gave it.
    name: str = ""
    # What the API asks for; empty at first.
    asked: dict = field(default_factory=dict)
    expires_at: float = field(default_factory=lambda: time.time() + SECONDS)

    @property
    def challenge(self):
        return self.asked.get("ChallengeName", "")

    @property
    def chooses(self):
        """Whether users first say who they are, and then how they sign in."""
        return "ALLOW_USER_AUTH" in initiate.allowed_flows(self.request.client)


def begin(request, browser, name=""):
    """The first page."""
    now = time.time()
    for key, page in list(_waiting.items()):
        if page.expires_at < now:
            _waiting.pop(key, None)
    return show(Page(request, browser, name))


def find(fields, browser):
    """The page that a form is of; None for another browser's."""
    page = _waiting.get(fields.get("page"))
    if page is None or page.expires_at < time.time() or page.request.client is None:
        return None
    return page if browser and hmac.compare_digest(page.browser, browser) else None


def submit(page, fields, headers):
    """The next page, or the way back to the app."""
    if _waiting.pop(fields["page"], None) is not page:
        return views.refuse("This page has been sent already. Begin at the app again.")
    try:
        output = answer(page, fields) if page.challenge else start(page, fields)
    except CognitoError as error:
        if page.asked.get("Session") not in sessions.waiting:
            page.asked = {}
        return show(page, error.message)
    if username := output.get("SignedIn"):
        response = page.request.issue_code(username)
        seen = browsers.remember(page.request, username, "COGNITO", headers)
        return response[0], {**response[1], "Set-Cookie": seen}, response[2]
    page.asked = output
    return show(page)


def show(page, fault=""):
    key = secrets.token_urlsafe(32)
    _waiting[key] = page
    return views.show(page, key, fault)


def start(page, fields):
    """Begins a sign-in as InitiateAuth does, whatever flows the client has for the API."""
    name, password = fields.get("username", ""), None if page.chooses else fields.get("password", "")
    request, page.name = page.request, name
    if "COGNITO" not in request.providers:
        # API Reference, "CreateUserPoolClient": these clients' pages do not sign in the pool's own users.
        raise CognitoError("NotAuthorizedException", "The client's users sign in by other identity providers.")
    call = authentication.call_of(request.pool, request.client, None)
    user = names.find(call.pool, name)
    if user and user["UserStatus"] == "EXTERNAL_PROVIDER":
        raise INCORRECT
    if user is None and password:
        user = authentication.migrate(call, "UserMigration_Authentication", name, password)
    if user or passwords.hides_users(call.client):
        authentication.run_pre(call.pool, call.client, user["Username"] if user else name, user)
    sign_in = passwords.begin(call, name)
    sign_in.by_page = True
    if page.chooses:
        return offer(sign_in)
    passwords.check(sign_in, password)
    return steps.proceed(sign_in)


def offer(sign_in):
    """The first factors that a page can ask for. The password is one of them for users who do not exist."""
    own = [factor for factor in choice.available(sign_in) if factor != "PASSWORD_SRP"] or ["PASSWORD"]
    if len(own) == 1:
        return choice.start(sign_in, own[0], {})
    return {**sessions.ask(sign_in, "SELECT_CHALLENGE", choices=own), "AvailableChallenges": own}


def answer(page, fields):
    if page.challenge == "MFA_SETUP":
        return set_up(page, fields)
    given = fields.get("answer", "")
    if page.challenge == "NEW_PASSWORD_REQUIRED" and given != fields.get("again"):
        raise CognitoError("InvalidPasswordException", "The passwords are not the same.")
    own = {name: value for name, value in fields.items() if name.startswith(steps.PREFIX)}
    return respond(page, {ANSWERS[page.challenge]: given, **own})


def respond(page, responses):
    sign_in = sessions.waiting.get(page.asked["Session"])
    if sign_in is None:
        raise sessions.INVALID
    return call(
        page,
        "RespondToAuthChallenge",
        ChallengeName=page.challenge,
        ChallengeResponses={**responses, "USERNAME": sign_in.name},
    )


def set_up(page, fields):
    """The first second factor of a user: an authenticator app, or an address for codes."""
    if address := fields.get("email"):
        return respond(page, {"EMAIL": address})
    if not page.asked.get("SecretCode"):
        return {**page.asked, **call(page, "AssociateSoftwareToken")}
    verified = call(page, "VerifySoftwareToken", UserCode=fields.get("answer", ""))
    page.asked["Session"] = verified["Session"]
    return respond(page, {})


def call(page, operation, **data):
    """The output of an operation of the API, with its rules. Raises CognitoError."""
    ids = {"ClientId": page.request.client_id, "Session": page.asked["Session"]}
    response = rules.with_rules(None, operation)({**ids, **data})
    if response[0] != 200:
        raise CognitoError.of(response)
    return json.loads(response[2])
