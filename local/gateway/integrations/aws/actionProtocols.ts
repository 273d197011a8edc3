/** How a service takes an action by name. */
export type ActionProtocol =
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
