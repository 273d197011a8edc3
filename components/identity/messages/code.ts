import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";
import { bundleFile } from "../../function/bundleFile.ts";
import { noteBundle } from "../../function/bundleNote.ts";
import { handlerBundle } from "../../function/bundleOptions.ts";
import { type MessageTemplates, readMessages } from "./folder.ts";
import type { MessagesOptions } from "./options.ts";

const root = fileURLToPath(new URL("../../../functions/", import.meta.url));

/**
 * The code of a function with the templates of a platform's messages, in one file.
 *
 * @param path - the function's folder under `functions/`
 */
export const messagesBundle = (path: string, templates: MessageTemplates): Uint8Array =>
  build(optionsOf(path, templates)).outputFiles[0]!.contents;

const optionsOf = (path: string, templates: MessageTemplates) =>
  ({
    ...handlerBundle(join(root, path, "handler.ts")),
    define: { MESSAGES: JSON.stringify(templates) },
    charset: "utf8",
  }) as const;

const build = (options: ReturnType<typeof optionsOf>) =>
  buildSync({ ...options, metafile: true, write: false });

/**
 * The code of a function that writes the platform's messages, for an `aws.lambda.Function` with the handler `index.handler`.
 *
 * @param path - the function's folder under `functions/`
 * @returns `undefined` without a folder of messages
 */
export function messagesCode(
  path: string,
  options: MessagesOptions,
): pulumi.asset.Archive | undefined {
  const templates = templatesOf(options);
  if (templates === undefined) return undefined;
  const folder = join("messages", path);
  const bundleOptions = optionsOf(path, templates);
  const { outputFiles, metafile } = build(bundleOptions);
  noteBundle(folder, bundleOptions, metafile, "<stdin>");
  return new pulumi.asset.AssetArchive({
    "index.js": bundleFile(join(folder, "index.js"), outputFiles[0]!.contents),
  });
}

/** The templates of a platform's messages; `undefined` without a folder of messages. */
export const templatesOf = ({
  messages: folder,
  defaultLocale,
}: MessagesOptions): MessageTemplates | undefined =>
  // Its faults were reported before.
  folder === undefined
    ? undefined
    : readMessages({ folder, platform: "", defaultLocale }).templates;
