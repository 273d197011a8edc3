import { ControlError, type Endpoint, unknownName } from "../control/index.ts";
import type { HealthChecks } from "./health.ts";
import type { RegionTarget } from "./targets.ts";

/** Actions on a region's parts that the platform carries out. */
export interface RegionHandlers {
  /** Stops a region, like an outage. */
  stop(region: string): Promise<void>;
  /** Starts a stopped region again. */
  start(region: string): Promise<void>;
  /** Makes a region's Cognito unreachable; its API goes on. */
  stopIdentity?(region: string): void;
  startIdentity?(region: string): void;
  /** Names of a region's private services. */
  services(region: string): string[];
  /** Whether a region's private service runs. @default it does */
  isServiceRunning?(region: string, service: string): boolean;
  /** Stops a region's private service, as if its tasks failed. */
  stopService(region: string, service: string): Promise<void>;
  startService(region: string, service: string): Promise<void>;
  /** A region's schedules, and the queues that its functions consume. @default a region has none */
  events?(region: string): RegionEventsStatus;
  /**
   * Makes a schedule's call now.
   *
   * @throws when its target refuses the call
   */
  runSchedule?(region: string, schedule: string): Promise<void>;
}

/** Part of a region's status. */
export interface RegionEventsStatus {
  readonly schedules: readonly { readonly name: string }[];
  readonly consumers: readonly object[];
}

type Action = (
  target: RegionTarget,
  request: Parameters<Endpoint["handle"]>[0],
) => Promise<void> | void;

/** `POST regions/<region>/…`. */
export class RegionActions {
  readonly #targets: readonly RegionTarget[];
  readonly #handlers: RegionHandlers;
  readonly #health: HealthChecks;
  readonly #checkNow: (region: string) => Promise<void>;

  /** @param checkNow - runs the health checks of a region at once */
  constructor(
    targets: readonly RegionTarget[],
    handlers: RegionHandlers,
    health: HealthChecks,
    checkNow: (region: string) => Promise<void>,
  ) {
    this.#targets = targets;
    this.#handlers = handlers;
    this.#health = health;
    this.#checkNow = checkNow;
  }

  /** @param describe - the region's part of the status, with which each of them responds */
  endpoints(describe: (target: RegionTarget) => object): Endpoint[] {
    const service = (change: "stop" | "start"): Action => {
      return (target, request) => this.#changeService(target, request.param("service"), change);
    };
    const actions: Record<string, Action> = {
      stop: (target) => this.#stop(target),
      start: (target) => this.#start(target),
      drain: ({ name }) => this.#health.setDrained(name, true),
      undrain: ({ name }) => this.#health.setDrained(name, false),
      slow: (target, { query }) => {
        target.delayMs = readDelay(query.get("ms"));
      },
      "services/{service}/stop": service("stop"),
      "services/{service}/start": service("start"),
      "schedules/{schedule}/run": (target, request) =>
        this.#runSchedule(target, request.param("schedule")),
      "identity/stop": (target) => this.#changeIdentity(target, true),
      "identity/start": (target) => this.#changeIdentity(target, false),
    };
    return Object.entries(actions).map(([action, carryOut]) => ({
      method: "POST",
      path: `regions/{region}/${action}`,
      ...(action === "slow" && { query: ["ms"] }),
      handle: async (request) => {
        const target = this.#targetOf(request.param("region"));
        await carryOut(target, request);
        return describe(target);
      },
    }));
  }

  /** A region that is not just changing. */
  #targetOf(region: string): RegionTarget {
    const target = this.#targets.find(({ name }) => name === region);
    const known = this.#targets.map(({ name }) => name);
    if (!target) throw unknownName("region", region, known);
    if (target.state === "stopping" || target.state === "starting") {
      throw new ControlError(409, `${region} is ${target.state}; try again.`);
    }
    return target;
  }

  async #stop(target: RegionTarget): Promise<void> {
    if (target.state !== "running") return;
    target.state = "stopping";
    try {
      await this.#handlers.stop(target.name);
    } finally {
      // Even if a part of it could not be stopped: it gets no requests, and can be started again.
      target.state = "stopped";
    }
  }

  async #start(target: RegionTarget): Promise<void> {
    if (target.state !== "stopped") return;
    target.state = "starting";
    try {
      await this.#handlers.start(target.name);
    } catch (error) {
      target.state = "stopped";
      throw error;
    }
    target.state = "running";
    await this.#checkNow(target.name);
  }

  async #runSchedule({ name, state }: RegionTarget, given: string): Promise<void> {
    if (state !== "running") throw new ControlError(409, `${name} is ${state}; start it first.`);
    const known = this.#handlers.events?.(name).schedules.map((schedule) => schedule.name) ?? [];
    // Names start with the environment's, and end with digits if they were generated.
    const schedule =
      known.find((each) => each === given) ??
      known.find((each) => `-${each}`.replace(/-[0-9a-f]{7}$/, "").endsWith(`-${given}`));
    if (schedule === undefined) throw unknownName("schedule", given, known);
    try {
      await this.#handlers.runSchedule?.(name, schedule);
    } catch (error) {
      throw new ControlError(409, (error as Error).message);
    }
  }

  #changeIdentity(target: RegionTarget, stopped: boolean): void {
    if (stopped) this.#handlers.stopIdentity?.(target.name);
    else this.#handlers.startIdentity?.(target.name);
    target.identityStopped = stopped;
  }

  async #changeService(
    { name, state }: RegionTarget,
    given: string,
    change: "stop" | "start",
  ): Promise<void> {
    if (state !== "running") throw new ControlError(409, `${name} is ${state}; start it first.`);
    const known = this.#handlers.services(name);
    // ECS's names start with the environment's, as in "local-orders".
    const service = known.find((each) => each === given || each.endsWith(`-${given}`));
    if (service === undefined) throw unknownName("service", given, known);
    if (change === "stop") await this.#handlers.stopService(name, service);
    else await this.#handlers.startService(name, service);
  }
}

const maxDelayMs = 60_000;

function readDelay(text: string | null): number {
  const ms = Number(text);
  if (text !== null && /^\d+$/.test(text) && ms <= maxDelayMs) return ms;
  throw new ControlError(
    400,
    `The parameter ?ms= must be a whole number from 0 to ${maxDelayMs}; 0 ends the delay.`,
  );
}
