import { secretSignature, signatureKey } from "../../project/signatures.ts";

/** A secret in an export that was made without `--show-secrets`. */
export const encrypted = { [signatureKey]: secretSignature, ciphertext: "djE6c2VjcmV0" } as const;

/**
 * The properties with one value encrypted, for each value at any depth, by its path. Where an id or
 * ARN is encrypted, so are the properties that refer to it.
 */
export function* encryptedVariants(value: unknown, path = ""): Iterable<[string, unknown]> {
  if (path !== "") yield [path, encrypted];
  if (typeof value !== "object" || value === null || signatureKey in value) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "id" || key === "arn") continue;
    const inner = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    for (const [where, variant] of encryptedVariants(member, inner)) {
      yield [where, replaced(value, key, variant)];
    }
  }
}

const replaced = (holder: object, key: string, member: unknown): object =>
  Array.isArray(holder) ? holder.with(Number(key), member) : { ...holder, [key]: member };
