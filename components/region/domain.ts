import type * as pulumi from "@pulumi/pulumi";
import {
  type Api,
  defineApi,
  mock,
  type ParsedApi,
  type Route,
  type Throttle,
} from "../api/index.ts";
import * as apiDefaults from "../api/defaults.ts";
import { type DomainArgs, RegionalEndpoint, regionFaults } from "../endpoint/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";

/** Path of the route by which health checks reach the gateway alone. */
export const gatewayHealthPath = "/health/gateway";

interface Scope {
  readonly region: string;
  readonly definition: Platform;
  readonly domain?: DomainArgs | undefined;
  readonly throttle?: Throttle;
}

/** Faults of a domain, alone and together with the platform's routes. */
export function platformDomainFaults({ region, definition, domain }: Scope): OptionFault[] {
  if (!domain) return [];
  const own = regionFaults({ ...domain, region });
  const { healthPath, api } = definition;
  const closed = api.routes.find((route) => isGatewayHealth(route) && !isOpen(route));
  return [
    ...own.map((fault) => ({ ...fault, argument: `domain.${fault.argument}` })),
    ...(healthPath === undefined
      ? [
          {
            argument: "definition.healthRoute",
            given: undefined,
            allowed: "the key of a health route, because the region has a domain",
            fix: 'Add "GET /health" with auth: "none" to the routes: clients are led to regions where it responds with 200.',
          },
        ]
      : []),
    ...(closed
      ? [
          {
            argument: "definition.routes",
            given: closed.key,
            allowed: `everybody to call GET ${gatewayHealthPath}, because the region has a domain`,
            fix: 'Set auth: "none" without an API key, or use another path: Route 53 checks the region there.',
          },
        ]
      : []),
  ];
}

const isGatewayHealth = ({ method, path }: Route): boolean =>
  path === gatewayHealthPath && (method === "GET" || method === "ANY");

const isOpen = ({ auth, apiKey, cache }: Route): boolean =>
  auth === "none" && apiKey !== true && cache === undefined;

/**
 * The API of a region with a domain: with a route that the gateway itself answers, and with limits of
 * their own on both health routes, so that many calls of other routes don't make the region unhealthy
 * and its clients a burden to the next one.
 */
export function withHealthRoutes({ definition, throttle, domain }: Scope): ParsedApi {
  const { api, healthPath } = definition;
  if (!domain) return api;
  const routes = api.routes.some(isGatewayHealth) ? api.routes : [...api.routes, ...gatewayHealth];
  const limited = (route: Route): Route =>
    route.method === "GET" && [gatewayHealthPath, healthPath].includes(route.path)
      ? { throttle: throttle ?? apiDefaults.throttle, ...route }
      : route;
  return { ...api, routes: routes.map(limited) };
}

const gatewayHealth = defineApi({
  routes: {
    [`GET ${gatewayHealthPath}`]: mock({
      auth: "none",
      cors: false,
      body: { status: "ok" },
      summary: "Whether the region's gateway responds",
      tags: ["health"],
    }),
  },
}).routes;

/** What a domain changes about the region's API. */
export const apiSettingsOf = (domain: DomainArgs | undefined) =>
  domain && {
    disableExecuteApiEndpoint: !domain.executeApi,
    // A legacy policy of a domain is not one of APIs, whose default allows the same versions.
    ...(domain.tlsPolicy?.startsWith("SecurityPolicy_") && { securityPolicy: domain.tlsPolicy }),
    // The region's host takes no client certificate. AWS does not document whether BASIC admits a call
    // with that name in the TLS handshake and the shared one in Host, past the certificate.
    ...(domain.truststore && { endpointAccessMode: "STRICT" as const }),
  };

/** Puts the region's API behind the domain. */
export const createEndpoint = (
  name: string,
  { region, definition, domain }: Scope,
  { restApiId, stageName }: Api,
  opts: pulumi.ComponentResourceOptions,
): RegionalEndpoint | undefined =>
  domain &&
  new RegionalEndpoint(
    name,
    {
      ...domain,
      region,
      restApiId,
      stageName,
      runbooks: definition.observability?.runbooks,
      alarms: definition.observability?.alarms !== false,
      shallowPath: gatewayHealthPath,
      deepPath: definition.healthPath!,
    },
    opts,
  );
