"""The addresses to which identity providers lead the browser back."""

from ministack.services import cognito
from userpools.federation import authorize, relays, standin, unsolicited, users
from userpools.federation.responses import AGAIN, SignInError, again, form_of, refuse, single, to_app
from userpools.managedlogin import browsers
from userpools.managedlogin.request import Refused
from userpools.rules import CognitoError


def serve(method, path, headers, body, query):
    fields = form_of(body) if method == "POST" else single(query)
    if fields is None:
        return refuse("A parameter comes twice.")
    browser = relays.browser_of(headers)
    if method == "POST" and AGAIN not in fields and path != standin.PATH:
        return again(path, fields)
    try:
        relay = relays.take(fields.get("state") or fields.get("RelayState") or "", browser, path)
        relay = relay or unsolicited.relay_of(path, fields, headers)
    except Refused as refused:
        return refused.response
    if relay is None:
        return refuse("This browser has begun no such sign-in, or it is over. Begin at the app again.")
    try:
        username, session = finish(relay, fields)
    except SignInError as error:
        return to_app(relay.request.redirect_uri, relay.request.state, error)
    except CognitoError as error:
        return to_app(relay.request.redirect_uri, relay.request.state, SignInError(error.message))
    status, shown, page = relay.request.issue_code(username)
    return status, {**shown, "Set-Cookie": browsers.remember(relay.request, username, relay.provider, headers, session)}, page


def finish(relay, fields):
    """The user's name, and their session at the provider. Raises SignInError, CognitoError."""
    pool, client = relay.request.pool, relay.request.client
    provider = pool.get("_identity_providers", {}).get(relay.provider)
    # Both may have changed since the sign-in has begun.
    if client is None or provider is None or relay.provider not in relay.request.providers:
        raise SignInError("The client has no such identity provider.")
    kind = standin if relay.response_url.endswith(standin.PATH) else authorize.KINDS[provider["ProviderType"]]
    found = kind.identity(provider, relay, fields)
    user = users.sign_in(pool, client, provider, found.subject, inbound(relay, provider, found.subject, found.claims))
    return user["Username"], found.session


def inbound(relay, provider, subject, claims):
    """The claims as the InboundFederation trigger changes them. Source: Developer Guide, "Inbound federation trigger"."""
    member = "samlResponse" if provider["ProviderType"] == "SAML" else "idToken"
    arguments = (relay.pool_id, relay.request.client_id, subject, relay.provider, provider["ProviderType"], {member: claims})
    try:
        return cognito._apply_inbound_federation_trigger(*arguments) or claims
    except cognito._InboundFederationRejected as error:
        raise SignInError(str(error)) from None
