import assert from "node:assert/strict";
import fc from "fast-check";
import { RateCounter } from "./rateCounter.ts";
import type { InspectedRequest } from "./request.ts";
import { compileStatement } from "./statements.ts";
import { inspectedRequest, statementContext } from "./testing/inspected.ts";
import { UnservedStatementError } from "./unserved.ts";

const context = statementContext();
const none = [{ priority: 0, type: "NONE" }];

const matches = (statement: unknown, request: Partial<InspectedRequest> = {}) =>
  compileStatement(statement, context)(inspectedRequest(request), new Set());

const onPath = (regexString: string) => ({
  regexMatchStatement: { regexString, fieldToMatch: { uriPath: {} }, textTransformations: none },
});

const bytes = (searchString: unknown, more: object = {}) => ({
  byteMatchStatement: {
    searchString,
    positionalConstraint: "EXACTLY",
    fieldToMatch: { singleHeader: { name: "X-Edge-Secret" }, uriPath: null },
    textTransformations: none,
    ...more,
  },
});
const lowerCase = { textTransformations: [{ priority: 0, type: "LOWERCASE" }] };
const path = { fieldToMatch: { uriPath: {} } };

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
  for (const [title, statement, expected] of [
    ["a path", orders, true],
    ["another path", other, false],
    ["not", { notStatement: { statement: other } }, true],
    ["and", { andStatement: { statements: [orders, orders] } }, true],
    ["and with one mismatch", { andStatement: { statements: [orders, other] } }, false],
    ["or", { orStatement: { statements: [other, orders] } }, true],
    ["or without a match", { orStatement: { statements: [other, other] } }, false],
    [
      "a statement with the nulls of an exported stack",
      { andStatement: null, orStatement: null, ...orders },
      true,
    ],
  ] as const) {
    it(`evaluate ${title}`, async () => assert.equal(await matches(statement), expected));
  }

  for (const [title, statement, header, expected] of [
    ["the same text", bytes("s3cret"), "s3cret", true],
    ["another text", bytes("s3cret"), "s3cret2", false],
    ["another case", bytes("s3cret"), "S3CRET", false],
    ["another case in lower case", bytes("s3cret", lowerCase), "S3CRET", true],
    ["two lines", bytes("s3cret"), "s3cret,s3cret", false],
    ["a missing header", bytes("s3cret"), undefined, false],
    ["an empty header", bytes("s3cret"), "", false],
    ["a beginning", bytes("s3c", { positionalConstraint: "STARTS_WITH" }), "s3cret", true],
    ["an end", bytes("ret", { positionalConstraint: "ENDS_WITH" }), "s3cret", true],
    ["a part", bytes("cre", { positionalConstraint: "CONTAINS" }), "s3cret", true],
    ["a path", bytes("/live/orders", path), undefined, true],
    ["a part of a path", bytes("/orders", path), undefined, false],
  ] as const) {
    it(`compare ${title}`, async () => {
      const request = { header: (name: string) => (name === "x-edge-secret" ? header : undefined) };

      assert.equal(await matches(statement, request), expected);
    });
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

  it("follow the oversize handling for a body that exceeds the inspected size", async () => {
    const large = { bodyBytes: () => 101 };

    assert.equal(await matches(size("LT", 10, "MATCH"), large), true);
    assert.equal(await matches(size("GT", 10, "NO_MATCH"), large), false);
    // Only the inspected part counts.
    assert.equal(await matches(size("GT", 100, "CONTINUE"), large), false);
    assert.equal(await matches(size("GE", 100), large), true);
  });

  it("count requests by address, and only those in scope", async () => {
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
      compiled(inspectedRequest({ clientIp, uriPath }), new Set());

    assert.equal(await call("1.1.1.1", "/other"), false);
    assert.equal(await call("1.1.1.1", "/orders"), false);
    assert.equal(await call("2.2.2.2", "/orders"), false);
    assert.equal(await call("1.1.1.1", "/orders"), true);
    assert.equal(await call("1.1.1.1", "/other"), false);
  });

  for (const [title, statement] of [
    ["a missing statement", undefined],
    ["an unknown statement", { xyzStatement: {} }],
    ["a nested unknown statement", { notStatement: { statement: { xyzStatement: {} } } }],
    ["rates by an unknown key", { rateBasedStatement: { aggregateKeyType: "XYZ" } }],
    ["rates by no key", { rateBasedStatement: { aggregateKeyType: "CUSTOM_KEYS" } }],
    [
      "rates by an unknown custom key",
      { rateBasedStatement: { aggregateKeyType: "CUSTOM_KEYS", customKeys: [{ xyz: {} }] } },
    ],
    ["an unknown constraint", bytes("a", { positionalConstraint: "XYZ" })],
    ["a text that is not there", bytes(undefined)],
    ["an empty text", bytes("")],
    ["an unknown field", bytes("a", { fieldToMatch: { xyz: {} } })],
    [
      "an unknown transformation",
      bytes("a", { textTransformations: [{ priority: 0, type: "X" }] }),
    ],
    ["an unknown comparison", size("XYZ", 1)],
    ["patterns that JavaScript does not have", onPath("(?>a)")],
    ["patterns that JavaScript reads otherwise", onPath("[[:alpha:]]")],
    ["a set that is not there", { ipSetReferenceStatement: { arn: "none" } }],
    ["an unknown scope of a label", { labelMatchStatement: { scope: "XYZ", key: "a" } }],
  ] as const) {
    it(`do not support ${title}`, () => {
      assert.throws(() => compileStatement(statement, context), UnservedStatementError);
    });
  }
});

describe("RateCounter", () => {
  it("counts exactly the requests within its window", () => {
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
          const expected = seconds.filter((earlier) => earlier > second - windowSeconds).length;
          assert.equal(counter.count("1.1.1.1"), expected);
        }
      }),
    );
  });

  it("drops the oldest address at its size limit", () => {
    const counter = new RateCounter(1, () => 0);
    for (let address = 0; address < 10_001; address++) counter.count(String(address));

    assert.equal(counter.count("10000"), 2);
    assert.equal(counter.count("0"), 1);
  });
});
