/** A part of a rule that can't be evaluated here. */
export class UnservedStatementError extends Error {
  override readonly name = "UnservedStatementError";
}
