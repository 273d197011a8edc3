import { type OptionRules, options, text } from "../../shared/options.ts";

interface PagesSettings {
  /**
   * Folder of the pages' look, such as `branding/`: `settings.json`, as the branding editor of Cognito's console
   * exports it, and images, named by where they are shown, such as `form-logo.svg`. Of a client with a `branding` of its own,
   * only that counts.
   * @default Cognito's look
   */
  readonly branding?: string;
}

export interface PagesOptions {
  /** The sign-in pages of all clients that have any. */
  readonly pages?: PagesSettings | undefined;
}

export const pagesRules: OptionRules<PagesOptions> = {
  pages: options<PagesSettings>({ branding: text() }),
};
