"""An app's request to sign a user in. Source: Cognito Developer Guide, "The redirect and authorization endpoint"."""

from dataclasses import dataclass

from ministack.services import cognito
from userpools.federation.responses import SignInError, refuse, single, to_app
from userpools.signin import oauth

PASSED_ON = ("scope", "state", "nonce", "code_challenge", "code_challenge_method")


class Refused(Exception):
    """`response` tells the browser; it leads to the app only if the address is the client's."""

    def __init__(self, response):
        super().__init__()
        self.response = response


@dataclass(frozen=True)
class AppRequest:
    pool_id: str
    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    @property
    def pool(self):
        return cognito._get_pool_unscoped(self.pool_id) or {}

    @property
    def client(self):
        """None once it is deleted."""
        return self.pool.get("_clients", {}).get(self.client_id)

    @property
    def providers(self):
        """Names of identity providers that the client accepts; COGNITO is the pool itself."""
        return (self.client or {}).get("SupportedIdentityProviders") or ["COGNITO"]

    def issue_code(self, username):
        """Leads the browser to the app with a code, which only this request's client can exchange."""
        rest = (self.nonce, self.code_challenge, self.code_challenge_method, self.state)
        return cognito._issue_auth_code_redirect(
            self.client_id, self.pool_id, self.redirect_uri, self.scope, username, *rest
        )


def read(query):
    """The request, and all its fields. Raises Refused."""
    fields = single(query)
    if fields is None:
        raise Refused(refuse("A parameter comes twice."))
    field = lambda name: fields.get(name, "")  # noqa: E731
    pool_id, _, client = cognito._find_pool_by_client_id(field("client_id"))
    if client is None:
        raise Refused(refuse("The client does not exist."))
    redirect_uri = field("redirect_uri") or client.get("DefaultRedirectURI")
    if not redirect_uri or redirect_uri not in (client.get("CallbackURLs") or []):
        raise Refused(refuse("redirect_uri is not a callback URL of the client."))
    fault = fault_of(client, field)
    if fault:
        raise Refused(to_app(redirect_uri, field("state"), fault))
    refused = cognito._invalid_scope_redirect(client, redirect_uri, field("scope"), field("state"))
    # Only with both parameters and S256, or neither.
    pkce = (redirect_uri, field("code_challenge"), field("code_challenge_method"), field("state"))
    if refused := refused or cognito._pkce_error_redirect(*pkce):
        raise Refused(refused)
    passed_on = {name: field(name) for name in PASSED_ON}
    return AppRequest(pool_id, client["ClientId"], redirect_uri, **passed_on), fields


def fault_of(client, field):
    if field("response_type") != "code":
        return SignInError("Use response_type=code.", "unsupported_response_type")
    if "code" not in oauth.flows_of(client):
        return SignInError("The client has no code flow.", "unauthorized_client")
    return None
