import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../function/index.ts";
import {
  answerVariables,
  type HeaderFilter,
  type ProxyCors,
  type VersionHeaders,
  checkAnswerRules,
} from "./responseRules.ts";
import { checkProxyArgs } from "./checkArgs.ts";
import * as defaults from "./defaults.ts";

export interface VpcProxyArgs extends ProxyCors, VersionHeaders {
  /** The service it passes calls to; stands in its logs. */
  serviceName: string;
  /** Address of the service's internal load balancer, such as `http://internal-….elb.amazonaws.com`. */
  serviceUrl: pulumi.Input<string>;
  /** Security group of that load balancer; it is opened for this function alone. */
  serviceSecurityGroupId: pulumi.Input<string>;
  /** Port of that load balancer. */
  servicePort: number;
  vpcId: pulumi.Input<string>;
  /** Private subnets the function runs in. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Milliseconds until a connection to the service counts as failed. @default 2000 */
  connectTimeoutMs?: number;
  /** Streams the service's answers: for routes with `streaming`, and for no others. @default false */
  streaming?: boolean;
  /** Milliseconds until a call counts as failed, 27,000 at most, 899,000 if it streams. @default 25000 */
  totalTimeoutMs?: number;
  /** Which headers pass, in both directions. @default all */
  headers?: HeaderFilter;
  /** Memory in MB. @default 256 */
  memoryMb?: number;
  /** Most instances at once, 1 or more. @default no limit of its own */
  reservedConcurrency?: number;
  /** Instances kept warm, 1 or more. @default none */
  provisionedConcurrency?: number;
  /** Days that its log is kept. @default 30 */
  logRetentionDays?: number;
}

/**
 * The Lambda function that passes API calls on to one private service.
 *
 * Creates the function with its role and log, its security group with a way to the load balancer
 * and nowhere else, and, with provisioned concurrency, an alias. Costs nothing at rest without
 * provisioned concurrency; about 2.20 USD a month per 256 MB instance kept warm (ARM, us-east-1).
 */
export class VpcProxy extends pulumi.ComponentResource {
  /** Name of the function, for permissions. */
  readonly functionName: pulumi.Output<string>;
  /** Alias to invoke, if there is one, for permissions. */
  readonly qualifier: pulumi.Output<string> | undefined;
  /** ARN to invoke: the alias's with provisioned concurrency, else the function's. */
  readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: VpcProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    checkProxyArgs(`VpcProxy "${name}"`, args, args.streaming);
    checkAnswerRules(`VpcProxy "${name}"`, args);
    const totalTimeoutMs = args.totalTimeoutMs ?? defaults.totalTimeoutMs;
    super("palisade:proxy:VpcProxy", name, {}, opts);
    const child = { parent: this };

    const securityGroup = createSecurityGroup(name, args, child);
    const proxy = new BundledFunction(
      name,
      {
        source: args.streaming ? "proxy/streaming" : "proxy",
        // A second more than its own limit, so that the function always answers for itself.
        timeoutSeconds: Math.ceil(totalTimeoutMs / 1000) + 1,
        environment: environment(args, totalTimeoutMs),
        vpc: { subnetIds: args.subnetIds, securityGroupId: securityGroup.id },
        memoryMb: args.memoryMb,
        reservedConcurrency: args.reservedConcurrency,
        publish: args.provisionedConcurrency !== undefined,
        logRetentionDays: args.logRetentionDays,
      },
      child,
    );
    const warm = args.provisionedConcurrency
      ? keepWarm(name, proxy.function, args.provisionedConcurrency, child)
      : undefined;

    this.functionName = proxy.function.name;
    this.qualifier = warm?.name;
    this.functionArn = warm?.arn ?? proxy.function.arn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

function environment(
  args: VpcProxyArgs,
  totalTimeoutMs: number,
): Record<string, pulumi.Input<string>> {
  return {
    SERVICE_NAME: args.serviceName,
    SERVICE_URL: args.serviceUrl,
    CONNECT_TIMEOUT_MS: String(args.connectTimeoutMs ?? defaults.connectTimeoutMs),
    TOTAL_TIMEOUT_MS: String(totalTimeoutMs),
    ...answerVariables(args),
  };
}

/** A way from the function to the load balancer, opened on both sides and for nobody else. */
function createSecurityGroup(
  name: string,
  args: VpcProxyArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const securityGroup = new aws.ec2.SecurityGroup(
    name,
    { description: `VPC proxy function of ${args.serviceName}`, vpcId: args.vpcId },
    opts,
  );
  const toService = {
    ipProtocol: "tcp",
    fromPort: args.servicePort,
    toPort: args.servicePort,
  };
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-to-service`,
    {
      ...toService,
      securityGroupId: securityGroup.id,
      referencedSecurityGroupId: args.serviceSecurityGroupId,
      description: "To the load balancer of the service",
    },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-proxy`,
    {
      ...toService,
      securityGroupId: args.serviceSecurityGroupId,
      referencedSecurityGroupId: securityGroup.id,
      description: "From the VPC proxy function",
    },
    opts,
  );
  return securityGroup;
}

/** Provisioned concurrency belongs to an alias, which points at the newest version. */
function keepWarm(
  name: string,
  proxy: aws.lambda.Function,
  instances: number,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Alias {
  const alias = new aws.lambda.Alias(
    name,
    { name: "live", functionName: proxy.name, functionVersion: proxy.version },
    opts,
  );
  new aws.lambda.ProvisionedConcurrencyConfig(
    name,
    {
      functionName: proxy.name,
      qualifier: alias.name,
      provisionedConcurrentExecutions: instances,
    },
    opts,
  );
  return alias;
}
