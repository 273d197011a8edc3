import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { faultText } from "./errors.ts";
import * as rules from "./options.ts";

const { optionFaults, required } = rules;

interface Key {
  plan: string;
  enabled?: boolean;
  quota?: { limit: number; period?: "day" | "week" };
  zones?: string[];
  tags?: Record<string, string>;
  size?: pulumi.Input<number>;
  firewall?: { rate?: number } | false;
  target?: { id?: string; range?: string };
}

const keyRules: rules.OptionRules<Key> = {
  plan: required(rules.text(/^[a-z]+$/, "lower-case letters", "Rename it.")),
  enabled: rules.flag,
  quota: rules.options<NonNullable<Key["quota"]>>({
    limit: required(rules.whole(1, 10_000)),
    period: rules.oneOf(["day", "week"]),
  }),
  zones: rules.listOf(rules.text(), {
    least: 2,
    distinct: true,
    allowed: "2 different zones or more",
  }),
  tags: rules.mapOf(rules.text(), rules.text(/^\w+$/, "letters, digits and _")),
  size: rules.input(rules.whole(1)),
  firewall: rules.falseOr(rules.options<{ rate?: number }>({ rate: rules.between(0, 1) })),
  target: rules.options<NonNullable<Key["target"]>>(
    { id: rules.text(), range: rules.text() },
    (target) =>
      target.id && target.range
        ? [
            { argument: "", given: target, allowed: "id or range" },
            { argument: "range", given: target.range, allowed: "nothing beside id" },
          ]
        : [],
  ),
};

const textsOf = (given: object) =>
  optionFaults({ plan: "gold", ...given }, keyRules).map(faultText);

describe("option rules", () => {
  for (const given of [
    {},
    { enabled: false, quota: { limit: 10_000, period: "week" }, zones: ["a", "b"] },
    { enabled: undefined, tags: {}, size: pulumi.output(0.5) },
    { tags: { a_1: "x" }, size: 7, firewall: false },
    { firewall: { rate: 0.5 } },
  ]) {
    it(`accept ${JSON.stringify(given)}`, () => {
      assert.deepEqual(textsOf(given), []);
    });
  }

  for (const [given, text] of [
    [{ enable: false }, 'unknown option "enable". Did you mean "enabled"?'],
    [{ quotas: {} }, 'unknown option "quotas". Did you mean "quota"?'],
    [
      { quota: { limit: 1, Period: "day" } },
      'unknown option "quota.Period". Did you mean "period"?',
    ],
    [{ quota: { limit: 1, x: 1 } }, 'unknown option "quota.x". Use one of: limit, period.'],
    [{ plan: undefined }, "plan is missing; allowed: lower-case letters. Rename it."],
    [{ plan: "Gold" }, 'plan is "Gold"; allowed: lower-case letters. Rename it.'],
    [{ enabled: "no" }, 'enabled is "no"; allowed: true or false.'],
    [{ enabled: null }, "enabled is null; allowed: true or false."],
    [{ quota: 5 }, "quota is 5; allowed: an object with limit, period."],
    [{ quota: [] }, "quota is []; allowed: an object with limit, period."],
    [{ quota: {} }, "quota.limit is missing; allowed: a whole number from 1 to 10,000."],
    [{ quota: { limit: 1.5 } }, "quota.limit is 1.5; allowed: a whole number from 1 to 10,000."],
    [{ quota: { limit: "5" } }, 'quota.limit is "5"; allowed: a whole number from 1 to 10,000.'],
    [{ quota: { limit: NaN } }, "quota.limit is NaN; allowed: a whole number from 1 to 10,000."],
    [{ quota: { limit: 1, period: "year" } }, 'quota.period is "year"; allowed: "day", "week".'],
    [{ zones: ["a"] }, 'zones is ["a"]; allowed: 2 different zones or more.'],
    [{ zones: ["a", "a"] }, 'zones is ["a","a"]; allowed: 2 different zones or more.'],
    [{ zones: ["a", 5] }, "zones[1] is 5; allowed: a non-empty string."],
    [{ tags: { "a b": "x" } }, 'tags["a b"] is not a valid name; allowed: letters, digits and _.'],
    [{ tags: { a: 1 } }, "tags.a is 1; allowed: a non-empty string."],
    [{ tags: ["a"] }, 'tags is ["a"]; allowed: an object of named values.'],
    [{ size: 0 }, "size is 0; allowed: a whole number, 1 or greater."],
    [{ enabled: pulumi.output(true) }, "enabled is an Output; allowed: true or false."],
    [{ firewall: true }, "firewall is true; allowed: an object with rate."],
    [
      { quota: new Date(0) },
      "quota is 1970-01-01T00:00:00.000Z; allowed: an object with limit, period.",
    ],
    [
      { quota: Promise.resolve({}) },
      "quota is Promise { {} }; allowed: an object with limit, period.",
    ],
    [{ tags: new Map() }, "tags is Map(0) {}; allowed: an object of named values."],
    [{ quota: 5n }, "quota is 5n; allowed: an object with limit, period."],
    [{ zones: Object.assign([], { 1: "a" }) }, "zones[0] is missing; allowed: a non-empty string."],
    [{ plan: () => "x" }, "plan is a function; allowed: lower-case letters. Rename it."],
  ] as const) {
    it(`refuse: ${text}`, () => {
      assert.deepEqual(textsOf(given), [text]);
    });
  }

  it("check options together once each is valid by itself", () => {
    assert.deepEqual(textsOf({ target: { id: "a" } }), []);
    assert.deepEqual(textsOf({ target: { id: "a", range: "b" } }), [
      'target is {"id":"a","range":"b"}; allowed: id or range.',
      'target.range is "b"; allowed: nothing beside id.',
    ]);
    assert.equal(textsOf({ target: { id: "a", range: 5 } }).length, 1);
  });

  it("refuse arguments that are not an object", () => {
    const check = (args: unknown) => rules.checkOptions("Key", args as Key, keyRules);

    assert.throws(
      () => check(undefined),
      /^ComponentArgumentError: Key: args is missing; allowed: /,
    );
    assert.throws(() => check("gold"), /args is "gold"; allowed: an object with plan, /);
  });

  it("report all faults at once", () => {
    assert.equal(textsOf({ enable: 1, plan: 5, quota: { limit: 0, perod: "day" } }).length, 4);
  });

  it("suggest an option of another name's neighbourhood only", () => {
    const [fault] = optionFaults({ plan: "a", throtle: 1 }, keyRules, "", ["throttle"]);

    assert.equal(fault && faultText(fault), 'unknown option "throtle". Did you mean "throttle"?');
  });
});
