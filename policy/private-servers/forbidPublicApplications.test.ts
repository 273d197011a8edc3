import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicApplications as rule } from "./forbidPublicApplications.ts";

describe("forbid-public-applications", () => {
  const ingress = "networkConfiguration.ingressConfiguration.isPubliclyAccessible";
  testRule(rule, {
    compliant: { type: "aws:apprunner/service:Service", props: appRunner(false) },
    failing: {
      "a public address": [appRunner(true), ingress],
      "no value": [{ networkConfiguration: undefined }, ingress],
      "only the way out said": [
        { networkConfiguration: { egressConfiguration: { egressType: "VPC" } } },
        ingress,
      ],
    },
    undecided: { "whether it is public": appRunner(unknown) },
  });

  testRule(rule, {
    compliant: { type: "aws:mwaa/environment:Environment", props: {} },
    passing: { "a private web server": { webserverAccessMode: "PRIVATE_ONLY" } },
    failing: {
      "a public web server": [{ webserverAccessMode: "PUBLIC_ONLY" }, "webserverAccessMode"],
      "a web server that is public too": [
        { webserverAccessMode: "PUBLIC_AND_PRIVATE" },
        "webserverAccessMode",
      ],
    },
    undecided: { "its web server": { webserverAccessMode: unknown } },
  });

  testRule(rule, {
    compliant: { type: "aws:m2/environment:Environment", props: { publiclyAccessible: false } },
    passing: { "no value": { publiclyAccessible: undefined } },
    failing: { "a public address": [{ publiclyAccessible: true }, "publiclyAccessible"] },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ecs/expressGatewayService:ExpressGatewayService",
      props: { networkConfigurations: [{ subnets: ["subnet-1"], securityGroups: ["sg-1"] }] },
    },
    passing: {
      "subnets that are not known yet": { networkConfigurations: [{ subnets: unknown }] },
    },
    failing: {
      "the default VPC": [{ networkConfigurations: undefined }, "networkConfigurations.subnets"],
      "no subnets": [{ networkConfigurations: [{ subnets: [] }] }, "networkConfigurations.subnets"],
    },
  });

  testRule(rule, {
    compliant: {
      type: "aws:bedrock/agentcoreGateway:AgentcoreGateway",
      props: { authorizerType: "CUSTOM_JWT" },
    },
    passing: {
      "signatures of IAM": { authorizerType: "AWS_IAM" },
      "who it is, and no more": { authorizerType: "AUTHENTICATE_ONLY" },
    },
    failing: {
      "no authorizer": [{ authorizerType: "NONE" }, "authorizerType"],
      "no value": [{ authorizerType: undefined }, "authorizerType"],
    },
    undecided: { "its authorizer": { authorizerType: unknown } },
  });
  for (const name of ["AgentRuntime", "Browser", "CodeInterpreter"]) {
    const network = (networkMode: unknown) => ({ networkConfiguration: { networkMode } });
    testRule(rule, {
      compliant: { type: `aws:bedrock/agentcore${name}:Agentcore${name}`, props: network("VPC") },
      passing: { "a sandbox": network("SANDBOX") },
      failing: { "the open network": [network("PUBLIC"), "networkConfiguration.networkMode"] },
      undecided: { "its network": network(unknown) },
    });
  }
  const harness = (networkMode: unknown) => ({
    environments: [
      { agentcoreRuntimeEnvironments: [{ networkConfigurations: [{ networkMode }] }] },
    ],
  });
  testRule(rule, {
    compliant: { type: "aws:bedrock/agentcoreHarness:AgentcoreHarness", props: harness("VPC") },
    failing: {
      "the open network": [
        harness("PUBLIC"),
        "environments[0].agentcoreRuntimeEnvironments[0].networkConfigurations[0].networkMode",
      ],
    },
  });

  testRule(rule, {
    compliant: { type: "aws:lambdamicrovms/microvm:Microvm", props: { imageArn: "arn" } },
    passing: { "a way out": { egressNetworkConnectors: ["arn"] } },
    failing: {
      "a way in": [{ ingressNetworkConnectors: ["arn"] }, "ingressNetworkConnectors[0]"],
    },
    undecided: { "its ways in": { ingressNetworkConnectors: unknown } },
  });
});

describe("forbid-public-applications, of what is a way in by itself", () => {
  testRule(rule, {
    compliant: { type: "aws:verifiedaccess/endpoint:Endpoint", props: {} },
    failing: {
      "an endpoint for a load balancer": [{ endpointType: "load-balancer" }, "endpointType"],
    },
  });
});

function appRunner(isPubliclyAccessible: unknown) {
  return { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible } } };
}
