import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicApplications as rule } from "./forbidPublicApplications.ts";

const ingress = "networkConfiguration.ingressConfiguration.isPubliclyAccessible";

testRule(rule, "aws:apprunner/service:Service", {
  compliant: appRunner(false),
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

testRule(rule, "aws:mwaa/environment:Environment", {
  compliant: {},
  passing: { "a private web server": { webserverAccessMode: "PRIVATE_ONLY" } },
  failing: {
    "a public web server": { webserverAccessMode: "PUBLIC_ONLY" },
    "a web server that is public too": { webserverAccessMode: "PUBLIC_AND_PRIVATE" },
  },
  undecided: { "its web server": { webserverAccessMode: unknown } },
});

testRule(rule, "aws:m2/environment:Environment", {
  compliant: { publiclyAccessible: false },
  passing: { "no value": { publiclyAccessible: undefined } },
  failing: { "a public address": { publiclyAccessible: true } },
});

testRule(rule, "aws:ecs/expressGatewayService:ExpressGatewayService", {
  compliant: { networkConfigurations: [{ subnets: ["subnet-1"], securityGroups: ["sg-1"] }] },
  passing: { "subnets that are not known yet": { networkConfigurations: [{ subnets: unknown }] } },
  failing: {
    "the default VPC": [{ networkConfigurations: undefined }, "networkConfigurations.subnets"],
    "no subnets": [{ networkConfigurations: [{ subnets: [] }] }, "networkConfigurations.subnets"],
  },
});

testRule(rule, "aws:bedrock/agentcoreGateway:AgentcoreGateway", {
  compliant: { authorizerType: "CUSTOM_JWT" },
  passing: {
    "signatures of IAM": { authorizerType: "AWS_IAM" },
    "who it is, and no more": { authorizerType: "AUTHENTICATE_ONLY" },
  },
  failing: {
    "no authorizer": { authorizerType: "NONE" },
    "no value": { authorizerType: undefined },
  },
  undecided: { "its authorizer": { authorizerType: unknown } },
});

for (const name of ["AgentRuntime", "Browser", "CodeInterpreter"]) {
  const network = (networkMode: unknown) => ({ networkConfiguration: { networkMode } });
  testRule(rule, `aws:bedrock/agentcore${name}:Agentcore${name}`, {
    compliant: network("VPC"),
    passing: { "a sandbox": network("SANDBOX") },
    failing: { "the open network": [network("PUBLIC"), "networkConfiguration.networkMode"] },
    undecided: { "its network": network(unknown) },
  });
}

const harness = (networkMode: unknown) => ({
  environments: [{ agentcoreRuntimeEnvironments: [{ networkConfigurations: [{ networkMode }] }] }],
});

testRule(rule, "aws:bedrock/agentcoreHarness:AgentcoreHarness", {
  compliant: harness("VPC"),
  failing: {
    "the open network": [
      harness("PUBLIC"),
      "environments[0].agentcoreRuntimeEnvironments[0].networkConfigurations[0].networkMode",
    ],
  },
});

testRule(rule, "aws:lambdamicrovms/microvm:Microvm", {
  compliant: { imageArn: "arn" },
  passing: { "a way out": { egressNetworkConnectors: ["arn"] } },
  failing: { "a way in": { ingressNetworkConnectors: ["arn"] } },
  undecided: { "its ways in": { ingressNetworkConnectors: unknown } },
});

describe("forbid-public-applications, for resources that are entry points themselves", () => {
  testRule(rule, "aws:verifiedaccess/endpoint:Endpoint", {
    compliant: {},
    failing: { "an endpoint for a load balancer": { endpointType: "load-balancer" } },
  });
});

function appRunner(isPubliclyAccessible: unknown) {
  return { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible } } };
}
