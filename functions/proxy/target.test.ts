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
      assert.equal(servicePath("/", path), expected);
    });
  }

  for (const basePath of ["/base", "/base/"]) {
    it(`puts ${basePath} before the path`, () => {
      assert.equal(servicePath(basePath, "/orders"), "/base/orders");
    });
  }

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
  ]) {
    it(`refuses ${path}, which a service could read as another route`, () => {
      assert.throws(() => servicePath("/", path), { name: "ProxyFailure", kind: "unsafePath" });
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
});

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
