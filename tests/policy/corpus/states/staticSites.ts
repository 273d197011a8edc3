import { ExportedStack } from "../support/exportedStack.ts";
import { policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const site = (project: string, originId: string, origin: object, viewerCertificate: object) => ({
  enabled: true,
  comment: project,
  defaultRootObject: "index.html",
  origins: [{ originId, ...origin }],
  defaultCacheBehavior: {
    targetOriginId: originId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS"],
    cachedMethods: ["GET", "HEAD", "OPTIONS"],
    forwardedValues: { cookies: { forward: "none" }, queryString: false },
    minTtl: 0,
    defaultTtl: 600,
    maxTtl: 600,
  },
  priceClass: "PriceClass_100",
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate,
});

const old = new ExportedStack({ project: "static-website", plugin: "6.8.0" });
const bucket = old.aws("s3.Bucket", "contentBucket", {
  bucket: "www.example.com",
  acl: "public-read",
  website: { indexDocument: "index.html", errorDocument: "404.html" },
});
for (const key of ["index.html", "404.html"]) {
  old.aws("s3.BucketObject", key, {
    key,
    acl: "public-read",
    bucket: bucket.id,
    contentType: "text/html",
  });
}
const logs = old.aws("s3.Bucket", "requestLogs", {
  bucket: "www.example.com-logs",
  acl: "private",
});
const certificate = old.aws("acm.Certificate", "certificate", {
  domainName: "www.example.com",
  validationMethod: "DNS",
});
const cdn = old.aws("cloudfront.Distribution", "cdn", {
  ...site(
    "static-website",
    bucket.arn,
    {
      domainName: bucket.output("websiteEndpoint"),
      customOriginConfig: {
        originProtocolPolicy: "http-only",
        httpPort: 80,
        httpsPort: 443,
        originSslProtocols: ["TLSv1.2"],
      },
    },
    { acmCertificateArn: certificate.arn, sslSupportMethod: "sni-only" },
  ),
  aliases: ["www.example.com"],
  loggingConfig: { bucket: logs.output("bucketDomainName"), includeCookies: false },
});
old.aws("route53.Record", "www.example.com", {
  name: "www",
  zoneId: "Z0123456789ABCDEFGHIJ",
  type: "A",
  aliases: [
    { name: cdn.output("domainName"), zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: true },
  ],
});

/** As pulumi/examples' aws-ts-static-website. */
export const websiteBucket: CorpusState = {
  about: "a public website bucket behind CloudFront",
  stack: old,
  mandatory: {
    "forbid-public-acls contentBucket": "public-read",
    "forbid-public-acls index.html": "public-read",
    "forbid-public-acls 404.html": "public-read",
    "require-encrypted-transit cdn":
      "with a certificate of one's own, minimumProtocolVersion is TLSv1 unless it is set",
  },
  advisory: {
    "require-bucket-access-blocks contentBucket": "no public access block",
    "require-bucket-access-blocks requestLogs": "no public access block",
  },
};

const closed = new ExportedStack({ project: "static-site", region: "eu-west-1" });
const content = closed.aws("s3.Bucket", "bucket");
closed.aws("s3.BucketPublicAccessBlock", "public-access-block", {
  bucket: content.name,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
const folder = closed.component("synced-folder:index:S3BucketFolder", "bucket-folder");
for (const key of ["index.html", "error.html"]) {
  closed.aws(
    "s3.BucketObject",
    key,
    { key, acl: "private", bucket: content.name, contentType: "text/html" },
    { parent: folder },
  );
}
const access = closed.aws("cloudfront.OriginAccessControl", "origin-access-control", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});
const distribution = closed.aws(
  "cloudfront.Distribution",
  "cdn",
  site(
    "static-site",
    content.arn,
    { domainName: content.output("bucketRegionalDomainName"), originAccessControlId: access.id },
    { cloudfrontDefaultCertificate: true },
  ),
);
closed.aws("s3.BucketPolicy", "bucket-policy", {
  bucket: content.name,
  policy: policyText({
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: `${content.arn}/*`,
    Condition: { StringEquals: { "AWS:SourceArn": distribution.arn } },
  }),
});

/** As Pulumi's template static-website-aws: nothing is exposed. */
export const privateSite: CorpusState = {
  about: "a private bucket that only one CloudFront distribution may read",
  stack: closed,
};
