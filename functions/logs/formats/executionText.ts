import type { Format } from "./format.ts";

/**
 * API Gateway's execution log: `(<request id>) <text>`.
 * Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs in API Gateway".
 */
export const executionText: Format = (text) => {
  const [, requestId, message] = /^\(([\w-]{8,})\) ([^]*)$/.exec(text) ?? [];
  if (message === undefined) return undefined;
  const isError = /^(?:Execution failed|Endpoint request timed out)/.test(message);
  return { fields: { requestId, message, ...(isError && { level: "error", error: message }) } };
};
