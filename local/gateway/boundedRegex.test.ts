import assert from "node:assert/strict";
import { bounded, boundedTest, SlowRegexError } from "./boundedRegex.ts";
import { compileRegex } from "./firewall/regex.ts";
import { render } from "./velocity/testing.ts";

/** Fits `(a+)+$` only up to its last sign, which takes 2^50 attempts to find out. */
const text = `${"a".repeat(50)}!`;

describe("a search with a regular expression that takes too long", () => {
  for (const [what, search] of [
    ["in a template's matches", () => render(`$input.body.matches('(a+)+')`, text)],
    ["in a template's replaceAll", () => render(`$input.body.replaceAll('(a|a)*$', 'b')`, text)],
    ["in a template's split", () => render(`$input.body.split('(a+)+$')`, text)],
    [
      "in a JSONPath's filter",
      () => render(`$input.path("$[?(@.t =~ /(a+)+/)]")`, JSON.stringify([{ t: text }])),
    ],
    ["in a firewall's statement", () => compileRegex("^(a+)+$")(text)],
    ["in a long text", () => boundedTest(/x*x*x*y/)("x".repeat(20_000))],
  ] as const) {
    it(`ends ${what}`, () => {
      assert.throws(search, SlowRegexError);
    });
  }

  it("says neither pattern nor text", () => {
    assert.doesNotMatch(new SlowRegexError("hunter2").message, /hunter2/);
  });
});

describe("other searches", () => {
  for (const regex of [/b+$/, /(?:a|b){2,}c*/g, /^(\w+)\s\1$/, /(?<!a)b/, /[(|]\)*/]) {
    it(`give what ${regex} gives`, () => {
      const texts = ["", "ab abc b", "a a", "(|)".repeat(5000), "ab".repeat(5000)];
      for (const each of texts) {
        const found = () => each.replace(regex, "<$&>");
        assert.equal(bounded(regex, each, found), found());
      }
    });
  }

  it("pass errors on", () => {
    const fail = () => {
      throw new TypeError("mine");
    };
    assert.throws(() => bounded(/(a+)+/, text, fail), new TypeError("mine"));
  });
});
