import assert from "node:assert/strict";
import fc from "fast-check";
import { queryOf, servicePath } from "./target.ts";

describe("servicePath", () => {
  for (const [path, expected] of [
    ["/", "/"],
    ["/orders/42", "/orders/42"],
    ["/orders/", "/orders/"],
    ["/a//b", "/a//b"],
    ["/u/t%2Ba@x.com/t+a@x.com", "/u/t%2Ba@x.com/t+a@x.com"],
    ["/a%2Fb", "/a%2Fb"],
    ["/.well-known/jwks.json", "/.well-known/jwks.json"],
    ["/a...b/...", "/a...b/..."],
    ["//evil.com/x", "/evil.com/x"],
    ["/\\evil.com/x", "/evil.com/x"],
    ["http://evil.com/x", "/http://evil.com/x"],
    ["/a\\b", "/a%5Cb"],
    ["/a?b#c", "/a%3Fb%23c"],
    ["/a b\r\nX-Evil: 1", "/a%20b%0D%0AX-Evil:%201"],
    ["/ü/\u{1F600}", "/%C3%BC/%F0%9F%98%80"],
  ] as const) {
    it(`passes ${JSON.stringify(path)} on as ${expected}`, () => {
      assert.equal(servicePath("", path), expected);
    });
  }

  it("puts the base path before the path", () => {
    assert.equal(servicePath("/base", "/orders"), "/base/orders");
    assert.equal(servicePath("/base", "/a b"), "/base/a%20b");
  });

  for (const path of [
    "/public/../admin",
    "/..",
    "/./admin",
    "/public/%2e%2E/admin",
    "/public/.%2e/admin",
    "/public/..%2fadmin",
    "/public%2F..%2Fadmin",
    "/public/..\\admin",
    "/public%5c..%5cadmin",
    "/public/..;/admin",
    "/public/..%3Ba=1/admin",
    "/public/%252e%252e/admin",
    "/public/%25252e%25252e%25252fadmin",
    "/public/%c0%ae%c0%ae/admin",
    "/public/..%c0%afadmin",
    "/public/..%c1%9cadmin",
    "/public/%e0%80%ae./admin",
    "/public/%u002e%u002e/admin",
    "/public/%EF%BC%8E%EF%BC%8E/admin",
    "/public/\uff0e\uff0e/admin",
    "/public/\u2025/admin",
    "/public/..%EF%BC%8Fadmin",
    "/public/..%00/admin",
    "/public/..%3fx",
    "/public/..%23/admin",
    "/public/.%09./admin",
    "/public/%0a..%0d/admin",
    "/public/%uff0e%uFF0E/admin",
    "/public/..%uff0fadmin",
    "/public/..%20/admin",
    "/public/%25%32%65%25%32%65/admin",
    "/public/%5c..%5c..%5cadmin",
    "/public/%2e",
    `/public/%${"25".repeat(4_000)}2e`,
  ]) {
    it(`refuses ${path.slice(0, 40)}, which a service could read as another route`, () => {
      assert.throws(() => servicePath("", path), { name: "ProxyFailure", kind: "unsafePath" });
    });
  }

  it("turns any accepted path into a request target below the base path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        let target: string;
        try {
          target = servicePath("/base", path);
        } catch {
          return;
        }
        assert.match(target, /^\/base\/[!-~]*$/);
        const url = new URL(target, "http://service");
        assert.equal(url.host, "service");
        assert.ok(url.pathname.startsWith("/base/"));
      }),
    );
  });

  it("lets no server leave the route's prefix, however it reads the path", () => {
    const piece = fc.constantFrom(
      ...["..", ".", "%2e", "%2E%2e", "%252e", "%c0%ae", "\uff0e", "%EF%BC%8E", "/", "//", "\\"],
      ...["%2f", "%5c", "%252f", "%255C", ";", "%3b", "%00", "a", "%61", "%25", "25", "2e", " "],
      ...["%09", "%0a", "%3f", "%23"],
    );
    const rest = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(rest, fc.integer({ min: 0, max: 4 }), fc.boolean(), (path, times, folds) => {
        let target: string;
        try {
          target = servicePath("", `/public/${path}`);
        } catch {
          return;
        }
        let read = target;
        for (let i = 0; i < times; i++) {
          read = read.replace(/%c0%ae/gi, ".").replace(/(%[0-9a-f]{2})+/gi, leniently);
        }
        if (folds) read = read.normalize("NFKC");
        // As a parser of URLs reads a path once more.
        read = read.replace(/[\t\n\r]/g, "").replace(/[?#].*$/s, "");
        const segments: string[] = [];
        for (const segment of read.split(/[/\\]+/)) {
          const name = segment.replace(/[;\0].*$/s, "").trimEnd();
          if (name === "..") segments.pop();
          else if (name !== "." && segment !== "") segments.push(segment);
        }
        assert.equal(segments[0], "public", target);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Decodes a run of escapes. */
const leniently = (run: string) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8");

describe("queryOf", () => {
  for (const parameters of [null, {}]) {
    it(`returns no query for ${JSON.stringify(parameters)}`, () => {
      assert.equal(queryOf(parameters), "");
    });
  }

  it("keeps the order of a name's values and encodes reserved characters", () => {
    const parameters = { tag: ["b", "a,c", "1+1=2"], "a b": ["x y"], empty: [""] };

    assert.equal(queryOf(parameters), "?tag=b&tag=a%2Cc&tag=1%2B1%3D2&a%20b=x%20y&empty=");
  });

  it("is decoded by a service to the values that API Gateway had decoded", () => {
    const values = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), values), (parameters) => {
        const decoded = new URLSearchParams(queryOf(parameters));
        for (const [name, expected] of Object.entries(parameters)) {
          assert.deepEqual(decoded.getAll(name), expected);
        }
      }),
    );
  });

  it("encodes a lone surrogate", () => {
    assert.equal(queryOf({ a: ["\udc00"] }), "?a=%EF%BF%BD");
  });
});
