import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { captureLog } from "../testing/captureLog.ts";
import { bothHandlers } from "../testing/handlers.ts";
import { hasDotSegment } from "./dotSegments.ts";
import { testEvent, testSettings } from "../testing/proxyEvent.ts";
import { startHttpService, stopServices } from "../testing/service.ts";

/** Random calls with each handler. More are tried with PROXY_CASES=10000. */
const numRuns = Number(process.env["PROXY_CASES"] ?? 300);

const pathSegment = fc.oneof(
  fc.stringMatching(/^[\w~!$&'()*+,;=:@-]{0,8}$/),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => encodeURIComponent(text)),
);
const path = fc
  .array(pathSegment, { maxLength: 5 })
  .map((segments) => `/r/${segments.join("/")}`)
  .filter((text) => !hasDotSegment(text));

const query = fc.option(
  fc.dictionary(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.array(fc.string({ unit: "binary", maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
  { nil: null },
);

const headerValue = fc.stringMatching(/^([!-~]([ -~\x80-\xff]{0,20}[!-~])?)?$/);
const headers = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.stringMatching(/^Z[a-zA-Z0-9!#$%&'*+.^`|~-]{0,12}$/),
        fc.constantFrom("Accept", "Cache-Control", "Range", "If-None-Match", "Authorization", "7"),
      ),
      fc.array(headerValue, { minLength: 1, maxLength: 3 }),
    ),
    { maxLength: 6 },
  )
  .map((fields) => {
    const unique = new Map(fields.map((field) => [field[0].toLowerCase(), field]));
    return Object.fromEntries(unique.values());
  });

const body = fc.option(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: "binary" })), {
  nil: null,
});

const call = fc.record({
  httpMethod: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
  ...{ path, query, headers, body },
  /** The service sends the body in chunks, without a length. */
  isChunked: fc.boolean(),
  status: fc.constantFrom(200, 201, 202, 400, 404, 409, 500, 503),
  cookies: fc.array(
    headerValue.filter((text) => text !== ""),
    { maxLength: 3 },
  ),
});

/** Headers that the proxy or Node.js adds. */
const isAdded = (name: string) =>
  /^(x-forwarded-.*|x-correlation-id|x-amzn-trace-id|traceparent|host|connection|content-length)$/.test(
    name,
  );

/** Names and values in their order. */
const pairsOf = (raw: readonly string[]) =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1]!] as const] : []));

const isNumber = ([name]: readonly [string, string]) => /^\d+$/.test(name);

describe("a call", () => {
  stopServices();

  for (const [name, create] of bothHandlers) {
    it(`reaches the service and comes back as it was sent, ${name}`, async function () {
      this.timeout(300_000);
      let received!: { request: IncomingMessage; body: Buffer };
      let respond!: { status: number; cookies: string[]; isChunked: boolean };
      const service = await startHttpService((request, response) => {
        void buffer(request).then((bytes) => {
          received = { request, body: bytes };
          const raw = respond.cookies.flatMap((cookie) => ["Set-Cookie", cookie]);
          if (!respond.isChunked) raw.push("Content-Length", String(bytes.length));
          response.writeHead(respond.status, raw).end(bytes);
        });
      });
      const handler = create(testSettings(service.url));

      const roundTrip = async (sent: typeof call extends fc.Arbitrary<infer T> ? T : never) => {
        respond = sent;
        const bytes = sent.body === null ? Buffer.alloc(0) : Buffer.from(sent.body as Uint8Array);
        const isBinary = typeof sent.body !== "string";
        const response = await handler(
          testEvent({
            ...{ httpMethod: sent.httpMethod, path: sent.path, headers: sent.headers },
            multiValueQueryStringParameters: sent.query,
            body:
              sent.body === null ? null : isBinary ? bytes.toString("base64") : String(sent.body),
            isBase64Encoded: isBinary,
          }),
        );

        const { request } = received;
        const [target, search = ""] = request.url!.split("?") as [string, string?];
        assert.equal(request.method, sent.httpMethod);
        assert.equal(target, sent.path);
        const parameters = new URLSearchParams(search);
        for (const [key, values] of Object.entries(sent.query ?? {})) {
          assert.deepEqual(
            parameters.getAll(key),
            values.map((value) => value),
          );
        }
        const expected = Object.entries(sent.headers).flatMap(([key, values]) =>
          values.map((value) => [key.toLowerCase(), value] as const),
        );
        assert.deepEqual(
          pairsOf(request.rawHeaders).filter(([key]) => !isAdded(key)),
          [...expected.filter((pair) => !isNumber(pair)), ...expected.filter(isNumber)],
        );
        assert.ok(received.body.equals(bytes));

        assert.equal(response.status, sent.status);
        assert.ok(response.body.equals(bytes));
        assert.deepEqual(response.headers["set-cookie"] ?? [], sent.cookies);
      };
      await captureLog(() => fc.assert(fc.asyncProperty(call, roundTrip), { numRuns }));
    });
  }
});
