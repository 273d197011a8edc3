import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import type { FileReads } from "../reload/fileReads.ts";
import type {
  Definition,
  DefinitionRequest,
  Dependencies,
  EvaluatedStack,
  FunctionToCall,
  ResourceToCreate,
  StackToEvaluate,
} from "./calls.ts";
import { Peer } from "./peer.ts";
import { fromPlainError, type PlainError } from "./plainError.ts";

/** The thread of an evaluation ended before its result. */
class EvaluationEndedError extends Error {
  override readonly name = "EvaluationEndedError";
}

/** What the program's thread may ask for. */
export interface Requests {
  create(resource: ResourceToCreate): Promise<CreatedResource>;
  call(request: FunctionToCall): Promise<Properties>;
}

/** Evaluates stacks. */
export interface StackEvaluator {
  evaluate(stack: StackToEvaluate, requests: Requests): Promise<EvaluatedStack>;
}

const defaultTimeLimitMs = 60_000;

/** Time that a thread has to end its processes, in ms; a program that is in an endless loop leaves them. */
const mostToEndMs = 1_000;

/**
 * A thread that evaluates stacks with a module cache of its own. A program that ends its process, fails in the
 * background or never ends harms nothing else.
 */
export class EvaluationThread implements StackEvaluator {
  readonly #worker: Worker;
  readonly #peer: Peer;
  readonly #exited: Promise<unknown>;
  readonly #timeLimitMs: number;
  #requests: Requests | undefined;
  #isRunning = true;

  /** @param timeLimitMs - how long the program may do nothing that is seen here. @default 60000 */
  constructor(timeLimitMs = defaultTimeLimitMs) {
    this.#timeLimitMs = timeLimitMs;
    this.#worker = new Worker(new URL("entry.mjs", import.meta.url), { execArgv: [] });
    this.#peer = new Peer(this.#worker, {
      create: (resource: ResourceToCreate) => this.#requests!.create(resource),
      call: (request: FunctionToCall) => this.#requests!.call(request),
      fail: (error: PlainError) => this.#end(fromPlainError(error)),
    });
    // The platform ends although a spare thread waits.
    this.#worker.unref();
    this.#worker.on("error", (error) => this.#end(asError(error)));
    this.#worker.on("exit", (code) => this.#end(new EvaluationEndedError(exitText(code))));
    this.#exited = new Promise((resolve) => this.#worker.once("exit", resolve));
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Loads packages in the background. */
  load(packages: readonly string[]): void {
    this.#peer.call("loadPackages", packages).catch(() => {});
  }

  /** The packages that it has loaded. `undefined` if it has ended. */
  packages(): Promise<string[] | undefined> {
    return this.#isRunning
      ? (this.#limited("packages", undefined, 1_000).catch(() => undefined) as Promise<
          string[] | undefined
        >)
      : Promise.resolve(undefined);
  }

  /** @throws any error of the project's modules; with `file` and `line` if its place in the sources is known */
  define(request: DefinitionRequest): Promise<Definition> {
    return this.#limited("define", request) as Promise<Definition>;
  }

  /**
   * Runs the program of a stack, after `define`.
   *
   * @param requests - creates the program's resources
   * @throws any error of the program or of `requests`, as `define` does
   */
  evaluate(stack: StackToEvaluate, requests: Requests): Promise<EvaluatedStack> {
    this.#requests = requests;
    return this.#limited("evaluate", stack) as Promise<EvaluatedStack>;
  }

  /** What the program has read beside its modules; records nothing from then on. */
  reads(): Promise<FileReads> {
    return this.#limited("reads", undefined) as Promise<FileReads>;
  }

  /** What the program depends on up to now. */
  dependencies(): Promise<Dependencies> {
    return this.#limited("dependencies", undefined) as Promise<Dependencies>;
  }

  /** Ends it, with the processes that its program has started. Its calls fail at once. */
  async close(
    reason: Error = new EvaluationEndedError("The evaluation was cancelled."),
  ): Promise<void> {
    this.#end(reason);
    // Otherwise this process may end first, without a word of the error that ends it.
    this.#worker.ref();
    this.#peer.tell("end");
    await Promise.race([this.#exited, pause(mostToEndMs, undefined, { ref: false })]);
    await this.#worker.terminate();
  }

  /** A call that fails if the thread neither asks for anything nor ends for a while. */
  async #limited(method: string, argument: unknown, limitMs = this.#timeLimitMs): Promise<unknown> {
    this.#worker.ref();
    let timer: NodeJS.Timeout | undefined;
    const watch = () => {
      clearTimeout(timer);
      if (this.#peer.isResponding) return;
      timer = setTimeout(
        () => void this.close(new EvaluationEndedError(limitText(limitMs))),
        limitMs,
      );
    };
    this.#peer.onMessage = watch;
    watch();
    try {
      return await this.#peer.call(method, argument);
    } finally {
      this.#peer.onMessage = () => {};
      clearTimeout(timer);
      this.#worker.unref();
    }
  }

  #end(error: Error): void {
    this.#isRunning = false;
    this.#peer.end(error);
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new EvaluationEndedError(String(error));

const exitText = (code: number): string =>
  `The program ended its thread with exit code ${code}. Remove calls of process.exit() from the stacks' ` +
  "program; to report a fault, throw an error.";

const limitText = (limitMs: number): string =>
  `The program did nothing for ${limitMs / 1000} s. It is in an endless loop, or waits for a promise that never settles. ` +
  "Start with what was edited last.";
