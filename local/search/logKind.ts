import type { LogKind } from "../../functions/logs/document.ts";

/** A log of this start, and what it is to a region. */
export interface KnownLog {
  readonly kind: LogKind;
  readonly region: string;
  /** Name of the function or service. */
  readonly source?: string;
}

/** What a region runs. */
export interface LoggedRegion {
  readonly name: string;
  readonly services: readonly string[];
  readonly functions: readonly string[];
}

const ownKinds: ReadonlySet<string> = new Set(["access", "firewall", "gateway", "network"]);

/**
 * @param name - of a log, such as `us-east-1/orders`
 * @returns undefined for logs that AWS would not have, such as those of the local AWS endpoint
 */
export function logKindOf(name: string, regions: readonly LoggedRegion[]): KnownLog | undefined {
  const [place, source = ""] = name.split("/");
  const region = regions.find((each) => each.name === place);
  if (!region) return undefined;
  if (ownKinds.has(source)) return { kind: source as LogKind, region: region.name };
  const kind = (names: readonly string[]) =>
    names.find((each) => each.replaceAll(" ", "-") === source);
  if (kind(region.services)) return { kind: "service", region: region.name, source };
  if (kind(region.functions)) return { kind: "function", region: region.name, source };
  return undefined;
}
