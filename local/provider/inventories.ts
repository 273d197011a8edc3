import { join } from "node:path";
import type { Properties } from "../graph/resource.ts";
import { Inventory } from "./inventory.ts";

/** Types that belong to no region: all stacks of the account see the same ones. */
const globalTypes = /^aws:(?:cloudfront|route53)\//;

/**
 * The place of a resource: a region or `account`.
 *
 * @param region - of the stack; the resource's input `region` overrides it
 */
export function placeOf(type: string, { region: own }: Properties, region: string): string {
  if (globalTypes.test(type)) return accountPlace;
  return typeof own === "string" ? own : region;
}

/** The place of what belongs to no region. */
export const accountPlace = "account";

/** The inventories of an account: one for each region, and one for what belongs to none. */
export class Inventories {
  readonly #folder: string;
  readonly #inventories = new Map<string, Inventory>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  in(place: string): Inventory {
    const inventory = this.#inventories.get(place) ?? new Inventory(join(this.#folder, place));
    this.#inventories.set(place, inventory);
    return inventory;
  }
}
