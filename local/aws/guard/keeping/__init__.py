"""Keeps MiniStack's state between starts.

A generation is written by a copy of the process (snapshot.py) soon after a write (saver.py), as a whole
(generations.py); objects are files of their own (objects.py). If writes are confirmed, as for an account that is
deployed to, each response waits until its write is on the disk: an engine's state would else name resources that do not
exist any more.
"""

import base64
import os

from ministack import app as ministack

from . import objects, snapshot, state
from .keeper import Keeper
from .writes import NOTHING, PATH, may_write, receives

__all__ = ["PATH", "after_writes", "use"]


def use(key, confirms, front_port):
    """The keeper of the state in the folder `STATE_DIR`. `key` has 32 bytes in Base64."""
    objects.use()
    ports = {"own": state.port(), "front": str(front_port)}
    keeper = Keeper(os.environ["STATE_DIR"], base64.b64decode(key), ports)
    keeper.confirms = confirms
    # MiniStack calls these at its start and end.
    ministack._load_persisted_state = keeper.restore
    ministack.save_all = lambda _: keeper.saver.finish()
    return keeper


def after_writes(serve, keeper):
    """The same application, whose state is saved after requests that may have changed it."""

    async def app(scope, receive, send):
        if receives(scope):
            await serve(scope, receive, noting_messages(send, keeper))
        elif may_write(scope):
            await serve(scope, receive, confirming(send, keeper) if keeper.confirms else send)
            # Also what happened after the response.
            keeper.saver.note_write()
        else:
            await serve(scope, receive, send)

    return app


def noting_messages(send, keeper):
    async def noting(message):
        if message["type"] == "http.response.body" and message.get("body", NOTHING) != NOTHING:
            keeper.saver.note_write()
        await send(message)

    return noting


def confirming(send, keeper):
    async def send_when_saved(message):
        if message["type"] == "http.response.start":
            try:
                await keeper.saver.until_saved()
            except snapshot.SaveFailed:
                pass  # It is in the log, and is tried again.
        await send(message)

    return send_when_saved
