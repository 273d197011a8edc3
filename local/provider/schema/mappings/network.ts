import { type Mapping, type Mappings, resourcePolicy } from "../mapping.ts";

/** CloudFormation has each rule of an access list as a resource, with the protocol's number. */
const networkAclEntry: Mapping = {
  schema: "AWS::EC2::NetworkAclEntry",
  names: {
    action: "RuleAction",
    fromPort: "PortRange.From",
    toPort: "PortRange.To",
    icmpCode: "Icmp.Code",
    icmpType: "Icmp.Type",
    protocol: { to: "Protocol", values: { all: -1, icmp: 1, tcp: 6, udp: 17 } },
    ruleNo: "RuleNumber",
  },
  optional: ["NetworkAclId"],
};

/** CloudFormation has each route as a resource. */
const route: Mapping = {
  schema: "AWS::EC2::Route",
  names: {
    cidrBlock: "DestinationCidrBlock",
    ipv6CidrBlock: "DestinationIpv6CidrBlock",
    egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
  },
  formats: { ipv6CidrBlock: "ipv6-network" },
  optional: ["RouteTableId"],
};

export const networkMappings: Mappings = {
  "aws:ec2/eip:Eip": {
    schema: "AWS::EC2::EIP",
    names: { instance: "InstanceId" },
    formats: { instance: "AWS::EC2::Instance.Id" },
    replaces: ["customerOwnedIpv4Pool", "domain", "publicIpv4Pool"],
  },
  "aws:ec2/flowLog:FlowLog": {
    schema: "AWS::EC2::FlowLog",
    names: {
      iamRoleArn: "DeliverLogsPermissionArn",
      eniId: { to: "ResourceId", with: { ResourceType: "NetworkInterface" } },
      regionalNatGatewayId: { to: "ResourceId", with: { ResourceType: "RegionalNatGateway" } },
      subnetId: { to: "ResourceId", with: { ResourceType: "Subnet" } },
      transitGatewayId: { to: "ResourceId", with: { ResourceType: "TransitGateway" } },
      transitGatewayAttachmentId: {
        to: "ResourceId",
        with: { ResourceType: "TransitGatewayAttachment" },
      },
      vpcId: { to: "ResourceId", with: { ResourceType: "VPC" } },
    },
    optional: [
      "ResourceType",
      "DestinationOptions.FileFormat",
      "DestinationOptions.HiveCompatiblePartitions",
      "DestinationOptions.PerHourPartition",
    ],
    formats: {
      iamRoleArn: "AWS::IAM::Role.Arn",
      logDestination: "arn",
      subnetId: "AWS::EC2::Subnet.Id",
      vpcId: "AWS::EC2::VPC.Id",
    },
  },
  "aws:ec2/internetGateway:InternetGateway": {
    schema: "AWS::EC2::InternetGateway",
    formats: { vpcId: "AWS::EC2::VPC.Id" },
  },
  "aws:ec2/natGateway:NatGateway": {
    schema: "AWS::EC2::NatGateway",
    names: { privateIp: "PrivateIpAddress" },
    optional: ["AvailabilityZoneAddresses.AllocationIds"],
  },
  "aws:ec2/networkAcl:NetworkAcl": {
    schema: "AWS::EC2::NetworkAcl",
    parts: { egress: networkAclEntry, ingress: networkAclEntry },
    formats: { subnetIds: "AWS::EC2::Subnet.Id" },
  },
  "aws:ec2/route:Route": {
    schema: "AWS::EC2::Route",
    names: { egressOnlyGatewayId: "EgressOnlyInternetGatewayId" },
    formats: { destinationIpv6CidrBlock: "ipv6-network" },
  },
  "aws:ec2/routeTable:RouteTable": { schema: "AWS::EC2::RouteTable", parts: { routes: route } },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    schema: "AWS::EC2::SubnetRouteTableAssociation",
    // It is either a subnet's or a gateway's.
    optional: ["SubnetId"],
    replaces: ["gatewayId"],
    keeps: ["routeTableId"],
  },
  "aws:ec2/subnet:Subnet": {
    schema: "AWS::EC2::Subnet",
    names: {
      enableResourceNameDnsAaaaRecordOnLaunch:
        "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord",
      enableResourceNameDnsARecordOnLaunch:
        "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord",
      privateDnsHostnameTypeOnLaunch: "PrivateDnsNameOptionsOnLaunch.HostnameType",
    },
  },
  "aws:ec2/vpc:Vpc": {
    schema: "AWS::EC2::VPC",
    unchecked: ["ipv6CidrBlock"],
    formats: { ipv6CidrBlock: "ipv6-network" },
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    schema: "AWS::EC2::VPCEndpoint",
    names: {
      "dnsOptions.privateDnsOnlyForInboundResolverEndpoint": {
        to: "PrivateDnsOnlyForInboundResolverEndpoint",
        values: { true: "OnlyInboundResolver", false: "AllResolvers" },
      },
    },
    parts: { policy: resourcePolicy },
  },
};
