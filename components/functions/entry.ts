import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import {
  type BuildFailure,
  type BuildOptions,
  buildSync,
  type Message,
  type Metafile,
} from "esbuild";
import { bundleFile } from "../function/bundleFile.ts";
import { noteBundle } from "../function/bundleNote.ts";
import { bundleOptions } from "../function/bundleOptions.ts";
import { nativePackage } from "./nativePackages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A function's code and its source map, which stack traces need. */
interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
  /** A package that needs native code. */
  readonly native: string | undefined;
  /** How it was made. */
  readonly build: BuildOptions;
  readonly metafile: Metafile;
}

const bundles = new Map<string, Bundle>();

/**
 * Why a module can't be a function's code, and what to do; `undefined` if it can. It is bundled for this, once.
 *
 * @param entry - path from the project's folder
 */
export function entryProblem(entry: string): string | undefined {
  try {
    const { native } = bundleOf(exportOf(entry));
    return native && nativeProblem(native);
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? [];
    if (first === undefined) throw error;
    return buildProblem(first);
  }
}

function buildProblem({ text, location }: Message): string {
  const isLoader = location?.file === loaderName;
  if (isLoader && text.startsWith("No matching export")) return 'It does not export "handler".';
  const [, file] = /^No loader is configured for "\.node" files: (.*)$/.exec(text) ?? [];
  if (file !== undefined) return nativeProblem(file);
  const at = location && !isLoader ? `${location.file}:${location.line}: ` : "";
  return `It can't be bundled: ${at}${text}.${fixes.find(([about]) => about.test(text))?.[1] ?? ""}`;
}

const fixes: readonly (readonly [RegExp, string])[] = [
  [/^Could not resolve "\./, " Correct the path."],
  [/^Could not resolve/, " Install the package, or add the name to paths in tsconfig.json."],
  [/^Top-level await/, " Await it within handler."],
  [/^No loader/, " Only code, JSON and .txt files can be imported."],
];

const nativeProblem = (from: string): string =>
  `${from} has native code, which a bundle can't contain. Use a package in JavaScript or WebAssembly, or a private service.`;

/**
 * The code of an `aws.lambda.Function` with the handler `index.handler`: a module of the project with all
 * that it imports, minified, and its source map. Packages that it imports are bundled too, also AWS's
 * SDK: the versions are those of the project's lock file, wherever the function runs.
 *
 * @throws BuildFailure if {@link entryProblem} has a problem
 */
export const entryCode = (entry: string): pulumi.asset.Archive =>
  archive(join("own", entry), bundleOf(exportOf(entry)));

interface TriggerCode {
  /** Expressions in place of names in the platform's code. @default none */
  readonly define?: Readonly<Record<string, string>> | undefined;
  /** The function that joins both handlers: a module under `functions/triggers/` and its export. @default `withOwnCode` */
  readonly joinedBy?: { readonly module: string; readonly name: string } | undefined;
}

/**
 * The code of a trigger's function: the platform's own handler, followed by that of a module of the project.
 *
 * @param trigger - folder of the platform's handler under `functions/triggers/`
 * @throws BuildFailure if {@link entryProblem} has a problem
 */
export function triggerCode(
  trigger: string,
  entry: string,
  { define, joinedBy = { module: "ownCode.ts", name: "withOwnCode" } }: TriggerCode = {},
): pulumi.asset.Archive {
  const ours = (file: string) => JSON.stringify(join(root, "functions/triggers", file));
  const handler = `import { handler as platform } from ${ours(`${trigger}/handler.ts`)};
import { ${joinedBy.name} } from ${ours(joinedBy.module)};
import { handler as own } from ${JSON.stringify(`./${entry}`)};
export const handler = ${joinedBy.name}(platform, own);`;
  const bundle = bundleOf(handler, define);
  return archive(join("own", trigger, entry), bundle);
}

function archive(folder: string, { code, map, build, metafile }: Bundle): pulumi.asset.Archive {
  noteBundle(folder, build, metafile, loaderName);
  const written = (name: string, content: Uint8Array) => bundleFile(join(folder, name), content);
  return new pulumi.asset.AssetArchive({
    "index.js": written("index.js", code),
    "index.js.map": written("index.js.map", map),
  });
}

const stacks = join(root, "functions/shared/mappedStacks.ts");
const importMeta = join(root, "functions/shared/importMeta.ts");

/** Of the module that esbuild starts from. */
const loaderName = "<function>";

/** An ES module without this export does not build. */
const exportOf = (entry: string): string =>
  `export { handler } from ${JSON.stringify(`./${entry}`)};`;

/** @param handler - source text of a module that exports it */
function bundleOf(handler: string, define: Readonly<Record<string, string>> = {}): Bundle {
  const contents = `import ${JSON.stringify(stacks)};\n${handler}`;
  const key = JSON.stringify([contents, define]);
  const known = bundles.get(key);
  if (known) return known;
  const build = {
    ...bundleOptions,
    // Code of others may read the names of its classes.
    keepNames: true,
    stdin: {
      contents,
      resolveDir: process.cwd(),
      sourcefile: loaderName,
    },
    inject: [importMeta],
    define: {
      ...define,
      "import.meta.url": "importMetaUrl",
      "import.meta.filename": "__filename",
      "import.meta.dirname": "__dirname",
    },
    outfile: join(process.cwd(), "index.js"),
    sourcemap: true,
    sourcesContent: false,
  } satisfies BuildOptions;
  const { outputFiles, metafile } = buildSync({ ...build, metafile: true, write: false });
  const [map, code] = outputFiles;
  const native = nativePackage(metafile);
  const bundle = { code: code!.contents, map: map!.contents, native, build, metafile };
  bundles.set(key, bundle);
  return bundle;
}
