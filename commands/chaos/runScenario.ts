import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { PlatformState } from "../../local/stateFile.ts";
import { ChaosError } from "./chaosError.ts";
import type { EdgeClient } from "../running/edgeClient.ts";
import { findMarks } from "./figures/marks.ts";
import { Load, warmUp } from "./load/load.ts";
import { countWrites } from "./load/writes.ts";
import type { Measurement, SignIn, TimedEvent } from "./measurement.ts";
import type { Scenario, Scene } from "./scenarios/scenario.ts";
import { homeRegion } from "../../local/userPoolRegion.ts";
import { User } from "../running/user.ts";
import { Watch } from "./watch.ts";

export interface RunOptions {
  readonly state: PlatformState;
  readonly edge: EdgeClient;
  /** Name that the load is sent to. @default the edge's own address */
  readonly host: string | undefined;
  readonly rps: number;
  /** Of the load, at least: it waits for what the scenario brings about. */
  readonly seconds: number;
  readonly targets: readonly string[];
  readonly intervalMs: number;
  readonly detectionLimitMs: number;
  readonly signal: AbortSignal;
}

/** Parts of the load's time: before the fault, and with it. The rest follows the recovery. */
const parts = { before: 0.2, fault: 0.4 };

/** Requests without a response before the fault, as seconds of load: from here on, the machine is too slow. */
const mostSecondsBehind = 2;

/** How long to wait for what must come, in ms, beyond the time that it may take. */
const patienceMs = 15_000;

/** Runs a scenario under load. The fault is ended in any case. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Measurement> {
  const user = await User.signUp(options.state, options.edge);
  const token = await user.signIn();
  const headers = { authorization: `Bearer ${token}`, ...(options.host && { host: options.host }) };
  const { status, body } = await options.edge.send("/catalog", { headers });
  if (status !== 200) {
    throw new ChaosError(`GET /catalog returned ${status} before any fault: ${body}`);
  }
  await warmUp({ edge: options.edge, headers, signal: options.signal }, options.rps);
  const run = new Run(scenario, options, user, headers);
  try {
    return await run.measure();
  } finally {
    await run.end();
    user.close();
  }
}

class Run {
  readonly #scenario: Scenario;
  readonly #options: RunOptions;
  readonly #user: User;
  readonly #headers: Record<string, string>;
  readonly #load: Load;
  readonly #watch: Watch;
  readonly #events: TimedEvent[] = [];
  readonly #signIns: SignIn[] = [];
  readonly #scene: Scene;
  #flaps = 0;
  #injected = false;

  /** @param headers - the user's */
  constructor(
    scenario: Scenario,
    options: RunOptions,
    user: User,
    headers: Record<string, string>,
  ) {
    this.#scenario = scenario;
    this.#options = options;
    this.#user = user;
    this.#headers = headers;
    const { edge, rps } = options;
    this.#load = new Load({ edge, rps, headers, run: randomBytes(6).toString("hex") });
    this.#watch = new Watch(edge, this.#load.now);
    this.#scene = {
      targets: options.targets,
      home: homeRegion(options.state),
      intervalMs: options.intervalMs,
      faultMs: options.seconds * 1_000 * parts.fault,
      control: (action) => edge.control(action),
      signIn: (phase) => this.#signIn(phase),
      event: (text) => this.#event(text),
      flap: () => this.#event(`outage ${++this.#flaps}`),
      wait: (ms) => this.#wait(ms),
    };
  }

  async measure(): Promise<Measurement> {
    const { seconds, detectionLimitMs, targets } = this.#options;
    const { takesOut, inject, recover, afterwards } = this.#scenario;
    const totalMs = seconds * 1_000;
    await this.#wait(totalMs * parts.before);
    this.#assertKeepsUp();

    const faultAt = this.#event(`fault: ${this.#scenario.summary} (${targets.join(", ")})`);
    this.#injected = true;
    await inject(this.#scene);
    await this.#wait(faultAt + totalMs * parts.fault - this.#load.now());
    const seen = { targets, faultAt, samples: this.#watch.samples };
    if (takesOut) {
      await this.#until(
        () => findMarks({ ...seen, sent: [] }).detectedAt !== undefined,
        detectionLimitMs + patienceMs,
      );
    }

    const recoveryAt = this.#event("recovery");
    await recover(this.#scene);
    this.#injected = false;
    await afterwards?.(this.#scene);
    await this.#wait(totalMs - this.#load.now());
    const marks = () => findMarks({ ...seen, recoveryAt, sent: sortedByDue(this.#load.sent) });
    await this.#until(
      () => marks().shareBackAt !== undefined && marks().healthyAt !== undefined,
      detectionLimitMs + patienceMs,
    );

    const endAt = this.#load.now();
    await this.end();
    return {
      scenario: this.#scenario.name,
      rps: this.#options.rps,
      regions: Object.keys(this.#options.state.regions),
      targets,
      sent: sortedByDue(this.#load.sent),
      samples: this.#watch.samples,
      marks: { faultAt, recoveryAt, endAt, ...marks() },
      events: this.#events,
      writes: await countWrites(this.#options.edge, this.#headers, this.#load.sent),
      signIns: this.#signIns,
      flaps: this.#flaps,
      detectionLimitMs,
    };
  }

  /** Ends the fault, the load and the watch. */
  async end(): Promise<void> {
    if (this.#injected) await this.#scenario.recover(this.#scene);
    this.#injected = false;
    await Promise.all([this.#load.stop(), this.#watch.stop()]);
  }

  /** Figures of a machine that is too slow say nothing about the fault. */
  #assertKeepsUp(): void {
    const { underWay } = this.#load;
    const { rps } = this.#options;
    if (underWay <= rps * mostSecondsBehind) return;
    throw new ChaosError(
      `This machine does not keep up with ${rps} requests per second, before any fault: ${underWay} have no ` +
        "response yet. Lower --rps, or run less beside it.",
    );
  }

  /** @returns when it happened */
  #event(text: string): number {
    const event = { at: this.#load.now(), text };
    this.#events.push(event);
    return event.at;
  }

  async #signIn(phase: SignIn["phase"]): Promise<void> {
    const succeeded = await this.#user.signIn().then(
      () => true,
      () => false,
    );
    const at = this.#event(succeeded ? "sign-in succeeds" : "sign-in fails");
    this.#signIns.push({ at, phase, succeeded });
  }

  async #wait(ms: number): Promise<void> {
    const { signal } = this.#options;
    await delay(Math.max(0, ms), undefined, { signal });
  }

  /** Returns when the condition holds, or after the limit. */
  async #until(condition: () => boolean, limitMs: number): Promise<void> {
    const end = performance.now() + limitMs;
    while (!condition() && performance.now() < end) await this.#wait(100);
  }
}

const sortedByDue = <T extends { readonly at: number }>(sent: readonly T[]): T[] =>
  sent.toSorted((a, b) => a.at - b.at);
