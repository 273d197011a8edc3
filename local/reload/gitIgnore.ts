/** Whether a path below the folder of a `.gitignore` is ignored: relative, with "/". */
export type GitIgnore = (path: string) => boolean;

interface Rule {
  readonly pattern: RegExp;
  /** False for a line that begins with `!`. */
  readonly ignores: boolean;
  /** True for a line that ends in `/`: files of that name are not meant. */
  readonly foldersOnly: boolean;
}

/** Reads a `.gitignore`. The last line that matches decides; in an ignored folder, git looks for nothing. */
export function readGitIgnore(text: string): GitIgnore {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readRule);

  return (path) => {
    const names = path.split("/");
    for (let length = 1; length <= names.length; length++) {
      const part = names.slice(0, length).join("/");
      const isFolder = length < names.length;
      const last = rules.findLast(
        ({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(part),
      );
      if (last?.ignores) return true;
    }
    return false;
  };
}

function readRule(line: string): Rule {
  const ignores = !line.startsWith("!");
  const given = line.replace(/^!/, "").replace(/^\\(?=[!#])/, "");
  const foldersOnly = given.endsWith("/");
  const glob = given.replace(/\/+$/, "").replace(/^\.?\//, "");
  const isAnchored = /^\.?\/|\/(?!$)/.test(given.replace(/\/+$/, ""));
  return {
    pattern: new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${inRegExp(glob)}$`),
    ignores,
    foldersOnly,
  };
}

/** The parts of a glob, and what each means. */
const globParts = /\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]+\]|\\.|[^*?[\\/]+|./g;

const inRegExp = (glob: string): string =>
  (glob.match(globParts) ?? [])
    .map((part) => {
      if (part === "**/") return "(?:.*/)?";
      if (part === "/**") return "/.*";
      if (part.startsWith("*")) return "[^/]*";
      if (part === "?") return "[^/]";
      if (/^\[.+\]$/.test(part)) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
      return part.replace(/^\\(?=.)/, "").replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
