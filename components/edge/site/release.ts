import { isPage } from "./cacheControl.ts";
import type { Site } from "./readSite.ts";

/** The files of a deployed site, by path. An output of the edge's stack, which its next deployment reads. */
export interface SiteRelease {
  /** Identifies the contents. */
  readonly release: string;
  /** Files of this release. */
  readonly files: readonly string[];
  /** Files of the former release only. Pages that clients have open still load them. */
  readonly kept: readonly string[];
  /** Files of earlier releases, the latest first, which the bucket deletes within two days. */
  readonly retired: readonly string[];
}

/** A bucket has at most 1,000 lifecycle rules. Source: Amazon S3 User Guide, "Amazon S3 quotas". */
const maxRetired = 500;

/**
 * The release after a former one. Without a change of the site it is the former one, so that another
 * deployment changes nothing.
 *
 * @param former - of the last deployment @default there was none
 */
export function nextRelease(site: Site, former?: SiteRelease): SiteRelease {
  if (former?.release === site.release) return former;
  const files = site.files.map(({ path }) => path);
  // Nobody has a page open that loads another page, so pages are deleted at once.
  const kept = (former?.files ?? []).filter((path) => !files.includes(path) && !isPage(path));
  const earlier = former ? [...former.kept, ...former.retired] : [];
  const retired = earlier.filter((path) => !files.includes(path) && !kept.includes(path));
  return { release: site.release, files, kept, retired: retired.slice(0, maxRetired) };
}

/**
 * Retired files that a lifecycle rule can delete: a rule deletes all names that begin with its prefix,
 * so the prefix must not begin the name of a file that is in use.
 */
export const deletable = ({ files, kept, retired }: SiteRelease): string[] =>
  retired.filter((path) => ![...files, ...kept].some((used) => used.startsWith(path))).sort();
