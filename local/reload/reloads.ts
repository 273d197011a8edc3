import { Feed } from "../control/index.ts";
import type { ErrorPlace } from "./errorPlace.ts";

/** Something was reloaded while the platform runs, or could not be. */
export interface ReloadEvent {
  /** When it was done, in ISO 8601. */
  readonly at: string;
  readonly kind: "service" | "function" | "definition";
  /** Services or functions, or what of the definition changed, such as `GET /orders`. */
  readonly names: readonly string[];
  /** A line about it, as on the terminal. */
  readonly text: string;
  /** Since the first change of a file was seen, in ms. */
  readonly durationMs: number;
  /** Why it failed: what was there before goes on. Left out if it succeeded. */
  readonly error?: ReloadError;
}

/** Why a reload failed, and where in the project, if that is known. */
export interface ReloadError extends Partial<ErrorPlace> {
  readonly message: string;
}

/** Number of events that are kept. */
const kept = 50;

/** What was reloaded, and what is broken now. */
export class Reloads {
  readonly feed = new Feed<ReloadEvent>(kept);
  readonly #faults = new Map<string, ReloadEvent>();

  /** The failures that no later reload has mended, the oldest first. */
  get faults(): ReloadEvent[] {
    return [...new Set(this.#faults.values())];
  }

  /** What is wrong with the definition; undefined if nothing is. */
  get definitionError(): ReloadError | undefined {
    return this.#faults.get("definition")?.error;
  }

  /** @returns whether it mended an earlier failure */
  add(event: ReloadEvent): boolean {
    const { kind, names, error } = event;
    const subjects = kind === "definition" ? [kind] : names.map((name) => `${kind} ${name}`);
    const mended = subjects.filter((subject) => this.#faults.delete(subject));
    if (error) for (const subject of subjects) this.#faults.set(subject, event);
    this.feed.publish(event);
    return !error && mended.length > 0;
  }
}
