import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../shared/iam.ts";
import { ComponentArgumentError, type OptionFault } from "../shared/errors.ts";
import { flag, type OptionRules, required, text, whole } from "../shared/options.ts";

/** A function that gets the messages of a queue. */
export interface QueueConsumer<Queue extends string = string> {
  /** A queue of the platform's `resources`. */
  from: Queue;
  /** Most messages of an event: 10 from a FIFO queue, otherwise 10,000. @default 10 */
  batchSize?: number;
  /** Seconds to wait for a batch to fill, at most 300. @default 0; 1 with a batchSize above 10 */
  windowSeconds?: number;
  /** Most instances at once, 2 to 1,000. @default the function's `reservedConcurrency`, or Lambda's own limit of 1,250 */
  maximumConcurrency?: number;
  /** Attempts after which a message goes to the dead-letter queue, 1 to 1,000. @default 5 */
  maximumReceives?: number;
  /** Set if the queue has a `redrivePolicy` of its own. @default false: a dead-letter queue is created */
  ownRedrivePolicy?: boolean;
}

/** Source: Lambda API Reference, "CreateEventSourceMapping"; SQS API Reference, "SetQueueAttributes". */
export const queueConsumerRules: OptionRules<QueueConsumer> = {
  from: required(text()),
  batchSize: whole(1, 10_000),
  windowSeconds: whole(0, 300),
  maximumConcurrency: whole(2, 1_000),
  maximumReceives: whole(1, 1_000),
  ownRedrivePolicy: flag,
};

export const queueConsumerFaults = ({
  batchSize = 10,
  windowSeconds,
}: QueueConsumer): OptionFault[] =>
  batchSize > 10 && windowSeconds === 0
    ? [
        {
          argument: "windowSeconds",
          given: 0,
          allowed: "at least 1 with a batchSize above 10",
          fix: "Leave it out.",
        },
      ]
    : [];

/** Permissions that Lambda needs to read a queue for a function. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS". */
export const consumes = (queue: aws.sqs.Queue): AllowStatement => ({
  actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  resources: [queue.arn],
});

/** A consumer's function and queue. */
interface Consumer {
  readonly component: string;
  readonly queue: aws.sqs.Queue;
  /** Function or alias to invoke. */
  readonly functionArn: pulumi.Input<string>;
  readonly timeoutSeconds: number;
}

/**
 * Lets a function consume a queue, and sends messages that it could not process to a dead-letter queue.
 *
 * @returns the dead-letter queue, unless the queue has a redrive policy of its own
 * @throws ComponentArgumentError in an output, for a queue that does not fit the function
 */
export function consumeQueue(
  name: string,
  options: QueueConsumer,
  consumer: Consumer,
  opts: pulumi.CustomResourceOptions,
): aws.sqs.Queue | undefined {
  const { functionArn } = consumer;
  const { batchSize = 10, maximumConcurrency } = options;
  const deadLetters = options.ownRedrivePolicy
    ? undefined
    : keepDeadLetters(name, options, consumer, opts);
  new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: checkedArn(options, consumer),
      functionName: functionArn,
      batchSize,
      maximumBatchingWindowInSeconds: windowOf(options),
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
    },
    opts,
  );
  return deadLetters;
}

const windowOf = ({ batchSize = 10, windowSeconds }: QueueConsumer): number =>
  windowSeconds ?? (batchSize > 10 ? 1 : 0);

/** Only the queue itself can send messages to its dead-letter queue, which is of the same type. */
function keepDeadLetters(
  name: string,
  options: QueueConsumer,
  { component, queue }: Consumer,
  opts: pulumi.CustomResourceOptions,
): aws.sqs.Queue {
  // No input depends on it: a queue without such a policy may lack the output, which previews would show as unknown.
  queue.redrivePolicy.apply((policy) => checkRedrive(component, options.from, policy));
  const deadLetters = new aws.sqs.Queue(
    `${name}-dead`,
    {
      fifoQueue: queue.fifoQueue,
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: keptSeconds,
      redriveAllowPolicy: pulumi.jsonStringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [queue.arn],
      }),
    },
    opts,
  );
  new aws.sqs.RedrivePolicy(
    name,
    {
      queueUrl: queue.url,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: options.maximumReceives ?? 5,
      }),
    },
    opts,
  );
  return deadLetters;
}

/** Two redrive policies of a queue would replace each other. After a refresh, the queue's outputs have that of a consumer. */
function checkRedrive(component: string, from: string, redrivePolicy: string | undefined): void {
  if (!redrivePolicy || /-dead-[0-9a-f]{7}(\.fifo)?"/.test(redrivePolicy)) return;
  throw new ComponentArgumentError({
    component,
    argument: `resources.${from}.redrivePolicy`,
    given: redrivePolicy,
    allowed: "none: the function adds a dead-letter queue",
    fix: "Remove it, or set queue.ownRedrivePolicy: true on the function.",
  });
}

/** Seconds that messages stay in a dead-letter queue: two weeks, SQS's maximum. */
export const keptSeconds = 14 * 24 * 3_600;

/** SQS's default of a queue's `visibilityTimeoutSeconds`. */
const defaultVisibleSeconds = 30;

/** The queue's ARN, once its settings are known to fit the function. */
const checkedArn = (
  options: QueueConsumer,
  { component, queue, timeoutSeconds }: Consumer,
): pulumi.Output<string> =>
  pulumi
    .all([queue.arn, queue.fifoQueue, queue.visibilityTimeoutSeconds])
    .apply(([arn, isFifo, visibleSeconds = defaultVisibleSeconds]) => {
      const setting = `resources.${options.from}.visibilityTimeoutSeconds`;
      const advised = 6 * timeoutSeconds;
      if (visibleSeconds < timeoutSeconds) {
        throw new ComponentArgumentError({
          component,
          argument: setting,
          given: visibleSeconds,
          allowed: `at least the function's timeoutSeconds of ${timeoutSeconds}; AWS advises ${advised}`,
          fix: "Otherwise another instance gets the messages that the first one still works on.",
        });
      }
      if (visibleSeconds < advised) {
        const text = `${component}: ${setting} is ${visibleSeconds}. AWS advises six times the function's timeoutSeconds: ${advised}.`;
        void pulumi.log.warn(text);
      }
      const { batchSize = 10 } = options;
      if (isFifo && (batchSize > 10 || windowOf(options) > 0)) {
        throw new ComponentArgumentError({
          component,
          argument: batchSize > 10 ? "queue.batchSize" : "queue.windowSeconds",
          given: batchSize > 10 ? batchSize : windowOf(options),
          allowed: "a batchSize of at most 10 and no windowSeconds with a FIFO queue",
        });
      }
      return arn;
    });
