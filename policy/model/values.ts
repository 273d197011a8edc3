import { Encrypted, Unknown } from "./resourceView.ts";
import { rememberSecrets, type Secret } from "./secrets.ts";
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
 * whose paths are remembered, and unknown or encrypted values become an {@link Unknown}.
 */
export function readProperties(written: object): object {
  const secrets: Secret[] = [];
  const props = readMembers(written, "", secrets);
  rememberSecrets(props, secrets);
  return props;
}

/** @param secrets - collects the secrets */
function readValue(value: unknown, path: string, secrets: Secret[]): unknown {
  if (typeof value === "string") {
    return unknownValues.has(value) ? unknownAt(path) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) => readValue(element, `${path}[${index}]`, secrets));
  }
  const mark = (value as Record<string, unknown>)[signatureKey];
  return mark === undefined
    ? readMembers(value, path, secrets)
    : readMarked(mark, value, path, secrets);
}

/** Assets and archives stay as they are written. */
function readMarked(mark: unknown, marked: object, path: string, secrets: Secret[]): unknown {
  const { value, plaintext, id, secret: isSecret } = marked as Record<string, unknown>;
  switch (mark) {
    case secretSignature: {
      const isPlain = typeof plaintext === "string";
      const hidden: unknown = isPlain ? JSON.parse(plaintext) : value;
      const read = hidden === undefined ? new Encrypted(path) : readValue(hidden, path, secrets);
      secrets.push({ path, value: hidden === undefined ? undefined : read });
      return read;
    }
    case outputSignature: {
      const read = value === undefined ? unknownAt(path) : readValue(value, path, secrets);
      if (isSecret === true) secrets.push({ path, value: read });
      return read;
    }
    case referenceSignature:
      return readValue(id ?? "", path, secrets);
    default:
      return readMembers(marked, path, secrets);
  }
}

function readMembers(object: object, path: string, secrets: Secret[]): object {
  const entries = Object.entries(object).filter(([key]) => key !== defaultsKey);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      readValue(value, path === "" ? key : `${path}.${key}`, secrets),
    ]),
  );
}

const unknownAt = (path: string): Unknown => new Unknown(`${path} can't be known during preview`);
