import type { IntegrationDefinition } from "../gateway/openapi.ts";
import type { Resource } from "../graph/resource.ts";
import type { ServiceSpec } from "../tasks/index.ts";
import type { IntegrationInfo } from "./routeInfo.ts";

/** What a region's integrations lead to. */
interface Backends {
  readonly resources: readonly Resource[];
  readonly services: readonly ServiceSpec[];
}

/** Says in words what an integration leads to. */
export function readIntegration(
  integration: IntegrationDefinition,
  backends: Backends,
): IntegrationInfo {
  const { type = "", uri = "", timeoutInMillis: timeoutMs, connectionType } = integration;
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  if (/^mock$/i.test(type)) return { kind: "mock" };
  if (/^http/i.test(type)) {
    const kind = connectionType === "VPC_LINK" ? "VPC link" : "HTTP";
    return { kind, target: uri, ...serviceIn([uri], backends), ...limit };
  }
  const [, name] = /:function:([^/:]+)/.exec(uri) ?? [];
  if (name !== undefined) {
    const kind = /^aws_proxy$/i.test(type) ? "Lambda proxy" : "Lambda";
    const values = variablesOf(name, backends.resources);
    return { kind, target: name, ...serviceIn(values, backends), ...limit };
  }
  // arn:aws:apigateway:<region>:<service>:path/<account>/<queue>, or …:action/<action>
  const [, service = type, target = ""] =
    /^arn:[^:]+:apigateway:[^:]+:([^:]+):(?:path|action)\/(.*)$/.exec(uri) ?? [];
  return { kind: service, ...(target && { target: target.replace(/^\d{12}\//, "") }), ...limit };
}

/** Values of a function's environment. */
function variablesOf(name: string, resources: readonly Resource[]): string[] {
  const found = resources.find(
    ({ type, outputs }) => type === "aws:lambda/function:Function" && outputs["name"] === name,
  );
  const environment = found?.outputs["environment"] as
    { readonly variables?: Readonly<Record<string, unknown>> } | undefined;
  return Object.values(environment?.variables ?? {}).map(String);
}

/** The service whose load balancer one of the texts names. */
function serviceIn(texts: readonly string[], { services }: Backends): { service?: string } {
  const found = services.find(({ addresses, privateAddresses }) =>
    [...addresses, ...privateAddresses].some((address) =>
      texts.some((text) => text.includes(address.replace(/:\d+$/, ""))),
    ),
  );
  return found ? { service: found.name } : {};
}
