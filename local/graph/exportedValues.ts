import * as assets from "@pulumi/pulumi/asset/index.js";
import { assertKey } from "./archive.ts";
import type { Properties } from "./resource.ts";
import {
  archiveSignature,
  assetSignature,
  outputSignature,
  referenceSignature,
  secretSignature,
  signatureKey,
} from "../../project/signatures.ts";

/** Lists the inputs that the provider set by default. */
const defaultsKey = "__defaults";

interface Marked {
  /** JSON. */
  readonly plaintext?: string;
  readonly path?: string;
  readonly text?: string;
  readonly assets?: Readonly<Record<string, Marked>>;
}

interface ReadValues {
  readonly properties: Properties;
  /** Paths of encrypted values, which are left out, such as `environment.variables.KEY`. */
  readonly encrypted: readonly string[];
}

/**
 * Converts the inputs or outputs of an exported resource to those of a program: with assets and
 * archives as objects, and secrets in plain text. Members that are null are left out: the provider writes it for
 * nested blocks and other properties that are not set.
 *
 * @param locate - returns the path of a file or folder of the program on this machine
 * @throws PathError when a path leads out of its archive, or when `locate` throws it
 */
export function readValues(exported: Properties, locate: (path: string) => string): ReadValues {
  const encrypted: string[] = [];

  const read = (value: unknown, path: string[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...path, `${index}`]));
    if (value === null || typeof value !== "object") return value;
    const mark = (value as Properties)[signatureKey];
    if (mark === assetSignature || mark === archiveSignature) return readAsset(value, mark, locate);
    if (mark === secretSignature) return readSecret(value, path);
    if (mark === referenceSignature) return (value as Properties)["id"];
    if (mark === outputSignature) return read((value as Properties)["value"], path);
    return readObject(value as Properties, path);
  };
  const readObject = (object: Properties, path: string[]): Properties => {
    const entries = Object.entries(object)
      .filter(([key]) => key !== defaultsKey)
      .map(([key, value]) => [key, read(value, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value != null));
  };
  const readSecret = ({ plaintext }: Marked, path: string[]): unknown => {
    if (plaintext !== undefined) return read(JSON.parse(plaintext), path);
    encrypted.push(path.join("."));
    return undefined;
  };

  return { properties: readObject(exported, []), encrypted };
}

/** @returns `undefined` if the export only contains a hash or a remote address */
function readAsset(
  { path, text, assets: entriesOf }: Marked,
  mark: unknown,
  locate: (path: string) => string,
): assets.Asset | assets.Archive | undefined {
  if (entriesOf) {
    const entries = Object.entries(entriesOf).map(([name, child]) => {
      assertKey(name);
      const { [signatureKey]: childMark } = child as Properties;
      return [name, readAsset(child, childMark, locate)] as const;
    });
    return new assets.AssetArchive(Object.fromEntries(entries) as assets.AssetMap);
  }
  if (text !== undefined) return new assets.StringAsset(text);
  if (path === undefined) return undefined;
  const { FileArchive, FileAsset } = assets;
  return mark === archiveSignature ? new FileArchive(locate(path)) : new FileAsset(locate(path));
}
