import assert from "node:assert/strict";
import { behind, onPath, rule } from "./testing/webAcl.ts";

describe("a web ACL with rules that are not evaluated as on AWS", () => {
  it("asks for puzzles", async () => {
    const { call, gateway } = await behind({
      rules: [
        rule("captcha", 1, { captcha: {} }, onPath("/captcha")),
        rule("challenge", 2, { challenge: {} }, onPath("/challenge")),
      ],
    });
    const [captcha, challenge] = [await call("/captcha"), await call("/challenge")];
    await gateway.close({ graceMs: 0 });

    assert.deepEqual([captcha.status, captcha.headers["x-amzn-waf-action"]], [405, "captcha"]);
    assert.deepEqual(
      [challenge.status, challenge.headers["x-amzn-waf-action"]],
      [202, "challenge"],
    );
    assert.equal(gateway.events.length, 0);
  });

  for (const [title, action, statement, status] of [
    ["blocks", { block: {} }, { xyzStatement: {} }, 418],
    ["does not allow", { allow: {} }, { xyzStatement: {} }, 418],
    ["does not count", { count: {} }, { xyzStatement: {} }, 418],
    [
      "blocks in an unknown group",
      undefined,
      { ruleGroupReferenceStatement: { arn: "none" } },
      418,
    ],
  ] as const) {
    it(`names a rule that can't be evaluated, and ${title}`, async () => {
      const defaultAction =
        title === "blocks" || action === undefined ? { allow: {} } : { block: {} };
      const { call, gateway, notes } = await behind({
        defaultAction,
        rules: [{ name: "odd", priority: 0, action, statement }],
      });

      assert.equal((await call("/x")).status, status);
      assert.match(notes.join(), /web ACL "acl": "odd" uses .*blocks every request/);
      await gateway.close({ graceMs: 0 });
    });
  }

  it("names detections that only AWS has", async () => {
    const { notes, gateway, call } = await behind({
      rules: [
        rule(
          "sql",
          0,
          { block: {} },
          { orStatement: { statements: [{ sqliMatchStatement: {} }, onPath("/own")] } },
        ),
        {
          name: "aws",
          priority: 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { name: "x", vendorName: "AWS" } },
        },
      ],
    });

    assert.deepEqual(notes, ['rules of the web ACL "acl", which match nothing here: sql, aws']);
    assert.equal((await call("/own")).status, 418);
    assert.equal((await call("/x")).status, 200);
    await gateway.close({ graceMs: 0 });
  });

  it("blocks by a country that is not known", async () => {
    const { call, gateway } = await behind({
      rules: [
        rule(
          "geo",
          0,
          { block: {} },
          {
            geoMatchStatement: {
              countryCodes: ["SE"],
              forwardedIpConfig: { headerName: "X-F", fallbackBehavior: "NO_MATCH" },
            },
          },
        ),
      ],
    });

    assert.equal((await call("/x", ["X-F", "8.8.8.8"])).status, 418);
    assert.equal((await call("/x", ["X-F", "10.0.0.1"])).status, 200);
    assert.equal((await call("/x")).status, 200);
    await gateway.close({ graceMs: 0 });
  });
});
