import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { handlerBundle } from "../../function/bundleOptions.ts";
import type { MessageTemplates } from "./folder.ts";

const root = fileURLToPath(new URL("../../../functions/", import.meta.url));

/**
 * The code of a function with the templates of a platform's messages, in one file.
 *
 * @param path - the function's folder under `functions/`
 */
export const messagesBundle = (path: string, templates: MessageTemplates): Uint8Array =>
  buildSync({
    ...handlerBundle(join(root, path, "handler.ts")),
    define: { MESSAGES: JSON.stringify(templates) },
    charset: "utf8",
    write: false,
  }).outputFiles[0]!.contents;
