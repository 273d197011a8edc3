import { cognitoComponents } from "../../../../local/gateway/testing/gateway.ts";
import { example, type Case, type Table } from "../case.ts";
import { httpProxy, lambda, lambdaAuthorizer, mock, secured } from "../operations.ts";
import { idToken } from "../tokens.ts";

const page = "8.1 D:api-gateway-variables-for-access-logging";
const reference = "8.1 D:api-gateway-mapping-template-reference";
const xray = "8.3 D:apigateway-enabling-xray";

const names = [
  "status",
  "integration.status",
  "integration.integrationStatus",
  "integrationStatus",
  "error.responseType",
  "error.message",
  "integration.error",
  "authorizer.status",
  "authorizer.error",
  "authorizer.principalId",
];

/** The logged values of a request. */
const outcome = (
  name: string,
  of: Omit<Case, "fact" | "name" | "expect">,
  status: number,
  log: string | RegExp,
): Case => ({
  fact: page,
  name,
  ...of,
  expect: { status, log },
});

const outcomes: Table = {
  title: "8.1 outcomes in the access log",
  stage: { accessLogFormat: names.map((name) => `$context.${name}`).join("|") },
  document: {
    components: { securitySchemes: { partners: lambdaAuthorizer({ type: "token" }) } },
  },
  cases: [
    outcome(
      "a function's response",
      { operation: lambda(), response: { returns: { statusCode: 201 } } },
      201,
      "201|201|200|200|-|-|-|-|-|-",
    ),
    outcome(
      "malformed output",
      { operation: lambda(), response: { payload: "oops" } },
      502,
      /^502\|-\|200\|200\|INTEGRATION_FAILURE\|Internal server error\|[^|-][^|]*\|-\|-\|-$/,
    ),
    outcome(
      "a Lambda throttle",
      { operation: lambda(), response: { refuses: 429 } },
      500,
      /^500\|-\|429\|429\|INTEGRATION_FAILURE\|/,
    ),
    outcome(
      "a timeout",
      {
        operation: lambda({
          "x-amazon-apigateway-integration": {
            ...lambda()["x-amazon-apigateway-integration"],
            timeoutInMillis: 50,
          },
        }),
        response: { silent: true },
      },
      504,
      /^504\|-\|-\|-\|INTEGRATION_TIMEOUT\|Endpoint request timed out\|/,
    ),
    outcome(
      "no route",
      { request: "GET /dev/nowhere" },
      403,
      "403|-|-|-|MISSING_AUTHENTICATION_TOKEN|Missing Authentication Token|-|-|-|-",
    ),
    outcome(
      "an endpoint's response",
      { operation: httpProxy(), response: { status: 404 } },
      404,
      "404|404|404|404|-|-|-|-|-|-",
    ),
    outcome(
      "an authorizer's refusal",
      {
        operation: secured("partners"),
        request: { line: "GET ~", headers: { Authorization: "no" } },
        authorizer: { throws: "Unauthorized" },
      },
      401,
      /^401\|-\|-\|-\|UNAUTHORIZED\|Unauthorized\|-\|401\|/,
    ),
  ],
};

/** A variable and its logged value for a request to /things/7. */
const line = (
  variable: string,
  text: string | RegExp,
  fact: Case["fact"] = page,
  more: Partial<Case> = {},
): Table => ({
  title: `8.1 ${variable} in the access log`,
  stage: { accessLogFormat: `$context.${variable}`, variables: { tenant: "blue" } },
  document: {
    components: cognitoComponents(),
    paths: { "/things/{id}": { get: lambda({ security: [{ pool: [] }] }), post: mock("four") } },
  },
  cases: [
    example(fact, `is ${String(text)}`, {
      request: {
        line: "GET /dev/things/7?a=b",
        headers: {
          Authorization: idToken({ "custom:role": "admin" }),
          "User-Agent": 'curl/8 "quoted"',
          Host: "abc123.execute-api.eu-west-1.amazonaws.com",
        },
      },
      ...more,
      expect: { status: 200, ...more.expect, log: text },
    }),
  ],
});

