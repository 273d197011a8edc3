"""The addresses to which identity providers lead the browser back."""

from ministack.services import cognito
from userpools import pages
from userpools.federation import authorize, relays, users
from userpools.federation.responses import AGAIN, SignInError, again, form_of, refuse, single, to_app
from userpools.rules import CognitoError


def serve(method, path, headers, body, query):
    fields = form_of(body) if method == "POST" else single(query)
    if fields is None:
        return refuse("A parameter comes twice.")
    browser = relays.browser_of(headers)
    if method == "POST" and AGAIN not in fields:
        return again(path, fields)
    relay = relays.take(fields.get("state") or fields.get("RelayState") or "", browser, path)
    if relay is None:
        return refuse("This browser has begun no such sign-in, or it is over. Begin at the app again.")
    try:
        return finish(relay, fields)
    except SignInError as error:
        return to_app(relay.redirect_uri, relay.state, error)
    except CognitoError as error:
        return to_app(relay.redirect_uri, relay.state, SignInError(error.message))


def finish(relay, fields):
    pool = cognito._get_pool_unscoped(relay.pool_id) or {}
    client = pool.get("_clients", {}).get(relay.client_id)
    provider = pool.get("_identity_providers", {}).get(relay.provider)
    # Both may have changed since the sign-in has begun.
    if client is None or provider is None or relay.provider not in (client.get("SupportedIdentityProviders") or []):
        raise SignInError("The client has no such identity provider.")
    kind = authorize.KINDS[provider["ProviderType"]]
    subject, claims = kind.identity(provider, relay, fields)
    user = users.sign_in(pool, client, provider, subject, inbound(relay, provider, subject, claims))
    return pages.issue_federated_code(
        relay.client_id,
        relay.pool_id,
        relay.redirect_uri,
        relay.scope,
        user["Username"],
        relay.nonce,
        relay.code_challenge,
        relay.code_challenge_method,
        relay.state,
    )


def inbound(relay, provider, subject, claims):
    """The claims as the InboundFederation trigger changes them. Source: Developer Guide, "Inbound federation trigger"."""
    member = "samlResponse" if provider["ProviderType"] == "SAML" else "idToken"
    arguments = (relay.pool_id, relay.client_id, subject, relay.provider, provider["ProviderType"], {member: claims})
    try:
        return cognito._apply_inbound_federation_trigger(*arguments) or claims
    except cognito._InboundFederationRejected as error:
        raise SignInError(str(error)) from None
