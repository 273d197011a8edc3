import { fromPlain } from "../graph/plainValues.ts";
import type { ProviderContext } from "../provider/kind.ts";
import { awsKinds } from "../provider/types/index.ts";
import type { KeptResource, KeptStack } from "./keptStack.ts";

/** Which resources of an earlier evaluation no longer exist at the AWS endpoint. Each type is looked up once. */
export class Missing {
  readonly #earlier: readonly KeptResource[];
  readonly #context: ProviderContext;
  readonly #idsByType = new Map<string, Promise<ReadonlySet<string>>>();
  /** URNs of those that were created again. */
  readonly #again = new Set<string>();

  constructor({ resources, left }: KeptStack, context: ProviderContext) {
    this.#earlier = [...resources, ...left];
    this.#context = context;
  }

  /** @param dependencies - of the resource as it is declared now */
  async has({ type, id, registration }: KeptResource, dependencies: readonly string[]) {
    const kind = awsKinds[type];
    if (kind?.missing) {
      const isMissing = (await this.#idsOf(type)).has(id);
      if (isMissing) this.#again.add(registration.urn);
      return isMissing;
    }
    // Its owner's parts are gone with it.
    return kind?.delete !== undefined && dependencies.some((urn) => this.#again.has(urn));
  }

  #idsOf(type: string): Promise<ReadonlySet<string>> {
    const known = this.#idsByType.get(type);
    if (known) return known;
    const existing = this.#earlier
      .filter((each) => each.type === type && isIn(this.#context.region, each))
      .map(({ id, outputs }) => ({ id, outputs: fromPlain(outputs) }));
    const ids = awsKinds[type]!.missing!(existing, this.#context).then((all) => new Set(all));
    this.#idsByType.set(type, ids);
    return ids;
  }
}

/** Resources of other regions are not looked up. */
const isIn = (region: string, { outputs }: KeptResource): boolean =>
  (outputs["region"] ?? region) === region;
