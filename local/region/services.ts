import type { ServiceTraces } from "../calls/index.ts";
import type { HostAddress } from "../lambda/index.ts";
import type { MeasuredService } from "../metrics/index.ts";
import type { NetworkRules } from "../network/regionNetwork.ts";
import type { Children } from "../../project/children.ts";
import {
  isServiceHealthy,
  type RunningService,
  runService,
  type ServiceSpec,
  type TaskCredentials,
} from "../tasks/index.ts";
import { allOrNone, type Prepared, UnknownNameError } from "./prepared.ts";
import {
  isSamePlan,
  namesOf,
  type PlanOptions,
  planServices,
  type ServicePlan,
  type Ways,
  waysBetween,
} from "./servicePlans.ts";
import { untilTrue } from "./untilTrue.ts";

interface RegionServicesOptions extends PlanOptions {
  readonly children: Children;
  readonly credentials: TaskCredentials;
  /** Makes services tell their part of calls. @default they don't */
  readonly traces?: ServiceTraces | undefined;
  /** Whether services are started by their script `start:watch`, if they have one. @default false */
  readonly watches?: boolean | undefined;
  /** Path of a log, by its name. */
  readonly logFileOf: (name: string) => string;
  /** Receives messages for the user. */
  readonly announce: (message: string) => void;
  /** Called when names of load balancers lead to other places. */
  readonly onAddresses: () => void;
  /** Called when a service's new process has replaced another one with the same settings. */
  readonly onRestart: () => void;
  /** Whether functions and gateways still have calls at an address that no name leads to any more. */
  readonly isInUse: (address: HostAddress) => boolean;
}

/** A running service and the plan that it was started by. */
interface Launched {
  readonly plan: ServicePlan;
  readonly service: RunningService;
}

interface PreparedServices extends Prepared {
  /** Names of those with a new process. */
  readonly changed: readonly string[];
}

/** Time for calls at a replaced service to finish, in ms. ECS's tasks have as long to stop by default. */
const drainMs = 30_000;

/** The private services of a running region. Each can be stopped, started and replaced by itself. */
export class RegionServices {
  readonly #options: RegionServicesOptions;
  #plans: ReadonlyMap<string, ServicePlan> = new Map();
  readonly #running = new Map<string, RunningService>();
  /** Those that were replaced or removed, until their calls have finished. */
  readonly #leaving = new Set<RunningService>();
  /** The last change of each service. Changes of one service happen one after another. */
  readonly #changes = new Map<string, Promise<unknown>>();
  #ways: Ways | undefined;
  /** Ways between services that may have calls in progress. */
  readonly #open = new Set<Ways>();
  readonly #over = new AbortController();

  constructor(options: RegionServicesOptions) {
    this.#options = options;
  }

  get names(): string[] {
    return [...this.#plans.keys()];
  }

  /** What metrics are made of. */
  get measured(): MeasuredService[] {
    return [...this.#plans].map(([name, { spec }]) => {
      const service = this.#running.get(name);
      const address = service?.address;
      return {
        name,
        isRunning: address !== undefined,
        pid: service?.pid,
        isHealthy: async () => address !== undefined && isServiceHealthy(address, spec.healthPath),
      };
    });
  }

  isRunning = (name: string): boolean => this.#running.has(name);

