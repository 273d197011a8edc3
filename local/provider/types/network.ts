import {
  arn,
  type CreateRequest,
  digits,
  ec2,
  identified,
  type ResourceKind,
  type ResourceKinds,
} from "../kind.ts";

/** `awsx.ec2.Vpc` is a remote component: it arrives as one resource and answers with its children's ids. */
const vpc: ResourceKind = (request) => {
  const zones = (request.inputs["availabilityZoneNames"] ?? []) as string[];
  const specs = (request.inputs["subnetSpecs"] ?? []) as { type: string; name: string }[];
  const subnetIds = (type: string) =>
    specs
      .filter((spec) => spec.type === type)
      .flatMap((spec) => zones.map((zone) => `subnet-${part(request, `${spec.name}/${zone}`)}`));
  const vpcId = `vpc-${part(request, "vpc")}`;
  return {
    id: vpcId,
    outputs: {
      vpcId,
      publicSubnetIds: subnetIds("Public"),
      privateSubnetIds: subnetIds("Private"),
      isolatedSubnetIds: subnetIds("Isolated"),
    },
  };
};

/** Digits of a child of the component. */
const part = (request: CreateRequest, name: string): string =>
  digits({ ...request, name: `${request.name}/${name}` }, 17);

const loadBalancer: ResourceKind = (request) => {
  const name = `${request.name}-${digits(request, 7)}`;
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
};

const elb =
  (resource: string): ResourceKind =>
  (request) => {
    const id = arn(
      request,
      "elasticloadbalancing",
      `${resource}/${request.name}/${digits(request, 16)}`,
    );
    return { id, outputs: { arn: id } };
  };

export const networkKinds: ResourceKinds = {
  "awsx:ec2:Vpc": vpc,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": identified("sgr"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": identified("sgr"),
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": elb("targetgroup"),
  "aws:lb/listener:Listener": elb("listener/app"),
};
