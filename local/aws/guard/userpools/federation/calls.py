"""Calls to identity providers: by HTTPS or on this machine, without redirects, and limited in time and size."""

import http.client
import json
import re
from urllib.parse import urlencode, urlsplit

from userpools.federation.responses import SignInError, Unreachable

TIMEOUT_SECONDS = 10
MOST_BYTES = 1_048_576
THIS_MACHINE = re.compile(r"127\.0\.0\.1|::1|(?:[a-z0-9_-]+\.)*localhost")


def fetch(url, form=None, bearer=None):
    """The JSON object at a URL. Raises SignInError."""
    try:
        output = json.loads(read(url, form, {"Authorization": f"Bearer {bearer}"} if bearer else {}))
    except ValueError:
        output = None
    if not isinstance(output, dict):
        raise SignInError(f"The identity provider responded at {url} with something else than a JSON object.")
    return output


def read(url, form=None, headers=None):
    """The content at a URL. Raises SignInError. form: fields to post; None to get"""
    target = address_of(url)
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.hostname, target.port, timeout=TIMEOUT_SECONDS)
    type = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        body = None if form is None else urlencode(form)
        connection.request("GET" if form is None else "POST", path, body, {**type, **(headers or {})})
        response = connection.getresponse()
        content = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"The identity provider did not respond at {url}: {error}") from None
    finally:
        connection.close()
    if response.status != 200 or len(content) > MOST_BYTES:
        raise Unreachable(f"The identity provider responded at {url} with status {response.status}.")
    return content


def address_of(url):
    """On AWS it must be HTTPS. Source: Cognito Developer Guide, "Using OIDC identity providers"."""
    try:
        target = urlsplit(url if isinstance(url, str) else "")
        is_allowed = target.scheme == "https" or target.scheme == "http" and THIS_MACHINE.fullmatch(target.hostname or "")
        if is_allowed and target.hostname and (target.port or True):
            return target
    except ValueError:
        pass
    raise SignInError(f"The identity provider's address {url} must be HTTPS or on this machine.")
