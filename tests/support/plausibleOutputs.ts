import { createHash } from "node:crypto";
import type { CreatedResource, Provider } from "../../local/graph/evaluate.ts";
import type { Properties } from "../../local/graph/resource.ts";

const accountId = "123456789012";

/** A resource whose outputs are made up. */
interface Subject {
  readonly name: string;
  readonly region: string;
  readonly inputs: Properties;
  /** Hexadecimal digits that are unique to it. */
  digits(length: number): string;
  arn(service: string, resource: string): string;
}

type Outputs = (subject: Subject) => CreatedResource;

/** An EC2 resource, identified by an id with a prefix. */
const ec2 =
  (prefix: string): Outputs =>
  ({ digits, arn }) => {
    const id = `${prefix}-${digits(17)}`;
    return { id, outputs: { arn: arn("ec2", `${prefix}/${id}`) } };
  };

/** A resource identified by its name, with an ARN. */
const named =
  (service: string, resource: (name: string) => string): Outputs =>
  ({ name, inputs, arn }) => {
    const known = typeof inputs["name"] === "string" ? inputs["name"] : `${name}-0123456`;
    return { id: known, outputs: { name: known, arn: arn(service, resource(known)) } };
  };

const ofEcs =
  (kind: string): Outputs =>
  ({ name, arn }) => {
    const id = arn("ecs", `${kind}/${name}`);
    return { id, outputs: { name, arn: id } };
  };

const ofLoadBalancing =
  (kind: string): Outputs =>
  ({ name, digits, arn }) => {
    const id = arn("elasticloadbalancing", `${kind}/${name}/${digits(16)}`);
    const dnsName = `${name}.elb.amazonaws.com`;
    return { id, outputs: { name, arn: id, arnSuffix: `app/${name}/${digits(16)}`, dnsName } };
  };

const vpc: Outputs = ({ inputs, digits }) => {
  const zones = (inputs["availabilityZoneNames"] as string[] | undefined) ?? ["a"];
  const subnets = zones.map((_, index) => `subnet-${index}${digits(16)}`);
  return {
    id: `vpc-${digits(17)}`,
    outputs: {
      vpcId: `vpc-${digits(17)}`,
      vpc: { defaultSecurityGroupId: `sg-${digits(17)}` },
      publicSubnetIds: subnets,
      privateSubnetIds: subnets,
      isolatedSubnetIds: subnets,
    },
  };
};

const outputsByType: Readonly<Record<string, Outputs>> = {
  "awsx:ec2:Vpc": vpc,
  "awsx:ecr:Image": ({ digits }) => ({
    id: "image",
    outputs: { imageUri: `${accountId}.dkr.ecr.aws/image@sha256:${digits(64)}` },
  }),
  "aws:apigateway/restApi:RestApi": ({ name, region, digits, arn }) => ({
    id: digits(10),
    outputs: {
      name,
      arn: `arn:aws:apigateway:${region}::/restapis/${digits(10)}`,
      executionArn: arn("execute-api", digits(10)),
    },
  }),
  "aws:apigateway/deployment:Deployment": ({ digits }) => ({ id: digits(6), outputs: {} }),
  "aws:apigateway/stage:Stage": ({ region, digits, arn }) => ({
    id: `ags-${digits(10)}-live`,
    outputs: {
      arn: `arn:aws:apigateway:${region}::/restapis/${digits(10)}/stages/live`,
      executionArn: arn("execute-api", `${digits(10)}/live`),
      invokeUrl: `https://${digits(10)}.execute-api.${region}.amazonaws.com/live`,
    },
  }),
  "aws:wafv2/webAcl:WebAcl": named(
    "wafv2",
    (name) => `regional/webacl/${name}/01234567-89ab-cdef-0123-456789abcdef`,
  ),
  "aws:cloudwatch/logGroup:LogGroup": named("logs", (name) => `log-group:${name}`),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("cloudwatch", (name) => `alarm:${name}`),
  "aws:cognito/userPool:UserPool": ({ region, digits, arn }) => {
    const id = `${region}_${digits(9)}`;
    const endpoint = `cognito-idp.${region}.amazonaws.com/${id}`;
    return { id, outputs: { arn: arn("cognito-idp", `userpool/${id}`), endpoint } };
  },
  "aws:dynamodb/table:Table": named("dynamodb", (name) => `table/${name}`),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg"),
  "aws:ec2/eip:Eip": ec2("eipalloc"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw"),
  "aws:ec2/natGateway:NatGateway": ec2("nat"),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl"),
  "aws:ec2/routeTable:RouteTable": ec2("rtb"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg"),
  "aws:ec2/subnet:Subnet": ec2("subnet"),
  "aws:ec2/vpc:Vpc": ec2("vpc"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce"),
  "aws:ecr/repository:Repository": ({ name, region, arn }) => ({
    id: name,
    outputs: {
      name,
      arn: arn("ecr", `repository/${name}`),
      repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    },
  }),
  "aws:ecs/cluster:Cluster": ofEcs("cluster"),
  "aws:ecs/service:Service": ofEcs("service"),
  "aws:ecs/taskDefinition:TaskDefinition": ofEcs("task-definition"),
  "aws:iam/role:Role": ({ name }) => ({
    id: name,
    outputs: { name, arn: `arn:aws:iam::${accountId}:role/${name}` },
  }),
  "aws:lambda/function:Function": ({ name, region, arn }) => ({
    id: name,
    outputs: {
      name,
      arn: arn("lambda", `function:${name}`),
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn("lambda", `function:${name}`)}/invocations`,
    },
  }),
  "aws:lb/listener:Listener": ofLoadBalancing("listener/app"),
  "aws:lb/loadBalancer:LoadBalancer": ofLoadBalancing("loadbalancer/app"),
  "aws:lb/targetGroup:TargetGroup": ofLoadBalancing("targetgroup"),
  "aws:sqs/queue:Queue": ({ name, region, arn }) => {
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, outputs: { name, url, arn: arn("sqs", name) } };
  },
};

/** Gives every resource ids, names and ARNs in AWS's format. */
export function plausibleProvider(region: string): Provider {
  return {
    owns: (type) => /^awsx?:/.test(type),
    create: async (type, name, inputs) => {
      const hash = createHash("sha256").update(`${region} ${type} ${name}`).digest("hex");
      const outputsOf = outputsByType[type];
      const subject: Subject = {
        name,
        region,
        inputs,
        digits: (length) => hash.slice(0, length),
        arn: (service, resource) => `arn:aws:${service}:${region}:${accountId}:${resource}`,
      };
      return outputsOf ? outputsOf(subject) : { id: name, outputs: { name } };
    },
    call: async (token) =>
      token === "aws:ec2/getPrefixList:getPrefixList" ? { id: "pl-01234567" } : { accountId },
  };
}

/** Outputs of a home region's stack. */
export const plausibleHome = (region: string): Properties => ({
  userPoolId: `${region}_012345678`,
  userPoolArn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_012345678`,
  clientId: "0123456789abcdefghijklmnop",
  issuer: `https://cognito-idp.${region}.amazonaws.com/${region}_012345678`,
  machineClientId: "0123456789abcdefghijklmnoq",
  tokenEndpoint: `https://home.auth.${region}.amazoncognito.com/oauth2/token`,
});
