import * as aws from "@pulumi/aws";
import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { asText, type JsonShape, jsonTemplate } from "../templates/jsonTemplate.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { failureBody } from "./serviceErrors.ts";
import { checkService, serviceOperation, type ServiceSettings, split } from "./serviceProxy.ts";

/** What the event is. */
export interface EventBridgeSettings extends ServiceSettings {
  /** Where events come from, such as "shop.orders"; not beginning with "aws.". */
  readonly source: string;
  /** What has happened, such as "OrderPlaced". */
  readonly detailType: string | Source;
  /** The event's own JSON, an object. @default the request's JSON body */
  readonly detail?: JsonShape | undefined;
}

/** To an EventBridge bus: each request is an event. */
export interface EventBridgeIntegration<Name extends string = string> extends EventBridgeSettings {
  readonly kind: "eventBridge";
  /** Name of the bus among the platform's resources. */
  readonly bus: Name;
}

/**
 * A route to an EventBridge bus, with no function between. The caller gets 202 and the event's id;
 * 400 when the detail is no JSON object, 502 when EventBridge did not take the event, which it
 * itself answers with 200.
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
): RouteGuards<Authorizer> & { readonly integration: EventBridgeIntegration<Name> } {
  const { guards, settings } = split<EventBridgeSettings, RouteGuards<Authorizer>>(options, [
    "source",
    "detailType",
    "detail",
  ]);
  return { ...guards, integration: { kind: "eventBridge", bus, ...settings } };
}

export const eventBridgeKind: IntegrationKind<EventBridgeIntegration> = {
  check: (integration, place) => {
    checkEvent(integration, place.key);
    checkService(integration, putEvents("", integration), place);
  },
  bind: (integration, { region, resources }) => {
    const bus = namedResource(
      integration.bus,
      resources,
      aws.cloudwatch.EventBus,
      "an EventBridge bus",
    );
    return {
      values: { busArn: bus.arn, busName: bus.name },
      grant: {
        name: `${integration.bus}-PutEvents`,
        action: "events:PutEvents",
        resource: bus.arn,
      },
      compile: ({ busName }: { busName: string }, roleArn) =>
        serviceOperation({
          ...integration,
          uri: `arn:aws:apigateway:${region}:events:action/PutEvents`,
          roleArn,
          // API Gateway adds neither by itself for this service.
          headers: {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSEvents.PutEvents",
          },
          made: () => jsonTemplate(putEvents(busName, integration)),
          answer: (shape = { eventId: from.body("$.Entries[0].EventId") }) =>
            `${refusals}${jsonTemplate(shape)}#end`,
          success: 202,
          others: [400, 502],
        }),
    };
  },
};

/** EventBridge answers each request that breaks these with an error. Source: its API Reference, "PutEventsRequestEntry". */
function checkEvent({ source, detailType }: EventBridgeSettings, key: string): void {
  if (source === "" || source.startsWith("aws.")) {
    throw new RouteError(
      key,
      `its events' source is "${source}"`,
      'Name your own, such as "shop.orders"; "aws." is AWS\'s.',
    );
  }
  if (detailType === "") {
    throw new RouteError(
      key,
      "its events have no detail type",
      'Say what has happened, such as "OrderPlaced".',
    );
  }
}

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

/** EventBridge answers 200 when it has not taken the event. */
const refusals = [
  `#if("$!input.path('$.FailedEntryCount')" != "0")`,
  `#if("$!input.path('$.Entries[0].ErrorCode')" == "MalformedDetail")`,
  "#set($context.responseOverride.status = 400)",
  "#else#set($context.responseOverride.status = 502)#end",
  failureBody,
  "#else",
].join("");
