/** The command can't do what it was asked to. The message says why, and what to do. */
export class UsersError extends Error {
  override readonly name = "UsersError";
}
