"""Which requests are managed login's. Sources: Cognito Developer Guide, "The redirect and authorization endpoint", "The
managed login sign-in endpoint: /login", "The managed login sign-out endpoint: /logout"."""

from urllib.parse import urlencode

from ministack.services import cognito
from userpools.federation import samllogout
from userpools.federation.responses import SignInError, form_of, redirect, refuse, single, to_app
from userpools.managedlogin import browsers, flow, views
from userpools.managedlogin.request import Refused, read
from userpools.settings import branding

ROUTES = {
    ("GET", "/oauth2/authorize"): lambda headers, body, query: authorize(headers, query),
    ("GET", "/login"): lambda headers, body, query: authorize(headers, query),
    ("POST", "/login"): lambda headers, body, query: submit(headers, body),
    ("GET", "/logout"): lambda headers, body, query: log_out(headers, query),
}


async def serve(method, path, headers, body, query):
    """The response; None for other requests."""
    handle = ROUTES.get((method, path))
    if handle is None:
        return None
    # In a thread: triggers call back.
    return await cognito.run_reentrant(handle, headers, body, query, thread_name="cognito-managed-login")


def authorize(headers, query):
    try:
        request, fields = read(query)
    except Refused as refused:
        return refused.response
    if not branding.has_pages(request.pool, request.client_id):
        return views.refuse("Login pages unavailable. The client has no style: create a managed login branding for it.", 403)
    prompts = fields.get("prompt", "").split()
    username = None if "login" in prompts else browsers.signed_in(request, headers)
    if username is not None:
        return request.issue_code(username)
    if "none" in prompts:
        return to_app(request.redirect_uri, request.state, SignInError("Nobody is signed in.", "login_required"))
    browser = browsers.begun(headers) or browsers.new()
    status, shown, page = flow.begin(request, browser, fields.get("login_hint", ""))
    return status, {**shown, "Set-Cookie": browsers.cookie(browsers.BEGUN, browser, headers)}, page


def submit(headers, body):
    fields = form_of(body)
    if fields is None:
        return views.refuse("A field comes twice.")
    page = flow.find(fields, browsers.begun(headers))
    if page is None:
        return views.refuse("This browser has begun no such sign-in, or it is over. Begin at the app again.")
    return flow.submit(page, fields, headers)


def log_out(headers, query):
    """Signs the browser out, and leads it to an address of the client, or to the sign-in page."""
    fields = single(query)
    _, pool, client = cognito._find_pool_by_client_id((fields or {}).get("client_id", ""))
    if fields is None or client is None:
        return refuse("The client does not exist.")
    if "logout_uri" not in fields:
        location = f"/login?{urlencode(fields)}"
    elif fields["logout_uri"] in (client.get("LogoutURLs") or []):
        location = fields["logout_uri"]
    else:
        return refuse("logout_uri is not a sign-out URL of the client.")
    session, cookie = browsers.forget(headers)
    shown = {"Set-Cookie": cookie}
    return sign_out_at_provider(pool, session, location, headers, shown) or redirect(location, {}, shown)


def sign_out_at_provider(pool, session, location, headers, shown):
    """None unless the user has signed in by a provider that has a sign-out."""
    if session is None or session.pool_id != pool["Id"]:
        return None
    provider = (pool.get("_identity_providers") or {}).get(session.provider)
    origin = browsers.origin_of(headers)
    return provider and samllogout.begin(pool, provider, session.at_provider, location, origin, shown)


# No other spelling of the paths leads to MiniStack's own.
for name in ("handle_oauth2_authorize", "handle_login_submit", "handle_logout"):
    setattr(cognito, name, lambda *_: refuse("Not served."))
