/** Something can't be made. The message says what is wrong and what to do. */
export class NewError extends Error {
  override readonly name = "NewError";
}
