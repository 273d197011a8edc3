/** A command can't use the platform that runs on this machine, or none runs. */
export class RunningError extends Error {
  override readonly name = "RunningError";
}
