import { isDeepStrictEqual } from "node:util";
import type { ScheduleSpec } from "./readSchedules.ts";

/** The longest time of a timer, in ms; also bounds how late a schedule is after the machine slept. */
const longestTimer = 60_000;

/** A clock that tests replace. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /** Calls back after some ms; does not keep the process running. Returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** A schedule and when it is due. */
export interface ScheduleStatus {
  readonly name: string;
  /** When it is due next; undefined if it never is. */
  readonly next?: string;
  /** When it was last due. */
  readonly last?: string;
  /** Why its last call failed. */
  readonly error?: string;
}

interface Entry {
  readonly spec: ScheduleSpec;
  /** Start of a rate without a start date: when it was first planned. */
  createdAt: number | undefined;
  /** When it is due, in ms since 1970. */
  next: number | undefined;
  /** The same, within its flexible window. */
  fires: number;
  last: number | undefined;
  error: string | undefined;
}

/** Carries out a schedule's call; rejects if it is given up. */
type Deliver = (spec: ScheduleSpec, dueAt: number) => Promise<void>;

/** Calls targets when their schedules are due. It keeps its state while its region is stopped. */
export class Scheduler {
  #entries: Entry[];
  readonly #clock: Clock;
  readonly #random: () => number;
  #deliver: Deliver | undefined;
  #cancel: (() => void) | undefined;

  /** @param random - between 0 and 1, for flexible windows */
  constructor(specs: readonly ScheduleSpec[], clock = systemClock, random = Math.random) {
    this.#clock = clock;
    this.#random = random;
    this.#entries = specs.map(newEntry);
  }

  /** Plans other schedules from now on. Those that stay the same keep their next time. */
  update(specs: readonly ScheduleSpec[]): void {
    const before = this.#entries;
    const now = this.#clock.now();
    this.#entries = specs.map((spec) => {
      const known = before.find((entry) => entry.spec.arn === spec.arn);
      if (known && isDeepStrictEqual(known.spec.source, spec.source)) return known;
      const entry = newEntry(spec);
      // A change is no reason for a call.
      if (known) Object.assign(entry, { last: known.last, createdAt: now });
      if (this.#deliver) this.#begin(entry);
      return entry;
    });
    this.#wait();
  }

  get status(): ScheduleStatus[] {
    return this.#entries.map(({ spec, next, last, error }) => ({
      name: spec.name,
      ...(next !== undefined && { next: new Date(next).toISOString() }),
      ...(last !== undefined && { last: new Date(last).toISOString() }),
      ...(error !== undefined && { error }),
    }));
  }

  start(deliver: Deliver): void {
    this.#deliver = deliver;
    for (const entry of this.#entries) this.#begin(entry);
    this.#wait();
  }

  /** Until the next start, nothing is due. */
  stop(): void {
    this.#deliver = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
    for (const entry of this.#entries) entry.next = undefined;
  }

  /**
   * Carries out a schedule's call now, also of a disabled one.
   *
   * @returns undefined if there is no such schedule
   */
  run(name: string): Promise<void> | undefined {
    const entry = this.#entries.find(({ spec }) => spec.name === name);
    return entry && this.#fire(entry, this.#clock.now());
  }

  #begin(entry: Entry): void {
    const now = this.#clock.now();
    // The first time of a rate is its creation itself.
    const after = entry.createdAt === undefined ? now - 1 : now;
    entry.createdAt ??= now;
    this.#plan(entry, Math.max(after, entry.last ?? 0));
  }

  #plan(entry: Entry, after: number): void {
    const { spec } = entry;
    entry.next = spec.isEnabled ? nextTime(spec, after, entry.createdAt!) : undefined;
    entry.fires = (entry.next ?? 0) + Math.floor(this.#random() * spec.windowMs);
  }

  #wait(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const due = this.#entries.flatMap(({ next, fires }) => (next === undefined ? [] : [fires]));
    if (due.length === 0 || this.#deliver === undefined) return;
    const left = Math.max(0, Math.min(...due) - this.#clock.now());
    this.#cancel = this.#clock.after(Math.min(left, longestTimer), () => this.#tick());
  }

  #tick(): void {
    const now = this.#clock.now();
    for (const entry of this.#entries) {
      const { next, fires } = entry;
      if (next === undefined || fires > now) continue;
      // A call that was missed while the machine slept is made once.
      this.#plan(entry, Math.max(next, now));
      void this.#fire(entry, next).catch(() => {});
    }
    this.#wait();
  }

  async #fire(entry: Entry, dueAt: number): Promise<void> {
    if (!this.#deliver) throw new Error("The region is stopped.");
    entry.last = dueAt;
    try {
      await this.#deliver(entry.spec, dueAt);
      entry.error = undefined;
    } catch (error) {
      entry.error = (error as Error).message;
      throw error;
    }
  }
}

const newEntry = (spec: ScheduleSpec): Entry => ({
  spec,
  createdAt: undefined,
  next: undefined,
  fires: 0,
  last: undefined,
  error: undefined,
});

/** One-time schedules ignore the dates of a start and an end. */
function nextTime(
  { recurrence, startsAt, endsAt }: ScheduleSpec,
  after: number,
  createdAt: number,
): number | undefined {
  if (recurrence.once) return recurrence.next(after, createdAt);
  const from = startsAt === undefined ? after : Math.max(after, startsAt - 1);
  const next = recurrence.next(from, startsAt ?? createdAt);
  return next === undefined || (endsAt !== undefined && next > endsAt) ? undefined : next;
}
