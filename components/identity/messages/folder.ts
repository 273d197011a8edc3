import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { OptionFault } from "../../shared/errors.ts";
import { join as optionPath } from "../../shared/options.ts";
import { layoutFaults, layoutFile, minified } from "./layout.ts";
import { type OccasionName, occasionNames } from "./occasions.ts";
import { mailFaults, type MessageTemplate, parseTemplate } from "./template.ts";

type LocaleTemplates = Partial<Record<OccasionName, MessageTemplate>>;

/** All messages of a platform, as they are built into the functions that send them. */
export interface MessageTemplates {
  /** An HTML document with `{content}`. */
  readonly layout: string;
  readonly defaultLocale: string;
  /** The default locale has all messages; others may lack some. */
  readonly locales: Readonly<Record<string, LocaleTemplates>>;
}

export interface MessagesFolder {
  /** Path of the folder: `layout.html`, and a folder per locale with a file per message, such as `en/signUp.txt`. */
  readonly folder: string;
  /** The platform's name in messages; it counts for the limits. */
  readonly platform: string;
  /** Language of users whose own is not among the locales. @default "en" */
  readonly defaultLocale?: string | undefined;
}

/**
 * Reads the templates of all messages and checks them against Cognito's limits.
 *
 * @param path - the option's, for faults such as `messages["en/signUp.txt"].SMS`
 * @returns all faults; if there are any, the templates are of no use
 */
export function readMessages(
  { folder, platform, defaultLocale = "en" }: MessagesFolder,
  path = "messages",
): { templates: MessageTemplates; faults: OptionFault[] } {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const templates = { layout: "", defaultLocale, locales: {} };
    return { templates, faults: [{ argument: path, given: folder, ...noFolder }] };
  }
  const faults: OptionFault[] = [];
  const report = (file: string, problems: readonly OptionFault[]) => {
    const at = optionPath(path, file);
    for (const each of problems) {
      faults.push({ ...each, argument: each.argument ? `${at}.${each.argument}` : at });
    }
  };
  const source = contentOf(join(folder, layoutFile));
  const layout = minified(source ?? "");
  report(layoutFile, layoutFaults(source));

  const readLocale = (locale: string): LocaleTemplates => {
    if (!isLocale(locale)) report(locale, [strangeLocale]);
    const templates: LocaleTemplates = {};
    for (const file of namesIn(join(folder, locale))) {
      const occasion = occasionNames.find((name) => file === fileOf(name));
      if (!occasion) report(`${locale}/${file}`, [strangeFile]);
      else {
        const text = contentOf(join(folder, locale, file)) ?? "";
        const parsed = parseTemplate(text, occasion, platform);
        report(
          `${locale}/${file}`,
          "faults" in parsed ? parsed.faults : mailFaults(layout, parsed),
        );
        if (!("faults" in parsed)) templates[occasion] = parsed;
      }
    }
    return templates;
  };
  // The default locale first, as in the preview.
  const names = namesIn(folder)
    .filter((name) => name !== layoutFile)
    .sort((one, other) => Number(other === defaultLocale) - Number(one === defaultLocale));
  const locales = Object.fromEntries(names.map((name) => [name, readLocale(name)]));

  for (const name of occasionNames) {
    const file = `${defaultLocale}/${fileOf(name)}`;
    if (!existsSync(join(folder, file))) report(file, [missing]);
  }
  return { templates: { layout, defaultLocale, locales }, faults };
}

const fileOf = (occasion: OccasionName): string => `${occasion}.txt`;

export const isLocale = (name: unknown): boolean =>
  typeof name === "string" && /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(name);

const noFolder = {
  allowed: `an existing folder with ${layoutFile} and a folder for each locale`,
  fix: "Correct the path, or copy the messages/ of the repository.",
};

const strangeLocale: OptionFault = {
  argument: "",
  given: undefined,
  allowed: `${layoutFile} and folders named by locale, such as en, de or pt-BR`,
  isName: true,
};

const strangeFile: OptionFault = {
  argument: "",
  given: undefined,
  allowed: occasionNames.map(fileOf).join(", "),
  isName: true,
};

const missing: OptionFault = {
  argument: "",
  given: undefined,
  allowed: "a template of every message in the default locale",
  fix: "Copy it from the messages/ of the repository.",
};

/** Names in a folder, in order; without hidden files. None if it does not exist. */
const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !name.startsWith("."))
        .sort()
    : [];

const contentOf = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, "utf8") : undefined;
