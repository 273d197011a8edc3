import * as pulumi from "@pulumi/pulumi";
import { required, text } from "../../shared/options.ts";
import { ignoredConditions } from "../caching/conditions.ts";
import type { OperationParts } from "../document/types.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { pathParameters } from "../route/place.ts";
import { from } from "../templates/source.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import { integrationOptions, named } from "./named.ts";
import {
  checkMappings,
  declaredParameters,
  integrationPath,
  type Mapping,
  mappingRules,
  requestParameters,
  withoutGiven,
} from "./parameterMapping.ts";
import { checkTransfer, transferFields, type TransferOptions, transferRules } from "./transfer.ts";

/** Options of a route through a VPC link. */
export interface VpcLinkOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions {
  /** Headers to set besides the caller's claims; the client's other headers pass through. @default none */
  headers?: Mapping;
}

/** Target: a private service, without a function. */
export interface VpcLinkIntegration<
  Service extends string = string,
> extends Readonly<TransferOptions> {
  readonly kind: "vpcLink";
  /** Name of the service. */
  readonly service: Service;
  readonly headers?: Mapping;
}

/**
 * A route to a private service without a function: API Gateway → VPC link → internal load balancer →
 * service. It is cheaper and faster than `lambdaProxy`, and responses can have 10 MB, but nothing checks
 * the request on its way:
 * - The service gets the caller's claims as `x-user-sub`, `x-user-client-id` and `x-user-token-use`;
 *   "anonymous" and "none" if the route's `auth` is not "cognito". The other `x-user-*` headers that
 *   `lambdaProxy` sets are "none". Do not trust any further `x-user-*` header: the client can set it.
 * - The client's `Authorization` header passes through, for a service that reads the token.
 * - The service itself must send CORS headers and log the request.
 *
 * @example
 * "GET /catalog/{id}": vpcLink("catalog", { timeoutMs: 5_000 })
 */
export function vpcLink<const Service extends string, const Authorizer extends string = never>(
  service: Service,
  options: VpcLinkOptions<Authorizer> = {},
): RouteTo<VpcLinkIntegration<Service>, Authorizer> {
  return routeTo({ kind: "vpcLink", service }, options);
}

export const vpcLinkKind: IntegrationKind<VpcLinkIntegration> = {
  rule: integrationOptions<VpcLinkIntegration>({
    service: required(text()),
    headers: mappingRules.headers,
    ...transferRules,
  }),
  readsBodies: false,
  check: (integration, place) => {
    checkTransfer(integration, place.key);
    checkMappings(integration, place);
  },
  bind: (integration, place, { linkedServices = {} }) => {
    const word = "service behind the VPC link";
    const target = named(word, integration.service, linkedServices);
    const mappings = {
      path: Object.fromEntries(pathParameters(place.path).map((name) => [name, from.path(name)])),
      headers: {
        ...withoutGiven(ignoredConditions(place), integration.headers),
        ...identity(place, integration.headers),
        ...integration.headers,
      },
    };
    return pulumi.output(target).apply(({ url, loadBalancerArn, vpcLinkId }): OperationParts => ({
      integration: {
        type: "http_proxy",
        httpMethod: "ANY",
        connectionType: "VPC_LINK",
        connectionId: vpcLinkId,
        // The load balancer; the URI has the listener's port (Developer Guide, "Set up a private integration").
        integrationTarget: loadBalancerArn,
        uri: url + integrationPath(place.path),
        requestParameters: requestParameters(mappings),
        passthroughBehavior: "when_no_match",
        ...transferFields(integration),
      },
      parameters: declaredParameters(mappings),
      responses: { "200": { description: "The service's response" } },
    }));
  },
};

/**
 * The caller's identity in the headers that `lambdaProxy` sets. Each is set, so the client can't forge
 * one. Only claims that every token of a kind has are mapped, because a mapping without a value may
 * leave the client's header in place (AWS does not document this).
 */
function identity({ auth, scopes }: Place, own: Mapping = {}): Mapping {
  const isUser = auth === undefined || auth === "cognito";
  const clientId = scopes?.length ? "client_id" : "aud";
  const claims: Mapping = isUser
    ? {
        "x-user-sub": from.claim("sub"),
        "x-user-client-id": from.claim(clientId),
        "x-user-token-use": from.claim("token_use"),
      }
    : { "x-user-sub": from.text("anonymous") };
  const all = { ...Object.fromEntries(userHeaders.map((name) => [name, none])), ...claims };
  return withoutGiven(all, own);
}

const none = from.text("none");

/** Headers that the VPC proxy function sets. */
const userHeaders = [
  "x-user-sub",
  "x-user-email",
  "x-user-email-verified",
  "x-user-username",
  "x-user-groups",
  "x-user-scope",
  "x-user-client-id",
  "x-user-token-use",
  "x-user-tenant",
];
