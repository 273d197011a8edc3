import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { lambdaProxy, defineApi } from "../../api/index.ts";
import { faultsOf } from "../../shared/testing/refuses.ts";
import { Distribution } from "../index.ts";
import { args, arn, record } from "../testing/recordDistribution.ts";
import { removeSiteFolders, siteFolder } from "../testing/siteFolder.ts";

const files = {
  "index.html": "<h1>Shop</h1>",
  "robots.txt": "",
  "assets/app.3f2a1b9c.js": "1",
  "docs/index.html": "",
  "docs/api/index.html": "",
  ".well-known/security.txt": "",
};

after(removeSiteFolders);

describe("a distribution's site", () => {
  it("is in a private bucket that only the distribution reads", async () => {
    const recorded = await record({ site: { directory: siteFolder(files) } });

    const bucket = "dev-edge-site-id";
    assert.deepEqual(recorded.inputs("Bucket", "dev-edge-site"), { forceDestroy: false });
    assert.deepEqual(recorded.inputs("BucketPublicAccessBlock", "dev-edge-site"), {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(recorded.inputs("BucketOwnershipControls", "dev-edge-site"), {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(recorded.inputs("BucketServerSideEncryptionConfiguration", "dev-edge-site"), {
      bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const bucketArn = arn("s3/bucket:Bucket", "dev-edge-site");
    const fromDistribution = {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: {
        StringEquals: {
          "AWS:SourceArn": arn("cloudfront/distribution:Distribution", "dev-edge"),
        },
      },
    };
    const { policy } = recorded.inputs("BucketPolicy", "dev-edge-site");
    assert.deepEqual(JSON.parse(policy as string), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadFiles",
          ...fromDistribution,
          Action: "s3:GetObject",
          Resource: `${bucketArn}/*`,
        },
        { Sid: "FindFiles", ...fromDistribution, Action: "s3:ListBucket", Resource: bucketArn },
        {
          Sid: "OnlyTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    assert.deepEqual(recorded.inputs("OriginAccessControl", "dev-edge-site"), {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  });

  it("serves its paths, before the behaviors of the API", async () => {
    const recorded = await record({
      site: {
        directory: siteFolder(files),
        spaPages: { "/docs/*": "/docs/index.html", "/app*": "/index.html" },
      },
      behaviors: { "/catalog*": {} },
    });

    const { origins, orderedCacheBehaviors } = recorded.inputs("Distribution", "dev-edge");
    assert.deepEqual((origins as object[])[1], {
      connectionAttempts: 2,
      connectionTimeout: 5,
      originId: "site",
      domainName: "files.s3.us-east-1.amazonaws.com",
      originAccessControlId: "dev-edge-site-id",
    });
    const behaviors = orderedCacheBehaviors as { pathPattern: string; targetOriginId: string }[];
    assert.deepEqual(
      behaviors.map(({ pathPattern, targetOriginId }) => `${pathPattern} ${targetOriginId}`),
      [
        "/ site",
        "/.well-known/* site",
        "/assets/* site",
        "/docs/* site",
        "/index.html site",
        "/robots.txt site",
        "/docs site",
        "/app* site",
        "/catalog* api",
      ],
    );
    assert.deepEqual(behaviors[0], {
      pathPattern: "/",
      targetOriginId: "site",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: "dev-edge-site-id",
      responseHeadersPolicyId: "dev-edge-site-id",
      functionAssociations: [
        {
          eventType: "viewer-request",
          functionArn: arn("cloudfront/function:Function", "dev-edge-site"),
        },
      ],
    });
    assert.deepEqual(recorded.inputs("CachePolicy", "dev-edge-site"), {
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: 31_536_000,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig: { headerBehavior: "none" },
        cookiesConfig: { cookieBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
      },
    });
    const { securityHeadersConfig } = recorded.inputs("ResponseHeadersPolicy", "dev-edge-site");
    assert.deepEqual((securityHeadersConfig as Record<string, unknown>)["contentSecurityPolicy"], {
      contentSecurityPolicy:
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
      override: true,
    });
  });

  it("uploads each file with its type and its headers, pages last", async () => {
    const recorded = await record({ site: { directory: siteFolder(files) } });

    const uploads = recorded.resources
      .filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2")
      .map(({ name, inputs }) => [
        name,
        inputs["key"],
        inputs["contentType"],
        inputs["cacheControl"],
      ]);
    const forever = "public, max-age=31536000, immutable";
    assert.deepEqual(uploads, [
      [
        "dev-edge-site/.well-known/security.txt",
        ".well-known/security.txt",
        "text/plain; charset=utf-8",
        "no-cache",
      ],
      [
        "dev-edge-site/assets/app.3f2a1b9c.js",
        "assets/app.3f2a1b9c.js",
        "text/javascript; charset=utf-8",
        forever,
      ],
      ["dev-edge-site/robots.txt", "robots.txt", "text/plain; charset=utf-8", "no-cache"],
      [
        "dev-edge-site/docs/api/index.html",
        "docs/api/index.html",
        "text/html; charset=utf-8",
        "no-cache",
      ],
      ["dev-edge-site/docs/index.html", "docs/index.html", "text/html; charset=utf-8", "no-cache"],
      ["dev-edge-site/index.html", "index.html", "text/html; charset=utf-8", "no-cache"],
    ]);
  });

  it("deletes files of the release before the former one", async () => {
    const formerSite = {
      release: "former",
      files: ["index.html", "assets/app.00aa11bb.js"],
      kept: ["assets/app.99cc88dd.js"],
      retired: ["assets/app.js"],
    };
    const recorded = await record({ site: { directory: siteFolder(files) } }, { formerSite });

    const rule = (path: string) => ({
      id: path,
      status: "Enabled",
      filter: { prefix: path },
      expiration: { days: 1 },
    });
    const { rules } = recorded.inputs("BucketLifecycleConfiguration", "dev-edge-site");
    assert.deepEqual(rules, [
      {
        id: "incomplete-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      rule("assets/app.99cc88dd.js"),
      rule("assets/app.js"),
    ]);
  });

  it("leaves out names beginning with a dot, except .well-known", async () => {
    const directory = siteFolder({ ...files, ".git/config": "", "assets/.DS_Store": "" });
    const recorded = await record({ site: { directory } });

    const names = recorded.names("BucketObjectv2").map((name) => basename(name));
    assert.ok(names.includes("security.txt"));
    assert.ok(!names.includes("config") && !names.includes(".DS_Store"));
  });

  it("lets an API without that path have a folder of its name", () => {
    const directory = siteFolder({ "index.html": "", "catalog/a.txt": "" });
    mkdirSync(join(directory, "nothing"));
    const api = defineApi({ routes: { "GET /orders": lambdaProxy("orders") } });
    assert.deepEqual(
      faultsOf(
        () => new Distribution("dev-edge", { ...args, api, edge: { site: { directory } } }),
      ).map(({ name }) => name),
      [],
    );
  });
});
