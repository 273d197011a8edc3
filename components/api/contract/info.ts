import type { Route } from "../route/route.ts";

/** What a contract says of its API. */
export interface ContractInfo {
  /** The contract's own version. @default "1" */
  readonly version?: string;
  /** What the API is for, as Markdown. @default a sentence with its title */
  readonly description?: string;
  /** Whom callers ask. @default the API's title alone */
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
  readonly license?: { readonly name: string; readonly url?: string };
}

/** What the API's routes say of it: the first one that publishes the contract. */
export function infoOf(routes: readonly Pick<Route, "integration">[]): ContractInfo {
  for (const { integration } of routes) {
    if (integration.kind === "contract" && integration.info) return integration.info;
  }
  return {};
}
