import assert from "node:assert/strict";
import {
  arn,
  behind,
  custom,
  group,
  groupArn,
  onPath,
  reference,
  resource,
  rule,
} from "./testing/webAcl.ts";

const inserting = (name: string, value: string) => ({
  customRequestHandling: { insertHeaders: [{ name, value }] },
});

describe("a web ACL", () => {
  it("replaces the API's response, by a rule or by default", async () => {
    const { call, gateway } = await behind({
      defaultAction: custom(503, "html"),
      customResponseBodies: [
        { key: "html", content: "<p>closed</p>", contentType: "TEXT_HTML" },
        { key: "json", content: '{"no":1}', contentType: "APPLICATION_JSON" },
      ],
      rules: [
        rule("json", 1, custom(429, "json"), onPath("/json")),
        rule("empty", 2, custom(404), onPath("/empty")),
        rule("plain", 3, { block: {} }, onPath("/plain")),
      ],
    });

    const [json, empty, plain, other] = [
      await call("/json"),
      await call("/empty"),
      await call("/plain"),
      await call("/x"),
    ];
    await gateway.close({ graceMs: 0 });

    assert.deepEqual(
      [json.status, json.text, json.headers["content-type"]],
      [429, '{"no":1}', "application/json"],
    );
    assert.deepEqual([json.headers["x-why"], empty.status, empty.text], ["waf", 404, ""]);
    assert.equal(plain.status, 418);
    assert.deepEqual(
      [other.status, other.text, other.headers["content-type"]],
      [503, "<p>closed</p>", "text/html"],
    );
    assert.equal(gateway.events.length, 0);
    assert.equal(gateway.logLines[0], "WAF_BLOCK 403 WAF_FILTERED");
  });

  it("inserts headers of counting rules and of the action that allows, instead of the client's", async () => {
    const { call, gateway } = await behind({
      defaultAction: { allow: inserting("default", "d") },
      rules: [
        rule("count", 1, { count: inserting("seen", "yes") }, onPath("/a")),
        rule("allow", 2, { allow: inserting("rule", "r") }, onPath("/a/b")),
      ],
    });
    const inserted = async (path: string) => {
      const { event } = await call(path, ["X-Amzn-Waf-Seen", "forged"]);
      const { headers } = event!;
      return ["seen", "rule", "default"].map(
        (name) =>
          headers[`x-amzn-waf-${name}`] ??
          headers[`X-Amzn-Waf-${name[0]!.toUpperCase()}${name.slice(1)}`],
      );
    };

    assert.deepEqual(await inserted("/a/b"), ["yes", "r", undefined]);
    assert.deepEqual(await inserted("/a"), ["yes", undefined, "d"]);
    assert.deepEqual(await inserted("/x"), ["forged", undefined, "d"]);
    await gateway.close({ graceMs: 0 });
  });

  it("has rules in ruleJson, of separate resources and of groups", async () => {
    const ruleJson = JSON.stringify([
      {
        Name: "json",
        Priority: 5,
        Action: { Block: { CustomResponse: { ResponseCode: 410 } } },
        Statement: {
          IPSetReferenceStatement: {
            ARN: "ips",
            IPSetForwardedIPConfig: {
              HeaderName: "X-F",
              FallbackBehavior: "NO_MATCH",
              Position: "FIRST",
            },
          },
        },
      },
    ]);
    const { call, gateway, notes } = await behind({ ruleJson }, [
      resource("ipSet:IpSet", { arn: "ips", addresses: ["10.0.0.0/8"] }),
      resource("webAclRule:WebAclRule", {
        webAclArn: arn,
        ...rule("own", 1, { block: {} }, onPath("/own")),
      }),
      resource("webAclRuleGroupAssociation:WebAclRuleGroupAssociation", {
        webAclArn: arn,
        ruleName: "apart",
        priority: 2,
        ruleGroupReference: { arn: groupArn },
      }),
      group({ rules: [rule("in group", 0, custom(409), onPath("/group"))] }),
    ]);

    assert.deepEqual(notes, []);
    assert.equal((await call("/x", ["X-F", "10.1.1.1"])).status, 410);
    assert.equal((await call("/x", ["X-F", "8.8.8.8"])).status, 200);
    assert.equal((await call("/own")).status, 418);
    assert.equal((await call("/group")).status, 409);
    await gateway.close({ graceMs: 0 });
  });

  it("passes labels on, and lets references override a group's actions", async () => {
    const labelled = { ruleLabels: [{ name: "ns:bad" }] };
    const groupRules = [
      rule("label", 0, { count: {} }, onPath("/label"), labelled),
      rule("block", 1, { block: {} }, onPath("/block")),
      rule("kept", 2, { block: {} }, onPath("/kept")),
    ];
    const { call, gateway } = await behind(
      {
        rules: [
          {
            name: "group",
            priority: 1,
            overrideAction: { none: {} },
            statement: reference({
              ruleActionOverrides: [{ name: "block", actionToUse: { count: {} } }],
            }),
          },
          rule("by label", 2, custom(451), {
            labelMatchStatement: {
              scope: "LABEL",
              key: "awswaf:123456789012:rulegroup:group:ns:bad",
            },
          }),
        ],
      },
      [group({ rules: groupRules, arn: groupArn })],
    );
    assert.equal((await call("/label")).status, 451);
    assert.equal((await call("/block")).status, 200);
    assert.equal((await call("/kept")).status, 418);
    await gateway.close({ graceMs: 0 });

    const counting = await behind(
      {
        rules: [
          { name: "group", priority: 1, overrideAction: { count: {} }, statement: reference() },
        ],
      },
      [group({ rules: groupRules })],
    );
    assert.equal((await counting.call("/kept")).status, 200);
    await counting.gateway.close({ graceMs: 0 });
  });
});
