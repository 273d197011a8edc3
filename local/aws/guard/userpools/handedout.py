"""Hands out tokens to whoever runs the platform, without a password, a code or a second factor.

The guard admits only requests with the account's root secret. The triggers of a sign-in run: they may refuse it, and they
set the claims.
"""

import json

from ministack import app as ministack
from ministack.core.concurrency import run_reentrant
from signers import read, respond

PATH = "/_palisade/tokens"


async def app(scope, receive, send):
    ministack._get_module("cognito")
    wanted = json.loads(await read(receive))
    # In a thread: triggers call back.
    await respond(send, 200, await run_reentrant(tokens_of, wanted, thread_name="handed-out-tokens"))


def tokens_of(wanted):
    """The tokens of a user by an app client, or what refuses them."""
    from ministack.services import cognito
    from userpools import authentication
    from userpools.rules import CognitoError
    from userpools.signin import tokens

    pool = cognito._get_pool_unscoped(wanted["userPoolId"]) or {}
    client = pool.get("_clients", {}).get(wanted["clientId"])
    user = pool.get("_users", {}).get(wanted["username"])
    if client is None or user is None:
        return {"refusal": "The user pool has no such client or user any more."}
    allowed = client.get("AllowedOAuthScopes") or []
    scope = " ".join(each for each in wanted["scopes"] if each in allowed) or None
    try:
        authentication.run_pre(pool, client, user["Username"], user)
        authentication.run_post(pool, client, user)
        with tokens.claiming(client):
            result = tokens.build(pool, client, user, scope=scope)
    except CognitoError as error:
        return {"refusal": error.message}
    return {"idToken": result["IdToken"], "accessToken": result["AccessToken"]}
