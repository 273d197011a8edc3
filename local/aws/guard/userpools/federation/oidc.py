"""OpenID Connect providers, and Google, which is one.

Sources: Cognito Developer Guide, "Using OIDC identity providers with a user pool"; API Reference, "CreateIdentityProvider"
(ProviderDetails); OpenID Connect Discovery 1.0, 4.3.
"""

from userpools.federation import idtokens
from userpools.federation.attributes import Identity
from userpools.federation.calls import address_of, fetch
from userpools.federation.responses import SignInError, redirect

PATH = "/oauth2/idpresponse"
ISSUERS = {"Google": "https://accounts.google.com"}
# ProviderDetails by the member of the provider's metadata.
ENDPOINTS = {
    "authorization_endpoint": "authorize_url",
    "token_endpoint": "token_url",
    "userinfo_endpoint": "attributes_url",
    "jwks_uri": "jwks_uri",
}


def begin(provider, relay, key, headers):
    """Leads the browser to the provider. Raises SignInError."""
    details = provider["ProviderDetails"]
    url = endpoints(provider)["authorize_url"]
    address_of(url)
    parameters = {
        "response_type": "code",
        "client_id": details.get("client_id", ""),
        "redirect_uri": relay.response_url,
        "scope": details.get("authorize_scopes", "openid"),
        "state": key,
        "nonce": relay.provider_nonce,
    }
    return redirect(url, parameters, headers)


def identity(provider, relay, fields):
    """Claims of the ID token come before those of userInfo. Raises SignInError."""
    if fields.get("error"):
        raise SignInError(fields.get("error_description") or fields["error"], fields["error"])
    if not fields.get("code"):
        raise SignInError("The provider's response has no code.")
    if fields.get("iss", issuer_of(provider)) != issuer_of(provider):
        # RFC 9207: another provider's code, which this one would learn.
        raise SignInError("The response is of another provider.")
    details, found = provider["ProviderDetails"], endpoints(provider)
    form = {
        "grant_type": "authorization_code",
        "code": fields["code"],
        "redirect_uri": relay.response_url,
        "client_id": details.get("client_id", ""),
        "client_secret": details.get("client_secret", ""),
    }
    tokens = fetch(found["token_url"], form)
    keys = fetch(found["jwks_uri"]).get("keys")
    claims = idtokens.verified_claims(
        tokens.get("id_token"), keys, issuer_of(provider), details.get("client_id"), relay.provider_nonce
    )
    return Identity(claims["sub"], {**user_info(details, found, tokens, claims["sub"]), **claims})


def user_info(details, found, tokens, subject):
    if not found.get("attributes_url") or not tokens.get("access_token"):
        return {}
    form = {} if details.get("attributes_request_method") == "POST" else None
    claims = fetch(found["attributes_url"], form, bearer=tokens["access_token"])
    if claims.get("sub") != subject:
        # OpenID Connect Core 1.0, 5.3.2.
        raise SignInError("The provider's userInfo is of another user.")
    return claims


def endpoints(provider):
    """The provider's addresses by their names in ProviderDetails: those that are set, otherwise the discovered ones."""
    details = provider["ProviderDetails"]
    given = {name: details[name] for name in ENDPOINTS.values() if details.get(name)}
    if len(given) == len(ENDPOINTS):
        return given
    issuer = issuer_of(provider)
    metadata = fetch(f"{issuer}/.well-known/openid-configuration")
    if metadata.get("issuer") != issuer:
        raise SignInError("The provider's discovery document is of another issuer.")
    return {**{name: metadata.get(member) for member, name in ENDPOINTS.items()}, **given}


def issuer_of(provider):
    return provider["ProviderDetails"].get("oidc_issuer") or ISSUERS.get(provider["ProviderType"], "")
