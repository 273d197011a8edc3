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
};

/** SageMaker's notebooks and apps are in a VPC. */
export const forbidPublicNotebooks: ResourceRule = {
  name: "forbid-public-notebooks",
  description: "SageMaker notebooks and domains use the network of a VPC only.",
  why: "Whoever works in a notebook with direct internet access can carry data out past every group and log of the VPC.",
  fix: 'Set directInternetAccess to "Disabled", or appNetworkAccessType to "VpcOnly", with private subnets.',
  equivalents: [
    "CKV_AWS_122",
    "sagemaker-notebook-no-direct-internet-access",
    "sagemaker-domain-in-vpc",
  ],
  types: Object.keys(switches),

  check: (resource: ResourceView) => openedBy(switches[resource.type]!, resource),
};
