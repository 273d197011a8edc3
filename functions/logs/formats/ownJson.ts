import { type LineField, lineFields } from "../fields.ts";
import { type Format, jsonObject, recordOf } from "./format.ts";

/** What loggers of other makers call the same. */
const aliases: Readonly<Record<string, LineField>> = {
  time: "timestamp",
  ts: "timestamp",
  severity: "level",
  msg: "message",
  sub: "caller",
  err: "error",
  integrationError: "error",
  authorizerError: "error",
  ...Object.fromEntries(Object.entries(lineFields).map(([own, { name }]) => [name, own])),
};

/** Members that only CloudWatch's metrics need. */
const metricsOnly = new Set(["_aws", "failed"]);

/** Lines of the gateway, of functions and of services. API Gateway writes `-` for what is missing. */
export const ownJson: Format = (text) => {
  const line = jsonObject(text);
  if (line === undefined) return undefined;
  const fields: Partial<Record<LineField, unknown>> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(line)) {
    if (value === "-" || value === null || metricsOnly.has(name)) continue;
    const own = Object.hasOwn(lineFields, name)
      ? (name as LineField)
      : Object.hasOwn(aliases, name)
        ? aliases[name]
        : undefined;
    if (own === undefined) others[name] = value;
    else fields[own] ??= own === "error" ? textOfError(value) : value;
  }
  if (typeof fields.route === "string") fields.route = fields.route.replace(/ -$/, "");
  return { fields, others };
};

/** Loggers such as pino write an error as an object. */
function textOfError(value: unknown): unknown {
  const { stack, message } = recordOf(value);
  return [stack, message].find((each) => typeof each === "string") ?? value;
}
