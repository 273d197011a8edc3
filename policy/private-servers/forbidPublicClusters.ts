import { areTooWide, isCidr, type Allowance } from "../model/addresses.ts";
import { allowanceOf, type InternetSettings, internetSettings } from "../model/internet.ts";
import { isFalse, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const cluster = "aws:eks/cluster:Cluster";

/**
 * The API of a Kubernetes cluster is in the VPC, or open to few addresses, and SSH access to its
 * nodes is limited. The component `eks:index:Cluster` creates resources of these types.
 */
export const forbidPublicClusters: ResourceRule<InternetSettings> = {
  name: "forbid-public-clusters",
  description: "The API of an EKS cluster and SSH access to its nodes are closed to the internet.",
  why: "The cluster's API controls everything that runs in the cluster, and is public by default.",
  fix: "Set endpointPublicAccess to false and endpointPrivateAccess to true, or list a few addresses in publicAccessCidrs. For remote access to nodes, set sourceSecurityGroupIds.",
  settings: internetSettings,
  equivalents: ["CKV_AWS_38", "CKV_AWS_39", "CKV_AWS_100", "eks-endpoint-no-public-access"],
  types: [cluster, "aws:eks/nodeGroup:NodeGroup"],

  *check(resource, settings): Iterable<Finding> {
    const allowed = allowanceOf(settings);
    yield* resource.type === cluster ? openApi(resource, allowed) : openLogin(resource);
  },
};

const flag = "vpcConfig.endpointPublicAccess";
const ranges = "vpcConfig.publicAccessCidrs";

function* openApi(cluster: ResourceView, allowed: Allowance): Iterable<Finding> {
  // On an Outpost, the API is always private.
  if (cluster.isSet("outpostConfig")) return;
  const isPublic = cluster.valueAt(flag, true);
  if (isPublic === undefined || isFalse(isPublic)) return;
  const exposed = "The cluster's API is open to the internet";
  if (!cluster.isSet(ranges)) {
    yield { exposed, property: flag, value: cluster.valueAt(flag) };
    return;
  }
  const cidrs = cluster.valuesAt(ranges).map(({ value }) => String(value));
  if (areTooWide(cidrs, allowed) || !cidrs.every(isCidr)) {
    yield { exposed, property: ranges, value: cidrs };
  }
}

/** Source: RemoteAccessConfig, Amazon EKS API Reference: without groups, "port 22 on the nodes is opened to the internet". */
function* openLogin(nodes: ResourceView): Iterable<Finding> {
  const property = "remoteAccess.sourceSecurityGroupIds";
  if (!nodes.isSet("remoteAccess.ec2SshKey") || nodes.isSet(property)) return;
  const exposed = "Anyone on the internet can reach port 22 of the nodes";
  yield { exposed, property, value: undefined };
}
