/** The rules of a `.dockerignore` file. */
export interface IgnoreRules {
  /** @param path - relative to the build context, with `/` as separator */
  ignores(path: string): boolean;
  /** Whether ignored folders contain no exceptions, so they need not be listed. */
  readonly wholeFolders: boolean;
}

interface Rule {
  readonly pattern: RegExp;
  /** False for a line with `!`, which is an exception to earlier lines. */
  readonly ignored: boolean;
}

/**
 * Reads a `.dockerignore` file like Docker: patterns are relative to the context's root, a pattern of a
 * folder applies to all files in it, and the last matching line decides. `@balena/dockerignore` 1.0.2
 * does not escape `+ ^ | ( ) { }`, so it misses such names or throws.
 */
export function readIgnoreRules(text: string): IgnoreRules {
  const rules = text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#"))
    .flatMap((line) => readRule(line.trim()) ?? []);
  return {
    ignores: (path) => {
      const paths = withParents(path);
      const last = rules.findLast(({ pattern }) => paths.some((each) => pattern.test(each)));
      return last?.ignored ?? false;
    },
    wholeFolders: rules.every(({ ignored }) => ignored),
  };
}

function readRule(line: string): Rule | undefined {
  const ignored = !line.startsWith("!");
  const path = line.slice(ignored ? 0 : 1).trim();
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 ? undefined : { ignored, pattern: toPattern(parts.join("/")) };
}

/** The path and its parent folders: for `a/b`, `a` and `a/b`. */
function withParents(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

const wildcards: Record<string, string> = {
  "**/": "(?:.*/)?",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
};

/** `*` and `?` match within a folder, `**` any number of folders, `[a-c]` a class; `\` escapes. */
function toPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\\?./gs, (token) => {
    if (token.length > 1 && token.startsWith("[")) return token;
    return wildcards[token] ?? literal(token.at(-1)!);
  });
  return new RegExp(`^${source}$`, "s");
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
