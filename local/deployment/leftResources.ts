import type { ProviderContext } from "../provider/kind.ts";
import type { KeptResource } from "./keptStack.ts";
import { isProtected } from "./protection.ts";
import type { ResourceActions } from "./resourceActions.ts";
import { storedData } from "./storedData.ts";

/** Receives a resource that is not deleted, with the reason. */
export type OnKept = (resource: KeptResource, reason: string) => void;

/**
 * The resources that a stack has left: those that are no longer declared, and those that were replaced. What is no longer
 * declared and holds data stays: a line that is missing for a moment costs nobody their users or items.
 */
export class LeftResources {
  readonly #actions: ResourceActions;
  readonly #context: ProviderContext;
  readonly #onLost: (resource: KeptResource, data: string) => void;
  /** Those that stay, with the reason; without one if that of another resource says it. */
  #staying: ReadonlyMap<KeptResource, string | undefined> = new Map();

  /** @param onLost - receives resources that were replaced and have held data, such as `items` */
  constructor(
    actions: ResourceActions,
    context: ProviderContext,
    onLost: (resource: KeptResource, data: string) => void,
  ) {
    this.#actions = actions;
    this.#context = context;
    this.#onLost = onLost;
  }

  /** @param isDeclared - whether a URN has a successor: AWS, too, deletes the data of what it replaces */
  async findStaying(
    left: readonly KeptResource[],
    isDeclared: (urn: string) => boolean,
  ): Promise<void> {
    const staying = new Map<KeptResource, string | undefined>();
    const noLongerDeclared = left.filter(({ registration }) => !isDeclared(registration.urn));
    for (const each of left) {
      if (isProtected(each)) staying.set(each, "it is protected");
    }
    for (const each of noLongerDeclared) {
      const data = await storedData(each, this.#context);
      if (data === undefined || staying.has(each)) continue;
      const use = "Declare it again to use them; npm run reset deletes all data";
      staying.set(each, `it holds ${data}. ${use}`);
    }
    // Without its clients and groups, a user pool would not be as it was.
    const pools = [...staying.keys()].filter(({ type }) => type === userPool).map(({ id }) => id);
    for (const each of noLongerDeclared) {
      const isPart = pools.some((id) => id === each.outputs["userPoolId"]);
      if (isPart && !isProtected(each)) staying.set(each, undefined);
    }
    this.#staying = staying;
  }

  stays(resource: KeptResource): boolean {
    return this.#staying.has(resource);
  }

  /** Deletes those that do not stay, the last created first. @returns what exists afterwards */
  async delete(left: readonly KeptResource[], onKept: OnKept): Promise<KeptResource[]> {
    const stay: KeptResource[] = [];
    for (const resource of left.toReversed()) {
      if (this.stays(resource)) {
        stay.unshift(resource);
        const reason = this.#staying.get(resource);
        if (reason !== undefined) onKept(resource, reason);
        continue;
      }
      try {
        await this.deleteReplaced(resource);
      } catch (error) {
        stay.unshift(resource);
        onKept(resource, (error as Error).message);
      }
    }
    return stay;
  }

  /** Deletes a resource although it may hold data. */
  async deleteReplaced(resource: KeptResource): Promise<void> {
    const data = await storedData(resource, this.#context);
    await this.#actions.delete(resource);
    if (data !== undefined) this.#onLost(resource, data);
  }
}

const userPool = "aws:cognito/userPool:UserPool";
