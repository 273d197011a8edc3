/** The local AWS endpoint does not start or does not answer. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}
