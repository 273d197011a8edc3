import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Firewall, type FirewallLock } from "../../components/api/firewall/index.ts";
import { lambdaProxy } from "../../components/api/index.ts";
import { parseRoutes } from "../../components/api/route/parseRoutes.ts";
import { readFirewall } from "../../local/gateway/firewall/index.ts";
import { unservedRules } from "../../local/gateway/index.ts";
import { createModel, lambda, serve } from "../../local/gateway/testing/gateway.ts";
import { type RawRequest, send } from "../../local/gateway/testing/http.ts";
import { recordResources } from "../support/recordResources.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/live";
const domainName = "api.example.com";
const host = `eu-west-1.${domainName}`;
const [newest, former] = ["new-secret-0123456789", "old-secret-0123456789"];
const healthPaths = ["/health/gateway", "/health"];

/** Serves every path behind the component's web ACL, at two custom domains. */
async function guard(lock: FirewallLock) {
  const { resources } = await recordResources(() => {
    const routes = parseRoutes({ "GET /health": lambdaProxy("orders", { auth: "none" }) });
    new Firewall("fw", { stageArn, stageName: "live", routes, lock });
    for (const name of [domainName, host]) {
      const mapping = { domainName: name, restApi: "abc123", stageName: "live" };
      new aws.apigateway.BasePathMapping(name, mapping);
    }
  });
  const firewall = readFirewall(resources, stageArn)!;
  assert.doesNotMatch(unservedRules(firewall).join(), /edge|healthHosts/);
  const paths = Object.fromEntries(
    ["/health", "/health/gateway", "/orders", "/live/health", "/{proxy+}"].map((path) => [
      path,
      { "x-amazon-apigateway-any-method": lambda() },
    ]),
  );
  const firewallLog: string[] = [];
  const gateway = await serve(
    createModel({ paths }, { name: "live" }, { firewall }),
    { statusCode: 200 },
    { writeFirewallLog: (line) => firewallLog.push(line) },
  );
  return Object.assign(gateway, { firewallLog });
}

type Headers = readonly string[];

/** A request as the local edge passes it on: with the stage in front of the path. */
const call = (port: number, path: string, headers: Headers = [], more: RawRequest = {}) =>
  send(port, `/live${path}`, { headers: ["Host", domainName, ...headers], ...more });

describe("an API that is locked to the edge", () => {
  let gateway: Awaited<ReturnType<typeof guard>>;

  before(async () => {
    gateway = await guard({ healthPaths, secrets: [newest, former], edgeOnly: true });
  });
  after(() => gateway.close({ graceMs: 1000 }));

  it("refuses a direct call, before the function is called", async () => {
    const { status, text } = await call(gateway.port, "/orders");

    assert.equal(status, 403);
    assert.equal(text, '{"message":"Forbidden"}');
    assert.equal(gateway.events.length, 0);
  });

  for (const [title, headers] of [
    ["the newest secret", ["x-edge-secret", newest]],
    ["the former secret", ["x-edge-secret", former]],
    ["another case of the header's name", ["X-Edge-Secret", newest]],
  ] as const) {
    it(`admits ${title}`, async () => {
      assert.equal((await call(gateway.port, "/orders", headers)).status, 200);
    });
  }

  for (const [title, headers] of [
    ["a wrong secret", ["x-edge-secret", "wrong"]],
    ["an empty secret", ["x-edge-secret", ""]],
    ["another case of the secret", ["x-edge-secret", newest.toUpperCase()]],
    ["more than the secret", ["x-edge-secret", `${newest}x`]],
    ["a part of the secret", ["x-edge-secret", newest.slice(1)]],
    ["two lines, of which one is wrong", ["x-edge-secret", newest, "x-edge-secret", "wrong"]],
    ["a header of a similar name", ["x_edge_secret", newest]],
  ] as const) {
    it(`refuses ${title}`, async () => {
      assert.equal((await call(gateway.port, "/orders", headers)).status, 403);
    });
  }

  for (const path of ["/health", "/health/gateway", "/health?from=route53"]) {
    it(`leaves ${path} open at the shared name and at the region's own`, async () => {
      assert.equal((await call(gateway.port, path)).status, 200);
      const own = await send(gateway.port, `/live${path}`, { headers: ["Host", host] });
      assert.equal(own.status, 200);
    });
  }

  for (const path of [
    "/health/",
    "//health",
    "/Health",
    "/health/../orders",
    "/health/..%2forders",
    "/health%2f..%2forders",
    "/health/gateway/../../orders",
    "/health;/orders",
    "/health%00",
    "/%68ealth",
    "/./health",
    "/orders/../health",
    "/orders#/health",
    "/orders?/health",
    "/live/live/health",
    "/healthy",
    "/orders/health",
    "/",
    "",
  ]) {
    it(`refuses ${JSON.stringify(path)}`, async () => {
      assert.equal((await call(gateway.port, path)).status, 403);
    });
  }

  it("serves nothing but its health route by another method's name", async () => {
    const headers = ["X-HTTP-Method-Override", "DELETE"];

    await call(gateway.port, "/health", headers, { method: "POST" });

    assert.equal(gateway.events.at(-1)?.path, "/health");
  });

  it("is locked at its default address too, where paths begin with the stage", async () => {
    const at = (path: string) => send(gateway.port, path, { headers: ["Host", "abc123.example"] });

    assert.equal((await at("/live/orders")).status, 403);
    assert.equal((await at("/live/health")).status, 200);
  });

  it("does not log the secret of a call that it refuses", async () => {
    await call(gateway.port, "/orders", ["X-Edge-Secret", `${newest}x`]);

    assert.match(gateway.firewallLog.at(-1)!, /"terminatingRuleId":"edge"/);
    assert.doesNotMatch(gateway.firewallLog.at(-1)!, new RegExp(newest));
  });
});

describe("a region's host without mutual TLS", () => {
  let gateway: Awaited<ReturnType<typeof guard>>;

  before(async () => void (gateway = await guard({ healthPaths, hosts: [host] })));
  after(() => gateway.close({ graceMs: 1000 }));

  const at = async (name: string, path: string) =>
    (await send(gateway.port, `/live${path}`, { headers: ["Host", name] })).status;

  it("serves only the health paths", async () => {
    assert.equal(await at(host, "/health"), 200);
    assert.equal(await at(host, "/health/gateway"), 200);
    for (const name of [host, host.toUpperCase(), `${host}:443`, `${host}.`]) {
      assert.equal(await at(name, "/orders"), 403, name);
    }
  });

  it("leaves the shared name alone", async () => {
    assert.equal(await at(domainName, "/orders"), 200);
  });
});
