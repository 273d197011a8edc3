import { RestApiDefinitionError } from "../../errors.ts";

/** Where an `aws` integration's call goes. */
export interface ServiceUri {
  readonly region: string;
  readonly service: string;
  /** Such as `sync-states` in `states`' own address, or a bucket's. */
  readonly subdomain: string | undefined;
  /** `SendMessage`, or undefined when the URI names a path. */
  readonly action: string | undefined;
  /** With `{name}` for what mapping fills in. */
  readonly path: string;
}

const shape =
  /^arn:[\w-]+:apigateway:(?<region>[\w-]+):(?:(?<subdomain>[\w{}.-]+)\.)?(?<service>[\w-]+):(?<kind>path|action)\/(?<api>.*)$/s;

/**
 * Takes the address of a service's operation apart. (API Gateway API Reference, "PutIntegration", uri)
 *
 * @throws RestApiDefinitionError for a text that is no such address
 */
export function parseServiceUri(route: string, uri: string): ServiceUri {
  const parts = shape.exec(uri)?.groups;
  if (parts === undefined) {
    throw new RestApiDefinitionError(route, `"${uri}" is no service's URI`);
  }
  const { region, subdomain, service, kind, api } = parts as Record<string, string> & {
    region: string;
    service: string;
    api: string;
  };
  return {
    region,
    service,
    subdomain,
    action: kind === "action" ? api : undefined,
    path: kind === "action" ? "/" : `/${api.replace(/^\//, "")}`,
  };
}

/** How a service takes an action by name. */
type ActionProtocol =
  | { readonly kind: "json"; readonly target: string; readonly version: "1.0" | "1.1" }
  | { readonly kind: "query"; readonly version: string };

/**
 * By service: what API Gateway adds to `action/Name`. EventBridge is missing on purpose: its
 * integrations have to set `X-Amz-Target` themselves.
 *
 * Recorded by LocalStack from AWS (dynamodb, kinesis, stepfunctions and eventbridge tests); targets
 * from the services' API models.
 */
export const actionProtocols: ReadonlyMap<string, ActionProtocol> = new Map([
  ["dynamodb", { kind: "json", target: "DynamoDB_20120810", version: "1.0" }],
  ["kinesis", { kind: "json", target: "Kinesis_20131202", version: "1.1" }],
  ["states", { kind: "json", target: "AWSStepFunctions", version: "1.0" }],
  ["sns", { kind: "query", version: "2010-03-31" }],
  ["sqs", { kind: "query", version: "2012-11-05" }],
] as const);
