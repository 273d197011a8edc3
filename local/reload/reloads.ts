import type { ReloadError, ReloadEvent } from "../apiTypes/platform.ts";
import { Feed } from "../control/index.ts";

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
