import assert from "node:assert/strict";
import type { Behavior, CustomOrigin } from "../model.ts";
import { all, allBut, none, only, policy, viewer } from "../testing/viewer.ts";
import { originHeaders } from "./originHeaders.ts";

const origin: CustomOrigin = {
  kind: "custom",
  id: "api",
  domainName: "api.example.com",
  path: "",
  customHeaders: [["X-Edge-Secret", "s3cret"]],
  readTimeoutMs: 30_000,
};

/** The headers by name, as the origin receives them. */
function sent(
  from: Record<string, string>,
  forwarded: Partial<Behavior["forwarded"]> = {},
  more: { gzip?: boolean; method?: string; stale?: { etag: string; lastModified: undefined } } = {},
): Record<string, string> {
  const { gzip = false, method = "GET", stale } = more;
  const selections = { headers: none, cookies: none, queryStrings: none, ...forwarded };
  const behavior = { cachePolicy: policy({ gzip }), forwarded: selections };
  const raw = originHeaders(
    viewer("/", from, method),
    behavior,
    origin,
    "d1.cloudfront.net",
    stale,
  );
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    assert.ok(!(name in headers), `${name} is sent twice`);
    headers[name] = raw[index + 1]!;
  }
  return headers;
}

describe("originHeaders", () => {
  const own = {
    host: "api.example.com",
    "user-agent": "Amazon CloudFront",
    via: "1.1 d1.cloudfront.net (CloudFront)",
    "x-amz-cf-id": "id==",
    "x-edge-secret": "s3cret",
    "x-forwarded-for": "192.0.2.1",
  };

  it("sends CloudFront's own headers, and none of the viewer's", () => {
    assert.deepEqual(
      sent({
        accept: "text/html",
        authorization: "Bearer ada",
        "accept-encoding": "gzip",
        cookie: "a=1",
        origin: "https://www.example.com",
        "user-agent": "curl",
      }),
      own,
    );
  });

  it("sends the viewer's headers that describe the body, ranges and conditions", () => {
    const described = { "content-type": "text/plain", range: "bytes=0-1", "if-none-match": '"1"' };

    assert.deepEqual(sent(described), { ...own, ...described });
  });

  it("sends listed headers", () => {
    const { authorization, accept } = sent(
      { authorization: "Bearer ada", accept: "text/html" },
      { headers: only("authorization") },
    );

    assert.deepEqual([authorization, accept], ["Bearer ada", undefined]);
  });

  it("sends all headers but the host with AllViewerExceptHostHeader", () => {
    const {
      host,
      authorization,
      "user-agent": agent,
    } = sent({ authorization: "Bearer ada", "user-agent": "curl" }, { headers: allBut("host") });

    assert.deepEqual([host, authorization, agent], ["api.example.com", "Bearer ada", "curl"]);
  });

  it("sends the viewer's host with AllViewer", () => {
    assert.equal(sent({}, { headers: all })["host"], "www.example.com");
  });

  for (const name of ["x-edge-secret", "X-EDGE-SECRET", "x-edge-other", "x-amz-cf-id"]) {
    it(`never sends the viewer's ${name}`, () => {
      const values = Object.values(sent({ [name]: "forged" }, { headers: all }));

      assert.ok(!values.includes("forged"));
    });
  }

  for (const name of ["cloudfront-viewer-country", "x-forwarded-proto", "x-real-ip", "expect"]) {
    it(`removes ${name}`, () => {
      assert.equal(sent({ [name]: "1" }, { headers: all })[name], undefined);
    });
  }

  it("does not let a viewer take the secret header away", () => {
    const headers = sent({ connection: "x-edge-secret" }, { headers: all });

    assert.equal(headers["x-edge-secret"], "s3cret");
  });

  it("appends to X-Forwarded-For and Via", () => {
    const headers = sent({ "x-forwarded-for": "198.51.100.7", via: "1.1 a" }, { headers: all });

    assert.equal(headers["x-forwarded-for"], "198.51.100.7, 192.0.2.1");
    assert.equal(headers["via"], "1.1 a, 1.1 d1.cloudfront.net (CloudFront)");
  });

  it("sends listed cookies", () => {
    assert.equal(
      sent({ cookie: "a=1; b=2; c=3" }, { cookies: only("a", "c") })["cookie"],
      "a=1; c=3",
    );
  });

  it("normalizes Accept-Encoding if compressed objects are cached", () => {
    const from = { "accept-encoding": "deflate, gzip;q=0.5" };

    assert.equal(sent(from, { headers: all }, { gzip: true })["accept-encoding"], "gzip");
    assert.equal(sent(from, { headers: all })["accept-encoding"], "deflate, gzip;q=0.5");
  });

  it("asks for a newer version than that in the cache, whatever the viewer has", () => {
    const from = { "if-none-match": '"viewer"', range: "bytes=0-1" };
    const headers = sent(from, {}, { stale: { etag: '"cached"', lastModified: undefined } });

    assert.deepEqual([headers["if-none-match"], headers["range"]], ['"cached"', undefined]);
  });

  it("announces an empty body for a POST without one", () => {
    assert.equal(sent({}, {}, { method: "POST" })["content-length"], "0");
  });
});
