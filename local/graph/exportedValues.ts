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
    if (mark === assetSignature || mark === archiveSignature)
      return readMarkedAsset(value as Properties, locate);
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

/**
 * The asset or archive that an object with the engine's signature describes.
 *
 * @param locate - returns the path of a file or folder on this machine
 * @returns `undefined` if the object only contains a hash or a remote address
 */
export function readMarkedAsset(
  marked: Properties,
  locate: (path: string) => string,
): assets.Asset | assets.Archive | undefined {
  const { path, text, assets: entriesOf } = marked as Marked;
  const mark = marked[signatureKey];
  if (entriesOf) {
    const entries = Object.entries(entriesOf).map(([name, child]) => {
      assertKey(name);
      return [name, readMarkedAsset(child as Properties, locate)] as const;
    });
    return new assets.AssetArchive(Object.fromEntries(entries) as assets.AssetMap);
  }
  if (text !== undefined) return new assets.StringAsset(text);
  if (path === undefined) return undefined;
  const { FileArchive, FileAsset } = assets;
  return mark === archiveSignature ? new FileArchive(locate(path)) : new FileAsset(locate(path));
}

/** Whether a value is an object of properties. Other objects are assets and archives. */
export const isPlain = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
