/** The program uses a resource type that this provider does not support. */
export class UnknownTypeError extends Error {
  override readonly name = "UnknownTypeError";

  constructor(token: string) {
    super(
      `The local platform does not support "${token}". Add it under local/provider/types/, or leave ` +
        `it out of the local stacks.`,
    );
  }
}

/** The program looks something up that is not on this machine. */
export class UnknownFunctionError extends Error {
  override readonly name = "UnknownFunctionError";

  /** @param secretId - the secret that it reads */
  constructor(token: string, secretId?: string) {
    super(
      `The local platform does not answer "${token}", because it has neither AWS's catalogues nor resources ` +
        `outside of its stacks. Give the program the value in another way here, such as a config value in the ` +
        `local stack's file, or add the function under local/provider/functions/.` +
        (secretId === undefined
          ? ""
          : ` The secret is "${secretId}". One of an identity provider can be in the stack file: ` +
            `palisade:identitySecrets: { ${secretId}: … }.`),
    );
  }
}

/** AWS would refuse the operation in the current state of the resource or its region. */
export class RefusedError extends Error {
  override readonly name: string = "RefusedError";
}

/** Whether the resource was deleted outside of Pulumi. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /^(NoSuch(Entity|Bucket)|ResourceNotFound|NotFound|QueueDoesNotExist)/.test(error.name);
