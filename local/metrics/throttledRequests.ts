import type { MetricName } from "./store.ts";

/** A request to AWS that was refused because there were too many. */
export interface ThrottledRequest {
  /** Such as `dynamodb`. */
  readonly service: string | undefined;
  readonly operation: string;
  /** The table's name. */
  readonly table?: string | undefined;
  readonly userPool?: string | undefined;
  readonly userPoolClient?: string | undefined;
}

const reads = /^(?:GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/;

const usersMetrics: readonly (readonly [RegExp, string])[] = [
  [/^SignUp$|^ConfirmSignUp$/, "SignUpThrottles"],
  [/^GetTokensFromRefreshToken$/, "TokenRefreshThrottles"],
  [/Auth|Challenge/, "SignInThrottles"],
];

/** The metrics that count a request. */
export function throttleMetrics(request: ThrottledRequest): MetricName[] {
  const { service, operation, table, userPool, userPoolClient } = request;
  if (service === "dynamodb" && table !== undefined) {
    const name = reads.test(operation) ? "ReadThrottleEvents" : "WriteThrottleEvents";
    return [{ namespace: "AWS/DynamoDB", name, dimensions: { TableName: table } }];
  }
  const [, name] = usersMetrics.find(([operations]) => operations.test(operation)) ?? [];
  if (name === undefined || userPool === undefined || userPoolClient === undefined) return [];
  const dimensions = { UserPool: userPool, UserPoolClient: userPoolClient };
  return [{ namespace: "AWS/Cognito", name, dimensions }];
}
