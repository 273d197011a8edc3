/** AWS would refuse a schedule's expression or time. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
