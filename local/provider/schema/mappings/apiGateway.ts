import { type Mappings, resourcePolicy } from "../mapping.ts";

const restApi = { restApi: "AWS::ApiGateway::RestApi.Id" };

export const apiGatewayMappings: Mappings = {
  "aws:apigateway/account:Account": { schema: "AWS::ApiGateway::Account" },
  "aws:apigateway/deployment:Deployment": {
    schema: "AWS::ApiGateway::Deployment",
    names: { restApi: "RestApiId" },
    formats: restApi,
    replaces: ["triggers", "variables"],
  },
  "aws:apigateway/methodSettings:MethodSettings": {
    schema: "AWS::ApiGateway::Stage",
    names: { restApi: "RestApiId" },
    formats: restApi,
    parts: { settings: { schema: "AWS::ApiGateway::Stage#/definitions/MethodSetting" } },
    replaces: ["methodPath"],
  },
  "aws:apigateway/restApi:RestApi": {
    schema: "AWS::ApiGateway::RestApi",
    names: { apiKeySource: "ApiKeySourceType", putRestApiMode: "Mode" },
    parts: { policy: resourcePolicy },
    rules: { "": ["aws_apigateway_restapi/openapi_properties"] },
  },
  "aws:apigateway/stage:Stage": {
    schema: "AWS::ApiGateway::Stage",
    names: {
      restApi: "RestApiId",
      deployment: "DeploymentId",
      "canarySettings.deploymentId": "DeploymentId",
      xrayTracingEnabled: "TracingEnabled",
    },
    formats: {
      ...restApi,
      deployment: "AWS::ApiGateway::Deployment.Id",
      "accessLogSettings.destinationArn": "arn",
    },
  },
};
