import { remember } from "./remember.ts";

/** What a log line tells beyond its message. Values must be serialisable as JSON. */
export interface LogFields {
  /** The request that the line belongs to. */
  readonly correlationId: string;
  readonly [field: string]: unknown;
}

/** Fields whose values must never be read in a log, whoever passes them. */
const isSecret = remember((field) =>
  /authorization|cookie|token|password|secret|api-?key/i.test(field),
);

const withoutSecrets = (field: string, value: unknown): unknown =>
  isSecret(field) ? "[redacted]" : value;

/** Whether there is nothing to look for: a serialisation that looks takes several times as long. */
const isPlain = ([field, value]: [string, unknown]): boolean =>
  typeof value !== "object" && !isSecret(field);

/**
 * Writes one line of JSON to the standard output, from where Lambda takes it to CloudWatch Logs.
 *
 * The stream is used rather than `console`, which Lambda wraps in a format of its own.
 */
export function log(level: "info" | "error", message: string, fields: LogFields): void {
  const line = { level, message, timestamp: new Date().toISOString(), ...fields };
  const replacer = Object.entries(line).every(isPlain) ? undefined : withoutSecrets;
  process.stdout.write(`${JSON.stringify(line, replacer)}\n`);
}
