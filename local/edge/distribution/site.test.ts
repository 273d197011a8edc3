import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import type { S3 } from "@aws-sdk/client-s3";
import { TestFront } from "./testing/front.ts";
import {
  behavior,
  apiOrigin,
  distribution,
  distributionArn,
  resource,
} from "./testing/resources.ts";

const bucket = resource("aws:s3/bucket:Bucket", "site", {
  bucket: "site",
  bucketRegionalDomainName: "site.s3.us-east-1.amazonaws.com",
});

const policy = (statements: object[]) =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "site", {
    bucket: "site",
    policy: JSON.stringify({ Statement: statements }),
  });

const allow = (Action: string, Resource: string) => ({
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action,
  Resource,
  Condition: { StringEquals: { "AWS:SourceArn": distributionArn } },
});
const readPublic = allow("s3:GetObject", "arn:aws:s3:::site/public/*");
const list = allow("s3:ListBucket", "arn:aws:s3:::site");

const control = resource("aws:cloudfront/originAccessControl:OriginAccessControl", "oac", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
});

/** S3 with these objects, and the keys that are read. */
function store(objects: Record<string, string>) {
  const keys: string[] = [];
  const getObject = async ({ Key }: { Key: string }) => {
    keys.push(Key);
    const body = objects[Key];
    if (body === undefined) {
      throw Object.assign(new Error(), { name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    }
    return {
      $metadata: { httpStatusCode: 200 },
      Body: Readable.from([Buffer.from(body)]),
      ContentLength: body.length,
      ContentType: "text/html",
      ETag: '"1"',
      CacheControl: "max-age=60",
    };
  };
  return { keys, s3: { getObject } as unknown as Partial<S3> };
}

const api: RequestListener = (_, response) => void response.writeHead(500).end("stack trace");

const objects = {
  "public/a b.html": "page",
  "public/index.html": "home",
  "public/500.html": "Sorry",
  "secret.txt": "secret",
};

describe("a distribution's bucket", () => {
  const front = new TestFront();

  const start = (s3: Partial<S3>, statements: object[], more: object = {}, ofOrigin: object = {}) =>
    front.start({
      regions: [api],
      s3,
      resources: [
        bucket,
        control,
        policy(statements),
        distribution({
          origins: [
            apiOrigin(),
            {
              originId: "site",
              domainName: "site.s3.us-east-1.amazonaws.com",
              originAccessControlId: "oac",
              ...ofOrigin,
            },
          ],
          defaultCacheBehavior: behavior({
            targetOriginId: "site",
            cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
            originRequestPolicyId: null,
            responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
          }),
          orderedCacheBehaviors: [behavior({ pathPattern: "/v1/*" })],
          ...more,
        }),
      ],
    });

  it("is read where its policy opens it, kept, and sent with security headers", async () => {
    const { keys, s3 } = store(objects);
    await start(s3, [readPublic]);

    const first = await front.request("/public/a%20b.html");
    const second = await front.request("/public/a%20b.html");

    assert.deepEqual([first.status, first.body, second.body], [200, "page", "page"]);
    assert.equal(second.headers["x-cache"], "Hit from cloudfront");
    assert.equal(second.headers["x-palisade-region"], "us-east-1");
    assert.equal(second.headers["x-content-type-options"], "nosniff");
    assert.deepEqual(keys, ["public/a b.html"]);
  });

  it("is closed for all other objects, whatever exists", async () => {
    const { keys, s3 } = store(objects);
    await start(s3, [readPublic]);

    for (const path of ["/secret.txt", "/public/missing", "/public%2F..%2Fsecret.txt"]) {
      const { status, body } = await front.request(path);
      assert.equal(status, 403);
      assert.match(body, /AccessDenied/);
    }
    assert.ok(!keys.includes("secret.txt"));
  });

  it("tells that an object is missing if the distribution may list", async () => {
    const { s3 } = store(objects);
    await start(s3, [readPublic, list]);

    const { status, body } = await front.request("/public/missing");

    assert.equal(status, 404);
    assert.match(body, /NoSuchKey/);
  });

  it("is closed without an origin access control", async () => {
    const { s3 } = store(objects);
    await start(s3, [readPublic], {}, { originAccessControlId: null });

    assert.equal((await front.request("/public/a%20b.html")).status, 403);
  });

  it("has a root object, for the root alone", async () => {
    const { s3 } = store(objects);
    await start(s3, [readPublic], { defaultRootObject: "public/index.html" });

    assert.equal((await front.request("/")).body, "home");
    assert.equal((await front.request("/public/")).status, 403);
  });

  it("has pages in place of errors, also of the API", async () => {
    const { s3 } = store(objects);
    const page = { errorCode: 500, responseCode: 503, responsePagePath: "/public/500.html" };
    await start(s3, [readPublic], { customErrorResponses: [page] });

    const { status, body, headers } = await front.request("/v1/orders", {}, { method: "POST" });

    assert.deepEqual([status, body], [503, "Sorry"]);
    assert.equal(headers["x-cache"], "Error from cloudfront");
    assert.equal(headers["x-palisade-region"], "us-east-1");
  });

  it("leaves the error if the page is missing", async () => {
    const { s3 } = store({});
    const page = { errorCode: 500, responseCode: 200, responsePagePath: "/public/500.html" };
    await start(s3, [readPublic], { customErrorResponses: [page] });

    const { status, body } = await front.request("/v1/orders");

    assert.deepEqual([status, body], [500, "stack trace"]);
  });

  it("refuses methods that change it", async () => {
    const { s3 } = store(objects);
    await start(s3, [readPublic]);

    const { status } = await front.request("/public/a", {}, { method: "PUT", body: "x" });

    assert.equal(status, 405);
  });
});
