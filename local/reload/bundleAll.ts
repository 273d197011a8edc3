import type { BuildFailure } from "esbuild";
import { type Bundle, bundleAgain } from "./bundles.ts";

interface Bundled {
  readonly done: { readonly bundle: Bundle; readonly differs: boolean }[];
  /** Functions that have the same error. */
  readonly failures: { readonly names: string[]; readonly error: unknown }[];
}

/**
 * Makes bundles again, side by side, and has their functions loaded.
 *
 * @param root - the project's folder
 * @param load - receives the functions' names in AWS
 */
export async function bundleAll(
  bundles: readonly Bundle[],
  root: string,
  load: (names: readonly string[]) => Promise<void>,
): Promise<Bundled> {
  const done: Bundled["done"] = [];
  const failures = new Map<string, { names: string[]; error: unknown }>();
  await Promise.all(
    bundles.map(async (stale) => {
      try {
        const bundled = await bundleAgain(stale, root);
        if (bundled.differs) await load([...stale.functions.keys()]);
        done.push(bundled);
      } catch (error) {
        const explained = explain(error);
        const { names } = failures.get(explained.message) ?? { names: [] as string[] };
        names.push(...new Set(stale.functions.values()));
        failures.set(explained.message, { names, error: explained });
      }
    }),
  );
  return { done, failures: [...failures.values()] };
}

/** esbuild's own message repeats itself; its first error is enough. */
function explain(error: unknown): Error & Partial<Pick<BuildFailure, "errors">> {
  const { errors } = error as Partial<BuildFailure>;
  if (!errors?.[0]) return error as Error;
  return Object.assign(new Error(errors[0].text), { errors });
}
