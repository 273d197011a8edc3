import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { newCredentials, type RootCredentials } from "./rootCredentials.ts";

/** The account of a region whose data is kept. */
export interface KeptAccount {
  readonly credentials: RootCredentials;
  /** Key that the data is encrypted with: 32 bytes in Base64. */
  readonly key: string;
}

/** For this user of the machine only. */
const [folderMode, fileMode] = [0o700, 0o600];

/**
 * The account in `account.json` of a folder with kept data, which is made if it is missing. Whoever reads that file can
 * read the data, as with the key of SSH.
 */
export async function keptAccount(folder: string): Promise<KeptAccount> {
  await mkdir(folder, { recursive: true, mode: folderMode });
  const file = join(folder, "account.json");
  const known = await readAccount(file);
  if (known) return known;
  const account = { credentials: newCredentials(), key: randomBytes(32).toString("base64") };
  await writeWhole(file, JSON.stringify(account, null, 2));
  return account;
}

/**
 * @returns `undefined` if the file is missing, or damaged: then it is kept under another name
 * @throws any other error of the file system. A new key in its place would make the data unreadable for good
 */
async function readAccount(file: string): Promise<KeptAccount | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const account = parseAccount(text);
  if (!account) await rename(file, `${file}.damaged`);
  return account;
}

function parseAccount(text: string): KeptAccount | undefined {
  try {
    const { credentials, key } = JSON.parse(text) as Partial<KeptAccount>;
    const isWhole =
      typeof credentials?.accessKeyId === "string" &&
      typeof credentials.secretAccessKey === "string" &&
      typeof key === "string" &&
      Buffer.from(key, "base64").length === 32;
    return isWhole ? { credentials, key } : undefined;
  } catch {
    return undefined;
  }
}

/** Also after a power cut, the file is there as a whole or not at all. */
async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, "w", fileMode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
