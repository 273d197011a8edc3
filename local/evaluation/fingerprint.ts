import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import type { Dependencies } from "./calls.ts";

/** What an evaluation depends on, as hashes: paths and names with what was there. */
export interface Fingerprint {
  readonly node: string;
  readonly files: Readonly<Record<string, FileState>>;
  /** Hashes of the names in folders. */
  readonly folders: Readonly<Record<string, string>>;
  /** Of paths that were only asked for. */
  readonly asked: Readonly<Record<string, string>>;
  /** Hashes of environment variables. */
  readonly variables: Readonly<Record<string, string>>;
}

interface FileState {
  /** As long as it is the same, the content is not read. */
  readonly stamp: string;
  readonly hash: string;
}

/** Clocks of file systems are behind by up to some ms. */
const clockMs = 20;

/**
 * @returns `undefined` if the same could lead to another result: if the program used what can't be compared, or something
 *   has changed since it was read
 */
export function fingerprintOf({ reads, variables, doubts }: Dependencies): Fingerprint | undefined {
  if (doubts.length > 0) return undefined;
  const of = (wanted: string) =>
    reads.filter(({ kind, path }) => kind === wanted && !isOfSystem(path));
  if (of("files").some(({ path, at }) => changedAt(path) > at - clockMs)) return undefined;
  if (of("folders").some(({ path, at }) => changedAt(path) > at - clockMs)) return undefined;
  const each = <State>(wanted: string, state: (path: string) => State) =>
    Object.fromEntries(of(wanted).map(({ path }) => [path, state(path)]));
  return {
    node,
    files: each("files", (path) => ({ stamp: stampOf(path), hash: hashOfFile(path) })),
    folders: each("folders", hashOfFolder),
    asked: each("asked", askedOf),
    variables: Object.fromEntries(variables.map(([name, value]) => [name, hash(value ?? "\0")])),
  };
}

/** Whether everything is as it was. */
export const isCurrent = ({ node: of, files, folders, asked, variables }: Fingerprint): boolean =>
  of === node &&
  every(variables, (name, value) => hash(process.env[name] ?? "\0") === value) &&
  every(asked, (path, state) => askedOf(path) === state) &&
  every(folders, (path, state) => hashOfFolder(path) === state) &&
  every(files, (path, { stamp, hash }) => stampOf(path) === stamp || hashOfFile(path) === hash);

const every = <State>(
  states: Readonly<Record<string, State>>,
  test: (name: string, state: State) => boolean,
): boolean => Object.entries(states).every(([name, state]) => test(name, state));

const node = `${process.version} ${process.platform} ${process.arch}`;

/** Processes, devices and settings of the kernel. */
const isOfSystem = (path: string): boolean => /^\/(?:proc|dev|sys)(?:\/|$)/.test(path);

const hash = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("base64");

const missing = "missing";

function orMissing(read: () => string): string {
  try {
    return read();
  } catch (error) {
    const { code = missing } = error as NodeJS.ErrnoException;
    return code;
  }
}

const hashOfFile = (path: string): string => orMissing(() => hash(readFileSync(path)));

const hashOfFolder = (path: string): string =>
  orMissing(() => hash(readdirSync(path).sort().join("\0")));

const stampOf = (path: string): string =>
  orMissing(() => {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return [ino, size, mtimeMs, ctimeMs].join(" ");
  });

/** A folder changes with each entry, and whoever asks for one does not see them. */
const askedOf = (path: string): string =>
  [
    orMissing(() => (statSync(path).isDirectory() ? "folder" : stampOf(path))),
    // Of links it can be asked where they lead to.
    orMissing(() => realpathSync(path)),
    orMissing(() => readlinkSync(path)),
  ].join("\n");

function changedAt(path: string): number {
  const { mtimeMs = 0, ctimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return Math.max(mtimeMs, ctimeMs);
}
