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
 * What Lambda reports of a thrown value, as JSON text. Callers of an API may see it, so that it has the
 * paths that the function would have on Lambda in place of this machine's.
 *
 * @param {unknown} thrown
 * @param {Readonly<Record<string, string>>} folders - of Lambda, by those here
 */
export function errorObject(thrown, folders) {
  const onLambda = (/** @type {string} */ text) =>
    Object.entries(folders).reduce(
      // On macOS temporary folders are links into `/private`.
      (all, [here, there]) => all.replaceAll(`/private${here}`, there).replaceAll(here, there),
      text,
    );
  return JSON.stringify(
    thrown instanceof Error
      ? {
          errorType: thrown.name,
          errorMessage: onLambda(thrown.message),
          trace: onLambda(thrown.stack ?? "").split("\n"),
        }
      : { errorType: typeof thrown, errorMessage: onLambda(String(thrown)), trace: [] },
  );
}
