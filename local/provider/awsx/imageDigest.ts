import { createHash } from "node:crypto";
import { constants, type Dirent } from "node:fs";
import { access, readdir, readFile, readlink, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { type IgnoreRules, readIgnoreRules } from "./dockerIgnore.ts";

/** The files that an image is built from. */
interface ImageSources {
  /** The folder that the Dockerfile copies from. */
  readonly context: string;
  /** @default `Dockerfile` in the context */
  readonly dockerfile?: string | undefined;
}

export interface BuildSettings {
  readonly args?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platform?: string;
}

/** The build context or the Dockerfile of an image does not exist. */
class ImageSourceError extends Error {
  override readonly name = "ImageSourceError";

  constructor(what: string, path: string, argument: string) {
    super(
      `${what} ${resolve(path)} does not exist. Create it, or set "${argument}" to a path ` +
        `relative to the project's folder.`,
    );
  }
}

/** Dockerfiles install packages for the image's platform. `.dockerignore` may make an exception. */
const installedPackages = "**/node_modules\n";

/**
 * The digest of an image, which depends on its sources and settings alone: not on base images, nor on
 * downloads of the Dockerfile.
 *
 * @param sources - digest of the sources
 * @returns a digest such as `sha256:4f1a…`
 */
export function imageDigest(sources: string, settings: BuildSettings): string {
  const { args = {}, target = "", platform = "" } = settings;
  const all = [sources, Object.entries(args).toSorted(byName), target, platform];
  return `sha256:${sha256(JSON.stringify(all))}`;
}

/**
 * The digest of an image's sources: the content, name and execute permission of each file, and the
 * Dockerfile.
 *
 * @throws ImageSourceError when the context or the Dockerfile is missing
 */
export async function sourceDigest(sources: ImageSources): Promise<string> {
  const { context, dockerfile } = await requireSources(sources);
  const instructions = await readFile(dockerfile, "utf8");
  const files = await listFiles(context, "", await readRules(context, dockerfile));
  return sha256(JSON.stringify([instructions, files.toSorted(byName)]));
}

/** @throws ImageSourceError when the context or the Dockerfile is missing */
export async function requireSources(sources: ImageSources): Promise<Required<ImageSources>> {
  const { context, dockerfile = join(context, "Dockerfile") } = sources;
  if (!(await exists(context))) throw new ImageSourceError("Build context", context, "context");
  if (!(await exists(dockerfile))) {
    throw new ImageSourceError("Dockerfile", dockerfile, "dockerfile");
  }
  return { context, dockerfile };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function readRules(context: string, dockerfile: string): Promise<IgnoreRules> {
  const own = readFile(`${dockerfile}.dockerignore`, "utf8");
  const shared = () => readFile(join(context, ".dockerignore"), "utf8");
  const text = await own.catch(shared).catch(() => "");
  return readIgnoreRules(installedPackages + text);
}

/** A file's path in the context, and its content. */
type ListedFile = readonly [path: string, content: string];

async function listFiles(
  context: string,
  folder: string,
  rules: IgnoreRules,
): Promise<ListedFile[]> {
  const entries = await readdir(join(context, folder), { withFileTypes: true });
  const listed = entries.map(async (entry): Promise<ListedFile[]> => {
    const path = posix.join(folder, entry.name);
    const ignored = rules.ignores(path);
    if (entry.isDirectory()) {
      return ignored && rules.wholeFolders ? [] : listFiles(context, path, rules);
    }
    const content = entry.isFile() || entry.isSymbolicLink();
    return ignored || !content ? [] : [[path, await describe(join(context, path), entry)]];
  });
  return (await Promise.all(listed)).flat();
}

async function describe(file: string, entry: Dirent): Promise<string> {
  if (entry.isSymbolicLink()) return `link ${await readlink(file)}`;
  const { mode } = await stat(file);
  const kind = (mode & constants.S_IXUSR) === 0 ? "file" : "executable";
  return `${kind} ${sha256(await readFile(file))}`;
}

const sha256 = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : 1;
