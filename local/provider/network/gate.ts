import { setTimeout as pause } from "node:timers/promises";
import type { Properties } from "../../graph/resource.ts";
import type { Inventory, InventoryEntry, Owner } from "../inventory.ts";
import { EngineState } from "./engineState.ts";
import { AwsRefusal } from "./refusal.ts";
import { RegionState } from "./regionState.ts";
import { networkRules } from "./rules.ts";

/** Interval at which a request that may pass is repeated, in ms. */
const againEveryMs = 50;

/** The region of a request. */
export interface Place {
  readonly region: string;
  readonly inventory: Inventory;
}

/** A resource that is created or changed. */
export interface Wanted extends Owner {
  readonly type: string;
  readonly inputs: Properties;
  /** Of an existing resource. */
  readonly id?: string;
}

/** Refuses what AWS refuses in the current state of a region's network. */
export class NetworkGate {
  readonly engine = new EngineState();
  readonly #patienceMs: number;
  readonly #turns = new Map<string, Promise<unknown>>();

  /**
   * @param patienceMs - how long a refused request is repeated while other resources may change. AWS's
   *   provider does so for minutes; here everything takes milliseconds.
   */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /**
   * Creates or changes a resource.
   *
   * @throws AwsRefusal
   */
  admit<T>({ region, inventory }: Place, wanted: Wanted, act: () => Promise<T>): Promise<T> {
    const admits = networkRules[wanted.type]?.admits;
    if (!admits) return act();
    return this.#patiently(region, async () => {
      const others = (await inventory.listKnown()).filter(
        ({ type, id }) => type !== wanted.type || id !== wanted.id,
      );
      const forgotten =
        wanted.id === undefined
          ? others.filter((entry) => this.engine.isForgotten(entry, wanted))
          : [];
      for (const entry of forgotten) await inventory.remove(entry);
      const present = others.filter((entry) => !forgotten.includes(entry));
      const refusal = admits(wanted.inputs, new RegionState(region, present));
      if (refusal) throw refusal;
      return act();
    });
  }

  /**
   * Deletes a resource.
   *
   * @param stack - the resource's
   * @throws AwsRefusal
   */
  async release(
    { region, inventory }: Place,
    resource: InventoryEntry,
    stack: string,
    act: () => Promise<void>,
  ): Promise<void> {
    const releases = networkRules[resource.type]?.releases;
    if (!releases) return act();
    const attempt = async (isLeft: (entry: InventoryEntry) => boolean) => {
      const present = (await inventory.listKnown()).filter((entry) => !isLeft(entry));
      const refusal = releases(resource, new RegionState(region, present));
      if (refusal) throw refusal;
      return act();
    };
    try {
      await this.#patiently(region, () => attempt(() => false));
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      await attempt((entry) => this.engine.isUnmentioned(entry, stack));
    }
  }

  async #patiently<T>(region: string, attempt: () => Promise<T>): Promise<T> {
    const until = Date.now() + this.#patienceMs;
    for (;;) {
      try {
        return await this.#inTurn(region, attempt);
      } catch (error) {
        const mayPass = error instanceof AwsRefusal && error.mayPass && Date.now() < until;
        if (!mayPass) throw error;
        await pause(againEveryMs);
      }
    }
  }

  /** One request after the other, so that two cannot both find a range free. */
  #inTurn<T>(region: string, attempt: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(region) ?? Promise.resolve();
    const turn = before.then(attempt, attempt);
    this.#turns.set(
      region,
      turn.catch(() => {}),
    );
    return turn;
  }
}
