"""Sign-ins that wait for an identity provider's response.

Each belongs to the browser that began it, which proves it by a cookie. So nobody can sign another browser in with a
response of their own. Source: RFC 6749, 10.12.
"""

import hmac
import re
import secrets
import time
from dataclasses import dataclass, field

from userpools.managedlogin import browsers
from userpools.managedlogin.request import AppRequest

SECONDS = 300
COOKIE = "cognito-federation"
_BROWSER = re.compile(rf"(?:^|;\s*){COOKIE}=([\w-]{{43}})(?=\s*(?:;|$))", re.ASCII)
# By the key that the provider returns.
_waiting = {}


@dataclass(frozen=True)
class Relay:
    # The app's.
    request: AppRequest
    provider: str
    # Where the provider sends its response.
    response_url: str
    browser: str
    # In the provider's response. Empty if the sign-in began at the provider.
    provider_nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    expires_at: float = field(default_factory=lambda: time.time() + SECONDS)

    @property
    def is_unsolicited(self):
        return not self.provider_nonce

    @property
    def pool_id(self):
        return self.request.pool_id


def add(relay):
    """Returns the key, which only the provider and the browser learn."""
    for key, waiting in list(_waiting.items()):
        if waiting.expires_at < time.time():
            _waiting.pop(key, None)
    key = secrets.token_urlsafe(32)
    _waiting[key] = relay
    return key


def take(key, browser, path):
    """The relay, once; None for one of another browser or for another address."""
    relay = _waiting.get(key)
    if relay is None or relay.expires_at < time.time() or not relay.response_url.endswith(path):
        return None
    if not browser or not hmac.compare_digest(relay.browser, browser):
        return None
    return _waiting.pop(key, None)


def browser_of(headers):
    """The browser that a request comes from; None if it has begun no sign-in."""
    cookie = _BROWSER.search(headers.get("cookie", ""))
    return cookie and cookie[1]


def new_browser():
    return secrets.token_urlsafe(32)


def cookie_for(browser, headers):
    return browsers.cookie(COOKIE, browser, headers, SECONDS)
