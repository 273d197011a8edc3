import { type AwsCall, callAws } from "./awsCall.ts";

/** How a service is called. */
interface AwsService extends Pick<AwsCall, "service" | "host" | "variable" | "contentType"> {
  /** The part of a call that names its operation. */
  readonly call: (operation: string) => Pick<AwsCall, "target" | "path">;
}

/** The operation as `x-amz-target`. */
const target = (prefix: string) => (operation: string) => ({ target: `${prefix}.${operation}` });

export const dynamoDb: AwsService = {
  service: "dynamodb",
  variable: "DYNAMODB",
  contentType: "application/x-amz-json-1.0",
  call: /* @__PURE__ */ target("DynamoDB_20120810"),
};

export const userPools: AwsService = {
  service: "cognito-idp",
  variable: "COGNITO_IDENTITY_PROVIDER",
  call: /* @__PURE__ */ target("AWSCognitoIdentityProviderService"),
};

export const keyService: AwsService = {
  service: "kms",
  variable: "KMS",
  call: /* @__PURE__ */ target("TrentService"),
};

export const eventBridge: AwsService = {
  service: "events",
  variable: "EVENTBRIDGE",
  call: /* @__PURE__ */ target("AWSEvents"),
};

export const firehose: AwsService = {
  service: "firehose",
  variable: "FIREHOSE",
  call: /* @__PURE__ */ target("Firehose_20150804"),
};

/** SES v2, whose operations are paths: `/v2/email/outbound-emails` sends a mail. */
export const mailService: AwsService = {
  service: "ses",
  host: "email",
  variable: "SESV2",
  contentType: "application/json",
  call: (path) => ({ path }),
};

/** An error that AWS responded with. Its message is for logs. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly status: number;
  /** AWS's name for it, such as `ConditionalCheckFailedException`. Operations in a path have none. */
  readonly code: string;

  constructor(operation: string, status: number, output: AwsOutput) {
    // As `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`.
    const code = String(output["__type"] ?? "").replace(/^.*#/, "");
    const message = String(output["message"] ?? output["Message"] ?? "");
    super(`AWS responded to ${operation} with ${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

interface ClientOptions {
  /** Lambda's. @default process.env */
  readonly variables?: NodeJS.ProcessEnv;
  /** @default `AWS_REGION` */
  readonly region?: string;
  /** Of each attempt. @default 700 */
  readonly timeoutMs?: number;
  /** A request without a response, or that AWS could not serve, is sent again at once. @default 2 */
  readonly attempts?: number;
}

/**
 * Calls an operation, such as `GetItem`.
 *
 * @throws AwsError when AWS responds with an error, and Error when it does not respond in time
 */
export type AwsClient = (operation: string, input: object) => Promise<AwsOutput>;

type AwsOutput = Readonly<Record<string, unknown>>;

/**
 * Calls one service's operations as the function's role. The first attempt uses a kept connection, which AWS may have
 * closed while Lambda had frozen the function; a further one makes its own.
 */
export function awsClient(
  { call, ...service }: AwsService,
  {
    variables = process.env,
    region = variables["AWS_REGION"] ?? "",
    timeoutMs = 700,
    attempts = 2,
  }: ClientOptions = {},
): AwsClient {
  return async (operation, input) => {
    const request = { ...service, ...call(operation), region, input };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { status = 0, output } = await callAws(
          { ...request, isKept: attempt === 1 },
          variables,
          timeoutMs,
        );
        if (status >= 200 && status < 300) return output;
        throw new AwsError(operation, status, output);
      } catch (error) {
        if (attempt < attempts && isTransient(error)) continue;
        if (error instanceof AwsError) throw error;
        throw new Error(`AWS did not respond to ${operation}: ${(error as Error).message}`);
      }
    }
  };
}

/** What a second attempt may not meet: no response, a fault of AWS, too many calls. */
const isTransient = (error: unknown): boolean =>
  !(error instanceof AwsError) ||
  error.status === 429 ||
  error.status >= 500 ||
  /Throttl|ThroughputExceeded|TooManyRequests|TransactionInProgress/.test(error.code);
