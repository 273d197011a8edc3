import type { Holdings } from "./processes.ts";

/** How long each kind of edit took, in ms. */
export class Times {
  readonly #byName = new Map<string, number[]>();

  add(name: string, ms: number): void {
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), ms]);
  }

  print(calls: number, before: Holdings, after: Holdings): void {
    for (const [name, times] of this.#byName) {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) =>
        sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      console.log(`${name.padEnd(50)} ${sorted.length}×  median ${at(0.5)} ms  p95 ${at(0.95)} ms`);
    }
    console.log(`${calls} calls; held before`, before, "after", after);
  }
}
