import { setMaxListeners } from "node:events";
import { colours } from "../project/colours.ts";
import { exitCodeOf, type Io, processIo } from "../project/command.ts";
import { readProject } from "../project/stackConfig.ts";
import { onStopSignals } from "../project/stopSignals.ts";
import { Deployment } from "./deployment.ts";
import { readEnvironment } from "./environment.ts";
import { type DeployOptions, readOptions } from "./options.ts";
import { detachedPulumi } from "./pulumiCommand.ts";
import { awsTarget, localTarget, type Target } from "./target.ts";

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
    const succeeded = await deploy(options, io, interrupts, cancelling.signal).catch((error) => {
      if (!cancelling.signal.aborted) throw error;
      return false;
    });
    if (cancelling.signal.aborted) return 130;
    return succeeded ? 0 : 1;
  });

async function deploy(
  options: DeployOptions,
  { cwd, out }: Io,
  interrupts: Set<() => void>,
  signal: AbortSignal,
): Promise<boolean> {
  const project = await readProject(cwd);
  const { stacks, others } = await readEnvironment(project, options.environment, options.regions);
  const announce = (message: string) => out(`${colours.dim(message)}\n`);
  let target: Target | undefined;
  try {
    target = options.local
      ? await localTarget(project, stacks, announce)
      : await awsTarget(project);
    const { children } = target;
    const pulumi = await detachedPulumi(target.command, {
      onStart: (interrupt) => {
        interrupts.add(interrupt);
        return () => interrupts.delete(interrupt);
      },
      letFinish: (child) => children.letFinish(child),
    });
    return await new Deployment({ options, stacks, others, target, pulumi, signal }).run();
  } finally {
    await target?.close();
  }
}
