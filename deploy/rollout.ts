import type { RolloutStack, Wave } from "./waves.ts";

/** The result of a rollout for one stack. */
export type Outcome =
  | { readonly state: "done"; readonly detail: string; readonly seconds: number }
  | { readonly state: "unchanged" | "not started" }
  | { readonly state: "failed" | "cancelled"; readonly detail: string; readonly seconds: number };

export interface RolloutOptions<S> {
  /** Stacks in progress at once, at most. */
  readonly concurrency: number;
  /** Works on one stack. @returns a summary; `undefined` if nothing changed */
  readonly work: (stack: S) => Promise<string | undefined>;
  /** Checks a stack, also an unchanged one. @throws when it does not work */
  readonly check: (stack: S, watched: boolean) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Works on the waves in order, each after the one before it has succeeded. After a failure within a
 * wave, stacks in progress finish and no others start.
 */
export async function rollOut<S extends RolloutStack>(
  waves: readonly Wave<S>[],
  { concurrency, work, check, signal }: RolloutOptions<S>,
): Promise<Map<S, Outcome>> {
  const outcomes = new Map<S, Outcome>(
    waves.flatMap(({ stacks }) => stacks.map((stack) => [stack, { state: "not started" }])),
  );
  const failed = () => [...outcomes.values()].some(({ state }) => state === "failed");

  for (const { stacks, watched } of waves) {
    await inParallel(stacks, concurrency, async (stack) => {
      if (signal.aborted || failed()) return;
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1000;
      try {
        const detail = await work(stack);
        await check(stack, watched);
        outcomes.set(
          stack,
          detail === undefined
            ? { state: "unchanged" }
            : { state: "done", detail, seconds: seconds() },
        );
      } catch (error) {
        const state = signal.aborted ? "cancelled" : "failed";
        outcomes.set(stack, { state, detail: (error as Error).message, seconds: seconds() });
      }
    });
  }
  return outcomes;
}

/** Works on all items, a limited number at once. */
export async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
