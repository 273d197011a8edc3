import type { Refusal } from "./samples.ts";

/** Inputs that are refused by API Gateway, its firewall and the services that a route may call. */
export const refusedServices: readonly Refusal[] = [
  [
    "required",
    "aws:sns/topicSubscription:TopicSubscription",
    { protocol: undefined },
    "protocol",
    /^is required$/,
  ],
  [
    "required in a list",
    "aws:wafv2/webAcl:WebAcl",
    {
      rules: [
        {
          name: "a",
          priority: 0,
          action: { allow: {} },
          statement: { geoMatchStatement: { countryCodes: ["SE"] } },
        },
      ],
    },
    "rules[0].visibilityConfig",
    /^is required$/,
  ],
  [
    "required",
    "aws:apigatewayv2/vpcLink:VpcLink",
    { subnetIds: undefined },
    "subnetIds",
    /^is required$/,
  ],
  [
    "range",
    "aws:sqs/queue:Queue",
    { delaySeconds: 901 },
    "delaySeconds",
    /^must be 0 to 900; it is 901$/,
  ],
  [
    "range",
    "aws:kinesis/stream:Stream",
    { retentionPeriod: 9000 },
    "retentionPeriod",
    /^must be 1 to 8760; it is 9000$/,
  ],
  [
    "enum",
    "aws:sfn/stateMachine:StateMachine",
    { type: "FAST" },
    "type",
    /^must be one of "STANDARD", "EXPRESS"; it is "FAST"$/,
  ],
  [
    "enum",
    "aws:s3/bucketVersioning:BucketVersioning",
    { versioningConfiguration: { status: "On" } },
    "versioningConfiguration.status",
    /^must be one of .*"Enabled".*; it is "On"$/,
  ],
  [
    "enum in a list",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "rot13" } }] },
    "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
    /^must be one of .*"aws:kms"/,
  ],
  [
    "enum",
    "aws:wafv2/webAcl:WebAcl",
    { scope: "GLOBAL" },
    "scope",
    /^must be one of "CLOUDFRONT", "REGIONAL"; it is "GLOBAL"$/,
  ],
  [
    "range in a list",
    "aws:apigateway/usagePlan:UsagePlan",
    { throttleSettings: { burstLimit: -1 } },
    "throttleSettings.burstLimit",
    /^must be .*0/,
  ],
  [
    "enum",
    "aws:apigateway/usagePlanKey:UsagePlanKey",
    { keyType: "KEY" },
    "keyType",
    /^must be "API_KEY"; it is "KEY"$|^must be one of "API_KEY"/,
  ],
  [
    "pattern",
    "aws:cloudwatch/eventRule:EventRule",
    { scheduleExpression: "hourly" },
    "scheduleExpression",
    /^must match /,
  ],
  [
    "ARN",
    "aws:cloudwatch/eventTarget:EventTarget",
    { arn: "queue" },
    "arn",
    /^must be an ARN such as/,
  ],
  [
    "id by name",
    "aws:apigatewayv2/vpcLink:VpcLink",
    { subnetIds: ["private"] },
    "subnetIds[0]",
    /^must be an id such as "subnet-0123abcd"/,
  ],
  [
    "ARN",
    "aws:apigateway/domainName:DomainName",
    { regionalCertificateArn: "arn:aws:iam::123456789012:server-certificate/x" },
    "regionalCertificateArn",
    /^must be the ARN of an ACM certificate/,
  ],
];
