import assert from "node:assert/strict";
import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import {
  bytesOf,
  type GeneratedCall,
  generatedCall,
  pairsOf,
  receivedPairsOf,
  responseHeadersOf,
} from "../../functions/testing/generatedCalls.ts";
import { useProxiedService } from "./proxiedService.ts";

/** Random calls with each handler. More are tried with GATEWAY_CASES=10000. */
const numRuns = Number(process.env["GATEWAY_CASES"] ?? 100);

/** As a client writes it: everything but letters, digits and a few signs is encoded, also within names. */
const queryOf = (query: GeneratedCall["query"]): string =>
  Object.entries(query ?? {})
    .flatMap(([key, values]) => values.map((value) => `${encoded(key)}=${encoded(value)}`))
    .join("&");
const encoded = (text: string) => encodeURIComponent(text);

for (const streaming of [false, true]) {
  describe(`calls through gateway, ${streaming ? "streaming " : ""}function process and service`, () => {
    let current: GeneratedCall;
    let received: { request: IncomingMessage; body: Buffer };
    const agent = new Agent({ keepAlive: true });
    const proxied = useProxiedService(
      (incoming, response) => {
        void buffer(incoming).then((body) => {
          received = { request: incoming, body };
          response.writeHead(current.status, responseHeadersOf(current, body.length)).end(body);
        });
      },
      { streaming },
    );
    after(() => agent.destroy());

    /** Sends a call byte for byte: `fetch` would change paths and headers. */
    async function send({ httpMethod: method, path, query, headers, body }: GeneratedCall) {
      const url = new URL(proxied.gateway.url);
      const search = queryOf(query);
      const raw = Object.entries(headers).flatMap(([key, values]) =>
        values.flatMap((value) => [key, value]),
      );
      const bytes = body === null ? undefined : Buffer.from(body as Uint8Array);
      if (bytes) raw.push("Content-Length", String(bytes.length));
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        const target = `${url.pathname}${path}${search === "" ? "" : `?${search}`}`;
        const outgoing = request({
          ...{ agent, method, host: url.hostname, port: url.port, path: target },
          headers: ["Host", url.host, ...raw],
        });
        outgoing.once("response", resolve).once("error", reject).end(bytes);
      });
      return { incoming, body: await buffer(incoming) };
    }

    it("reach the service and come back as they were sent", async function () {
      this.timeout(300_000);
      const roundTrip = async (sent: GeneratedCall) => {
        current = sent;
        const bytes = bytesOf(sent);
        const response = await send(sent);

        const seen = received.request;
        const [path, search = ""] = seen.url!.split("?") as [string, string?];
        assert.deepEqual([seen.method, path], [sent.httpMethod, sent.path]);
        const parameters = new URLSearchParams(search);
        for (const [key, values] of Object.entries(sent.query ?? {})) {
          assert.deepEqual(parameters.getAll(key), values);
        }
        assert.deepEqual(pairsOf(seen.rawHeaders), receivedPairsOf(sent.headers));
        assert.deepEqual(received.body, bytes);

        assert.equal(response.incoming.statusCode, sent.status);
        assert.deepEqual(response.incoming.headers["set-cookie"] ?? [], sent.cookies);
        assert.deepEqual(response.body, bytes);
      };
      await fc.assert(fc.asyncProperty(generatedCall, roundTrip), { numRuns });
    });
  });
}
