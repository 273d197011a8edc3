/** An error as an object that can be cloned. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code?: unknown;
  readonly cause?: PlainError;
  /** The place in the user's sources, if there is one: path and line, from 1. */
  readonly file?: string;
  readonly line?: number;
}

/** Also for what is thrown and is no error. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), stack: undefined };
  }
  const { name, message, stack, cause } = error;
  const { code, file, line } = error as Partial<PlainError>;
  return {
    ...{ name, message, stack },
    ...(code !== undefined && { code: String(code) }),
    ...(cause instanceof Error && { cause: plainError(cause) }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  };
}

/** An error with the same name, message, stack, cause and place. */
export function fromPlainError({ name, message, stack, cause, ...more }: PlainError): Error {
  const error = new Error(message, cause && { cause: fromPlainError(cause) });
  if (name !== error.name) Object.defineProperty(error, "name", { value: name });
  Object.defineProperty(error, "stack", { value: stack });
  return Object.assign(error, more);
}
