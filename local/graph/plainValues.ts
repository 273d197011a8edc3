import { createHash } from "node:crypto";
import * as assets from "@pulumi/pulumi/asset/index.js";
import { archiveSignature, assetSignature, signatureKey } from "../../project/signatures.ts";
import { readArchive, readAsset } from "./archive.ts";
import { isPlain, readMarkedAsset } from "./exportedValues.ts";
import type { Properties } from "./resource.ts";

/**
 * Converts properties to JSON, for another thread or a file. Assets and archives have the engine's form, with a hash
 * of their content, by which they are compared. Members that are undefined are left out.
 */
export async function toPlain(properties: Properties): Promise<Properties> {
  return (await plain(properties)) as Properties;
}

async function plain(value: unknown): Promise<unknown> {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (assets.Archive.isInstance(value) || assets.Asset.isInstance(value)) return plainAsset(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const converted = members.map(async ([key, member]) => [key, await plain(member)] as const);
  return Object.fromEntries(await Promise.all(converted));
}

async function plainAsset(value: assets.Asset | assets.Archive): Promise<Properties> {
  const signature = assets.Archive.isInstance(value) ? archiveSignature : assetSignature;
  return { [signatureKey]: signature, ...(await contentOf(value)), ...(await hashOf(value)) };
}

/** A remote asset only has an address, which nothing here reads. */
async function contentOf(value: assets.Asset | assets.Archive): Promise<Properties> {
  if (value instanceof assets.FileAsset || value instanceof assets.FileArchive) {
    return { path: await value.path };
  }
  if (value instanceof assets.StringAsset) return { text: await value.text };
  if (value instanceof assets.AssetArchive) return { assets: await plain(await value.assets) };
  return { uri: await (value as assets.RemoteAsset).uri };
}

/** Without a hash if the content can't be read: who needs the content reports why. */
async function hashOf(value: assets.Asset | assets.Archive): Promise<{ hash?: string }> {
  const hash = createHash("sha256");
  try {
    if (assets.Archive.isInstance(value)) {
      const files = Object.entries(await readArchive(value));
      files.sort(([one], [other]) => (one < other ? -1 : 1));
      for (const [path, content] of files) {
        hash.update(`${path}\0${content.byteLength}\0`).update(content);
      }
    } else hash.update(await readAsset(value));
  } catch {
    return {};
  }
  return { hash: hash.digest("hex") };
}

/** The reverse of `toPlain`. */
export const fromPlain = (properties: Properties): Properties => revive(properties) as Properties;

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (!isPlain(value)) return value;
  const signature = value[signatureKey];
  if (signature === assetSignature || signature === archiveSignature) {
    return readMarkedAsset(value, (path) => path);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revive(member)]));
}
