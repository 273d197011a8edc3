import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { from } from "../templates/source.ts";
import { withoutHostVariable } from "./hostVariable.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import {
  checkMappings,
  declaredParameters,
  integrationPath,
  isMappable,
  type Mapping,
  type Mappings,
  pathNames,
  requestParameters,
} from "./parameterMapping.ts";
import { checkTransfer, transferFields, type TransferOptions } from "./transfer.ts";

/** What a route to an outside endpoint may say. */
export interface HttpProxyOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions {
  /** Values for `{name}` in the URL. @default the route's own parameters of these names */
  path?: Mapping;
  /** Query parameters beside the client's own, which all go through. @default none */
  query?: Mapping;
  /** Headers in place of the client's own of these names; the others go through. @default none */
  headers?: Mapping;
  /** Method towards the endpoint. @default the client's */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * Lets the client's `Authorization` and `X-Api-Key` headers, and those that the API's Lambda
   * authorizers look at, reach the endpoint, which then can act in the client's name here.
   * @default false: the endpoint reads "none" in them
   */
  passCredentials?: boolean;
}

/** To an HTTPS endpoint outside. */
export interface HttpProxyIntegration
  extends Readonly<TransferOptions>, Readonly<Pick<HttpProxyOptions, "method">>, Mappings {
  readonly kind: "httpProxy";
  readonly url: string;
  readonly passCredentials?: boolean;
}

/**
 * A route to an HTTPS endpoint outside. Its host is fixed: nothing that a client sends changes it. It
 * may be a stage variable, `https://${stageVariables.partner}/…`, so that environments and canaries
 * have their own.
 *
 * What the client sends goes through, but for its credentials; so does the answer. The endpoint can
 * tell our calls by the API's client certificate (`clientCertificates`).
 *
 * A mapped value that the request lacks leaves the client's own header of that name in place.
 *
 * @example
 * "GET /rates/{currency}": httpProxy("https://rates.example.com/v2/{currency}", {
 *   headers: { "X-Tenant": from.claim("sub") },
 * })
 */
export function httpProxy<const Authorizer extends string = never>(
  url: string,
  options: HttpProxyOptions<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: HttpProxyIntegration } {
  const { path, query, headers, method, passCredentials, streaming, timeoutMs, ...guards } =
    options;
  const given = { path, query, headers, method, passCredentials, streaming, timeoutMs };
  const stated = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<HttpProxyIntegration>;
  return { ...guards, integration: { kind: "httpProxy", url, ...stated } };
}

export const httpProxyKind: IntegrationKind<HttpProxyIntegration> = {
  check: (integration, place) => {
    checkTransfer(integration, place.key);
    checkUrl(integration, place);
    checkMappings(integration, place);
  },
  bind: (integration) => ({
    values: {},
    compile: (_, __, place) => {
      const mappings = {
        path: { ...ownPath(integration.url), ...integration.path },
        query: integration.query,
        headers: { ...credentials(integration, place), ...integration.headers },
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
        responses: { "200": { description: "What the endpoint answers" } },
      };
    },
  }),
};

/** Not empty: whether API Gateway lets an empty value replace a header is not documented. */
const withheld = from.text("none");

function credentials(
  { passCredentials, headers = {} }: HttpProxyIntegration,
  { credentialHeaders = [] }: Place,
): Mapping {
  if (passCredentials) return {};
  const names = ["Authorization", "X-Api-Key", ...credentialHeaders.filter(isMappable)];
  const keys = names.map((name) => name.toLowerCase());
  const given = Object.keys(headers).map((name) => name.toLowerCase());
  const free = names.filter(
    (_, index) => keys.indexOf(keys[index]!) === index && !given.includes(keys[index]!),
  );
  return Object.fromEntries(free.map((name) => [name, withheld]));
}

const ownPath = (url: string): Mapping =>
  Object.fromEntries(pathNames(withoutHostVariable(url)).map((name) => [name, from.path(name)]));

/** In ASCII without spaces, its port one that exists and its braces those of parameters. */
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
      `"${given}" is no fixed HTTPS address`,
      "Write it as https://host/path, percent-encoded, with parameters such as {id} in the path only.",
    );
  }
  const known = [...pathNames(routePath), ...Object.keys(path)];
  for (const name of pathNames(url)) {
    if (!known.includes(name)) {
      throw new RouteError(
        key,
        `its URL has {${name}}, for which there is no value`,
        "Put it into the route's path, or give it by path: { … }.",
      );
    }
  }
  for (const name of Object.keys(path)) {
    if (!pathNames(url).includes(name)) {
      throw new RouteError(key, `its URL has no {${name}}`, "Remove it from path.");
    }
  }
}
