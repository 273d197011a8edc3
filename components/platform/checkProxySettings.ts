import { headersByVersion, proxyCors, proxyRoutes } from "../api/index.ts";
import { checkResponseRules } from "../ingress/index.ts";
import type { Faults } from "../shared/errors.ts";
import type { Platform } from "./definition.ts";

/** Reports services whose routes need more settings than fit into a function's environment. */
export function checkProxySettings(
  { services, claims, api }: Pick<Platform, "services" | "claims" | "api">,
  faults: Faults,
): void {
  for (const [name, { proxy }] of Object.entries(services)) {
    faults.check(() =>
      checkResponseRules(`Service "${name}": proxy`, {
        ...proxyCors(api.routes, name, api.cors),
        headersByVersion: headersByVersion(api.versions),
        ...proxyRoutes(api, name, proxy?.encodedSlashes),
        encodedSlashes: proxy?.encodedSlashes,
        headers: proxy?.headers,
        resilience: proxy?.resilience,
        claims: { ...claims, ...proxy?.claims },
      }),
    );
  }
}
