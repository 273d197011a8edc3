/** The program uses a resource type or function that this provider does not know. */
export class UnknownTypeError extends Error {
  override readonly name = "UnknownTypeError";

  constructor(token: string) {
    super(
      `The local platform does not know "${token}". Add it under local/provider/types/, or leave ` +
        `it out of the local stacks.`,
    );
  }
}

/** AWS would refuse what is asked, in the state that the resource or its region is in. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}
