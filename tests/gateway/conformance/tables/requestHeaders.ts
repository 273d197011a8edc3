import { example, type Case, type Table } from "../case.ts";
import { http, httpProxy, lambda } from "../operations.ts";

const table = "2.3 D:api-gateway-known-issues";
const event = "2.3 T:test_lambda_aws_proxy_integration";
const recorded = "2.3 T:test_apigateway_header_remapping_aws";
const toHttp = "2.3 T:test_http_integration_with_lambda";

/** Header, value, and true if an HTTP endpoint or a function receives it. */
const passing: readonly [string, string, http: boolean, lambda: boolean][] = [
  ["Accept", "text/html", true, true],
  ["Accept-Charset", "utf-8", true, true],
  ["Accept-Encoding", "br", true, true],
  ["Age", "1", true, true],
  ["Content-Type", "text/plain", true, true],
  ["Pragma", "no-cache", true, true],
  ["Range", "bytes=0-1", true, true],
  ["Referer", "https://example.com/", true, true],
  ["Warn", "199", true, true],
  ["Date", "Tue, 15 Nov 1994 08:12:31 GMT", true, true],
  ["User-Agent", "test/1", true, true],
  ["Via", "1.0 fred", false, true],
  ["Content-Encoding", "identity", false, true],
  ["Content-MD5", "abc", false, false],
  ["Expect", "100-continue", false, false],
  ["Max-Forwards", "1", false, false],
  ["Proxy-Authenticate", "Basic", false, false],
  ["Server", "mine", false, false],
  ["TE", "trailers", false, false],
  ["Trailer", "X-Later", false, false],
  ["Upgrade", "h2c", false, false],
  ["WWW-Authenticate", "Basic", false, false],
];

const proxied = passing.flatMap(([header, value, http, toLambda]): Case[] => {
  // Only a chunked body may announce trailers.
  const framing: Record<string, string> =
    header === "Trailer" ? { "Transfer-Encoding": "chunked" } : {};
  const request = { line: "POST ~", headers: { [header]: value, ...framing }, body: "x" };
  const name = (passes: boolean, to: string) =>
    `${header} ${passes ? "reaches" : "does not reach"} ${to}`;
  return [
    example(table, name(http, "a proxied endpoint"), {
      operation: httpProxy(),
      request,
      expect: {
        status: 200,
        backend: { [`headers.${header.toLowerCase()}`]: http ? value : undefined },
      },
    }),
    example(table, name(toLambda, "a function"), {
      operation: lambda(),
      request,
      expect: {
        status: 200,
        backend: {
          [`headers.${header}`]: toLambda ? value : undefined,
          [`multiValueHeaders.${header}`]: toLambda ? [value] : undefined,
        },
      },
    }),
  ];
});

/** Headers that mappings cannot read, like functions. */
const unmappable = ["Content-MD5", "Expect", "Max-Forwards", "Server", "TE", "WWW-Authenticate"];
const mapped = unmappable.map((header): Case => ({
  fact: recorded,
  name: `${header} is not visible to mappings`,
  operation: http({
    requestParameters: {
      "integration.request.header.x-mapped": `method.request.header.${header}`,
      "integration.request.header.x-other": "method.request.header.X-Other",
    },
    requestTemplates: { "application/json": `[$input.params('${header}')]` },
  }),
  request: {
    line: "POST ~",
    headers: { [header]: header === "Expect" ? "100-continue" : "trailers", "X-Other": "o" },
  },
  expect: {
    status: 200,
    backend: { "headers.x-mapped": undefined, "headers.x-other": "o", body: "[]" },
  },
}));

