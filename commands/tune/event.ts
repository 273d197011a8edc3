/** What a measured call carries. */
export interface CallShape {
  /** Body of the request in KB; without one, the call is a GET. */
  readonly requestKb: number;
  /** Body of the response in KB. */
  readonly responseKb: number;
}

const headers: Readonly<Record<string, string>> = {
  Accept: "application/json",
  "Accept-Encoding": "gzip, deflate, br",
  Authorization: `Bearer ${"t".repeat(900)}`,
  "Content-Type": "application/json",
  Host: "api.example.com",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
  "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
  "X-Forwarded-For": "203.0.113.9",
  "X-Forwarded-Port": "443",
  "X-Forwarded-Proto": "https",
};

const claims: Readonly<Record<string, string>> = {
  sub: "0f1e2d3c-0000-4000-8000-000000000001",
  email: "ada@example.com",
  email_verified: "true",
  "cognito:username": "ada",
  aud: "client1",
  token_use: "id",
  exp: "Mon Nov 30 12:00:00 UTC 2026",
};

/** An event of API Gateway for a signed-in user's call, as JSON. */
export function eventOf({ requestKb }: CallShape): string {
  const method = requestKb > 0 ? "POST" : "GET";
  return JSON.stringify({
    resource: "/items/{id}",
    path: "/items/42",
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    queryStringParameters: { page: "2" },
    multiValueQueryStringParameters: { page: ["2"] },
    pathParameters: { id: "42" },
    stageVariables: null,
    requestContext: {
      accountId: "123456789012",
      apiId: "abcdefghij",
      authorizer: { claims },
      domainName: "api.example.com",
      extendedRequestId: "KdujNGuqFiAFjXA=",
      httpMethod: method,
      identity: { sourceIp: "203.0.113.9", userAgent: headers["User-Agent"] },
      path: "/live/items/42",
      protocol: "HTTP/1.1",
      requestId: "8f5b1a9e-0000-4000-8000-000000000001",
      requestTimeEpoch: 1_775_738_096_123,
      resourceId: "a1b2c3",
      resourcePath: "/items/{id}",
      stage: "live",
    },
    body: requestKb > 0 ? jsonOf(requestKb) : null,
    isBase64Encoded: false,
  });
}

/** A JSON text of this many KB. */
export const jsonOf = (kb: number): string =>
  JSON.stringify({ text: "x".repeat(Math.max(0, Math.round(kb * 1024) - 11)) });
