import { ExportedStack } from "../support/exportedStack.ts";
import { addRole, permit } from "../support/functions.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "http-api", plugin: "6.66.2" });
const role = addRole(stack, "lambdaRole", "lambda.amazonaws.com", ["AWSLambda_FullAccess"]);
const func = stack.aws("lambda.Function", "lambdaFunction", {
  runtime: "nodejs18.x",
  role: role.arn,
  handler: "index.handler",
});
const api = stack.aws("apigatewayv2.Api", "httpApiGateway", { protocolType: "HTTP" });
permit(
  stack,
  "lambdaPermission",
  func,
  "apigateway.amazonaws.com",
  `${api.output("executionArn")}/*/*`,
);
const integration = stack.aws("apigatewayv2.Integration", "lambdaIntegration", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: func.arn,
  integrationMethod: "POST",
  payloadFormatVersion: "2.0",
  passthroughBehavior: "WHEN_NO_MATCH",
});
const route = stack.aws("apigatewayv2.Route", "apiRoute", {
  apiId: api.id,
  routeKey: "$default",
  target: `integrations/${integration.id}`,
});
stack.aws("apigatewayv2.Stage", "apiStage", {
  apiId: api.id,
  name: "dev",
  routeSettings: [
    {
      routeKey: route.output("routeKey"),
      throttlingBurstLimit: 5000,
      throttlingRateLimit: 10000,
    },
  ],
  autoDeploy: true,
});

/** As pulumi/examples' aws-ts-apigatewayv2-http-api. */
export const httpApi: CorpusState = {
  about: "an HTTP API whose only route is open",
  stack,
  mandatory: {
    "require-functions-in-vpc lambdaFunction": "no vpcConfig",
    "require-route-authorizers apiRoute": "authorizationType is not set, which means NONE",
    "require-access-logs apiStage": "no accessLogSettings",
  },
  advisory: { "forbid-service-wildcards lambdaRole-AWSLambda_FullAccess": "all actions of Lambda" },
};
