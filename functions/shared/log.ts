import { remember } from "./remember.ts";

/** Fields of a log line beyond its message. Values must be serializable as JSON. */
interface LogFields {
  /** Id of the request that the line belongs to. */
  readonly correlationId: string;
  readonly [field: string]: unknown;
}

/** Whether a field's value must never appear in a log. */
const isSecret = remember((field) =>
  /authorization|cookie|token|password|secret|api-?key/i.test(field),
);

const withoutSecrets = (field: string, value: unknown): unknown =>
  isSecret(field) ? "[redacted]" : value;

/** Whether a field needs no search for secrets, which takes several times as long as serializing. */
const isPlain = ([field, value]: [string, unknown]): boolean =>
  typeof value !== "object" && !isSecret(field);

/**
 * Writes one line of JSON to the standard output, which Lambda sends to CloudWatch Logs.
 *
 * @param more - further members as JSON, beginning with a comma
 *
 * Uses the stream because Lambda wraps `console` in its own format.
 */
export function log(level: "info" | "error", message: string, fields: LogFields, more = ""): void {
  const line = { level, message, timestamp: new Date().toISOString(), ...fields };
  const replacer = Object.entries(line).every(isPlain) ? undefined : withoutSecrets;
  process.stdout.write(`${JSON.stringify(line, replacer).slice(0, -1)}${more}}\n`);
}
