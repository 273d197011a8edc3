import type { OperationParts } from "../integrations/integration.ts";

/** API Gateway takes static values in single quotes. */
export const quoted = (value: string): string => `'${value}'`;

/**
 * Adds headers with fixed values to what an integration answers whose answers are written by API
 * Gateway. Those of a proxy integration are the backend's own.
 */
export function withAnswerHeaders(
  parts: OperationParts,
  headers: Readonly<Record<string, string>>,
): OperationParts {
  const answers = parts.integration["responses"] as Record<string, IntegrationResponse> | undefined;
  if (!answers || Object.keys(headers).length === 0) return parts;
  const values = mapEntries(headers, "method.response.header.", quoted);
  return {
    ...parts,
    integration: {
      ...parts.integration,
      responses: mapValues(answers, (answer) => ({
        ...answer,
        responseParameters: { ...values, ...answer.responseParameters },
      })),
    },
    responses: mapValues(parts.responses, (response) => ({
      ...response,
      headers: {
        ...mapEntries(headers, "", () => ({ schema: { type: "string" } })),
        ...response.headers,
      },
    })),
  };
}

interface IntegrationResponse {
  readonly responseParameters?: Readonly<Record<string, string>>;
}

const mapValues = <From, To>(all: Readonly<Record<string, From>>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value)]));

/** The entries with their names behind a prefix and their values changed. */
export const mapEntries = <To>(
  all: Readonly<Record<string, string>>,
  prefix: string,
  change: (value: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [prefix + key, change(value)]));
