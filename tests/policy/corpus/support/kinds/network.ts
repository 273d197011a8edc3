import { type Kind, type Kinds, defaultVpc, network } from "./kind.ts";

const balancer: Kind = {
  named: "name",
  arn: "elasticloadbalancing:loadbalancer/app/",
  isArnId: true,
  outputs: ({ name, region, hash }) => ({
    accessLogs: null,
    desyncMitigationMode: "defensive",
    dnsName: `${name}-${parseInt(hash.slice(0, 8), 16)}.${region}.elb.amazonaws.com`,
    dropInvalidHeaderFields: false,
    enableDeletionProtection: false,
    internal: false,
    ipAddressType: "ipv4",
    loadBalancerType: "application",
    zoneId: "Z35SXDOTRQ7X7K",
  }),
};

/** Networks, security groups and load balancers. */
export const networkKinds: Kinds = {
  "ec2.Vpc": network("vpc", "vpc", ({ hash }) => ({
    assignGeneratedIpv6CidrBlock: false,
    defaultNetworkAclId: `acl-0${hash.slice(20, 36)}`,
    defaultRouteTableId: `rtb-0${hash.slice(21, 37)}`,
    defaultSecurityGroupId: `sg-0${hash.slice(22, 38)}`,
    enableDnsHostnames: false,
    enableDnsSupport: true,
    instanceTenancy: "default",
    ipv6CidrBlock: "",
    mainRouteTableId: `rtb-0${hash.slice(21, 37)}`,
  })),
  "ec2.Subnet": network("subnet", "subnet", () => ({
    assignIpv6AddressOnCreation: false,
    customerOwnedIpv4Pool: "",
    ipv6CidrBlock: null,
    mapCustomerOwnedIpOnLaunch: false,
    mapPublicIpOnLaunch: false,
    outpostArn: "",
  })),
  "ec2.InternetGateway": network("igw", "internet-gateway"),
  "ec2.RouteTable": network("rtb", "route-table", () => ({ propagatingVgws: [], routes: [] })),
  "ec2.DefaultRouteTable": {
    ...network("rtb", "route-table", () => ({ routes: [] })),
    outputs: ({ inputs }) => ({ id: inputs["defaultRouteTableId"], routes: [] }),
  },
  "ec2.RouteTableAssociation": { prefix: "rtbassoc" },
  "ec2.MainRouteTableAssociation": { prefix: "rtbassoc" },
  "ec2.Route": { prefix: "r-rtb", outputs: () => ({ origin: "CreateRoute", state: "active" }) },
  "ec2.Eip": {
    prefix: "eipalloc",
    arn: "ec2:elastic-ip/",
    outputs: ({ hash }) => ({
      allocationId: `eipalloc-0${hash.slice(0, 16)}`,
      domain: "vpc",
      publicIp: `198.51.100.${parseInt(hash.slice(0, 2), 16)}`,
      instance: "",
      publicIpv4Pool: "amazon",
    }),
  },
  "ec2.NatGateway": { prefix: "nat", outputs: () => ({ connectivityType: "public" }) },
  "ec2.VpcEndpoint": network("vpce", "vpc-endpoint", () => ({
    autoAccept: null,
    privateDnsEnabled: false,
    state: "available",
    vpcEndpointType: "Gateway",
  })),
  "ec2.FlowLog": network("fl", "vpc-flow-log"),
  "ec2.SecurityGroup": {
    ...network("sg", "security-group", ({ account }) => ({
      description: "Managed by Pulumi",
      egress: [],
      ingress: [],
      ownerId: account,
      revokeRulesOnDelete: false,
      // Without a VPC, the provider creates the group in the default VPC.
      vpcId: defaultVpc.vpc,
    })),
    named: "name",
  },
  "ec2.SecurityGroupRule": {
    prefix: "sgrule",
    outputs: ({ hash }) => ({ securityGroupRuleId: `sgr-0${hash.slice(4, 20)}` }),
  },
  "vpc.SecurityGroupIngressRule": network("sgr", "security-group-rule"),
  "vpc.SecurityGroupEgressRule": network("sgr", "security-group-rule"),
  "lb.LoadBalancer": balancer,
  "alb.LoadBalancer": balancer,
  "lb.TargetGroup": {
    named: "name",
    arn: "elasticloadbalancing:targetgroup/",
    isArnId: true,
    outputs: () => ({ targetType: "instance", ipAddressType: "ipv4", loadBalancerArns: [] }),
  },
  "lb.Listener": {
    arn: "elasticloadbalancing:listener/app/",
    isArnId: true,
    outputs: () => ({ protocol: "HTTP", certificateArn: null, sslPolicy: "" }),
  },
};
