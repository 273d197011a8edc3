import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A static site in a private bucket that only CloudFront reads. */
export function staticSite(): void {
  const bucket = new aws.s3.Bucket("site", {});
  new aws.s3.BucketPublicAccessBlock("site", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketOwnershipControls("site", {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  const access = new aws.cloudfront.OriginAccessControl("site", {
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  const certificate = new aws.acm.Certificate("site", {
    domainName: "www.example.com",
    validationMethod: "DNS",
  });
  const headers = new aws.cloudfront.Function("headers", {
    runtime: "cloudfront-js-2.0",
    code: "function handler(event) { return event.request; }",
  });
  const distribution = new aws.cloudfront.Distribution("site", {
    enabled: true,
    aliases: ["www.example.com"],
    origins: [
      {
        originId: "bucket",
        domainName: bucket.bucketRegionalDomainName,
        originAccessControlId: access.id,
      },
    ],
    defaultRootObject: "index.html",
    defaultCacheBehavior: {
      targetOriginId: "bucket",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      functionAssociations: [{ eventType: "viewer-request", functionArn: headers.arn }],
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: certificate.arn,
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    },
  });
  new aws.s3.BucketPolicy("site", {
    bucket: bucket.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
          Condition: { StringEquals: { "AWS:SourceArn": distribution.arn } },
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  });
  const zone = new aws.route53.Zone("site", { name: "example.com" });
  for (const type of ["A", "AAAA"] as const) {
    new aws.route53.Record(`site-${type}`, {
      zoneId: zone.zoneId,
      name: "www",
      type,
      aliases: [
        {
          name: distribution.domainName,
          zoneId: distribution.hostedZoneId,
          evaluateTargetHealth: false,
        },
      ],
    });
  }
  // Records for certificate validation and mail point to other services.
  new aws.route53.Record("mail", {
    zoneId: zone.zoneId,
    name: "",
    type: "MX",
    ttl: 300,
    records: ["10 inbound-smtp.eu-central-1.amazonaws.com"],
  });
}
