import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { asText, type JsonShape, jsonTemplate } from "../templates/jsonTemplate.ts";
import { shape, textOrSource } from "../templates/rules.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { integrationOptions, namedResource } from "./named.ts";
import { failureBody } from "./serviceErrors.ts";
import {
  checkService,
  serviceOperation,
  serviceRules,
  type ServiceSettings,
} from "./serviceProxy.ts";

/** Settings of the event. */
export interface EventBridgeSettings extends ServiceSettings {
  /** Source of the events, such as "shop.orders". It can't begin with "aws.". */
  readonly source: string;
  /** Type of the event, such as "OrderPlaced". */
  readonly detailType: string | Source;
  /** Detail of the event, a JSON object. @default the request's JSON body */
  readonly detail?: JsonShape | undefined;
}

/** Target: an EventBridge bus, to which each request is an event. */
export interface EventBridgeIntegration<Name extends string = string> extends EventBridgeSettings {
  readonly kind: "eventBridge";
  /** Name of the bus among the platform's resources. */
  readonly bus: Name;
}

/**
 * A route to an EventBridge bus without a function. The caller gets 202 and the event's id, 400 if the
 * detail is not a JSON object, or 502 if EventBridge did not accept the event.
 *
 * @example
 * "POST /orders": eventBridge("events", {
 *   source: "shop.orders",
 *   detailType: "OrderPlaced",
 *   detail: { order: from.json(), user: from.claim("sub") },
 * })
 */
export function eventBridge<const Name extends string, const Authorizer extends string = never>(
  bus: Name,
  options: EventBridgeSettings & RouteGuards<Authorizer>,
): RouteTo<EventBridgeIntegration<Name>, Authorizer> {
  return routeTo({ kind: "eventBridge", bus }, options);
}

export const eventBridgeKind: IntegrationKind<EventBridgeIntegration> = {
  rule: integrationOptions<EventBridgeIntegration>({
    ...serviceRules,
    bus: required(text()),
    // Source: EventBridge API Reference, "PutEventsRequestEntry".
    source: required(
      text(/^(?!aws\.)[^]/, 'a name such as "shop.orders"; names with "aws." belong to AWS'),
    ),
    detailType: required(textOrSource),
    detail: shape,
  }),
  readsBodies: true,
  check: (integration, place) => checkService(integration, putEvents("", integration), place),
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const type = aws.cloudwatch.EventBus;
    const bus = namedResource(integration.bus, resources, type, "an EventBridge bus");
    const roleArn = roleFor({
      name: `${integration.bus}-PutEvents`,
      action: "events:PutEvents",
      resource: bus.arn,
    });
    return pulumi.output({ busName: bus.name, roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        route: key,
        uri: `arn:aws:apigateway:${region}:events:action/PutEvents`,
        roleArn: known.roleArn,
        // API Gateway adds neither header for this service.
        headers: {
          "Content-Type": "application/x-amz-json-1.1",
          "X-Amz-Target": "AWSEvents.PutEvents",
        },
        requestTemplate: () => jsonTemplate(putEvents(known.busName, integration)),
        responseTemplate: (response = { eventId: from.body("$.Entries[0].EventId") }) =>
          `${refusals}${jsonTemplate(response)}#end`,
        successStatus: 202,
        furtherStatuses: [400, 502],
      }),
    );
  },
};

/** Source: Amazon EventBridge API Reference, "PutEvents". */
const putEvents = (
  bus: string,
  { source, detailType, detail = from.json() }: EventBridgeSettings,
): JsonShape => ({
  Entries: [
    {
      Source: source,
      DetailType: typeof detailType === "string" ? detailType : asText(detailType),
      EventBusName: bus,
      Detail: { jsonText: detail },
    },
  ],
});

/** EventBridge responds with 200 even if it did not accept the event. */
const refusals = [
  `#if("$!input.path('$.FailedEntryCount')" != "0")`,
  `#if("$!input.path('$.Entries[0].ErrorCode')" == "MalformedDetail")`,
  "#set($context.responseOverride.status = 400)",
  "#else#set($context.responseOverride.status = 502)#end",
  failureBody,
  "#else",
].join("");
