import { secretSignature, signatureKey } from "../../project/signatures.ts";
import type { Properties } from "./resource.ts";

/**
 * A resource's inputs with its secrets in plain, as a provider sees them that keeps none: Pulumi's
 * test monitor hands them on wrapped. Assets and archives, which are wrapped too, stay.
 */
export const plainInputs = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)]));

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  // Objects of classes are assets and archives.
  if (value === null || typeof value !== "object" || !isLiteral(value)) return value;
  const object = value as Properties;
  return object[signatureKey] === secretSignature ? plain(object["value"]) : plainInputs(object);
}

const isLiteral = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
