// @ts-check

/** The function's code cannot be run. The error's name becomes Lambda's `errorType`. */
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
 * Lambda's error object for a thrown value, as JSON text. Callers of an API may see it, so paths of this
 * machine are replaced with those on Lambda.
 *
 * @param {unknown} thrown
 * @param {Readonly<Record<string, string>>} folders - Lambda's folders by those on this machine
 */
export function errorObject(thrown, folders) {
  const onLambda = (/** @type {string} */ text) =>
    Object.entries(folders).reduce(
      // On macOS, temporary folders are links into `/private`.
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
