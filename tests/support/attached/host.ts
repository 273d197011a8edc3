// A process that serves the program and the providers to the engine, for one command after the other, so
// that only the first one loads the packages and warms them up.
import { transform } from "esbuild";
import { serveLanguage } from "../../../project/engine/hosts/languageService.mjs";
import { runProgram } from "./program.ts";
import { startProviders } from "./providers.ts";

/** A message from the parent. */
export type Request =
  | {
      readonly open: number;
      /** The program's. */
      readonly folder: string;
      readonly env: Record<string, string>;
    }
  | { readonly close: number };

/** The response to `open`: the engine's variables. */
export interface Opened {
  readonly opened: number;
  readonly env: Record<string, string>;
}

const open = new Map<number, () => void>();

// Starts esbuild's process here: it resolves no files in a folder that is gone, as programs' folders are later.
await transform("");

process.on("message", async (request: Request) => {
  if ("close" in request) {
    open.get(request.close)?.();
    open.delete(request.close);
    return;
  }
  process.chdir(request.folder);
  const [language, providers] = await Promise.all([
    serveLanguage(runProgram),
    startProviders(request.env),
  ]);
  open.set(request.open, () => {
    for (const { close } of [language, ...providers]) close();
  });
  const env = {
    PULUMI_DEBUG_LANGUAGES: `nodejs:${language.port}`,
    PULUMI_DEBUG_PROVIDERS: providers.map(({ name, port }) => `${name}:${port}`).join(),
  };
  process.send!({ opened: request.open, env } satisfies Opened);
});

// The parent has ended.
process.on("disconnect", () => process.exit());
