import * as aws from "@pulumi/aws";
import type { RouteGuards } from "../../components/api/guards/index.ts";
import type { IntegrationKind } from "../../components/api/integrations/integration.ts";
import { namedResource } from "../../components/api/integrations/named.ts";
import { serviceOperation } from "../../components/api/integrations/serviceProxy.ts";
import { jsonTemplate } from "../../components/api/templates/jsonTemplate.ts";
import { from } from "../../components/api/templates/source.ts";

/** To a Firehose stream: each request is a record. */
export interface FirehoseIntegration<Name extends string = string> {
  readonly kind: "firehose";
  readonly stream: Name;
}

/** @example "POST /clicks": firehose("clicks") */
export const firehose = <const Name extends string>(stream: Name, guards: RouteGuards = {}) => ({
  ...guards,
  integration: { kind: "firehose", stream } satisfies FirehoseIntegration<Name>,
});

export const firehoseKind: IntegrationKind<FirehoseIntegration> = {
  bind: ({ stream }, { region, resources }) => {
    const type = aws.kinesis.FirehoseDeliveryStream;
    const { arn, name } = namedResource(stream, resources, type, "a Firehose stream");
    return {
      values: { name },
      grant: { name: `${stream}-PutRecord`, action: "firehose:PutRecord", resource: arn },
      compile: ({ name: DeliveryStreamName }: { name: string }, roleArn) =>
        serviceOperation({
          uri: `arn:aws:apigateway:${region}:firehose:action/PutRecord`,
          roleArn,
          headers: {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "Firehose_20150804.PutRecord",
          },
          made: () =>
            jsonTemplate({
              DeliveryStreamName,
              Record: { Data: { encode: "base64", value: from.body() } },
            }),
          answer: (shape = { recordId: from.body("$.RecordId") }) => jsonTemplate(shape),
          success: 202,
        }),
    };
  },
};
