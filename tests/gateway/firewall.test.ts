import assert from "node:assert/strict";
import { Firewall, type FirewallArgs } from "../../components/api/firewall/index.ts";
import { lambdaProxy } from "../../components/api/index.ts";
import { parseRoutes } from "../../components/api/route/parseRoutes.ts";
import { readFirewall } from "../../local/gateway/firewall/index.ts";
import { unservedRules } from "../../local/gateway/index.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import {
  cognitoComponents,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../../local/gateway/testing/gateway.ts";
import { type RawRequest, send, statusesOf } from "../../local/gateway/testing/http.ts";
import { recordResources } from "../support/recordResources.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/dev";
const limit = 64 * 1024;

const routes = parseRoutes({
  "ANY /open": lambdaProxy("orders", { auth: "none" }),
  "POST /locked": lambdaProxy("orders"),
  "POST /files/{name}": lambdaProxy("orders", { auth: "none", largeBody: true }),
});

/** The same API as a document for the local gateway. */
const document: OpenApiDocument = {
  paths: {
    "/open": { "x-amazon-apigateway-any-method": lambda() },
    "/locked": { post: lambda({ security: [{ pool: [] }] }) },
    "/files/{name}": { post: lambda() },
  },
  components: cognitoComponents(),
};

async function firewallOf(args: FirewallArgs = {}) {
  const stage = { stageArn, stageName: "dev", routes };
  const { resources } = await recordResources(() => new Firewall("fw", { ...args, ...stage }));
  return readFirewall(resources, stageArn)!;
}

/** Serves the API behind the component's web ACL. */
async function guard(
  args: FirewallArgs = {},
  { more = {}, clock }: { more?: Partial<OpenApiDocument>; clock?: () => number } = {},
) {
  const accessLogFormat =
    "$context.status $context.wafResponseCode $context.waf.status $context.webaclArn";
  const firewall = await firewallOf(args);
  const api = createModel({ ...document, ...more }, { accessLogFormat }, { firewall });
  const firewallLog: string[] = [];
  const writeFirewallLog = (line: string) => firewallLog.push(line);
  const gateway = await serve(api, { statusCode: 200 }, { clock, writeFirewallLog });
  return Object.assign(gateway, { firewallLog, webAclArn: firewall.arn });
}

const post = (gateway: TestGateway, path: string, bytes: number, more: RawRequest = {}) =>
  send(gateway.port, path, { method: "POST", body: Buffer.alloc(bytes, "a"), ...more });

