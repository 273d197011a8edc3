"""Responses to browsers in the middle of a sign-in."""

import html
from urllib.parse import parse_qs, urlencode

from ministack.services import cognito

# Marks a form that a page of this host has sent again.
AGAIN = "cognito-again"


class SignInError(Exception):
    """Ends a sign-in. The app gets `error` and the message by its callback URL. Source: RFC 6749, 4.1.2.1."""

    def __init__(self, message, error="invalid_request"):
        super().__init__(message)
        self.error = error


class Unreachable(SignInError):
    """The provider does not respond."""


def redirect(url, parameters, headers=None):
    location = url + (("&" if "?" in url else "?") + urlencode(parameters) if parameters else "")
    return 302, {"Location": location, "Cache-Control": "no-store", **(headers or {})}, b""


def to_app(redirect_uri, state, error):
    parameters = {"error_description": str(error), **({"state": state} if state else {}), "error": error.error}
    return redirect(redirect_uri, parameters)


def refuse(description):
    return cognito._oauth2_error("invalid_request", description)


def single(fields):
    """The fields by name; None if one comes twice. Source: RFC 6749, 3.1."""
    if any(isinstance(values, list) and len(values) > 1 for values in fields.values()):
        return None
    return {name: cognito._qp(fields, name) for name in fields}


def form_of(body):
    return single(parse_qs(body.decode(errors="replace"), keep_blank_values=True))


def again(path, form):
    """A page that sends a provider's form again: browsers send this host's cookies only with a form of its own."""
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in {**form, AGAIN: "1"}.items()
    )
    button = "<noscript><button>Continue</button></noscript>"
    page = (
        f'<!DOCTYPE html><title>Sign-in</title><body onload="document.forms[0].submit()">'
        f'<form method="post" action="{html.escape(path)}">{fields}{button}</form>'
    )
    return 200, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}, page.encode()
