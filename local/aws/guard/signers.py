"""Returns the owner and the secret of an access key to the region's gateway.

The gateway needs the secret to verify callers' signatures, but no API of AWS returns it. The guard admits
only requests with the account's root secret.
"""

import json
import re

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, set_request_account_id

PATH = "/_palisade/signers"
INVOKE = "execute-api:Invoke"

compile_wildcards = iam._fnmatch_compile


def compile_whole(pattern, ignore_case):
    """Makes wildcards match line breaks, which object keys may contain; MiniStack's do not."""
    compiled = compile_wildcards(pattern, ignore_case)
    return re.compile(compiled.pattern[:-1] + r"\Z", compiled.flags | re.DOTALL)


iam._fnmatch_compile = compile_whole


async def app(scope, receive, send):
    question = json.loads(await read(receive))
    await respond(send, 200, {"signer": signer_of(question)})


def signer_of(question):
    """The owner of a key and the decision of their policies; None for an unknown key."""
    key = question["accessKeyId"]
    # MiniStack uses the empty key internally.
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
        # Still verified: only the owner of the secret learns that the session has expired.
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


async def respond(send, status, content):
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})
