import * as aws from "@pulumi/aws";
import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { asText, jsonTemplate } from "../templates/jsonTemplate.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { checkService, serviceOperation, type ServiceSettings, split } from "./serviceProxy.ts";

/** What goes into the message. */
export interface SqsSettings extends ServiceSettings {
  /** The message's text. @default the request's body, as it was sent */
  readonly message?: Source | undefined;
  /** Attributes of the message, as texts, ten at most; SQS takes no empty ones. @default none */
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
  /** Which messages stay in order, for a FIFO queue, which needs it. @default none */
  readonly groupId?: Source | undefined;
  /** What makes two messages the same, for a FIFO queue. @default the queue's own rule */
  readonly deduplicationId?: Source | undefined;
}

/** To an SQS queue: each request is a message. */
export interface SqsIntegration<Name extends string = string> extends SqsSettings {
  readonly kind: "sqs";
  /** Name of the queue among the platform's resources. */
  readonly queue: Name;
}

/**
 * A route to an SQS queue, with no function between. The caller gets 202 and the message's id;
 * 400 for a message that SQS can't take.
 *
 * A queue that is encrypted with a KMS key of one's own takes nothing unless the key's policy allows
 * `kms:GenerateDataKey` and `kms:Decrypt` to the route's role, `<api>-<queue>-SendMessage`.
 *
 * @example
 * "POST /jobs": sqs("jobs", { attributes: { user: from.claim("sub") } })
 */
export function sqs<const Name extends string, const Authorizer extends string = never>(
  queue: Name,
  options: SqsSettings & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: SqsIntegration<Name> } {
  const { guards, settings } = split<SqsSettings, RouteGuards<Authorizer>>(options, [
    "message",
    "attributes",
    "groupId",
    "deduplicationId",
  ]);
  return { ...guards, integration: { kind: "sqs", queue, ...settings } };
}

export const sqsKind: IntegrationKind<SqsIntegration> = {
  check: (integration, place) => {
    checkAttributes(Object.keys(integration.attributes ?? {}), place.key);
    checkService(integration, sendMessage("", integration), place);
  },
  bind: (integration, { region, resources }) => {
    const queue = namedResource(integration.queue, resources, aws.sqs.Queue, "an SQS queue");
    return {
      values: { arn: queue.arn, url: queue.url },
      grant: {
        name: `${integration.queue}-SendMessage`,
        action: "sqs:SendMessage",
        resource: queue.arn,
      },
      compile: ({ arn, url }: { arn: string; url: string }, roleArn) =>
        serviceOperation({
          ...integration,
          uri: `arn:aws:apigateway:${region}:sqs:path/${arn.split(":").slice(4).join("/")}`,
          roleArn,
          headers: {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "AmazonSQS.SendMessage",
          },
          made: () => jsonTemplate(sendMessage(url, integration)),
          answer: (shape = { messageId: from.body("$.MessageId") }) => jsonTemplate(shape),
          success: 202,
          errors: { ...callersErrors, ...integration.errors },
        }),
    };
  },
};

const mostAttributes = 10;

/** SQS refuses each message that breaks these. Source: Amazon SQS Developer Guide, "Amazon SQS message metadata". */
function checkAttributes(names: readonly string[], key: string): void {
  if (names.length > mostAttributes) {
    throw new RouteError(
      key,
      `its messages have ${names.length} attributes`,
      `SQS takes ${mostAttributes}: put the rest into the message.`,
    );
  }
  for (const name of names) {
    if (!/^(?!aws\.|amazon\.)[\w-]+(?:\.[\w-]+)*$/i.test(name) || name.length > 256) {
      throw new RouteError(
        key,
        `"${name}" is no attribute's name`,
        "Use letters, digits and _ - . within it, not AWS. or Amazon. at its beginning.",
      );
    }
  }
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
