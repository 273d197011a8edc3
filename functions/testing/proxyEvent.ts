import type { ProxyEvent } from "../proxy/event.ts";
import type { ProxySettings } from "../proxy/settings.ts";

export const testSettings = (serviceUrl: URL): ProxySettings => ({
  serviceUrl,
  serviceName: "orders",
  connectTimeoutMs: 2_000,
  totalTimeoutMs: 5_000,
  corsAllowOrigin: undefined,
});

/** The parts of an event that a test sets; the others are as API Gateway sends them. */
export interface EventParts extends Partial<
  Pick<
    ProxyEvent,
    "httpMethod" | "path" | "multiValueQueryStringParameters" | "body" | "isBase64Encoded"
  >
> {
  /** Headers in addition to API Gateway's own. */
  readonly headers?: Record<string, string[]>;
  /** @default no authorizer */
  readonly claims?: Record<string, string>;
  readonly apiKey?: string;
}

const gatewayHeaders = {
  Host: ["abc.execute-api.eu-west-1.amazonaws.com"],
  "X-Amzn-Trace-Id": ["Root=1-67891233-abcdef012345678912345678"],
  "X-Forwarded-For": ["203.0.113.9"],
  "X-Forwarded-Port": ["443"],
  "X-Forwarded-Proto": ["https"],
};

/** An event of a REST API's Lambda proxy integration. */
export function testEvent({ headers, claims, apiKey, ...parts }: EventParts = {}): ProxyEvent {
  const multiValueHeaders: Record<string, string[]> = { ...gatewayHeaders, ...headers };
  return {
    resource: "/{proxy+}",
    path: "/orders",
    httpMethod: "GET",
    headers: Object.fromEntries(
      Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1)]),
    ),
    multiValueHeaders,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      ...{ accountId: "123456789012", apiId: "abc", stage: "v1", protocol: "HTTP/1.1" },
      ...{ resourceId: "r1", resourcePath: "/{proxy+}", httpMethod: "GET", path: "/v1/orders" },
      domainName: "api.example.com",
      requestId: "8f5b1a9e-0000-4000-8000-000000000001",
      requestTimeEpoch: 1_775_738_096_123,
      authorizer: claims && { claims },
      identity: {
        ...{ accessKey: null, accountId: null, apiKeyId: null, caller: null, clientCert: null },
        ...{ cognitoAuthenticationProvider: null, cognitoAuthenticationType: null },
        ...{ cognitoIdentityId: null, cognitoIdentityPoolId: null, principalOrgId: null },
        ...{ user: null, userAgent: null, userArn: null },
        apiKey: apiKey ?? null,
        sourceIp: "203.0.113.9",
      },
    },
    body: null,
    isBase64Encoded: false,
    ...parts,
  };
}
