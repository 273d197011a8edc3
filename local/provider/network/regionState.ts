import type { Properties } from "../../graph/resource.ts";
import type { InventoryEntry } from "../inventory.ts";

/** The types of a region's network, by short names. */
export const types = {
  acl: "aws:ec2/networkAcl:NetworkAcl",
  address: "aws:ec2/eip:Eip",
  association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  ecsService: "aws:ecs/service:Service",
  egressRule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  flowLog: "aws:ec2/flowLog:FlowLog",
  function: "aws:lambda/function:Function",
  ingressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  internetGateway: "aws:ec2/internetGateway:InternetGateway",
  listener: "aws:lb/listener:Listener",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  natGateway: "aws:ec2/natGateway:NatGateway",
  route: "aws:ec2/route:Route",
  routeTable: "aws:ec2/routeTable:RouteTable",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  subnet: "aws:ec2/subnet:Subnet",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  vpc: "aws:ec2/vpc:Vpc",
} as const;

type ShortName = keyof typeof types;

/** A resource's network interfaces: where they are, and the security groups they have. */
export interface Interfaces {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** The network resources that exist in a region. */
export class RegionState {
  readonly region: string;
  readonly #entries: readonly InventoryEntry[];

  constructor(region: string, entries: readonly InventoryEntry[]) {
    this.region = region;
    this.#entries = entries;
  }

  all(name: ShortName): InventoryEntry[] {
    return this.#entries.filter(({ type }) => type === types[name]);
  }

  /** Resources of a type whose inputs have these values. */
  having(name: ShortName, values: Properties): InventoryEntry[] {
    return this.all(name).filter(({ inputs }) =>
      Object.entries(values).every(([property, value]) => inputs[property] === value),
    );
  }

  find(name: ShortName, id: unknown): InventoryEntry | undefined {
    return this.all(name).find((entry) => entry.id === id);
  }

  /** The VPC of a subnet, a route table or another part of it. `undefined` if the part is unknown. */
  vpcOf(name: ShortName, id: unknown): unknown {
    return this.find(name, id)?.inputs["vpcId"];
  }

  /** The network interfaces of all resources that have some. */
  interfaces(): Interfaces[] {
    return this.#entries.flatMap((entry) => interfacesOf(entry) ?? []);
  }
}

function interfacesOf({ type, inputs }: InventoryEntry): Interfaces | undefined {
  switch (type) {
    case types.natGateway:
      return interfaces([inputs["subnetId"]], []);
    case types.endpoint:
      return interfaces(inputs["subnetIds"], inputs["securityGroupIds"]);
    case types.loadBalancer:
      return interfaces(
        inputs["subnets"] ?? list(inputs["subnetMappings"]).map((each) => object(each)["subnetId"]),
        inputs["securityGroups"],
      );
    case types.function: {
      const { subnetIds, securityGroupIds } = object(inputs["vpcConfig"]);
      return interfaces(subnetIds, securityGroupIds);
    }
    case types.ecsService: {
      const { subnets, securityGroups } = object(inputs["networkConfiguration"]);
      return interfaces(subnets, securityGroups);
    }
    default:
      return undefined;
  }
}

const interfaces = (subnetIds: unknown, securityGroupIds: unknown): Interfaces => ({
  subnetIds: list(subnetIds).map(String),
  securityGroupIds: list(securityGroupIds).map(String),
});

/** A value that is a list, else an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A value that is an object, else an empty one. */
export const object = (value: unknown): Properties =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Properties) : {};
