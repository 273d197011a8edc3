import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../graph/resource.ts";
import type { InventoryEntry, Owner } from "../inventory.ts";

const keyOf = ({ stack, type, name }: Owner & { readonly type: string }): string =>
  [stack, type, name].join("\0");

/**
 * What the engine has mentioned of its state so far. A deployment that was killed leaves resources that its
 * state lacks. On AWS, somebody deletes them by hand; here they are left out, so the same command goes on.
 */
export class EngineState {
  /** Previous inputs of the resources that the program has, `undefined` for new ones. */
  readonly #checked = new Map<string, Properties | undefined>();
  readonly #ids = new Set<string>();

  checked(resource: Owner & { readonly type: string }, previous: Properties | undefined): void {
    this.#checked.set(keyOf(resource), previous);
  }

  mentioned(id: string): void {
    this.#ids.add(id);
  }

  /** Whether an entry was left by an interrupted creation of a resource that is now created again. */
  isForgotten(entry: InventoryEntry, resource: Owner & { readonly type: string }): boolean {
    const key = keyOf(resource);
    if (!entry.owner || keyOf({ ...entry.owner, type: entry.type }) !== key) return false;
    if (this.#ids.has(entry.id) || !this.#checked.has(key)) return false;
    return !isDeepStrictEqual(entry.inputs, this.#checked.get(key));
  }

  /** Whether an entry of a stack is not in its program. The engine deletes resources after it has run that. */
  isUnmentioned({ owner, type, id }: InventoryEntry, stack: string): boolean {
    if (owner?.stack !== stack || this.#ids.has(id)) return false;
    return !this.#checked.has(keyOf({ ...owner, type }));
  }
}
