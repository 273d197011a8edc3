import type { ResourceView } from "../model/resourceView.ts";
import type { ResourceRule } from "../rule.ts";
import { mustBeFalse, mustBeSet, openedBy, type Switch } from "./support/switches.ts";

const switches: Readonly<Record<string, Switch>> = {
  "aws:apprunner/service:Service": mustBeFalse(
    "networkConfiguration.ingressConfiguration.isPubliclyAccessible",
    "The service has an address on the internet",
    false,
  ),
  "aws:mwaa/environment:Environment": {
    exposed: "The web server of Airflow is open to the internet",
    property: "webserverAccessMode",
    closed: ["PRIVATE_ONLY"],
    closedByDefault: true,
  },
  "aws:m2/environment:Environment": mustBeFalse(
    "publiclyAccessible",
    "The mainframe applications are open to the internet",
  ),
  // Source: ExpressGatewayServiceNetworkConfiguration, Amazon ECS API Reference: "By default, an
  // Express service utilizes subnets and security groups associated with the default VPC".
  "aws:ecs/expressGatewayService:ExpressGatewayService": mustBeSet(
    "networkConfigurations.subnets",
    "Without subnets, ECS puts a public load balancer in the default VPC",
  ),
};

/** Where AWS runs an application together with the way to it, that way is private. */
export const forbidPublicApplications: ResourceRule = {
  name: "forbid-public-applications",
  description:
    "App Runner, Airflow, ECS Express and mainframe applications have no public endpoint.",
  why: "These services come with a way in of their own, which leads past the API with its authorizers and throttles.",
  fix:
    "Set isPubliclyAccessible or publiclyAccessible to false, webserverAccessMode to PRIVATE_ONLY, " +
    "or name private subnets; what is in the VPC reaches it through a VPC endpoint or a load balancer.",
  equivalents: ["CKV2_AWS_66", "apprunner-service-no-public-access"],
  types: Object.keys(switches),

  check: (application: ResourceView) => openedBy(switches[application.type]!, application),
};
