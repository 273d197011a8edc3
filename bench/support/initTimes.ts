import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inTurns, median } from "./results.ts";

const program = `
  const startedAt = performance.now();
  require(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt), () => process.exit());
`;

/** Medians of the time to load each file in a new process, in ms. */
export async function initTimes(files: readonly string[]): Promise<number[]> {
  const times = await inTurns(21, files, async (file) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program, file]);
    return Number(stdout);
  });
  return times.map((each) => median(each));
}
