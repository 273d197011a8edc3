import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "sst-web", stack: "production" });
const bucket = stack.component("sst:aws:Bucket", "Assets");
const assets = stack.aws("s3.BucketV2", "AssetsBucket", { forceDestroy: true }, { parent: bucket });
stack.aws(
  "s3.BucketPublicAccessBlock",
  "AssetsPublicAccessBlock",
  {
    bucket: assets.name,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  { parent: bucket },
);
stack.aws(
  "s3.BucketPolicy",
  "AssetsPolicy",
  {
    bucket: assets.name,
    policy: policyText(
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: `${assets.arn}/*`,
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [assets.arn, `${assets.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ),
  },
  { parent: bucket },
);
const component = stack.component("sst:aws:Function", "Server");
const within = { parent: component };
const role = addRole(stack, "ServerRole", "lambda.amazonaws.com", [
  "service-role/AWSLambdaBasicExecutionRole",
]);
stack.aws(
  "iam.RolePolicy",
  "ServerPolicy",
  { role: role.name, policy: policyText(allow("s3:*", [assets.arn, `${assets.arn}/*`])) },
  within,
);
const logs = stack.aws(
  "cloudwatch.LogGroup",
  "ServerLogGroup",
  { name: "/aws/lambda/sst-web-production-Server", retentionInDays: 30 },
  within,
);
const server = stack.aws(
  "lambda.Function",
  "ServerFunction",
  {
    runtime: "nodejs22.x",
    handler: "bundle.handler",
    role: role.arn,
    environment: {
      variables: {
        SST_RESOURCE_Assets: JSON.stringify({ name: assets.name, type: "sst.aws.Bucket" }),
        STRIPE_SECRET_KEY: "sk_live_51H8xUVExampleExampleExample",
        NEXT_PUBLIC_STRIPE_KEY: "pk_live_51H8xUVExampleExampleExample",
      },
    },
    loggingConfig: { logFormat: "Text", logGroup: logs.name },
  },
  within,
);
stack.aws(
  "lambda.FunctionUrl",
  "ServerUrl",
  { functionName: server.name, authorizationType: "NONE" },
  within,
);
const originId = "server";
const url = `${server.name}.lambda-url.us-east-1.on.aws`;
stack.aws("cloudfront.Distribution", "WebCdnDistribution", {
  enabled: true,
  origins: [
    {
      originId,
      domainName: url,
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: originId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS"],
    cachedMethods: ["GET", "HEAD"],
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});

/** In the shapes of SST's Bucket, Function and Nextjs. */
export const functionUrl: CorpusState = {
  about: "a site rendered by a function with an open URL, behind CloudFront",
  stack,
  mandatory: {
    "forbid-open-function-urls ServerUrl": "authorizationType is NONE",
    "require-functions-in-vpc ServerFunction": "no vpcConfig",
    "forbid-plain-secrets ServerFunction": "STRIPE_SECRET_KEY; the key with pk_ is public",
    "require-edge-firewalls WebCdnDistribution": "its origin runs code",
    "require-source-of-service-access AssetsPolicy":
      "any account's distribution may read the bucket: CloudFront acts for all of them",
  },
  advisory: {
    "forbid-service-wildcards ServerPolicy": "s3:*",
    "require-log-keys ServerLogGroup": "no customer managed key",
  },
};
