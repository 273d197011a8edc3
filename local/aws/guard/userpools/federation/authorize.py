"""The authorize endpoint for a named identity provider. Source: Developer Guide, "The redirect and authorization endpoint"."""

from ministack.services import cognito
from userpools.federation import oidc, relays, saml
from userpools.federation.responses import SignInError, refuse, single, to_app
from userpools.signin import oauth

# How to begin and where the provider responds, by the provider's type.
KINDS = {"OIDC": oidc, "Google": oidc, "SAML": saml}


def serve(headers, query):
    fields = single(query)
    if fields is None:
        return refuse("A parameter comes twice.")
    field = lambda name: fields.get(name, "")  # noqa: E731
    pool_id, pool, client = cognito._find_pool_by_client_id(field("client_id"))
    if client is None:
        return refuse("The client does not exist.")
    redirect_uri = field("redirect_uri") or client.get("DefaultRedirectURI")
    if not redirect_uri or redirect_uri not in (client.get("CallbackURLs") or []):
        return refuse("redirect_uri is not a callback URL of the client.")
    provider = provider_of(pool, field("identity_provider"), field("idp_identifier"))
    if provider is None or provider["ProviderName"] not in (client.get("SupportedIdentityProviders") or []):
        return refuse("The client has no such identity provider.")
    if field("response_type") != "code":
        return to_app(redirect_uri, field("state"), SignInError("Use response_type=code.", "unsupported_response_type"))
    if "code" not in oauth.flows_of(client):
        return to_app(redirect_uri, field("state"), SignInError("The client has no code flow.", "unauthorized_client"))
    refused = cognito._invalid_scope_redirect(client, redirect_uri, field("scope"), field("state"))
    pkce = (redirect_uri, field("code_challenge"), field("code_challenge_method"), field("state"))
    if refused := refused or cognito._pkce_error_redirect(*pkce):
        return refused
    kind = KINDS.get(provider["ProviderType"])
    if kind is None:
        return refuse(f"Sign-in by {provider['ProviderType']} is not served locally.")
    browser = relays.browser_of(headers) or relays.new_browser()
    relay = relays.Relay(
        pool_id=pool_id,
        client_id=client["ClientId"],
        provider=provider["ProviderName"],
        # The guard admits only this machine's names as hosts.
        response_url=f"http://{headers['host']}{kind.PATH}",
        redirect_uri=redirect_uri,
        browser=browser,
        **{name: field(name) for name in ("scope", "state", "nonce", "code_challenge", "code_challenge_method")},
    )
    try:
        return kind.begin(provider, relay, relays.add(relay), {"Set-Cookie": relays.cookie_for(browser)})
    except SignInError as error:
        return to_app(redirect_uri, field("state"), error)


def provider_of(pool, name, identifier):
    providers = pool.get("_identity_providers") or {}
    if name:
        return providers.get(name)
    return next((each for each in providers.values() if identifier in (each.get("IdpIdentifiers") or [])), None)
