import assert from "node:assert/strict";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type FunctionResponse,
} from "../testing/gateway.ts";
import { send, type RawRequest } from "../testing/http.ts";
import { createKey, idClaims, signToken, startJwksServer } from "../testing/tokens.ts";

const paths = { "/items/{id}": { get: lambda() }, "/slow": { get: lambda() } };

/** Returns the access-log line of a request. */
async function lineOf(
  accessLogFormat: string,
  {
    path = "/dev/items/42",
    output,
    ...request
  }: RawRequest & { path?: string; output?: FunctionResponse } = {},
): Promise<string> {
  const gateway = await serve(
    createModel({ paths }, { accessLogFormat }, { endpointType: "REGIONAL" }),
    output,
  );
  await send(gateway.port, path, request);
  await gateway.close({ graceMs: 1000 });
  assert.equal(gateway.logLines.length, 1);
  return gateway.logLines[0]!;
}

describe("the access log", () => {
  const values: [variable: string, pattern: RegExp][] = [
    ["accountId", /^123456789012$/],
    ["apiId", /^abc123$/],
    ["awsEndpointRequestId", /^invocation-1$/],
    ["deploymentId", /^dep1$/],
    ["domainName", /^127\.0\.0\.1$/],
    ["domainPrefix", /^127$/],
    ["endpointType", /^REGIONAL$/],
    ["extendedRequestId", /^[\w-]{15}=$/],
    ["httpMethod", /^GET$/],
    ["identity.sourceIp", /^127\.0\.0\.1$/],
    ["identity.userAgent", /^test\/1$/],
    ["integration.integrationStatus", /^200$/],
    ["integration.latency", /^\d+$/],
    ["integration.requestId", /^invocation-1$/],
    ["integration.responseTransferMode", /^BUFFERED$/],
    ["integration.status", /^200$/],
    ["integrationLatency", /^\d+$/],
    ["integrationStatus", /^200$/],
    ["path", /^\/dev\/items\/42$/],
    ["protocol", /^HTTP\/1\.1$/],
    ["requestId", /^[\da-f-]{36}$/],
    ["requestTime", /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/],
    ["requestTimeEpoch", /^\d{13}$/],
    ["resourceId", /^\w+$/],
    ["resourcePath", /^\/items\/\{id\}$/],
    ["responseLatency", /^\d+$/],
    ["responseLength", /^2$/],
    ["stage", /^dev$/],
    ["status", /^200$/],
    ["xrayTraceId", /^1-[\da-f]{8}-[\da-f]{24}$/],
    ["error.message", /^-$/],
    ["error.messageString", /^-$/],
    ["error.responseType", /^-$/],
    ["integration.error", /^-$/],
    ["authorizer.claims.sub", /^-$/],
    ["identity.apiKeyId", /^-$/],
    ["noSuchVariable", /^-$/],
    // Steps that this call skips, and values of TLS and custom domains, which do not exist locally.
    ...[
      ...["authenticate", "authorize", "authorizer", "waf"].flatMap((step) =>
        ["error", "latency", "status"].map((field) => `${step}.${field}`),
      ),
      ...["authorizer.integrationLatency", "authorizer.integrationStatus", "authorizer.requestId"],
      ...["authorizer.principalId", "cipherSuite", "customDomain.basePathMatched"],
      ...["error.validationErrorString", "integration.timeToAllHeaders"],
      ...["integration.timeToFirstContent", "isCanaryRequest", "tlsVersion", "wafResponseCode"],
      "webaclArn",
    ].map((name): [string, RegExp] => [name, /^-$/]),
  ];
  it("contains the variables of a call", async () => {
    const format = values.map(([variable]) => `$context.${variable}`).join("\t");

    const line = await lineOf(format, { headers: ["User-Agent", "test/1"] });

    const fields = line.split("\t");
    values.forEach(([variable, pattern], at) => assert.match(fields[at]!, pattern, variable));
  });

  it("contains a gateway error, and messageString includes its quotes", async () => {
    const format =
      '{"m":"$context.error.message","s":$context.error.messageString,"t":"$context.error.responseType","st":$context.status,"i":"$context.integration.status"}';

    const line = await lineOf(format, { path: "/dev/nothing" });

    assert.deepEqual(JSON.parse(line), {
      m: "Missing Authentication Token",
      s: "Missing Authentication Token",
      t: "MISSING_AUTHENTICATION_TOKEN",
      st: 403,
      i: "-",
    });
  });

  it("distinguishes a function's malformed output from a failure of Lambda", async () => {
    const format =
      "$context.status $context.integration.integrationStatus $context.integration.error";

    const line = await lineOf(format, { output: { unknown: 1 } });

    assert.equal(line, '502 200 Malformed Lambda proxy response: unknown key \\"unknown\\"');
  });

  it("escapes values, so that none ends its field or line", async () => {
    const format = '{"ua":"$context.identity.userAgent"}';
    const userAgent = 'x","admin":"true\\';

    const line = await lineOf(format, { headers: ["User-Agent", userAgent] });

    assert.deepEqual(JSON.parse(line), { ua: userAgent });
  });

  it("writes a format of several lines as one line", async () => {
    const line = await lineOf('{\n  "status": $context.status\n}');

    assert.equal(line, '{ "status": 200 }');
  });

  it("contains the caller, or the reason for a refusal", async () => {
    const key = createKey("k1");
    const jwks = await startJwksServer([key]);
    const accessLogFormat =
      "$context.authorizer.claims.sub $context.authorizer.claims['custom:role'] $context.authorizer.status $context.authorizer.error " +
      // Inherited members of objects, which are not claims.
      "$context.authorizer.claims.constructor $context.authorizer.toString";
    const api = createModel(
      {
        paths: { "/": { get: lambda({ security: [{ pool: [] }] }) } },
        components: cognitoComponents(),
      },
      { accessLogFormat },
    );
    const gateway = await serve(api, {}, { jwksUriOf: () => jwks.uri });

    const headers = ["Authorization", signToken(key, idClaims({ "custom:role": "admin" }))];
    await send(gateway.port, "/dev", { headers });
    await send(gateway.port, "/dev");

    assert.deepEqual(gateway.logLines, ["user-1 admin 200 - - -", "- - 401 Unauthorized - -"]);
    jwks.close();
    await gateway.close({ graceMs: 1000 });
  });

  it("has no line for a request to another stage", async () => {
    const gateway = await serve(createModel({ paths }, { accessLogFormat: "$context.path" }));

    await send(gateway.port, "/prod/items/42");

    assert.deepEqual(gateway.logLines, []);
    await gateway.close({ graceMs: 1000 });
  });

  it("does not fail a request when it cannot be written", async () => {
    const gateway = await serve(
      createModel({ paths }, { accessLogFormat: "x" }),
      {},
      {
        writeAccessLog: () => {
          throw new Error("disk full");
        },
      },
    );

    const response = await send(gateway.port, "/dev/items/42");

    assert.equal(response.status, 200);
    assert.equal(gateway.errors.length, 1);
    await gateway.close({ graceMs: 1000 });
  });
});
