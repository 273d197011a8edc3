import type { OperationParts } from "./types.ts";

/** A static value, which API Gateway requires in single quotes. */
export const quoted = (value: string): string => `'${value}'`;

/** Headers of a documented response. */
export const headerObjects = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }]));

/**
 * Adds headers with fixed values to an integration's responses. A proxy integration's responses stay
 * unchanged, because the backend sends them.
 */
export function withResponseHeaders(
  parts: OperationParts,
  headers: Readonly<Record<string, string>>,
): OperationParts {
  const mapped = parts.integration["responses"] as Record<string, IntegrationResponse> | undefined;
  if (!mapped || Object.keys(headers).length === 0) return parts;
  const values = mapEntries(headers, "method.response.header.", quoted);
  return {
    ...parts,
    integration: {
      ...parts.integration,
      responses: mapValues(mapped, (response) => ({
        ...response,
        responseParameters: { ...values, ...response.responseParameters },
      })),
    },
    responses: mapValues(parts.responses, (response) => ({
      ...response,
      headers: { ...headerObjects(Object.keys(headers)), ...response.headers },
    })),
  };
}

interface IntegrationResponse {
  readonly responseParameters?: Readonly<Record<string, string>>;
}

const mapValues = <From, To>(all: Readonly<Record<string, From>>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value)]));

/** The entries with prefixed names and changed values. */
export const mapEntries = <To>(
  all: Readonly<Record<string, string>>,
  prefix: string,
  change: (value: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [prefix + key, change(value)]));
