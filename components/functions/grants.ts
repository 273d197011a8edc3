import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tableActions } from "../service/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import type { AllowStatement } from "../shared/iam.ts";

const queueActions = [
  "ChangeMessageVisibility",
  "DeleteMessage",
  "GetQueueAttributes",
  "ReceiveMessage",
  "SendMessage",
] as const;
const bucketActions = ["DeleteObject", "GetObject", "ListBucket", "PutObject"] as const;
const topicActions = ["Publish"] as const;
const streamActions = ["PutRecord", "PutRecords"] as const;
const stateMachineActions = ["StartExecution", "StartSyncExecution"] as const;
const eventBusActions = ["PutEvents"] as const;

export type TableAction = (typeof tableActions)[number];

/** The actions that a function may be granted on a resource of this class. */
export type ActionOn<Resource> = Resource extends aws.sqs.Queue
  ? (typeof queueActions)[number]
  : Resource extends aws.dynamodb.Table
    ? TableAction
    : Resource extends aws.s3.Bucket
      ? (typeof bucketActions)[number]
      : Resource extends aws.sns.Topic
        ? (typeof topicActions)[number]
        : Resource extends aws.kinesis.Stream
          ? (typeof streamActions)[number]
          : Resource extends aws.sfn.StateMachine
            ? (typeof stateMachineActions)[number]
            : Resource extends aws.cloudwatch.EventBus
              ? (typeof eventBusActions)[number]
              : never;

/** What a function gets of a resource: its permissions, and the variable that leads to it. */
export interface GrantedAccess {
  readonly statements: AllowStatement[];
  /** End of the variable's name, such as `QUEUE_URL`. */
  readonly suffix: string;
  readonly value: pulumi.Output<string>;
}

/** How a class of resources is granted. */
interface GrantKind<Resource> {
  readonly type: { isInstance(resource: unknown): resource is Resource };
  /** Prefix of its actions. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly suffix: string;
  readonly value: (resource: Resource) => pulumi.Output<string>;
  /** ARNs that an action concerns. */
  readonly arns: (resource: Resource, action: string) => pulumi.Input<string>[];
}

const kind = <Resource>(given: GrantKind<Resource>): GrantKind<unknown> =>
  given as unknown as GrantKind<unknown>;

const kinds: readonly GrantKind<unknown>[] = [
  kind<aws.sqs.Queue>({
    type: aws.sqs.Queue,
    service: "sqs",
    actions: queueActions,
    suffix: "QUEUE_URL",
    value: ({ url }) => url,
    arns: ({ arn }) => [arn],
  }),
  kind<aws.dynamodb.Table>({
    type: aws.dynamodb.Table,
    service: "dynamodb",
    actions: tableActions,
    suffix: "TABLE",
    value: ({ name }) => name,
    // Only reading several items can use an index.
    arns: ({ arn }, action) =>
      /^(Query|Scan)$/.test(action) ? [arn, pulumi.interpolate`${arn}/index/*`] : [arn],
  }),
  kind<aws.s3.Bucket>({
    type: aws.s3.Bucket,
    service: "s3",
    actions: bucketActions,
    suffix: "BUCKET",
    value: ({ bucket }) => bucket,
    arns: ({ arn }, action) => (action === "ListBucket" ? [arn] : [pulumi.interpolate`${arn}/*`]),
  }),
  kind<aws.sns.Topic>({
    type: aws.sns.Topic,
    service: "sns",
    actions: topicActions,
    suffix: "TOPIC_ARN",
    value: ({ arn }) => arn,
    arns: ({ arn }) => [arn],
  }),
  kind<aws.kinesis.Stream>({
    type: aws.kinesis.Stream,
    service: "kinesis",
    actions: streamActions,
    suffix: "STREAM",
    value: ({ name }) => name,
    arns: ({ arn }) => [arn],
  }),
  kind<aws.sfn.StateMachine>({
    type: aws.sfn.StateMachine,
    service: "states",
    actions: stateMachineActions,
    suffix: "STATE_MACHINE_ARN",
    value: ({ arn }) => arn,
    arns: ({ arn }) => [arn],
  }),
  kind<aws.cloudwatch.EventBus>({
    type: aws.cloudwatch.EventBus,
    service: "events",
    actions: eventBusActions,
    suffix: "EVENT_BUS",
    value: ({ name }) => name,
    arns: ({ arn }) => [arn],
  }),
];

/** Every action that a function can be granted on some resource. */
export const grantableActions: readonly string[] = [
  ...new Set(kinds.flatMap(({ actions }) => actions)),
];

/** The same with their services, such as `sqs:SendMessage`. */
export const grantablePermissions: readonly string[] = kinds.flatMap(({ service, actions }) =>
  actions.map((action) => `${service}:${action}`),
);

/** Ends of the names of variables that lead to granted resources. */
export const variableSuffixes: readonly string[] = kinds.map(({ suffix }) => suffix);

/** Start of the names of the variables of a resource or table: `ORDERS_ORDERS` for `orders.orders`. */
export const variablePrefix = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/\W/g, "_")
    .toUpperCase();

/**
 * The access to a resource of the platform.
 *
 * @throws ComponentArgumentError for a resource that can't be granted, or an action of another service
 */
export function accessTo(
  component: string,
  name: string,
  resource: pulumi.Resource,
  actions: readonly string[],
): GrantedAccess {
  const argument = `resources.${name}`;
  const found = kinds.find(({ type }) => type.isInstance(resource));
  if (found === undefined) {
    throw new ComponentArgumentError({
      ...{ component, argument },
      given: (resource as { __pulumiType?: string }).__pulumiType ?? "a resource of another type",
      allowed: "a queue, table, bucket, topic, stream, state machine or event bus",
    });
  }
  const wrong = actions.find((action) => !found.actions.includes(action));
  if (wrong !== undefined) {
    const allowed = found.actions.join(", ");
    throw new ComponentArgumentError({ component, argument, given: wrong, allowed });
  }
  return {
    statements: actions.map((action) => ({
      actions: [`${found.service}:${action}`],
      resources: found.arns(resource, action),
    })),
    suffix: found.suffix,
    value: found.value(resource),
  };
}