  /** Does nothing for a running service, and once all were stopped. */
  start(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const plan = this.#plans.get(name);
      if (!plan || this.#running.has(name) || this.#over.signal.aborted) return;
      this.#lead(plan, await this.#launch(plan));
    });
  }

  /** Does nothing for a stopped service. */
  stop(name: string): Promise<void> {
    return this.#inTurn(name, async () => {
      const service = this.#running.get(name);
      if (!service) return;
      this.#running.delete(name);
      this.#point(this.#plans.get(name)!.spec, null);
      await service.stop();
    });
  }

  /**
   * Starts a service's new process beside the old one, leads its addresses to the new one once that is healthy,
   * and stops the old one when its calls have finished. Does nothing for a stopped service. Each process has a port
   * and a socket of its own; what else can't be used twice, such as a locked file, keeps the new one from starting.
   *
   * @param options - `signal` ends the new process and leaves the old one
   * @throws ServiceStartError when the new process does not become healthy; the old one stays
   * @throws UnknownNameError when there is no such service
   */
  restart(name: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#inTurn(name, async () => {
      const plan = this.#plans.get(name);
      if (!plan) throw new UnknownNameError("service", name, this.names);
      const old = this.#running.get(name);
      if (!old || this.#over.signal.aborted) return;
      const service = await this.#launch(plan, signal);
      this.#leaving.add(old);
      this.#lead(plan, service);
      this.#options.onRestart();
      void this.#leave(old);
    });
  }

  /**
   * Starts the services of a definition that are new or differ, beside the others.
   *
   * @param signal - cancels the starts
   */
  async prepare(
    specs: readonly ServiceSpec[],
    rules: NetworkRules,
    signal?: AbortSignal,
  ): Promise<PreparedServices> {
    const names = [...new Set([...this.names, ...specs.map(({ name }) => name)])];
    const release = await this.#takeTurns(names);
    const earlier = this.#ways;
    const ways = waysBetween(specs, rules, this.#options, earlier);
    const closeWays = () => {
      if (ways !== earlier) ways.calls.close();
    };
    try {
      const plans = await planServices(specs, rules, this.#options, ways);
      const launched = await allOrNone(
        this.#differing(plans).map(async (plan) => ({
          plan,
          service: await this.#launch(plan, signal),
        })),
        ({ service }) => service.stop(),
      );
      return {
        changed: launched.map(({ plan }) => plan.spec.name),
        commit: () => {
          const old = this.#switch(plans, launched);
          this.#ways = ways;
          this.#open.add(ways);
          release();
          return async (callsEnded) => {
            await callsEnded;
            this.#forgetNames(old.flatMap(({ plan }) => namesOf(plan.spec)));
            await Promise.all(old.map(({ service }) => this.#leave(service)));
            if (earlier && earlier !== this.#ways && this.#open.delete(earlier))
              earlier.calls.close();
          };
        },
        discard: async () => {
          release();
          await Promise.all(launched.map(({ service }) => service.stop()));
          closeWays();
        },
      };
    } catch (error) {
      release();
      closeWays();
      throw error;
    }
  }

  /** Stops them for good. */
  async stopAll(): Promise<void> {
    this.#over.abort(new Error("The region is stopped."));
    await Promise.all(this.names.map((name) => this.stop(name)));
    await Promise.all([...this.#leaving].map((service) => service.stop()));
    for (const { calls } of this.#open) calls.close();
    this.#options.traces?.close();
  }

  async #launch(plan: ServicePlan, signal?: AbortSignal): Promise<RunningService> {
    const { spec } = plan;
    const ends = [this.#over.signal, ...(signal ? [signal] : [])];
    const own: { service?: RunningService } = {};
    own.service = await runService(spec, {
      ...this.#options,
      calls: plan.ways.calls,
      awsVariables: plan.awsVariables,
      secretsOf: () => plan.secrets,
      signal: AbortSignal.any(ends),
      onAddress: (address) => {
        // Another one may have replaced it.
        const isCurrent = own.service && this.#running.get(spec.name) === own.service;
        if (isCurrent) this.#point(spec, address ?? null);
      },
    });
    return own.service;
  }

  /** Those that need a new process. A service that was stopped stays so. */
  #differing(plans: ReadonlyMap<string, ServicePlan>): ServicePlan[] {
    return [...plans].flatMap(([name, plan]) => {
      const known = this.#plans.get(name);
      const isStopped = known !== undefined && !this.#running.has(name);
      return isStopped || isSamePlan(plan, known) ? [] : [plan];
    });
  }

  /** Makes definitions the current ones. @returns the services that are of no use any more */
  #switch(plans: ReadonlyMap<string, ServicePlan>, launched: readonly Launched[]): Launched[] {
    const before = this.#plans;
    this.#plans = plans;
    const ofNoUse = (name: string) =>
      !plans.has(name) || launched.some(({ plan }) => plan.spec.name === name);
    const old = [...this.#running].filter(([name]) => ofNoUse(name));
    for (const [name, service] of old) {
      this.#running.delete(name);
      this.#leaving.add(service);
    }
    for (const { plan, service } of launched) this.#lead(plan, service);
    return old.map(([name, service]) => ({ service, plan: before.get(name)! }));
  }

  #lead({ spec }: ServicePlan, service: RunningService): void {
    this.#running.set(spec.name, service);
    this.#point(spec, service.address ?? null);
  }

  #point(spec: ServiceSpec, address: HostAddress | null): void {
    const { network, onAddresses, socketFolder } = this.#options;
    for (const name of namesOf(spec)) network.setAddress(name, spec.name, address, socketFolder);
    onAddresses();
  }

  /** Removes those of the names that lead to no service. */
  #forgetNames(names: readonly string[]): void {
    const { network, onAddresses } = this.#options;
    const used = new Set([...this.#plans.values()].flatMap(({ spec }) => namesOf(spec)));
    for (const name of names) if (!used.has(name)) network.removeName(name);
    onAddresses();
  }

  /** Stops a service when its calls have finished. */
  async #leave(service: RunningService): Promise<void> {
    const { address } = service;
    const isLeft = () =>
      address === undefined ||
      (!this.#options.isInUse(address) &&
        [...this.#open].every(({ calls }) => calls.callsTo(address) === 0));
    await untilTrue(isLeft, AbortSignal.any([this.#over.signal, AbortSignal.timeout(drainMs)]));
    await service.stop();
    this.#leaving.delete(service);
  }

  /** Waits for the changes of all these services, and holds others until it is released. */
  async #takeTurns(names: readonly string[]): Promise<() => void> {
    let release: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    await Promise.all(
      names.map(
        (name) =>
          new Promise<void>((resolve) => {
            void this.#inTurn(name, () => (resolve(), released));
          }),
      ),
    );
    return release!;
  }

  /** Otherwise two starts would run a service twice, and one that outlasts a stop would go on. */
  #inTurn<Result>(name: string, change: () => Promise<Result>): Promise<Result> {
    const before = this.#changes.get(name) ?? Promise.resolve();
    const done = before.then(change, change);
    this.#changes.set(name, done);
    return done;
  }
}
