import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { OptionFault } from "../../../shared/errors.ts";
import { join as optionPath } from "../../../shared/options.ts";
import { allowedNames, type Image, type ImageProblem, problemOf, readName } from "./images.ts";
import { canonical, isProblem, parseSettings, type Settings, showing } from "./settings.ts";

/** The look of sign-in pages. */
export interface Branding {
  /** JSON. */
  readonly settings: string;
  readonly images: readonly Image[];
}

const settingsFile = "settings.json";

/** Source: Cognito API Reference, "CreateManagedLoginBranding" (Assets; request-size limit of 2 megabytes). */
const mostImages = 40;
const mostRequestBytes = 2_000_000;

/**
 * Reads a folder of `settings.json` and images, and checks all of it.
 *
 * @param path - the option's, for faults such as `pages.branding["form-logo.gif"]`
 * @returns all faults; if there are any, the branding is of no use
 */
export function readBranding(
  folder: string,
  path: string,
): { branding: Branding; faults: OptionFault[] } {
  const faults: OptionFault[] = [];
  const report = (file: string, problem: ImageProblem & { readonly isName?: boolean }) =>
    faults.push({ argument: optionPath(path, file), ...problem });
  const names = namesIn(folder);
  if (names.length === 0) {
    const allowed = `a folder with ${settingsFile} or images`;
    faults.push({ argument: path, given: folder, allowed, fix: "See docs/identity.md." });
  }
  let settings: Settings = {};
  const images = new Map<string, Image>();
  for (const name of names) {
    if (name === settingsFile) {
      const parsed = parseSettings(readFileSync(join(folder, name), "utf8"));
      if (isProblem(parsed)) report(name, parsed);
      else settings = parsed;
      continue;
    }
    const named = readName(name);
    if (!named || !statSync(join(folder, name)).isFile()) {
      report(name, { given: undefined, allowed: allowedNames, isName: true });
      continue;
    }
    // Cognito keeps one image of each category and mode.
    const key = `${named.category} ${named.colorMode}`;
    if (images.has(key)) {
      const allowed = "one image of a place and mode";
      report(name, { given: "a second one", allowed, fix: "Remove one of them." });
    }
    const bytes = readFileSync(join(folder, name));
    const problem = problemOf(bytes, named.extension);
    if (problem) report(name, problem);
    images.set(key, { ...named, bytes: bytes.toString("base64") });
  }
  const all = [...images.values()];
  const branding = { settings: canonical(showing(settings, all)), images: all };
  return { branding, faults: [...faults, ...sizeFaults(path, branding)] };
}

function sizeFaults(path: string, { settings, images }: Branding): OptionFault[] {
  const bytes = images.reduce((sum, image) => sum + image.bytes.length, settings.length);
  const fault = (given: string, allowed: string) => ({ argument: path, given, allowed });
  return [
    ...(images.length > mostImages
      ? [fault(`${images.length} images`, `at most ${mostImages} images`)]
      : []),
    ...(bytes > mostRequestBytes
      ? [fault(`${bytes} bytes in Base64`, "at most 2,000,000 bytes, with the images in Base64")]
      : []),
  ];
}

/** Names in a folder, in order; without hidden files. None if it does not exist. */
const namesIn = (folder: string): string[] =>
  existsSync(folder) && statSync(folder).isDirectory()
    ? readdirSync(folder)
        .filter((name) => !name.startsWith("."))
        .sort()
    : [];
