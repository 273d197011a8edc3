"""Sign-ins that begin at a SAML provider, if it has IDPInit: its form names the app in RelayState.

Source: Cognito Developer Guide, "SAML session initiation", "The IdP SAML assertion endpoint".
"""

from urllib.parse import parse_qs

from userpools.federation import relays, saml
from userpools.federation.authorize import provider_of
from userpools.federation.details import is_set
from userpools.federation.responses import refuse
from userpools.managedlogin import browsers
from userpools.managedlogin.request import Refused, read


def relay_of(path, fields, headers):
    """None if the form begins no sign-in. Raises Refused."""
    state = fields.get("RelayState", "")
    # The key of a relay has no such character.
    if path != saml.PATH or "=" not in state:
        return None
    request, given = read(parse_qs(state, keep_blank_values=True))
    provider = provider_of(request.pool, given.get("identity_provider"), given.get("idp_identifier"))
    if provider is None or provider["ProviderName"] not in request.providers or not is_set(provider, "IDPInit"):
        raise Refused(refuse("The client has no such identity provider with IDPInit."))
    if others := [name for name in request.providers if not is_saml(request.pool, name)]:
        raise Refused(refuse(f"Sign-ins may begin at the provider only if all others are SAML, too: {', '.join(others)}."))
    url = f"{browsers.origin_of(headers)}{saml.PATH}"
    return relays.Relay(request, provider["ProviderName"], url, browser="", provider_nonce="")


def is_saml(pool, name):
    return (pool.get("_identity_providers") or {}).get(name, {}).get("ProviderType") == "SAML"
