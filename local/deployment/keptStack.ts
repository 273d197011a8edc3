import type { CreatedResource } from "../graph/evaluate.ts";
import type { Registration, Resource } from "../graph/resource.ts";

/** A resource that an evaluation has made or kept. Its properties are plain: see `toPlain`. */
export interface KeptResource extends Resource, Pick<CreatedResource, "problems"> {
  readonly registration: Registration;
}

/** A stack as its last evaluation left it. */
export interface KeptStack {
  readonly resources: readonly KeptResource[];
  /** Resources that exist and are no longer declared: those to be deleted, and those that stay: protected ones, and those with data. */
  readonly left: readonly KeptResource[];
}

export const nothingKept: KeptStack = { resources: [], left: [] };

/** Finds the resources of an earlier evaluation, and knows which of them the program still declares. */
export class EarlierResources {
  readonly #all: readonly KeptResource[];
  readonly #byUrn: ReadonlyMap<string, KeptResource>;
  readonly #byName = new Map<string, KeptResource[]>();
  readonly #declared = new Set<KeptResource>();

  constructor({ resources, left }: KeptStack) {
    this.#all = [...left, ...resources];
    // Of a resource that was replaced, the new one counts.
    this.#byUrn = new Map(this.#all.map((each) => [each.registration.urn, each]));
    for (const each of this.#byUrn.values()) {
      const key = `${each.type} ${each.name}`;
      this.#byName.set(key, [...(this.#byName.get(key) ?? []), each]);
    }
  }

  /**
   * A resource by its URN, or by its type and name if its component has moved. On AWS, such a move without an alias
   * replaces the resource; here its data matter more.
   */
  find(type: string, name: string, { urn }: Registration): KeptResource | undefined {
    const moved = this.#byName.get(`${type} ${name}`) ?? [];
    const found = this.#byUrn.get(urn) ?? (moved.length === 1 ? moved[0] : undefined);
    if (found === undefined || this.#declared.has(found)) return undefined;
    this.#declared.add(found);
    return found;
  }

  /** Those that were not found so far. */
  get undeclared(): KeptResource[] {
    return this.#all.filter((each) => !this.#declared.has(each));
  }
}
