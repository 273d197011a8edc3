import type { Properties } from "../../graph/resource.ts";
import type { InventoryEntry } from "../inventory.ts";
import type { AwsRefusal } from "./refusal.ts";
import type { RegionState } from "./regionState.ts";

/** What AWS checks in the state of a region. The state does not contain the resource itself. */
export interface NetworkRule {
  /** @returns AWS's refusal to create the resource, or to change it so */
  admits?(inputs: Properties, state: RegionState): AwsRefusal | undefined;
  /** @returns AWS's refusal to delete the resource */
  releases?(resource: InventoryEntry, state: RegionState): AwsRefusal | undefined;
}

/** Rules by type token. */
export type NetworkRules = Readonly<Record<string, NetworkRule>>;
