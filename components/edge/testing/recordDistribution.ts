import { recordResources } from "../../../tests/support/recordResources.ts";
import { contract, defineApi, lambdaProxy } from "../../api/index.ts";
import type { DistributionArgs } from "../args.ts";
import { Distribution, type EdgeDefinition } from "../index.ts";

const api = defineApi({
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /openapi.json": contract({ auth: "none" }),
    "GET /catalog": lambdaProxy("catalog"),
    "POST /orders": lambdaProxy("orders"),
  },
});

export const args: DistributionArgs = {
  domainName: "www.example.com",
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  originDomain: "api.example.com",
  originSecret: "the-secret",
  api,
  edge: {},
  production: true,
};

interface Validation {
  domainName: string;
  resourceRecordName: string;
}

const outputs = {
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: ["www.example.com", "shop.example.com"].map(
      (
        domainName,
      ): Validation & {
        resourceRecordType: string;
        resourceRecordValue: string;
      } => ({
        domainName,
        resourceRecordName: `_x.${domainName}`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y.acm-validations.aws",
      }),
    ),
  },
  "aws:acm/certificateValidation:CertificateValidation": { certificateArn: "arn:certificate" },
  "aws:cloudfront/distribution:Distribution": {
    domainName: "d1.cloudfront.net",
    hostedZoneId: "Z2FDTNDATAQYW2",
  },
  "aws:s3/bucket:Bucket": { bucketRegionalDomainName: "files.s3.us-east-1.amazonaws.com" },
};

export const record = (edge: EdgeDefinition = {}, more: Partial<DistributionArgs> = {}) =>
  recordResources(() => new Distribution("dev-edge", { ...args, edge, ...more }), outputs);

export const distribution = async (
  edge: EdgeDefinition = {},
  more: Partial<DistributionArgs> = {},
) => (await record(edge, more)).inputs("Distribution", "dev-edge");

export const arn = (type: string, name: string) => `arn:aws:test:::aws:${type}/${name}`;

export const apiBehavior = {
  targetOriginId: "api",
  viewerProtocolPolicy: "https-only",
  allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
  cachedMethods: ["GET", "HEAD"],
  compress: true,
  cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  responseHeadersPolicyId: "dev-edge-api-id",
};

export const originConfig = {
  connectionAttempts: 2,
  connectionTimeout: 5,
  customHeaders: [{ name: "x-edge-secret", value: "the-secret" }],
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
    originReadTimeout: 30,
    originKeepaliveTimeout: 5,
  },
};
