"""Saves MiniStack's state after each request that may have changed it, before the response is sent.

MiniStack itself saves when it ends. If it is killed, the engine's state would name resources that do not exist any
more. Only services whose state has changed are written. Used where an account is kept between starts, which has no
traffic but deployments.
"""

import json

from ministack import app as ministack
from ministack.core import persistence

READS = ("GET", "HEAD", "OPTIONS")


def after_writes(serve):
    """The same application; nothing is saved unless MiniStack's `PERSIST_STATE` is set."""
    if not persistence.PERSIST_STATE:
        return serve
    saved = {}

    async def app(scope, receive, send):
        writes = scope["type"] == "http" and scope["method"] not in READS

        async def send_when_saved(message):
            if writes and message["type"] == "http.response.start":
                save(saved)
            await send(message)

        await serve(scope, receive, send_when_saved)

    return app


def save(saved):
    """Writes each service's state that differs from `saved`, a dict of texts by service."""
    for service, state_of in ministack._build_persistence_save_dict().items():
        state = state_of()
        text = json.dumps(state, default=persistence._json_default)
        if state is not None and saved.get(service) != text:
            persistence.save_state(service, state)
            saved[service] = text
