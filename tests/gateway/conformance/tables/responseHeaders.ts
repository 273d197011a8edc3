import { example, type Case, type Table } from "../case.ts";
import { http, httpProxy, lambda, mock, service } from "../operations.ts";

const table = "2.3 D:api-gateway-known-issues";
const remapping = "2.3 T:test_apigateway_header_remapping_http";
const trace = "2.4 T:test_invocation_trace_id";
const type = "2.4 D:api-gateway-known-issues";

type Treatment = "passes" | "is remapped" | "is dropped";

/** Header, value, and the treatment of it in responses of a proxied endpoint and of a function. */
const received: readonly [string, string, http: Treatment, lambda: Treatment][] = [
  ["Accept", "text/html", "passes", "passes"],
  ["Accept-Encoding", "br", "passes", "passes"],
  ["Age", "1", "passes", "passes"],
  ["Content-Type", "text/plain", "passes", "passes"],
  ["Content-Encoding", "br", "passes", "passes"],
  ["Pragma", "no-cache", "passes", "passes"],
  ["Range", "bytes=0-1", "passes", "passes"],
  ["Referer", "https://example.com/", "passes", "passes"],
  ["Warn", "199", "passes", "passes"],
  ["Authorization", "Basic x", "is remapped", "is remapped"],
  ["Connection", "close", "is remapped", "is remapped"],
  ["Content-MD5", "abc", "is remapped", "is remapped"],
  ["Date", "Tue, 15 Nov 1994 08:12:31 GMT", "is remapped", "is remapped"],
  ["Max-Forwards", "1", "is remapped", "is remapped"],
  ["Server", "mine", "is remapped", "is remapped"],
  ["User-Agent", "test/1", "is remapped", "is remapped"],
  ["WWW-Authenticate", "Basic", "is remapped", "is remapped"],
  ["x-amzn-RequestId", "abc", "is remapped", "is remapped"],
  ["Expect", "x", "is dropped", "is dropped"],
  ["Host", "example.com", "is dropped", "is dropped"],
  ["Proxy-Authenticate", "Basic", "is dropped", "is dropped"],
  ["TE", "trailers", "is dropped", "is dropped"],
  ["Upgrade", "h2c", "is dropped", "is dropped"],
  ["Via", "1.0 fred", "is dropped", "is dropped"],
];

/** The client's headers. The gateway always sets some of them itself. */
const seen = (header: string, value: string, treatment: Treatment) => {
  const remapped = `x-amzn-remapped-${header.toLowerCase()}`;
  const own = ["Connection", "Date", "x-amzn-RequestId"].includes(header);
  return {
    [remapped]: treatment === "is remapped" ? value : null,
    ...(!own && { [header.toLowerCase()]: treatment === "passes" ? value : null }),
  };
};

const proxied = received.flatMap(([header, value, http, fromLambda]): Case[] => [
  example(table, `${header} of a proxied endpoint ${http}`, {
    operation: httpProxy(),
    response: { headers: { [header]: value } },
    expect: { status: 200, headers: seen(header, value, http) },
  }),
  example(table, `${header} of a function ${fromLambda}`, {
    operation: lambda(),
    response: { returns: { headers: { [header]: value } } },
    expect: { status: 200, headers: seen(header, value, fromLambda) },
  }),
]);

/** Headers that reach the client under another name if a mapping sets them. */
const remappedWhenSet = [
  "Authorization",
  "Connection",
  "Content-Length",
  "Content-MD5",
  "Date",
  "Expect",
  "Host",
  "Max-Forwards",
  "Proxy-Authenticate",
  "Server",
  "Trailer",
  "Upgrade",
  "User-Agent",
  "WWW-Authenticate",
].map((header): Case => ({
  fact: remapping,
  name: `${header} is remapped if a mapping sets it`,
  operation: mock("{}", {
    responses: {
      default: {
        statusCode: "200",
        responseParameters: { [`method.response.header.${header}`]: "'1'" },
      },
    },
  }),
  expect: { status: 200, headers: { [`x-amzn-remapped-${header.toLowerCase()}`]: "1" } },
}));

const hasTrace = { "x-amzn-trace-id": /^Root=1-[\da-f]{8}-[\da-f]{24}/ };
const noTrace = { "x-amzn-trace-id": null };
const given = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

