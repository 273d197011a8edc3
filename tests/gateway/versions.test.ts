import assert from "node:assert/strict";
import { type ApiVersions, mock, type RouteDefinition } from "../../components/api/index.ts";
import type { Gateway } from "../../local/gateway/index.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import { createModel, serve } from "../../local/gateway/testing/gateway.ts";
import { recordResources } from "../support/recordResources.ts";
import { newApi } from "../../components/api/testing/recordApi.ts";

const open = (body: object) => mock({ body: body as never, auth: "none" });

const routes: Record<string, RouteDefinition> = { "GET /prices": open({ from: "no version" }) };
const versions: ApiVersions = {
  v0: { retired: true, deprecated: "2025-01-01", sunset: "2026-06-30", successor: "v2" },
  v1: {
    deprecated: "2026-10-01",
    sunset: "2027-06-30",
    successor: "v2",
    routes: { "GET /": open({ start: 1 }), "GET /prices": open({ price: 3 }) },
  },
  v2: { routes: { "GET /prices": open({ amount: 3, currency: "EUR" }) } },
};

/** Serves the API's document. Proxy functions are not tested. */
async function serveVersions(): Promise<Gateway> {
  const userPoolArns = ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"];
  const region = "us-east-1";
  const recorded = await recordResources(
    () => newApi("api", { region, title: "Test", routes, versions, proxies: {}, userPoolArns }),
    { "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" } },
  );
  const body = String(recorded.inputs("RestApi", "api")["body"]);
  return serve(createModel(JSON.parse(body) as OpenApiDocument));
}

describe("versions side by side", () => {
  let gateway: Gateway;

  before(async () => {
    gateway = await serveVersions();
  });
  after(() => gateway.close({ graceMs: 0 }));

  const get = async (path: string, method = "GET") => {
    const response = await fetch(gateway.url + path, { method });
    const { deprecation, sunset, link } = Object.fromEntries(response.headers);
    return {
      status: response.status,
      ends: { deprecation, sunset, link },
      body: await response.text(),
    };
  };
  const current = { deprecation: undefined, sunset: undefined, link: undefined };

  it("serves each version under its name, and unversioned routes beside them", async () => {
    assert.deepEqual(JSON.parse((await get("/v1/prices")).body), { price: 3 });
    assert.deepEqual(JSON.parse((await get("/v1")).body), { start: 1 });
    assert.deepEqual(JSON.parse((await get("/v2/prices")).body), { amount: 3, currency: "EUR" });
    assert.deepEqual(JSON.parse((await get("/prices")).body), { from: "no version" });
  });

  it("announces a version's end and its successor", async () => {
    assert.deepEqual((await get("/v1/prices")).ends, {
      deprecation: "@1790812800",
      sunset: "Wed, 30 Jun 2027 00:00:00 GMT",
      link: '</v2>; rel="successor-version"',
    });
    assert.deepEqual((await get("/v2/prices")).ends, current);
    assert.deepEqual((await get("/prices")).ends, current);
  });

  for (const [method, path] of [
    ["GET", "/v0"],
    ["GET", "/v0/prices"],
    ["POST", "/v0/orders/7/items"],
  ] as const) {
    it(`responds with 410 to ${method} ${path} of a retired version`, async () => {
      const { status, ends, body } = await get(path, method);

      assert.equal(status, 410);
      assert.deepEqual(JSON.parse(body), { message: "Gone: use /v2" });
      assert.equal(ends.sunset, "Tue, 30 Jun 2026 00:00:00 GMT");
      assert.equal(ends.link, '</v2>; rel="successor-version"');
    });
  }

  for (const type of ["multipart/form-data; boundary=x", "text/plain; charset=utf-8"]) {
    it(`also responds with 410 to a body of ${type}`, async () => {
      const init = { method: "POST", headers: { "Content-Type": type }, body: "\xff" };

      assert.equal((await fetch(`${gateway.url}/v0/orders`, init)).status, 410);
    });
  }

  it("responds with 403 to routes that a version lacks", async () => {
    assert.equal((await get("/v2")).status, 403);
    assert.equal((await get("/v1/prices/7")).status, 403);
  });
});
