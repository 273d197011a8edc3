import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../shared/errors.ts";
import { type AllowStatement, rolePolicy, serviceRole } from "../shared/iam.ts";
import { bundleFunction } from "./bundle.ts";
import * as defaults from "./defaults.ts";

export interface BundledFunctionArgs {
  /** Folder of its source under `functions/`, such as `proxy`. */
  source: string;
  /** Seconds after which Lambda stops an invocation. */
  timeoutSeconds: number;
  /** @default no variables */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * What it may do beyond writing its log.
   * @default nothing
   */
  statements?: AllowStatement[];
  /** Private subnets it runs in, and its security group there. @default outside of any VPC */
  vpc?: {
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
  };
  /** Memory in MB. @default 256 */
  memoryMb?: number;
  /** Most instances at once; also taken out of the account's pool. @default no limit of its own */
  reservedConcurrency?: number;
  /** Publishes a version with each change, for an alias to point at. @default false */
  publish?: boolean;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
}

/**
 * A Lambda function from `functions/` with a role and a log of its own.
 *
 * Creates a log group, a role with one policy (its own log, its network interfaces if it runs in
 * the VPC, and the given statements), the function, and in the VPC a policy that keeps the network
 * interfaces from its code. Costs nothing at rest.
 */
export class BundledFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;

  constructor(name: string, args: BundledFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName(name);
    super("palisade:function:BundledFunction", name, {}, opts);
    const child = { parent: this };

    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { retentionInDays: args.logRetentionDays ?? defaults.logRetentionDays },
      child,
    );
    const role = serviceRole(name, "lambda.amazonaws.com", child);
    const policy = rolePolicy(
      name,
      role,
      [writeTo(logGroup), ...(args.vpc ? [networkInterfaces] : []), ...(args.statements ?? [])],
      child,
    );
    // Without the policy in place Lambda fails to create the network interfaces.
    const afterPolicy = pulumi.mergeOptions(child, { dependsOn: [policy] });
    this.function = createFunction(name, args, role, logGroup, afterPolicy);
    if (args.vpc) keepFromCode(name, role, this.function, child);

    this.registerOutputs({ functionArn: this.function.arn });
  }
}

const writeTo = (logGroup: aws.cloudwatch.LogGroup): AllowStatement => ({
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [pulumi.interpolate`${logGroup.arn}:*`],
});

/**
 * None of these actions can be limited to a resource that exists beforehand.
 * Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
const networkInterfaces: AllowStatement = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
};

/**
 * Lambda itself manages the network interfaces; the function's own code has no business there.
 * Source: Lambda Developer Guide, "Using source function ARN to control function access behavior".
 */
function keepFromCode(
  name: string,
  role: aws.iam.Role,
  lambdaFunction: aws.lambda.Function,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.iam.RolePolicy(
    `${name}-code`,
    {
      role: role.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Action: networkInterfaces.actions,
            Resource: "*",
            Condition: { ArnEquals: { "lambda:SourceFunctionArn": lambdaFunction.arn } },
          },
        ],
      }),
    },
    opts,
  );
}

function createFunction(
  name: string,
  args: BundledFunctionArgs,
  role: aws.iam.Role,
  logGroup: aws.cloudwatch.LogGroup,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Function {
  return new aws.lambda.Function(
    name,
    {
      role: role.arn,
      code: bundleFunction(args.source),
      handler: "index.handler",
      runtime: defaults.runtime,
      architectures: [defaults.architecture],
      memorySize: args.memoryMb ?? defaults.memoryMb,
      timeout: args.timeoutSeconds,
      ...(args.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: args.reservedConcurrency }),
      publish: args.publish ?? false,
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      ...(args.environment ? { environment: { variables: args.environment } } : {}),
      ...(args.vpc
        ? {
            vpcConfig: {
              subnetIds: args.vpc.subnetIds,
              securityGroupIds: [args.vpc.securityGroupId],
            },
          }
        : {}),
    },
    opts,
  );
}

/** Lambda takes 64 characters, of which Pulumi's random ending needs 8. Source: AWS Lambda API Reference, "CreateFunction". */
function checkName(name: string): void {
  if (name.length <= 56) return;
  throw new ComponentArgumentError({
    component: "BundledFunction",
    argument: "name",
    given: name,
    allowed: "56 characters",
    fix: "Shorten the environment's name, or that of the service or authorizer.",
  });
}
