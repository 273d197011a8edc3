import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mapOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { asText, jsonTemplate } from "../templates/jsonTemplate.ts";
import { source } from "../templates/rules.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { integrationOptions, namedResource } from "./named.ts";
import {
  checkService,
  serviceOperation,
  serviceRules,
  type ServiceSettings,
} from "./serviceProxy.ts";

/** Settings of the message. */
export interface SqsSettings extends ServiceSettings {
  /** Text of the message. @default the request's body as sent */
  readonly message?: Source | undefined;
  /** String attributes of the message, at most ten; SQS refuses empty values. @default none */
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
  /** Message group of a FIFO queue, which requires it. Messages of a group stay in order. @default none */
  readonly groupId?: Source | undefined;
  /** Deduplication id for a FIFO queue. @default the queue's own setting */
  readonly deduplicationId?: Source | undefined;
}

/** Target: an SQS queue, to which each request is a message. */
export interface SqsIntegration<Name extends string = string> extends SqsSettings {
  readonly kind: "sqs";
  /** Name of the queue among the platform's resources. */
  readonly queue: Name;
}

/**
 * A route to an SQS queue without a function. The caller gets 202 and the message's id, or 400 for a
 * message that SQS refuses.
 *
 * For a queue that is encrypted with a customer managed KMS key, the key's policy must allow
 * `kms:GenerateDataKey` and `kms:Decrypt` to the route's role, `<api>-<queue>-SendMessage`.
 *
 * @example
 * "POST /jobs": sqs("jobs", { attributes: { user: from.claim("sub") } })
 */
export function sqs<const Name extends string, const Authorizer extends string = never>(
  queue: Name,
  options: SqsSettings & RouteGuards<Authorizer> = {},
): RouteTo<SqsIntegration<Name>, Authorizer> {
  return routeTo({ kind: "sqs", queue }, options);
}

export const sqsKind: IntegrationKind<SqsIntegration> = {
  rule: integrationOptions<SqsIntegration>({
    ...serviceRules,
    queue: required(text()),
    message: source,
    attributes: mapOf(
      source,
      text(
        /^(?=.{1,256}$)(?!aws\.|amazon\.)[\w-]+(?:\.[\w-]+)*$/i,
        'names of letters, digits and _ - . that don\'t begin with "AWS." or "Amazon."',
      ),
    ),
    groupId: source,
    deduplicationId: source,
  }),
  readsBodies: true,
  check: (integration, place) => {
    checkAttributeCount(Object.keys(integration.attributes ?? {}).length, place.key);
    checkService(integration, sendMessage("", integration), place);
  },
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const queue = namedResource(integration.queue, resources, aws.sqs.Queue, "an SQS queue");
    const roleArn = roleFor({
      name: `${integration.queue}-SendMessage`,
      action: "sqs:SendMessage",
      resource: queue.arn,
    });
    return pulumi.output({ arn: queue.arn, url: queue.url, roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        route: key,
        uri: `arn:aws:apigateway:${region}:sqs:path/${known.arn.split(":").slice(4).join("/")}`,
        roleArn: known.roleArn,
        headers: {
          "Content-Type": "application/x-amz-json-1.0",
          "X-Amz-Target": "AmazonSQS.SendMessage",
        },
        requestTemplate: () => jsonTemplate(sendMessage(known.url, integration)),
        responseTemplate: (shape = { messageId: from.body("$.MessageId") }) => jsonTemplate(shape),
        successStatus: 202,
        errors: { ...callersErrors, ...integration.errors },
      }),
    );
  },
};

/** SQS refuses messages with more. Source: Amazon SQS Developer Guide, "Amazon SQS message metadata". */
const maxAttributes = 10;

function checkAttributeCount(count: number, key: string): void {
  if (count <= maxAttributes) return;
  throw new RouteError(
    key,
    `its messages have ${count} attributes; SQS accepts at most ${maxAttributes}`,
    "Put other values into the message's text.",
  );
}

/** Source: Amazon SQS API Reference, "SendMessage" (errors). */
const callersErrors = {
  InvalidMessageContents: 400,
  InvalidParameterValue: 400,
  InvalidParameterValueException: 400,
};

/** Source: Amazon SQS API Reference, "SendMessage". */
const sendMessage = (url: string, { message, attributes, ...fifo }: SqsIntegration) => ({
  QueueUrl: url,
  MessageBody: asText(message ?? from.body()),
  ...(attributes && {
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: "String", StringValue: asText(value) },
      ]),
    ),
  }),
  ...(fifo.groupId && { MessageGroupId: asText(fifo.groupId) }),
  ...(fifo.deduplicationId && { MessageDeduplicationId: asText(fifo.deduplicationId) }),
});
