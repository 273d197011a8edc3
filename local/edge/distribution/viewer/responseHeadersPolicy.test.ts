import assert from "node:assert/strict";
import type { CorsPolicy, ResponseHeadersPolicy } from "../model.ts";
import { viewer } from "../testing/viewer.ts";
import { applyPolicy } from "./responseHeadersPolicy.ts";

const policy = (more: Partial<ResponseHeadersPolicy>): ResponseHeadersPolicy => ({
  set: [],
  remove: new Set(),
  cors: undefined,
  ...more,
});

const cors = (more: Partial<CorsPolicy> = {}): CorsPolicy => ({
  allowCredentials: false,
  allowHeaders: ["Authorization"],
  allowMethods: ["ALL"],
  allowOrigins: ["https://*.example.com"],
  exposeHeaders: ["ETag"],
  maxAgeSeconds: 600,
  originOverride: true,
  ...more,
});

function headersOf(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) headers[raw[index]!] = raw[index + 1]!;
  return headers;
}

describe("a response headers policy", () => {
  for (const override of [true, false]) {
    it(`${override ? "replaces" : "keeps"} the origin's header with override: ${override}`, () => {
      const set = [{ name: "X-Frame-Options", value: "DENY", override }];

      const headers = applyPolicy(["x-frame-options", "SAMEORIGIN"], policy({ set }), viewer());

      assert.deepEqual(
        headers.map(String),
        override ? ["X-Frame-Options", "DENY"] : ["x-frame-options", "SAMEORIGIN"],
      );
    });
  }

  it("removes headers", () => {
    const remove = new Set(["x-powered-by"]);

    assert.deepEqual(applyPolicy(["X-Powered-By", "PHP", "A", "1"], policy({ remove }), viewer()), [
      "A",
      "1",
    ]);
  });

  const page = { origin: "https://www.example.com" };
  for (const [title, settings, request, sent, expected] of [
    ["no page", cors(), {}, {}, {}],
    ["another site", cors(), { origin: "https://example.org" }, {}, {}],
    ["the bare domain", cors(), { origin: "https://.example.com" }, {}, {}],
    [
      "an allowed page",
      cors({ allowCredentials: true }),
      page,
      {},
      {
        "Access-Control-Allow-Origin": "https://www.example.com",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "ETag",
        Vary: "Origin",
      },
    ],
    [
      "any page",
      cors({ allowOrigins: ["*"], exposeHeaders: [] }),
      page,
      {},
      { "Access-Control-Allow-Origin": "*" },
    ],
    [
      "a page, in place of the origin's headers",
      cors({ allowOrigins: ["*"], exposeHeaders: [] }),
      page,
      { "Access-Control-Allow-Origin": "https://other.example", "Access-Control-Max-Age": "1" },
      { "Access-Control-Allow-Origin": "*" },
    ],
    [
      "a page, unless the origin has headers of its own",
      cors({ originOverride: false }),
      page,
      { "Access-Control-Allow-Origin": "https://other.example" },
      { "Access-Control-Allow-Origin": "https://other.example" },
    ],
  ] as const) {
    it(`sets CORS headers for ${title}`, () => {
      const raw = applyPolicy(
        Object.entries(sent).flat(),
        policy({ cors: settings }),
        viewer("/", request),
      );

      assert.deepEqual(headersOf(raw), expected);
    });
  }

  it("answers a preflight", () => {
    const request = viewer("/", { ...page, "access-control-request-method": "PUT" }, "OPTIONS");

    assert.deepEqual(headersOf(applyPolicy([], policy({ cors: cors() }), request)), {
      "Access-Control-Allow-Origin": "https://www.example.com",
      "Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
      "Access-Control-Allow-Headers": "Authorization",
      "Access-Control-Max-Age": "600",
      Vary: "Origin",
    });
  });
});
