import { setTimeout as pause } from "node:timers/promises";

/** A response that a call got. */
interface Answer {
  readonly path: string;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Calls that go on while files are edited. */
export class Traffic {
  readonly #base: string;
  readonly #paths: readonly string[];
  readonly #loops: Promise<void>[];
  #isOver = false;
  calls = 0;
  /** Calls that did not get 200. */
  readonly lost: string[] = [];

  /** @param paths - each is called again and again, and must return 200 */
  constructor(base: string, paths: readonly string[]) {
    this.#base = base;
    this.#paths = paths;
    this.#loops = paths.map((path) => this.#loop(path));
  }

  async call(path: string): Promise<Answer> {
    const response = await fetch(`${this.#base}${path}`);
    const text = await response.text();
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { path, status: response.status, body };
  }

  /** The responses of all paths now. */
  answers = (): Promise<Answer[]> => Promise.all(this.#paths.map((path) => this.call(path)));

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  async #loop(path: string): Promise<void> {
    while (!this.#isOver) {
      this.calls++;
      try {
        const { status, body } = await this.call(path);
        if (status !== 200) this.lost.push(`${path}: ${status} ${JSON.stringify(body)}`);
      } catch (error) {
        this.lost.push(`${path}: ${String((error as Error).cause ?? error)}`);
      }
      // Leaves the machine to what is tested.
      await pause(15);
    }
  }
}
