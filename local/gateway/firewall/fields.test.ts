import assert from "node:assert/strict";
import { compileStatement } from "./statements.ts";
import {
  contains,
  context,
  forwardedIpConfig,
  type Given,
  labels,
  table,
  via,
} from "./testing/fieldCases.ts";
import { inspectedRequest } from "./testing/inspected.ts";

const matches = (statement: object, given: Given = {}) =>
  compileStatement(statement, context)(inspectedRequest(given), labels);

describe("fields and statements of a firewall's rules", () => {
  for (const [title, statement, given, expected] of table) {
    it(`${title}: ${expected}`, async () =>
      assert.equal(await matches(statement, given), expected));
  }

  // "Aggregating rate-based rules in AWS WAF".
  for (const [title, settings, first, other] of [
    [
      "a header",
      {
        customKeys: [
          { header: { name: "X-K", textTransformations: [{ priority: 0, type: "LOWERCASE" }] } },
        ],
      },
      { rawHeaders: ["X-K", "A"] },
      { rawHeaders: ["X-K", "b"] },
    ],
    [
      "a cookie",
      { customKeys: [{ cookie: { name: "k" } }] },
      { rawHeaders: ["Cookie", "k=1"] },
      { rawHeaders: ["Cookie", "j=1"] },
    ],
    [
      "an argument and the method",
      { customKeys: [{ queryArgument: { name: "k" } }, { httpMethod: {} }] },
      { query: "k=1" },
      { query: "k=1", method: "PUT" },
    ],
    ["the path", { customKeys: [{ uriPath: {} }] }, { uriPath: "/a" }, { uriPath: "/b" }],
    ["the query", { customKeys: [{ queryString: {} }] }, { query: "a" }, { query: "b" }],
    [
      "the address and a label",
      { customKeys: [{ ip: {} }, { labelNamespace: { namespace: "ns:" } }] },
      {},
      { clientIp: "10.0.0.1" },
    ],
    [
      "a forwarded address",
      { aggregateKeyType: "FORWARDED_IP", forwardedIpConfig },
      via("8.8.8.8"),
      via("9.9.9.9"),
    ],
  ] as const) {
    it(`counts by ${title}`, async () => {
      const rateBasedStatement = { aggregateKeyType: "CUSTOM_KEYS", limit: 1, ...settings };
      const compiled = compileStatement({ rateBasedStatement }, context);
      const count = (given: Given) => compiled(inspectedRequest(given), labels);

      assert.deepEqual(
        [await count(first), await count(other), await count(first)],
        [false, false, true],
      );
    });
  }

  it("counts all requests in scope together", async () => {
    const scopeDownStatement = contains("/a", { uriPath: {} });
    const compiled = compileStatement(
      { rateBasedStatement: { aggregateKeyType: "CONSTANT", limit: 1, scopeDownStatement } },
      context,
    );
    const count = (clientIp: string, uriPath: string) =>
      compiled(inspectedRequest({ clientIp, uriPath }), labels);

    assert.equal(await count("1.1.1.1", "/a"), false);
    assert.equal(await count("1.1.1.1", "/b"), false);
    assert.equal(await count("2.2.2.2", "/a"), true);
  });
});