export const requestHeaders: Table = {
  title: "2.3 request headers",
  cases: [
    ...proxied,
    ...mapped,
    example(event, "names keep their case except Authorization and User-Agent", {
      operation: lambda(),
      request: {
        line: "GET ~",
        headers: { "tEsT-HEADeR": "t", aUTHORIZATION: "Bearer x", "user-AGENT": "u" },
      },
      expect: {
        status: 200,
        backend: {
          "headers.tEsT-HEADeR": "t",
          "headers.Authorization": "Bearer x",
          "headers.User-Agent": "u",
          "headers.aUTHORIZATION": undefined,
        },
      },
    }),
    example(event, "the last and all of several lines", {
      operation: lambda(),
      request: { line: "GET ~", headers: { "X-Many": ["1", "2"] } },
      expect: {
        status: 200,
        backend: { "headers.X-Many": "2", "multiValueHeaders.X-Many": ["1", "2"] },
      },
    }),
    example(event, "a line with commas is one value", {
      operation: lambda(),
      request: { line: "GET ~", headers: { "X-Many": "1, 2" } },
      expect: {
        status: 200,
        backend: { "headers.X-Many": "1, 2", "multiValueHeaders.X-Many": ["1, 2"] },
      },
    }),
    example(event, "headers that API Gateway adds for functions", {
      operation: lambda(),
      request: { line: "GET ~", headers: { Host: "abc123.execute-api.eu-west-1.amazonaws.com" } },
      expect: {
        status: 200,
        backend: {
          "headers.X-Forwarded-For": "127.0.0.1",
          "headers.X-Forwarded-Port": "443",
          "headers.X-Forwarded-Proto": "https",
          "headers.X-Amzn-Trace-Id": /^Root=1-[\da-f]{8}-[\da-f]{24}/,
          "headers.Host": "abc123.execute-api.eu-west-1.amazonaws.com",
          "headers.Content-Length": undefined,
          "headers.Connection": undefined,
          "headers.Via": undefined,
          "headers.X-Amz-Cf-Id": undefined,
        },
      },
    }),
    example(event, "a function never receives Content-Length or Transfer-Encoding", {
      operation: lambda(),
      request: { line: "POST ~", headers: { "Transfer-Encoding": "chunked" }, body: "x" },
      expect: {
        status: 200,
        backend: {
          body: "x",
          "headers.Content-Length": undefined,
          "headers.Transfer-Encoding": undefined,
        },
      },
    }),
    example(toHttp, "headers that API Gateway adds for a proxied endpoint", {
      operation: httpProxy(),
      expect: {
        status: 200,
        backend: {
          "headers.x-amzn-trace-id": /^Root=1-/,
          "headers.x-amzn-apigateway-api-id": "abc123",
          "headers.user-agent": "AmazonAPIGateway_abc123",
          "headers.accept": "application/json",
          "headers.via": undefined,
        },
      },
    }),
    example(toHttp, "headers that API Gateway sends to an HTTP endpoint instead of the client's", {
      operation: http(),
      request: { line: "POST ~", headers: { Accept: "text/html", "User-Agent": "u", "X-A": "a" } },
      expect: {
        status: 200,
        backend: {
          "headers.x-amzn-trace-id": /^Root=1-/,
          "headers.x-amzn-apigateway-api-id": "abc123",
          "headers.user-agent": "AmazonAPIGateway_abc123",
          "headers.accept": "application/json",
          "headers.x-a": undefined,
        },
      },
    }),
    example(table, "Host is the endpoint's", {
      operation: httpProxy(),
      request: { line: "GET ~", headers: { Host: "api.example.com" } },
      expect: { status: 200, backend: { "headers.host": /^127\.0\.0\.1:\d+$/ } },
    }),
    example(table, "Content-Length is computed from the body", {
      operation: httpProxy(),
      request: { line: "POST ~", headers: { "Transfer-Encoding": "chunked" }, body: "four" },
      expect: {
        status: 200,
        backend: { "headers.content-length": "4", "headers.transfer-encoding": undefined },
      },
    }),
    ...[httpProxy(), lambda()].flatMap((operation, index): Case[] => [
      example(table, `Authorization reaches ${index ? "a function" : "a proxied endpoint"}`, {
        operation,
        request: { line: "GET ~", headers: { Authorization: "Basic abc" } },
        expect: {
          status: 200,
          backend: { [index ? "headers.Authorization" : "headers.authorization"]: "Basic abc" },
        },
      }),
      example(table, `a signature does not reach ${index ? "a function" : "a proxied endpoint"}`, {
        operation,
        request: { line: "GET ~", sign: {} },
        expect: {
          status: 200,
          backend: {
            [index ? "headers.Authorization" : "headers.authorization"]: undefined,
            "headers.x-amz-date": /^\d{8}T/,
          },
        },
      }),
    ]),
  ],
};
