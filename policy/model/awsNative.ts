import { isUnknown, type Subject } from "./resourceView.ts";
import { rememberSecrets, secretsIn } from "./secrets.ts";

type Props = Readonly<Record<string, unknown>>;

/** A type of `@pulumi/aws`, and how its properties are made from those of the native type. */
interface Twin {
  readonly type: string;
  /** Other names of properties, by native name. Properties that are not listed have the same name. */
  readonly names?: Readonly<Record<string, string>>;
  /** Values of properties, by the twin's name. */
  readonly values?: Readonly<Record<string, (value: unknown) => unknown>>;
}

/** Converts a value, or each element of a list, unless it is unknown. */
const each =
  (convert: (value: Props) => unknown) =>
  (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((element) => each(convert)(element));
    return typeof value === "object" && value !== null && !isUnknown(value)
      ? convert(value as Props)
      : value;
  };

const policy = { policyDocument: "policy" };

/** A rule of a security group, which has one source. */
const ingressRule = ({ cidrIp, cidrIpv6, sourcePrefixListId, ...same }: Props): Props => ({
  ...same,
  protocol: same["ipProtocol"],
  cidrBlocks: listOf(cidrIp),
  ipv6CidrBlocks: listOf(cidrIpv6),
  prefixListIds: listOf(sourcePrefixListId),
  securityGroups: listOf(same["sourceSecurityGroupId"]),
});

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value]);

/**
 * The types of `@pulumi/aws-native` that rules can check, because a type that they know has the same
 * settings under other names. Findings name the properties of that type.
 *
 * Source: the types' documentation in the CloudFormation Template Reference, whose properties
 * `@pulumi/aws-native` has in camel case.
 */
const twins: Readonly<Record<string, Twin>> = {
  "aws-native:ec2:SecurityGroup": {
    type: "aws:ec2/securityGroup:SecurityGroup",
    names: { securityGroupIngress: "ingress", securityGroupEgress: "egress" },
    values: { ingress: each(ingressRule), egress: each(ingressRule) },
  },
  "aws-native:ec2:SecurityGroupIngress": {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    names: {
      cidrIp: "cidrIpv4",
      groupId: "securityGroupId",
      sourcePrefixListId: "prefixListId",
      sourceSecurityGroupId: "referencedSecurityGroupId",
    },
  },
  "aws-native:ec2:Subnet": { type: "aws:ec2/subnet:Subnet" },
  "aws-native:eks:Cluster": {
    type: "aws:eks/cluster:Cluster",
    names: { resourcesVpcConfig: "vpcConfig" },
  },
  "aws-native:elasticloadbalancingv2:LoadBalancer": {
    type: "aws:lb/loadBalancer:LoadBalancer",
    names: { scheme: "internal", type: "loadBalancerType" },
    values: { internal: (scheme) => (isUnknown(scheme) ? scheme : scheme === "internal") },
  },
  "aws-native:iam:GroupPolicy": { type: "aws:iam/groupPolicy:GroupPolicy", names: policy },
  "aws-native:iam:ManagedPolicy": { type: "aws:iam/policy:Policy", names: policy },
  "aws-native:iam:Role": {
    type: "aws:iam/role:Role",
    names: { assumeRolePolicyDocument: "assumeRolePolicy", policies: "inlinePolicies" },
    values: {
      inlinePolicies: each(({ policyName: name, policyDocument }) => ({
        name,
        policy: policyDocument,
      })),
    },
  },
  "aws-native:iam:RolePolicy": { type: "aws:iam/rolePolicy:RolePolicy", names: policy },
  "aws-native:iam:UserPolicy": { type: "aws:iam/userPolicy:UserPolicy", names: policy },
  "aws-native:kms:Key": { type: "aws:kms/key:Key", names: { keyPolicy: "policy" } },
  "aws-native:lambda:Function": { type: "aws:lambda/function:Function" },
  "aws-native:lambda:Permission": {
    type: "aws:lambda/permission:Permission",
    names: { functionName: "function" },
  },
  "aws-native:lambda:Url": {
    type: "aws:lambda/functionUrl:FunctionUrl",
    names: { authType: "authorizationType", targetFunctionArn: "functionName" },
  },
  "aws-native:rds:DbCluster": {
    type: "aws:rds/cluster:Cluster",
    names: { sourceDbClusterIdentifier: "replicationSourceIdentifier" },
  },
  "aws-native:rds:DbInstance": {
    type: "aws:rds/instance:Instance",
    names: {
      vpcSecurityGroups: "vpcSecurityGroupIds",
      sourceDbInstanceIdentifier: "replicateSourceDb",
    },
  },
  "aws-native:s3:BucketPolicy": { type: "aws:s3/bucketPolicy:BucketPolicy", names: policy },
  "aws-native:secretsmanager:ResourcePolicy": {
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    names: { resourcePolicy: "policy", secretId: "secretArn" },
  },
  "aws-native:sns:TopicPolicy": { type: "aws:sns/topicPolicy:TopicPolicy", names: policy },
  "aws-native:sqs:QueuePolicy": { type: "aws:sqs/queuePolicy:QueuePolicy", names: policy },
};

/** The native types whose resources rules see as this type. */
export const nativeTypesOf = (type: string): string[] =>
  Object.keys(twins).filter((native) => twins[native]!.type === type);

/** A resource of `@pulumi/aws-native` as the type that rules know; nothing for all other resources. */
export function twinOf(subject: Subject): Subject[] {
  const twin = Object.hasOwn(twins, subject.type) ? twins[subject.type] : undefined;
  if (!twin) return [];
  const { type, names = {}, values = {} } = twin;
  const props = Object.fromEntries(
    Object.entries(subject.props).map(([native, value]: [string, unknown]) => {
      const name = names[native] ?? native;
      return [name, values[name] ? values[name](value) : value];
    }),
  );
  // Paths of secrets are those of the native type, so all of the properties count.
  rememberSecrets(
    props,
    secretsIn(subject.props).map(({ value }) => ({ path: "", value })),
  );
  const dependencies = Object.entries(subject.propertyDependencies ?? {});
  return [
    {
      ...subject,
      type,
      props,
      propertyDependencies: Object.fromEntries(
        dependencies.map(([native, urns]) => [names[native] ?? native, urns]),
      ),
    },
  ];
}
