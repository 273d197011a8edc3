import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { TestFront } from "./testing/front.ts";
import {
  apiOrigin,
  behavior,
  cached,
  distribution,
  minutePolicy,
  resource,
} from "./testing/resources.ts";

/** An API that responds with its name and what it received, and counts. */
function api(name: string) {
  const received: string[] = [];
  const listener: RequestListener = (request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.setHeader("x-secret-seen", String(request.headers["x-edge-secret"]));
    response.setHeader("x-host-seen", String(request.headers.host));
    request.resume();
    response.end(`${name} ${request.url}`);
  };
  return { received, listener };
}

describe("a distribution", () => {
  const front = new TestFront();

  it("passes a request on to the nearest region, with the secret header and its own", async () => {
    const [america, europe] = [api("america"), api("europe")];
    await front.start({
      regions: [america.listener, europe.listener],
      resources: [distribution()],
    });

    const { status, headers, body } = await front.request("/v1/orders?x=1", {
      "x-palisade-client-region": "eu-central-1",
      "x-edge-secret": "guess",
    });

    assert.equal(status, 200);
    assert.equal(body, "europe /live/v1/orders?x=1");
    assert.equal(headers["x-secret-seen"], "s3cret");
    assert.equal(headers["x-host-seen"], "api.world.example");
    assert.equal(headers["x-palisade-region"], "eu-west-1");
    assert.equal(headers["x-cache"], "Miss from cloudfront");
    assert.equal(headers["via"], "1.1 d111111abcdef8.cloudfront.net (CloudFront)");
    assert.match(String(headers["x-amz-cf-pop"]), /^[A-Z]{3}\d+-P\d$/);
    assert.match(String(headers["x-amz-cf-id"]), /^[\w-]{20,}==$/);
  });

  it("leaves the regions' own names to DNS, and takes unknown ones", async () => {
    const { listener } = api("america");
    await front.start({ regions: [listener], resources: [distribution()] });

    const caches = [];
    for (const host of ["api.world.example", "us-east-1.api.world.example", "127.0.0.1:8080"]) {
      const { headers } = await front.request("/", { host });
      caches.push([headers["x-cache"], headers["x-secret-seen"]]);
    }

    assert.deepEqual(caches, [
      [undefined, "undefined"],
      [undefined, "undefined"],
      ["Miss from cloudfront", "s3cret"],
    ]);
  });

  it("chooses the first behavior whose pattern matches, and the default one last", async () => {
    const { listener } = api("america");
    const paths = (targetOriginId: string, pathPattern: string) =>
      behavior({ targetOriginId, pathPattern });
    await front.start({
      regions: [listener],
      resources: [
        distribution({
          origins: [apiOrigin(), ...["a", "b"].map(originWithPath)],
          orderedCacheBehaviors: [paths("a", "/x/*"), paths("b", "/x/y/*"), paths("b", "/?.html")],
        }),
      ],
    });

    const bodies = [];
    for (const path of ["/x/y/1", "/1.html", "/X/1", "/x/../z", "/z/%2e%2e/x/1"]) {
      bodies.push((await front.request(path)).body.replace("america /live", ""));
    }

    assert.deepEqual(bodies, ["/a/x/y/1", "/b/1.html", "/X/1", "/x/../z", "/a/z/%2e%2e/x/1"]);
  });

  it("refuses methods that a behavior does not allow, and GETs with a body", async () => {
    const { received, listener } = api("america");
    await front.start({
      regions: [listener],
      resources: [
        distribution({ defaultCacheBehavior: behavior({ allowedMethods: ["GET", "HEAD"] }) }),
      ],
    });

    const post = await front.request("/", {}, { method: "POST", body: "x" });
    const get = await front.request("/", { "content-length": "1" }, { body: "x" });

    assert.equal(post.status, 403);
    assert.match(post.body, /not configured to allow the HTTP request method/);
    assert.equal(post.headers["x-cache"], "Error from cloudfront");
    assert.equal(get.status, 403);
    assert.deepEqual(received, []);
  });

  it("passes bodies on in both directions", async () => {
    const echo: RequestListener = (request, response) => void request.pipe(response);
    await front.start({ regions: [echo], resources: [distribution()] });
    const body = "0123456789".repeat(200_000);

    const response = await front.request(
      "/",
      { "transfer-encoding": "chunked" },
      { method: "PUT", body },
    );

    assert.equal(response.body.length, body.length);
  });

  it("sends a GET to the next region if the first fails, and a lost POST to no other", async () => {
    const { received, listener } = api("europe");
    const lost: RequestListener = (request) => void request.socket.destroy();
    await front.start({ regions: [lost, listener], resources: [distribution()] });

    const get = await front.request("/");
    const post = await front.request("/", {}, { method: "POST", body: "x" });

    assert.equal(get.body, "europe /live/");
    assert.equal(post.status, 502);
    assert.deepEqual(received, ["GET /live/"]);
  });

  it("responds 502 if no region does, and reveals nothing", async () => {
    const lost: RequestListener = (request) => void request.socket.destroy();
    await front.start({ regions: [lost], resources: [distribution()] });

    const { status, body, headers } = await front.request("/");

    assert.equal(status, 502);
    assert.match(body, /wasn't able to connect to the origin/);
    assert.ok(!body.includes("127.0.0.1"));
    assert.equal(headers["x-cache"], "Error from cloudfront");
  });

  it("fails over within an origin group, for reads alone", async () => {
    const ill: RequestListener = (request, response) => {
      request.resume();
      response.writeHead(503).end("ill");
    };
    const { received, listener } = api("europe");
    await front.start({
      regions: [ill, listener],
      resources: [
        distribution({
          origins: ["us-east-1", "eu-west-1"].map((region) =>
            apiOrigin({ originId: region, domainName: `${region}.api.world.example` }),
          ),
          originGroups: [
            {
              originId: "both",
              failoverCriteria: { statusCodes: [500, 503] },
              members: [{ originId: "us-east-1" }, { originId: "eu-west-1" }],
            },
          ],
          defaultCacheBehavior: behavior({ targetOriginId: "both" }),
        }),
      ],
    });

    const get = await front.request("/");
    const post = await front.request("/", {}, { method: "POST" });

    assert.equal(get.body, "europe /live/");
    assert.equal(post.status, 503);
    assert.deepEqual(received, ["GET /live/"]);
  });

  it("removes Set-Cookie unless cookies are forwarded, and unknown names in Vary", async () => {
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, { "set-cookie": "a=1", vary: "Accept-Encoding, X-Other" }).end();
    };
    await front.start({
      regions: [listener],
      resources: [
        minutePolicy(),
        distribution({ orderedCacheBehaviors: [cached({ pathPattern: "/cached" })] }),
      ],
    });

    const passed = await front.request("/");
    const kept = await front.request("/cached");

    assert.deepEqual(passed.headers["set-cookie"], ["a=1"]);
    assert.equal(passed.headers.vary, "Accept-Encoding, X-Other");
    assert.equal(kept.headers["set-cookie"], undefined);
    assert.equal(kept.headers.vary, "Accept-Encoding");
  });

  it("refuses ambiguous requests and long URLs", async () => {
    const { received, listener } = api("america");
    await front.start({ regions: [listener], resources: [distribution()] });

    const { status } = await front.request(`/${"a".repeat(9_000)}`);

    assert.equal(status, 413);
    assert.deepEqual(received, []);
  });

  it("asks its web ACL first, and names rules without effect", async () => {
    const { received, listener } = api("america");
    const block = (name: string, priority: number, statement: object) => ({
      name,
      priority,
      statement,
      action: { block: {} },
    });
    const path = {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "STARTS_WITH",
      searchString: "/admin",
      textTransformations: [{ priority: 0, type: "NONE" }],
    };
    const webAcl = resource("aws:wafv2/webAcl:WebAcl", "shop", {
      arn: "arn:aws:wafv2:us-east-1:1:global/webacl/shop/1",
      defaultAction: { allow: {} },
      rules: [
        block("admin", 1, { byteMatchStatement: path }),
        block("scripts", 2, { xssMatchStatement: {} }),
      ],
    });
    await front.start({
      regions: [listener],
      resources: [webAcl, distribution({ webAclId: webAcl.outputs["arn"] })],
    });

    const admin = await front.request("/admin/users");
    const other = await front.request("/v1");

    assert.deepEqual([admin.status, other.status], [403, 200]);
    assert.match(admin.body, /Request blocked/);
    assert.deepEqual(received, ["GET /live/v1"]);
    assert.match(front.announced.join(), /rules of the web ACL "shop".*: scripts$/);
  });

  it("names origins that no region here has, and counts requests", async () => {
    const { listener } = api("america");
    await front.start({
      regions: [listener],
      resources: [
        distribution({
          origins: [
            apiOrigin(),
            apiOrigin({ originId: "x", domainName: "sa-east-1.api.world.example" }),
          ],
          orderedCacheBehaviors: [behavior({ targetOriginId: "x", pathPattern: "/x" })],
        }),
      ],
    });

    const { status } = await front.request("/x");
    await front.request("/");

    assert.equal(status, 502);
    assert.match(front.announced.join(), /Not served: origins .* sa-east-1\.api\.world\.example/);
    const { requests, misses, errors } = await front.counters();
    assert.deepEqual([requests, misses, errors], [2, 1, 1]);
  });
});

const originWithPath = (id: string) => apiOrigin({ originId: id, originPath: `/${id}` });
