"""Browsers, by their cookies: who began a sign-in, and who is signed in.

Nobody can continue another browser's page, nor sign it in. For an hour after a sign-in, the browser's next ones need no
password. Source: Cognito Developer Guide, "Things to know about using managed login" (the cookie `cognito`, one hour).
"""

import re
import secrets
import time
from dataclasses import dataclass

from ministack.services import cognito
from userpools.rules import attributes_of

SECONDS = 3600
# Of a browser that has begun, and of one that is signed in.
BEGUN, SIGNED_IN = "cognito-browser", "cognito"
_sessions = {}


@dataclass(frozen=True)
class Session:
    pool_id: str
    username: str
    # Another user may get the name.
    sub: str
    # Through which the user has signed in; COGNITO is the pool itself.
    provider: str
    expires_at: float
    # At the provider, if it can end it.
    at_provider: object = None


def cookie(name, value, headers, seconds=SECONDS):
    secure = "; Secure" if origin_of(headers).startswith("https:") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def origin_of(headers):
    """Under which the browser reaches the pages. Only the platform's front can name another one (guard.py)."""
    return headers.get("x-palisade-origin") or f"http://{headers['host']}"


def begun(headers):
    """The browser of a request; None if it has begun nothing."""
    return _value(BEGUN, headers)


def new():
    return secrets.token_urlsafe(32)


def remember(request, username, provider, headers, at_provider=None):
    """The cookie of a browser whose user has just signed in. A new one, which nobody has planted."""
    forget(headers)
    now = time.time()
    for value, session in list(_sessions.items()):
        if session.expires_at < now:
            _sessions.pop(value, None)
    user, value = request.pool["_users"][username], new()
    sub = attributes_of(user)["sub"]
    _sessions[value] = Session(request.pool_id, username, sub, provider, now + SECONDS, at_provider)
    return cookie(SIGNED_IN, value, headers)


def signed_in(request, headers):
    """The name of the user of the app's pool who is signed in; None if the client would not have let them in."""
    session = _sessions.get(_value(SIGNED_IN, headers))
    if session is None or session.expires_at < time.time() or session.pool_id != request.pool_id:
        return None
    user = request.pool["_users"].get(session.username)
    if user is None or attributes_of(user)["sub"] != session.sub or not user.get("Enabled", True):
        return None
    if user.get("UserStatus") not in ("CONFIRMED", "EXTERNAL_PROVIDER"):
        return None
    return session.username if session.provider in request.providers else None


def forget(headers):
    """Signs the browser out. Returns the session that it had, if any, and the cookie that says so."""
    return _sessions.pop(_value(SIGNED_IN, headers), None), cookie(SIGNED_IN, "", headers, 0)


def _value(name, headers):
    found = re.search(rf"(?:^|;\s*){name}=([\w-]{{43}})(?=\s*(?:;|$))", headers.get("cookie", ""), re.ASCII)
    return found and found[1]
