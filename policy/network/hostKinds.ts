import type { ResourceView } from "../model/resourceView.ts";
import { isGiven, textsAt } from "./reading.ts";

/** The properties of a type that decide who can reach its hosts. */
export interface Traits {
  /** Properties that name subnets. */
  readonly subnets?: readonly string[];
  /** The property that names a subnet group, and the types of subnet group. */
  readonly subnetGroup?: readonly [path: string, ...types: string[]];
  /** Properties that name security groups. */
  readonly groups?: readonly string[];
  /** Properties that name network interfaces, which are already in subnets. */
  readonly interfaces?: readonly string[];
  /** The property that decides about a public IPv4 address. */
  readonly publicFlag?: string;
  /** Texts other than true that turn the flag on; `any` for any value. */
  readonly publicWords?: readonly string[] | "any";
  /** Properties that assign IPv6 addresses. */
  readonly ipv6?: readonly string[];
  /** Properties that name launch templates, with their types. */
  readonly templates?: readonly (readonly [path: string, type: string])[];
}

/** A kind of host that the internet may reach. */
export interface HostKind extends Traits {
  /** The name in findings. */
  readonly noun: string;
  /**
   * Whether it gets public addresses from its subnet unless set otherwise. Such a host is in the
   * default VPC if it names no subnet.
   */
  readonly takesAddresses?: boolean;
  /**
   * The security group of a host that names none: an unknown one, a closed one, or the VPC's
   * default group.
   *
   * @default "default", the VPC's own
   */
  readonly absentGroup?: "default" | "unknown" | "closed";
  /** Lists of parts with network properties of their own. */
  readonly parts?: readonly string[];
  /** Whether it allows the internet regardless of its security groups. */
  readonly isOpen?: (view: ResourceView) => boolean;
  readonly isOne?: (view: ResourceView) => boolean;
}

const launchTemplate = "aws:ec2/launchTemplate:LaunchTemplate";
const launchConfiguration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const rdsCluster = "aws:rds/cluster:Cluster";
const neptuneCluster = "aws:neptune/cluster:Cluster";

const ofMixed = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification";
const rdsSubnetGroup = "aws:rds/subnetGroup:SubnetGroup";

/** Launch templates, which complete the properties of other types. */
export const templateTraits: Readonly<Record<string, Traits>> = {
  [launchTemplate]: {
    subnets: ["networkInterfaces.subnetId"],
    groups: ["vpcSecurityGroupIds", "networkInterfaces.securityGroups"],
    interfaces: ["networkInterfaces.networkInterfaceId"],
    publicFlag: "networkInterfaces.associatePublicIpAddress",
    ipv6: ["networkInterfaces.ipv6AddressCount", "networkInterfaces.ipv6Addresses"],
  },
  [launchConfiguration]: { groups: ["securityGroups"], publicFlag: "associatePublicIpAddress" },
  [rdsCluster]: {
    subnetGroup: ["dbSubnetGroupName", rdsSubnetGroup],
    groups: ["vpcSecurityGroupIds"],
  },
  [neptuneCluster]: {
    subnetGroup: ["neptuneSubnetGroupName", "aws:neptune/subnetGroup:SubnetGroup"],
    groups: ["vpcSecurityGroupIds"],
  },
};

const ofInstance: Omit<HostKind, "noun"> = {
  subnets: ["subnetId"],
  groups: ["vpcSecurityGroupIds"],
  interfaces: ["primaryNetworkInterface", "primaryNetworkInterfaces", "networkInterfaces"],
  publicFlag: "associatePublicIpAddress",
  ipv6: ["ipv6AddressCount", "ipv6Addresses"],
  templates: [
    ["launchTemplate.id", launchTemplate],
    ["launchTemplate.name", launchTemplate],
  ],
  takesAddresses: true,
};

const ofTasks = (network: string): Omit<HostKind, "noun"> => ({
  subnets: [`${network}.subnets`],
  groups: [`${network}.securityGroups`],
  publicFlag: `${network}.assignPublicIp`,
});

export const instance = "aws:ec2/instance:Instance";
export const networkInterface = "aws:ec2/networkInterface:NetworkInterface";

/**
 * Hosts that may have a public address. Not listed are types that never have one that leads into a
 * VPC (functions, ElastiCache, OpenSearch, DocumentDB, EFS and the like), and NAT gateways, which
 * accept no connections.
 */
