import * as pulumi from "@pulumi/pulumi";
import { required, text } from "../../shared/options.ts";
import type { OperationParts } from "../document/types.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
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
} from "./parameterMapping.ts";
import { checkTransfer, transferFields, type TransferOptions, transferRules } from "./transfer.ts";

/** What a route over a VPC link may say. */
export interface VpcLinkOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions {
  /** Headers in place of the client's own of these names; the others go through. @default the caller's claims */
  headers?: Mapping;
}

/** To a private service, with no function between. */
export interface VpcLinkIntegration<
  Service extends string = string,
> extends Readonly<TransferOptions> {
  readonly kind: "vpcLink";
  /** Name of the service. */
  readonly service: Service;
  readonly headers?: Mapping;
}

/**
 * A route to a private service with no function between: API Gateway → VPC link → internal load
 * balancer → service. Cheaper and faster than `lambdaProxy`, and the answer may measure 10 MB; but
 * nobody looks at the request on its way:
 * - The service gets the caller's claims as `x-user-sub`, `x-user-client-id` and
 *   `x-user-token-use`; "anonymous" and "none" where the route takes no user pool's token. The other
 *   `x-user-*` headers that `lambdaProxy` gives read "none"; further ones are the client's word.
 * - The client's `Authorization` header goes through, for a service that wants to read the token.
 * - The service itself answers web pages' CORS headers, and logs the request.
 *
 * @example
 * "GET /catalog/{id}": vpcLink("catalog", { timeoutMs: 5_000 })
 */
export function vpcLink<const Service extends string, const Authorizer extends string = never>(
  service: Service,
  options: VpcLinkOptions<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: VpcLinkIntegration<Service> } {
  const { guards, settings } = splitGuards<TransferOptions & { headers?: Mapping }, Authorizer>(
    options,
  );
  return { ...guards, integration: { kind: "vpcLink", service, ...settings } };
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
      headers: { ...identity(place, integration.headers), ...integration.headers },
    };
    return pulumi.output(target).apply(({ url, listenerArn, vpcLinkId }): OperationParts => ({
      integration: {
        type: "http_proxy",
        httpMethod: "ANY",
        connectionType: "VPC_LINK",
        connectionId: vpcLinkId,
        integrationTarget: listenerArn,
        uri: url + integrationPath(place.path),
        requestParameters: requestParameters(mappings),
        passthroughBehavior: "when_no_match",
        ...transferFields(integration),
      },
      parameters: declaredParameters(mappings),
      responses: { "200": { description: "What the service answers" } },
    }));
  },
};

/**
 * Who calls, in the headers that `lambdaProxy` gives: each is set, so that none is the client's word.
 * Only claims that every token of a kind has are mapped, because a mapping without a value may leave
 * the client's header in place (what AWS does then is not documented).
 */
function identity({ auth, scopes }: Place, own: Mapping = {}): Mapping {
  const takesToken = auth === undefined || auth === "cognito";
  const clientId = scopes?.length ? "client_id" : "aud";
  const claims: Mapping = takesToken
    ? {
        "x-user-sub": from.claim("sub"),
        "x-user-client-id": from.claim(clientId),
        "x-user-token-use": from.claim("token_use"),
      }
    : { "x-user-sub": from.text("anonymous") };
  const all = { ...Object.fromEntries(userHeaders.map((name) => [name, none])), ...claims };
  const given = Object.keys(own).map((name) => name.toLowerCase());
  return Object.fromEntries(Object.entries(all).filter(([name]) => !given.includes(name)));
}

const none = from.text("none");

/** Those of the VPC proxy function. */
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
