"""Stores the values of secrets that functions read, and what Parameter Store does not do as AWS's.

The platform sends the values after the stacks are loaded; MiniStack keeps them in memory.
"""

import json

from ministack.core import iam_actions
from ministack.core.arn import parse_arn
from ministack.core.responses import request_scope
from ministack.services import secretsmanager, ssm

from signers import read, respond

PATH = "/_palisade/secrets"


def use():
    """Checks the permission for a parameter that GetParameters names by its ARN."""
    extract = iam_actions.extract_resource_arn

    def extract_as_on_aws(service, method, path, headers, body, query, region, account):
        found = extract(service, method, path, headers, body, query, region, account)
        return parameter(body) or found if service == "ssm" and found == "*" else found

    iam_actions.extract_resource_arn = extract_as_on_aws


def parameter(body):
    try:
        names = json.loads(body or "{}").get("Names")
    except (AttributeError, ValueError):
        return None
    single = names[0] if isinstance(names, list) and len(names) == 1 else None
    return single if isinstance(single, str) and single.startswith("arn:") else None


async def app(scope, receive, send):
    for secret in json.loads(await read(receive)):
        store(**secret)
    await respond(send, 200, {})


def store(arn, name, value):
    spec = parse_arn(arn)
    with request_scope(spec.account_id, spec.region):
        if spec.service == "ssm":
            given = {"Name": name, "Value": value, "Type": "SecureString", "Overwrite": True}
            ssm._put_parameter(given)
        else:
            secretsmanager._secrets.pop(name, None)
            secretsmanager._store_new_secret(name, secret_string=value)
            # AWS chose the ending, and the permissions name it.
            secretsmanager._secrets[name]["ARN"] = arn