export const responseHeaders: Table = {
  title: "2.3 and 2.4 response headers",
  document: { paths: { "/plain": { get: lambda() } } },
  cases: [
    ...proxied,
    ...remappedWhenSet,
    example(remapping, "TE is kept and Transfer-Encoding is dropped if a mapping sets them", {
      operation: mock("{}", {
        responses: {
          default: {
            statusCode: "200",
            responseParameters: {
              "method.response.header.TE": "'trailers'",
              "method.response.header.Transfer-Encoding": "'gzip'",
            },
          },
        },
      }),
      expect: {
        status: 200,
        headers: {
          te: "trailers",
          "transfer-encoding": null,
          "x-amzn-remapped-transfer-encoding": null,
        },
      },
    }),
    example(remapping, "Content-Length of a proxied endpoint is remapped", {
      operation: httpProxy(),
      response: { headers: { "Content-Length": "2" }, body: "{}" },
      expect: {
        status: 200,
        headers: { "content-length": "2", "x-amzn-remapped-content-length": "2" },
      },
    }),
    example(remapping, "Transfer-Encoding of an endpoint is dropped", {
      operation: httpProxy(),
      response: { headers: { "Transfer-Encoding": "chunked" }, body: "{}" },
      expect: {
        status: 200,
        body: "{}",
        headers: {
          "content-length": "2",
          "transfer-encoding": null,
          "x-amzn-remapped-transfer-encoding": null,
        },
      },
    }),
    {
      fact: "2.4 T:test_apigateway_header_remapping",
      name: "every response has a date, a length and a connection",
      request: "GET /dev/plain",
      expect: { status: 200, headers: { date: /GMT$/, "content-length": "2", connection: /./ } },
    },
    {
      fact: "2.4 T:test_apigateway_header_remapping",
      name: "a successful response has no x-amzn-ErrorType and no CloudFront headers",
      request: "GET /dev/plain",
      expect: {
        status: 200,
        headers: {
          "x-amzn-errortype": null,
          via: null,
          "x-cache": null,
          "x-amz-cf-pop": null,
          "x-amz-cf-id": null,
        },
      },
    },
    ...(
      [
        ["a function", lambda(), hasTrace],
        ["an HTTP endpoint", http(), hasTrace],
        ["an AWS service", service("sqs:path/1/jobs"), hasTrace],
        ["a mock", mock("{}"), noTrace],
        ["a proxied HTTP endpoint", httpProxy(), noTrace],
      ] as const
    ).map(([name, operation, headers]): Case => ({
      fact: trace,
      name: `${name}: ${headers === hasTrace ? "with" : "without"} X-Amzn-Trace-Id`,
      operation,
      request: "POST ~",
      expect: { status: 200, headers },
    })),
    example(trace, "a proxied endpoint's own X-Amzn-Trace-Id", {
      operation: httpProxy(),
      response: { headers: { "X-Amzn-Trace-Id": given } },
      expect: { status: 200, headers: { "x-amzn-trace-id": given } },
    }),
    example(trace, "an error before the integration has no X-Amzn-Trace-Id", {
      request: "GET /dev/nowhere",
      expect: { status: 403, headers: noTrace },
    }),
    example(trace, "a client's trace is continued and returned", {
      operation: lambda(),
      request: { line: "GET ~", headers: { "X-Amzn-Trace-Id": given } },
      expect: {
        status: 200,
        headers: { "x-amzn-trace-id": given },
        backend: { "headers.X-Amzn-Trace-Id": given },
      },
    }),
    example(type, "a function without a content type responds with JSON", {
      operation: lambda(),
      response: { returns: { body: "x" } },
      expect: { status: 200, body: "x", headers: { "content-type": "application/json" } },
    }),
    example(type, "a mock without a content type responds with JSON", {
      operation: mock("x"),
      expect: { status: 200, body: "x", headers: { "content-type": "application/json" } },
    }),
    {
      fact: "2.4 D:api-gateway-mapping-template-reference",
      name: "a client's x-amzn-RequestId is replaced",
      request: { line: "GET /dev/plain", headers: { "x-amzn-RequestId": "mine" } },
      expect: { status: 200, headers: { "x-amzn-requestid": /^[\da-f-]{36}$/ } },
    },
  ],
};
