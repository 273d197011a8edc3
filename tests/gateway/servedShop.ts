import { createServiceCaller } from "../../local/aws/callService.ts";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { gatewayMayAssume } from "../../local/aws/gatewayRoles.ts";
import {
  type Gateway,
  type GatewayOptions,
  readRestApis,
  startGateway,
} from "../../local/gateway/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import type { Resource } from "../../local/graph/resource.ts";
import { createProvider } from "../../local/provider/index.ts";
import type { Platform } from "../../components/platform.ts";
import { RegionalPlatform } from "../../components/region/index.ts";
import { shop } from "./shop.ts";

/** The shop of `shop.ts` in one region with a running gateway. */
export interface ServedShop {
  readonly resources: readonly Resource[];
  readonly gateway: Gateway;
  readonly callService: ReturnType<typeof createServiceCaller>;
  /** Returns a created resource by type and name, such as `Queue` and `shop-jobs`. */
  outputs(type: string, name: string): Record<string, string>;
  close(): Promise<void>;
}

/**
 * @param definition - the served platform
 * @param more - additional options of the gateway; @default no functions
 */
export async function serveShop(
  aws: AwsEndpoint,
  definition: Platform = shop,
  more: Partial<GatewayOptions> = {},
): Promise<ServedShop> {
  const { region, accountId } = aws;
  const { resources } = await evaluateStack(
    {
      project: "shop",
      stack: "test",
      config: { "aws:region": region },
      program: async () => {
        const zones = [`${region}a`, `${region}b`];
        new RegionalPlatform("shop", { region, zones, production: false, definition });
      },
    },
    createProvider({ region, accountId, stack: "test", aws }),
    () => undefined,
  );
  const callService = createServiceCaller(aws, (role) => gatewayMayAssume(resources, role));
  const noFunctions = () => Promise.reject(new Error("no functions here"));
  const gateway = await startGateway({
    api: readRestApis(resources)[0]!,
    region,
    accountId,
    port: 0,
    invoke: noFunctions,
    invokeStreaming: noFunctions,
    callService,
    jwksUriOf: () => `${aws.url}/unused`,
    writeAccessLog: () => {},
    ...more,
  });
  return {
    resources,
    gateway,
    callService,
    outputs: (type, name) =>
      resources.find((resource) => resource.name === name && resource.type.endsWith(`:${type}`))!
        .outputs as Record<string, string>,
    close: async () => {
      await gateway.close({ graceMs: 0 });
      callService.close();
    },
  };
}
