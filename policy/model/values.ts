import { Unknown } from "./resourceView.ts";

/** Marks values of special kinds. Source: `sdk/go/common/resource/sig` in Pulumi's repository. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const referenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** Placeholders for unknown values. Source: `sdk/go/common/resource/plugin/rpc.go` there. */
const unknownMarks: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // a text, or anything
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // an array
  "030794c1-ac77-496b-92df-f27374a8bd58", // an asset
  "e48ece36-62e2-4504-bad9-02848725956a", // an archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);

/** The key under which the provider lists inputs that the program did not set. */
const defaultsKey = "__defaults";

/**
 * Converts properties from the form of the engine or of a state file: secrets become plain values,
 * and unknown or encrypted values become an {@link Unknown}.
 */
export const readProperties = (written: object): object => readMembers(written, "");

function readValue(value: unknown, path: string): unknown {
  if (typeof value === "string") {
    return unknownMarks.has(value) ? unknownAt(path) : value;
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
