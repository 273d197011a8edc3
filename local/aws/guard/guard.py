"""Admits or refuses every request to MiniStack, on each port.

A request must be one of these:

- correctly signed with the key that it names (signatures.py)
- of a kind that AWS serves unsigned and that applications need (unsigned.py), or its CORS preflight
- for an internal path such as `/_ministack/…`, with the account's secret

Its Host must be this machine, and it must not come from a page of another site.
"""

import hmac
import json
import re
import uuid

from ministack import app as ministack
from ministack.core.iam_evaluator import AuthError
from ministack.core.router import detect_service

import models
import peers
import queues
import signers
import storedsecrets
import unsigned
from request import Refusal, Request
from userpools import handedout, relay, replicas
from signatures import verify

HOST = re.compile(r"(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9_-]+\.)*localhost):(\d{1,5})")
ORIGIN = re.compile(r"https?://(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9_-]+\.)*localhost)(?::\d{1,5})?")
HEALTH = "/_ministack/health"
# Bytes to read of a refused body, so that the client receives the response.
DRAINED_BYTES = 1_048_576
# The platform's own paths, beside MiniStack's.
OWN_PATHS = {
    signers.PATH: signers.app,
    peers.PEERS: peers.app,
    peers.CHANGES: peers.app,
    relay.PATH: relay.app,
    handedout.PATH: handedout.app,
    storedsecrets.PATH: storedsecrets.app,
}
# Headers by which MiniStack opens a response to every page.
OF_ALL = {b"access-control-allow-origin", b"access-control-expose-headers"}
# The front sends it with the account's secret.
FRONT = "x-palisade-front"
SAFE = ("GET", "HEAD")
OTHER_SITES = ("cross-site", "same-site")
# Headers that Cognito lets pages read.
EXPOSED = b"x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"


class Forbidden(Exception):
    """The request's origin, host or internal path is not allowed. Not an error of AWS."""


def protect(serve_aws, secret, ports):
    """An application that passes admitted requests on to `serve_aws`."""
    bearer = f"Bearer {secret}".encode()

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await serve_aws(scope, receive, send)
        elif scope["type"] == "http":
            await serve(Request(scope, receive), for_pages(send, scope))
        else:
            # MiniStack's websockets serve APIs, which are served by the platform's gateway instead.
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def serve(request, send):
        try:
            request.check()
            check_host(request, ports)
            check_front(request)
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
            pass  # The client has disconnected.

    async def admit(request, send):
        if replica := request.header(replicas.HEADER):
            replicas.enter(replica)
        if request.first_segment.startswith("_"):
            await serve_internal(request, send)
        elif request.method == "OPTIONS":
            await serve_preflight(request, send)
        elif scope := await unsigned.admit(request, is_from_front(request)):
            await serve_aws(scope, request.receive, send)
        else:
            await verify(request)
            if refusal := await models.check(request):
                await respond(send, *refusal)
            elif queues.waits_for_messages(request):
                await queues.serve(serve_aws, request, send)
            else:
                await serve_aws(request.scope, request.receive, send)

    def check_front(request):
        for name in (unsigned.ORIGIN, replicas.HEADER):
            if request.header(name) and not is_from_front(request):
                raise Forbidden(f"Only the platform's front may send {name}.")

    def is_from_front(request):
        """Whether the request comes from the platform's front, which decides where Cognito's operations go."""
        return hmac.compare_digest(request.header(FRONT).encode(), bearer)

    async def serve_internal(request, send):
        """Serves internal paths: mails, queues, resets, owners of keys, replication, values of secrets, tokens."""
        if request.raw_path != HEALTH or request.method != "GET":
            if not hmac.compare_digest(request.header("authorization").encode(), bearer):
                raise Forbidden(
                    "This path is internal to the platform. Send Authorization: Bearer <secretAccessKey> "
                    "with the secret of the account's root key."
                )
        application = OWN_PATHS.get(request.path, serve_aws)
        await application(request.without({"authorization"}), request.receive, send)

    return app


def check_host(request, ports):
    """Refuses names of other machines that resolve to this one (DNS rebinding)."""
    host = HOST.fullmatch(request.header("host").lower())
    if host is None or int(host[1]) not in ports:
        raise Forbidden(
            "The Host must be this machine: 127.0.0.1, localhost or [::1], with the port."
        )


def check_origin(request):
    origin = request.header("origin")
    if unsigned.is_provider_form(request):
        return
    if origin:
        own = origin == request.header(unsigned.ORIGIN)
        if ORIGIN.fullmatch(origin) is None and not own and not is_app(request, origin):
            raise Forbidden(f"Pages of {origin} may not send requests here; only pages of this machine may.")
    elif request.method not in SAFE and request.header("sec-fetch-site") in OTHER_SITES:
        raise Forbidden("Pages of other sites may not send requests here.")


def is_app(request, origin):
    """Whether a page of an application requests what Cognito serves to it."""
    if request.method == "OPTIONS":
        wanted = request.raw_path == "/" or any(
            path == request.raw_path for _, path in unsigned.MANAGED_LOGIN
        )
    else:
        wanted = unsigned.of_cognito(request)
    return wanted and origin in unsigned.app_origins()


async def serve_preflight(request, send):
    """Responds to a CORS preflight, which is never signed and has no effect."""
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
    """Limits responses that MiniStack opens to every page to the page that sent the request."""
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
            exposed = [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", EXPOSED),
            ]
            if open_to_all and origin:
                kept += exposed
            message = {**message, "headers": [*kept, (b"vary", b"Origin")]}
        await send(message)

    return send_for_page


async def drain(request):
    """Reads what a refused client still sends, up to a limit; only then does it read the response."""
    try:
        await request.body(DRAINED_BYTES)
    except Refusal:
        pass


def failure(request, refusal):
    """The refusal as an error of the requested service, which SDKs understand."""
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
