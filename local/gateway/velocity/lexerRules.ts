/** The states of Velocity 1.7's lexer: which tokens it knows depends on where it is. */
export type State =
  | "text"
  | "reference"
  | "member"
  | "arguments"
  | "index"
  | "hash"
  | "directive"
  | "lineComment"
  | "comment"
  | "textBlock";

export type Kind =
  | "indexOpen"
  | "indexClose"
  | "["
  | "]"
  | ","
  | ".."
  | ":"
  | "mapOpen"
  | "mapClose"
  | "("
  | ")"
  | "argumentsClose"
  | "escapedDirective"
  | "set"
  | "lineComment"
  | "doubleEscape"
  | "escape"
  | "text"
  | "lineEnd"
  | "comment"
  | "textBlock"
  | "space"
  | "string"
  | "true"
  | "false"
  | "newline"
  | Operator
  | "end"
  | "if"
  | "elseif"
  | "else"
  | "integer"
  | "decimal"
  | "word"
  | "identifier"
  | "."
  | "{"
  | "}"
  | "emptyIndex"
  | "eof";

export type Operator =
  "-" | "+" | "*" | "/" | "%" | "&&" | "||" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "!" | "=";

/** A token of a kind, or what begins or surrounds one. */
export type Match =
  | Kind
  /** `$`, `$!`: the beginning of a reference's token. */
  | "dollar"
  /** `#`, `#*` and `#[[`: the beginning of a directive, comment or block of text. */
  | "hash"
  | "commentStart"
  | "formalCommentStart"
  | "textBlockStart"
  /** Characters of a comment, or of a block of text. */
  | "skipped"
  | "blockText"
  /** Ends a reference or directive, and is read again as text. */
  | "terminator";

/** Returns the end of a match at a position, or -1. */
type Matcher = (text: string, at: number) => number;

interface Rule {
  readonly match: Match;
  readonly end: Matcher;
}

const everywhere: readonly State[] = [
  "text",
  "reference",
  "member",
  "arguments",
  "index",
  "hash",
  "directive",
  "lineComment",
  "comment",
  "textBlock",
];
const inReference: readonly State[] = ["reference", "member", "arguments"];
const inValues: readonly State[] = ["directive", "arguments"];
const inLiterals: readonly State[] = ["directive", "arguments", "index"];

const word = String.raw`[a-zA-Z_@][\w@]*|\{[a-zA-Z_][\w@]*\}`;
const lineEnd = String.raw`(?:[ \t]*(?:\r\n|\n|\r))?`;
const exponent = String.raw`[eE][+-]?\d+`;
/** Behind an integer, `..` belongs to a range. */
const integer = /-?\d+(?:\.\.)?/y;

