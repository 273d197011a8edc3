"""Who gets in. Everything that reaches MiniStack, on whichever port, comes through `protect`.

A request is refused unless it is one of these:

- signed, with the secret of whoever's key it names (signatures.py)
- one that AWS serves unsigned and an application needs (unsigned.py), or a browser's question before one
- for the endpoint's own paths, such as `/_ministack/…`, with the account's secret

And it has to be for this machine, and not from a page of elsewhere.
"""

import hmac
import json
import re
import uuid

from ministack import app as ministack
from ministack.core.iam_evaluator import AuthError
from ministack.core.router import detect_service

import signers
import unsigned
from request import Refusal, Request
from signatures import verify

HOST = re.compile(r"(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9_-]+\.)*localhost):(\d{1,5})")
ORIGIN = re.compile(r"https?://(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9_-]+\.)*localhost)(?::\d{1,5})?")
HEALTH = "/_ministack/health"
# Bytes read of a refused body, so that the client gets to read the response.
DRAINED_BYTES = 1_048_576
# Headers that are about every page, where MiniStack sends them.
OF_ALL = {b"access-control-allow-origin", b"access-control-expose-headers"}
# Sent by the front, with the account's secret.
FRONT = "x-palisade-front"
SAFE = ("GET", "HEAD")
OTHER_SITES = ("cross-site", "same-site")
# Headers that Cognito lets pages read.
EXPOSED = b"x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"


class Forbidden(Exception):
    """Refused for where the request is from or for what it asks of the endpoint itself; no error of AWS's."""


def protect(serve_aws, secret, ports):
    """An application that passes on to `serve_aws` what may get there."""
    bearer = f"Bearer {secret}".encode()

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await serve_aws(scope, receive, send)
        elif scope["type"] == "http":
            await answer(Request(scope, receive), for_pages(send, scope))
        else:
            # MiniStack's websockets serve APIs that the platform's own gateway serves.
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def answer(request, send):
        try:
            request.check()
            check_host(request, ports)
            check_origin(request)
            await admit(request, send)
        except Forbidden as error:
            await drain(request)
            content = json.dumps({"message": str(error)}).encode()
            await respond(send, 403, {"content-type": "application/json"}, content)
        except Refusal as refusal:
            await drain(request)
            status, headers, body = failure(request, refusal)
            await respond(send, status, {**headers, "access-control-allow-origin": "*"}, body)
        except ConnectionResetError:
            pass  # The client is gone.

    async def admit(request, send):
        if request.first_segment.startswith("_"):
            await serve_own(request, send)
        elif request.method == "OPTIONS":
            await answer_preflight(request, send)
        elif scope := await unsigned.admit(request, is_from_front(request)):
            await serve_aws(scope, request.receive, send)
        else:
            await verify(request)
            await serve_aws(request.scope, request.receive, send)

    def is_from_front(request):
        """Whether the platform's front passed the request on. It completes what MiniStack's Cognito leaves out."""
        return hmac.compare_digest(request.header(FRONT).encode(), bearer)

    async def serve_own(request, send):
        """The endpoint's own paths: mails, queues, resets, whose a key is."""
        if request.raw_path != HEALTH or request.method != "GET":
            if not hmac.compare_digest(request.header("authorization").encode(), bearer):
                raise Forbidden(
                    "This path is the platform's own. Send Authorization: Bearer <secretAccessKey> "
                    "with the secret of the account's key."
                )
        serve = signers.app if request.path == signers.PATH else serve_aws
        await serve(request.without({"authorization"}), request.receive, send)

    return app


def check_host(request, ports):
    """A name of another machine that leads here is an attack (DNS rebinding)."""
    host = HOST.fullmatch(request.header("host").lower())
    if host is None or int(host[1]) not in ports:
        raise Forbidden(
            "The Host has to be of this machine: 127.0.0.1, localhost or [::1], with the port."
        )


def check_origin(request):
    origin = request.header("origin")
    if origin:
        if ORIGIN.fullmatch(origin) is None and not is_app(request, origin):
            raise Forbidden(f"Pages of {origin} may not ask here. Pages of this machine may.")
    elif request.method not in SAFE and request.header("sec-fetch-site") in OTHER_SITES:
        raise Forbidden("Pages of other sites may not ask here.")


def is_app(request, origin):
    """Whether a page of an application's own asks for what Cognito serves to it."""
    if request.method == "OPTIONS":
        wanted = request.raw_path == "/" or any(
            path == request.raw_path for _, path in unsigned.MANAGED_LOGIN
        )
    else:
        wanted = unsigned.of_cognito(request)
    return wanted and origin in unsigned.app_origins()


async def answer_preflight(request, send):
    """A browser's question whether a page may ask. It is never signed, and nothing comes of it."""
    if not request.header("origin") or not request.header("access-control-request-method"):
        raise Refusal("MissingAuthenticationToken", "Missing Authentication Token")
    bucket = ministack._s3_cors_target(request.header("host"), request.path)
    if bucket:
        await respond(send, *ministack._get_module("s3").cors_preflight(*bucket, request.headers))
        return
    headers = {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, POST, PUT, DELETE, HEAD, OPTIONS, PATCH",
        "access-control-allow-headers": request.header("access-control-request-headers") or "*",
        "access-control-max-age": "600",
    }
    await respond(send, 200, headers, b"")


def for_pages(send, scope):
    """Answers that MiniStack would show to every page are shown to the page that asked, which may."""
    origin = next((value for name, value in scope["headers"] if name.lower() == b"origin"), None)

    async def send_for_page(message):
        if message["type"] == "http.response.start":
            headers = [(name.lower(), value) for name, value in message["headers"]]
            open_to_all = (b"access-control-allow-origin", b"*") in headers
            kept = [
                header
                for header in message["headers"]
                if not (open_to_all and header[0].lower() in OF_ALL)
            ]
            shown = [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", EXPOSED),
            ]
            if open_to_all and origin:
                kept += shown
            message = {**message, "headers": [*kept, (b"vary", b"Origin")]}
        await send(message)

    return send_for_page


async def drain(request):
    """Reads what a refused client still sends, up to a limit: it reads the answer after that only."""
    try:
        await request.body(DRAINED_BYTES)
    except Refusal:
        pass


def failure(request, refusal):
    """The refusal as the service would say it, so that SDKs tell it."""
    line = (request.method, request.path, request.headers)
    parameters = ministack._routing_params(*line, request.read_body, request.query)
    service = detect_service(*line, parameters)
    return ministack._credential_failure(
        service, "", str(uuid.uuid4()), AuthError(refusal.code, refusal.message), request.headers
    )


async def respond(send, status, headers, body):
    headers = {"x-amzn-requestid": str(uuid.uuid4()), **headers}
    sent = [
        (name.lower().encode(), str(value).encode())
        for name, value in headers.items()
        if name.lower() != "content-length"
    ]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*sent, length]})
    await send({"type": "http.response.body", "body": body})
