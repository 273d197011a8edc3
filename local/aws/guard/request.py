"""A request as it arrived, read once and strictly. Ambiguous requests are refused."""

import re
from collections import Counter
from urllib.parse import parse_qs

from ministack.core.sigv4 import decode_header_value

# Headers that may appear only once: parsers differ in which of two they read.
SINGLE = {
    "host",
    "origin",
    "authorization",
    "content-type",
    "content-length",
    "content-encoding",
    "date",
    "sec-fetch-site",
    "x-palisade-front",
    "x-palisade-origin",
    "x-palisade-replica",
}


class Refusal(Exception):
    """Refuses the request. `code` is an error code of AWS; the response has the service's format."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


class Request:
    def __init__(self, scope, receive):
        self.scope = scope
        self._receive = receive
        self._body = None
        self.method = scope["method"]
        self.path = scope["path"]
        self.raw_path = scope["raw_path"].decode("latin-1")
        self.raw_headers = [(name.lower(), value) for name, value in scope["headers"]]
        self.headers = {}
        for name, value in self.raw_headers:
            key, text = name.decode("latin-1"), decode_header_value(value)
            # Several lines are joined, as in signatures.
            self.headers[key] = f"{self.headers[key]},{text}" if key in self.headers else text
        self._query_text = scope["query_string"].decode("latin-1")
        self.query = parse_qs(self._query_text, keep_blank_values=True)

    def check(self):
        """Raises Refusal for ambiguous requests."""
        names = Counter(name.decode("latin-1") for name, _ in self.raw_headers)
        for name, count in names.items():
            if count > 1 and (
                name in SINGLE or name.startswith("x-amz-") and not name.startswith("x-amz-meta-")
            ):
                raise Refusal(
                    "InvalidRequest", f"The header {name} appears {count} times. Send it once."
                )
        if not self.raw_path.startswith("/"):
            raise Refusal("InvalidRequest", "The path must begin with a slash.")
        if not self._query_text.isascii():
            raise Refusal("InvalidRequest", "The query must be percent-encoded.")

    def header(self, name):
        return self.headers.get(name, "")

    def parameter(self, name):
        """A query parameter; an empty string if it is missing."""
        return self.query.get(name, [""])[0]

    @property
    def first_segment(self):
        """The path's first segment in any spelling, such as `//%5FMiniStack` or `/a/../_ministack`."""
        segments = []
        for segment in self.path.replace("\\", "/").split("/"):
            if segment == "..":
                segments = segments[:-1]
            elif segment not in ("", "."):
                segments.append(segment)
        return segments[0].lower() if segments else ""

    async def body(self, most=None):
        """The whole body, as sent."""
        if self._body is None:
            chunks, size, more = [], 0, True
            while more:
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    raise ConnectionResetError
                chunks.append(message.get("body", b""))
                size += len(chunks[-1])
                if most is not None and size > most:
                    raise Refusal("InvalidRequest", f"The body is longer than {most} bytes.")
                more = message.get("more_body", False)
            self._body = b"".join(chunks)
        return self._body

    @property
    def read_body(self):
        """The body, if it was read."""
        return self._body or b""

    async def receive(self):
        """Delivers the body to the next reader, even if it was read here."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    def with_only(self, kept):
        """The request's scope with only these headers."""
        return {
            **self.scope,
            "headers": [
                (name, value) for name, value in self.raw_headers if name.decode("latin-1") in kept
            ],
        }

    def without(self, dropped):
        return {
            **self.scope,
            "headers": [
                (name, value)
                for name, value in self.raw_headers
                if name.decode("latin-1") not in dropped
            ],
        }


def is_plain_host(host):
    """Whether it is an address or `localhost`, not a subdomain, by which MiniStack would choose a service."""
    return re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\]):\d+", host.lower()) is not None
