import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../shared/options.ts";

/** A provider's secret can't be read, or has no value that a provider takes. The message never has the value. */
export class ProviderSecretError extends pulumi.RunError {
  override readonly name = "ProviderSecretError";

  constructor(secret: string, what: string) {
    super(`The secret "${secret}" of an identity provider ${what}`);
  }
}

/**
 * The text of a secret of Secrets Manager, without the line end that a file had.
 *
 * @param stored - its value, empty if it is binary
 * @param key - of a JSON object
 * @throws ProviderSecretError if there is no such text
 */
export function secretText(secret: string, stored: string, key?: string): string {
  const members = objectIn(stored);
  if (key !== undefined) {
    const value = members?.[key];
    if (typeof value === "string" && value.trim() !== "") return withoutLineEnd(value);
    const what = members
      ? `has no text at the key "${key}" of its JSON object. Correct the key, or store the text.`
      : `is not a JSON object, so it has no key "${key}". Leave the key out.`;
    throw new ProviderSecretError(secret, what);
  }
  if (members) {
    throw new ProviderSecretError(
      secret,
      'is a JSON object. Name the key with the value: secretsManager("…", { key: "…" }).',
    );
  }
  if (stored.trim() === "") {
    throw new ProviderSecretError(secret, "has no text in Secrets Manager. Store one.");
  }
  return withoutLineEnd(stored);
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, "");

/** The members of a JSON object. `undefined` for other texts. */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
