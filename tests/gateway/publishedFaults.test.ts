import assert from "node:assert/strict";
import { useProxiedService } from "./proxiedService.ts";

/** A request as the service received it. */
interface Received {
  readonly url: string;
  readonly headers: NodeJS.Dict<string[]>;
  readonly body: Buffer;
}

/**
 * A published comparison (bench/README.md) called private services by a function that opened a connection
 * for each request, dropped bodies, sent the query as a body, and could not carry binary files.
 */
describe("the gateway with the bundled proxy function, over HTTP", function () {
  this.timeout(30_000);
  const binary = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
  const received: Received[] = [];
  let connections = 0;
  const proxied = useProxiedService((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { url = "", headersDistinct: headers } = request;
      received.push({ url, headers, body: Buffer.concat(chunks) });
      response.setHeader("content-type", "application/zip");
      response.end(binary);
    });
  });
  proxied.service.on("connection", () => (connections += 1));

  beforeEach(() => received.splice(0));

  const call = (path: string, init?: RequestInit) => fetch(`${proxied.gateway.url}${path}`, init);

  it("keeps one connection to the service for calls that follow each other", async () => {
    const before = connections;
    for (let index = 0; index < 20; index++) await (await call("/page")).arrayBuffer();

    assert.equal(received.length, 20);
    assert.ok(connections - before <= 1, `${connections - before} connections`);
  });

  it("passes the bodies of requests on", async () => {
    await call("/orders", { method: "POST", body: '{"sku":"a ü"}' });

    assert.equal(String(received[0]?.body), '{"sku":"a ü"}');
  });

  it("passes the query on as the query, without a body", async () => {
    await call("/page?a=1&a=2&b=x%20y");

    assert.equal(received[0]?.url, "/page?a=1&a=2&b=x%20y");
    assert.equal(received[0].body.length, 0);
    assert.equal(received[0].headers["transfer-encoding"], undefined);
  });

  it("carries binary bodies both ways, byte for byte", async () => {
    const headers = { "content-type": "application/zip", accept: "application/zip" };
    const response = await call("/files", { method: "PUT", headers, body: binary });

    assert.deepEqual(received[0]?.body, binary);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), binary);
  });
});
