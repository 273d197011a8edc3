/** A call cannot be followed. */
export class TraceError extends Error {
  override readonly name = "TraceError";
}
