"""The authorize endpoint for a named identity provider. Source: Developer Guide, "The redirect and authorization endpoint"."""

from urllib.parse import urlencode

from userpools.federation import oidc, relays, saml, standin
from userpools.federation.responses import SignInError, Unreachable, refuse, to_app
from userpools.managedlogin import browsers
from userpools.managedlogin.request import Refused, read

# How to begin and where the provider responds, by the provider's type.
KINDS = {"OIDC": oidc, "Google": oidc, "SAML": saml}
# Others are at fixed addresses, where a team needs accounts: a page of this machine stands in for them.
OF_COMPANIES = ("OIDC", "SAML")


def serve(headers, query):
    try:
        request, fields = read(query)
    except Refused as refused:
        return refused.response
    provider = provider_of(request.pool, fields.get("identity_provider"), fields.get("idp_identifier"))
    if provider is None or provider["ProviderName"] not in request.providers:
        return refuse("The client has no such identity provider.")
    type, itself = provider["ProviderType"], ""
    try:
        if type in OF_COMPANIES or type in KINDS and standin.ITSELF in fields:
            return begin(KINDS[type], provider, request, headers)
        reason = f"On AWS, users sign in at {provider['ProviderName']} itself."
        itself = f"/oauth2/authorize?{urlencode({**fields, standin.ITSELF: 'yes'})}" if type in KINDS else ""
    except Unreachable as error:
        reason = str(error)
    except SignInError as error:
        return to_app(request.redirect_uri, request.state, error)
    return begin(standin, provider, request, headers, reason, itself)


def begin(kind, provider, request, headers, *more):
    browser = relays.browser_of(headers) or relays.new_browser()
    relay = relays.Relay(
        request=request,
        provider=provider["ProviderName"],
        response_url=f"{browsers.origin_of(headers)}{kind.PATH}",
        browser=browser,
    )
    return kind.begin(provider, relay, relays.add(relay), {"Set-Cookie": relays.cookie_for(browser, headers)}, *more)


def provider_of(pool, name, identifier):
    providers = pool.get("_identity_providers") or {}
    if name:
        return providers.get(name)
    return next((each for each in providers.values() if identifier in (each.get("IdpIdentifiers") or [])), None)