// Of the longest matches, the first counts.
const table: readonly (readonly [Match, readonly State[], RegExp | Matcher])[] = [
  ["indexOpen", ["reference", "member"], /\[/y],
  ["indexClose", ["index"], /\]/y],
  ["[", inValues, /\[/y],
  ["]", inValues, /\]/y],
  [",", inValues, /,/y],
  ["..", inValues, /\.\./y],
  [":", inValues, /:/y],
  ["mapOpen", inValues, /\{/y],
  ["mapClose", inValues, /\}/y],
  ["(", ["directive", "member"], /\(/y],
  [")", ["directive"], new RegExp(String.raw`\)${lineEnd}`, "y")],
  ["argumentsClose", ["arguments"], /\)/y],
  ["escapedDirective", ["text"], escapedDirective],
  ["set", ["text", ...inReference], /[ \t]*#(?:set|\{set\}) *\(/y],
  ["dollar", everywhere, dollar],
  ["textBlockStart", everywhere, /#\[\[/y],
  ["formalCommentStart", everywhere, /#\*\*[^#]/y],
  ["commentStart", everywhere, /#\*/y],
  ["hash", everywhere, /#/y],
  // Not behind a property: Velocity prints the comment of `$x.name## comment`.
  ["lineComment", ["text", "reference", "hash", "directive"], /##/y],
  ["doubleEscape", ["text"], /\\\\/y],
  ["escape", ["text"], /\\/y],
  ["text", ["text"], /[^$#\\]+/y],
  ["lineEnd", ["lineComment"], /\r\n|\n|\r/y],
  ["comment", ["comment"], /\*#/y],
  ["textBlock", ["textBlock"], /\]\]#/y],
  ["skipped", ["lineComment"], /[^$#\\\r\n]+|[^]/y],
  ["skipped", ["comment"], /[^$#\\*]+|[^]/y],
  ["blockText", ["textBlock"], /[^$#\\\]]+|[^]/y],
  ["space", inLiterals, /[ \t\n\r]+/y],
  ["string", inLiterals, /"(?:[^"]|"")*"|'(?:[^']|'')*'/y],
  ["true", [...inReference, "directive", "index"], /true/y],
  ["false", [...inReference, "directive", "index"], /false/y],
  ["newline", ["directive"], /\r\n|\n|\r/y],
  ["-", ["directive"], /-/y],
  ["+", ["directive"], /\+/y],
  ["*", ["directive"], /\*/y],
  ["/", ["directive"], /\//y],
  ["%", ["directive"], /%/y],
  ["&&", ["directive"], /&&|and/y],
  ["||", ["directive"], /\|\||or/y],
  ["<", ["directive"], /<|lt/y],
  ["<=", ["directive"], /<=|le/y],
  [">", ["directive"], />|gt/y],
  [">=", ["directive"], />=|ge/y],
  ["==", ["directive"], /==|eq/y],
  ["!=", ["directive"], /!=|ne/y],
  ["!", ["directive"], /!|not/y],
  ["=", ["directive"], /=/y],
  ["end", ["hash"], new RegExp(String.raw`(?:end|\{end\})${lineEnd}`, "y")],
  ["if", ["hash"], /if|\{if\}/y],
  ["elseif", ["hash"], /elseif|\{elseif\}/y],
  ["else", ["hash"], new RegExp(String.raw`(?:else|\{else\})${lineEnd}`, "y")],
  ["integer", ["hash", ...inLiterals], integer],
  [
    "decimal",
    ["hash", ...inLiterals],
    new RegExp(
      String.raw`-?(?:\d+\.\d*(?:${exponent})?|\.\d+(?:${exponent})?|\d+${exponent})`,
      "y",
    ),
  ],
  ["word", ["hash", "directive"], new RegExp(word, "y")],
  ["identifier", inReference, /[a-zA-Z_][\w-]*/y],
  [".", inReference, /\.(?=[a-zA-Z])/y],
  ["{", ["reference", "member"], /\{/y],
  ["}", ["reference", "member"], /\}/y],
  ["terminator", ["reference", "member", "hash"], /[^]/y],
  ["emptyIndex", ["text", "reference"], /\$!?\[|\$\\!\[|\$\./y],
];

const rules: Readonly<Record<State, readonly Rule[]>> = Object.fromEntries(
  everywhere.map((state) => [
    state,
    table
      .filter(([, states]) => states.includes(state))
      .map(([match, , pattern]): Rule => ({ match, end: matcher(pattern) })),
  ]),
) as unknown as Record<State, Rule[]>;

function matcher(pattern: RegExp | Matcher): Matcher {
  if (typeof pattern === "function") return pattern;
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
}

/** Finds the longest match at a position: what it is and its end. */
export function longestMatch(
  state: State,
  text: string,
  at: number,
): { match: Match; end: number } | undefined {
  let match: Match | undefined;
  let end = at;
  for (const rule of rules[state]) {
    const last = rule.end(text, at);
    if (last > end) {
      match = rule.match;
      end = last;
    }
  }
  return match && { match, end };
}

const escapable = new RegExp(`#(?:${word})`, "y");

/** `\#if`, `\\\#if`: an odd number of backslashes. */
function escapedDirective(text: string, at: number): number {
  if (text[at] !== "\\") return -1;
  const hash = behindBackslashes(text, at);
  escapable.lastIndex = hash;
  return (hash - at) % 2 === 1 && escapable.test(text) ? escapable.lastIndex : -1;
}

/** `$`, `$!`, `\$`, `$\!` */
function dollar(text: string, at: number): number {
  const sign = behindBackslashes(text, at);
  if (text[sign] !== "$") return -1;
  const bang = behindBackslashes(text, sign + 1);
  return text[bang] === "!" ? bang + 1 : sign + 1;
}

let lastText = "";
let lastEnd = 0;
let lastStart = 0;

/** Remembers the end of a run, because the lexer asks for it at each of the run's backslashes. */
function behindBackslashes(text: string, at: number): number {
  if (text[at] !== "\\") return at;
  if (text === lastText && at >= lastStart && at < lastEnd) return lastEnd;
  let end = at + 1;
  while (text[end] === "\\") end++;
  [lastText, lastStart, lastEnd] = [text, at, end];
  return end;
}
