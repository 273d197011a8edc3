import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction, keepWarm } from "../function/index.ts";
import { allowEgress, type Egress } from "../service/index.ts";
import type { AllowStatement } from "../shared/iam.ts";
import { entryCode } from "./entry.ts";
import { consumeQueue, consumes, keptSeconds, type QueueConsumer } from "./queueConsumer.ts";
import { createSchedules, type FunctionSchedule } from "./schedule.ts";
import type { FunctionSize } from "./size.ts";

/** Arguments of a function whose definition `definePlatform` has checked. */
export interface PlatformFunctionArgs extends FunctionSize {
  /** Module that exports `handler`. */
  entry: string;
  environment: Record<string, pulumi.Input<string>>;
  /** Its permissions beyond its log. */
  statements: AllowStatement[];
  /** Private subnets that it runs in. @default outside any VPC */
  network?: {
    vpcId: pulumi.Input<string>;
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    /** HTTPS destinations. @default every address */
    egress?: Egress | undefined;
  };
  /** Schedules that run in this region, and their group. @default none */
  schedules?: {
    group: aws.scheduler.ScheduleGroup;
    byName: Readonly<Record<string, FunctionSchedule>>;
  };
  /** The queue that it consumes. @default none */
  consumes?: { queue: aws.sqs.Queue; options: QueueConsumer };
}

/**
 * A Lambda function of the team's own code.
 *
 * Creates the function with its role and log, in the VPC a security group that nobody can connect to, and
 * with provisioned concurrency an alias. With schedules, also these with their role and a queue of failed runs;
 * as a queue's consumer, an event source mapping and a dead-letter queue. Costs nothing at rest without
 * provisioned concurrency.
 */
export class PlatformFunction extends pulumi.ComponentResource {
  /** Name of the function, for permissions. */
  readonly functionName: pulumi.Output<string>;
  /** Alias to invoke, for permissions. `undefined` without provisioned concurrency. */
  readonly qualifier: pulumi.Output<string> | undefined;
  /** ARN to invoke: of the alias with provisioned concurrency, otherwise of the function. */
  readonly functionArn: pulumi.Output<string>;
  /** Names of the queues of failed runs and of dead letters, by the ends of their names. */
  readonly deadLetterQueues: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the queue that it consumes. `undefined` without one. */
  readonly queueName: pulumi.Output<string> | undefined;

  constructor(name: string, args: PlatformFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:function:PlatformFunction", name, {}, opts);
    const child = { parent: this };
    const schedules =
      Object.keys(args.schedules?.byName ?? {}).length > 0 ? args.schedules : undefined;
    const failedRuns = schedules && createFailedRuns(name, child);
    const timeoutSeconds = args.timeoutSeconds ?? 10;

    // Created after the function's role, so that it is deleted before it.
    const [securityGroupId, setSecurityGroupId] = pulumi.deferredOutput<string>();
    const own = new BundledFunction(
      name,
      {
        code: entryCode(args.entry),
        timeoutSeconds,
        environment: args.environment,
        statements: [
          ...args.statements,
          ...(args.consumes ? [consumes(args.consumes.queue)] : []),
          ...(failedRuns ? [{ actions: ["sqs:SendMessage"], resources: [failedRuns.arn] }] : []),
        ],
        ...(args.network && { vpc: { subnetIds: args.network.subnetIds, securityGroupId } }),
        memoryMb: args.memoryMb,
        reservedConcurrency: args.reservedConcurrency,
        publish: args.provisionedConcurrency !== undefined,
        logRetentionDays: args.logRetentionDays,
      },
      child,
    );
    if (args.network) {
      setSecurityGroupId(createSecurityGroup(name, args.network, own.permissions, child).id);
    }
    const warm = args.provisionedConcurrency
      ? keepWarm(name, own.function, args.provisionedConcurrency, child)
      : undefined;
    this.functionName = own.function.name;
    this.qualifier = warm?.name;
    this.functionArn = warm?.arn ?? own.function.arn;

    if (schedules && failedRuns) {
      const target = { functionArn: this.functionArn, group: schedules.group, failedRuns };
      createSchedules(name, schedules.byName, target, child);
      keepFailedRuns(name, this, failedRuns, child);
    }
    this.queueName = args.consumes?.queue.name;
    let deadLetters: aws.sqs.Queue | undefined;
    if (args.consumes) {
      const { queue } = args.consumes;
      const options = { ...concurrencyOf(args), ...args.consumes.options };
      const consumer = { component: `Function "${name}"`, queue, timeoutSeconds };
      const target = { ...consumer, functionArn: this.functionArn };
      deadLetters = consumeQueue(name, options, target, child);
    }
    this.deadLetterQueues = {
      ...(failedRuns && { failed: failedRuns.name }),
      ...(deadLetters && { dead: deadLetters.name }),
    };
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

/** More instances than are reserved would be refused, which counts as an attempt of their messages. */
const concurrencyOf = ({ reservedConcurrency = 0 }: PlatformFunctionArgs) =>
  reservedConcurrency < 2 ? {} : { maximumConcurrency: reservedConcurrency };

const createFailedRuns = (name: string, opts: pulumi.CustomResourceOptions): aws.sqs.Queue =>
  new aws.sqs.Queue(
    `${name}-failed`,
    { sqsManagedSseEnabled: true, messageRetentionSeconds: keptSeconds },
    opts,
  );

/** Scheduler invokes a function without waiting for it. Lambda tries a failed run twice more and then keeps its event. */
function keepFailedRuns(
  name: string,
  { functionName, qualifier }: PlatformFunction,
  failedRuns: aws.sqs.Queue,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.lambda.FunctionEventInvokeConfig(
    name,
    {
      functionName,
      ...(qualifier && { qualifier }),
      destinationConfig: { onFailure: { destination: failedRuns.arn } },
    },
    opts,
  );
}

function createSecurityGroup(
  name: string,
  { vpcId, egress }: NonNullable<PlatformFunctionArgs["network"]>,
  permissions: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const securityGroup = new aws.ec2.SecurityGroup(
    name,
    { description: `Function ${name}`, vpcId },
    pulumi.mergeOptions(opts, { dependsOn: [...permissions] }),
  );
  allowEgress(name, securityGroup, egress, opts);
  return securityGroup;
}