const json =
  '{"rid":"$context.requestId","st":"$context.status","err":$context.error.messageString,"type":"$context.error.responseType"}';

const format: Table = {
  title: "8.1 the format of the access log",
  stage: { accessLogFormat: json },
  document: { paths: { "/plain": { get: lambda() } } },
  cases: [
    example(page, "a missing value is logged as -", {
      request: "GET /dev/plain",
      expect: { status: 200, log: /^{"rid":"[\da-f-]{36}","st":"200","err":-,"type":"-"}$/ },
    }),
    example(page, "messageString includes its quotes", {
      request: "GET /dev/nowhere",
      expect: { status: 403, log: /"err":"Missing Authentication Token","type":"MISSING_/ },
    }),
  ],
};

const root = "Root=1-5759e988-bd862e3fe1be46a994272793";
const traced = (tracingEnabled: boolean): Table => ({
  title: `8.3 X-Ray, ${tracingEnabled ? "on" : "off"}`,
  stage: { tracingEnabled, accessLogFormat: "$context.xrayTraceId" },
  document: { paths: { "/plain": { get: lambda() } } },
  cases: [
    example(xray, tracingEnabled ? "a new trace is sampled" : "a new trace is not sampled", {
      request: "GET /dev/plain",
      expect: {
        status: 200,
        backend: {
          "headers.X-Amzn-Trace-Id": new RegExp(
            `^Root=1-[\\da-f]{8}-[\\da-f]{24};Parent=[\\da-f]{16};Sampled=${tracingEnabled ? 1 : 0}`,
          ),
        },
        log: /^1-[\da-f]{8}-[\da-f]{24}$/,
      },
    }),
    example(xray, "a caller's sampled trace is continued", {
      request: {
        line: "GET /dev/plain",
        headers: { "X-Amzn-Trace-Id": `${root};Parent=53995c3f42cd8ad8;Sampled=1` },
      },
      expect: {
        status: 200,
        backend: { "headers.X-Amzn-Trace-Id": `${root};Parent=53995c3f42cd8ad8;Sampled=1` },
        log: "1-5759e988-bd862e3fe1be46a994272793",
      },
    }),
    example(xray, "a caller's unsampled trace is continued", {
      request: { line: "GET /dev/plain", headers: { "X-Amzn-Trace-Id": `${root};Sampled=0` } },
      expect: {
        status: 200,
        backend: {
          "headers.X-Amzn-Trace-Id": new RegExp(`^${root};Parent=[\\da-f]{16};Sampled=0`),
        },
      },
    }),
  ],
});

export const accessLogs: readonly Table[] = [
  outcomes,
  format,
  line("requestId", /^[\da-f-]{36}$/),
  line("extendedRequestId", /=$/),
  line("deploymentId", "dep1"),
  line("stage", "dev"),
  line("resourcePath", "/things/{id}"),
  line("httpMethod", "GET"),
  line("path", "/dev/things/7"),
  line("protocol", "HTTP/1.1"),
  line("requestTime", /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
  line("requestTimeEpoch", /^\d{13}$/),
  line("domainName", "abc123.execute-api.eu-west-1.amazonaws.com"),
  line("identity.sourceIp", "127.0.0.1"),
  line("identity.userAgent", 'curl/8 \\"quoted\\"'),
  line("status", "200"),
  line("responseLength", "2"),
  line("responseLatency", /^\d+$/),
  line("integration.latency", /^\d+$/),
  line("integrationLatency", /^\d+$/),
  line("integration.responseTransferMode", "BUFFERED"),
  line("authorizer.claims.sub", "user-1", reference),
  line("authorizer.claims['custom:role']", "admin", reference),
  line("authorizer.latency", /^\d+$/),
  line("authorizer.claims", "-"),
  line("isCanaryRequest", "-", reference),
  line("error.message", "-"),
  traced(true),
  traced(false),
];
