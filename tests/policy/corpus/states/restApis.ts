import { ExportedStack, secret } from "../support/exportedStack.ts";
import { addCallback, addRole, fullAccessOf, permit } from "../support/functions.ts";
import { managed, trust } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const invocation = (uri: string) => ({
  "x-amazon-apigateway-integration": {
    uri,
    passthroughBehavior: "when_no_match",
    httpMethod: "POST",
    type: "aws_proxy",
  },
});

const stack = new ExportedStack({ project: "serverless", region: "us-west-2" });
const func = addCallback(stack, "fn");
const component = stack.component("aws-apigateway:index:RestAPI", "api");
const within = { parent: component };
const content = stack.aws("s3.Bucket", "api", {}, within);
stack.aws("s3.BucketObject", "api-index", { bucket: content.name, key: "index.html" }, within);
const reader = stack.aws(
  "iam.Role",
  "api4c238266",
  { assumeRolePolicy: trust("apigateway.amazonaws.com") },
  within,
);
stack.aws(
  "iam.RolePolicyAttachment",
  "api4c238266",
  { role: reader.name, policyArn: managed("AmazonS3FullAccess") },
  within,
);
const api = stack.aws(
  "apigateway.RestApi",
  "api",
  {
    binaryMediaTypes: ["*/*"],
    body: JSON.stringify({
      swagger: "2.0",
      info: { title: "api", version: "1.0" },
      paths: {
        "/": {
          get: {
            "x-amazon-apigateway-integration": {
              credentials: reader.arn,
              httpMethod: "GET",
              passthroughBehavior: "when_no_match",
              type: "aws",
              uri: `arn:aws:apigateway:us-west-2:s3:path/${content.name}/index.html`,
            },
          },
        },
        "/date": { get: invocation(func.output("invokeArn")) },
      },
      "x-amazon-apigateway-binary-media-types": ["*/*"],
    }),
  },
  within,
);
const deployment = stack.aws(
  "apigateway.Deployment",
  "api",
  { restApi: api.id, variables: { version: "711c4d5a" } },
  within,
);
permit(
  stack,
  "api-a552609d",
  func,
  "apigateway.amazonaws.com",
  `${api.output("executionArn")}/*/GET/date`,
);
stack.aws(
  "apigateway.Stage",
  "api",
  { restApi: api.id, deployment: deployment.id, stageName: "stage" },
  within,
);

/** As Pulumi's template serverless-aws, with the component of aws-apigateway. */
export const restApiWithSite: CorpusState = {
  about: "a REST API with a function and a page, open to everybody",
  stack,
  mandatory: {
    "require-functions-in-vpc fn": "no vpcConfig",
    "require-document-authorizers api": "the document has no security",
    "require-stage-throttles api": "no MethodSettings",
    "require-access-logs api": "no accessLogSettings",
    "require-tracing api": "xrayTracingEnabled is off",
    "require-firewalls api": "no web ACL",
    "require-regional-endpoints api": "the default endpoint type is EDGE",
  },
  advisory: {
    "require-bucket-access-blocks api": "no public access block",
    ...fullAccessOf("fn"),
    "forbid-service-wildcards api4c238266": "AmazonS3FullAccess",
    "require-modern-default-endpoints api": "no securityPolicy",
  },
};

const slack = new ExportedStack({ project: "lambda-slack", plugin: "6.52.0" });
const role = addRole(slack, "lambdaRole", "lambda.amazonaws.com", [
  "service-role/AWSLambdaBasicExecutionRole",
]);
const notify = slack.aws("lambda.Function", "myLambda", {
  runtime: "nodejs20.x",
  role: role.arn,
  handler: "index.handler",
  environment: {
    variables: { SLACK_WEBHOOK_URL: secret("https://hooks.slack.com/services/T0/B0/abcdefgh") },
  },
  memorySize: 128,
  timeout: 30,
  tags: { Environment: "dev" },
});
const ownApi = slack.aws("apigateway.RestApi", "myApi", { description: "API Gateway" });
const resourceId = ownApi.output("rootResourceId");
const method = slack.aws("apigateway.Method", "rootMethod", {
  restApi: ownApi.id,
  resourceId,
  httpMethod: "ANY",
  authorization: "NONE",
});
slack.aws("apigateway.Integration", "rootIntegration", {
  restApi: ownApi.id,
  resourceId,
  httpMethod: method.output("httpMethod"),
  integrationHttpMethod: "POST",
  type: "AWS_PROXY",
  uri: notify.output("invokeArn"),
});
permit(
  slack,
  "apiGatewayPermission",
  notify,
  "apigateway.amazonaws.com",
  `${ownApi.output("executionArn")}/*/*`,
);
slack.aws("apigateway.Deployment", "myDeployment", { restApi: ownApi.id, stageName: "dev" });

/** As pulumi/examples' aws-ts-lambda-slack; exported without --show-secrets. */
export const slackWebhook: CorpusState = {
  about: "a REST API of single resources, whose stage the deployment makes",
  stack: slack,
  mandatory: {
    "require-functions-in-vpc myLambda": "no vpcConfig",
    "require-route-authorizers rootMethod": "authorization is NONE",
    "require-stage-throttles myDeployment": "no MethodSettings",
    "require-access-logs myDeployment": "such a stage has none",
    "require-firewalls myDeployment": "no web ACL",
    "require-regional-endpoints myApi": "the default endpoint type is EDGE",
  },
  advisory: { "require-modern-default-endpoints myApi": "no securityPolicy" },
  undecided: {
    "forbid-plain-secrets myLambda":
      "SLACK_WEBHOOK_URL is encrypted, and its name does not say whether the URL has a key",
  },
};
