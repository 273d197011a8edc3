import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mapOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { formTemplate } from "../templates/formTemplate.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
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
export interface SnsSettings extends ServiceSettings {
  /** Text of the message. @default the request's body as sent */
  readonly message?: Source | undefined;
  /** Subject of mails. @default none */
  readonly subject?: Source | undefined;
  /** String attributes of the message for filters of subscriptions; SNS refuses empty values. @default none */
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
  /** Message group of a FIFO topic, which requires it. Messages of a group stay in order. @default none */
  readonly groupId?: Source | undefined;
  /** Deduplication id for a FIFO topic. @default the topic's own setting */
  readonly deduplicationId?: Source | undefined;
}

/** Target: an SNS topic, to which each request is a message. */
export interface SnsIntegration<Name extends string = string> extends SnsSettings {
  readonly kind: "sns";
  /** Name of the topic among the platform's resources. */
  readonly topic: Name;
}

/**
 * A route to an SNS topic without a function. The caller gets 202 and the message's id, or 400 for a
 * message that SNS refuses.
 *
 * For a topic that is encrypted with a customer managed KMS key, the key's policy must allow
 * `kms:GenerateDataKey` and `kms:Decrypt` to the route's role, `<api>-<topic>-Publish`.
 *
 * @example
 * "POST /news": sns("news", { attributes: { kind: from.body("$.kind") } })
 */
export function sns<const Name extends string, const Authorizer extends string = never>(
  topic: Name,
  options: SnsSettings & RouteGuards<Authorizer> = {},
): RouteTo<SnsIntegration<Name>, Authorizer> {
  return routeTo({ kind: "sns", topic }, options);
}

export const snsKind: IntegrationKind<SnsIntegration> = {
  rule: integrationOptions<SnsIntegration>({
    ...serviceRules,
    topic: required(text()),
    message: source,
    subject: source,
    attributes: mapOf(source),
    groupId: source,
    deduplicationId: source,
  }),
  readsBodies: true,
  check: (integration, place) => checkService(integration, publish("", integration), place),
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const topic = namedResource(integration.topic, resources, aws.sns.Topic, "an SNS topic");
    const roleArn = roleFor({
      name: `${integration.topic}-Publish`,
      action: "sns:Publish",
      resource: topic.arn,
    });
    return pulumi.output({ arn: topic.arn, roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        route: key,
        uri: `arn:aws:apigateway:${region}:sns:action/Publish`,
        roleArn: known.roleArn,
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        requestTemplate: () => formTemplate(publish(known.arn, integration)),
        // API Gateway requests JSON from services of the query protocol.
        responseTemplate: (
          shape = { messageId: from.body("$.PublishResponse.PublishResult.MessageId") },
        ) => jsonTemplate(shape),
        successStatus: 202,
        errors: { ...callersErrors, ...integration.errors },
      }),
    );
  },
};

/** Source: Amazon SNS API Reference, "Publish" (errors). */
const callersErrors = {
  InvalidParameter: 400,
  InvalidParameterValue: 400,
  ParameterValueInvalid: 400,
};

/** Source: Amazon SNS API Reference, "Publish". */
const publish = (arn: string, { message, subject, attributes, ...fifo }: SnsIntegration) => ({
  Action: "Publish",
  TopicArn: arn,
  Message: message ?? from.body(),
  ...(subject && { Subject: subject }),
  ...Object.fromEntries(
    Object.entries(attributes ?? {}).flatMap(([name, value], index) => {
      const entry = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${entry}.Name`, name],
        [`${entry}.Value.DataType`, "String"],
        [`${entry}.Value.StringValue`, value],
      ] as [string, string | Source][];
    }),
  ),
  ...(fifo.groupId && { MessageGroupId: fifo.groupId }),
  ...(fifo.deduplicationId && { MessageDeduplicationId: fifo.deduplicationId }),
});
