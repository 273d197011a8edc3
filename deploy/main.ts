import { setMaxListeners } from "node:events";
import { readProject } from "../project/stackConfig.ts";
import { colours } from "../project/colours.ts";
import { explain } from "../project/explain.ts";
import { onStopSignals } from "../project/stopSignals.ts";
import { Deployment } from "./deployment.ts";
import { readEnvironment } from "./environment.ts";
import { readOptions } from "./options.ts";
import { detachedPulumi } from "./pulumiCommand.ts";
import { awsTarget, localTarget, type Target } from "./target.ts";

const options = readOptions();
const cancelling = new AbortController();
// As many listen as there are regions.
setMaxListeners(0, cancelling.signal);
/** Interrupts the CLI processes that run. */
const interrupts = new Set<() => void>();
onStopSignals({ first: cancel, again: stopAtOnce });

let target: Target | undefined;
try {
  const project = await readProject(process.cwd());
  const { stacks, others } = await readEnvironment(project, options.environment, options.regions);
  const announce = (message: string) => console.log(colours.dim(message));
  target = options.local ? await localTarget(project, stacks, announce) : await awsTarget(project);
  const pulumi = await detachedPulumi(target.command, (interrupt) => {
    interrupts.add(interrupt);
    return () => interrupts.delete(interrupt);
  });
  const deployment = new Deployment({
    options,
    stacks,
    others,
    target,
    pulumi,
    signal: cancelling.signal,
  });
  process.exitCode = (await deployment.run()) ? 0 : 1;
} catch (error) {
  if (!cancelling.signal.aborted) {
    console.error(colours.red(explain(error)));
    process.exitCode = 1;
  }
} finally {
  await target?.close();
}
// What the AWS clients and the cancelled calls keep open does not keep the process.
process.exit(cancelling.signal.aborted ? 130 : process.exitCode);

function cancel(): void {
  console.log("Cancelling: what is under way is finished first. Ctrl-C again stops at once.");
  cancelling.abort();
}

/** The engine gives up what is under way and notes it as pending. */
function stopAtOnce(): void {
  if (interrupts.size === 0) process.exit(130);
  for (const interrupt of interrupts) interrupt();
}
