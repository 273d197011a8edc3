import type { Properties } from "../../../graph/resource.ts";
import { policy, role, sg, subnet } from "./samples.ts";

/** Inputs that are accepted by the services that a route may call, by type. */
export const acceptedServices: Record<string, Properties> = {
  "aws:cloudwatch/eventBus:EventBus": {
    name: "orders",
    logConfig: { level: "ERROR", includeDetail: "NONE" },
    deadLetterConfig: { arn: "arn:aws:sqs:us-east-1:123456789012:q" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    eventBusName: "orders",
    eventPattern: '{"source":["orders"]}',
    isEnabled: true,
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    rule: "placed",
    eventBusName: "orders",
    arn: "arn:aws:sqs:us-east-1:123456789012:q.fifo",
    sqsTarget: { messageGroupId: "all" },
    inputTransformer: { inputPaths: { id: "$.detail.id" }, inputTemplate: '{"id":"<id>"}' },
    retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
  },
  "aws:kinesis/stream:Stream": {
    shardCount: 2,
    retentionPeriod: 48,
    encryptionType: "NONE",
    shardLevelMetrics: ["IncomingBytes"],
    streamModeDetails: { streamMode: "PROVISIONED" },
  },
  "aws:s3/bucket:Bucket": { bucket: "my-bucket.logs" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    bucket: "my-bucket.logs",
    blockPublicAcls: true,
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    bucket: "my-bucket.logs",
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" },
        bucketKeyEnabled: true,
      },
    ],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    bucket: "my-bucket.logs",
    versioningConfiguration: { status: "Disabled" },
  },
  "aws:sfn/stateMachine:StateMachine": {
    roleArn: role,
    definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
    type: "EXPRESS",
    loggingConfiguration: {
      level: "ALL",
      logDestination: "arn:aws:logs:us-east-1:123456789012:log-group:executions:*",
    },
    tracingConfiguration: { enabled: true },
  },
  "aws:sns/topic:Topic": { fifoTopic: false, kmsMasterKeyId: "alias/aws/sns" },
  "aws:sns/topicSubscription:TopicSubscription": {
    topic: "arn:aws:sns:us-east-1:123456789012:orders",
    protocol: "sqs",
    endpoint: "arn:aws:sqs:us-east-1:123456789012:q",
    filterPolicy: '{"kind":["placed"]}',
  },
  "aws:sqs/queue:Queue": {
    visibilityTimeoutSeconds: 30,
    contentBasedDeduplication: false,
    redrivePolicy:
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","maxReceiveCount":3}',
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/q",
    policy: policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }),
  },
};

const acl = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl";

/** Inputs that API Gateway and its firewall accept, by type. */
export const acceptedGateway: Record<string, Properties> = {
  "aws:apigateway/apiKey:ApiKey": { name: "partner", enabled: true, value: "0123456789abcdefghij" },
  "aws:apigateway/basePathMapping:BasePathMapping": {
    restApi: "abcdefghij",
    stageName: "live",
    domainName: "api.example.com",
    basePath: "v1",
  },
  "aws:apigateway/clientCertificate:ClientCertificate": { description: "for the backends" },
  "aws:apigateway/domainName:DomainName": {
    domainName: "api.example.com",
    regionalCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0123",
    endpointConfiguration: { types: "REGIONAL" },
    securityPolicy: "TLS_1_2",
    mutualTlsAuthentication: { truststoreUri: "s3://trust/store.pem" },
  },
  "aws:apigateway/methodSettings:MethodSettings": {
    restApi: "abcdefghij",
    stageName: "live",
    methodPath: "*/*",
    settings: {
      throttlingBurstLimit: -1,
      throttlingRateLimit: 10.5,
      loggingLevel: "INFO",
      cachingEnabled: true,
      cacheTtlInSeconds: 60,
      cacheDataEncrypted: true,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
    },
  },
  "aws:apigateway/restApi:RestApi": { body: "{}", endpointConfiguration: { types: "REGIONAL" } },
  "aws:apigateway/restApiPolicy:RestApiPolicy": {
    restApiId: "abcdefghij",
    policy:
      '{"Statement":{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}}',
  },
  "aws:apigateway/stage:Stage": {
    restApi: "abcdefghij",
    stageName: "live",
    deployment: "abc123",
    cacheClusterEnabled: true,
    cacheClusterSize: "0.5",
  },
  "aws:apigateway/usagePlan:UsagePlan": {
    name: "partners",
    apiStages: [
      { apiId: "abcdefghij", stage: "live", throttles: [{ path: "/orders/GET", rateLimit: 5 }] },
    ],
    quotaSettings: { limit: 1000, offset: 0, period: "DAY" },
    throttleSettings: { burstLimit: 20, rateLimit: 10.5 },
  },
  "aws:apigateway/usagePlanKey:UsagePlanKey": {
    keyId: "0123456789",
    keyType: "API_KEY",
    usagePlanId: "012345",
  },
  "aws:apigatewayv2/vpcLink:VpcLink": {
    name: "orders",
    subnetIds: [subnet],
    securityGroupIds: [sg],
  },
  "aws:wafv2/webAcl:WebAcl": {
    name: "api",
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [
      {
        name: "common",
        priority: 0,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            name: "AWSManagedRulesCommonRuleSet",
            vendorName: "AWS",
            ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
          },
        },
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: "common",
          sampledRequestsEnabled: true,
        },
      },
      {
        name: "rate",
        priority: 1,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: "IP",
            limit: 2000,
            evaluationWindowSec: 300,
            scopeDownStatement: {
              notStatement: {
                statements: [
                  {
                    byteMatchStatement: {
                      searchString: "/health",
                      positionalConstraint: "STARTS_WITH",
                      fieldToMatch: { uriPath: {} },
                      textTransformations: [{ priority: 0, type: "NONE" }],
                    },
                  },
                ],
              },
            },
          },
        },
        visibilityConfig: {
          cloudwatchMetricsEnabled: true,
          metricName: "rate",
          sampledRequestsEnabled: true,
        },
      },
    ],
    visibilityConfig: {
      cloudwatchMetricsEnabled: true,
      metricName: "api",
      sampledRequestsEnabled: true,
    },
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    resourceArn: "arn:aws:apigateway:us-east-1::/restapis/abcdefghij/stages/live",
    webAclArn: `${acl}/api/01234567-89ab-cdef-0123-456789abcdef`,
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    resourceArn: `${acl}/api/01234567-89ab-cdef-0123-456789abcdef`,
    logDestinationConfigs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-api"],
    redactedFields: [{ singleHeader: { name: "authorization" } }],
    loggingFilter: {
      defaultBehavior: "DROP",
      filters: [
        {
          behavior: "KEEP",
          requirement: "MEETS_ANY",
          conditions: [{ actionCondition: { action: "BLOCK" } }],
        },
      ],
    },
  },
};
