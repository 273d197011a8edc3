"""Admits requests without a signature: those that AWS serves unsigned and that applications need."""

import re
from urllib.parse import urlsplit

from ministack import app as ministack
from ministack.core.iam_actions import unsigned_operations
from ministack.core.router import detect_service

from request import Refusal, is_plain_host

TARGET = re.compile(r"AWSCognitoIdentityProviderService\.(\w+)")
POOL_DOCUMENT = re.compile(r"/[\w-]+_\w+/\.well-known/(jwks\.json|openid-configuration)", re.ASCII)
# Cognito Developer Guide, "User pool endpoints and managed login reference".
MANAGED_LOGIN = {
    ("GET", "/oauth2/authorize"),
    ("POST", "/oauth2/token"),
    ("POST", "/oauth2/revoke"),
    ("GET", "/oauth2/userInfo"),
    ("POST", "/oauth2/userInfo"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/logout"),
    ("GET", "/oauth2/idpresponse"),
    ("POST", "/oauth2/idpresponse"),
    ("POST", "/saml2/idpresponse"),
    ("POST", "/saml2/logout"),
    # The platform's own page in place of a provider (userpools/federation/standin.py).
    ("POST", "/oauth2/local-provider"),
}
PROVIDER_FORMS = ("/oauth2/idpresponse", "/saml2/idpresponse", "/saml2/logout")
# More than an operation of Cognito needs, and enough for a file upload by form.
MOST_BYTES = 64 * 1024 * 1024
BUCKET = re.compile(r"/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?", re.ASCII)

# The platform's front sets it for requests by another name than this host's: the pages' origin as browsers know it.
ORIGIN = "x-palisade-origin"

# MiniStack chooses services by many headers; unsigned requests keep only these.
KEPT = {"host", "content-type", "content-length", "transfer-encoding", "user-agent", "origin"}


async def admit(request, is_from_front):
    """The scope to pass on for an unsigned request; None if a signature is required."""
    scope = scope_of(request)
    if scope and is_pool_operation(request) and not is_from_front:
        raise Refusal(
            "AccessDenied", "Send it to the region's endpoint, which also serves replicas of user pools."
        )
    if scope:
        await request.body(MOST_BYTES)
    return scope


def scope_of(request):
    if not is_plain_host(request.header("host")):
        return None
    if is_pool_operation(request):
        # AWS ignores the signature of these operations.
        return request.with_only(KEPT | {"x-amz-target", "x-amz-user-agent"})
    if is_pool_document(request):
        return request.with_only(KEPT)
    if is_managed_login(request):
        scheme = request.header("authorization").partition(" ")[0].lower()
        return request.with_only(
            KEPT | {"cookie", ORIGIN} | ({"authorization"} if scheme in ("basic", "bearer") else set())
        )
    if is_form_upload(request):
        return request.with_only(KEPT)
    return None


def of_cognito(request):
    return is_pool_operation(request) or is_pool_document(request) or is_managed_login(request)


def is_pool_operation(request):
    """Whether it is an operation of Cognito user pools that is unsigned in AWS's model."""
    operation = TARGET.fullmatch(request.header("x-amz-target"))
    return (
        operation is not None
        and operation[1] in unsigned_operations("cognito-idp")
        and request.method == "POST"
        and request.raw_path == "/"
        and not request.query
        and request.header("content-type").startswith("application/x-amz-json-1.")
    )


def is_pool_document(request):
    """Whether it requests a pool's keys or its OpenID configuration."""
    return (
        request.method == "GET"
        and not request.query
        and POOL_DOCUMENT.fullmatch(request.raw_path) is not None
    )


def is_managed_login(request):
    return (request.method, request.raw_path) in MANAGED_LOGIN and not any(
        name.lower().startswith("x-amz-") or name == "AWSAccessKeyId" for name in request.query
    )


def is_provider_form(request):
    """Whether an identity provider leads the browser back with a form; its page may be of any site.

    The form has no effect without the cookie of the browser that began the sign-in (userpools/federation/relays.py), except at
    a provider where sign-ins may begin (unsolicited.py). After a sign-out it only leads on.
    """
    return request.method == "POST" and request.raw_path in PROVIDER_FORMS and is_managed_login(request)


def is_form_upload(request):
    """Whether it is a browser's form upload to a bucket. Its signature is a form field, which S3 verifies."""
    bucket = BUCKET.fullmatch(request.raw_path)
    headers = {name: value for name, value in request.headers.items() if name in KEPT}
    if (
        bucket is None
        or request.method != "POST"
        or request.query
        or request.header("authorization")
        or not request.header("content-type").startswith("multipart/form-data")
        or detect_service("POST", request.path, headers, {}) != "s3"
    ):
        return False
    s3 = ministack._get_module("s3")
    # MiniStack calls this only for forms without a signature.
    s3._enforce_post_policy_size = lambda *_: s3._error("AccessDenied", "Access Denied", 403)
    return s3._bucket_owner_account(bucket[1]) is not None


def app_origins():
    """The origins of the callback URLs of the pools' clients."""
    pools = ministack._get_module("cognito")._user_pools.all_values()
    clients = [client for pool in pools for client in pool["_clients"].values()]
    urls = [url for client in clients for url in client.get("CallbackURLs") or []]
    return {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in urls}
