"""Requests to a pool's replica in another region: the same users, but triggers of its own, which run in its region.

The front of the replica's region sends them to the home region, with the header; nobody else may. Source: Cognito
Developer Guide, "Multi-Region replication for user pools".
"""

import contextvars
import json

import replication
from ministack import app as ministack

HEADER = "x-palisade-replica"
# The replica that the request is for: {"userPoolId", "region", "triggers"}.
current = contextvars.ContextVar("replica", default=None)


class Triggers(dict):
    """A pool's triggers. At a replica they are the replica's; whatever copies or saves the pool gets those of home."""

    def get(self, name, default=None):
        return dict.get(self._here(), name, default)

    def __getitem__(self, name):
        return dict.__getitem__(self._here(), name)

    def __contains__(self, name):
        return dict.__contains__(self._here(), name)

    def __bool__(self):
        return dict.__len__(self._here()) > 0

    def _here(self):
        replica = current.get()
        return self if replica is None else replica["triggers"]


def enter(header):
    """Lets the rest of the request see the pool as its replica does."""
    replica = json.loads(header)
    cognito = ministack._get_module("cognito")
    place = (replication.own_account, replication.own_region, replica["userPoolId"])
    pool = cognito._user_pools.get_scoped(*place)
    if pool is not None and not isinstance(pool.get("LambdaConfig"), Triggers):
        pool["LambdaConfig"] = Triggers(pool.get("LambdaConfig") or {})
    current.set(replica)
