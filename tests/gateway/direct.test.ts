import assert from "node:assert/strict";
import { clientOf, outcome } from "./client.ts";
import { fakeShop, type FakedShop, shopDocument } from "./fakeServices.ts";

describe("routes without a backend", () => {
  let shop: FakedShop;
  before(async () => {
    shop = await fakeShop(await shopDocument());
  });
  after(() => shop?.gateway.close({ graceMs: 0 }));
  const call = clientOf(() => shop.gateway.url);

  it("mock responds with JSON, text, or no body", async () => {
    const version = await call("GET", "/version");
    const robots = await call("GET", "/robots.txt");
    const nothing = await call("DELETE", "/nothing");

    const { request, ...rest } = JSON.parse(version.text) as Record<string, string>;
    assert.deepEqual(rest, { version: "1.0 $#" });
    assert.equal(request, version.headers.get("x-amzn-requestid"));
    assert.equal(robots.text, "User-agent: *\n#if($x) $$\n");
    assert.equal(robots.headers.get("content-type"), "text/plain");
    assert.equal(robots.headers.get("x-robots"), "all");
    assert.deepEqual(outcome(nothing), { status: 204, text: "" });
  });

  for (const [path, status, location] of [
    ["/old", 301, "https://new.example.com/start"],
    ["/old/a%20b%2Fc+d'", 302, "https://new.example.com/pages/a%20b%2Fc%2Bd%27.html?from=shop#top"],
    [
      "/old/%0d%0aSet-Cookie:x",
      302,
      "https://new.example.com/pages/%0d%0aSet-Cookie%3Ax.html?from=shop#top",
    ],
    ["/moved/a/b", 302, "/elsewhere/a/b"],
    ["/moved//evil.example", 302, "/elsewhere//evil.example"],
    ["/short/%2Fevil.example", 307, "/%2Fevil.example"],
    ["/short/%5Cevil.example", 307, "/%5Cevil.example"],
    ["/short/@evil.example", 307, "/%40evil.example"],
  ] as const) {
    it(`redirect sends ${path} to ${location}`, async () => {
      const response = await call("GET", path);

      assert.equal(response.status, status, response.text);
      assert.equal(response.headers.get("location"), location);
    });
  }

  it("redirect also works for a form", async () => {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const { status, headers: received } = await call("POST", "/old", "a=b", headers);

    assert.equal(status, 308);
    assert.equal(received.get("location"), "https://new.example.com/start");
  });
});
