import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lambdaProxy } from "../../components/api/index.ts";
import { newApi } from "../../components/api/testing/recordApi.ts";
import { bundleFunction } from "../../components/function/bundle.ts";
import { readRestApis } from "../../local/gateway/index.ts";
import { serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { poolArn } from "../../local/gateway/testing/tokens.ts";
import { createFunctionRuntime, type FunctionRuntime } from "../../local/lambda/index.ts";
import { recordResources } from "../support/recordResources.ts";

const region = "eu-west-1";
const functionArn = `arn:aws:lambda:${region}:123456789012:function:files`;

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
  let folder: string;
  let runtime: FunctionRuntime;
  let gateway: TestGateway;

  const service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { url = "", headersDistinct: headers } = request;
      received.push({ url, headers, body: Buffer.concat(chunks) });
      response.setHeader("content-type", "application/zip");
      response.end(binary);
    });
  });
  service.on("connection", () => (connections += 1));

  before(async () => {
    await bundleFunction("proxy");
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
    const { port } = service.address() as { port: number };
    folder = await mkdtemp(join(tmpdir(), "faults-"));
    const routes = { "ANY /{proxy+}": lambdaProxy("files", { auth: "none" }) } as const;
    const proxies = { files: { functionName: "files", functionArn } };
    const { resources } = await recordResources(
      () => newApi("api", { region, title: "Files", routes, proxies, userPoolArns: [poolArn] }),
      { "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" } },
    );
    runtime = createFunctionRuntime({
      ...{ name: "files", arn: functionArn, region, handler: "index.handler" },
      codeDirectory: join(process.cwd(), "dist/functions/proxy"),
      environment: { SERVICE_NAME: "files", SERVICE_URL: "http://files.internal" },
      ...{ timeoutMs: 26_000, memoryMb: 256, logFile: join(folder, "files.log") },
      hosts: { "files.internal:80": { host: "127.0.0.1", port } },
    });
    const invoke = (_arn: string, payload: string) => runtime.invoke(payload);
    gateway = await serve(readRestApis(resources)[0]!, {}, { invoke });
  });
  beforeEach(() => received.splice(0));
  after(async () => {
    await gateway?.abort();
    await runtime?.close();
    service.closeAllConnections();
    service.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const call = (path: string, init?: RequestInit) => fetch(`${gateway.url}${path}`, init);

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
