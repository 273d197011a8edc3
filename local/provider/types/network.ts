import type { CreatedResource } from "../../graph/evaluate.ts";
import {
  arn,
  digits,
  ec2,
  identified,
  physicalName,
  type ResourceKind,
  type ResourceKinds,
} from "../kind.ts";

const loadBalancer: ResourceKind = {
  autoname: "name",
  create: (request) => {
    const name = physicalName(request);
    const suffix = `app/${name}/${digits(request, 16)}`;
    const { region } = request.context;
    const scope = request.inputs["internal"] === true ? "internal-" : "";
    const id = arn(request, "elasticloadbalancing", `loadbalancer/${suffix}`);
    return {
      id,
      outputs: {
        arn: id,
        arnSuffix: suffix,
        dnsName: `${scope}${name}-${digits(request, 10)}.${region}.elb.amazonaws.com`,
        name,
      },
    };
  },
};

const elb = (resource: string, autoname?: string): ResourceKind => ({
  autoname,
  create: (request) => {
    const part = `${resource}/${request.name}/${digits(request, 16)}`;
    const id = arn(request, "elasticloadbalancing", part);
    return { id, outputs: { arn: id } };
  },
});

/** The public address of a NAT gateway. */
const elasticIp: ResourceKind = {
  create: (request) => {
    const id = `eipalloc-${digits(request, 17)}`;
    const number = parseInt(digits(request, 4), 16);
    // TEST-NET-3 is reserved for documentation. Source: RFC 5737.
    return { id, outputs: { allocationId: id, publicIp: `203.0.113.${number % 256}` } };
  },
};

const vpc: ResourceKind = {
  create: (request) => {
    const created = ec2("vpc", "vpc").create(request) as CreatedResource;
    const part = (name: string) => digits({ ...request, name: `${request.name}/${name}` }, 17);
    return {
      id: created.id,
      outputs: {
        ...created.outputs,
        defaultSecurityGroupId: `sg-${part("default")}`,
        defaultNetworkAclId: `acl-${part("default")}`,
        mainRouteTableId: `rtb-${part("main")}`,
      },
    };
  },
};

export const networkKinds: ResourceKinds = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/eip:Eip": elasticIp,
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": identified("nat"),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/route:Route": identified("r"),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": identified("rtbassoc"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", "name"),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": identified("sgr"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": identified("sgr"),
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": elb("targetgroup", "name"),
  "aws:lb/listener:Listener": elb("listener/app"),
};
