import { isObject } from "../../../shared/options.ts";
import type { ImageName, ImageProblem } from "./images.ts";

/** A document of settings, of which Cognito fills in what is missing. */
export type Settings = Readonly<Record<string, unknown>>;

/** Source: Cognito API Reference, "CreateManagedLoginBranding" (Settings), its example. */
const parts = ["categories", "componentClasses", "components"];

export function parseSettings(text: string): Settings | ImageProblem {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    return { given: (error as Error).message, allowed: "JSON" };
  }
  if (!isObject(settings)) return { given: settings, allowed: "an object of settings" };
  const strange = Object.keys(settings).find((key) => !parts.includes(key));
  if (strange === undefined) return settings;
  return {
    given: strange,
    allowed: `an object with ${parts.join(", ")}`,
    fix: ["ManagedLoginBranding", "Settings"].includes(strange)
      ? "Keep only the value of Settings, and save its Assets as images beside this file."
      : "Export it from the branding editor.",
  };
}

export const isProblem = (settings: Settings | ImageProblem): settings is ImageProblem =>
  Object.hasOwn(settings, "allowed");

/** What Cognito's own settings leave off, by the category of an image. */
const switches: Readonly<Record<string, readonly string[]>> = {
  FORM_LOGO: ["components.form.logo.enabled"],
  PAGE_BACKGROUND: ["components.pageBackground.image.enabled"],
  PAGE_FOOTER_BACKGROUND: [
    "categories.global.pageFooter.enabled",
    "components.pageFooter.backgroundImage.enabled",
  ],
  PAGE_FOOTER_LOGO: ["categories.global.pageFooter.enabled", "components.pageFooter.logo.enabled"],
  PAGE_HEADER_BACKGROUND: [
    "categories.global.pageHeader.enabled",
    "components.pageHeader.backgroundImage.enabled",
  ],
  PAGE_HEADER_LOGO: ["categories.global.pageHeader.enabled", "components.pageHeader.logo.enabled"],
};

/** Settings by which the pages show the images, unless the settings say otherwise. */
export function showing(settings: Settings, images: readonly ImageName[]): Settings {
  const on = images.flatMap(({ category }) => switches[category] ?? []);
  const kinds = images.flatMap(({ category, extension }) =>
    category.startsWith("FAVICON_") ? [extension] : [],
  );
  return [
    ...on.map((path) => [path, true] as const),
    ...(kinds.length ? [["components.favicon.enabledTypes", kinds] as const] : []),
  ].reduce((known, [path, value]) => withDefault(known, path.split("."), value), settings);
}

function withDefault(known: Settings, [key, ...rest]: readonly string[], value: unknown): Settings {
  const present = known[key!];
  if (rest.length === 0) return present === undefined ? { ...known, [key!]: value } : known;
  if (present !== undefined && !isObject(present)) return known;
  return { ...known, [key!]: withDefault(present ?? {}, rest, value) };
}

/** The same text for the same settings, however the file is written: in the order in which the provider reads them back. */
export const canonical = (settings: unknown): string =>
  JSON.stringify(settings, (_key, value: unknown) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