export const hostKinds: Readonly<Record<string, HostKind>> = {
  [instance]: { noun: "instance", ...ofInstance },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { noun: "spot instance", ...ofInstance },
  [networkInterface]: {
    noun: "network interface",
    subnets: ["subnetId"],
    groups: ["securityGroups"],
    ipv6: ["ipv6AddressCount", "ipv6Addresses", "ipv6AddressLists"],
  },
  "aws:autoscaling/group:Group": {
    noun: "auto scaling group",
    subnets: ["vpcZoneIdentifiers"],
    templates: [
      ["launchTemplate.id", launchTemplate],
      ["launchTemplate.name", launchTemplate],
      [`${ofMixed}.launchTemplateId`, launchTemplate],
      [`${ofMixed}.launchTemplateName`, launchTemplate],
      ["launchConfiguration", launchConfiguration],
    ],
    takesAddresses: true,
  },
  "aws:ec2/fleet:Fleet": {
    noun: "fleet",
    parts: ["launchTemplateConfigs"],
    subnets: ["overrides.subnetId"],
    templates: [
      ["launchTemplateSpecification.launchTemplateId", launchTemplate],
      ["launchTemplateSpecification.launchTemplateName", launchTemplate],
    ],
    takesAddresses: true,
  },
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    noun: "spot fleet",
    parts: ["launchSpecifications", "launchTemplateConfigs"],
    subnets: ["subnetId", "overrides.subnetId"],
    groups: ["vpcSecurityGroupIds"],
    publicFlag: "associatePublicIpAddress",
    templates: [
      ["launchTemplateSpecification.id", launchTemplate],
      ["launchTemplateSpecification.name", launchTemplate],
    ],
    takesAddresses: true,
  },
  "aws:eks/nodeGroup:NodeGroup": {
    noun: "node group",
    subnets: ["subnetIds"],
    templates: [
      ["launchTemplate.id", launchTemplate],
      ["launchTemplate.name", launchTemplate],
    ],
    takesAddresses: true,
    absentGroup: "closed",
    // Source: "RemoteAccessConfig", Amazon EKS API Reference: port 22 is then open to 0.0.0.0/0.
    isOpen: (nodes) =>
      isGiven(nodes, "remoteAccess.ec2SshKey") &&
      !isGiven(nodes, "remoteAccess.sourceSecurityGroupIds"),
  },
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    noun: "compute environment",
    subnets: ["computeResources.subnets"],
    groups: ["computeResources.securityGroupIds"],
    templates: [
      ["computeResources.launchTemplate.launchTemplateId", launchTemplate],
      ["computeResources.launchTemplate.launchTemplateName", launchTemplate],
    ],
    takesAddresses: true,
    // Fargate jobs set the public address themselves.
    isOne: (environment) =>
      textsAt(environment, "computeResources.type").some((type) => !type.startsWith("FARGATE")),
  },
  "aws:ecs/service:Service": { noun: "service", ...ofTasks("networkConfiguration") },
  "aws:ecs/taskSet:TaskSet": { noun: "task set", ...ofTasks("networkConfiguration") },
  "aws:cloudwatch/eventTarget:EventTarget": {
    noun: "tasks of event target",
    ...ofTasks("ecsTarget.networkConfiguration"),
  },
  "aws:scheduler/schedule:Schedule": {
    noun: "tasks of schedule",
    ...ofTasks("target.ecsParameters.networkConfiguration"),
  },
  "aws:pipes/pipe:Pipe": {
    noun: "tasks of pipe",
    ...ofTasks("targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration"),
  },
  "aws:emr/cluster:Cluster": {
    noun: "cluster",
    subnets: ["ec2Attributes.subnetId", "ec2Attributes.subnetIds"],
    groups: [
      "ec2Attributes.emrManagedMasterSecurityGroup",
      "ec2Attributes.emrManagedSlaveSecurityGroup",
      "ec2Attributes.additionalMasterSecurityGroups",
      "ec2Attributes.additionalSlaveSecurityGroups",
    ],
    takesAddresses: true,
    absentGroup: "unknown",
  },
  "aws:rds/instance:Instance": {
    noun: "database",
    subnetGroup: ["dbSubnetGroupName", rdsSubnetGroup],
    groups: ["vpcSecurityGroupIds"],
    publicFlag: "publiclyAccessible",
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    noun: "database",
    subnetGroup: ["dbSubnetGroupName", rdsSubnetGroup],
    templates: [["clusterIdentifier", rdsCluster]],
    publicFlag: "publiclyAccessible",
  },
  "aws:neptune/clusterInstance:ClusterInstance": {
    noun: "database",
    subnetGroup: ["neptuneSubnetGroupName", "aws:neptune/subnetGroup:SubnetGroup"],
    templates: [["clusterIdentifier", neptuneCluster]],
    publicFlag: "publiclyAccessible",
  },
  "aws:redshift/cluster:Cluster": {
    noun: "warehouse",
    subnetGroup: ["clusterSubnetGroupName", "aws:redshift/subnetGroup:SubnetGroup"],
    groups: ["vpcSecurityGroupIds"],
    publicFlag: "publiclyAccessible",
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    noun: "warehouse",
    subnets: ["subnetIds"],
    groups: ["securityGroupIds"],
    publicFlag: "publiclyAccessible",
  },
  "aws:dms/replicationInstance:ReplicationInstance": {
    noun: "replication instance",
    subnetGroup: [
      "replicationSubnetGroupId",
      "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup",
    ],
    groups: ["vpcSecurityGroupIds"],
    publicFlag: "publiclyAccessible",
  },
  "aws:mq/broker:Broker": {
    noun: "broker",
    subnets: ["subnetIds"],
    groups: ["securityGroups"],
    publicFlag: "publiclyAccessible",
  },
  "aws:msk/cluster:Cluster": {
    noun: "broker",
    subnets: ["brokerNodeGroupInfo.clientSubnets"],
    groups: ["brokerNodeGroupInfo.securityGroups"],
    publicFlag: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    publicWords: ["SERVICE_PROVIDED_EIPS"],
  },
  "aws:transfer/server:Server": {
    noun: "file server",
    subnets: ["endpointDetails.subnetIds"],
    groups: ["endpointDetails.securityGroupIds"],
    publicFlag: "endpointDetails.addressAllocationIds",
    publicWords: "any",
  },
};
