"""The authorize endpoint for a named identity provider. Source: Developer Guide, "The redirect and authorization endpoint"."""

from userpools.federation import oidc, relays, saml
from userpools.federation.responses import SignInError, refuse, to_app
from userpools.managedlogin import browsers
from userpools.managedlogin.request import Refused, read

# How to begin and where the provider responds, by the provider's type.
KINDS = {"OIDC": oidc, "Google": oidc, "SAML": saml}


def serve(headers, query):
    try:
        request, fields = read(query)
    except Refused as refused:
        return refused.response
    provider = provider_of(request.pool, fields.get("identity_provider"), fields.get("idp_identifier"))
    if provider is None or provider["ProviderName"] not in request.providers:
        return refuse("The client has no such identity provider.")
    kind = KINDS.get(provider["ProviderType"])
    if kind is None:
        return refuse(f"Sign-in by {provider['ProviderType']} is not served locally.")
    browser = relays.browser_of(headers) or relays.new_browser()
    relay = relays.Relay(
        request=request,
        provider=provider["ProviderName"],
        response_url=f"{browsers.origin_of(headers)}{kind.PATH}",
        browser=browser,
    )
    try:
        return kind.begin(provider, relay, relays.add(relay), {"Set-Cookie": relays.cookie_for(browser, headers)})
    except SignInError as error:
        return to_app(request.redirect_uri, request.state, error)


def provider_of(pool, name, identifier):
    providers = pool.get("_identity_providers") or {}
    if name:
        return providers.get(name)
    return next((each for each in providers.values() if identifier in (each.get("IdpIdentifiers") or [])), None)
