import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { TestFront } from "../testing/front.ts";
import { apiOrigin, behavior, distribution, resource } from "../testing/resources.ts";
import { functionProgram } from "./program.ts";

const arn = "arn:aws:cloudfront::123456789012:function/edit";

const edit = (code: string) =>
  resource("aws:cloudfront/function:Function", "edit", {
    arn,
    code,
    runtime: "cloudfront-js-2.0",
    publish: true,
  });

const associated = behavior({
  functionAssociations: [{ eventType: "viewer-request", functionArn: arn }],
});

const echo =
  (name: string): RequestListener =>
  ({ url, headers, method }, response) => {
    const { "x-added": added, cookie, authorization } = headers;
    response.end(JSON.stringify({ name, method, url, added, cookie, authorization }));
  };

describe("CloudFront functions", () => {
  const front = new TestFront();

  const start = (code: string, more: object = {}) =>
    front.start({
      regions: [echo("america"), echo("europe")],
      resources: [edit(code), distribution({ defaultCacheBehavior: associated, ...more })],
    });

  it("change the path, the query, headers and cookies of a request", async () => {
    await start(`
      function handler(event) {
        const request = event.request;
        request.uri = request.uri.replace(/\\/$/, "/index.html");
        request.querystring.y = { value: "2" };
        request.headers["x-added"] = { value: event.viewer.ip + event.context.eventType };
        request.cookies.b = { value: "2" };
        return request;
      }`);

    const { body } = await front.request("/docs/?x=1", {
      cookie: "a=1",
      authorization: "Bearer ada",
    });

    assert.deepEqual(JSON.parse(body), {
      name: "america",
      method: "GET",
      url: "/live/docs/index.html?x=1&y=2",
      added: "127.0.0.1viewer-request",
      cookie: "a=1; b=2",
      authorization: "Bearer ada",
    });
  });

  it("respond in place of the origin", async () => {
    await start(`
      async function handler({ request: { uri } }) {
        return { statusCode: 302, headers: { location: { value: uri + "/" } }, body: "moved" };
      }`);

    const { status, headers, body } = await front.request("/docs");

    assert.deepEqual([status, headers["location"], body], [302, "/docs/", "moved"]);
    assert.equal(headers["x-cache"], "FunctionGeneratedResponse from cloudfront");
  });

  it("choose an origin group, which fails over", async () => {
    const regions = ["sa-east-1", "eu-west-1"];
    await start(
      `import cf from "cloudfront";
      function handler({ request }) {
        if (request.method === "GET") cf.createRequestOriginGroup({
          originIds: ${JSON.stringify(regions.map((originId) => ({ originId })))},
          failoverCriteria: { statusCodes: [502] },
        });
        return request;
      }`,
      {
        origins: [
          apiOrigin(),
          ...regions.map((region) =>
            apiOrigin({ originId: region, domainName: `${region}.api.world.example` }),
          ),
        ],
      },
    );

    const get = await front.request("/");
    const post = await front.request("/", {}, { method: "POST" });

    assert.match(get.body, /"name":"europe"/);
    assert.match(post.body, /"name":"america"/);
  });

  for (const [title, code] of [
    ["throws", "function handler() { throw new Error('secret'); }"],
    ["returns nothing", "function handler() {}"],
    ["reads files", "function handler({ request }) { require('fs'); return request; }"],
    ["uses the network", "function handler({ request }) { fetch(''); return request; }"],
    ["looks for the process", "function handler({ request }) { process.exit(); return request; }"],
  ] as const) {
    it(`are an error 503 if one ${title}`, async () => {
      await start(code);

      const { status, body } = await front.request("/");

      assert.equal(status, 503);
      assert.match(body, /The CloudFront function failed/);
      assert.ok(!body.includes("secret"));
    });
  }
});

describe("functionProgram", () => {
  for (const [code, message] of [
    ['import fs from "fs";', /imports another module/],
    ['import cf from "cloudfront";\nconst store = cf.kvs();', /uses kvs of the module/],
  ] as const) {
    it(`refuses ${JSON.stringify(code)}`, () => {
      assert.throws(() => functionProgram(code), { name: "UnservedFunctionError", message });
    });
  }
});
