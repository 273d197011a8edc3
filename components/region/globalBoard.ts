import type * as pulumi from "@pulumi/pulumi";
import {
  alarmsOf,
  countedRefusals,
  type GlobalBoardArgs,
  type WatchedApi,
} from "../observability/index.ts";
import type { Platform } from "../platform/index.ts";

/** What may refuse a platform's calls besides the gateway itself. */
export const refusedBy = ({
  api,
}: Platform): Required<Pick<WatchedApi, "firewall" | "quotas">> => ({
  firewall: api.firewall !== false,
  quotas: Object.values(api.usagePlans ?? {}).some(({ quota }) => quota !== undefined),
});

/**
 * The dashboard over an environment's regions, from names that are the same by rule.
 *
 * @param accountId - `undefined` if it is unknown or the regions have no alarm of the whole region
 */
export function globalBoardOf(
  environment: string,
  definition: Platform,
  regions: readonly string[],
  accountId: pulumi.Input<string> | undefined,
): GlobalBoardArgs {
  const { scope, overrides } = alarmsOf(definition.observability ?? {});
  const { firewall, quotas } = refusedBy(definition);
  const isCounted = {
    "api-quota-exceeded": quotas,
    "api-firewall-blocked": firewall,
  } as Readonly<Record<string, boolean>>;
  const counted = countedRefusals(
    (alarm) => overrides[alarm] !== false && isCounted[alarm] !== false,
  );
  return {
    dashboardName: `${environment}-global`,
    environment,
    regions,
    ...(scope === "all" && { refusals: counted, ...(accountId && { accountId }) }),
  };
}
