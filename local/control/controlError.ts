/** A request cannot be carried out; the status and the message are the response. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: 400 | 404 | 409 | 413 | 415 | 502 | 503;

  constructor(status: ControlError["status"], message: string) {
    super(message);
    this.status = status;
  }
}

/** A 404 that names what there is. */
export function unknownName(what: string, given: string, known: readonly string[]): ControlError {
  const allowed = known.length > 0 ? `Use one of: ${known.join(", ")}.` : `There is no ${what}.`;
  return new ControlError(404, `Unknown ${what} "${given}". ${allowed}`);
}
