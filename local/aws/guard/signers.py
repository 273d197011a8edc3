"""Tells the gateway of the region whose an access key is.

MiniStack knows every key that it gave out, but no API of AWS tells a key's secret, and the gateway
needs it to check what callers signed. The guard lets nobody here without the account's own secret.
"""

import json
import re

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, set_request_account_id

PATH = "/_palisade/signers"
INVOKE = "execute-api:Invoke"

compile_wildcards = iam._fnmatch_compile


def compile_whole(pattern, ignore_case):
    """Wildcards stand for line breaks too, which an object's key may have; MiniStack's don't."""
    compiled = compile_wildcards(pattern, ignore_case)
    return re.compile(compiled.pattern[:-1] + r"\Z", compiled.flags | re.DOTALL)


iam._fnmatch_compile = compile_whole


async def app(scope, receive, send):
    question = json.loads(await read(receive))
    await answer(send, 200, {"signer": signer_of(question)})


def signer_of(question):
    """Whose the key is and what the policies say; None for nobody's key."""
    key = question["accessKeyId"]
    # The empty key is MiniStack's own.
    if not key:
        return None
    expired = False
    set_request_account_id(iam.find_iam_access_key_account(key) or get_account_id())
    session = sessions().get(key)
    account_id = (session or {}).get("AccountId") or get_account_id()
    credential = iam.resolve_credential(key, account_id)
    if isinstance(credential, iam.CredentialResolutionError):
        if credential.code != "ExpiredTokenException" or session is None:
            return None
        # It is checked all the same: only who has the secret learns that the session is over.
        expired = True
        credential = iam.ResolvedCredential(
            key,
            session["SecretAccessKey"],
            account_id,
            session["Arn"],
            session["UserId"],
            session["PrincipalType"],
            session_token=session["SessionToken"],
        )
    return {
        "secretAccessKey": credential.secret_access_key,
        "sessionToken": credential.session_token,
        "expired": expired,
        "accountId": credential.account_id,
        "userId": credential.principal_id,
        "arn": credential.principal_arn,
        "decision": "silent" if expired else decision(credential, question),
    }


def sessions():
    from ministack.services import sts

    return sts._sessions


def decision(credential, question):
    principal = iam.resolve_principal(credential.access_key_id, credential.account_id, credential)
    if isinstance(principal, iam.AuthError):
        return "deny"
    if principal.policies is None:
        return "allow"
    context = iam.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=question.get("action", INVOKE),
        resource_arn=question["methodArn"],
        region=question["methodArn"].split(":")[3],
        source_ip=question["sourceIp"],
        secure_transport=True,
        principal_keys=principal.keys,
    )
    result = iam.evaluate(context, principal.policies, *principal.limits)
    return {"Allow": "allow", "Deny": "deny"}.get(result.decision, "silent")


async def read(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def answer(send, status, content):
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})
