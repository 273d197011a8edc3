import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { readFailoverFunction } from "./origins.ts";
import { functionFaults, viewerFunction } from "./site/viewerFunction.ts";

interface Request {
  method: string;
  uri: string;
  headers: Record<string, { value: string }>;
}

/** Runs a CloudFront function. Shows what the code does, not that CloudFront's runtime accepts it. */
function run(code: string, request: Partial<Request>): unknown {
  const groups: unknown[] = [];
  const cf = { createRequestOriginGroup: (group: unknown) => groups.push(group) };
  const event = { request: { method: "GET", uri: "/", headers: {}, ...request } };
  const script = `${code.replace('import cf from "cloudfront";', "")}\nJSON.stringify(handler(event));`;
  const result = JSON.parse(runInNewContext(script, { cf, event }) as string) as Request;
  return groups.length > 0 ? groups : result;
}

describe("the function of a site", () => {
  const code = viewerFunction(["/docs", "/docs/api"], {
    "/app/*": "/app/index.html",
    "/a.b*": "/index.html",
  });
  const page = (uri: string): unknown => (run(code, { uri }) as Request).uri;

  for (const [uri, expected] of [
    ["/", "/index.html"],
    ["/docs/", "/docs/index.html"],
    ["/docs/api/", "/docs/api/index.html"],
    ["/docs/more/", "/docs/more/"],
    ["/assets/app.js", "/assets/app.js"],
    ["/app/orders/17", "/app/index.html"],
    ["/app/", "/app/index.html"],
    ["/app/logo.png", "/app/logo.png"],
    ["/app", "/app"],
    ["/application/x", "/application/x"],
    ["/a.bc", "/a.bc"],
    ["/a.b/c", "/index.html"],
    ["/axb/c", "/axb/c"],
  ] as const) {
    it(`reads ${expected} for ${uri}`, () => {
      assert.equal(page(uri), expected);
    });
  }

  it("redirects from a folder to its page", () => {
    assert.deepEqual(run(code, { uri: "/docs" }), {
      statusCode: 302,
      statusDescription: "Found",
      headers: { location: { value: "/docs/" } },
    });
  });

  it("has a limit", () => {
    assert.deepEqual(functionFaults("x".repeat(10_240)), []);
    assert.equal(functionFaults("x".repeat(10_241)).length, 1);
  });
});

describe("the function for reads", () => {
  const code = readFailoverFunction(["eu-west-1", "us-east-1"]);
  const group = {
    originIds: [{ originId: "api-eu-west-1" }, { originId: "api-us-east-1" }],
    failoverCriteria: { statusCodes: [500, 502, 503, 504] },
  };

  for (const method of ["GET", "HEAD"]) {
    it(`lets ${method} fail over to the second region`, () => {
      assert.equal(JSON.stringify(run(code, { method })), JSON.stringify([group]));
    });
  }

  for (const request of [
    { method: "POST" },
    { method: "OPTIONS" },
    { method: "GET", headers: { "x-http-method-override": { value: "POST" } } },
  ]) {
    it(`sends ${JSON.stringify(request)} to the shared name`, () => {
      assert.equal((run(code, request) as Request).method, request.method);
    });
  }
});
