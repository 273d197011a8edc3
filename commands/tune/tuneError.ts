/** There is no such service, or its function can't be measured. */
export class TuneError extends Error {
  override readonly name = "TuneError";
}
