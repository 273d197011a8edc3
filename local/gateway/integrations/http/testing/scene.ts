import type { RequestListener } from "node:http";
import type { GatewayOptions } from "../../../options.ts";
import { startBackend, type TestBackend } from "../../../testing/backend.ts";
import { createModel, serve, type TestGateway } from "../../../testing/gateway.ts";
import { send } from "../../../testing/http.ts";

/** Creates a gateway with one `http_proxy` route for each test, and closes it and its endpoint afterwards. */
export function createScene() {
  let backend: TestBackend;
  let gateway: TestGateway | undefined;

  afterEach(async () => {
    backend.close();
    await gateway?.abort();
    gateway = undefined;
  });

  const servePath = async (
    path: string,
    integration: (url: string) => object,
    respond?: RequestListener,
    options: Partial<GatewayOptions> = {},
    binaryMediaTypes: string[] = ["*/*"],
  ) => {
    backend = await startBackend(respond);
    const operation = {
      "x-amazon-apigateway-integration": {
        type: "http_proxy",
        httpMethod: "ANY",
        ...integration(backend.url),
      },
    };
    const document = { paths: { [path]: { "x-amazon-apigateway-any-method": operation } } };
    gateway = await serve(createModel(document, {}, { binaryMediaTypes }), {}, options);
  };

  return {
    get backend(): TestBackend {
      return backend;
    },

    get gateway(): TestGateway {
      return gateway!;
    },

    servePath,

    /** Serves `/` with the backend's URL. */
    serveRoot: (respond?: RequestListener, binaryMediaTypes?: string[]) =>
      servePath("/", (url) => ({ uri: url }), respond, {}, binaryMediaTypes),

    call: (path: string, request?: Parameters<typeof send>[2]) =>
      send(gateway!.port, path, request),
  };
}
