import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AllowStatement, allowStatements, rolePolicy, serviceRole } from "../shared/iam.ts";
import { createLogGroup } from "../shared/logGroup.ts";
import {
  check,
  checkOptions,
  flag,
  type JointCheck,
  type OptionRules,
  options,
  required,
  text,
  whole,
} from "../shared/options.ts";
import {
  environment,
  functionMemoryMb,
  logRetentionDays,
  resourceId,
  subnetIds,
} from "../shared/rules.ts";
import { bundleFunction } from "./bundle.ts";
import * as defaults from "./defaults.ts";

export interface BundledFunctionArgs {
  /** Folder of its source under `functions/`, such as `proxy`. @default none: it has `code` */
  source?: string;
  /** Its code with a file `index.js`, in place of `source`. @default none */
  code?: pulumi.asset.Archive;
  /** Seconds after which Lambda stops an invocation. */
  timeoutSeconds: number;
  /** @default no variables */
  environment?: Record<string, pulumi.Input<string>>;
  /** Permissions beyond writing its log. @default none */
  statements?: AllowStatement[];
  /**
   * Private subnets that it runs in, and its security group there, which depends on `permissions`.
   * @default outside any VPC
   */
  vpc?: {
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
  };
  /** Memory in MB. @default 256 */
  memoryMb?: number;
  /** Largest number of instances at once; it is subtracted from the account's pool. @default the account's limit */
  reservedConcurrency?: number;
  /** Publishes a version with each change, for an alias to point at. @default false */
  publish?: boolean;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
}

const bundledFunctionRules: OptionRules<BundledFunctionArgs> = {
  source: text(),
  code: check((value) => pulumi.asset.Archive.isInstance(value), "an archive"),
  timeoutSeconds: required(whole(1, 900)),
  environment,
  statements: allowStatements,
  vpc: options<NonNullable<BundledFunctionArgs["vpc"]>>({
    subnetIds: required(subnetIds),
    securityGroupId: required(resourceId),
  }),
  memoryMb: functionMemoryMb,
  reservedConcurrency: whole(0),
  publish: flag,
  logRetentionDays,
};

/** It has code from one place. */
const codeFaults: JointCheck<BundledFunctionArgs> = ({ source, code }) =>
  (source === undefined) === (code === undefined)
    ? [{ argument: "source", given: source, allowed: "either source or code" }]
    : [];

/** Lambda allows 64 characters, of which Pulumi's random suffix takes 8. Source: AWS Lambda API Reference, "CreateFunction". */
const functionName = text(
  /^.{1,56}$/,
  "at most 56 characters",
  "Shorten the name of the environment, the service or the authorizer.",
);

/**
 * A Lambda function with its role and its log.
 *
 * Creates a log group, a role with one policy (its own log, its network interfaces if it runs in
 * the VPC, and the given statements), the function, and in the VPC a policy that keeps the network
 * interfaces from its code. Costs nothing at rest.
 */
export class BundledFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly role: aws.iam.Role;
  readonly logName: pulumi.Output<string>;
  /**
   * Its role and the role's policy. In a VPC, Lambda needs both until it has deleted the function's network
   * interfaces, after the function. Until then AWS keeps their security group. If that depends on the
   * permissions, they are deleted last.
   * Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC".
   */
  readonly permissions: readonly pulumi.Resource[];

  constructor(name: string, args: BundledFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `BundledFunction "${name}"`;
    checkOptions<{ name: string }>(component, { name }, { name: required(functionName) });
    checkOptions(component, args, bundledFunctionRules, codeFaults);
    super("palisade:function:BundledFunction", name, {}, opts);
    const child = { parent: this };

    const logGroup = createLogGroup(name, { retentionDays: args.logRetentionDays }, child);
    const role = serviceRole(name, "lambda.amazonaws.com", child);
    this.role = role;
    this.logName = logGroup.name;
    const policy = rolePolicy(
      name,
      role,
      [writeTo(logGroup), ...(args.vpc ? [networkInterfaces] : []), ...(args.statements ?? [])],
      child,
    );
    // Lambda fails to create the network interfaces if the policy does not exist yet.
    const afterPolicy = pulumi.mergeOptions(child, { dependsOn: [policy] });
    this.function = createFunction(name, args, role, logGroup, afterPolicy);
    if (args.vpc) keepFromCode(name, role, this.function, child);
    this.permissions = [role, policy];

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
 * Only Lambda itself manages the network interfaces; the function's code must not.
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
      code: args.code ?? bundleFunction(args.source!),
      handler: "index.handler",
      runtime: defaults.runtime,
      architectures: [defaults.architecture],
      memorySize: args.memoryMb ?? defaults.memoryMb,
      timeout: args.timeoutSeconds,
      reservedConcurrentExecutions: args.reservedConcurrency,
      publish: args.publish ?? false,
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      environment: args.environment && { variables: args.environment },
      vpcConfig: args.vpc && {
        subnetIds: args.vpc.subnetIds,
        securityGroupIds: [args.vpc.securityGroupId],
      },
    },
    opts,
  );
}
