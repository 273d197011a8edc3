import { Unknown } from "./resourceView.ts";
import {
  outputSignature,
  referenceSignature,
  secretSignature,
  signatureKey,
  unknownValues,
} from "../../project/signatures.ts";

/** The key under which the provider lists inputs that the program did not set. */
const defaultsKey = "__defaults";

/**
 * Converts properties from the form of the engine or of a state file: secrets become plain values,
 * and unknown or encrypted values become an {@link Unknown}.
 */
export const readProperties = (written: object): object => readMembers(written, "");

function readValue(value: unknown, path: string): unknown {
  if (typeof value === "string") {
    return unknownValues.has(value) ? unknownAt(path) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) => readValue(element, `${path}[${index}]`));
  }
  const mark = (value as Record<string, unknown>)[signatureKey];
  return mark === undefined ? readMembers(value, path) : readMarked(mark, value, path);
}

/** Assets and archives stay as they are written. */
function readMarked(mark: unknown, marked: object, path: string): unknown {
  const { value, plaintext, id } = marked as Record<string, unknown>;
  switch (mark) {
    case secretSignature: {
      if (typeof plaintext === "string") return readValue(JSON.parse(plaintext), path);
      return value === undefined
        ? new Unknown(`${path} is encrypted: export the stack with --show-secrets`)
        : readValue(value, path);
    }
    case outputSignature:
      return value === undefined ? unknownAt(path) : readValue(value, path);
    case referenceSignature:
      return readValue(id ?? "", path);
    default:
      return readMembers(marked, path);
  }
}

function readMembers(object: object, path: string): object {
  const entries = Object.entries(object).filter(([key]) => key !== defaultsKey);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, readValue(value, path === "" ? key : `${path}.${key}`)]),
  );
}

const unknownAt = (path: string): Unknown => new Unknown(`${path} can't be known during preview`);
