"""Rules of user pools that MiniStack's Cognito leaves out, run in its process.

Each module states the rules of one concern, and registers them (rules.py).
"""

from ministack import app as ministack


def use():
    """Adds the rules once MiniStack first loads its Cognito, which takes long and which not every program needs."""
    load = ministack._get_module

    def load_with_rules(name):
        module = load(name)
        if name == "cognito":
            from userpools import install  # noqa: F401
        return module

    ministack._get_module = load_with_rules
    serve_get, serve_body = ministack._handle_cognito_get_request, ministack._handle_cognito_body_request

    async def serve_own(method, path, headers, body, query):
        if not path.startswith(("/oauth2/", "/saml2/", "/login", "/logout")):
            return None
        ministack._get_module("cognito")
        from userpools.federation import routes
        from userpools.managedlogin import routes as pages
        from userpools.signin import oauth

        if (method, path) == ("POST", "/oauth2/revoke"):
            return oauth.serve_revocation(headers, body)
        request = (method, path, headers, body, query)
        return await routes.serve(*request) or await pages.serve(*request)

    async def serve_get_with_own(method, path, headers, query):
        own = await serve_own(method, path, headers, b"", query) if method == "GET" else None
        return own or await serve_get(method, path, headers, query)

    async def serve_body_with_own(method, path, headers, body, query):
        own = await serve_own(method, path, headers, body, query) if method == "POST" else None
        return own or await serve_body(method, path, headers, body, query)

    ministack._handle_cognito_get_request = serve_get_with_own
    ministack._handle_cognito_body_request = serve_body_with_own
