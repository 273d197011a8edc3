import type { Properties } from "../../../graph/resource.ts";
import { policy } from "./samples.ts";

const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0123";
const primaryKey = `arn:aws:kms:us-east-1:123456789012:key/mrk-${"0".repeat(32)}`;
const uuid = "01234567-89ab-cdef-0123-456789abcdef";
/** Inputs that are accepted for names, certificates, keys and CloudFront, by type. */
export const acceptedEdge: Record<string, Properties> = {
  "aws:acm/certificate:Certificate": {
    domainName: "api.example.com",
    subjectAlternativeNames: ["eu-west-1.api.example.com"],
    validationMethod: "DNS",
    options: { certificateTransparencyLoggingPreference: "ENABLED" },
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    name: "catalog",
    minTtl: 0,
    defaultTtl: 60,
    maxTtl: 3600,
    parametersInCacheKeyAndForwardedToOrigin: {
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "whitelist", headers: { items: ["Authorization"] } },
      queryStringsConfig: {
        queryStringBehavior: "whitelist",
        queryStrings: { items: ["page", "size"] },
      },
    },
  },
  "aws:cloudfront/distribution:Distribution": {
    enabled: true,
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    priceClass: "PriceClass_All",
    aliases: ["www.example.com"],
    defaultRootObject: "index.html",
    webAclId: `arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/${uuid}`,
    origins: [
      {
        originId: "api",
        domainName: "api.example.com",
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
        customHeaders: [{ name: "x-edge-secret", value: "0123456789abcdef" }],
      },
      {
        originId: "site",
        domainName: "site.s3.us-east-1.amazonaws.com",
        originAccessControlId: "E0123456789ABC",
      },
    ],
    originGroups: [
      {
        originId: "reads",
        failoverCriteria: { statusCodes: [500, 502, 503, 504] },
        members: [{ originId: "api" }, { originId: "site" }],
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "site",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: uuid,
      responseHeadersPolicyId: uuid,
      functionAssociations: [
        {
          eventType: "viewer-request",
          functionArn: "arn:aws:cloudfront::123456789012:function/rewrite",
        },
      ],
    },
    orderedCacheBehaviors: [
      {
        pathPattern: "/v1/*",
        targetOriginId: "api",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: uuid,
        originRequestPolicyId: uuid,
      },
    ],
    customErrorResponses: [
      { errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 },
    ],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: certificate,
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    },
  },
  "aws:cloudfront/function:Function": {
    name: "rewrite",
    runtime: "cloudfront-js-2.0",
    code: "function handler(event) { return event.request; }",
    publish: true,
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    name: "site",
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    name: "api",
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "whitelist", headers: { items: ["Accept"] } },
    queryStringsConfig: { queryStringBehavior: "all" },
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    name: "security",
    customHeadersConfig: {
      items: [{ header: "Permissions-Policy", value: "camera=()", override: true }],
    },
    removeHeadersConfig: { items: [{ header: "Server" }] },
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "no-referrer", override: true },
      strictTransportSecurity: {
        accessControlMaxAgeSec: 63_072_000,
        includeSubdomains: true,
        override: true,
        preload: true,
      },
    },
  },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    deliverySourceName: "edge",
    deliveryDestinationArn: "arn:aws:logs:us-east-1:123456789012:delivery-destination:edge",
    recordFields: ["date", "time"],
    s3DeliveryConfigurations: [{ enableHiveCompatiblePath: false, suffixPath: "/{yyyy}/{MM}" }],
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    name: "edge",
    outputFormat: "json",
    deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::edge-logs" },
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    name: "edge",
    logType: "ACCESS_LOGS",
    resourceArn: "arn:aws:cloudfront::123456789012:distribution/E0123456789ABC",
  },
  "aws:kms/alias:Alias": { name: "alias/users", targetKeyId: uuid },
  "aws:kms/key:Key": {
    multiRegion: true,
    deletionWindowInDays: 30,
    enableKeyRotation: true,
    policy: policy({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }),
  },
  "aws:kms/replicaKey:ReplicaKey": { primaryKeyArn: primaryKey, region: "eu-west-1" },
  "aws:route53/healthCheck:HealthCheck": {
    type: "HTTPS",
    fqdn: "eu-west-1.api.example.com",
    port: 443,
    resourcePath: "/health/gateway",
    requestInterval: 30,
    failureThreshold: 3,
    enableSni: true,
    regions: ["us-east-1", "eu-west-1", "ap-southeast-2"],
  },
  "aws:route53/record:Record": {
    zoneId: "Z0123456789ABCDEFGHIJ",
    name: "api.example.com",
    type: "A",
    setIdentifier: "eu-west-1",
    latencyRoutingPolicies: [{ region: "eu-west-1" }],
    healthCheckId: uuid,
    aliases: [
      {
        name: "d-0123456789.execute-api.eu-west-1.amazonaws.com",
        zoneId: "ZLY8HYME6SFDD",
        evaluateTargetHealth: true,
      },
    ],
  },
  "aws:route53/zone:Zone": { name: "example.com", comment: "the API's names" },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    bucket: "edge-logs",
    rules: [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 90 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    bucket: "site",
    rule: { objectOwnership: "BucketOwnerEnforced" },
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    bucket: "site",
    policy: policy({
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::site/*",
    }),
  },
};
