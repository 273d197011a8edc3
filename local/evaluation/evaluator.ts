import { EvaluationThread } from "./thread.ts";

/**
 * Threads that evaluate stacks. Each serves one evaluation, because Node.js keeps a module that it has loaded, and
 * ends with everything that the program has left open.
 */
export class Evaluator {
  readonly #timeLimitMs: number | undefined;
  #spare: EvaluationThread | undefined;
  /** Packages that the last evaluation has loaded. */
  #packages: readonly string[] = [];
  #prepares = false;
  #closed = false;
  readonly #running = new Set<EvaluationThread>();

  /** @param timeLimitMs - see `EvaluationThread` */
  constructor(timeLimitMs?: number) {
    this.#timeLimitMs = timeLimitMs;
  }

  /** From now on, a thread with the packages of the last evaluation is kept ready for the next. */
  prepare(): void {
    this.#prepares = true;
    if (this.#spare || this.#closed) return;
    this.start();
    this.#spare!.load(this.#packages);
  }

  /** Starts a thread for the first evaluation, which loads Pulumi. */
  start(): void {
    this.#spare ??= new EvaluationThread(this.#timeLimitMs);
  }

  /** A thread that has loaded nothing of the project. */
  take(): EvaluationThread {
    const spare = this.#spare;
    this.#spare = undefined;
    const thread = spare?.isRunning ? spare : new EvaluationThread(this.#timeLimitMs);
    this.#running.add(thread);
    return thread;
  }

  /** Ends a thread at once, whatever its program does. */
  async giveBack(thread: EvaluationThread): Promise<void> {
    this.#packages = (await thread.packages()) ?? this.#packages;
    this.#running.delete(thread);
    await thread.close();
    if (this.#prepares) this.prepare();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const threads = [...this.#running, ...(this.#spare ? [this.#spare] : [])];
    this.#spare = undefined;
    await Promise.all(threads.map((thread) => thread.close()));
  }
}
