import { type Format, jsonObject, recordOf } from "./format.ts";

/**
 * What a user pool logs. Events of sign-ins have names and addresses of users, which stay in the log group.
 * Source: Cognito Developer Guide, "Exporting logs from Amazon Cognito user pools".
 */
export const userPoolJson: Format = (text) => {
  const line = jsonObject(text);
  if (line?.["eventSource"] === undefined) return undefined;
  const level = String(line["logLevel"] ?? "info").toLowerCase();
  const { details } = recordOf(line["message"]);
  return {
    fields: {
      timestamp: line["eventTimestamp"],
      level,
      action: line["eventSource"],
      message: typeof details === "string" ? details : String(line["eventSource"]),
      ...(level === "error" && { error: details }),
    },
  };
};
