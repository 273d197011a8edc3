"""Calls a replica's triggers, and its key for custom senders, in the region of the replica, whose MiniStack has them.

MiniStack finds functions only in its own process, by several ways; each gets a stand-in for a function of another region.
"""

import json

import replication
from ministack import app as ministack
from ministack.core.concurrency import run_reentrant
from ministack.core.responses import request_scope
from request import Request
from userpools import replicas

PATH = "/_palisade/replicas"


class Elsewhere(dict):
    """The record of a function in another region."""


def use(lambda_svc):
    """Replaces MiniStack's ways to a function."""

    def replace(name, serve):
        inner = getattr(lambda_svc, name)

        def with_others(first, *rest):
            own = serve(first, *rest)
            return inner(first, *rest) if own is None else own

        setattr(lambda_svc, name, with_others)

    def found(reference):
        return Elsewhere(arn=reference) if region_of(reference) else None

    def record_of(reference, *_):
        record = found(reference)
        return None if record is None else (record, record)

    replace("_get_func_record_for_ref", lambda arn: record_of(arn) and (*record_of(arn), arn))
    replace("_resolve_name_and_qualifier", lambda arn, *_: (arn, None) if region_of(arn) else None)
    replace("_get_func_record_for_qualifier", record_of)
    replace("_execution_record_for_config", lambda record, _: record if isinstance(record, Elsewhere) else None)
    for name in ("_execute_function", "_execute_function_with_config_scope"):
        replace(name, lambda record, event: relay(record["arn"], event) if isinstance(record, Elsewhere) else None)


def region_of(reference):
    """The region of an ARN, if it is another one and the request is for a replica there."""
    replica = replicas.current.get()
    if replica is None or not isinstance(reference, str):
        return None
    parts = reference.split(":")
    return parts[3] if len(parts) > 5 and parts[3] == replica["region"] != replication.own_region else None


def relay(arn, event):
    region = region_of(arn)
    try:
        return ask(region, "invoke", arn, {**event, "region": region})
    except OSError as error:
        return failure(f"The region {region} does not respond: {error}")


def ask(region, name, *arguments):
    """The result of a call in another region. Raises an OSError if that does not respond."""
    peer = replication.peers.get(region)
    if peer is None:
        raise ConnectionError("it does not run")
    return peer.ask(PATH, {"name": name, "arguments": arguments})


def failure(message):
    return {"error": True, "body": {"errorMessage": message}}


def invoke(arn, event):
    from ministack.services import lambda_svc

    record, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if record is None or config is None:
        return failure("ResourceNotFoundException")
    function = lambda_svc._execution_record_for_config(record, config)
    result = lambda_svc._execute_function_with_config_scope(function, event)
    return {"error": result.get("error"), "body": result.get("body")}


def data_key(key_arn, context):
    ministack._get_module("cognito")
    from userpools.senders import keys

    return keys.generate(key_arn, context)


# What another region may call here.
CALLS = {"invoke": invoke, "data_key": data_key}


def serve(name, arguments):
    with request_scope(replication.own_account, replication.own_region):
        return CALLS[name](*arguments)


async def app(scope, receive, send):
    content = json.loads(await Request(scope, receive).body())
    result = await run_reentrant(serve, content["name"], content["arguments"])
    body = json.dumps(result, default=lambda value: bytes(value).decode())
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
