import assert from "node:assert/strict";
import fc from "fast-check";
import { GatewayError } from "../response/gatewayError.ts";
import { parseQuery, parseTarget } from "./target.ts";

describe("parseTarget", () => {
  const cases: [target: string, stage: string, path: string, fullPath: string][] = [
    ["/dev/x", "dev", "/x", "/dev/x"],
    ["/dev/x/", "dev", "/x/", "/dev/x/"],
    ["/dev/a//b", "dev", "/a//b", "/dev/a//b"],
    ["//dev/x", "dev", "/x", "/dev/x"],
    ["/dev//x", "dev", "/x", "/dev//x"],
    ["/dev", "dev", "/", "/dev"],
    ["/dev/", "dev", "/", "/dev/"],
    ["/", "", "/", "/"],
    [
      "/dev/u/t%2Ba@x.com/t+a@x.com",
      "dev",
      "/u/t%2Ba@x.com/t+a@x.com",
      "/dev/u/t%2Ba@x.com/t+a@x.com",
    ],
    ["/dev/x?a=/y", "dev", "/x", "/dev/x"],
    ["/dev/x#part?a=1", "dev", "/x", "/dev/x"],
    ["/d%65v/x", "d%65v", "/x", "/d%65v/x"],
  ];
  for (const [target, stage, path, fullPath] of cases) {
    it(`parses ${target}`, () => {
      const parsed = parseTarget(target);

      assert.deepEqual([parsed.stage, parsed.path, parsed.fullPath], [stage, path, fullPath]);
    });
  }

  const refused: [target: string, status: number][] = [
    ["http://elsewhere/dev/x", 400],
    ["*", 400],
    ["", 400],
    ["/dev/x?a=|", 400],
    ["/dev/x?a={b}", 400],
    ["/dev/x?a=%zz", 400],
    ["/dev/x?a=%ff", 400],
    [`/dev/${"x".repeat(10_240)}`, 414],
  ];
  for (const [target, status] of refused) {
    it(`refuses ${target.slice(0, 30)} with ${status}`, () => {
      assert.throws(
        () => parseTarget(target),
        (error: unknown) => error instanceof GatewayError && error.status === status,
      );
    });
  }
});

describe("parseQuery", () => {
  const cases: [text: string, multi: Record<string, string[]>][] = [
    ["a=1", { a: ["1"] }],
    ["a=1&a=2&b=3", { a: ["1", "2"], b: ["3"] }],
    ["a=1,2", { a: ["1,2"] }],
    ["a=%2B&b=+&c=%20", { a: ["+"], b: [" "], c: [" "] }],
    ["a=1;b=2", { a: ["1"], b: ["2"] }],
    ["a", { a: [""] }],
    ["a=", { a: [""] }],
    ["a=b=c", { a: ["b=c"] }],
    ["&&a=1&", { a: ["1"] }],
    ["k%C3%A4se=%E2%82%AC", { käse: ["€"] }],
  ];
  for (const [text, multi] of cases) {
    it(`decodes ${text}`, () => {
      const query = parseQuery(text);

      assert.deepEqual({ ...query?.multi }, multi);
      const last = Object.entries(multi).map(([key, values]) => [key, values.at(-1)]);
      assert.deepEqual({ ...query?.single }, Object.fromEntries(last));
    });
  }

  for (const text of ["", "&", ";&"]) {
    it(`finds no parameter in "${text}"`, () => {
      assert.equal(parseQuery(text), undefined);
    });
  }

  it("keeps keys that are names of inherited members", () => {
    assert.equal(parseQuery("__proto__=1&constructor=2")?.single["__proto__"], "1");
  });

  it("decodes the output of URLSearchParams", () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string()), {
      minLength: 1,
    });

    fc.assert(
      fc.property(pairs, (sent) => {
        const parsed = parseQuery(new URLSearchParams(sent).toString());
        for (const [key, value] of new Map(sent)) {
          assert.equal(parsed?.single[key], value);
        }
      }),
    );
  });
});
