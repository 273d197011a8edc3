/** The program uses a resource type or function that this provider does not support. */
export class UnknownTypeError extends Error {
  override readonly name = "UnknownTypeError";

  constructor(token: string) {
    super(
      `The local platform does not support "${token}". Add it under local/provider/types/, or leave ` +
        `it out of the local stacks.`,
    );
  }
}

/** AWS would refuse the operation in the current state of the resource or its region. */
export class RefusedError extends Error {
  override readonly name: string = "RefusedError";
}
