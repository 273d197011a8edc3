import assert from "node:assert/strict";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { refuses } from "../../shared/testing/refuses.ts";
import { lambdaProxy } from "../integrations/lambdaProxy.ts";
import { s3 } from "../integrations/s3.ts";
import { from } from "../templates/source.ts";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import { defineApi } from "../index.ts";
import { Firewall, type FirewallArgs, type FirewallOfStageArgs } from "./index.ts";

const stageArn = "arn:aws:apigateway:us-east-1::/restapis/r1/stages/live";
const args: FirewallOfStageArgs = {
  stageArn,
  stageName: "live",
  routes: parseRoutes({ "GET /orders": lambdaProxy("orders") }),
};

const record = (more: Partial<FirewallOfStageArgs> = {}) =>
  recordResources(() => new Firewall("api-firewall", { ...args, ...more }));

interface Rule {
  name: string;
  priority: number;
  action?: object;
  overrideAction?: object;
  statement: Record<string, Record<string, unknown>>;
}

async function rulesOf(more: Partial<FirewallOfStageArgs> = {}): Promise<Record<string, Rule>> {
  const rules = (await record(more)).inputs("WebAcl", "api-firewall")["rules"] as Rule[];
  return Object.fromEntries(rules.map((rule) => [rule.name, rule]));
}

/** The regular expression of the paths with large bodies. */
async function largePaths(routes: Record<string, RouteDefinition>): Promise<RegExp> {
  const { bodySize } = await rulesOf({ routes: parseRoutes(routes) });
  const found = /"regexString":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(bodySize));
  return new RegExp(found ? (JSON.parse(found[1]!) as string) : "^never$(?!)");
}

