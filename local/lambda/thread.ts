import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import type { InvokeResult } from "./contract.ts";
import { createLogDestination, functionEnvironment } from "./environment.ts";
import { exited, timedOut } from "./failures.ts";
import type { FunctionSpec, HostMap } from "./functionSpec.ts";
import { log } from "./log.ts";
import type { FromThread, ThreadData, ToThread } from "./messages.ts";
import { Outbox } from "./outbox.mjs";

/** Plain JavaScript, so that no thread has to load the TypeScript loader first. */
const entryFile = new URL("./worker/entry.mjs", import.meta.url);

/** A thread that does not answer for so long is in an endless loop. */
const reactionMs = 250;

/** What an instance was asked and has not answered yet. */
interface Pending {
  readonly requestId: string;
  /** Ends the event when its time is over. */
  readonly timer: NodeJS.Timeout;
  resolve(result: InvokeResult): void;
  /** Takes a part of an answer that is streamed. */
  readonly onChunk: OnChunk | undefined;
}

/** Takes a part of a streamed answer. */
export type OnChunk = (bytes: Uint8Array) => void;

/** A worker thread with instances of one function, each of which does one thing at a time. */
export class Thread {
  /** Resolves once the thread is gone. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #outbox: Outbox<ToThread>;
  readonly #pending = new Map<number, Pending>();
  #isRetired = false;
  #reactionTimer: NodeJS.Timeout | undefined;
  #instances = 0;
  #lastUsedAt = Date.now();

  constructor(spec: FunctionSpec, hosts: HostMap) {
    this.#worker = startWorker(spec, hosts);
    this.#outbox = new Outbox((messages) => this.#worker.postMessage(messages));
    this.#worker.on("message", (messages: FromThread[]) => {
      for (const message of messages) this.#receive(message);
    });
    this.#worker.on("error", (thrown: unknown) => {
      log(spec, `Uncaught exception: ${inspect(thrown)}`);
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", (exitCode) => {
        this.#end(exitCode);
        resolve();
      });
    });
  }

  /** Whether its instances may be given events. */
  get isOpen(): boolean {
    return !this.#isRetired;
  }

  /** How many instances were made in it. */
  get instances(): number {
    return this.#instances;
  }

  /** Since when no instance has had anything to do, in epoch ms; `Infinity` while one has. */
  get idleSince(): number {
    return this.#pending.size === 0 ? this.#lastUsedAt : Infinity;
  }

  /** Makes an instance: a copy of the function's modules. */
  initialize(instance: number, requestId: string, timeoutMs: number): Promise<InvokeResult> {
    this.#instances += 1;
    return this.#ask(["initialize", instance], requestId, timeoutMs);
  }

  /** Runs an event in an instance. */
  invoke(
    instance: number,
    requestId: string,
    timeoutMs: number,
    payload: string,
  ): Promise<InvokeResult> {
    const deadline = Date.now() + timeoutMs;
    return this.#ask(["invoke", instance, requestId, deadline, payload], requestId, timeoutMs);
  }

  /** Runs an event in an instance and hands on what it streams; the result's payload is empty. */
  stream(
    instance: number,
    requestId: string,
    timeoutMs: number,
    payload: string,
    onChunk: OnChunk,
  ): Promise<InvokeResult> {
    const deadline = Date.now() + timeoutMs;
    const message = ["stream", instance, requestId, deadline, payload] as const;
    return this.#ask(message, requestId, timeoutMs, onChunk);
  }

  /** Lets an instance send as many bytes more of what it streams. */
  confirmRead(instance: number, bytes: number): void {
    this.#outbox.add(["read", instance, bytes]);
  }

  setHosts(hosts: HostMap): void {
    this.#outbox.add(["hosts", hosts]);
  }

  /**
   * Ends the thread as soon as its instances have answered, or at once if it is stuck. Code cannot
   * be unloaded, so a thread with an instance that has to go must go as a whole.
   */
  retire(): void {
    this.#isRetired = true;
    if (this.#pending.size === 0) {
      void this.terminate();
      return;
    }
    this.#reactionTimer ??= setTimeout(() => void this.terminate(), reactionMs);
    this.#outbox.add(["ping"]);
  }

  /** Ends the thread whatever it does; what its instances were asked fails. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(
    message: Extract<ToThread, readonly [string, number, ...unknown[]]>,
    requestId: string,
    timeoutMs: number,
    onChunk?: OnChunk,
  ): Promise<InvokeResult> {
    const [, instance] = message;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#settle(instance, timedOut(requestId, timeoutMs));
        this.retire();
      }, timeoutMs);
      this.#pending.set(instance, { requestId, timer, resolve, onChunk });
      this.#outbox.add(message);
    });
  }

  #receive(message: FromThread): void {
    if (message[0] === "pong") {
      clearTimeout(this.#reactionTimer);
      this.#reactionTimer = undefined;
      return;
    }
    if (message[0] === "chunk") {
      this.#pending.get(message[1])?.onChunk?.(message[2]);
      return;
    }
    const [outcome, instance, payload] = message;
    this.#settle(
      instance,
      outcome === "succeeded" ? { payload } : { payload, functionError: "Unhandled" },
    );
    if (this.#isRetired && this.#pending.size === 0) void this.terminate();
  }

  #settle(instance: number, result: InvokeResult): void {
    this.#lastUsedAt = Date.now();
    const pending = this.#pending.get(instance);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    this.#pending.delete(instance);
    pending.resolve(result);
  }

  #end(exitCode: number): void {
    this.#isRetired = true;
    clearTimeout(this.#reactionTimer);
    for (const [instance, { requestId }] of this.#pending) {
      this.#settle(instance, exited(requestId, exitCode));
    }
  }
}

function startWorker(spec: FunctionSpec, hosts: HostMap): Worker {
  const { name, arn, handler, codeDirectory, memoryMb, logFile } = spec;
  const destination = createLogDestination(name);
  const data: ThreadData = {
    function: { name, arn, handler, codeDirectory, memoryMb, logFile },
    ...destination,
    hosts,
  };
  return new Worker(entryFile, {
    name,
    workerData: data,
    env: functionEnvironment(spec, destination),
    argv: [],
    execArgv: [],
    // The thread prints into its log; nothing of it belongs on the platform's own terminal.
    stdout: true,
    stderr: true,
  });
}
