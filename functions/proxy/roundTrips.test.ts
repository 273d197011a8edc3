import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { captureLog } from "../testing/captureLog.ts";
import {
  bytesOf,
  type GeneratedCall,
  generatedCall,
  pairsOf,
  receivedPairsOf,
  responseHeadersOf,
} from "../testing/generatedCalls.ts";
import { bothHandlers } from "../testing/handlers.ts";
import { testEvent, testSettings } from "../testing/proxyEvent.ts";
import { startHttpService, stopServices } from "../testing/service.ts";

/** Random calls with each handler. More are tried with PROXY_CASES=10000. */
const numRuns = Number(process.env["PROXY_CASES"] ?? 300);

describe("a call", () => {
  stopServices();

  for (const [name, create] of bothHandlers) {
    it(`reaches the service and comes back as it was sent, ${name}`, async function () {
      this.timeout(300_000);
      let received!: { request: IncomingMessage; body: Buffer };
      let current!: GeneratedCall;
      const service = await startHttpService((request, response) => {
        void buffer(request).then((bytes) => {
          received = { request, body: bytes };
          response.writeHead(current.status, responseHeadersOf(current, bytes.length)).end(bytes);
        });
      });
      const handler = create(testSettings(service.url));

      const roundTrip = async (sent: GeneratedCall) => {
        current = sent;
        const bytes = bytesOf(sent);
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
          assert.deepEqual(parameters.getAll(key), values);
        }
        assert.deepEqual(pairsOf(request.rawHeaders), receivedPairsOf(sent.headers));
        assert.ok(received.body.equals(bytes));

        assert.equal(response.status, sent.status);
        assert.ok(response.body.equals(bytes));
        assert.deepEqual(response.headers["set-cookie"] ?? [], sent.cookies);
      };
      await captureLog(() => fc.assert(fc.asyncProperty(generatedCall, roundTrip), { numRuns }));
    });
  }
});
