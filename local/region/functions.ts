import {
  createInvoker,
  type HostMap,
  type Invocable,
  type InvokeFunction,
} from "../lambda/index.ts";
import type { MeasuredFunction } from "../metrics/index.ts";
import type { NetworkRules } from "../network/regionNetwork.ts";
import type { InvokedFunction } from "./definition.ts";
import { FunctionLoadError } from "./functionLoadError.ts";
import { allOrNone, type Prepared } from "./prepared.ts";
import {
  type FunctionOptions,
  type FunctionPlan,
  isSameFunction,
  planFunction,
  startFunction,
  type StartedFunction,
} from "./startFunction.ts";

/** A function of a definition. Its code can be replaced; other changes make it another function. */
export class RegionFunction implements Invocable {
  readonly declared: InvokedFunction;
  plan: FunctionPlan;
  started: StartedFunction;
  /** Changes with its code. */
  version: string;

  constructor(
    declared: InvokedFunction,
    plan: FunctionPlan,
    started: StartedFunction,
    version: string,
  ) {
    this.declared = declared;
    this.plan = plan;
    this.started = started;
    this.version = version;
  }

  get name(): string {
    return this.plan.read.name;
  }

  get arn(): string {
    return this.plan.read.arn;
  }

  invoke: Invocable["invoke"] = (payload) => this.started.runtime.invoke(payload);
  stream: Invocable["stream"] = (payload) => this.started.runtime.stream(payload);
}

/** Functions that are started, and those that are not needed any more. */
interface PreparedFunctions extends Prepared {
  /** All of the new definition. */
  readonly functions: readonly RegionFunction[];
  /** Names of those whose code or settings differ. */
  readonly changed: readonly string[];
}

/** The functions of a running region. */
export class RegionFunctions {
  readonly #options: FunctionOptions;
  #current: readonly RegionFunction[] = [];
  /** All with processes, also those that only finish their calls. */
  readonly #started = new Set<StartedFunction>();
  /** Copies of code by function name. */
  readonly #copies = new Map<string, number>();
  #moves = 0;
  #isOver = false;

  constructor(options: FunctionOptions) {
    this.#options = options;
  }

  get names(): string[] {
    return this.#current.map(({ name }) => name);
  }

  /** What metrics are made of. */
  get measured(): MeasuredFunction[] {
    return this.#current.map(({ name, started, plan }) => ({
      name,
      counters: started.runtime.counters,
      reservedConcurrency: plan.read.reservedConcurrency,
    }));
  }

  /** Invokes the function that has an ARN at the time of the call. */
  invoke: InvokeFunction = (arn, payload) => createInvoker(this.#current)(arn, payload);

  /** Whether functions have no connection to an address that no name leads to any more. */
  get hasMoved(): boolean {
    return this.#moves === 0;
  }

  /**
   * Starts the functions that are new or differ, beside the others.
   *
   * @param options - `mustLoad`: whether a bundle that does not load is an error, or one of its calls
   * @throws FunctionLoadError
   */
  async prepare(
    declared: readonly InvokedFunction[],
    rules: NetworkRules,
    { mustLoad }: { readonly mustLoad: boolean },
  ): Promise<PreparedFunctions> {
    const plans = await Promise.all(
      declared.map((each) => planFunction(each, rules, this.#options)),
    );
    const known = new Map(this.#current.map((each) => [each.arn, each]));
    const started: RegionFunction[] = [];
    const functions = await allOrNone(
      plans.map(async (plan, index) => {
        const same = known.get(plan.read.arn);
        if (same && isSameFunction(plan, same.plan)) return same;
        const { copy, ...running } = await this.#start(plan, rules, mustLoad);
        const made = new RegionFunction(declared[index]!, plan, running.started, `${copy}`);
        started.push(made);
        return made;
      }),
      async (each) => {
        if (started.includes(each)) await this.#close(each.started);
      },
    );
    return {
      functions,
      changed: started.map(({ name }) => name),
      commit: () => {
        const old = this.#current.filter((each) => !functions.includes(each));
        this.#current = functions;
        return async (callsEnded) => {
          await callsEnded;
          await Promise.all(old.map((each) => this.#retire(each.started)));
        };
      },
      discard: async () => {
        await Promise.all(started.map((each) => this.#close(each.started)));
      },
    };
  }

  /**
   * Reads a function's code again and gives new calls new instances.
   *
   * @returns false if there is no function of this name
   * @throws FunctionLoadError when the new code does not load; the old one stays
   */
  async reload(name: string, rules: NetworkRules): Promise<boolean> {
    const known = this.#current.find((each) => each.name === name);
    if (!known) return false;
    const plan = await planFunction(known.declared, rules, this.#options);
    const { copy, started } = await this.#start(plan, rules, true);
    const old = known.started;
    Object.assign(known, { plan, started, version: `${copy}` });
    void this.#retire(old);
    return true;
  }

  /**
   * Sets where names of the VPC lead, for all processes.
   *
   * @param hostsOf - by a function's ARN
   */
  setHosts(hostsOf: (arn: string) => HostMap): void {
    for (const { runtime } of this.#started) {
      this.#moves += 1;
      void runtime.setHosts(hostsOf(runtime.arn)).finally(() => (this.#moves -= 1));
    }
  }

  /** Ends all processes; running events fail. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#current = [];
    await Promise.all([...this.#started].map((started) => this.#close(started)));
  }

  async #start(plan: FunctionPlan, rules: NetworkRules, mustLoad: boolean) {
    const { name } = plan.read;
    const copy = (this.#copies.get(name) ?? 0) + 1;
    this.#copies.set(name, copy);
    const started = await startFunction(plan, copy, rules, this.#options);
    this.#started.add(started);
    if (this.#isOver || (mustLoad && started.problem !== undefined)) {
      await this.#close(started);
      if (started.problem !== undefined) throw new FunctionLoadError(name, started.problem);
      throw new Error("The region is stopped.");
    }
    return { copy, started };
  }

  async #retire(started: StartedFunction): Promise<void> {
    await started.retire();
    this.#started.delete(started);
  }

  async #close(started: StartedFunction): Promise<void> {
    await started.close();
    this.#started.delete(started);
  }
}
