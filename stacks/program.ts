import * as pulumi from "@pulumi/pulumi";

/**
 * Runs a stack's program without source maps. Pulumi's runtime records a stack trace for each
 * promise, and mapping all of them takes a quarter of a preview's time. If a program fails, Node 20
 * and 22 take most of a minute to print mapped traces (nodejs/node#64011).
 *
 * An error of the program itself is still reported with its location in the sources.
 */
export async function runProgram<T>(program: () => Promise<T>): Promise<T> {
  process.setSourceMapsEnabled(false);
  // Removes Pulumi's hook, which maps traces too.
  Object.assign(Error, { prepareStackTrace: undefined });
  try {
    return await program();
  } catch (error) {
    throw withSources(error);
  }
}

/** An error that the engine prints unchanged. A RunError explains itself and needs no stack. */
function withSources(error: unknown): unknown {
  const explained: boolean = pulumi.RunError.isInstance(error);
  if (explained || !(error instanceof Error)) return error;
  // Node.js maps a stack trace to the sources when it is first read.
  process.setSourceMapsEnabled(true);
  const stack = error.stack ?? error.message;
  process.setSourceMapsEnabled(false);
  return new pulumi.RunError(stack);
}
