import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy, type RouteDefinition } from "./index.ts";
import { type FlatApiArgs, newApi, recordApi } from "./testing/recordApi.ts";

const routes = { "GET /orders": lambdaProxy("orders") };

const record = (more: Partial<FlatApiArgs> = {}) => recordApi({ routes, ...more });

const manyRoutes = (count: number, route: RouteDefinition): Record<string, RouteDefinition> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /r${index}/{id}`, route]));

describe("Api", () => {
  it("creates exactly these resources", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      RestApi: 1,
      Deployment: 1,
      Stage: 1,
      MethodSettings: 1,
      Permission: 1,
      LogGroup: 3,
      WebAcl: 1,
      WebAclAssociation: 1,
      WebAclLoggingConfiguration: 1,
      Role: 1,
      RolePolicyAttachment: 1,
      Account: 2,
    });
  });

  it("adds a resource for a route only if the route has a limit", async () => {
    const throttle = { ratePerSecond: 1, burst: 1 };
    const one = await record();

    const plain = await record({ routes: manyRoutes(50, lambdaProxy("orders")) });
    const limited = await record({
      routes: manyRoutes(50, lambdaProxy("orders", { throttle })),
    });

    assert.equal(plain.resources.length, one.resources.length);
    assert.equal(limited.resources.length, one.resources.length + 50);
  });

  it("is regional and requires TLS 1.2 or newer", async () => {
    const recorded = await record();

    const api = recorded.inputs("RestApi", "api");
    assert.deepEqual(api["endpointConfiguration"], { types: "REGIONAL" });
    assert.equal(api["securityPolicy"], "SecurityPolicy_TLS13_1_2_2021_06");
  });

  it("has a new deployment if and only if the document changes", async () => {
    const triggers = async (routes: Record<string, RouteDefinition>) =>
      (await record({ routes })).inputs("Deployment", "api")["triggers"];

    const first = await triggers(routes);

    assert.deepEqual(await triggers({ ...routes }), first);
    assert.notDeepEqual(await triggers({ "PUT /orders": lambdaProxy("orders") }), first);
  });

  it("logs each call as JSON and traces it", async () => {
    const recorded = await record();

    const stage = recorded.inputs("Stage", "api");
    const { format } = stage["accessLogSettings"] as { format: string };
    const fields = JSON.parse(format) as Record<string, string>;
    assert.equal(fields["requestId"], "$context.requestId");
    assert.ok(Buffer.byteLength(format) < 3 * 1024, "API Gateway takes 3 KB");
    assert.equal(stage["xrayTracingEnabled"], true);
  });

  it("limits the whole stage, and a route by its own limit", async () => {
    const throttle = { ratePerSecond: 20, burst: 40 };
    const recorded = await record({
      routes: { "GET /orders/{id}": lambdaProxy("orders", { throttle }) },
    });

    const limits = recorded.names("MethodSettings").map((name) => {
      const { methodPath, settings } = recorded.inputs("MethodSettings", name);
      const { throttlingRateLimit, throttlingBurstLimit } = settings as Record<string, number>;
      return [name, methodPath, throttlingRateLimit, throttlingBurstLimit];
    });
    assert.deepEqual(limits, [
      ["api-all", "*/*", 500, 250],
      ["api-GET/orders/{id}", "~1orders~1{id}/GET", 20, 40],
    ]);
  });

  it("never logs callers' data", async () => {
    const recorded = await record();

    const { settings } = recorded.inputs("MethodSettings", "api-all");
    assert.equal((settings as Record<string, unknown>)["dataTraceEnabled"], false);
  });

  it("lets only this API invoke the functions", async () => {
    const recorded = await record();

    const permission = recorded.inputs("Permission", "api-orders");
    assert.equal(permission["principal"], "apigateway.amazonaws.com");
    assert.equal(permission["sourceArn"], "arn:aws:execute-api:::api/live/*");
  });

  it("invokes a function's alias if it has one", async () => {
    const functionArn = "arn:aws:lambda:::function:orders-proxy:live";
    const recorded = await record({
      proxies: { orders: { functionName: "orders-proxy", qualifier: "live", functionArn } },
    });

    assert.equal(recorded.inputs("Permission", "api-orders")["qualifier"], "live");
    assert.match(String(recorded.inputs("RestApi", "api")["body"]), /:live\/invocations/);
  });

  it("keeps the account's logging role if one is set", async () => {
    const account = (set: object) =>
      recordResources(() => newApi("api", { routes }), {
        "aws:apigateway/account:Account": { ...set },
      });

    const unset = await account({});
    const set = await account({ cloudwatchRoleArn: "arn:aws:iam:::role/others" });

    const roleOf = (recorded: Awaited<typeof set>) =>
      recorded.inputs("Account", "api-logging")["cloudwatchRoleArn"];
    assert.equal(roleOf(unset), "arn:aws:test:::aws:iam/role:Role/api-logging");
    assert.equal(roleOf(set), "arn:aws:iam:::role/others");
  });

  it("refuses an invalid limit before it creates anything", async () => {
    await assert.rejects(record({ throttle: { ratePerSecond: 0, burst: 1 } }), {
      name: "ComponentArgumentError",
      message: /Api "api": throttle\.ratePerSecond is 0/,
    });
  });
});
