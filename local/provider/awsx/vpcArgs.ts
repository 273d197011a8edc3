import type * as aws from "@pulumi/aws";
import type { Properties } from "../../graph/resource.ts";
import { ArgumentReader } from "./argumentReader.ts";
import type { LayoutArgs, SubnetSpec } from "./layout.ts";

export type Tags = aws.ec2.VpcArgs["tags"];

export interface TaggedSubnetSpec extends SubnetSpec {
  readonly tags?: Tags;
}

/** An endpoint's arguments without the VPC. */
export type EndpointSpec = Omit<aws.ec2.VpcEndpointArgs, "vpcId"> & {
  readonly serviceName: string;
};

const natStrategies = ["OnePerAz", "Single", "None"] as const;
type NatStrategy = (typeof natStrategies)[number];

/** The supported arguments of `awsx.ec2.Vpc`. */
export interface VpcArgs extends LayoutArgs<TaggedSubnetSpec> {
  readonly natStrategy: NatStrategy;
  readonly endpointSpecs: readonly EndpointSpec[];
  /** With `Auto`, gateway endpoints use the route tables of all subnets. */
  readonly endpointStrategy: "Legacy" | "Auto";
  readonly tags: Tags;
  readonly region: aws.ec2.VpcArgs["region"];
  /** Arguments of the VPC itself. */
  readonly vpcSettings: Pick<aws.ec2.VpcArgs, (typeof vpcSettings)[number]>;
}

const vpcSettings = [
  "enableDnsHostnames",
  "enableDnsSupport",
  "enableNetworkAddressUsageMetrics",
  "instanceTenancy",
] as const;

const known = [
  ...vpcSettings,
  "availabilityZoneCidrMask",
  "availabilityZoneNames",
  "cidrBlock",
  "natGateways",
  "region",
  "subnetSpecs",
  "subnetStrategy",
  "tags",
  "vpcEndpointSpecs",
  "vpcEndpointStrategy",
];

/**
 * Reads the arguments of `awsx.ec2.Vpc`, with awsx's defaults. Zones and subnets are required, because
 * their defaults depend on the region.
 *
 * @throws AwsxArgumentError for an argument that is wrong or not supported
 */
export function readVpcArgs(name: string, inputs: Properties): VpcArgs {
  const read = new ArgumentReader(`awsx.ec2.Vpc "${name}"`);
  read.only(inputs, known);
  read.oneOf("subnetStrategy", inputs["subnetStrategy"] ?? "Legacy", ["Auto"]);
  const subnetSpecs = read.list("subnetSpecs", inputs["subnetSpecs"], (argument, spec) =>
    readSubnetSpec(read, argument, spec),
  );
  return {
    cidrBlock: read.text("cidrBlock", inputs["cidrBlock"] ?? "10.0.0.0/16"),
    availabilityZoneNames: readZones(read, inputs["availabilityZoneNames"]),
    availabilityZoneCidrMask: inputs["availabilityZoneCidrMask"] as number | undefined,
    subnetSpecs,
    natStrategy: readNatStrategy(read, inputs["natGateways"], subnetSpecs),
    ...readEndpoints(read, inputs),
    tags: inputs["tags"] as Tags,
    region: inputs["region"] as VpcArgs["region"],
    vpcSettings: Object.fromEntries(vpcSettings.map((key) => [key, inputs[key]])),
  };
}

function readZones(read: ArgumentReader, given: unknown): string[] {
  const argument = "availabilityZoneNames";
  const zones = read.list(argument, given, (place, zone) => read.text(place, zone));
  if (new Set(zones).size === zones.length) return zones;
  return read.fail(argument, given, "different zones", "Name each zone once.");
}

const subnetTypes = ["Public", "Private", "Isolated", "Unused"] as const;

function readSubnetSpec(read: ArgumentReader, argument: string, given: unknown): TaggedSubnetSpec {
  const spec = read.object(argument, given);
  read.only(spec, ["type", "name", "cidrMask", "cidrBlocks", "tags"], `${argument}.`);
  const { name, cidrBlocks } = spec;
  return {
    type: read.oneOf(`${argument}.type`, spec["type"], subnetTypes),
    name: name === undefined ? undefined : read.text(`${argument}.name`, name),
    cidrMask: spec["cidrMask"] as number | undefined,
    cidrBlocks:
      cidrBlocks === undefined
        ? undefined
        : read.list(`${argument}.cidrBlocks`, cidrBlocks, (at, block) => read.text(at, block)),
    tags: spec["tags"] as Tags,
  };
}

function readNatStrategy(
  read: ArgumentReader,
  given: unknown,
  specs: readonly SubnetSpec[],
): NatStrategy {
  const natGateways = read.object("natGateways", given ?? {});
  read.only(natGateways, ["strategy"], "natGateways.");
  const argument = "natGateways.strategy";
  const strategy = read.oneOf(argument, natGateways["strategy"] ?? "OnePerAz", natStrategies);
  const types = specs.map(({ type }) => type);
  const used = types.includes("Private") || types.includes("Isolated");
  if (strategy === "None" || (types.includes("Public") && used)) return strategy;
  return read.fail(
    argument,
    strategy,
    "None without Public subnets for the gateways, or without other subnets that use them",
    "Add the subnets, or set it to None.",
  );
}

function readEndpoints(
  read: ArgumentReader,
  { vpcEndpointSpecs: specs, vpcEndpointStrategy }: Properties,
): Pick<VpcArgs, "endpointSpecs" | "endpointStrategy"> {
  const argument = "vpcEndpointStrategy";
  const endpointStrategy = read.oneOf(argument, vpcEndpointStrategy ?? "Legacy", [
    "Legacy",
    "Auto",
  ]);
  if (specs === undefined) return { endpointStrategy, endpointSpecs: [] };
  const endpointSpecs = read.list("vpcEndpointSpecs", specs, (place, given) => {
    const spec = read.object(place, given);
    if (endpointStrategy === "Auto") {
      // Interface endpoints are not supported: awsx would choose subnets and create a security group.
      const types = ["Gateway", "GatewayLoadBalancer", "Resource"];
      read.oneOf(`${place}.vpcEndpointType`, spec["vpcEndpointType"] ?? "Gateway", types);
    }
    return { ...spec, serviceName: read.text(`${place}.serviceName`, spec["serviceName"]) };
  });
  return { endpointStrategy, endpointSpecs };
}
