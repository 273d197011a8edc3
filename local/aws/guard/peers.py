"""Sends the writes of global tables to the endpoints of the other regions (replication.py).

The platform names the regions after all of them have started. A write is sent within moments; while a
region does not respond, nothing is kept for it. Once it responds again, it gets everything.
"""

import asyncio
import http.client
import json
import sys
from urllib.parse import urlsplit

import replication
from request import Request

PEERS = "/_palisade/replication/peers"
CHANGES = "/_palisade/replication/changes"
# Least time between messages to a region: a single write is sent at once, many gather for the next message.
PAUSE_SECONDS = 0.05
# Time between attempts to reach a region.
RETRY_SECONDS = 0.25
TIMEOUT_SECONDS = 10
# For a function, which has time limits of its own.
ASK_SECONDS = 60
# Limits of a message. A whole table of the largest items would take longer than the time limit.
MOST_CHANGES = 500
MOST_BYTES = 4_000_000


class Peer:
    """The endpoint of another region, and what it has not received yet."""

    def __init__(self, region, url, secret):
        self.region = region
        self._address = urlsplit(url)
        self._secret = secret
        self._connection = None
        self._definitions = {}
        # Keys of written items by table, in the order of the writes.
        self._written = {}
        self._received = set()
        self._refused = set()
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._awake = False
        self._everything = True
        self._sending = self._loop.create_task(self._send())

    def close(self):
        self._sending.cancel()

    def note_write(self, table, key):
        if not self._everything:
            self._written[table, key] = None
            self._notify()

    def note_all(self, table):
        # A copy, because items that expire are removed by another thread.
        for key in list(table[replication.VERSIONS]):
            self.note_write(table["TableName"], key)

    def define(self, definition):
        self._definitions[definition["TableName"]] = definition
        self._notify()

    def status_of(self, name):
        if name in self._refused:
            return "CREATION_FAILED"
        if name not in self._received:
            return "CREATING"
        return "UPDATING" if name in self._definitions else "ACTIVE"

    def ask(self, path, content):
        """The answer to a request of its own, from any thread."""
        address = self._address
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=ASK_SECONDS)
        try:
            return self._post_on(connection, json.dumps(content), path)
        finally:
            connection.close()

    def _notify(self):
        # Items that expire are removed by another thread.
        if not self._awake:
            self._awake = True
            self._loop.call_soon_threadsafe(self._wake.set)

    async def _send(self):
        reachable = True
        self._notify()
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._awake = False
            try:
                while message := self._message():
                    definitions, body = message
                    answer = await self._loop.run_in_executor(None, self._post, body)
                    self._note_answer(definitions, answer)
                    reachable = True
                    await asyncio.sleep(PAUSE_SECONDS)
            # Whatever it is, replication goes on: an ended task would leave the region behind for good.
            except Exception as error:
                self._connection = None
                self._everything = True
                self._written.clear()
                if reachable:
                    print(f"Replication to {self.region} waits: {error}", file=sys.stderr, flush=True)
                reachable = False
                await asyncio.sleep(RETRY_SECONDS)
                self._notify()

    def _message(self):
        """The next definitions, and the message with them and changes. None if there is nothing to send."""
        if self._everything:
            self._everything = False
            for table in replication.global_tables():
                if self.region in replication.regions_of(table):
                    self._definitions.setdefault(table["TableName"], replication.definition_of(table))
                    self.note_all(table)
        if not self._definitions and not self._written:
            return None
        definitions, changes, size = list(self._definitions.values()), [], 0
        while self._written and len(changes) < MOST_CHANGES and size < MOST_BYTES:
            key = next(iter(self._written))
            del self._written[key]
            for change in changes_of(*key):
                changes.append(json.dumps(change))
                size += len(changes[-1])
        return definitions, f'{{"tables": {json.dumps(definitions)}, "changes": [{",".join(changes)}]}}'

    def _note_answer(self, definitions, answer):
        for definition in definitions:
            name = definition["TableName"]
            if self._definitions.get(name) is definition:
                del self._definitions[name]
            self._refused.discard(name)
            self._received.discard(name)
            if name in answer["refused"]:
                self._refused.add(name)
            elif self.region in definition[replication.GROUP]["regions"]:
                self._received.add(name)

    def _post(self, body):
        kept = self._connection
        if kept:
            try:
                return self._post_on(kept, body)
            # The other end closes a connection that was idle for a while. Messages may arrive twice.
            except (ConnectionError, http.client.BadStatusLine):
                kept.close()
        self._connection = http.client.HTTPConnection(
            self._address.hostname, self._address.port, timeout=TIMEOUT_SECONDS
        )
        return self._post_on(self._connection, body)

    def _post_on(self, connection, body, path=CHANGES):
        headers = {"authorization": f"Bearer {self._secret}", "content-type": "application/json"}
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise OSError(f"status {response.status}")
        return json.loads(content)


def changes_of(name, key):
    """The current item of a key, with the time and region of its last write."""
    table = replication.table_of(name)
    version = table and table.get(replication.VERSIONS, {}).get(key)
    return [[name, version, replication.item_of(table, *version[2:])]] if version else []


def connect(others):
    """Replaces the other regions' endpoints."""
    for peer in replication.peers.values():
        peer.close()
    replication.peers = {
        region: Peer(region, **endpoint)
        for region, endpoint in others.items()
        if region != replication.own_region
    }
    return {}


async def app(scope, receive, send):
    content = json.loads(await Request(scope, receive).body())
    answer = connect(content) if scope["path"] == PEERS else replication.receive(content)
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
