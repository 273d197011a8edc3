import { dirname, sep } from "node:path";
import type { Bundle } from "./bundles.ts";
import type { FileReads } from "./fileReads.ts";
import type { FileChange } from "./fingerprints.ts";
import type { ServiceFolder } from "./serviceFolder.ts";

/** Which files the parts of the platform are made of. */
export interface Owners {
  /** By the services' names. */
  readonly services: ReadonlyMap<string, ServiceFolder>;
  readonly bundles: readonly Bundle[];
  readonly definition: {
    /** Absolute paths of the program's modules. */
    readonly modules: ReadonlySet<string>;
    readonly reads: FileReads;
    /** Files of the project that are not known from modules and reads, such as new stack files. */
    readonly includes: (path: string) => boolean;
  };
  /** The file with the secrets' values. */
  readonly secretsFile: string;
  /** Files that need a new start. */
  readonly startFiles: ReadonlySet<string>;
}

/** What changes of files concern. */
export interface Affected {
  readonly services: ReadonlySet<string>;
  readonly bundles: ReadonlySet<Bundle>;
  readonly definition: boolean;
  readonly secrets: boolean;
  /** Changed files that need a new start. */
  readonly startFiles: readonly string[];
}

/**
 * Says which parts changes concern; a file may concern several.
 *
 * @param isBroken - true while the definition has an error: then each file that nothing else owns may mend it
 */
export function affectedBy(
  changes: readonly FileChange[],
  owners: Owners,
  isBroken: boolean,
): Affected {
  const services = new Set<string>();
  const bundles = new Set<Bundle>();
  const concerns = (change: FileChange): boolean => {
    const { path } = change;
    const ofServices = [...owners.services].filter(([, folder]) => isBelow(folder, path));
    for (const [name, folder] of ofServices) if (folder.restartsFor(path)) services.add(name);
    const ofBundles = owners.bundles.filter(({ sources }) => sources.has(path));
    for (const bundle of ofBundles) bundles.add(bundle);
    const { secretsFile, startFiles } = owners;
    if (path === secretsFile || startFiles.has(path)) return false;
    const isOwned = ofServices.length > 0 || ofBundles.length > 0;
    return isOfDefinition(change, owners.definition) || (isBroken && !isOwned);
  };
  const definition = changes.filter(concerns).length > 0;
  const paths = changes.map(({ path }) => path);
  return {
    services,
    bundles,
    definition,
    secrets: paths.includes(owners.secretsFile),
    startFiles: paths.filter((path) => owners.startFiles.has(path)),
  };
}

const isBelow = ({ directory }: ServiceFolder, path: string): boolean =>
  path.startsWith(directory + sep);

function isOfDefinition(
  { path, kind }: FileChange,
  { modules, reads, includes }: Owners["definition"],
): boolean {
  if (modules.has(path) || reads.files.includes(path) || includes(path)) return true;
  if (kind === "changed") return false;
  // A file that comes or goes changes its folder, and what the program found there.
  const folders = [path, ...parentsOf(path)];
  return (
    reads.folders.includes(dirname(path)) || folders.some((each) => reads.asked.includes(each))
  );
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parentsOf(parent)];
}

/** Whether something is made of a file, so that an error may be in it. */
export const isSource = ({ services, bundles, definition }: Owners, path: string): boolean =>
  [...services.values()].some((folder) => isBelow(folder, path) && !folder.ignores(path)) ||
  bundles.some(({ sources }) => sources.has(path)) ||
  definition.modules.has(path) ||
  definition.reads.files.includes(path) ||
  definition.includes(path);

/** Folders and files to watch. */
export function pathsOf({ services, bundles, definition }: Owners): Set<string> {
  const { modules, reads } = definition;
  return new Set([
    ...[...services.values()].map(({ directory }) => directory),
    ...bundles.flatMap(({ sources }) => [...sources]),
    ...modules,
    ...reads.files,
    ...reads.folders,
    ...reads.asked,
  ]);
}
