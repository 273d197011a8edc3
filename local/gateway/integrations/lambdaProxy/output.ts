import { validateHeaderName, validateHeaderValue } from "node:http";

/** The checked output of a proxied function. */
export interface FunctionOutput {
  readonly status: number;
  /** One entry per header line. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** An output that API Gateway cannot convert to a response. */
export class MalformedOutputError extends Error {
  override readonly name = "MalformedOutputError";
}

const allowedKeys = new Set([
  "statusCode",
  "headers",
  "multiValueHeaders",
  "body",
  "isBase64Encoded",
]);

/**
 * Reads a proxied function's output as strictly as API Gateway does. (API Gateway Developer Guide,
 * "Lambda proxy integrations in API Gateway": "Output format of a Lambda function for proxy
 * integration")
 *
 * @param payload - the function's return value as JSON text
 * @throws MalformedOutputError
 */
export function parseOutput(payload: string): FunctionOutput {
  const output = parseObject(payload);
  for (const key of Object.keys(output)) {
    if (!allowedKeys.has(key)) {
      throw new MalformedOutputError(`unknown key "${key}"`);
    }
  }
  return {
    status: readStatus(output.statusCode),
    headers: mergeHeaders(
      readObject("multiValueHeaders", output.multiValueHeaders),
      readObject("headers", output.headers),
    ),
    body: readBody(output.body),
    isBase64Encoded: output.isBase64Encoded === true,
  };
}

export function parseObject(payload: string): Record<string, unknown> {
  let output: unknown;
  try {
    output = JSON.parse(payload);
  } catch {
    throw new MalformedOutputError("not JSON");
  }
  if (typeof output !== "object" || output === null || Array.isArray(output)) {
    throw new MalformedOutputError("not an object");
  }
  return output as Record<string, unknown>;
}

/** Requires a final status: after a 1xx, clients would wait for another response. */
export function readStatus(value: unknown = 200): number {
  const status = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new MalformedOutputError(`statusCode ${JSON.stringify(value)}`);
  }
  return status;
}

function readBody(value: unknown): string {
  if (value === undefined || value === null) {
    return "";
  }
  if (typeof value !== "string") {
    throw new MalformedOutputError("body is not a string");
  }
  return value;
}

export function readObject(key: string, value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new MalformedOutputError(`${key} is not an object`);
  }
  return value as Record<string, unknown>;
}

/**
 * Merges both header maps: a name in both has the values of both, spelled as in `multiValueHeaders`; a
 * value in both is sent once.
 */
export function mergeHeaders(
  multi: Record<string, unknown>,
  single: Record<string, unknown>,
): [name: string, value: string][] {
  const merged: MergedHeaders = new Map();
  for (const [name, values] of Object.entries(multi)) {
    if (!Array.isArray(values)) {
      throw new MalformedOutputError(`multiValueHeaders["${name}"] is not a list`);
    }
    for (const value of values) addHeader(merged, name, headerValue(name, value));
  }
  for (const [name, given] of Object.entries(single)) {
    const value = headerValue(name, given);
    if (!merged.get(name.toLowerCase())?.values.includes(value)) {
      addHeader(merged, name, value);
    }
  }
  return [...merged.values()].flatMap(({ name, values }) =>
    values.map((value): [string, string] => [name, value]),
  );
}

/** By lower-case name. */
type MergedHeaders = Map<string, { readonly name: string; readonly values: string[] }>;

function addHeader(merged: MergedHeaders, name: string, value: string): void {
  const key = name.toLowerCase();
  const line = merged.get(key);
  if (line === undefined) merged.set(key, { name, values: [value] });
  else line.values.push(value);
}

/** Rejects numbers but accepts booleans, as AWS does. */
function headerValue(name: string, value: unknown): string {
  if (typeof value !== "string" && typeof value !== "boolean") {
    throw new MalformedOutputError(`header "${name}" is neither string nor boolean`);
  }
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
  } catch {
    throw new MalformedOutputError(`header "${name}" cannot be sent`);
  }
  return String(value);
}
