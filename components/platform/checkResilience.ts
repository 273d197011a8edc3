import type { ParsedApi } from "../api/index.ts";
import { breakerFaults, fallbackService, type ResilienceOptions } from "../ingress/index.ts";
import { ComponentArgumentError, type Faults } from "../shared/errors.ts";
import { oneOf } from "../shared/options.ts";
import type { PlatformDefinition } from "./definition.ts";

/** Reports fallbacks to unknown services, and breakers that could never open. */
export function checkResilience(
  services: PlatformDefinition["services"],
  { routes }: Pick<ParsedApi, "routes">,
  faults: Faults,
): void {
  const check = (component: string, service: string, path: string, own: ResilienceOptions) => {
    const { proxy } = services[service]!;
    const others = Object.keys(services).filter((name) => name !== service);
    const target = fallbackService(own);
    const wrong = [
      ...(target === undefined ? [] : oneOf(others)(target, "fallback.service")),
      ...breakerFaults({ ...proxy?.resilience, ...own }, proxy?.totalTimeoutMs),
    ];
    for (const fault of wrong) {
      const argument = `${path}.${fault.argument}`;
      faults.add(new ComponentArgumentError({ component, ...fault, argument }));
    }
  };
  for (const [name, { proxy }] of Object.entries(services)) {
    if (proxy?.resilience) check(`Service "${name}"`, name, "proxy.resilience", proxy.resilience);
  }
  for (const { key, integration } of routes) {
    if (integration.kind !== "lambdaProxy" || !integration.resilience) continue;
    check(`Route "${key}"`, integration.service, "resilience", integration.resilience);
  }
}
