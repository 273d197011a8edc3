import type { ResourceView } from "../../model/resourceView.ts";
import type { Finding } from "../../rule.ts";

/** The properties that decide in which network servers start. */
interface Networks {
  /** The list of servers, if a resource has several. */
  readonly parts?: string;
  /** Any of them sets the network. The finding names the first. */
  readonly properties: readonly string[];
}

const ofInstance: Networks = {
  properties: [
    "associatePublicIpAddress",
    "subnetId",
    "networkInterfaces",
    "primaryNetworkInterface",
    // Its contents are known only in the whole stack: `require-private-subnets` checks them.
    "launchTemplate",
  ],
};

/** Types that start servers with public addresses unless a network is set. */
const networks: Readonly<Record<string, Networks>> = {
  "aws:ec2/instance:Instance": ofInstance,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ofInstance,
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    parts: "launchSpecifications",
    properties: ["subnetId", "associatePublicIpAddress"],
  },
  // Source: CreateAutoScalingGroup, Amazon EC2 Auto Scaling API Reference, AvailabilityZones.
  "aws:autoscaling/group:Group": { properties: ["vpcZoneIdentifiers"] },
  "aws:emr/cluster:Cluster": { properties: ["ec2Attributes.subnetId", "ec2Attributes.subnetIds"] },
  "aws:cloud9/environmentEC2:EnvironmentEC2": { properties: ["subnetId"] },
  "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": {
    properties: ["subnetId"],
  },
  // Otherwise it runs outside a VPC, in a network of the service.
  "aws:glue/devEndpoint:DevEndpoint": { properties: ["subnetId"] },
};

/** Types that {@link defaultNetwork} can check. */
export const networkTypes: readonly string[] = Object.keys(networks);

/** Yields the servers without a network. */
export function* defaultNetwork(server: ResourceView): Iterable<Finding> {
  const { parts, properties } = networks[server.type] ?? { properties: [] };
  const [property] = properties;
  if (property === undefined) return;
  const each = parts === undefined ? [{ path: "", view: server }] : partsOf(server, parts);
  for (const { path, view } of each) {
    if (properties.some((name) => view.isSet(name))) continue;
    const exposed = "Without a subnet, it starts in the default VPC and gets a public address";
    yield { exposed, property: `${path}${property}`, value: undefined };
  }
}

const partsOf = (server: ResourceView, parts: string) =>
  server.valuesAt(parts).map(({ path, value }) => {
    const props = typeof value === "object" && value !== null ? value : {};
    return { path: `${path}.`, view: server.part(props) };
  });
