import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { mapOf, required, text } from "../../shared/options.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
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

/** What is published. */
export interface SnsSettings extends ServiceSettings {
  /** The message's text. @default the request's body, as it was sent */
  readonly message?: Source | undefined;
  /** Subject of mails. @default none */
  readonly subject?: Source | undefined;
  /** Attributes of the message, as texts, which subscriptions may filter by; SNS takes no empty ones. @default none */
  readonly attributes?: Readonly<Record<string, Source>> | undefined;
  /** Which messages stay in order, for a FIFO topic, which needs it. @default none */
  readonly groupId?: Source | undefined;
  /** What makes two messages the same, for a FIFO topic. @default the topic's own rule */
  readonly deduplicationId?: Source | undefined;
}

/** To an SNS topic: each request is a message. */
export interface SnsIntegration<Name extends string = string> extends SnsSettings {
  readonly kind: "sns";
  /** Name of the topic among the platform's resources. */
  readonly topic: Name;
}

/**
 * A route to an SNS topic, with no function between. The caller gets 202 and the message's id; 400
 * for a message that SNS can't take.
 *
 * A topic that is encrypted with a KMS key of one's own takes nothing unless the key's policy allows
 * `kms:GenerateDataKey` and `kms:Decrypt` to the route's role, `<api>-<topic>-Publish`.
 *
 * @example
 * "POST /news": sns("news", { attributes: { kind: from.body("$.kind") } })
 */
export function sns<const Name extends string, const Authorizer extends string = never>(
  topic: Name,
  options: SnsSettings & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: SnsIntegration<Name> } {
  const { guards, settings } = splitGuards<SnsSettings, Authorizer>(options);
  return { ...guards, integration: { kind: "sns", topic, ...settings } };
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
        // API Gateway asks services of the query protocol for JSON.
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
