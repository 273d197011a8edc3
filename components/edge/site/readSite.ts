import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Faults } from "../../shared/errors.ts";
import { cacheControlOf } from "./cacheControl.ts";
import { contentTypeOf } from "./contentTypes.ts";
import type { SiteDefinition } from "./definition.ts";

/** A file of a site. */
interface SiteFile {
  /** From the site's root with slashes, such as `assets/app.css`. */
  readonly path: string;
  /** From the project's root, so that no state names a machine's folders. */
  readonly source: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** A site as it is in its folder. */
export interface Site {
  /** In the order of their paths. */
  readonly files: readonly SiteFile[];
  /** Identifies the contents of all files and their headers. */
  readonly release: string;
  /** Files and folders that are left out because their name begins with a dot. */
  readonly skipped: readonly string[];
}

/** A site can't be served as it is in its folder. Thrown before any resource is registered. */
class SiteError extends pulumi.RunError {
  override readonly name = "SiteError";

  constructor(directory: string, problem: string, fix: string) {
    super(`Site "${directory}": ${problem}. ${fix}`);
  }
}

/** CloudFront compresses files of up to 10 MB; large ones belong into a bucket with multipart uploads. */
const maxFileMegabytes = 50;

/** Each file is a resource of the stack. */
const maxFiles = 2_000;

/** Names that need no encoding in a path; those at the top are path patterns too. */
const topName = /^[\w.~@+-]+$/;
const innerName = /^[\w.~@+()[\],=!-]+$/;

/**
 * Reads a site's folder.
 *
 * @throws SiteError for a folder that is missing or empty, has no index.html, or has a file that can't be
 *   served; DefinitionError for several
 */
export function readSite({ directory, immutable, contentTypes }: SiteDefinition): Site {
  const faults = new Faults();
  const skipped: string[] = [];
  const report = (problem: string, fix: string) =>
    faults.add(new SiteError(directory, problem, fix));

  const paths = [...filesIn(directory, skipped, report)].sort();
  if (!faults.any && paths.length === 0) {
    report("the folder has no files", "Build the site first.");
  } else if (!faults.any && !paths.includes("index.html")) {
    report("there is no index.html at its top", "It is the page of /; add it.");
  }
  if (paths.length > maxFiles) {
    report(
      `it has ${paths.length} files; allowed: at most ${maxFiles}`,
      "Put generated data into a bucket of its own.",
    );
  }
  faults.throwIfAny(`Site "${directory}"`);

  const files = paths.map((path): SiteFile => ({
    path,
    source: join(directory, path),
    contentType: contentTypeOf(path, contentTypes),
    cacheControl: cacheControlOf(path, immutable),
  }));
  return { files, release: releaseOf(files), skipped };
}

type Report = (problem: string, fix: string) => void;

/** Paths of the files below a site's folder. */
function filesIn(directory: string, skipped: string[], report: Report): string[] {
  const status = statSync(directory, { throwIfNoEntry: false });
  if (!status?.isDirectory()) {
    report(
      status ? "it is not a folder" : "the folder does not exist",
      "Build the site first, or give its folder from the project's root, such as site/dist.",
    );
    return [];
  }
  const root = realpathSync(directory);
  const walk = (folder: string): string[] =>
    readdirSync(join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith(".") && path !== ".well-known") {
        skipped.push(path);
        return [];
      }
      if (!(folder === "" ? topName : innerName).test(entry.name)) {
        report(
          `the name of ${JSON.stringify(path)} can't be a part of a path`,
          "Use letters, digits and _ - . ~ @ +, in folders also ( ) [ ] , = and !.",
        );
        return [];
      }
      if (entry.isDirectory()) return walk(path);
      return isServable(directory, root, path, entry, report) ? [path] : [];
    });
  return walk("");
}

function isServable(
  directory: string,
  root: string,
  path: string,
  entry: Dirent,
  report: Report,
): boolean {
  const file = join(directory, path);
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status) {
    report(`${path} is a link to nothing`, "Remove it.");
    return false;
  }
  if (entry.isSymbolicLink() && relative(root, realpathSync(file)).split(sep)[0] === "..") {
    report(
      `${path} is a link to a file outside of the folder`,
      "Copy the file: everything in the folder becomes public.",
    );
    return false;
  }
  if (!status.isFile()) {
    report(`${path} is neither a file nor a folder`, "Replace it with a file or a folder.");
    return false;
  }
  if (status.size > maxFileMegabytes * 1_000_000) {
    report(
      `${path} has ${Math.ceil(status.size / 1_000_000)} MB; allowed: at most ${maxFileMegabytes} MB`,
      "Put large files into a bucket of their own.",
    );
    return false;
  }
  return true;
}

function releaseOf(files: readonly SiteFile[]): string {
  const hash = createHash("sha256");
  for (const { path, source, contentType, cacheControl } of files) {
    const content = createHash("sha256").update(readFileSync(source)).digest("hex");
    hash.update([path, content, contentType, cacheControl, ""].join("\0"));
  }
  return hash.digest("hex").slice(0, 16);
}
