import { aws, type Declared } from "../../testing/judge.ts";
import { ref } from "./declared.ts";

export const subnets = [ref("public-1")];
export const groups = [ref("web-sg")];

/** A subnet group with only the public subnet. */
export const inGroup = (type: string, path = "subnetIds"): Declared => ({
  type,
  name: "subnet-group",
  props: { [path]: subnets },
});
export const launchTemplate = (props: object = { vpcSecurityGroupIds: groups }) =>
  aws("ec2.LaunchTemplate", "template", {
    networkInterfaces: [{ associatePublicIpAddress: "true" }],
    ...props,
  });
const cluster = (type: string, props: Record<string, unknown>): Declared => ({
  type,
  name: "cluster",
  props: { vpcSecurityGroupIds: groups, ...props },
});
const tasks = { subnets, securityGroups: groups, assignPublicIp: true };

/** A public subnet that gives public addresses. */
const givingSubnet: readonly Declared[] = [
  aws("ec2.Subnet", "giving", { vpcId: ref("main"), mapPublicIpOnLaunch: true }),
  aws("ec2.RouteTableAssociation", "giving-table", {
    subnetId: ref("giving"),
    routeTableId: ref("public"),
  }),
];

/** By type: the properties of an open host, and the resources that it needs. */
export const openHosts: Readonly<
  Record<string, readonly [props: Record<string, unknown>, ...needed: Declared[]]>
> = {
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": [
    { subnetId: ref("public-1"), vpcSecurityGroupIds: groups, associatePublicIpAddress: "true" },
  ],
  "aws:autoscaling/group:Group": [
    { vpcZoneIdentifiers: subnets, launchTemplate: { id: ref("template"), version: "$Latest" } },
    launchTemplate(),
  ],
  "aws:ec2/fleet:Fleet": [
    {
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { launchTemplateId: ref("template"), version: "1" },
          overrides: [{ subnetId: ref("public-1") }],
        },
      ],
    },
    launchTemplate(),
  ],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [
    {
      launchSpecifications: [
        { subnetId: "subnet-1" },
        {
          subnetId: ref("public-1"),
          vpcSecurityGroupIds: groups,
          associatePublicIpAddress: true,
        },
      ],
    },
  ],
  "aws:eks/nodeGroup:NodeGroup": [
    { subnetIds: [ref("giving")], remoteAccess: { ec2SshKey: "key" } },
    ...givingSubnet,
  ],
  "aws:batch/computeEnvironment:ComputeEnvironment": [
    {
      computeResources: {
        type: "EC2",
        subnets,
        launchTemplate: { launchTemplateName: ref("template", "name") },
      },
    },
    launchTemplate(),
  ],
  "aws:ecs/service:Service": [{ networkConfiguration: tasks }],
  "aws:ecs/taskSet:TaskSet": [{ networkConfiguration: tasks }],
  "aws:cloudwatch/eventTarget:EventTarget": [{ ecsTarget: { networkConfiguration: tasks } }],
  "aws:scheduler/schedule:Schedule": [
    { target: { ecsParameters: { networkConfiguration: tasks } } },
  ],
  "aws:pipes/pipe:Pipe": [
    {
      targetParameters: {
        ecsTaskParameters: {
          networkConfiguration: { awsVpcConfiguration: { ...tasks, assignPublicIp: "ENABLED" } },
        },
      },
    },
  ],
  "aws:emr/cluster:Cluster": [
    {
      ec2Attributes: {
        subnetId: ref("giving"),
        emrManagedMasterSecurityGroup: ref("web-sg"),
      },
    },
    ...givingSubnet,
  ],
  "aws:rds/instance:Instance": [
    {
      dbSubnetGroupName: ref("subnet-group", "name"),
      vpcSecurityGroupIds: groups,
      publiclyAccessible: true,
    },
    inGroup("aws:rds/subnetGroup:SubnetGroup"),
  ],
  "aws:rds/clusterInstance:ClusterInstance": [
    { clusterIdentifier: ref("cluster"), publiclyAccessible: true },
    cluster("aws:rds/cluster:Cluster", { dbSubnetGroupName: ref("subnet-group", "name") }),
    inGroup("aws:rds/subnetGroup:SubnetGroup"),
  ],
  "aws:neptune/clusterInstance:ClusterInstance": [
    { clusterIdentifier: ref("cluster"), publiclyAccessible: true },
    cluster("aws:neptune/cluster:Cluster", { neptuneSubnetGroupName: ref("subnet-group", "name") }),
    inGroup("aws:neptune/subnetGroup:SubnetGroup"),
  ],
  "aws:redshift/cluster:Cluster": [
    {
      clusterSubnetGroupName: ref("subnet-group", "name"),
      vpcSecurityGroupIds: groups,
      publiclyAccessible: true,
    },
    inGroup("aws:redshift/subnetGroup:SubnetGroup"),
  ],
  "aws:redshiftserverless/workgroup:Workgroup": [
    { subnetIds: subnets, securityGroupIds: groups, publiclyAccessible: true },
  ],
  "aws:dms/replicationInstance:ReplicationInstance": [
    {
      replicationSubnetGroupId: ref("subnet-group"),
      vpcSecurityGroupIds: groups,
      publiclyAccessible: true,
    },
    inGroup("aws:dms/replicationSubnetGroup:ReplicationSubnetGroup"),
  ],
  "aws:mq/broker:Broker": [
    { subnetIds: subnets, securityGroups: groups, publiclyAccessible: true },
  ],
  "aws:msk/cluster:Cluster": [
    {
      brokerNodeGroupInfo: {
        clientSubnets: subnets,
        securityGroups: groups,
        connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
      },
    },
  ],
  "aws:transfer/server:Server": [
    {
      endpointDetails: {
        subnetIds: subnets,
        securityGroupIds: groups,
        addressAllocationIds: ["eipalloc-1"],
      },
    },
  ],
};
