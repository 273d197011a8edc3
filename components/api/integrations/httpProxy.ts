import { flag, oneOf, required, text } from "../../shared/options.ts";
import { ignoredConditions } from "../caching/conditions.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { pathParameters } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { from } from "../templates/source.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import { integrationOptions } from "./named.ts";
import {
  checkMappings,
  declaredParameters,
  integrationPath,
  isMappable,
  type Mapping,
  mappingRules,
  requestParameters,
  withoutGiven,
} from "./parameterMapping.ts";
import { checkTransfer, transferFields, type TransferOptions, transferRules } from "./transfer.ts";

/** Settings of a route to an outside endpoint. */
interface HttpProxySettings extends Readonly<TransferOptions> {
  /** Values for `{name}` in the URL. @default the route's own parameters of these names */
  readonly path?: Mapping | undefined;
  /** Query parameters to add; the client's pass through. @default none */
  readonly query?: Mapping | undefined;
  /** Headers to set; the client's other headers pass through. @default none */
  readonly headers?: Mapping | undefined;
  /** Method of the request to the endpoint. @default the client's */
  readonly method?: (typeof endpointMethods)[number];
  /**
   * Lets the client's `Authorization` and `X-Api-Key` headers, and those that the API's Lambda
   * authorizers read, reach the endpoint. It can then act for the client here.
   * @default false: the endpoint gets "none" in them
   */
  readonly passCredentials?: boolean;
}

const endpointMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type HttpProxyOptions<Authorizer extends string = never> = HttpProxySettings &
  RouteGuards<Authorizer>;

/** Target: an HTTPS endpoint outside. */
export interface HttpProxyIntegration extends HttpProxySettings {
  readonly kind: "httpProxy";
  readonly url: string;
}

/**
 * A route to an HTTPS endpoint outside. Clients can't change its host. The host can be a stage variable,
 * `https://${stageVariables.partner}/…`, which environments and canaries set differently.
 *
 * The client's request passes through except for its credentials, and the response passes through. The
 * endpoint can identify the API's calls by its client certificate (`clientCertificates`).
 *
 * If the request lacks a mapped value, the client's own header of that name stays.
 *
 * @example
 * "GET /rates/{currency}": httpProxy("https://rates.example.com/v2/{currency}", {
 *   headers: { "X-Tenant": from.claim("sub") },
 * })
 */
export function httpProxy<const Authorizer extends string = never>(
  url: string,
  options: HttpProxyOptions<Authorizer> = {},
): RouteTo<HttpProxyIntegration, Authorizer> {
  return routeTo({ kind: "httpProxy", url }, options);
}

export const httpProxyKind: IntegrationKind<HttpProxyIntegration> = {
  rule: integrationOptions<HttpProxyIntegration>({
    url: required(text()),
    ...mappingRules,
    method: oneOf(endpointMethods),
    passCredentials: flag,
    ...transferRules,
  }),
  readsBodies: false,
  check: (integration, place) => {
    checkTransfer(integration, place.key);
    checkUrl(integration, place);
    checkMappings(integration, place);
  },
  bind: (integration, place, { credentialHeaders }) => {
    const mappings = {
      path: { ...pathOf(integration.url), ...integration.path },
      query: integration.query,
      headers: {
        ...withoutGiven(ignoredConditions(place), integration.headers),
        ...withheldFrom(integration, credentialHeaders),
        ...integration.headers,
      },
    };
    return {
      integration: {
        type: "http_proxy",
        httpMethod: integration.method ?? "ANY",
        uri: integrationPath(integration.url),
        requestParameters: requestParameters(mappings),
        passthroughBehavior: "when_no_match",
        ...transferFields(integration),
      },
      parameters: declaredParameters(mappings),
      responses: { "200": { description: "The endpoint's response" } },
    };
  },
};

const hostVariable = /^https:\/\/\$\{stageVariables\.(\w+)\}(?=\/|$)/;

/** The stage variable that is the URL's host. `undefined` for a fixed host. */
export const hostVariableOf = (url: string): string | undefined => hostVariable.exec(url)?.[1];

/** The URL with a fixed host in place of a stage variable. */
const withoutHostVariable = (url: string): string => url.replace(hostVariable, "https://variable");

/** Not empty, because AWS does not document whether an empty value replaces a header. */
const withheld = from.text("none");

function withheldFrom(
  { passCredentials, headers = {} }: HttpProxyIntegration,
  credentialHeaders: readonly string[],
): Mapping {
  if (passCredentials) return {};
  const names = ["Authorization", "X-Api-Key", ...credentialHeaders.filter(isMappable)];
  const keys = names.map((name) => name.toLowerCase());
  const unique = names.filter((_, index) => keys.indexOf(keys[index]!) === index);
  return withoutGiven(Object.fromEntries(unique.map((name) => [name, withheld])), headers);
}

const pathOf = (url: string): Mapping =>
  Object.fromEntries(
    pathParameters(withoutHostVariable(url)).map((name) => [name, from.path(name)]),
  );

/** ASCII without spaces, with a valid port, and with braces around parameters only. */
const isWritten = (url: string): boolean =>
  /^[!-~]+$/.test(url) && URL.canParse(url) && !/[{}]/.test(url.replaceAll(/\{[\w.-]+\+?\}/g, ""));

function checkUrl(
  { url: given, path = {} }: HttpProxyIntegration,
  { key, path: routePath }: Place,
): void {
  const url = withoutHostVariable(given);
  const [, host = ""] = /^https:\/\/([^/?#]+)(?:\/[^?#]*)?(?:\?[^#{]*)?$/.exec(url) ?? [];
  const isFixed = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(host) && !url.includes("$");
  if (!isFixed || !isWritten(url)) {
    throw new RouteError(
      key,
      `"${given}" is not an HTTPS URL with a fixed host`,
      "Write it as https://host/path, percent-encoded, with parameters such as {id} in the path only.",
    );
  }
  const known = [...pathParameters(routePath), ...Object.keys(path)];
  for (const name of pathParameters(url)) {
    if (!known.includes(name)) {
      throw new RouteError(
        key,
        `its URL has {${name}}, which has no value`,
        "Add the parameter to the route's path, or set it by path: { … }.",
      );
    }
  }
  for (const name of Object.keys(path)) {
    if (!pathParameters(url).includes(name)) {
      throw new RouteError(key, `its URL has no {${name}}`, "Remove it from path.");
    }
  }
}
