import { RestApiDefinitionError } from "../../errors.ts";

/** The target of an `aws` integration. */
export interface ServiceUri {
  readonly region: string;
  readonly service: string;
  /** Such as `sync-states`, or a bucket's name. */
  readonly subdomain: string | undefined;
  /** `SendMessage`, or undefined when the URI names a path. */
  readonly action: string | undefined;
  /** With `{name}` for mapped parameters. */
  readonly path: string;
}

const shape =
  /^arn:[\w-]+:apigateway:(?<region>[\w-]+):(?:(?<subdomain>[\w{}.-]+)\.)?(?<service>[\w-]+):(?<kind>path|action)\/(?<api>.*)$/s;

/**
 * Parses the URI of a service integration. (API Gateway API Reference, "PutIntegration", uri)
 *
 * @throws RestApiDefinitionError for an invalid URI
 */
export function parseServiceUri(route: string, uri: string): ServiceUri {
  const parts = shape.exec(uri)?.groups;
  if (parts === undefined) {
    throw new RestApiDefinitionError(route, `"${uri}" is not the URI of an AWS service`);
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

/** The protocol by which a service receives an action. */
type ActionProtocol =
  | { readonly kind: "json"; readonly target: string; readonly version: "1.0" | "1.1" }
  | { readonly kind: "query"; readonly version: string };

/**
 * Protocols by service, for `action/Name` URIs. EventBridge is missing on purpose: its integrations must
 * set `X-Amz-Target` themselves.
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
