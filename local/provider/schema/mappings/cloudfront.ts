import type { Mapping, Mappings, Target } from "../mapping.ts";

/** A list that Pulumi has as an object with `items`. */
const items = (path: string, to: string): Readonly<Record<string, Target>> => ({
  [path]: ".",
  [`${path}.items`]: to,
});

/** Which headers, cookies and query strings a policy is about. */
const choices = (path: string): Readonly<Record<string, Target>> => ({
  ...items(`${path}cookiesConfig.cookies`, "Cookies"),
  ...items(`${path}headersConfig.headers`, "Headers"),
  ...items(`${path}queryStringsConfig.queryStrings`, "QueryStrings"),
});

const originGroup: Mapping = {
  schema: "AWS::CloudFront::Distribution#/definitions/OriginGroup",
  names: {
    "failoverCriteria.statusCodes": "StatusCodes.Items",
    members: "Members.Items",
    originId: "Id",
    "members.originId": "OriginId",
  },
  optional: ["FailoverCriteria.StatusCodes.Quantity", "Members.Quantity"],
};

const behavior = (path: string): Readonly<Record<string, Target>> => ({
  [`${path}.lambdaFunctionAssociations.lambdaArn`]: "LambdaFunctionARN",
});

export const cloudfrontMappings: Mappings = {
  "aws:cloudfront/distribution:Distribution": {
    schema: "AWS::CloudFront::Distribution#/definitions/DistributionConfig",
    names: {
      ...behavior("defaultCacheBehavior"),
      ...behavior("orderedCacheBehaviors"),
      isIpv6Enabled: "IPV6Enabled",
      loggingConfig: "Logging",
      orderedCacheBehaviors: "CacheBehaviors",
      "origins.customHeaders": "OriginCustomHeaders",
      "origins.customHeaders.name": "HeaderName",
      "origins.customHeaders.value": "HeaderValue",
      "origins.originId": "Id",
    },
    parts: { originGroups: originGroup },
    formats: { "viewerCertificate.acmCertificateArn": "AWS::ACM::Certificate.Arn" },
    replaces: ["staging"],
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    schema: "AWS::CloudFront::CachePolicy#/definitions/CachePolicyConfig",
    names: choices("parametersInCacheKeyAndForwardedToOrigin."),
    // Pulumi's provider has defaults for them.
    optional: [
      "DefaultTTL",
      "MaxTTL",
      "MinTTL",
      "ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip",
    ],
  },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    schema: "AWS::CloudFront::OriginRequestPolicy#/definitions/OriginRequestPolicyConfig",
    names: choices(""),
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    schema: "AWS::CloudFront::ResponseHeadersPolicy#/definitions/ResponseHeadersPolicyConfig",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    schema: "AWS::CloudFront::OriginAccessControl#/definitions/OriginAccessControlConfig",
    replaces: ["name"],
  },
  "aws:cloudfront/function:Function": {
    schema: "AWS::CloudFront::Function",
    names: {
      code: "FunctionCode",
      comment: "FunctionConfig.Comment",
      publish: "AutoPublish",
      runtime: "FunctionConfig.Runtime",
    },
    // A list of ARNs in Pulumi, of objects in CloudFormation.
    unchecked: ["keyValueStoreAssociations"],
    optional: ["FunctionConfig.Comment"],
  },
};
