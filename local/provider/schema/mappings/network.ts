import { unknownValue } from "../../../../project/signatures.ts";
import { type Mapping, type Mappings, resourcePolicy, type Target } from "../mapping.ts";

/** In CloudFormation each rule of an access list is a resource, with the protocol as a number. */
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

/** In CloudFormation each route is a resource. */
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

const expanded = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups", "self"];

/** A rule within a group. CloudFormation has one rule per network or group that it allows. */
const rule = (path: string, side: "Source" | "Destination"): Readonly<Record<string, Target>> => ({
  [`${path}.cidrBlocks`]: "CidrIp",
  [`${path}.ipv6CidrBlocks`]: "CidrIpv6",
  [`${path}.prefixListIds`]: `${side}PrefixListId`,
  [`${path}.protocol`]: "IpProtocol",
  [`${path}.securityGroups`]: `${side}SecurityGroupId`,
  // The group itself, whose id is unknown.
  [`${path}.self`]: {
    to: `${side}SecurityGroupId`,
    values: { true: unknownValue, false: undefined },
  },
});

const group: Mapping = {
  schema: "AWS::EC2::SecurityGroup",
  names: {
    name: "GroupName",
    description: "GroupDescription",
    egress: "SecurityGroupEgress",
    ...rule("egress", "Destination"),
    ingress: "SecurityGroupIngress",
    ...rule("ingress", "Source"),
  },
  expand: { egress: expanded, ingress: expanded },
  // Pulumi's provider defaults to "Managed by Pulumi" and the default VPC.
  optional: ["GroupDescription", "VpcId", "SecurityGroupIngress.SourceSecurityGroupName"],
};

const separateRule = (schema: string, side: "Source" | "Destination"): Mapping => ({
  schema,
  names: {
    cidrIpv4: "CidrIp",
    prefixListId: `${side}PrefixListId`,
    referencedSecurityGroupId: `${side}SecurityGroupId`,
    securityGroupId: "GroupId",
  },
  optional: ["SourceSecurityGroupName"],
  rules: { "": ["aws_ec2_securitygroup/protocols_and_port_ranges_include"] },
  // Only Pulumi's provider updates a rule in place.
  updatable: [
    "cidrIpv4",
    "cidrIpv6",
    "fromPort",
    "ipProtocol",
    "prefixListId",
    "referencedSecurityGroupId",
    "toPort",
  ],
  replaces: ["securityGroupId"],
});

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
    // The association is either with a subnet or with a gateway.
    optional: ["SubnetId"],
    replaces: ["gatewayId"],
    updatable: ["routeTableId"],
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
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": group,
  "aws:ec2/securityGroup:SecurityGroup": group,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": separateRule(
    "AWS::EC2::SecurityGroupEgress",
    "Destination",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": separateRule(
    "AWS::EC2::SecurityGroupIngress",
    "Source",
  ),
  "aws:lb/listener:Listener": {
    schema: "AWS::ElasticLoadBalancingV2::Listener",
    names: {
      certificateArn: "Certificates.0.CertificateArn",
      "defaultActions.authenticateCognito": "AuthenticateCognitoConfig",
      "defaultActions.authenticateOidc": "AuthenticateOidcConfig",
      "defaultActions.fixedResponse": "FixedResponseConfig",
      "defaultActions.forward": "ForwardConfig",
      "defaultActions.forward.stickiness": "TargetGroupStickinessConfig",
      "defaultActions.forward.stickiness.duration": "DurationSeconds",
      "defaultActions.forward.targetGroups.arn": "TargetGroupArn",
      "defaultActions.jwtValidation": "JwtValidationConfig",
      "defaultActions.redirect": "RedirectConfig",
    },
    rules: { "": ["aws_elasticloadbalancingv2_listener/certificate"] },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    schema: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    names: {
      internal: { to: "Scheme", values: { true: "internal", false: "internet-facing" } },
      loadBalancerType: "Type",
    },
    rules: { "": ["aws_elasticloadbalancingv2_loadbalancer/application_subnets"] },
    replaces: ["customerOwnedIpv4Pool"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    schema: "AWS::ElasticLoadBalancingV2::TargetGroup",
    names: {
      healthCheck: ".",
      "healthCheck.enabled": "HealthCheckEnabled",
      "healthCheck.healthyThreshold": "HealthyThresholdCount",
      "healthCheck.interval": "HealthCheckIntervalSeconds",
      "healthCheck.matcher": "Matcher.HttpCode",
      "healthCheck.path": "HealthCheckPath",
      "healthCheck.port": "HealthCheckPort",
      "healthCheck.protocol": "HealthCheckProtocol",
      "healthCheck.timeout": "HealthCheckTimeoutSeconds",
      "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
    },
    rules: {
      "": [
        "aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions",
        "aws_elasticloadbalancingv2_targetgroup/protocol_restrictions",
        "aws_elasticloadbalancingv2_targetgroup/targettype_restrictions",
      ],
    },
    replaces: ["targetControlPort"],
  },
};
