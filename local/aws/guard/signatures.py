"""Verifies that a request is signed as AWS requires, with the key that it names.

MiniStack itself verifies neither signatures of the root key nor the body's hash.

Sources: IAM User Guide, "Create a signed AWS API request"; Amazon S3 API Reference, "Authenticating
Requests (AWS Signature Version 4)" with "Transferring Payload in Multiple Chunks" and "Including
Trailing Headers".
"""

import datetime as dt
import hashlib
import hmac
import re

from ministack import app as ministack
from ministack.core import iam_evaluator as iam
from ministack.core import sigv4
from ministack.core.responses import (
    _account_from_sts_session,
    get_account_id,
    set_request_account_id,
)
from ministack.core.router import detect_service, extract_access_key_id

from request import Refusal

ALGORITHM = "AWS4-HMAC-SHA256"
SHA256 = re.compile(r"[0-9a-f]{64}")
CREDENTIALS = {"x-amz-algorithm", "x-amz-credential", "x-amz-signature"}
# A presigned URL's parameters in the only accepted spelling. MiniStack itself would accept others.
OF_QUERY = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
)
SIGNED_CHUNKS = ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
CHUNKED = (*SIGNED_CHUNKS, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
TRAILERS = re.compile(rb"x-amz-checksum-[a-z0-9]+|x-amz-trailer-signature")
# Headers of AWS without effect.
MAY_BE_UNSIGNED = {"x-amz-user-agent", "x-amz-content-sha256"}
WEEK = 604_800
CLOCKS_APART = dt.timedelta(minutes=15)
MOST_BYTES = 256 * 1024 * 1024
EMPTY = hashlib.sha256(b"").hexdigest()


def mismatch():
    return Refusal("SignatureDoesNotMatch", sigv4.SIGNATURE_MISMATCH)


async def verify(request):
    """Checks key, session token, time, signature and body. Raises Refusal."""
    in_header = "authorization" in request.headers
    in_query = any(name.lower() in CREDENTIALS for name in request.query)
    of_version_2 = "AWSAccessKeyId" in request.query
    kinds = in_header + in_query + of_version_2
    if kinds == 0:
        raise Refusal("MissingAuthenticationToken", "Missing Authentication Token")
    if kinds > 1:
        raise Refusal("UnsupportedSignature", "The request has more than one signature. Send only one.")
    if of_version_2:
        verify_version_2(request)
        await check_service(request)
        return
    signature = query_signature(request) if in_query else header_signature(request)
    check_signed_headers(request, signature)
    token = (
        request.parameter("X-Amz-Security-Token") if in_query else request.header("x-amz-security-token")
    )
    secret = find_secret(signature.access_key_id, token)
    hashed = signed_hash(request, signature, in_query)
    # A hash is checked before the body is read, so only owners of a key can send long bodies.
    body = await request.body(MOST_BYTES) if hashed is None else None
    headers = {
        **request.headers,
        # HTTP/2's name of the host.
        ":authority": request.header("host"),
        "x-amz-content-sha256": hashed or hashlib.sha256(body).hexdigest(),
    }
    _, text = sigv4.header_signing_documents(
        signature, request.method, request.raw_path, request.query, headers, b"", presigned=in_query
    )
    key = sigv4._cached_signing_key(secret, signature.date_stamp, signature.region, signature.service)
    if not hmac.compare_digest(sign(key, text), signature.signature):
        raise mismatch()
    if SHA256.fullmatch(hashed or ""):
        if hashlib.sha256(await request.body()).hexdigest() != hashed:
            raise mismatch()
    elif hashed in CHUNKED:
        check_chunks(await request.body(), signature, key, hashed)
    if signature.service == "s3":
        await check_service(request)


def header_signature(request):
    authorization = request.header("authorization")
    algorithm, _, rest = authorization.partition(" ")
    if algorithm != ALGORITHM:
        raise Refusal("UnsupportedSignature", f"Sign with {ALGORITHM}; got '{algorithm}'.")
    names = sorted(part.strip().partition("=")[0] for part in rest.split(","))
    if len(names) != len(set(names)):
        raise Refusal(
            "IncompleteSignature", "Each part of the Authorization header must appear exactly once."
        )
    return checked(request, sigv4.parse_header_signature(request.headers))


def query_signature(request):
    """A presigned URL. It is valid for the seconds that it states, at most a week."""
    for name, values in request.query.items():
        spelled = next((known for known in OF_QUERY if known.lower() == name.lower()), name)
        if name != spelled or (name in OF_QUERY and len(values) > 1):
            raise Refusal(
                "IncompleteSignature", f"The query must have {spelled} exactly once, in this spelling."
            )
    if request.parameter("X-Amz-Algorithm") != ALGORITHM:
        raise Refusal("UnsupportedSignature", f"Sign with {ALGORITHM}.")
    return checked(
        request, sigv4.parse_query_signature(request.query), request.parameter("X-Amz-Expires")
    )


def checked(request, signature, expires=""):
    """The signature, if it is well formed and not expired."""
    if isinstance(signature, tuple):
        raise Refusal(*signature)
    if not SHA256.fullmatch(signature.signature):
        raise mismatch()
    if extract_access_key_id(request.headers, request.query) != signature.access_key_id:
        raise Refusal("UnsupportedSignature", "The signature does not name its key in the standard position.")
    if signature.date_stamp != signature.amz_date[:8]:
        raise Refusal(
            "CredentialDateMismatch", "Date in Credential scope does not match that of X-Amz-Date."
        )
    signed_at = sigv4._amz_datetime(signature.amz_date)
    if signed_at is None:
        raise Refusal("IncompleteSignature", "X-Amz-Date must have the format 20300101T000000Z.")
    if not expires:
        if skewed := sigv4.request_time_failure(signature):
            raise Refusal(*skewed)
        return signature
    now = dt.datetime.now(dt.timezone.utc)
    if not expires.isascii() or not expires.isdigit() or not 1 <= int(expires) <= WEEK:
        raise Refusal(
            "IncompleteSignature", f"X-Amz-Expires must be a number of seconds from 1 to {WEEK}."
        )
    if signed_at > now + CLOCKS_APART or now > signed_at + dt.timedelta(seconds=int(expires)):
        raise Refusal("RequestExpired", "Request has expired")
    return signature


async def check_service(request):
    """Limits S3's signatures, which may omit the body, to S3. MiniStack also chooses services by body."""
    line = (request.method, request.path, request.headers)
    parameters = ministack._routing_params(*line, await request.body(), request.query)
    if "x-amz-target" in request.headers or detect_service(*line, parameters) != "s3":
        raise Refusal("SignatureDoesNotMatch", "Credential should be scoped to correct service.")


def check_signed_headers(request, signature):
    signed = set(signature.signed_headers.split(";"))
    if ":authority" in signed:
        signed.add("host")
    unsigned = [
        name
        for name in request.headers
        if name == "host" or (name.startswith("x-amz-") and name not in MAY_BE_UNSIGNED)
        if name not in signed
    ]
    if unsigned:
        raise Refusal(
            "SignatureDoesNotMatch", f"These headers must be signed: {', '.join(unsigned)}."
        )


def find_secret(key, token):
    """The secret of a key, if the key exists, is active, and comes with its session token."""
    unknown = Refusal(
        "UnrecognizedClientException", "The security token included in the request is invalid."
    )
    # MiniStack uses the empty key internally.
    if not key:
        raise unknown
    try:
        account = iam.find_iam_access_key_account(key)
    except iam.AmbiguousAccessKeyError:
        account = None
    set_request_account_id(account or key)
    credential = iam.resolve_credential(key, _account_from_sts_session(key) or get_account_id(), token)
    if isinstance(credential, iam.CredentialResolutionError):
        # AWS reports a session's key without its token as unknown.
        without_token = credential.code == "InvalidToken" and not token
        raise unknown if without_token else Refusal(credential.code, credential.message)
    return credential.secret_access_key


def signed_hash(request, signature, in_query):
    """The signed hash of the body, or S3's substitute for it; None if it must be computed from the body."""
    hashed = request.header("x-amz-content-sha256")
    if hashed not in CHUNKED and (
        "aws-chunked" in request.header("content-encoding")
        or "x-amz-decoded-content-length" in request.headers
    ):
        raise Refusal("UnsupportedSignature", "A chunked body requires an X-Amz-Content-Sha256 that begins with STREAMING-.")
    if in_query and signature.service == "s3":
        if hashed not in ("", sigv4.UNSIGNED_PAYLOAD):
            raise Refusal("UnsupportedSignature", "A presigned URL of S3 cannot sign a body.")
        return sigv4.UNSIGNED_PAYLOAD
    if hashed in ("", None):
        return None
    if SHA256.fullmatch(hashed):
        return hashed
    if signature.service == "s3" and (hashed == sigv4.UNSIGNED_PAYLOAD or hashed in CHUNKED):
        return hashed
    raise Refusal(
        "SignatureDoesNotMatch", f"X-Amz-Content-Sha256 must be the hash of the body; got '{hashed}'."
    )


def check_chunks(body, signature, key, kind):
    """Verifies the signatures of chunks, if they have any, and that only checksums follow the last chunk."""
    scope = f"{signature.date_stamp}/{signature.region}/{signature.service}/aws4_request"
    previous, at, size = signature.signature, 0, 1
    while size > 0:
        end = body.find(b"\r\n", at)
        size_text, _, provided = body[at : max(end, at)].partition(b";chunk-signature=")
        if end < 0 or not re.fullmatch(rb"[0-9a-fA-F]{1,16}", size_text):
            raise Refusal("IncompleteSignature", "The body is not chunked.")
        size = int(size_text, 16)
        chunk = body[end + 2 : end + 2 + size]
        if kind in SIGNED_CHUNKS:
            hashes = f"{EMPTY}\n{hashlib.sha256(chunk).hexdigest()}"
            previous = sign(
                key, f"{ALGORITHM}-PAYLOAD\n{signature.amz_date}\n{scope}\n{previous}\n{hashes}"
            )
            if not hmac.compare_digest(previous.encode(), provided):
                raise mismatch()
        at = end + 2 + size + (2 if size > 0 else 0)
    check_trailers(body[at:], signature, scope, key, kind, previous)


def check_trailers(trailer, signature, scope, key, kind, previous):
    lines = [line for line in trailer.split(b"\r\n") if line]
    named = [line.partition(b":")[::2] for line in lines]
    if not all(TRAILERS.fullmatch(name.strip().lower()) for name, _ in named):
        raise Refusal("IncompleteSignature", "Only checksums may follow the chunks.")
    if not kind.startswith("STREAMING-AWS4") or not kind.endswith("-TRAILER"):
        return
    provided = [
        value.strip() for name, value in named if name.strip().lower() == b"x-amz-trailer-signature"
    ]
    signed = b"".join(
        name.strip().lower() + b":" + value.strip() + b"\n"
        for name, value in named
        if name.strip().lower() != b"x-amz-trailer-signature"
    )
    text = f"{ALGORITHM}-TRAILER\n{signature.amz_date}\n{scope}\n{previous}\n{hashlib.sha256(signed).hexdigest()}"
    if len(provided) != 1 or not hmac.compare_digest(sign(key, text).encode(), provided[0]):
        raise mismatch()


def verify_version_2(request):
    """A URL with the older presigned signature, which the AWS CLI still uses for S3 in us-east-1."""
    # This version signs neither other parameters nor the service, so they must not be present.
    extra = [
        name
        for name in request.query
        if name.lower().startswith("x-amz-") and name != "x-amz-security-token"
    ]
    if extra or any(len(values) > 1 for values in request.query.values()):
        raise Refusal("UnsupportedSignature", f"Sign with {ALGORITHM}.")
    signed_hash_free = request.header("content-encoding") + request.header("x-amz-content-sha256")
    if "aws-chunked" in signed_hash_free or "STREAMING-" in signed_hash_free:
        raise Refusal("UnsupportedSignature", f"Sign with {ALGORITHM}.")
    key = request.parameter("AWSAccessKeyId")
    find_secret(key, request.parameter("x-amz-security-token"))
    result = iam._sigv2_check(
        iam.SignedRequest(
            key,
            request.method,
            request.raw_path,
            request.query,
            request.headers,
            sigv2=True,
            auth_path=request.raw_path,
        ),
        get_account_id(),
    )
    if isinstance(result, iam.AuthError):
        raise Refusal(result.code, result.message)


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
