/** The identity of an AWS resource. */
export interface Named {
  /** CloudFormation type such as `AWS::EC2::Subnet`. */
  readonly to: string;
  readonly attribute: "id" | "arn" | "name";
  /** The id, ARN or name, as in the resource's outputs. */
  readonly value: string;
}

/**
 * The parts of an ARN. Source: AWS General Reference, "Amazon Resource Names (ARNs)". The account is
 * `aws` for resources of AWS itself, and `ec2` for the actions of an alarm on an instance.
 */
const arnPattern =
  /^arn:(aws[a-zA-Z-]*):([a-z0-9-]+):((?:[a-z]+(?:-[a-z]+)+-\d+)?):((?:\d{12}|aws|ec2)?):(\S+)$/;

export const isArn = (value: string): boolean => arnPattern.test(value);

/** Types by service and by the first part of the ARN's resource. */
const arnTypes: readonly (readonly [service: string, resource: RegExp, type: string])[] = [
  ["acm", /^certificate\/[^/]+$/, "AWS::CertificateManager::Certificate"],
  ["cognito-idp", /^userpool\/[^/]+$/, "AWS::Cognito::UserPool"],
  ["dynamodb", /^table\/[^/]+$/, "AWS::DynamoDB::Table"],
  ["ecr", /^repository\/.+$/, "AWS::ECR::Repository"],
  ["ecs", /^cluster\/[^/]+$/, "AWS::ECS::Cluster"],
  ["ecs", /^task-definition\/[^/]+$/, "AWS::ECS::TaskDefinition"],
  ["elasticloadbalancing", /^listener\/.+$/, "AWS::ElasticLoadBalancingV2::Listener"],
  ["elasticloadbalancing", /^loadbalancer\/.+$/, "AWS::ElasticLoadBalancingV2::LoadBalancer"],
  ["elasticloadbalancing", /^targetgroup\/.+$/, "AWS::ElasticLoadBalancingV2::TargetGroup"],
  ["iam", /^instance-profile\/.+$/, "AWS::IAM::InstanceProfile"],
  ["iam", /^policy\/.+$/, "AWS::IAM::ManagedPolicy"],
  ["iam", /^role\/.+$/, "AWS::IAM::Role"],
  ["kms", /^key\/.+$/, "AWS::KMS::Key"],
  ["lambda", /^function:[^:]+/, "AWS::Lambda::Function"],
  ["logs", /^log-group:[^:]+/, "AWS::Logs::LogGroup"],
  ["s3", /^[a-z0-9.-]+$/, "AWS::S3::Bucket"],
  ["secretsmanager", /^secret:[^:]+/, "AWS::SecretsManager::Secret"],
  ["sns", /^[\w-]+(?:\.fifo)?$/, "AWS::SNS::Topic"],
  ["sqs", /^[\w-]+(?:\.fifo)?$/, "AWS::SQS::Queue"],
  ["ssm", /^parameter\/.+$/, "AWS::SSM::Parameter"],
  ["states", /^stateMachine:[^:]+/, "AWS::StepFunctions::StateMachine"],
  ["wafv2", /^regional\/webacl\/.+$/, "AWS::WAFv2::WebACL"],
];

/**
 * @param region - resources of other regions are not identified
 * @returns undefined for a resource of AWS itself, for several resources (`*`), or an unknown type
 */
export function namedByArn(value: string, region: string): Named | undefined {
  const [, , service, where, account, resource = ""] = arnPattern.exec(value) ?? [];
  if (service === undefined || account === "aws" || value.includes("*")) return undefined;
  if (where !== "" && where !== region) return undefined;
  for (const [of, pattern, to] of arnTypes) {
    const found = of === service ? pattern.exec(resource)?.[0] : undefined;
    // The rest is a version or an alias of the resource.
    if (found !== undefined) {
      const beginning = value.slice(0, value.length - resource.length);
      return { to, attribute: "arn", value: beginning + found };
    }
  }
  return undefined;
}

/** Prefixes of EC2's ids. Source: Amazon EC2 User Guide, "Resource IDs". */
const idPrefixes: Readonly<Record<string, string>> = {
  acl: "AWS::EC2::NetworkAcl",
  ami: "AWS::EC2::Image",
  eigw: "AWS::EC2::EgressOnlyInternetGateway",
  eipalloc: "AWS::EC2::EIP",
  eni: "AWS::EC2::NetworkInterface",
  i: "AWS::EC2::Instance",
  igw: "AWS::EC2::InternetGateway",
  lt: "AWS::EC2::LaunchTemplate",
  nat: "AWS::EC2::NatGateway",
  pcx: "AWS::EC2::VPCPeeringConnection",
  pl: "AWS::EC2::PrefixList",
  rtb: "AWS::EC2::RouteTable",
  sg: "AWS::EC2::SecurityGroup",
  snap: "AWS::EC2::Snapshot",
  subnet: "AWS::EC2::Subnet",
  tgw: "AWS::EC2::TransitGateway",
  vol: "AWS::EC2::Volume",
  vpc: "AWS::EC2::VPC",
  vpce: "AWS::EC2::VPCEndpoint",
};

/** @returns undefined if ids of the type have no prefix */
export const idPrefixOf = (type: string): string | undefined =>
  Object.entries(idPrefixes).find(([, of]) => of === type)?.[0];

const idPattern = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** Identifies a resource of EC2. AMIs, snapshots and prefix lists may belong to other accounts. */
export function namedById(value: string): Named | undefined {
  const prefix = idPattern.exec(value)?.[1] ?? "";
  const to = ["ami", "pl", "snap"].includes(prefix) ? undefined : idPrefixes[prefix];
  return to === undefined ? undefined : { to, attribute: "id", value };
}

/** Whether a value is an id with this prefix and 8 or 17 hexadecimal digits. */
export const isId = (prefix: string, value: string): boolean =>
  idPattern.exec(value)?.[1] === prefix;
