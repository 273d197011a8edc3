import type { ResourceView } from "../model/resourceView.ts";
import type { ResourceRule } from "../rule.ts";
import { openedBy, type Switch } from "./support/switches.ts";

const exposed = "The notebooks are in the open network of SageMaker, not in the VPC";

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
    exposed: "The server of the environment takes SSH connections from outside of the VPC",
    property: "connectionType",
    closed: ["CONNECT_SSM"],
    closedByDefault: false,
  },
};

/** SageMaker's notebooks and apps, and servers to write code on, are reached in a VPC only. */
export const forbidPublicNotebooks: ResourceRule = {
  name: "forbid-public-notebooks",
  description:
    "SageMaker notebooks and domains, and Cloud9 environments, use the network of a VPC only.",
  why: "Whoever works in a notebook with direct internet access can carry data out past every group and log of the VPC.",
  fix: 'Set directInternetAccess to "Disabled", or appNetworkAccessType to "VpcOnly", with private subnets; for Cloud9, connectionType to "CONNECT_SSM".',
  equivalents: [
    "CKV_AWS_122",
    "sagemaker-notebook-no-direct-internet-access",
    "sagemaker-domain-in-vpc",
  ],
  types: Object.keys(switches),

  check: (resource: ResourceView) => openedBy(switches[resource.type]!, resource),
};
