import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compileStatement,
  type InspectedRequest,
  UnservedStatementError,
  RateCounter,
} from "./statements.ts";

const context = { inspectedBytes: 100, clock: () => 0 };
const none = [{ priority: 0, type: "NONE" }];

const matches = (statement: unknown, request: Partial<InspectedRequest> = {}) =>
  compileStatement(
    statement,
    context,
  )({
    clientIp: "127.0.0.1",
    uriPath: "/live/orders",
    bodyBytes: () => 0,
    ...request,
  });

const onPath = (regexString: string) => ({
  regexMatchStatement: { regexString, fieldToMatch: { uriPath: {} }, textTransformations: none },
});

const size = (comparisonOperator: string, size: number, oversizeHandling?: string) => ({
  sizeConstraintStatement: {
    comparisonOperator,
    size,
    fieldToMatch: { body: { oversizeHandling } },
    textTransformations: none,
  },
});

describe("statements of a firewall's rules", () => {
  const orders = onPath("/orders$");
  const other = onPath("/other$");
  for (const [what, statement, expected] of [
    ["a path", orders, true],
    ["another path", other, false],
    ["not", { notStatement: { statement: other } }, true],
    ["and", { andStatement: { statements: [orders, orders] } }, true],
    ["and not all", { andStatement: { statements: [orders, other] } }, false],
    ["or", { orStatement: { statements: [other, orders] } }, true],
    ["or none", { orStatement: { statements: [other, other] } }, false],
    ["what an exported stack says", { andStatement: null, orStatement: null, ...orders }, true],
  ] as const) {
    it(`match ${what}`, async () => assert.equal(await matches(statement), expected));
  }

  it("compare a body's size", async () => {
    for (const [operator, ...expected] of [
      ["EQ", false, true, false],
      ["NE", true, false, true],
      ["LT", true, false, false],
      ["LE", true, true, false],
      ["GT", false, false, true],
      ["GE", false, true, true],
    ] as const) {
      const responses = [9, 10, 11].map((bytes) =>
        matches(size(operator, 10), { bodyBytes: () => bytes }),
      );
      assert.deepEqual(await Promise.all(responses), expected, operator);
    }
  });

  it("go by the oversize handling where a body is not seen whole", async () => {
    const large = { bodyBytes: () => 101 };

    assert.equal(await matches(size("LT", 10, "MATCH"), large), true);
    assert.equal(await matches(size("GT", 10, "NO_MATCH"), large), false);
    // Only what is seen counts.
    assert.equal(await matches(size("GT", 100, "CONTINUE"), large), false);
    assert.equal(await matches(size("GE", 100), large), true);
  });

  it("count by address, and only what is in scope", async () => {
    const compiled = compileStatement(
      {
        rateBasedStatement: {
          aggregateKeyType: "IP",
          limit: 1,
          evaluationWindowSec: null,
          scopeDownStatement: orders,
        },
      },
      context,
    );
    const call = (clientIp: string, uriPath: string) =>
      compiled({ clientIp, uriPath, bodyBytes: () => 0 });

    assert.equal(await call("1.1.1.1", "/other"), false);
    assert.equal(await call("1.1.1.1", "/orders"), false);
    assert.equal(await call("2.2.2.2", "/orders"), false);
    assert.equal(await call("1.1.1.1", "/orders"), true);
    assert.equal(await call("1.1.1.1", "/other"), false);
  });

  for (const [what, statement] of [
    ["groups of AWS's", { managedRuleGroupStatement: { name: "a", vendorName: "AWS" } }],
    ["countries", { geoMatchStatement: { countryCodes: ["SE"] } }],
    ["such within others", { notStatement: { statement: { xssMatchStatement: {} } } }],
    ["nothing at all", undefined],
    ["other keys of a rate", { rateBasedStatement: { aggregateKeyType: "FORWARDED_IP" } }],
    ["the size of a header", { sizeConstraintStatement: { fieldToMatch: { singleHeader: {} } } }],
    ["what Node.js can't read", onPath("(?>a)")],
    [
      "transformed paths",
      {
        regexMatchStatement: {
          regexString: "a",
          fieldToMatch: { uriPath: {} },
          textTransformations: [{ priority: 0, type: "LOWERCASE" }],
        },
      },
    ],
  ] as const) {
    it(`are not served for ${what}`, () => {
      assert.throws(() => compileStatement(statement, context), UnservedStatementError);
    });
  }
});

describe("RateCounter", () => {
  it("counts the seconds of its window, and no others", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 60 });

    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 12 }), (waits, windowSeconds) => {
        let now = 0;
        const counter = new RateCounter(windowSeconds, () => now);
        const seconds: number[] = [];
        for (const wait of waits) {
          now += wait;
          const second = Math.floor(now / 1000);
          seconds.push(second);
          const expected = seconds.filter((each) => each > second - windowSeconds).length;
          assert.equal(counter.count("1.1.1.1"), expected);
        }
      }),
    );
  });

  it("forgets the address that came first rather than growing without end", () => {
    const counter = new RateCounter(1, () => 0);
    for (let address = 0; address < 10_001; address++) counter.count(String(address));

    assert.equal(counter.count("10000"), 2);
    assert.equal(counter.count("0"), 1);
  });
});
