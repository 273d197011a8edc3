import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { InvokeResult } from "./contract.ts";
import type { FunctionSpec, HostMap } from "./functionSpec.ts";
import { type OnProcess, Worker } from "./worker.ts";

/** Time limit for loading a module. (Lambda Developer Guide, "Lambda execution environment") */
const initTimeoutMs = 10_000;

/** Idle time after which a process ends. */
const idleMs = 5 * 60_000;
const idleCheckMs = 60_000;

/** A copy of a function's modules that runs one event at a time. */
export interface Instance {
  readonly id: number;
  readonly worker: Worker;
  /** The result of loading the modules. */
  readonly initialized: Promise<InvokeResult>;
}

/** The environment of a function's processes. */
export interface PoolOptions {
  /** Parent of the function's `/tmp`. @default the machine's folder for temporary files */
  readonly temporaryFolder?: string;
  /** Called with each process. @default a process ends with the platform, unless it is in an endless loop */
  readonly onProcess?: OnProcess;
}

/**
 * The instances of one function. They share about as many processes as the machine has processors; with
 * one process each, switching would take most of the time.
 */
export class InstancePool {
  readonly #spec: FunctionSpec;
  readonly #onProcess: OnProcess | undefined;
  /** The function's `/tmp`, which outlives its processes, as on Lambda. */
  readonly #temporaryDirectory: string;
  readonly #workerLimit: number;
  readonly #workers = new Set<Worker>();
  /** Idle instances; the last one was used last and is the warmest. */
  #idle: Instance[] = [];
  #made = 0;
  #hosts: HostMap;
  readonly #idleTimer: NodeJS.Timeout;

  constructor(spec: FunctionSpec, { temporaryFolder = tmpdir(), onProcess }: PoolOptions = {}) {
    this.#spec = spec;
    this.#onProcess = onProcess;
    this.#temporaryDirectory = mkdtempSync(join(temporaryFolder, "palisade-tmp-"));
    this.#workerLimit = isSingleFile(spec.codeDirectory) ? availableParallelism() : Infinity;
    this.#hosts = spec.hosts ?? {};
    this.#idleTimer = setInterval(() => this.#endIdleWorkers(), idleCheckMs).unref();
  }

  get threads(): number {
    return this.#workers.size;
  }

  get instances(): number {
    return this.#openWorkers().reduce((sum, worker) => sum + worker.instances, 0);
  }

  /** An instance for exclusive use until it is released. */
  acquire(): Instance {
    return this.#takeIdle() ?? this.#create();
  }

  release(instance: Instance): void {
    if (instance.worker.isOpen) this.#idle.push(instance);
  }

  async setHosts(hosts: HostMap): Promise<void> {
    this.#hosts = hosts;
    await Promise.all([...this.#workers].map((worker) => worker.setHosts(hosts)));
  }

  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    await rm(this.#temporaryDirectory, { recursive: true, force: true });
  }

  #takeIdle(): Instance | undefined {
    let instance: Instance | undefined;
    do instance = this.#idle.pop();
    while (instance?.worker.isOpen === false);
    return instance;
  }

  #create(): Instance {
    const id = (this.#made += 1);
    const worker = this.#workerForOneMore();
    return { id, worker, initialized: worker.initialize(id, randomUUID(), initTimeoutMs) };
  }

  /** A new worker below the limit, otherwise the one with the fewest instances. */
  #workerForOneMore(): Worker {
    const open = this.#openWorkers();
    if (open.length < this.#workerLimit) return this.#startWorker();
    return open.reduce((fewest, worker) => (worker.instances < fewest.instances ? worker : fewest));
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#spec, this.#hosts, this.#temporaryDirectory, this.#onProcess);
    this.#workers.add(worker);
    void worker.ended.then(() => this.#workers.delete(worker));
    return worker;
  }

  #openWorkers(): Worker[] {
    return [...this.#workers].filter((worker) => worker.isOpen);
  }

  /** Keeps the worker used last, so that an idle platform still responds quickly. */
  #endIdleWorkers(): void {
    const lastUsed = this.#idle.at(-1)?.worker;
    for (const worker of this.#openWorkers()) {
      if (worker !== lastUsed && Date.now() - worker.idleSince > idleMs) worker.retire();
    }
    this.#idle = this.#idle.filter(({ worker }) => worker.isOpen);
  }
}

/**
 * Whether copying the entry module copies all of a bundle's code. Other modules exist once per process,
 * so functions with several files get a process for each instance.
 */
function isSingleFile(codeDirectory: string): boolean {
  const files = readdirSync(codeDirectory, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.[cm]?js$/.test(file)).length === 1;
}
