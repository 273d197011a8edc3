import type { Route } from "../../api/index.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { BehaviorDefinitions } from "../behavior.ts";
import { covers, overlap, reaches } from "../pathPattern.ts";
import type { SiteDefinition } from "./definition.ts";
import type { Site } from "./readSite.ts";

/** Folders with a page, such as `/docs`: `/docs/` is `/docs/index.html`. */
export const foldersOf = ({ files }: Site): string[] =>
  files
    .filter(({ path }) => path.endsWith("/index.html"))
    .map(({ path }) => `/${path.slice(0, -"/index.html".length)}`);

/** Path patterns of a site: its root, each file and folder at its top, and those of its apps. */
export function sitePatterns(site: Site, { spaPages = {} }: SiteDefinition): string[] {
  const folders = foldersOf(site);
  const names = site.files.map(({ path }) => {
    const [name, ...rest] = path.split("/");
    return rest.length > 0 ? `/${name}/*` : `/${name}`;
  });
  const patterns = ["/", ...names, ...folders.filter((folder) => folder.lastIndexOf("/") === 0)];
  const all = [...new Set(patterns)];
  return [...all, ...Object.keys(spaPages).filter((one) => !all.some((each) => covers(each, one)))];
}

/**
 * Faults of a site in view of the API, whose routes it must not hide.
 *
 * @param directory - of the site, for messages
 */
export function siteFaults(
  site: Site,
  definition: SiteDefinition,
  routes: readonly Route[],
  behaviors: BehaviorDefinitions,
): OptionFault[] {
  const paths = site.files.map(({ path }) => `/${path}`);
  const { directory, spaPages = {} } = definition;
  const hidden = sitePatterns(site, definition).flatMap((pattern): OptionFault[] => {
    const route = routes.find(({ path }) => reaches(pattern, path));
    const behavior = Object.keys(behaviors).find((each) => overlap(pattern, each));
    const taken = route ? `the route "${route.key}"` : behavior && `the behavior "${behavior}"`;
    if (!taken) return [];
    return [
      {
        argument: "edge.site.directory",
        given: directory,
        allowed: `a folder whose paths leave ${taken} alone`,
        fix: `The site takes ${pattern}: rename its file or folder, or the ${route ? "route" : "behavior"}.`,
      },
    ];
  });
  const missing = Object.entries(spaPages).flatMap(([pattern, page]): OptionFault[] =>
    paths.includes(page)
      ? []
      : [
          {
            argument: `edge.site.spaPages[${JSON.stringify(pattern)}]`,
            given: page,
            allowed: `a page in ${directory}: ${paths.filter((path) => path.endsWith(".html")).join(", ")}`,
          },
        ],
  );
  return [...hidden, ...missing];
}
