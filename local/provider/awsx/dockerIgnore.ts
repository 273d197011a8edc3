/** Tells what a `.dockerignore` file leaves out of a build context. */
export interface IgnoreRules {
  /** @param path - from the context, with `/` between its parts */
  ignores(path: string): boolean;
  /** Whether all of an ignored folder is ignored, so that nobody needs to look into it. */
  readonly wholeFolders: boolean;
}

interface Rule {
  readonly pattern: RegExp;
  /** A line with `!` takes back what a line before it left out. */
  readonly ignored: boolean;
}

/**
 * Reads a `.dockerignore` file as Docker does: patterns start at the context's root, what matches a
 * folder holds for all in it, and the last line that matches a path decides.
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

/** `a/b/c` is ignored with `a` and with `a/b`. */
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

/** `*` and `?` stay within a folder, `**` is any number of folders, `\` quotes, `[a-c]` is a class. */
function toPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\\?./gs, (token) => {
    if (token.length > 1 && token.startsWith("[")) return token;
    return wildcards[token] ?? literal(token.at(-1)!);
  });
  return new RegExp(`^${source}$`, "s");
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
