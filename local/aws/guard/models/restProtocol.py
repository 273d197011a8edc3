"""Requests whose path names the operation: bodies of SES and Lambda, keys of S3."""

import json
import re
from urllib.parse import unquote_to_bytes

from models import errors, types
from models.jsonProtocol import parse
from models.model import load

INVOCATION = re.compile(r"/2015-03-31/functions/[^/]+/(?:invocations|response-streaming-invocations)")
LONGEST_KEY = 1024


async def check(request, service):
    if service == "lambda" and request.method == "POST" and INVOCATION.fullmatch(request.raw_path):
        return check_payload(await request.body())
    if service == "ses" and request.raw_path.startswith("/v2/"):
        return check_mail(request, await request.body())
    if service == "s3":
        return check_key(request)
    return None


def check_payload(body):
    """An event is JSON. Source: Lambda API Reference, "Invoke", InvalidRequestContentException."""
    try:
        json.loads(body or b"{}")
        return None
    except (ValueError, RecursionError) as error:
        message = f"Could not parse request body into json: {error}"
        return respond("InvalidRequestContentException", {"Type": "User", "message": message})


def check_mail(request, body):
    model = load("sesv2")
    shape = input_of(model, request.method, request.raw_path)
    if shape is None or not body:
        return None
    try:
        types.check(model, shape, parse(body))
        return None
    except types.WrongType as wrong:
        content = {"message": wrong.message} if wrong.message else {}
        return respond("SerializationException", content)


def input_of(model, method, path):
    """The shape of the input of the operation with this path."""
    for name, operation in model.operations.items():
        uri = re.escape(operation["http"]["requestUri"]).replace(r"\{", "{").replace(r"\}", "}")
        if operation["http"]["method"] == method and re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", uri), path):
            return model.input_of(name)
    return None


def check_key(request):
    """The key of a path-style request, in bytes of UTF-8. Source: S3 User Guide, "Naming Amazon S3 objects"."""
    key = unquote_to_bytes(request.raw_path.removeprefix("/").partition("/")[2])
    if len(key) <= LONGEST_KEY:
        return None
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>KeyTooLongError</Code>'
        f"<Message>Your key is too long</Message><Size>{len(key)}</Size>"
        f"<MaxSizeAllowed>{LONGEST_KEY}</MaxSizeAllowed></Error>"
    )
    return 400, {"content-type": "application/xml"}, body.encode()


def respond(code, content):
    headers = {"content-type": "application/json", "x-amzn-errortype": code}
    return 400, headers, json.dumps(content).encode()
