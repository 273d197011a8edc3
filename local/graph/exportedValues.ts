import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "./resource.ts";

/** Marks values that JSON has no form for, and the marks. Source: pulumi, `sdk/go/common/resource/sig`. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const asset = "c44067f5952c0a294b673a41bacd8c17";
const archive = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Where the provider notes which inputs the program did not set. */
const defaultsKey = "__defaults";

interface Marked {
  /** JSON. */
  readonly plaintext?: string;
  readonly path?: string;
  readonly text?: string;
  readonly assets?: Readonly<Record<string, Marked>>;
}

export interface ReadValues {
  readonly properties: Properties;
  /** Paths of values that are encrypted and thus left out, such as `environment.variables.KEY`. */
  readonly encrypted: readonly string[];
}

/**
 * An exported resource's inputs or outputs as a program would have them: assets and archives that
 * are at hand, secrets in plain.
 *
 * @param locate - where a file or folder of the program is here
 */
export function readValues(exported: Properties, locate: (path: string) => string): ReadValues {
  const encrypted: string[] = [];

  const read = (value: unknown, path: string[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...path, `${index}`]));
    if (value === null || typeof value !== "object") return value;
    const mark = (value as Properties)[signatureKey];
    if (mark === asset || mark === archive) return readAsset(value, mark, locate);
    if (mark === secret) return readSecret(value, path);
    return readObject(value as Properties, path);
  };
  const readObject = (object: Properties, path: string[]): Properties => {
    const entries = Object.entries(object)
      .filter(([key]) => key !== defaultsKey)
      .map(([key, value]) => [key, read(value, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  const readSecret = ({ plaintext }: Marked, path: string[]): unknown => {
    if (plaintext !== undefined) return read(JSON.parse(plaintext), path);
    encrypted.push(path.join("."));
    return undefined;
  };

  return { properties: readObject(exported, []), encrypted };
}

/** `undefined` for what the export only has the hash of, or is at a remote address. */
function readAsset(
  { path, text, assets }: Marked,
  mark: unknown,
  locate: (path: string) => string,
): pulumi.asset.Asset | pulumi.asset.Archive | undefined {
  if (assets) {
    const entries = Object.entries(assets).map(([name, child]) => {
      const { [signatureKey]: childMark } = child as Properties;
      return [name, readAsset(child, childMark, locate)] as const;
    });
    return new pulumi.asset.AssetArchive(Object.fromEntries(entries) as pulumi.asset.AssetMap);
  }
  if (text !== undefined) return new pulumi.asset.StringAsset(text);
  if (path === undefined) return undefined;
  const { FileArchive, FileAsset } = pulumi.asset;
  return mark === archive ? new FileArchive(locate(path)) : new FileAsset(locate(path));
}
