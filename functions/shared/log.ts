import { remember } from "./remember.ts";

/** Fields of a log line beyond its message. Values must be serializable as JSON. */
interface LogFields {
  /** Id of the request that the line belongs to. */
  readonly correlationId: string;
  readonly [field: string]: unknown;
}

/** Whether a field's value must never appear in a log. */
const isSecret = /* @__PURE__ */ remember((field) =>
  /authorization|cookie|token|password|secret|api-?key/i.test(field),
);

const withoutSecrets = (field: string, value: unknown): unknown =>
  isSecret(field) ? "[redacted]" : value;

/** A whole log line. */
interface LogLine extends LogFields {
  readonly level: "info" | "error";
  readonly message: string;
  /** In ISO 8601, UTC. */
  readonly timestamp: string;
}

/**
 * Writes a line whose fields are known to be scalars under names that are not secret.
 *
 * @param more - further members as JSON, beginning with a comma
 */
export function logPlain(line: LogLine, more = "", replacer?: typeof withoutSecrets): void {
  process.stdout.write(`${JSON.stringify(line, replacer).slice(0, -1)}${more}}\n`);
}

/**
 * Writes one line of JSON to the standard output, which Lambda sends to CloudWatch Logs.
 *
 * Uses the stream because Lambda wraps `console` in its own format.
 */
export function log(level: "info" | "error", message: string, fields: LogFields): void {
  logPlain({ level, message, timestamp: new Date().toISOString(), ...fields }, "", withoutSecrets);
}
