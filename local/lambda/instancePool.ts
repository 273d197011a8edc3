import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { InvokeResult } from "./contract.ts";
import type { FunctionSpec, HostMap } from "./functionSpec.ts";
import { Thread } from "./thread.ts";

/** How long a module may take to load. (Lambda Developer Guide, "Lambda execution environment") */
const initTimeoutMs = 10_000;

/** Threads that have had nothing to do for so long end. */
const idleMs = 5 * 60_000;
const idleCheckMs = 60_000;

/** A copy of a function's modules that runs one event at a time. */
export interface Instance {
  readonly id: number;
  readonly thread: Thread;
  /** How loading the modules ended. */
  readonly initialized: Promise<InvokeResult>;
}

/**
 * The instances of one function. They share about as many threads as the machine has processors:
 * a thread for each would spend most of the time on switching between them.
 */
export class InstancePool {
  readonly #spec: FunctionSpec;
  readonly #threadLimit: number;
  readonly #threads = new Set<Thread>();
  /** The one used last at the end: it is the warmest. */
  #idle: Instance[] = [];
  #made = 0;
  #hosts: HostMap;
  readonly #idleTimer: NodeJS.Timeout;

  constructor(spec: FunctionSpec) {
    this.#spec = spec;
    this.#threadLimit = isSingleFile(spec.codeDirectory) ? availableParallelism() : Infinity;
    this.#hosts = spec.hosts ?? {};
    this.#idleTimer = setInterval(() => this.#endIdleThreads(), idleCheckMs).unref();
  }

  get threads(): number {
    return this.#threads.size;
  }

  get instances(): number {
    return this.#openThreads().reduce((sum, thread) => sum + thread.instances, 0);
  }

  /** An instance that nobody else has until it is released. */
  acquire(): Instance {
    return this.#takeIdle() ?? this.#create();
  }

  release(instance: Instance): void {
    if (instance.thread.isOpen) this.#idle.push(instance);
  }

  setHosts(hosts: HostMap): void {
    this.#hosts = hosts;
    for (const thread of this.#threads) thread.setHosts(hosts);
  }

  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #takeIdle(): Instance | undefined {
    let instance: Instance | undefined;
    do instance = this.#idle.pop();
    while (instance?.thread.isOpen === false);
    return instance;
  }

  #create(): Instance {
    const id = (this.#made += 1);
    const thread = this.#threadForOneMore();
    return { id, thread, initialized: thread.initialize(id, randomUUID(), initTimeoutMs) };
  }

  /** The thread with the fewest instances, or a new one while there may be more threads. */
  #threadForOneMore(): Thread {
    const open = this.#openThreads();
    if (open.length < this.#threadLimit) return this.#startThread();
    return open.reduce((fewest, thread) => (thread.instances < fewest.instances ? thread : fewest));
  }

  #startThread(): Thread {
    const thread = new Thread(this.#spec, this.#hosts);
    this.#threads.add(thread);
    void thread.ended.then(() => this.#threads.delete(thread));
    return thread;
  }

  #openThreads(): Thread[] {
    return [...this.#threads].filter((thread) => thread.isOpen);
  }

  /** All but the thread used last: a platform at rest should still answer quickly. */
  #endIdleThreads(): void {
    const lastUsed = this.#idle.at(-1)?.thread;
    for (const thread of this.#openThreads()) {
      if (thread !== lastUsed && Date.now() - thread.idleSince > idleMs) thread.retire();
    }
    this.#idle = this.#idle.filter(({ thread }) => thread.isOpen);
  }
}

/**
 * Whether a copy of the entry module is a copy of all of a bundle's code. Modules that it imports
 * from other files exist once per thread, so such a function gets a thread for each instance.
 */
function isSingleFile(codeDirectory: string): boolean {
  const files = readdirSync(codeDirectory, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.[cm]?js$/.test(file)).length === 1;
}
