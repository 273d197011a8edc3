import { Worker } from "node:worker_threads";
import { type ScriptMessage, type ScriptTask, scriptError } from "./script.ts";
import { SeedError } from "./seedFile.ts";

interface ThreadOptions {
  /** Ends the scripts. @default they end by themselves */
  readonly signal?: AbortSignal | undefined;
  /** Receives the path of each script that begins. */
  readonly onStart: (file: string) => void;
}

const main = new URL("scriptWorker.ts", import.meta.url).href;

/**
 * Runs scripts of seeds one after the other in a thread, however long they take. One that never ends or that ends its
 * process harms nothing else.
 *
 * @throws SeedError with file and line
 */
export async function runScripts(
  task: ScriptTask,
  { signal, onStart }: ThreadOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL("../evaluation/entry.mjs", import.meta.url), {
    execArgv: [],
    workerData: { ...task, main },
  });
  let [present = ""] = task.files;
  const cancel = () => void worker.terminate();
  signal?.addEventListener("abort", cancel);
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (message: ScriptMessage) => {
        if ("done" in message) return resolve();
        if ("failed" in message) return reject(new SeedError(message.failed));
        present = message.started;
        onStart(present);
      });
      worker.once("error", (error) => reject(scriptError(present, error)));
      worker.once("exit", (code) => {
        const ended = signal?.aborted
          ? "it was cancelled"
          : `it ended with exit code ${code}. Remove calls of process.exit(); to report a fault, throw an error`;
        reject(scriptError(present, new SeedError(ended)));
      });
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
    await worker.terminate();
  }
}
