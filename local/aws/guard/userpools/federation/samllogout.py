"""Ends the session at a SAML provider with that of the pages, if the provider has IDPSignout.

Source: Cognito Developer Guide, "Signing out SAML users with single sign-out"; SAML 2.0 Profiles, 4.4.
"""

import secrets
import time
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from userpools.federation import samlresponses
from userpools.federation.details import is_set
from userpools.federation.responses import SignInError, redirect, refuse
from userpools.federation.samldocuments import content_of, find, metadata_of, text
from userpools.federation.samlrequests import lead, write

PATH = "/saml2/logout"
SECONDS = 300
NAME = ("Format", "NameQualifier", "SPNameQualifier")
# By the key that the provider returns.
_waiting = {}


@dataclass(frozen=True)
class Session:
    """Of a user at a provider."""

    # XML.
    name_id: str
    index: str

    @classmethod
    def of(cls, name_id, statement):
        qualities = "".join(f" {name}={quoteattr(name_id.get(name))}" for name in NAME if name_id.get(name))
        return cls(f"<saml:NameID{qualities}>{escape(text(name_id))}</saml:NameID>", statement.get("SessionIndex", ""))


@dataclass(frozen=True)
class SignOut:
    # Where the browser goes in the end.
    location: str
    provider: dict
    id: str
    response_url: str
    expires_at: float


def begin(pool, provider, session, location, origin, headers):
    """Leads the browser to the provider; None if it has no sign-out."""
    if session is None or not is_set(provider, "IDPSignout"):
        return None
    try:
        url = metadata_of(provider)["sign_out"]
        if not url:
            raise SignInError("The provider's metadata has no SingleLogoutService by HTTP-Redirect.")
        now, key, id = time.time(), secrets.token_urlsafe(32), f"_{secrets.token_urlsafe(32)}"
        index = f"<samlp:SessionIndex>{escape(session.index)}</samlp:SessionIndex>" if session.index else ""
        message = write("LogoutRequest", pool["Id"], id, url, "", session.name_id + index)
        response = lead(pool, url, message, key, True, headers)
    except SignInError as error:
        status, shown, page = refuse(f"Signed out here, but not at {provider['ProviderName']}: {error}")
        return status, {**shown, **headers}, page
    for waiting, sign_out in list(_waiting.items()):
        if sign_out.expires_at < now:
            _waiting.pop(waiting, None)
    _waiting[key] = SignOut(location, provider, id, f"{origin}{PATH}", now + SECONDS)
    return response


def finish(fields):
    """Leads the browser to where it goes after the sign-out."""
    sign_out = _waiting.pop((fields or {}).get("RelayState"), None)
    if sign_out is None or sign_out.expires_at < time.time():
        return refuse("No such sign-out has begun, or it is over.")
    try:
        check(content_of(fields), sign_out)
    except SignInError as error:
        return refuse(f"Signed out here, but not at {sign_out.provider['ProviderName']}: {error}")
    return redirect(sign_out.location, {})


def check(content, sign_out):
    known = metadata_of(sign_out.provider)
    samlresponses.read(content, "LogoutResponse", sign_out.response_url)
    signed = samlresponses.verified(content, known["certificates"], "./")
    issuers = [text(each) for each in find(signed, "self::samlp:LogoutResponse/saml:Issuer")]
    if issuers != [known["id"]] or signed.get("InResponseTo") != sign_out.id:
        raise SignInError("The provider's SAML response is of another provider, or for another sign-out.")
