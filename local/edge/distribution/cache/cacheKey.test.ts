import assert from "node:assert/strict";
import type { CachePolicy } from "../model.ts";
import { all, allBut, only, policy, viewer } from "../testing/viewer.ts";
import { cacheKey } from "./cacheKey.ts";
import { acceptedEncodings } from "./viewerValues.ts";

type Request = Parameters<typeof viewer>;

describe("cacheKey", () => {
  const rows: [title: string, Partial<CachePolicy>, Request, Request, isSame: boolean][] = [
    ["the path", {}, ["/a"], ["/b"], false],
    ["the case of the path", {}, ["/a"], ["/A"], false],
    ["GET and HEAD", {}, ["/a"], ["/a", {}, "HEAD"], true],
    ["GET and OPTIONS", {}, ["/a"], ["/a", {}, "OPTIONS"], false],
    ["a query that is not in the key", {}, ["/a?x=1"], ["/a?x=2"], true],
    ["a query", { queryStrings: all }, ["/a?x=1"], ["/a?x=2"], false],
    ["the order of a query", { queryStrings: all }, ["/a?x=1&y=2"], ["/a?y=2&x=1"], false],
    ["a listed parameter", { queryStrings: only("x") }, ["/a?x=1"], ["/a?x=2"], false],
    ["other parameters", { queryStrings: only("x") }, ["/a?x=1&y=1"], ["/a?x=1&y=2"], true],
    ["an encoded parameter", { queryStrings: only("x") }, ["/a?%78=1"], ["/a?%78=2"], false],
    ["an excluded parameter", { queryStrings: allBut("x") }, ["/a?x=1"], ["/a?x=2"], true],
    ["a header that is not in the key", {}, ["/a", { a: "1" }], ["/a", { a: "2" }], true],
    ["a listed header", { headers: only("a") }, ["/a", { a: "1" }], ["/a", { a: "2" }], false],
    ["a missing header", { headers: only("a") }, ["/a", { a: "1" }], ["/a"], false],
    [
      "two users, by a listed Authorization",
      { headers: only("authorization") },
      ["/a", { authorization: "Bearer ada" }],
      ["/a", { authorization: "Bearer bob" }],
      false,
    ],
    ["the host", {}, ["/a", { host: "a.example" }], ["/a", { host: "b.example" }], true],
    [
      "a cookie",
      { cookies: only("s") },
      ["/a", { cookie: "s=1; t=1" }],
      ["/a", { cookie: "s=2; t=1" }],
      false,
    ],
    [
      "other cookies",
      { cookies: only("s") },
      ["/a", { cookie: "s=1; t=1" }],
      ["/a", { cookie: "t=2; s=1" }],
      true,
    ],
    [
      "encodings that are normalized to the same",
      { gzip: true, brotli: true },
      ["/a", { "accept-encoding": "gzip, deflate, br" }],
      ["/a", { "accept-encoding": "br;q=0.9, gzip" }],
      true,
    ],
    [
      "encodings",
      { gzip: true },
      ["/a", { "accept-encoding": "gzip" }],
      ["/a", { "accept-encoding": "identity" }],
      false,
    ],
  ];
  for (const [title, settings, one, other, isSame] of rows) {
    it(`${isSame ? "is the same for" : "differs by"} ${title}`, () => {
      const keys = [one, other].map((request) => cacheKey(viewer(...request), policy(settings)));

      assert.equal(keys[0] === keys[1], isSame);
    });
  }
});

describe("acceptedEncodings", () => {
  const both = { gzip: true, brotli: true };
  for (const [header, settings, expected] of [
    ["gzip, br", both, ["br", "gzip"]],
    ["gzip, br", { gzip: true, brotli: false }, ["gzip"]],
    ["br;q=0, gzip;q=0.5", both, ["gzip"]],
    ["GZIP", both, ["gzip"]],
    ["deflate, sdch", both, []],
    [undefined, both, []],
  ] as const) {
    it(`takes [${expected.join(", ")}] from ${header}`, () => {
      assert.deepEqual(acceptedEncodings(header, settings), expected);
    });
  }
});
