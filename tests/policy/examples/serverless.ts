import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createNetwork, createRole } from "./network.ts";

/**
 * Functions behind a REST API that consists of single methods, with a table, a queue and a
 * schedule.
 */
export function serverless(): void {
  const { vpc, privateSubnets } = createNetwork("orders");
  const group = new aws.ec2.SecurityGroup("orders", { vpcId: vpc.id });
  const table = new aws.dynamodb.Table("orders", {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
  });
  const deadLetters = new aws.sqs.Queue("orders-dead", { sqsManagedSseEnabled: true });
  const queue = new aws.sqs.Queue("orders", {
    sqsManagedSseEnabled: true,
    redrivePolicy: pulumi.jsonStringify({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: 3,
    }),
  });
  const role = createRole(
    "orders",
    "lambda.amazonaws.com",
    "service-role/AWSLambdaVPCAccessExecutionRole",
    "AWSXRayDaemonWriteAccess",
  );
  new aws.iam.RolePolicy("orders", {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
          Resource: table.arn,
        },
        {
          Effect: "Allow",
          Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          Resource: queue.arn,
        },
        {
          Effect: "Allow",
          Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
          Resource: "*",
        },
      ],
    }),
  });
  const logs = new aws.cloudwatch.LogGroup("orders", { retentionInDays: 14 });
  const handler = new aws.lambda.Function("orders", {
    role: role.arn,
    runtime: "nodejs24.x",
    handler: "index.handler",
    loggingConfig: { logFormat: "JSON", logGroup: logs.name },
    environment: { variables: { TABLE: table.name, LOG_LEVEL: "info", MAX_TOKENS: "1000" } },
    vpcConfig: {
      subnetIds: privateSubnets.map(({ id }) => id),
      securityGroupIds: [group.id],
    },
  });
  new aws.lambda.EventSourceMapping("orders", {
    eventSourceArn: queue.arn,
    functionName: handler.arn,
  });
  createSchedule(handler);
  createApi(handler);
}

function createSchedule(handler: aws.lambda.Function): void {
  const rule = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "rate(1 day)" });
  new aws.cloudwatch.EventTarget("nightly", { rule: rule.name, arn: handler.arn });
  new aws.lambda.Permission("nightly", {
    function: handler.name,
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
}

function createApi(handler: aws.lambda.Function): void {
  const api = new aws.apigateway.RestApi("orders", {
    endpointConfiguration: { types: "REGIONAL" },
  });
  const resource = new aws.apigateway.Resource("orders", {
    restApi: api.id,
    parentId: api.rootResourceId,
    pathPart: "orders",
  });
  const place = { restApi: api.id, resourceId: resource.id };
  const method = new aws.apigateway.Method("orders-post", {
    ...place,
    httpMethod: "POST",
    authorization: "AWS_IAM",
  });
  const integration = new aws.apigateway.Integration("orders-post", {
    ...place,
    httpMethod: method.httpMethod,
    type: "AWS_PROXY",
    integrationHttpMethod: "POST",
    uri: handler.invokeArn,
  });
  // Browsers send a preflight request before they send a token.
  const preflight = new aws.apigateway.Method("orders-options", {
    ...place,
    httpMethod: "OPTIONS",
    authorization: "NONE",
  });
  new aws.apigateway.Integration("orders-options", {
    ...place,
    httpMethod: preflight.httpMethod,
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 204}' },
  });
  const deployment = new aws.apigateway.Deployment(
    "orders",
    { restApi: api.id },
    { dependsOn: [integration] },
  );
  const logs = new aws.cloudwatch.LogGroup("orders-api", { retentionInDays: 14 });
  const stage = new aws.apigateway.Stage("orders", {
    restApi: api.id,
    deployment: deployment.id,
    stageName: "live",
    xrayTracingEnabled: true,
    accessLogSettings: { destinationArn: logs.arn, format: "$context.requestId" },
  });
  new aws.apigateway.MethodSettings("orders", {
    restApi: api.id,
    stageName: stage.stageName,
    methodPath: "*/*",
    settings: { throttlingRateLimit: 50, throttlingBurstLimit: 20, loggingLevel: "ERROR" },
  });
  const firewall = new aws.wafv2.WebAcl("orders", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: {
      cloudwatchMetricsEnabled: true,
      metricName: "orders",
      sampledRequestsEnabled: true,
    },
  });
  new aws.wafv2.WebAclAssociation("orders", {
    resourceArn: stage.arn,
    webAclArn: firewall.arn,
  });
  new aws.lambda.Permission("orders-api", {
    function: handler.name,
    action: "lambda:InvokeFunction",
    principal: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${api.executionArn}/live/POST/orders`,
  });
}
