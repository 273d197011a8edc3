import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lambdaProxy } from "../../components/api/index.ts";
import { newApi } from "../../components/api/testing/recordApi.ts";
import { bundleFunction } from "../../components/function/bundle.ts";
import { readRestApis } from "../../local/gateway/index.ts";
import { serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { poolArn } from "../../local/gateway/testing/tokens.ts";
import {
  createFunctionRuntime,
  type FunctionRuntime,
  type HostAddress,
} from "../../local/lambda/index.ts";
import { recordResources } from "../support/recordResources.ts";

const region = "eu-west-1";
const functionArn = `arn:aws:lambda:${region}:123456789012:function:orders`;
const deadlineMs = 1_000;

describe("the gateway with the bundled function, while a service fails under load", function () {
  this.timeout(60_000);
  const servers: Server[] = [];
  let folder: string;
  let runtime: FunctionRuntime;
  let gateway: TestGateway;
  let hosts: Record<string, HostAddress | null>;
  let orders: Server;

  const listen = async (listener: RequestListener) => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, host: "127.0.0.1", port: (server.address() as { port: number }).port };
  };

  beforeEach(async () => {
    await bundleFunction("proxy/resilience");
    const { server, ...address } = await listen((_request, response) => response.end("live"));
    const catalog = await listen(({ url }, response) => response.end(`catalog ${url}`));
    orders = server;
    folder = await mkdtemp(join(tmpdir(), "failing-"));
    const routes = {
      "GET /fixed": lambdaProxy("orders", { auth: "none" }),
      "GET /other": lambdaProxy("orders", { auth: "none" }),
    } as const;
    const proxies = { orders: { functionName: "orders", functionArn } };
    const { resources } = await recordResources(
      () => newApi("api", { region, title: "Orders", routes, proxies, userPoolArns: [poolArn] }),
      { "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" } },
    );
    const service = {
      timeouts: { attemptMs: 200, totalMs: deadlineMs },
      retries: {},
      breaker: { minimumCalls: 3 },
      fallback: { body: "fixed" },
    };
    const other = { fallback: { service: "catalog", reservedMs: 500 } };
    hosts = { "orders.internal:80": address, "catalog.internal:80": catalog };
    runtime = createFunctionRuntime({
      ...{ name: "orders", arn: functionArn, region, handler: "index.handler" },
      codeDirectory: join(process.cwd(), "dist/functions/proxy/resilience"),
      environment: {
        SERVICE_NAME: "orders",
        SERVICE_URL: "http://orders.internal",
        RESILIENCE: JSON.stringify({ service, routes: { "GET /other": other } }),
        FALLBACK_URLS: JSON.stringify({ catalog: "http://catalog.internal" }),
      },
      ...{ timeoutMs: 26_000, memoryMb: 256, logFile: join(folder, "orders.log"), hosts },
    });
    const invoke = (_arn: string, payload: string) => runtime.invoke(payload);
    gateway = await serve(readRestApis(resources)[0]!, {}, { invoke });
    await runtime.warm();
  });
  afterEach(async () => {
    await gateway?.abort();
    await runtime?.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true });
  });

  /** The durations of calls, as the functions log them: without starts, which a busy machine delays. */
  const durationsMs = async () => {
    const log = await readFile(join(folder, "orders.log"), "utf8");
    return Array.from(log.matchAll(/"durationMs":([\d.]+)/g), ([, duration]) => Number(duration));
  };

  /** Calls a route until a body has come often, while the service fails. */
  const load = async (path: string, until: string, fail: () => void) => {
    const bodies: string[] = [];
    const client = async () => {
      while (bodies.filter((body) => body === until).length < 100) {
        bodies.push(await (await fetch(`${gateway.url}${path}`)).text());
        if (bodies.length === 100) fail();
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    const durations = await durationsMs();
    assert.ok(durations.length >= bodies.length, `${durations.length} durations`);
    return { bodies: [...new Set(bodies)].sort(), longestMs: Math.max(...durations) };
  };

  for (const [path, until] of [
    ["/fixed", "fixed"],
    ["/other", "catalog /other"],
  ] as const) {
    it(`responds to ${path} before the deadline when the service is killed`, async () => {
      const { bodies, longestMs } = await load(path, until, () => {
        orders.closeAllConnections();
        orders.close();
        void runtime.setHosts({ ...hosts, "orders.internal:80": null });
      });

      assert.deepEqual(bodies, [until, "live"].sort());
      assert.ok(longestMs < deadlineMs, `${longestMs} ms`);
    });

    it(`responds to ${path} before the deadline when the service hangs`, async () => {
      const { bodies, longestMs } = await load(path, until, () => {
        orders.removeAllListeners("request");
        orders.on("request", () => {});
      });

      assert.deepEqual(bodies, [until, "live"].sort());
      assert.ok(longestMs < deadlineMs, `${longestMs} ms`);
    });
  }
});
