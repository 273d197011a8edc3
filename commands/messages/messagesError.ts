/** The messages can't be shown as they are. */
export class MessagesError extends Error {
  override readonly name = "MessagesError";
}
