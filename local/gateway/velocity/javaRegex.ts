import { TemplateError } from "./template.ts";

/** `lines` is `whole` with dots that also match line ends. */
type Extent = "all" | "first" | "lines" | "whole";

const flags: Record<Extent, string> = { all: "gu", first: "u", lines: "su", whole: "u" };
const compiled = new Map<string, RegExp>();

/**
 * Converts a Java regular expression to JavaScript. Differences are rewritten below.
 *
 * @throws TemplateError for invalid or unsupported syntax (possessive quantifiers, nested sets)
 */
export function javaPattern(pattern: string, extent: Extent): RegExp {
  const key = extent + pattern;
  let regex = compiled.get(key);
  if (regex === undefined) {
    // Patterns are nearly always literals in templates, so few are in use.
    if (compiled.size > 500) {
      compiled.clear();
    }
    regex = translate(pattern, extent);
    compiled.set(key, regex);
  }
  regex.lastIndex = 0;
  return regex;
}

const inlineFlags = /^(\(\?:)?\(\?([ims]+)\)/;

function translate(pattern: string, extent: Extent): RegExp {
  const inline = inlineFlags.exec(pattern);
  const [start = "", open = "", extra = ""] = inline ?? [];
  const source = open + rewrite(pattern.slice(start.length));
  try {
    const isWhole = extent === "whole" || extent === "lines";
    const allFlags = [...new Set(flags[extent] + extra)].join("");
    return new RegExp(isWhole ? `^${source}$` : source, allFlags);
  } catch (error) {
    throw new TemplateError(
      `The regular expression ${JSON.stringify(pattern)} is not supported: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

const tokens =
  /\\Q(?<quoted>[^]*?)(?:\\E|$)|\\[pP](?<property>\{\w+\})|\\(?<escaped>[^])|(?<bracket>[[\]}])|(?<quantifier>\{\d+(?:,\d*)?\})|&&/gu;

const posixClasses: Readonly<Record<string, string>> = {
  "{Alnum}": "a-zA-Z0-9",
  "{Alpha}": "a-zA-Z",
  "{Digit}": "0-9",
  "{Lower}": "a-z",
  "{Upper}": "A-Z",
  "{Punct}": "!-\\/:-@\\[-`\\{-~",
  "{Space}": " \\t\\n\\v\\f\\r",
  "{XDigit}": "0-9a-fA-F",
};

function rewrite(pattern: string): string {
  let isInSet = false;
  return pattern.replace(tokens, (token, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const { quoted, property, escaped, bracket } = groups;
    if (quoted !== undefined) {
      return quoted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
    if (property !== undefined) {
      return posixClass(token, property, isInSet);
    }
    if (escaped !== undefined) {
      return escape(escaped, isInSet);
    }
    if (token === "&&" || (bracket === "[" && isInSet)) {
      return token === "&&" && !isInSet ? token : refuse(pattern);
    }
    const wasInSet = isInSet;
    switch (bracket) {
      case "[":
        isInSet = true;
        return token;
      case "]":
        isInSet = false;
        return wasInSet ? token : "\\]";
      case "}":
        return wasInSet ? token : "\\}";
      default:
        return token;
    }
  });
}

function posixClass(token: string, property: string, isInSet: boolean): string {
  const range = posixClasses[property];
  if (range === undefined) {
    return token;
  }
  if (!isInSet) {
    return token.startsWith("\\P") ? `[^${range}]` : `[${range}]`;
  }
  return token.startsWith("\\P") ? refuse(token) : range;
}

/** Java allows a backslash before every character except letters. */
function escape(character: string, isInSet: boolean): string {
  if (/[\\^$.*+?()[\]{}|/a-zA-Z0-9]/.test(character)) {
    return anchors[character] ?? `\\${character}`;
  }
  return character === "-" && isInSet ? "\\-" : character;
}

const anchors: Readonly<Record<string, string>> = {
  A: "^",
  z: "$",
  Z: "(?=\\n?$)",
  h: "[ \\t\\xA0]",
};

function refuse(pattern: string): never {
  throw new TemplateError(
    `The regular expression ${JSON.stringify(pattern)} nests or intersects sets, which is not supported.`,
  );
}

/** Compiles Java's replacement text: `$1`, `${name}`, and a backslash before literal characters. */
export function javaReplacement(text: string): (...match: unknown[]) => string {
  if (!/[\\$]/.test(text)) {
    return () => text;
  }
  return (...match) => {
    const hasNames = typeof match.at(-1) === "object";
    const names = hasNames ? (match.at(-1) as Record<string, string | undefined>) : {};
    const groups = match.slice(0, hasNames ? -3 : -2) as (string | undefined)[];
    return text.replace(
      /\\(?<literal>[^]?)|\$(?:(?<index>\d)|\{(?<name>\w+)\})?/g,
      (token, ...rest) => {
        const { literal, index, name } = rest.at(-1) as Record<string, string | undefined>;
        const isKnown =
          (literal !== undefined && literal !== "") ||
          (index !== undefined && Number(index) < groups.length) ||
          (name !== undefined && Object.hasOwn(names, name));
        if (!isKnown) {
          throw new TemplateError(
            `The replacement ${JSON.stringify(text)} has an invalid ${JSON.stringify(token)}. ` +
              "Use $0 to $9 for a group, and a backslash before a literal $ or backslash.",
          );
        }
        return literal ?? (index === undefined ? names[name ?? ""] : groups[Number(index)]) ?? "";
      },
    );
  };
}
