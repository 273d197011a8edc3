import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mapOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
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
  const { guards, settings } = splitGuards<SqsSettings, Authorizer>(options);
  return { ...guards, integration: { kind: "sqs", queue, ...settings } };
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
    "Put the others into the message.",
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
