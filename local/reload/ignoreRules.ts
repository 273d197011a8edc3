/** Whether a path below the folder of the rules is ignored: relative, with "/". */
export type IgnoreRules = (path: string) => boolean;

interface Rule {
  readonly pattern: RegExp;
  /** False for a line that begins with `!`. */
  readonly ignores: boolean;
  /** True for a line that ends in `/`: files of that name are not meant. */
  readonly foldersOnly: boolean;
}

/**
 * Reads a `.gitignore` or `.dockerignore`. In a `.dockerignore`, all patterns begin at its folder, and a later line can include
 * a file of an ignored folder; git looks for no files there. The last line that matches decides.
 */
export function readIgnoreRules(text: string, kind: "git" | "docker"): IgnoreRules {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => readRule(line, kind));
  if (rules.length === 0) return () => false;

  return (path) => {
    const names = path.split("/");
    let ignored = false;
    for (let length = 1; length <= names.length; length++) {
      const part = names.slice(0, length).join("/");
      const isFolder = length < names.length;
      for (const { pattern, ignores, foldersOnly } of rules) {
        if ((isFolder || !foldersOnly) && pattern.test(part)) ignored = ignores;
      }
      if (ignored && kind === "git") return true;
    }
    return ignored;
  };
}

function readRule(line: string, kind: "git" | "docker"): Rule {
  const ignores = !line.startsWith("!");
  const given = line.replace(/^!/, "").replace(/^\\(?=[!#])/, "");
  const foldersOnly = kind === "git" && given.endsWith("/");
  const glob = given.replace(/\/+$/, "").replace(/^\.?\//, "");
  const isAnchored = kind === "docker" || /^\.?\/|\/(?!$)/.test(given.replace(/\/+$/, ""));
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
