"""Which requests begin or end a sign-in by an identity provider."""

from ministack.services import cognito
from userpools.federation import authorize, finish, oidc, saml, samllogout, standin
from userpools.federation.responses import form_of, refuse

RESPONSES = {("GET", oidc.PATH), ("POST", oidc.PATH), ("POST", saml.PATH), ("POST", standin.PATH)}


async def serve(method, path, headers, body, query):
    """The response; None for other requests."""
    named = [value for name in ("identity_provider", "idp_identifier") for value in query.get(name, [])]
    # COGNITO is the pool itself, whose users sign in by the pages (managedlogin/).
    if (method, path) == ("GET", "/oauth2/authorize") and any(named) and named != ["COGNITO"]:
        work, arguments = authorize.serve, (headers, query)
    elif (method, path) in RESPONSES:
        work, arguments = finish.serve, (method, path, headers, body, query)
    elif (method, path) == ("POST", samllogout.PATH):
        work, arguments = samllogout.finish, (form_of(body),)
    else:
        return None
    # In a thread: providers are called, and triggers call back.
    return await cognito.run_reentrant(work, *arguments, thread_name="cognito-federation")


# No other spelling of the paths leads to MiniStack's own.
for name in ("_oauth2_authorize_federation", "_saml2_idp_response", "_oauth2_idp_response"):
    setattr(cognito, name, lambda *_: refuse("Not served."))
