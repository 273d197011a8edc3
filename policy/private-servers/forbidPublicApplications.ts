import type { ResourceRule } from "../rule.ts";
import { mustBeFalse, mustBeSet, openedBy, type Switch } from "./support/switches.ts";

const agents = (network: string): Switch => ({
  exposed: "Agents run outside the VPC, with unrestricted internet access",
  property: `${network}.networkMode`,
  // A sandbox has no network access.
  closed: ["VPC", "SANDBOX"],
  closedByDefault: true,
});

/** A property that creates a public endpoint, whatever its value. */
const neverSet = (property: string, exposed: string): Switch => ({
  exposed,
  property,
  closed: [],
  closedByDefault: true,
});

const switches: Readonly<Record<string, Switch>> = {
  "aws:apprunner/service:Service": mustBeFalse(
    "networkConfiguration.ingressConfiguration.isPubliclyAccessible",
    "The service has a public endpoint",
    false,
  ),
  "aws:mwaa/environment:Environment": {
    exposed: "The Airflow web server is open to the internet",
    property: "webserverAccessMode",
    closed: ["PRIVATE_ONLY"],
    closedByDefault: true,
  },
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": {
    exposed: "Anyone on the internet may call the tools behind the gateway",
    property: "authorizerType",
    closed: ["CUSTOM_JWT", "AWS_IAM", "AUTHENTICATE_ONLY"],
    closedByDefault: false,
  },
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": agents("networkConfiguration"),
  "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": agents("networkConfiguration"),
  "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": agents("networkConfiguration"),
  "aws:bedrock/agentcoreHarness:AgentcoreHarness": agents(
    "environments.agentcoreRuntimeEnvironments.networkConfigurations",
  ),
  // Source: "Networking" of MicroVMs, AWS Lambda Developer Guide: clients need only a token.
  "aws:lambdamicrovms/microvm:Microvm": neverSet(
    "ingressNetworkConnectors",
    "The server has a public endpoint",
  ),
  // Source: "How Verified Access works", AWS Verified Access User Guide.
  "aws:verifiedaccess/endpoint:Endpoint": neverSet(
    "endpointType",
    "The internet reaches the application behind the endpoint, as far as the endpoint's policy allows",
  ),
  "aws:m2/environment:Environment": mustBeFalse(
    "publiclyAccessible",
    "The mainframe applications are open to the internet",
  ),
  // Source: ExpressGatewayServiceNetworkConfiguration, Amazon ECS API Reference: "By default, an
  // Express service utilizes subnets and security groups associated with the default VPC".
  "aws:ecs/expressGatewayService:ExpressGatewayService": mustBeSet(
    "networkConfigurations.subnets",
    "Without subnets, ECS creates a public load balancer in the default VPC",
  ),
};

/** Applications that AWS runs together with their endpoint are private. */
export const forbidPublicApplications: ResourceRule = {
  name: "forbid-public-applications",
  description:
    "App Runner, Airflow, ECS Express, AgentCore, MicroVMs, Verified Access and mainframe applications have no public endpoint.",
  why: "These services come with a public endpoint, which bypasses the API with its authorizers and throttles.",
  fix: "Set isPubliclyAccessible or publiclyAccessible to false, webserverAccessMode to PRIVATE_ONLY, or networkMode to VPC; set an authorizer or private subnets; or remove the public endpoint. Clients in the VPC connect through a VPC endpoint or a load balancer.",
  equivalents: [
    "CKV2_AWS_66",
    "apprunner-service-no-public-access",
    "bedrockagentcore-gateway-authorizer-enabled",
  ],
  types: Object.keys(switches),

  check: (application) => openedBy(switches[application.type]!, application),
};
