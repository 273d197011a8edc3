import { createHash } from "node:crypto";
import type { CreatedResource } from "../../graph/evaluate.ts";
import type { Properties } from "../../graph/resource.ts";
import { arn, type CreateRequest, digits } from "../kind.ts";

/** Outputs that follow from a resource's inputs and its other outputs. */
type Further = (request: CreateRequest, created: CreatedResource) => Properties;

const owned: Further = ({ context }) => ({ ownerId: context.accountId });

/** Outputs that ordinary programs read and that the local platform itself does not use. */
const further: Readonly<Record<string, Further>> = {
  "aws:ecr/repository:Repository": ({ context }) => ({ registryId: context.accountId }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ({ context }) => ({ registryId: context.accountId }),
  "aws:iam/role:Role": (request) => ({ uniqueId: `AROA${digits(request, 17).toUpperCase()}` }),
  "aws:iam/policy:Policy": (request) => ({
    policyId: `ANPA${digits(request, 17).toUpperCase()}`,
    attachmentCount: 0,
  }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ context }) => ({
    ownerId: context.accountId,
    name: "default",
    namePrefix: "",
    description: "default VPC security group",
  }),
  "aws:ec2/internetGateway:InternetGateway": owned,
  "aws:ec2/networkAcl:NetworkAcl": owned,
  "aws:ec2/routeTable:RouteTable": owned,
  "aws:ec2/securityGroup:SecurityGroup": owned,
  "aws:ec2/subnet:Subnet": owned,
  "aws:ec2/vpc:Vpc": (request, { outputs }) => ({
    ownerId: request.context.accountId,
    dhcpOptionsId: `dopt-${digits({ ...request, name: "dhcp" }, 17)}`,
    defaultRouteTableId: outputs["mainRouteTableId"],
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ context }) => ({
    ownerId: context.accountId,
    state: "available",
  }),
  "aws:ec2/eip:Eip": (request, { id, outputs }) => ({
    arn: arn(request, "ec2", `elastic-ip/${id}`),
    publicDns: `ec2-${String(outputs["publicIp"]).replaceAll(".", "-")}.compute.amazonaws.com`,
  }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ruleOutputs,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ruleOutputs,
  "aws:sqs/queue:Queue": ({ inputs }) => ({
    fifoQueue: inputs["fifoQueue"] ?? false,
    visibilityTimeoutSeconds: inputs["visibilityTimeoutSeconds"] ?? 30,
  }),
  "aws:sesv2/emailIdentity:EmailIdentity": (_, { id }) => ({
    identityType: id.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
  }),
  "aws:lb/loadBalancer:LoadBalancer": ({ context }) => ({ zoneId: zoneIn(context.region) }),
  "aws:lb/targetGroup:TargetGroup": (_, { id }) => ({ arnSuffix: id.split(":").at(-1) }),
};

function ruleOutputs(request: CreateRequest, { id }: CreatedResource): Properties {
  return { securityGroupRuleId: id, arn: arn(request, "ec2", `security-group-rule/${id}`) };
}

/** A hosted zone of load balancers, the same for all accounts in a region. */
const zoneIn = (region: string): string =>
  `Z${createHash("sha256").update(`elb/${region}`).digest("hex").slice(0, 13).toUpperCase()}`;

/** A new resource with all outputs. */
export function withFurtherOutputs(
  request: CreateRequest,
  created: CreatedResource,
): CreatedResource {
  const add = further[request.type];
  return add ? { ...created, outputs: { ...add(request, created), ...created.outputs } } : created;
}
