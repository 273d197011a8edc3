import * as pulumi from "@pulumi/pulumi";

/**
 * Runs a stack's program without source maps. Pulumi's runtime takes down a stack trace for each
 * promise, and mapping them all takes a quarter of a preview's time; where a program fails, Node 20
 * and 22 take most of a minute to print mapped ones (nodejs/node#64011).
 *
 * An error of the program's own is told with its place in the sources all the same.
 */
export async function runProgram<T>(program: () => Promise<T>): Promise<T> {
  process.setSourceMapsEnabled(false);
  // Pulumi's own, which maps too.
  Object.assign(Error, { prepareStackTrace: undefined });
  try {
    return await program();
  } catch (error) {
    throw withSources(error);
  }
}

/** What the engine prints as it is. Errors that explain themselves need no stack. */
function withSources(error: unknown): unknown {
  const explained: boolean = pulumi.RunError.isInstance(error);
  if (explained || !(error instanceof Error)) return error;
  // A stack is mapped when it is first read, which is now.
  process.setSourceMapsEnabled(true);
  const stack = error.stack ?? error.message;
  process.setSourceMapsEnabled(false);
  return new pulumi.RunError(stack);
}
