import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Duplex, Readable, Writable } from "node:stream";
import { confinement } from "./confinement.ts";
import type { InvokeResult } from "./contract.ts";
import { createLogDestination, functionEnvironment } from "./environment.ts";
import { exited, timedOut } from "./failures.ts";
import { encode, FrameReader } from "./frames.mjs";
import type { FunctionSpec, HostMap } from "./functionSpec.ts";
import { log, openLog } from "./log.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { Outbox } from "./outbox.mjs";

/** Time to respond to a ping, after which a process counts as stuck in an endless loop. */
const reactionMs = 250;

/** A message to an instance that has no result yet. */
interface Pending {
  readonly requestId: string;
  /** Ends the event at its timeout. */
  readonly timer: NodeJS.Timeout;
  resolve(result: InvokeResult): void;
  /** Receives a chunk of a streamed response. */
  readonly onChunk: OnChunk | undefined;
}

/** Receives a chunk of a streamed response. */
type OnChunk = (bytes: Uint8Array) => void;

/** Called with each process, so that it ends even if the platform is killed. */
export type OnProcess = (child: ChildProcess) => void;

/** A process with instances of one function, each of which does one thing at a time. */
export class Worker {
  /** Resolves once the process has ended. */
  readonly ended: Promise<void>;
  readonly #spec: FunctionSpec;
  readonly #child: ChildProcess;
  readonly #outbox: Outbox<ToWorker>;
  readonly #pending = new Map<number, Pending>();
  #isRetired = false;
  #reactionTimer: NodeJS.Timeout | undefined;
  #instances = 0;
  #lastUsedAt = Date.now();
  /** Of the hosts that were last set. */
  #revision = 0;
  readonly #moves = new Map<number, () => void>();

  /** @param temporaryDirectory - the function's `/tmp` */
  constructor(
    spec: FunctionSpec,
    hosts: HostMap,
    temporaryDirectory: string,
    onProcess: OnProcess = () => {},
  ) {
    const logDescriptor = openLog(spec);
    this.#spec = spec;
    this.#child = spawnProcess(spec, temporaryDirectory, logDescriptor);
    const { input, output } = pipesOf(this.#child);
    this.#outbox = new Outbox((messages) => input?.write(encode(messages)));
    this.#outbox.add(["start", startData(spec, hosts, temporaryDirectory)]);
    const frames = new FrameReader();
    output?.on("data", (bytes: Buffer) => this.#read(frames, bytes));
    this.ended = endOf(this.#child, spec).then(([code, signal]) => {
      if (logDescriptor !== undefined) closeSync(logDescriptor);
      this.#end(code, signal);
    });
    if (this.#child.pid !== undefined) onProcess(this.#child);
  }

  /** Whether its instances accept events. */
  get isOpen(): boolean {
    return !this.#isRetired;
  }

  /** Number of instances created in it. */
  get instances(): number {
    return this.#instances;
  }

  /** Time since which all instances are idle, in epoch ms; `Infinity` while one is busy. */
  get idleSince(): number {
    return this.#pending.size === 0 ? this.#lastUsedAt : Infinity;
  }

  /** Creates an instance: a copy of the function's modules. */
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

  /** Runs an event in an instance and passes on its chunks; the result's payload is empty. */
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

  /** Lets an instance send this many more bytes of its stream. */
  confirmRead(instance: number, bytes: number): void {
    this.#outbox.add(["read", instance, bytes]);
  }

  /**
   * Replaces the names and addresses of the function's VPC.
   *
   * @returns resolves when no connection to another address is left
   */
  async setHosts(hosts: HostMap): Promise<void> {
    const revision = (this.#revision += 1);
    this.#outbox.add(["hosts", hosts, revision]);
    const moved = new Promise<void>((resolve) => this.#moves.set(revision, resolve));
    await Promise.race([moved, this.ended]);
    this.#moves.delete(revision);
  }

  /**
   * Ends the process when its instances are done, or at once if it is stuck. Code cannot be unloaded, so
   * removing one instance means ending its whole process.
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

  /** Ends the process at once; events of its instances fail. */
  async terminate(): Promise<void> {
    this.#isRetired = true;
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  #ask(
    message: Extract<ToWorker, readonly [string, number, ...unknown[]]>,
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

  /** The function's code can also write to the pipe. A message that is not valid ends its process. */
  #read(frames: FrameReader, bytes: Buffer): void {
    try {
      for (const message of frames.read(bytes)) this.#receive(message as unknown as FromWorker);
    } catch (error) {
      log(this.#spec, `The function's process is ended: ${(error as Error).message}`);
      void this.terminate();
    }
  }

  #receive(message: FromWorker): void {
    switch (message[0]) {
      case "pong":
        clearTimeout(this.#reactionTimer);
        this.#reactionTimer = undefined;
        return;
      case "chunk":
        this.#pending.get(message[1])?.onChunk?.(message[2]);
        return;
      case "moved":
        this.#moves.get(message[1])?.();
        return;
      case "unreachable":
        this.#spec.onUnreachable?.(String(message[1]));
        return;
      case "succeeded":
        this.#settle(message[1], { payload: message[2] });
        break;
      case "failed":
        this.#settle(message[1], { payload: message[2], functionError: "Unhandled" });
    }
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

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    this.#isRetired = true;
    clearTimeout(this.#reactionTimer);
    for (const [instance, { requestId }] of this.#pending) {
      this.#settle(instance, exited(requestId, code, signal));
    }
  }
}

/**
 * Starts a process with an environment of its own, also in `/proc/self/environ`. The function's variables
 * arrive by message: in the environment, `NODE_OPTIONS` or `LD_PRELOAD` would change how it runs.
 */
function spawnProcess(
  spec: FunctionSpec,
  temporaryDirectory: string,
  logDescriptor: number | undefined,
): ChildProcess {
  const { NODE_EXTRA_CA_CERTS: certificates } = process.env;
  const output = logDescriptor ?? "ignore";
  return spawn(process.execPath, confinement(spec, temporaryDirectory), {
    cwd: spec.codeDirectory,
    env: {
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      // The machine's certificates, required behind proxies that intercept TLS.
      ...(certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates }),
    },
    // A separate process group, so that Ctrl-C in the terminal does not interrupt running calls.
    detached: true,
    stdio: ["ignore", output, output, "pipe", "pipe"],
  });
}

/** The pipes; undefined if the process could not be started. */
function pipesOf({ stdio }: ChildProcess): { input?: Writable; output?: Readable } {
  const [, , , input, output] = (stdio ?? []) as (Duplex | undefined)[];
  // The process may have ended, which is handled by `endOf`.
  for (const pipe of [input, output]) pipe?.on("error", () => {});
  input?.resume();
  return { ...(input && { input }), ...(output && { output }) };
}

/** The exit code and signal, once all output has arrived. */
function endOf(
  child: ChildProcess,
  spec: FunctionSpec,
): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve([code, signal]));
    child.on("error", (error) => {
      log(spec, `The function's process: ${error.message}`);
      if (child.pid === undefined) resolve([1, null]);
    });
  });
}

function startData(spec: FunctionSpec, hosts: HostMap, temporaryDirectory: string) {
  const { name, arn, handler, codeDirectory, memoryMb, socketFolder } = spec;
  const destination = createLogDestination(name);
  return {
    function: { name, arn, handler, codeDirectory, memoryMb },
    environment: functionEnvironment(spec, destination),
    temporaryDirectory,
    ...destination,
    hosts,
    ...(socketFolder !== undefined && { socketFolder }),
  };
}
