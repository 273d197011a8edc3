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

/** Makes the {@link Unknown} for a path. */
export type UnknownAt = (path: string) => Unknown;

interface Reading {
  readonly unknownAt: UnknownAt;
  /** Collects the secrets. */
  readonly secrets: Secret[];
}

/**
 * Converts properties from the form of the engine or of a state file: secrets become plain values,
 * whose paths are remembered, and unknown or encrypted values become an {@link Unknown}.
 */
export function readProperties(written: object, unknownAt: UnknownAt = unknownInPreview): object {
  const secrets: Secret[] = [];
  const props = readMembers(written, "", { unknownAt, secrets });
  rememberSecrets(props, secrets);
  return props;
}

function readValue(value: unknown, path: string, reading: Reading): unknown {
  if (typeof value === "string") {
    return unknownValues.has(value) ? reading.unknownAt(path) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) => readValue(element, `${path}[${index}]`, reading));
  }
  const mark = (value as Record<string, unknown>)[signatureKey];
  return mark === undefined
    ? readMembers(value, path, reading)
    : readMarked(mark, value, path, reading);
}

/** Assets and archives stay as they are written. */
function readMarked(mark: unknown, marked: object, path: string, reading: Reading): unknown {
  const { value, plaintext, id, secret: isSecret } = marked as Record<string, unknown>;
  switch (mark) {
    case secretSignature: {
      const isPlain = typeof plaintext === "string";
      const hidden: unknown = isPlain ? JSON.parse(plaintext) : value;
      const read = hidden === undefined ? new Encrypted(path) : readValue(hidden, path, reading);
      reading.secrets.push({ path, value: hidden === undefined ? undefined : read });
      return read;
    }
    case outputSignature: {
      const read = value === undefined ? reading.unknownAt(path) : readValue(value, path, reading);
      if (isSecret === true) reading.secrets.push({ path, value: read });
      return read;
    }
    case referenceSignature:
      return readValue(id ?? "", path, reading);
    default:
      return readMembers(marked, path, reading);
  }
}

function readMembers(object: object, path: string, reading: Reading): object {
  const entries = Object.entries(object).filter(([key]) => key !== defaultsKey);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      readValue(value, path === "" ? key : `${path}.${key}`, reading),
    ]),
  );
}

const unknownInPreview: UnknownAt = (path) => new Unknown(`${path} can't be known during preview`);