describe("the firewall of the local gateway", () => {
  describe("by default", () => {
    let gateway: Awaited<ReturnType<typeof guard>>;

    before(async () => void (gateway = await guard()));
    after(() => gateway.close({ graceMs: 1000 }));

    it("allows and logs ordinary calls", async () => {
      const { status } = await post(gateway, "/dev/open", limit);

      assert.equal(status, 200);
      assert.equal(gateway.logLines.at(-1), `200 WAF_ALLOW 200 ${gateway.webAclArn}`);
    });

    for (const [title, headers] of [
      ["with a declared length", []],
      ["in chunks", ["Transfer-Encoding", "chunked"]],
    ] as const) {
      it(`blocks a body ${title} over the limit before the function is called`, async () => {
        const events = gateway.events.length;
        const {
          status,
          headers: received,
          text,
        } = await post(gateway, "/dev/open", limit + 1, {
          headers,
        });

        assert.equal(status, 403);
        assert.equal(text, '{"message":"Forbidden"}');
        assert.equal(received["x-amzn-errortype"], "ForbiddenException");
        assert.equal(gateway.events.length, events);
        assert.equal(gateway.logLines.at(-1), `403 WAF_BLOCK 403 ${gateway.webAclArn}`);
      });

      it(`allows a body ${title} up to API Gateway's limit if the route allows it`, async () => {
        const sizes = [limit + 1, 10 * 1024 * 1024 + 1];
        const responses = sizes.map((bytes) => post(gateway, "/dev/files/a", bytes, { headers }));

        assert.deepEqual(statusesOf(await Promise.all(responses)), [200, 413]);
      });
    }

    it("blocks before authorization and routing", async () => {
      for (const path of ["/dev/locked", "/dev/nothing", "/dev/files/a/b"]) {
        assert.equal((await post(gateway, path, limit + 1)).text, '{"message":"Forbidden"}', path);
      }
      assert.equal((await post(gateway, "/dev/locked", 1)).status, 401);
    });

    it("does not inspect bodies over API Gateway's limit", async () => {
      assert.equal((await post(gateway, "/dev/open", 10 * 1024 * 1024 + 1)).status, 413);
    });

    it("logs blocked requests without the caller's credentials", async () => {
      const headers = ["Authorization", "Bearer t0ken", "Cookie", "session=t0ken", "X-Tenant", "a"];
      await post(gateway, "/dev/open?key=t0ken", limit + 1, { headers });

      const line = gateway.firewallLog.at(-1)!;
      assert.doesNotMatch(line, /t0ken/);
      const { httpRequest, ...entry } = JSON.parse(line) as Record<string, unknown>;
      assert.equal(entry["action"], "BLOCK");
      assert.equal(entry["terminatingRuleId"], "bodySize");
      assert.equal(entry["webaclId"], gateway.webAclArn);
      assert.equal(entry["httpSourceId"], "123456789012:abc123:dev");
      const { headers: logged } = httpRequest as { headers: { name: string; value: string }[] };
      const values = new Map(logged.map(({ name, value }) => [name, value]));
      assert.deepEqual(
        ["Authorization", "Cookie", "X-Tenant"].map((name) => values.get(name)),
        ["REDACTED", "REDACTED", "a"],
      );
    });
  });

  it("uses the API's gateway response", async () => {
    const gateway = await guard(
      { maxBodyKilobytes: 1 },
      {
        more: {
          "x-amazon-apigateway-gateway-responses": {
            WAF_FILTERED: {
              statusCode: "418",
              responseTemplates: { "application/json": '{"no":$context.error.messageString}' },
            },
          },
        },
      },
    );

    const { status, text } = await post(gateway, "/dev/open", 1025);

    assert.deepEqual([status, text], [418, '{"no":"Forbidden"}']);
    await gateway.close({ graceMs: 0 });
  });

  it("blocks an address over its rate until the window has passed", async () => {
    let now = 0;
    const args = { requestsPerAddress: 10, rateWindowSeconds: 60 } as const;
    const gateway = await guard(args, { clock: () => now });
    const call = async () => (await send(gateway.port, "/dev/open")).status;

    const first = [];
    for (let calls = 0; calls < 12; calls++) first.push(await call());
    assert.deepEqual(first, [...Array<number>(10).fill(200), 403, 403]);
    assert.match(gateway.firewallLog.at(-1)!, /"terminatingRuleType":"RATE_BASED"/);
    now = 59_999;
    assert.equal(await call(), 403);
    now = 60_000;
    assert.equal(await call(), 200, "only the last call is within the window");
    await gateway.close({ graceMs: 0 });
  });

  it("allows and logs requests that a rule only counts", async () => {
    const gateway = await guard({ rules: { bodySize: "count" } });

    assert.equal((await post(gateway, "/dev/open", limit + 1)).status, 200);
    const entry = JSON.parse(gateway.firewallLog.at(-1)!) as Record<string, unknown>;
    assert.equal(entry["action"], "ALLOW");
    assert.deepEqual(entry["nonTerminatingMatchingRules"], [
      { ruleId: "bodySize", action: "COUNT" },
    ]);
    assert.equal((await post(gateway, "/dev/open", limit)).status, 200);
    assert.equal(gateway.firewallLog.length, 1);
    await gateway.close({ graceMs: 0 });
  });

  it("lists the rules without effect locally", async () => {
    const firewall = await firewallOf({ rules: { sqlInjection: "block" } });

    assert.deepEqual(unservedRules(firewall), [
      'rules of the web ACL "fw", which match nothing here: ipReputation, knownBadInputs, common, sqlInjection',
    ]);
  });
});
