import { type Mappings, resourcePolicy } from "../mapping.ts";

/** Pulumi's provider has -1 for no limit. */
const unlimited = { "-1": undefined };

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
    parts: {
      settings: {
        schema: "AWS::ApiGateway::Stage#/definitions/MethodSetting",
        names: {
          throttlingBurstLimit: { to: "ThrottlingBurstLimit", values: unlimited },
          throttlingRateLimit: { to: "ThrottlingRateLimit", values: unlimited },
        },
      },
    },
    replaces: ["methodPath"],
  },
  "aws:apigateway/restApi:RestApi": {
    schema: "AWS::ApiGateway::RestApi",
    names: { apiKeySource: "ApiKeySourceType", putRestApiMode: "Mode" },
    parts: { policy: resourcePolicy },
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
