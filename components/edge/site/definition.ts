import {
  listOf,
  mapOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
} from "../../shared/options.ts";
import { pathPatternRule } from "../behavior.ts";

/** A static site that the distribution serves from a private bucket. */
export interface SiteDefinition {
  /**
   * Folder of the built site, from the project's root. Its `index.html` is the page of `/`. Each file and
   * folder at its top becomes a path of the distribution, which no route may have. Names beginning with a
   * dot are left out, except `.well-known`.
   */
  readonly directory: string;
  /**
   * Pages of single-page apps by path pattern, such as `{ "/app/*": "/index.html" }`: paths without a file
   * extension get that page. @default none
   */
  readonly spaPages?: Readonly<Record<string, string>>;
  /**
   * Path patterns of more files that never change under the same name, such as `["/assets/*"]`. Browsers
   * keep them for a year and do not ask again.
   * @default files with a content hash in their name
   */
  readonly immutable?: readonly string[];
  /** Media types by file extension, such as `{ ".glb": "model/gltf-binary" }`. @default those of the web */
  readonly contentTypes?: Readonly<Record<string, string>>;
}

const pageRule = text(/^\/.*\.html$/, 'a page of the site, such as "/index.html"');

const mediaType: Rule = text(
  /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/,
  'a media type, such as "model/gltf-binary"',
);

const siteRules: OptionRules<SiteDefinition> = {
  directory: required(text(/^(?!\/)[^\0]+$/, "a folder, from the project's root")),
  spaPages: mapOf(pageRule, pathPatternRule),
  immutable: listOf(pathPatternRule),
  contentTypes: mapOf(mediaType, text(/^\.\w+$/, 'file extensions, such as ".glb"')),
};

export const siteRule = options<SiteDefinition>(siteRules);
