import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { captureLog } from "../testing/captureLog.ts";
import { bothHandlers } from "../testing/handlers.ts";
import { type EventParts, testEvent, testSettings } from "../testing/proxyEvent.ts";
import { startTcpService, stopServices } from "../testing/service.ts";

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** What a service does with a connection on which a request begins. */
type Behavior = (socket: Socket) => void;

const sends =
  (text: string): Behavior =>
  (socket) =>
    socket.end(text);

/** Sends a text byte by byte, until the connection is closed. */
const drips =
  (text: string): Behavior =>
  (socket) => {
    let sent = 0;
    const next = () => {
      if (socket.destroyed || sent === text.length) return;
      socket.write(text[sent++]!, () => setImmediate(next));
    };
    next();
  };

interface Case {
  readonly what: string;
  readonly behavior: Behavior;
  readonly status: number;
  readonly error?: string;
  readonly body?: string;
  /** The streamed response has begun before it fails, and breaks off. */
  readonly breaksOff?: boolean;
  readonly parts?: EventParts;
  readonly totalTimeoutMs?: number;
}

const broken = { status: 502, error: "brokenResponse" };
const timeout = { status: 504, error: "timeout", totalTimeoutMs: 100 };
const served = { status: 200, body: "ok" };
const large = { httpMethod: "POST", body: "x".repeat(4_000_000) };

const cases: readonly Case[] = [
  { what: "closes at once", behavior: (socket) => socket.end(), ...broken },
  { what: "resets the connection", behavior: (socket) => socket.resetAndDestroy(), ...broken },
  { what: "sends half a status line", behavior: sends("HTTP/1.1 2"), ...broken },
  { what: "sends half a header", behavior: sends("HTTP/1.1 200 OK\r\nConte"), ...broken },
  {
    what: "sends less than its length",
    behavior: sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    ...broken,
    breaksOff: true,
  },
  {
    what: "resets within the body",
    behavior: (socket) =>
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", () =>
        socket.resetAndDestroy(),
      ),
    ...broken,
    breaksOff: true,
  },
  {
    what: "sends a chunk of a wrong length",
    behavior: sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n"),
    ...broken,
    breaksOff: true,
  },
  {
    what: "sends two lengths",
    behavior: sends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"),
    ...broken,
  },
  {
    what: "sends a length and chunks",
    behavior: sends(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    ),
    ...broken,
  },
  {
    what: "sends headers of 40 KB",
    behavior: sends(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(40_000)}\r\n\r\n`),
    status: 502,
    error: "responseTooLarge",
  },
  { what: "speaks another protocol", behavior: sends("SSH-2.0-OpenSSH_9.6\r\n"), ...broken },
  {
    what: "changes the protocol",
    behavior: sends(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
    ),
    ...broken,
  },
  { what: "never responds", behavior: () => {}, ...timeout },
  {
    what: "drips its headers without end",
    behavior: drips("HTTP/1.1 200 OK\r\nX: ".padEnd(20_000, "x")),
    ...timeout,
    totalTimeoutMs: 30,
  },
  {
    what: "stops within the body",
    behavior: (socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
    ...timeout,
    breaksOff: true,
  },
  { what: "drips a whole response", behavior: drips(ok), ...served },
  {
    what: "sends many informational responses",
    behavior: sends(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(
        1_000,
      ) + ok,
    ),
    ...served,
  },
  { what: "sends garbage after the response", behavior: sends(`${ok}garbage`), ...served },
  { what: "sends a second response", behavior: sends(`${ok}${ok.replace("ok", "no")}`), ...served },
  {
    what: "ends the body by closing",
    behavior: sends("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok"),
    ...served,
  },
  { what: "speaks HTTP/1.0", behavior: sends("HTTP/1.0 200 OK\r\n\r\nok"), ...served },
  {
    what: "sends trailers",
    behavior: sends(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n",
    ),
    ...served,
  },
  {
    what: "sends a body with 204",
    behavior: sends("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok"),
    status: 204,
    body: "",
  },
  {
    what: "sends a length with 304",
    behavior: sends('HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 2\r\n\r\n'),
    status: 304,
    body: "",
  },
  {
    what: "sends a body for HEAD",
    behavior: sends(ok),
    parts: { httpMethod: "HEAD" },
    status: 200,
    body: "",
  },
  {
    what: "responds before the request ends",
    behavior: (socket) => socket.write(ok.replace("200 OK", "413 Too Large")),
    parts: large,
    status: 413,
    body: "ok",
  },
];

describe("a service that misbehaves", () => {
  stopServices();

  for (const [name, create] of bothHandlers) {
    for (const { what, behavior, status, error, body, breaksOff, parts, totalTimeoutMs } of cases) {
      it(`and ${what}: ${status}, ${name}`, async () => {
        const service = await startTcpService((socket) => {
          socket.once("data", () => {
            socket.resume();
            behavior(socket);
          });
        });
        const settings = testSettings(service.url);
        const handler = create({
          ...settings,
          totalTimeoutMs: totalTimeoutMs ?? settings.totalTimeoutMs,
        });

        const { result, lines } = await captureLog(() =>
          handler(testEvent(parts)).catch((failure: unknown) => failure as Error),
        );

        assert.equal(lines.length, 1);
        assert.equal(lines[0]!["errorType"], error);
        if (breaksOff && name === "streaming") {
          assert.ok(result instanceof Error);
          return;
        }
        assert.ok(!(result instanceof Error));
        assert.equal(result.status, status);
        const { requestId } = testEvent().requestContext;
        assert.deepEqual(result.headers["x-correlation-id"], [requestId]);
        if (body !== undefined) assert.equal(result.body.toString(), body);
        else
          assert.equal(
            (JSON.parse(String(result.body)) as Record<string, string>)["correlationId"],
            requestId,
          );
      });
    }
  }
});
