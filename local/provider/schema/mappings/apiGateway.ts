import { type Mappings, resourcePolicy } from "../mapping.ts";

/** In Pulumi's provider, -1 means no limit. */
const unlimited = { "-1": undefined };

const restApi = { restApi: "AWS::ApiGateway::RestApi.Id" };

export const apiGatewayMappings: Mappings = {
  "aws:apigateway/account:Account": { schema: "AWS::ApiGateway::Account" },
  "aws:apigateway/apiKey:ApiKey": { schema: "AWS::ApiGateway::ApiKey", updatable: ["name"] },
  "aws:apigateway/basePathMapping:BasePathMapping": {
    schema: "AWS::ApiGateway::BasePathMapping",
    names: { restApi: "RestApiId", stageName: "Stage" },
    formats: restApi,
    replaces: ["domainNameId"],
    updatable: ["basePath"],
  },
  "aws:apigateway/clientCertificate:ClientCertificate": {
    schema: "AWS::ApiGateway::ClientCertificate",
  },
  "aws:apigateway/deployment:Deployment": {
    schema: "AWS::ApiGateway::Deployment",
    names: { restApi: "RestApiId" },
    formats: restApi,
    replaces: ["triggers", "variables"],
  },
  "aws:apigateway/domainName:DomainName": {
    schema: "AWS::ApiGateway::DomainName",
    parts: { policy: resourcePolicy },
    formats: { regionalCertificateArn: "AWS::ACM::Certificate.Arn" },
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
  "aws:apigateway/restApiPolicy:RestApiPolicy": {
    schema: "AWS::ApiGateway::RestApi",
    parts: { policy: resourcePolicy },
    formats: { restApiId: "AWS::ApiGateway::RestApi.Id" },
    replaces: ["restApiId"],
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
  "aws:apigateway/usagePlan:UsagePlan": {
    schema: "AWS::ApiGateway::UsagePlan",
    names: { name: "UsagePlanName", quotaSettings: "Quota", throttleSettings: "Throttle" },
    // A list in Pulumi, a map in CloudFormation.
    unchecked: ["apiStages.throttles"],
    formats: { "apiStages.apiId": "AWS::ApiGateway::RestApi.Id" },
  },
  "aws:apigateway/usagePlanKey:UsagePlanKey": {
    schema: "AWS::ApiGateway::UsagePlanKey",
    formats: {
      keyId: "AWS::ApiGateway::ApiKey.Id",
      usagePlanId: "AWS::ApiGateway::UsagePlan.Id",
    },
  },
  "aws:apigatewayv2/vpcLink:VpcLink": { schema: "AWS::ApiGatewayV2::VpcLink" },
  "aws:wafv2/webAcl:WebAcl": {
    schema: "AWS::WAFv2::WebACL",
    // Lists in Pulumi, maps in CloudFormation; `ruleJson` has AWS's names.
    unchecked: ["associationConfig", "customResponseBodies", "ruleJson"],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": { schema: "AWS::WAFv2::WebACLAssociation" },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    schema: "AWS::WAFv2::LoggingConfiguration",
  },
};
