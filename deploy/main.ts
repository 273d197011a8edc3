import { setMaxListeners } from "node:events";
import { colours } from "../project/colours.ts";
import { explain } from "../project/explain.ts";
import { exitCodeOf, type Io, processIo } from "../project/command.ts";
import { readProject } from "../project/stackConfig.ts";
import { onStopSignals } from "../project/stopSignals.ts";
import { Deployment } from "./deployment.ts";
import { readEnvironment } from "./environment.ts";
import { type DeployOptions, readOptions } from "./options.ts";
import { detachedPulumi } from "./pulumiCommand.ts";
import type { DeployResult } from "./result.ts";
import { awsTarget, localTarget, type Target } from "./target.ts";
import { unlock } from "./unlock.ts";
import { updateMessage } from "./updateMessage.ts";

/** `npm run deploy -- <environment>`: every region of an environment. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const cancelling = new AbortController();
    // Every region adds a listener.
    setMaxListeners(0, cancelling.signal);
    /** Interrupt the running CLI processes. */
    const interrupts = new Set<() => void>();
    onStopSignals({
      first: () => {
        io.out("Cancelling: finishing the updates in progress. Ctrl-C again stops at once.\n");
        cancelling.abort();
      },
      // The engine abandons the operations in progress and records them as pending.
      again: () => {
        if (interrupts.size === 0) process.exit(130);
        for (const interrupt of interrupts) interrupt();
      },
    });
    const result = await deploy(options, io, interrupts, cancelling.signal).catch((error) => {
      if (!cancelling.signal.aborted && !options.json) throw error;
      const { environment } = options;
      return { environment, succeeded: false, error: explain(error), stacks: [] };
    });
    if (options.json) io.out(`${JSON.stringify(result, undefined, 2)}\n`);
    if (cancelling.signal.aborted) return 130;
    return result.succeeded ? 0 : 1;
  });

async function deploy(
  options: DeployOptions,
  io: Io,
  interrupts: Set<() => void>,
  signal: AbortSignal,
): Promise<DeployResult> {
  const { environment } = options;
  const project = await readProject(io.cwd);
  const { stacks, others } = await readEnvironment(project, environment, options.regions);
  const print = (line: string) => (options.json ? io.err : io.out)(`${line}\n`);
  const announce = (message: string) => print(colours.dim(message));
  const names = stacks.map(({ name }) => name);
  let target: Target | undefined;
  try {
    target = options.local
      ? await localTarget(project, stacks, options, announce)
      : await awsTarget(project, options);
    const { children, workDir, env } = target;
    const pulumi = await detachedPulumi(target.command, {
      onStart: (interrupt) => {
        interrupts.add(interrupt);
        return () => interrupts.delete(interrupt);
      },
      adopt: (child) => children.adopt(child),
      letFinish: (child) => children.letFinish(child),
    });
    const message = options.message ?? (await updateMessage(project.directory, environment));
    if (options.unlock) {
      const backend = { workDir, env, pulumi, signal, message, policyPacks: [] };
      const agreement = { project: project.name, yes: options.yes, print };
      const succeeded = await unlock(names, backend, agreement);
      return { environment, succeeded, stacks: [] };
    }
    const deployment = { options, stacks, others, target, pulumi, message, signal, print };
    return await new Deployment(deployment).run();
  } finally {
    await target?.close();
  }
}
