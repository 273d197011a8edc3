import { gatewayMayInvokeAs } from "../aws/invokeRoles.ts";
import { clientCertificateOf } from "../clientCertificates.ts";
import {
  type Gateway,
  type GatewayOptions,
  type RestApiModel,
  startGateway,
} from "../gateway/index.ts";
import { createInvoker, createStreamingInvoker, type FunctionRuntime } from "../lambda/index.ts";
import type { GatewayPart } from "../lambda/permissions.ts";
import type { RegionNetwork } from "../network/regionNetwork.ts";
import { functionsOf, type RegionDefinition } from "./definition.ts";
import type { RegionOptions } from "./options.ts";

/** A stage of a REST API and, while the region runs, its gateway. */
export interface ServedApi {
  readonly model: RestApiModel;
  port: number;
  gateway: Gateway | undefined;
}

interface Parts
  extends
    Pick<RegionOptions, "aws" | "name" | "logs" | "jwksUriOf" | "calls">,
    Pick<GatewayOptions, "account" | "usage" | "callService" | "findSigner"> {
  readonly definition: RegionDefinition;
  readonly functions: readonly FunctionRuntime[];
  readonly network: RegionNetwork;
}

export async function serveApi(api: ServedApi, parts: Parts): Promise<void> {
  const { aws, calls, definition, functions, jwksUriOf, logs, name, network, ...shared } = parts;
  const { resources } = definition;
  const region = { name, accountId: aws.accountId };
  const callableBy = (part: GatewayPart) => {
    const called = functionsOf(api.model, part, resources, region);
    const arns = called.map(({ outputs }) => outputs["arn"]);
    return functions.filter(({ arn }) => arns.includes(arn));
  };
  const callable = callableBy("methods");
  const callableAs = (role: string) =>
    functions.filter(({ arn }) => gatewayMayInvokeAs(resources, role, arn));
  api.gateway = await startGateway({
    ...shared,
    api: api.model,
    calls: calls?.gateway,
    region: name,
    accountId: aws.accountId,
    port: api.port,
    invoke: createInvoker(callable, callableAs),
    invokeStreaming: createStreamingInvoker(callable, callableAs),
    invokeAuthorizer: createInvoker(callableBy("authorizers"), callableAs),
    locateTarget: (target) => network.locateTarget(target),
    clientCertificate: clientCertificateOf(api.model.stage.clientCertificateId),
    jwksUriOf,
    writeAccessLog: (line, canary) => logs.write(`${name}/access${canary ? "/Canary" : ""}`, line),
    writeFirewallLog: (line) => logs.write(`${name}/firewall`, line),
    writeFaultLog: (line) => logs.write(`${name}/gateway`, line),
  });
  api.port = api.gateway.port;
  // Loads the keys of another region's user pool before that region can fail.
  await api.gateway.warm().catch(() => {});
}
