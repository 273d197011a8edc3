"""Whose requests MiniStack takes for the account's own, and which keys functions get."""

import hashlib
import hmac
import os
from collections import ChainMap
from types import SimpleNamespace

from ministack.core import iam_evaluator as iam
from ministack.core import lambda_runtime


def use(access_key_id, secret_access_key):
    """Makes the key the only one of the account's own. Neither part of it is in the environment."""
    own = {"AWS_ACCESS_KEY_ID": access_key_id, "AWS_SECRET_ACCESS_KEY": secret_access_key}
    iam.os = SimpleNamespace(environ=ChainMap(own, os.environ))
    # MiniStack takes "test" and every account number for the account's own key too. The empty key is
    # that of its services among each other; no request from outside gets here with it unguarded.
    iam.is_root_access_key = lambda key: not key or key == access_key_id
    # MiniStack makes a function's keys from the names of the function and of its role, which anybody
    # can guess. The same hashes with a secret are as stable and known to the function only.
    lambda_runtime.hashlib = SimpleNamespace(
        sha256=lambda text: hmac.new(secret_access_key.encode(), text, hashlib.sha256)
    )
