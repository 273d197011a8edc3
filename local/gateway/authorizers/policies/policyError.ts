/** A policy document that is none, or that this evaluator can't judge. */
export class PolicyDocumentError extends Error {
  override readonly name = "PolicyDocumentError";
}
