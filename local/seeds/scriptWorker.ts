import { parentPort, workerData } from "node:worker_threads";
import { runScript, type ScriptMessage, type ScriptTask } from "./script.ts";

// Runs in a thread of its own, which loads the scripts anew.

const task = workerData as ScriptTask;
const tell = (message: ScriptMessage) => parentPort!.postMessage(message);

try {
  for (const file of task.files) {
    tell({ started: file });
    await runScript(file, task);
  }
  tell({ done: true });
} catch (error) {
  tell({ failed: (error as Error).message });
}
