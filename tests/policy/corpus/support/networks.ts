import type { Added, ExportedStack } from "./exportedStack.ts";

/** A security group rule for TCP from addresses. */
export const tcp = (port: number, ...cidrBlocks: string[]): object => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlocks,
  description: "",
  ipv6CidrBlocks: [],
  prefixListIds: [],
  securityGroups: [],
  self: false,
});

/** A security group rule for TCP from other groups. */
export const tcpFrom = (port: number, ...groups: Added[]): object => ({
  ...tcp(port),
  cidrBlocks: [],
  securityGroups: groups.map(({ id }) => id),
});

export const everything = {
  ...tcp(0, "0.0.0.0/0"),
  protocol: "-1",
};

export const anywhere = "0.0.0.0/0";

interface Network {
  readonly vpc: Added;
  readonly publicSubnets: readonly Added[];
  readonly privateSubnets: readonly Added[];
}

/**
 * A VPC with two zones, the layout of nearly every example: public subnets, and private ones whose
 * outbound traffic takes a NAT gateway.
 */
export function addNetwork(
  stack: ExportedStack,
  name: string,
  {
    mapPublicIpOnLaunch = true,
    parent,
  }: { readonly mapPublicIpOnLaunch?: boolean; readonly parent?: Added } = {},
): Network {
  const under = parent ? { parent } : {};
  const vpc = stack.aws(
    "ec2.Vpc",
    name,
    { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true },
    under,
  );
  const gateway = stack.aws("ec2.InternetGateway", name, { vpcId: vpc.id }, under);
  const subnets = [1, 2].map((zone) => {
    const availabilityZone = `${stack.region}${zone === 1 ? "a" : "b"}`;
    const place = { vpcId: vpc.id, availabilityZone };
    const open = stack.aws(
      "ec2.Subnet",
      `${name}-public-${zone}`,
      { ...place, cidrBlock: `10.0.${zone}.0/24`, mapPublicIpOnLaunch },
      under,
    );
    const openTable = stack.aws(
      "ec2.RouteTable",
      `${name}-public-${zone}`,
      { vpcId: vpc.id },
      under,
    );
    stack.aws(
      "ec2.Route",
      `${name}-public-${zone}`,
      { routeTableId: openTable.id, destinationCidrBlock: anywhere, gatewayId: gateway.id },
      under,
    );
    associate(stack, `${name}-public-${zone}`, open, openTable, under);
    const address = stack.aws("ec2.Eip", `${name}-${zone}`, { domain: "vpc" }, under);
    const nat = stack.aws(
      "ec2.NatGateway",
      `${name}-${zone}`,
      { subnetId: open.id, allocationId: address.id },
      under,
    );
    const inner = stack.aws(
      "ec2.Subnet",
      `${name}-private-${zone}`,
      { ...place, cidrBlock: `10.0.${zone + 100}.0/24` },
      under,
    );
    const innerTable = stack.aws(
      "ec2.RouteTable",
      `${name}-private-${zone}`,
      { vpcId: vpc.id },
      under,
    );
    stack.aws(
      "ec2.Route",
      `${name}-private-${zone}`,
      { routeTableId: innerTable.id, destinationCidrBlock: anywhere, natGatewayId: nat.id },
      under,
    );
    associate(stack, `${name}-private-${zone}`, inner, innerTable, under);
    return { open, inner };
  });
  return {
    vpc,
    publicSubnets: subnets.map(({ open }) => open),
    privateSubnets: subnets.map(({ inner }) => inner),
  };
}

export function associate(
  stack: ExportedStack,
  name: string,
  subnet: Added,
  table: Added,
  options: { readonly parent?: Added } = {},
): void {
  stack.aws(
    "ec2.RouteTableAssociation",
    name,
    { subnetId: subnet.id, routeTableId: table.id },
    options,
  );
}
