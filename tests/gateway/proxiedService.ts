import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
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

/** An API with every path of a service, behind the bundled proxy function in its own process. */
export interface ProxiedService {
  readonly gateway: TestGateway;
  readonly service: Server;
}

/** Serves it before the tests of the calling suite, and stops it after them. */
export function useProxiedService(
  listener: RequestListener,
  { streaming = false } = {},
): ProxiedService {
  const service = createServer(listener);
  let folder: string;
  let runtime: FunctionRuntime | undefined;
  let gateway: TestGateway | undefined;

  before(async () => {
    const source = streaming ? "proxy/streaming" : "proxy";
    await bundleFunction(source);
    await once(service.listen(0, "127.0.0.1"), "listening");
    const { port } = service.address() as { port: number };
    folder = await mkdtemp(join(tmpdir(), "proxied-"));
    const options = { auth: "none", largeBody: true, ...(streaming && { streaming }) } as const;
    const routes = { "ANY /{proxy+}": lambdaProxy("files", options) } as const;
    const proxies = { files: { functionName: "files", functionArn } };
    const { resources } = await recordResources(
      () =>
        newApi("api", {
          ...{ region, title: "Files", routes, proxies, userPoolArns: [poolArn] },
          firewall: { requestsPerAddress: 2_000_000_000 },
          ...(streaming && { streamingProxies: proxies }),
        }),
      { "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" } },
    );
    runtime = createFunctionRuntime({
      ...{ name: "files", arn: functionArn, region, handler: "index.handler" },
      codeDirectory: join(process.cwd(), "dist/functions", source),
      environment: { SERVICE_NAME: "files", SERVICE_URL: "http://files.internal" },
      ...{ timeoutMs: 26_000, memoryMb: 256, logFile: join(folder, "files.log") },
      hosts: { "files.internal:80": { host: "127.0.0.1", port } },
    });
    const running = runtime;
    const invocations = {
      invoke: (_arn: string, payload: string) => running.invoke(payload),
      invokeStreaming: (_arn: string, payload: string) => running.stream(payload),
    };
    gateway = await serve(readRestApis(resources)[0]!, {}, invocations);
  });
  after(async () => {
    await gateway?.abort();
    await runtime?.close();
    service.closeAllConnections();
    service.close();
    if (folder) await rm(folder, { recursive: true });
  });

  return {
    get gateway() {
      return gateway!;
    },
    service,
  };
}
