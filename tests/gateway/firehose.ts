import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RouteGuards } from "../../components/api/guards/index.ts";
import type { IntegrationKind } from "../../components/api/integrations/integration.ts";
import { integrationOptions, namedResource } from "../../components/api/integrations/named.ts";
import { serviceOperation } from "../../components/api/integrations/serviceProxy.ts";
import { jsonTemplate } from "../../components/api/templates/jsonTemplate.ts";
import { from } from "../../components/api/templates/source.ts";
import { required, text } from "../../components/shared/options.ts";

/** Sends each request to a Firehose stream as a record. */
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
  rule: integrationOptions<FirehoseIntegration>({ stream: required(text()) }),
  readsBodies: true,
  bind: ({ stream }, { key }, { region, resources, roleFor }) => {
    const type = aws.kinesis.FirehoseDeliveryStream;
    const { arn, name } = namedResource(stream, resources, type, "a Firehose stream");
    const roleArn = roleFor({
      name: `${stream}-PutRecord`,
      action: "firehose:PutRecord",
      resource: arn,
    });
    return pulumi.output({ name, roleArn }).apply((known) =>
      serviceOperation({
        route: key,
        uri: `arn:aws:apigateway:${region}:firehose:action/PutRecord`,
        roleArn: known.roleArn,
        headers: {
          "Content-Type": "application/x-amz-json-1.1",
          "X-Amz-Target": "Firehose_20150804.PutRecord",
        },
        requestTemplate: () =>
          jsonTemplate({
            DeliveryStreamName: known.name,
            Record: { Data: { encode: "base64", value: from.body() } },
          }),
        responseTemplate: (shape = { recordId: from.body("$.RecordId") }) => jsonTemplate(shape),
        successStatus: 202,
      }),
    );
  },
};
