import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { lambdaProxy } from "../../components/api/index.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { newApi } from "../../components/api/testing/recordApi.ts";
import { exportProgram } from "../support/exportStacks.ts";
import { apiKeyValue, resourceApi } from "../support/exports/resourceApi.ts";
import { App, createUser } from "../support/users.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";

const region = "us-east-1";
const echo = "echo-dad99b8";
const notFound = { status: 404, body: '{"message": "404 Not found" }' };

/** The same API written as routes of this project, without its Lambda authorizer. */
const routesApi = () =>
  newApi("routes", {
    region,
    stageName: "stage",
    userPoolArns: [`arn:aws:cognito-idp:${region}:111122223333:userpool/us-east-1_H0xEueDL3`],
    proxies: {
      echo: {
        functionName: echo,
        functionArn: `arn:aws:lambda:${region}:111122223333:function:${echo}`,
      },
    },
    routes: {
      "GET /": lambdaProxy("echo", { auth: "none" }),
      "POST /orders": lambdaProxy("echo", { auth: "none" }),
      "GET /keyed": lambdaProxy("echo", { auth: "none", apiKey: true }),
      "GET /mine": lambdaProxy("echo"),
      "ANY /any/{proxy+}": lambdaProxy("echo", { auth: "none" }),
    },
    usagePlans: { free: {} },
    apiKeys: { acme: { plan: "free" } },
    gatewayResponses: { MISSING_AUTHENTICATION_TOKEN: notFound, ACCESS_DENIED: notFound },
  });

/**
 * One API three times: by the published component `@pulumi/aws-apigateway`, whose own code made its export on the real
 * engine with this project's stand-in for the aws provider; resource by resource; and as routes. The expected
 * responses are API Gateway's. It does not prove that AWS writes all properties of these states as they are here.
 */
describe("an API in three styles, served from exports", function () {
  this.timeout(120_000);
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  const urls: Record<string, string> = {};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "styles-"));
    const component = join(folder, "component.json");
    const pieces = join(folder, "pieces.json");
    await cp(join(root, "tests/support/exports/awsApiGatewayComponent.json"), component);
    await writeFile(pieces, JSON.stringify(resourceApi));
    const routes = await exportProgram(routesApi, "routes", region, folder);
    const files = [component, pieces, routes].flatMap((file) => ["--from", file]);
    platform = new PlatformProcess("--port", "0", ...files);
    state = await platform.ready();
    urls["component"] = state.regions[region]!.api;
    for (const name of ["pieces", "routes"]) {
      const line = await platform.line(new RegExp(`^${name}\\S*\\s`));
      urls[name] = line.split(/\s+/)[1]!;
    }
  });
  after(async () => {
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  const call = async (style: string, request: string, headers: Record<string, string>) => {
    const [method = "", path = "", body] = request.split(" ");
    const response = await fetch(`${urls[style]}${path}`, { method, headers, body: body ?? null });
    const text = await response.text();
    return {
      status: response.status,
      // A function's own response tells where it was called.
      body: response.status === 200 ? (JSON.parse(text) as object) : text,
      type: response.headers.get("content-type"),
      error: response.headers.get("x-amzn-errortype"),
    };
  };

  const json = { "content-type": "application/json" };
  const forbidden = '{"message":"Forbidden"}';
  const unauthorized = '{"message":"Unauthorized"}';
  const none = '{"message": "404 Not found" }';
  for (const [request, headers, status, body] of [
    ["GET /", {}, 200, undefined],
    ["POST /orders {}", json, 200, undefined],
    ["GET /keyed", {}, 403, forbidden],
    ["GET /keyed", { "x-api-key": "unknown" }, 403, forbidden],
    ["GET /mine", {}, 401, unauthorized],
    ["GET /mine", { authorization: "nonsense" }, 401, unauthorized],
    ["PATCH /any/a/b", {}, 200, undefined],
    ["GET /orders", {}, 404, none],
    ["GET /nowhere", {}, 404, none],
    ["GET /guarded", {}, 401, unauthorized],
    ["GET /guarded", { Authorization: "no" }, 404, none],
    ["GET /guarded", { Authorization: "yes" }, 200, undefined],
  ] as const) {
    it(`${request} with ${JSON.stringify(headers)}: ${status}`, async () => {
      const styles = ["component", "pieces", ...(request.includes("guarded") ? [] : ["routes"])];

      const [first, ...others] = await Promise.all(
        styles.map((style) => call(style, request, { ...headers })),
      );

      assert.equal(first!.status, status);
      if (body !== undefined) assert.equal(first!.body, body);
      for (const other of others) {
        assert.deepEqual(
          { ...other, body: withoutTimes(other.body) },
          { ...first, body: withoutTimes(first!.body) },
        );
      }
    });
  }

  it("lets a user of the pool in, by an ID token", async () => {
    const { aws, accessKey, userPoolId, clientId } = state.regions[region]!;
    const cognito = new CognitoIdentityProviderClient({
      endpoint: aws,
      region,
      credentials: accessKey!,
    });
    await createUser(cognito, userPoolId, "ada@example.com");
    const { IdToken } = await new App(aws, region, clientId).signIn("ada@example.com");

    for (const style of Object.keys(urls)) {
      const { status } = await call(style, "GET /mine", { authorization: IdToken! });
      assert.equal(status, 200, style);
    }
  });

  it("lets the holder of an API key in", async () => {
    for (const style of ["component", "pieces"]) {
      const { status } = await call(style, "GET /keyed", { "x-api-key": apiKeyValue });
      assert.equal(status, 200, style);
    }
    const elsewhere = await call("routes", "GET /keyed", { "x-api-key": apiKeyValue });
    assert.equal(elsewhere.status, 403);
  });

  it("checks bodies by the models of separate resources", async () => {
    const { status, body } = await call("pieces", 'POST /orders {"item":1}', json);

    assert.deepEqual([status, body], [400, '{"message": "Invalid request body"}']);
  });

  it("responds with 501 and the reason for a function that no export has", async () => {
    const { status, body } = await call("pieces", "DELETE /any/a", {});

    assert.equal(status, 501);
    assert.match(String(body), /the function .*:elsewhere is not in the exports/);
  });

  for (const [what, line] of [
    ["that route", /RestApi "pieces delete \/any\/\{proxy\+\}": the function .*:elsewhere is not/],
    [
      "settings of a route that is gone",
      /MethodSettings "gone": its API has no route "GET \/gone"/,
    ],
    ["an HTTP API", /Api "events": belongs to an HTTP or WebSocket API; only REST APIs are served/],
  ] as const) {
    it(`names ${what} at the start`, () => {
      assert.match(platform.output, line);
    });
  }
});

/** An authorizer's time differs from call to call. */
const withoutTimes = (body: object | string): string =>
  JSON.stringify(body).replace(/"integrationLatency":\d+/, "");