describe("Firewall", () => {
  it("protects the stage, and allows requests that no rule matches", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      WebAcl: 1,
      WebAclAssociation: 1,
      LogGroup: 1,
      WebAclLoggingConfiguration: 1,
    });
    const webAcl = recorded.inputs("WebAcl", "api-firewall");
    assert.equal(webAcl["scope"], "REGIONAL");
    assert.deepEqual(webAcl["defaultAction"], { allow: {} });
    assert.deepEqual(recorded.inputs("WebAclAssociation", "api-firewall"), {
      resourceArn: stageArn,
      webAclArn: "arn:aws:test:::aws:wafv2/webAcl:WebAcl/api-firewall",
    });
  });

  it("counts an address's calls first, then blocks by size and by AWS's groups", async () => {
    const rules = await rulesOf();

    assert.deepEqual(
      Object.values(rules).map(({ name, priority, action, overrideAction }) => [
        priority,
        name,
        action ?? overrideAction,
      ]),
      [
        [0, "rate", { block: {} }],
        [1, "bodySize", { block: {} }],
        [2, "ipReputation", { none: {} }],
        [3, "knownBadInputs", { none: {} }],
        [4, "common", { none: {} }],
      ],
    );
    assert.deepEqual(rules["rate"]!.statement, {
      rateBasedStatement: { aggregateKeyType: "IP", limit: 2_000, evaluationWindowSec: 300 },
    });
  });

  it("blocks bodies that it can't inspect whole, and disables AWS's smaller limit", async () => {
    const recorded = await record();

    const { bodySize, common } = await rulesOf();
    assert.deepEqual(bodySize!.statement, {
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: "MATCH" } },
        comparisonOperator: "GT",
        size: 65_536,
        textTransformations: [{ priority: 0, type: "NONE" }],
      },
    });
    assert.deepEqual(recorded.inputs("WebAcl", "api-firewall")["associationConfig"], {
      requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_64" } }],
    });
    assert.deepEqual(common!.statement["managedRuleGroupStatement"]!["ruleActionOverrides"], [
      { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
    ]);
  });

  it("inspects bodies up to the largest allowed size", async () => {
    for (const [maxBodyKilobytes, limit] of [
      [1, "KB_16"],
      [16, "KB_16"],
      [17, "KB_32"],
      [48, "KB_48"],
      [49, "KB_64"],
    ] as const) {
      const webAcl = (await record({ maxBodyKilobytes })).inputs("WebAcl", "api-firewall");
      assert.match(JSON.stringify(webAcl["associationConfig"]), new RegExp(limit));
      assert.match(
        JSON.stringify(webAcl["rules"]),
        new RegExp(`"size":${maxBodyKilobytes * 1024}`),
      );
    }
  });

  it("allows large bodies only on the paths that accept them", async () => {
    const pattern = await largePaths({
      "POST /imports/v1.2": lambdaProxy("orders", { largeBody: true }),
      "PUT /files/{name}/parts/{part}": lambdaProxy("orders", { largeBody: true }),
      "ANY /blobs/{path+}": lambdaProxy("orders", { largeBody: true }),
      "POST /orders": lambdaProxy("orders"),
    });

    for (const path of [
      "/live/imports/v1.2",
      "/imports/v1.2",
      "/live/imports/v1.2/",
      "/live/files/a%2Fb/parts/2",
      "/live/blobs/a/b/c",
    ]) {
      assert.match(path, pattern);
    }
    for (const path of [
      "/live/orders",
      "/orders",
      "/live/imports/v1x2",
      "/live/imports/v1.2/more",
      "/live/files/a",
      "/live/files/a/b/parts/2",
      "/live/blobs",
      "/other/imports/v1.2",
      "/live/orders/imports/v1.2",
    ]) {
      assert.doesNotMatch(path, pattern);
    }
  });

  it("allows large uploads to a bucket unless the route sets largeBody: false", async () => {
    const put = (largeBody?: boolean) => ({
      "PUT /files/{name}": s3("files", {
        action: "put",
        key: from.path("name"),
        ...(largeBody !== undefined && { largeBody }),
      }),
    });

    assert.match("/live/files/a", await largePaths(put()));
    assert.doesNotMatch("/live/files/a", await largePaths(put(false)));
  });

  it("allows large bodies only at the root for a route at the root", async () => {
    const pattern = await largePaths({ "POST /": lambdaProxy("orders", { largeBody: true }) });

    for (const path of ["/live", "/live/", "/"]) assert.match(path, pattern);
    assert.doesNotMatch("/live/orders", pattern);
  });

  it("counts instead of blocking, or omits a rule, according to its mode", async () => {
    const rules = await rulesOf({
      rules: { rate: "count", common: "count", ipReputation: "off", sqlInjection: "block" },
      countOnly: { knownBadInputs: ["Log4JRCE_BODY"], common: ["GenericRFI_BODY"] },
    });

    assert.deepEqual(Object.keys(rules), [
      "rate",
      "bodySize",
      "knownBadInputs",
      "common",
      "sqlInjection",
    ]);
    assert.deepEqual(rules["rate"]!.action, { count: {} });
    assert.deepEqual(rules["common"]!.overrideAction, { count: {} });
    // Priorities don't depend on other rules.
    assert.equal(rules["knownBadInputs"]!.priority, 3);
    const counting = (rule: string) =>
      JSON.stringify(rules[rule]!.statement["managedRuleGroupStatement"]!["ruleActionOverrides"]);
    assert.match(counting("knownBadInputs"), /Log4JRCE_BODY/);
    assert.match(counting("common"), /SizeRestrictions_BODY.*GenericRFI_BODY/);
  });

  it("logs matched requests for 30 days, without headers that identify callers", async () => {
    const recorded = await record({
      authorizers: {
        partners: { kind: "token", source: "authorizers/partners", header: "X-Partner-Key" },
        teams: {
          kind: "request",
          source: "authorizers/teams",
          identitySources: ["method.request.header.X-Team", "context.identity.sourceIp"],
        },
      },
    });

    const headers = ["authorization", "cookie", "x-api-key", "x-amz-security-token"];
    headers.push("x-partner-key", "x-team");
    assert.deepEqual(recorded.inputs("LogGroup", "api-firewall"), {
      name: "aws-waf-logs-api-firewall-name",
      retentionInDays: 30,
    });
    const logging = recorded.inputs("WebAclLoggingConfiguration", "api-firewall");
    assert.deepEqual(
      logging["redactedFields"],
      headers.map((name) => ({ singleHeader: { name } })),
    );
    assert.deepEqual(logging["loggingFilter"], {
      defaultBehavior: "DROP",
      filters: [
        {
          behavior: "KEEP",
          requirement: "MEETS_ANY",
          conditions: [
            { actionCondition: { action: "BLOCK" } },
            { actionCondition: { action: "COUNT" } },
          ],
        },
      ],
    });
    assert.deepEqual(recorded.inputs("WebAcl", "api-firewall")["dataProtectionConfig"], {
      dataProtections: [
        { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: headers } },
      ],
    });
  });

  const wrong: [string, object, RegExp][] = [
    ["a rate below AWS's", { requestsPerAddress: 9 }, /requestsPerAddress is 9; allowed: .* 10 to/],
    ["a fraction as rate", { requestsPerAddress: 10.5 }, /requestsPerAddress/],
    ["another window", { rateWindowSeconds: 30 }, /rateWindowSeconds is 30; .*60, 120, 300, 600/],
    [
      "more than AWS inspects",
      { maxBodyKilobytes: 65 },
      /maxBodyKilobytes is 65; .*largeBody: true/,
    ],
    ["a limit of 0", { maxBodyKilobytes: 0 }, /maxBodyKilobytes/],
    [
      "an unknown rule",
      { rules: { bots: "block" } },
      /unknown option "rules\.bots"\. Use one of: rate, bodySize/,
    ],
    ["an unknown mode", { rules: { rate: "allow" } }, /rules\.rate is "allow"/],
    [
      "a rule that is not AWS's",
      { countOnly: { rate: ["rate"] } },
      /unknown option "countOnly\.rate"/,
    ],
    [
      "an invalid name of a rule",
      { countOnly: { common: ["a b"] } },
      /countOnly\.common\[0\] is "a b"/,
    ],
    ["another retention", { firewallLogRetentionDays: 31 }, /firewallLogRetentionDays is 31/],
  ];
  for (const [title, given, message] of wrong) {
    it(`refuses ${title}`, () => {
      refuses(() => new Firewall("api-firewall", { ...args, ...given } as FirewallOfStageArgs), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }

  it("refuses an unknown option", () => {
    refuses(() => defineApi({ routes: {}, firewall: { requestPerAddress: 1 } as FirewallArgs }), {
      name: "ComponentArgumentError",
      message: /unknown option "firewall.requestPerAddress". Did you mean "requestsPerAddress"/,
    });
  });

  it("refuses more paths with large bodies than AWS WAF accepts", () => {
    const routes = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `POST /imports-${index}/of-the-team`,
        lambdaProxy("orders", { largeBody: true }),
      ]),
    );

    assert.throws(
      () => new Firewall("api-firewall", { ...args, routes: parseRoutes(routes) }),
      (error) => error instanceof RouteError && /512.*\/files\/\{proxy\+\}/s.test(error.message),
    );
  });
});
