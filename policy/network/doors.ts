import { integrationsOf, readDocument } from "../model/openApi.ts";
import { isOneOf, type ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { instance } from "./hostKinds.ts";
import { classicType, loadBalancerTypes } from "./loadBalancers.ts";
import { elementsOf, flagAt, named, numberAt } from "./reading.ts";
import type { Sample } from "./traffic.ts";

/** Kinds of entry points, other than a host's public address. */
export type DoorKind = "api-gateway" | "cloudfront" | "load-balancer" | "global-accelerator";
export const doorKinds: readonly DoorKind[] = [
  "api-gateway",
  "cloudfront",
  "load-balancer",
  "global-accelerator",
];

/** An entry point of AWS that leads to private addresses. */
export interface Door {
  readonly kind: DoorKind;
  readonly view: ResourceView;
  readonly hops: readonly string[];
  /** Its load balancers, instances and functions. */
  readonly leadsTo: readonly ResourceView[];
  /** The traffic that it accepts; `undefined` for all traffic. */
  readonly takes: readonly Sample[] | undefined;
  /**
   * Whether hosts behind it see the addresses of clients, so that their security groups must allow
   * those.
   */
  readonly isClientSeen: boolean;
}

const functionType = "aws:lambda/function:Function";
const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const endpoints = [...loadBalancerTypes, classicType, instance, functionType];

/** The doors of a stack. */
export const doorsOf = (stack: StackView): readonly Door[] => [
  ...accelerators(stack),
  ...apiGatewayLinks(stack),
  ...vpcOrigins(stack),
];

/**
 * Global Accelerator also leads to load balancers and instances in private subnets. An Elastic IP
 * address behind it is public anyway, and found as such.
 *
 * Source: "Secure VPC connections", AWS Global Accelerator Developer Guide.
 */
const accelerators = (stack: StackView): Door[] =>
  stack.ofType("aws:globalaccelerator/endpointGroup:EndpointGroup").flatMap((group): Door[] => {
    const [listener] = stack.referred(
      group,
      "listenerArn",
      "aws:globalaccelerator/listener:Listener",
    );
    const accelerator = listener && acceleratorOf(stack, listener);
    if (accelerator && flagAt(accelerator, "enabled", true) === false) return [];
    const leadsTo = elementsOf(group, "endpointConfigurations").flatMap((endpoint) =>
      certain(stack, endpoint, "endpointId", ...endpoints),
    );
    const view = accelerator ?? group;
    const hops = [named("accelerator", view)];
    const takes = listener && portsOf(listener);
    return [{ kind: "global-accelerator", view, hops, leadsTo, takes, isClientSeen: true }];
  });

const acceleratorOf = (stack: StackView, listener: ResourceView): ResourceView | undefined =>
  stack.referred(listener, "acceleratorArn", "aws:globalaccelerator/accelerator:Accelerator")[0];

/** The ports of a listener, unless it has port ranges. */
function portsOf(listener: ResourceView): Sample[] | undefined {
  const protocol = listener.hintsAt("protocol")[0] === "UDP" ? "udp" : "tcp";
  const ranges = elementsOf(listener, "portRanges").map((range) => ({
    from: numberAt(range, "fromPort"),
    to: numberAt(range, "toPort"),
  }));
  const isSingle = ranges.every(({ from, to }) => from !== undefined && from === to);
  return isSingle ? ranges.map(({ from }) => ({ protocol, port: from! })) : undefined;
}

/** API Gateway's VPC links, and the functions that it may invoke. */
const apiGatewayLinks = (stack: StackView): Door[] => [
  ...stack
    .ofType("aws:apigateway/vpcLink:VpcLink")
    .map((link) => apiDoor(link, "VPC link", certain(stack, link, "targetArn", ...endpoints))),
  ...stack
    .ofType("aws:apigateway/integration:Integration")
    .map((integration) =>
      apiDoor(
        integration,
        "integration",
        certain(stack, integration, "integrationTarget", ...endpoints),
      ),
    ),
  ...stack
    .ofType("aws:apigatewayv2/integration:Integration")
    .map((integration) =>
      apiDoor(integration, "integration", behindListener(stack, integration, "integrationUri")),
    ),
  ...stack
    .ofType(...documentTypes)
    .map((api) =>
      apiDoor(api, "API", [...inDocument(stack, api), ...inUnknownDocument(stack, api)]),
    ),
  ...stack
    .ofType("aws:lambda/permission:Permission")
    .filter((permission) => permission.hintsAt("principal")[0] === "apigateway.amazonaws.com")
    .map((permission) =>
      apiDoor(permission, "permission", certain(stack, permission, "function", functionType)),
    ),
];

/** APIs that can be defined by an OpenAPI document. */
const documentTypes = [
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/restApiPut:RestApiPut",
  "aws:apigatewayv2/api:Api",
];

/**
 * The load balancers to which the operations of an OpenAPI document lead by a VPC link.
 *
 * Source: "x-amazon-apigateway-integration object", API Gateway Developer Guide: in a REST API
 * `integrationTarget` is the load balancer, in an HTTP API `uri` is the listener.
 */
const inDocument = (stack: StackView, api: ResourceView): ResourceView[] => {
  const documents = api.hintsAt("body").map((body) => readDocument(body));
  return documents
    .flatMap((document) => (document ? integrationsOf(document) : []))
    .filter(({ connectionType }) => isOneOf(connectionType, ["VPC_LINK"]))
    .map((integration) => api.part(integration))
    .flatMap((integration) => [
      ...certain(stack, integration, "integrationTarget", ...endpoints),
      ...behindListener(stack, integration, "uri"),
    ]);
};

/** The load balancers by which a document is made that is not known before the deployment. */
const inUnknownDocument = (stack: StackView, api: ResourceView): readonly ResourceView[] =>
  api.isKnown("body") ? [] : stack.referred(api, "body", ...loadBalancerTypes);

/** The load balancer of the listener that a property references. */
const behindListener = (stack: StackView, view: ResourceView, path: string): ResourceView[] =>
  certain(stack, view, path, ...listenerTypes).flatMap((listener) =>
    certain(stack, listener, "loadBalancerArn", ...endpoints),
  );

const apiDoor = (view: ResourceView, noun: string, leadsTo: readonly ResourceView[]): Door => ({
  kind: "api-gateway",
  view,
  hops: ["API Gateway", named(noun, view)],
  leadsTo,
  takes: undefined,
  isClientSeen: false,
});

/** CloudFront's VPC origins: private load balancers and instances. */
const vpcOrigins = (stack: StackView): Door[] =>
  stack.ofType("aws:cloudfront/vpcOrigin:VpcOrigin").map((view) => ({
    kind: "cloudfront",
    view,
    hops: ["CloudFront", named("VPC origin", view)],
    leadsTo: certain(stack, view, "vpcOriginEndpointConfig.arn", ...endpoints),
    takes: undefined,
    isClientSeen: false,
  }));

function certain(
  stack: StackView,
  view: ResourceView,
  path: string,
  ...types: string[]
): readonly ResourceView[] {
  const { resources, isEach } = stack.references(view, path, ...types);
  return isEach ? resources : [];
}
