"""Replaces the root key that MiniStack accepts, and the keys that it gives to functions."""

import hashlib
import hmac
import os
from collections import ChainMap
from types import SimpleNamespace

from ministack import app
from ministack.core import iam_evaluator as iam
from ministack.core import lambda_runtime


def use(access_key_id, secret_access_key):
    """Makes this the account's only root key, without adding it to the environment."""
    own = {"AWS_ACCESS_KEY_ID": access_key_id, "AWS_SECRET_ACCESS_KEY": secret_access_key}
    iam.os = SimpleNamespace(environ=ChainMap(own, os.environ))
    # By default, MiniStack also accepts "test" and every account number as root keys. Its services use
    # the empty key between themselves; the guard refuses external requests with it.
    iam.is_root_access_key = lambda key: not key or key == access_key_id
    # MiniStack derives a function's keys from the names of the function and its role, which anybody can
    # guess. Keyed hashes are as stable, but only the function knows them.
    lambda_runtime.hashlib = SimpleNamespace(
        sha256=lambda text: hmac.new(secret_access_key.encode(), text, hashlib.sha256)
    )
    # Policies see a secure transport, since the endpoint stands for AWS's, which have TLS: a bucket that
    # denies everything without TLS would be closed to all roles here.
    pin = iam.pin_request_origin
    app.pin_request_origin = lambda source_ip, secure_transport: pin(source_ip, True)
