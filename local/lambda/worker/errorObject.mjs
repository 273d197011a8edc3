// @ts-check

/** The function's code cannot be run. Its name is what Lambda reports as `errorType`. */
export class RuntimeError extends Error {
  /**
   * @param {"ImportModuleError" | "UserCodeSyntaxError" | "HandlerNotFound" | "MalformedHandlerName"} type
   * @param {string} message
   */
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/**
 * What Lambda reports of a thrown value, as JSON text.
 *
 * @param {unknown} thrown
 */
export function errorObject(thrown) {
  return JSON.stringify(
    thrown instanceof Error
      ? {
          errorType: thrown.name,
          errorMessage: thrown.message,
          trace: (thrown.stack ?? "").split("\n"),
        }
      : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] },
  );
}
