/**
 * The messages that a function reports as failed, or `all` for a response that is not valid.
 * (Lambda Developer Guide, "Handling errors for an SQS event source", "Success and failure conditions")
 *
 * @param response - the function's return value as JSON text
 * @param messageIds - ids of the batch's messages
 */
export function failedMessages(
  response: string,
  messageIds: ReadonlySet<string>,
): ReadonlySet<string> | "all" {
  const parsed = parse(response);
  // An empty response and an empty list both mean success.
  if (parsed === null || parsed === undefined || parsed === "") return new Set();
  if (typeof parsed !== "object") return "all";
  const { batchItemFailures: failures } = parsed as { batchItemFailures?: unknown };
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return "all";
  const ids = failures.map(
    (each: unknown) => (each as { itemIdentifier?: unknown } | null)?.itemIdentifier,
  );
  const areKnown = ids.every((id): id is string => typeof id === "string" && messageIds.has(id));
  return areKnown ? new Set(ids) : "all";
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return false;
  }
}
