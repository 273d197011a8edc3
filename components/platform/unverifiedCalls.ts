import { type ParsedApi, proxyRoutes, RouteError } from "../api/index.ts";
import { type ClaimHeaders, fallbackService } from "../ingress/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import type { PlatformDefinition } from "./definition.ts";

type Definition = Pick<PlatformDefinition, "services" | "claims">;

/** Ways to services on which nobody signs or sets what the services rely on. The definition is valid otherwise. */
export const unverifiedCalls = (definition: Definition, api: ParsedApi): Error[] => [
  ...Object.entries(definition.services).flatMap(([service, { calls = [] }]) =>
    calls
      .filter((called) => needsAssertion(definition, called))
      .map(
        (called) =>
          new ComponentArgumentError({
            component: `Service "${service}"`,
            argument: "calls",
            given: called,
            allowed: "services without an assertion, which only proxy functions can sign",
            fix: `Remove the assertion of "${called}", or call it through the API.`,
          }),
      ),
  ),
  ...Object.entries(definition.services).flatMap(([service, { assertion }]) => {
    const targets = fallbacksOf(definition, api, service);
    if (!assertion) {
      return targets
        .filter((target) => needsAssertion(definition, target))
        .map(
          (target) =>
            new ComponentArgumentError({
              component: `Service "${service}"`,
              argument: "resilience.fallback.service",
              given: target,
              allowed: "services without an assertion: the function of another service signs none",
              fix: `Remove the assertion of "${target}", or fall back to a static response.`,
            }),
        );
    }
    if (targets.length === 0) return [];
    return [
      new ComponentArgumentError({
        component: `Service "${service}"`,
        argument: "assertion",
        given: assertion,
        allowed: "no assertion for a service whose calls fall back to another one",
        fix: "Let them fall back to a static response: an assertion is for one service.",
      }),
    ];
  }),
  ...Object.keys(definition.services).flatMap((service) =>
    fallbacksOf(definition, api, service).flatMap((target) => {
      const [set, needed] = [service, target].map((name) => claimsOf(definition, name));
      const names = ownHeaders(definition, target).filter((name) => set![name] !== needed![name]);
      if (names.length === 0) return [];
      return [
        new ComponentArgumentError({
          component: `Service "${service}"`,
          argument: "resilience.fallback.service",
          given: target,
          allowed: "services that get the same claims in their headers",
          fix:
            `"${target}" would take ${names.join(", ")} for what its own function sets: set the same ` +
            "claims for both, or for the platform.",
        }),
      ];
    }),
  ),
  ...api.routes.flatMap(({ key, integration }) => {
    if (integration.kind !== "vpcLink") return [];
    const { service, headers = {} } = integration;
    const set = Object.keys(headers).map((name) => name.toLowerCase());
    const names = ownHeaders(definition, service).filter((name) => !set.includes(name));
    return [
      ...(needsAssertion(definition, service)
        ? [
            new RouteError(
              key,
              `the service "${service}" needs an assertion, which a VPC link can't sign`,
              "Use lambdaProxy, or remove the service's assertion.",
            ),
          ]
        : []),
      ...(names.length > 0
        ? [
            new RouteError(
              key,
              `a client could send ${names.join(", ")} through the VPC link`,
              "Set them in the route's headers, or use lambdaProxy.",
            ),
          ]
        : []),
    ];
  }),
];

function needsAssertion({ services }: Definition, service: string): boolean {
  const assertion = services[service]?.assertion;
  return assertion !== undefined && assertion.enforce !== false;
}

/** Services that get calls to a service when it fails. */
function fallbacksOf({ services }: Definition, api: ParsedApi, service: string): string[] {
  const { resilienceByRoute } = proxyRoutes(api, service);
  const options = [services[service]?.proxy?.resilience ?? {}, ...Object.values(resilienceByRoute)];
  return [...new Set(options.flatMap((each) => fallbackService(each) ?? []))];
}

/** Claims by the headers in which a service gets them. */
const claimsOf = ({ services, claims }: Definition, service: string): ClaimHeaders => ({
  ...claims,
  ...services[service]?.proxy?.claims,
});

/** Headers that a service trusts because of `claims`. */
const ownHeaders = (definition: Definition, service: string): string[] =>
  Object.entries(claimsOf(definition, service)).flatMap(([name, claim]) =>
    claim === false ? [] : [name],
  );
