import type { ResourceRule } from "../rule.ts";
import { openedBy, type Switch } from "./support/switches.ts";

const exposed = "The notebooks have direct internet access, outside the VPC";

const switches: Readonly<Record<string, Switch>> = {
  "aws:sagemaker/notebookInstance:NotebookInstance": {
    exposed,
    property: "directInternetAccess",
    closed: ["Disabled"],
    closedByDefault: false,
  },
  "aws:sagemaker/domain:Domain": {
    exposed,
    property: "appNetworkAccessType",
    closed: ["VpcOnly"],
    closedByDefault: false,
  },
  // Source: "Accessing no-ingress EC2 instances with AWS Systems Manager", AWS Cloud9 User Guide.
  "aws:cloud9/environmentEC2:EnvironmentEC2": {
    exposed: "The environment's server accepts SSH connections from outside the VPC",
    property: "connectionType",
    closed: ["CONNECT_SSM"],
    closedByDefault: false,
  },
};

/** SageMaker notebooks and apps, and development servers, are reachable only in a VPC. */
export const forbidPublicNotebooks: ResourceRule = {
  name: "forbid-public-notebooks",
  description:
    "SageMaker notebooks and domains, and Cloud9 environments, connect only through a VPC.",
  why: "With direct internet access, anyone who works in a notebook can send data out, past the VPC's security groups and flow logs.",
  fix: 'Set directInternetAccess to "Disabled", or appNetworkAccessType to "VpcOnly", with private subnets. For Cloud9, set connectionType to "CONNECT_SSM".',
  equivalents: [
    "CKV_AWS_122",
    "sagemaker-notebook-no-direct-internet-access",
    "sagemaker-domain-in-vpc",
  ],
  types: Object.keys(switches),

  check: (resource) => openedBy(switches[resource.type]!, resource),
};
