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
    serve = ministack._handle_cognito_body_request

    async def serve_with_own(method, path, headers, body, query):
        if (method, path) != ("POST", "/oauth2/revoke"):
            return await serve(method, path, headers, body, query)
        ministack._get_module("cognito")
        from userpools.signin import oauth

        return oauth.serve_revocation(headers, body)

    ministack._handle_cognito_body_request = serve_with_own
