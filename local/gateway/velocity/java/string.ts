import { bounded, boundedTest } from "../../boundedRegex.ts";
import { javaPattern, javaReplacement } from "../javaRegex.ts";
import { maxPayloadBytes } from "../../quotas.ts";
import { checkLength, TemplateError } from "../template.ts";
import { toText } from "../values.ts";
import { format } from "./format.ts";
import { JavaDouble, JavaFloat } from "./numbers.ts";
import { bytesArray, objectMembers, refuseComparison } from "./object.ts";
import { checkIndex } from "./ranges.ts";
import { membersOf } from "./signatures.ts";
import { JavaArray, JavaCharacter } from "./types.ts";

/** java.lang.String. Regular expressions are Java's. */
export const stringMembers = membersOf<string>()(
  {
    "charAt(int)": (text, at) => new JavaCharacter(text[checkIndex(at, text.length - 1)]!),
    "codePointAt(int)": (text, at) => text.codePointAt(checkIndex(at, text.length - 1)),
    "codePointBefore(int)": (text, at) => codePointBefore(text, checkIndex(at, text.length)),
    "codePointCount(int,int)": (text, start, end) => [...substring(text, start, end)].length,
    "compare(CharSequence,CharSequence)": (_, left, right) => compareTexts(left, right),
    "compareTo(Object)": (text, other) => refuseComparison(text, other),
    "compareTo(String)": (text, other) => compareTexts(text, other),
    "compareToIgnoreCase(String)": (text, other) => compareTexts(folded(text), folded(other)),
    "concat(String)": (text, other) => checkLength(text + other),
    "contains(CharSequence)": (text, part) => text.includes(part),
    "contentEquals(CharSequence)": (text, other) => text === other,
    "copyValueOf(char[])": (_, characters) => characters,
    "copyValueOf(char[],int,int)": (_, characters, start, count) =>
      substring(characters, start, start + count),
    "endsWith(String)": (text, end) => text.endsWith(end),
    "equalsIgnoreCase(String?)": (text, other) => other !== null && folded(text) === folded(other),
    "format(String,Object...)": (_, pattern, values) => format(pattern, values),
    "formatted(Object...)": (text, values) => format(text, values),
    "getBytes()": (text) => bytesArray(Buffer.from(text)),
    "getBytes(String)": (text, charset) => bytesArray(Buffer.from(text, encodingOf(charset))),
    "indent(int)": (text, count) => indent(text, count),
    "indexOf(String)": (text, part) => text.indexOf(part),
    "indexOf(String,int)": (text, part, from) => text.indexOf(part, from),
    "indexOf(int)": (text, code) => text.indexOf(ofCode(code)),
    "indexOf(int,int)": (text, code, from) => text.indexOf(ofCode(code), from),
    "intern()": (text) => text,
    "isBlank()": (text) => strip(text, "both") === "",
    "isEmpty()": (text) => text === "",
    "join(CharSequence,CharSequence...)": (_, separator, parts) =>
      checkLength(parts.join(separator)),
    "join(CharSequence,Iterable)": (_, separator, { items }) =>
      checkLength(items.map(joinable).join(separator)),
    "lastIndexOf(String)": (text, part) => text.lastIndexOf(part),
    "lastIndexOf(String,int)": (text, part, from) => lastIndexOf(text, part, from),
    "lastIndexOf(int)": (text, code) => text.lastIndexOf(ofCode(code)),
    "lastIndexOf(int,int)": (text, code, from) => lastIndexOf(text, ofCode(code), from),
    "length()": (text) => text.length,
    "matches(String)": (text, pattern) => boundedTest(javaPattern(`(?:${pattern})`, "whole"))(text),
    "offsetByCodePoints(int,int)": (text, index, count) => offset(text, index, count),
    "regionMatches(boolean,int,String,int,int)": (text, ignoreCase, at, other, from, count) =>
      regionMatches(ignoreCase, [text, at], [other, from], count),
    "regionMatches(int,String,int,int)": (text, at, other, from, count) =>
      regionMatches(false, [text, at], [other, from], count),
    "repeat(int)": (text, count) => repeat(text, count),
    "replace(CharSequence,CharSequence)": (text, from, to) =>
      checkLength(text.replaceAll(from, () => to)),
    "replace(char,char)": (text, from, to) => text.replaceAll(from, () => to),
    "replaceAll(String,String)": (text, pattern, to) =>
      checkLength(replace(text, javaPattern(pattern, "all"), to)),
    "replaceFirst(String,String)": (text, pattern, to) =>
      replace(text, javaPattern(pattern, "first"), to),
    "split(String)": (text, pattern) => split(text, pattern, 0),
    "split(String,int)": (text, pattern, limit) => split(text, pattern, limit),
    "startsWith(String)": (text, start) => text.startsWith(start),
    "startsWith(String,int)": (text, start, at) => at >= 0 && text.startsWith(start, at),
    "strip()": (text) => strip(text, "both"),
    "stripIndent()": (text) => stripIndent(text),
    "stripLeading()": (text) => strip(text, "start"),
    "stripTrailing()": (text) => strip(text, "end"),
    "subSequence(int,int)": (text, start, end) => substring(text, start, end),
    "substring(int)": (text, start) => substring(text, start, text.length),
    "substring(int,int)": (text, start, end) => substring(text, start, end),
    "toCharArray()": (text) =>
      new JavaArray(
        text.split("").map((unit) => new JavaCharacter(unit)),
        "char",
      ),
    "toLowerCase()": (text) => text.toLowerCase(),
    "toUpperCase()": (text) => text.toUpperCase(),
    // Java's trim removes every control character, JavaScript's also other spaces.
    "trim()": (text) => cut(text, (unit) => unit <= " ", "both"),
    "valueOf(Object)": (_, value) => (value === null ? "null" : toText(value)),
    "valueOf(boolean)": (_, value) => String(value),
    "valueOf(char)": (_, unit) => unit,
    "valueOf(char[])": (_, characters) => characters,
    "valueOf(char[],int,int)": (_, characters, start, count) =>
      substring(characters, start, start + count),
    "valueOf(double)": (_, value) => toText(new JavaDouble(value)),
    "valueOf(float)": (_, value) => toText(new JavaFloat(value)),
    "valueOf(int)": (_, value) => String(value),
    "valueOf(long)": (_, value) => String(value),
  },
  [
    "chars()",
    "codePoints()",
    "describeConstable()",
    "getBytes(int,int,byte[],int)",
    "getChars(int,int,char[],int)",
    "lines()",
    "translateEscapes()",
  ],
  objectMembers,
);

function compareTexts(left: string, right: string): number {
  for (let at = 0; at < left.length && at < right.length; at++) {
    const difference = left.charCodeAt(at) - right.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Java compares texts without case character by character. */
function folded(text: string): string {
  return text.replace(/\p{Lu}|\p{Ll}|\p{Lt}/gu, (letter) => {
    const upper = letter.toUpperCase();
    const lower = (upper.length === letter.length ? upper : letter).toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}

function substring(text: string, start: number, end: number): string {
  checkIndex(end, text.length);
  return text.slice(checkIndex(start, end), end);
}

function codePointBefore(text: string, index: number): number | undefined {
  checkIndex(index - 1, text.length);
  const last = Array.from(text.slice(0, index)).at(-1);
  return last?.codePointAt(0);
}

function offset(text: string, index: number, count: number): number {
  checkIndex(index, text.length);
  const isForward = count >= 0;
  const points = Array.from(isForward ? text.slice(index) : text.slice(0, index));
  const passed = isForward ? points.slice(0, count) : points.slice(count);
  if (passed.length < Math.abs(count)) throw new TemplateError("The text has fewer characters.");
  const length = passed.join("").length;
  return isForward ? index + length : index - length;
}

function ofCode(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ud800\ud800";
}

/** A negative start finds nothing in Java, and the beginning in JavaScript. */
function lastIndexOf(text: string, part: string, from: number): number {
  return from < 0 ? -1 : text.lastIndexOf(part, from);
}

function joinable(item: unknown): string {
  if (item === null || item === undefined) return "null";
  if (typeof item !== "string") {
    throw new TemplateError("String.join needs texts; the list has other values.");
  }
  return item;
}

function regionMatches(
  ignoreCase: boolean,
  [text, at]: readonly [string, number],
  [other, from]: readonly [string, number],
  count: number,
): boolean {
  if (at < 0 || from < 0 || at + count > text.length || from + count > other.length) return false;
  const [left, right] = [text.slice(at, at + count), other.slice(from, from + count)];
  return count <= 0 || (ignoreCase ? folded(left) === folded(right) : left === right);
}

function repeat(text: string, count: number): string {
  if (count < 0) throw new TemplateError(`A text cannot be repeated ${count} times.`);
  const most = Math.ceil(maxPayloadBytes / (text.length || 1)) + 1;
  return text === "" ? "" : checkLength(text.repeat(Math.min(count, most)));
}

function encodingOf(charset: string): BufferEncoding {
  switch (charset.toLowerCase()) {
    case "utf-8":
    case "utf8":
      return "utf8";
    case "iso-8859-1":
    case "us-ascii":
      return "latin1";
    case "utf-16le":
      return "utf16le";
    default:
      throw new TemplateError(`The character set ${charset} is not supported here.`);
  }
}

/** Java's white space, which has no no-break spaces. */
const space = /[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;

function strip(text: string, side: "both" | "end" | "start"): string {
  return cut(text, (unit) => space.test(unit), side);
}

/** Cuts off the units at the sides; a regular expression would take long for texts with many of them. */
function cut(text: string, isCut: (unit: string) => boolean, side: "both" | "end" | "start") {
  let [start, end] = [0, text.length];
  if (side !== "end") while (start < end && isCut(text.charAt(start))) start++;
  if (side !== "start") while (end > start && isCut(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

const indentOf = (line: string): number => line.length - strip(line, "start").length;

const linesOf = (text: string): string[] => {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

function indent(text: string, count: number): string {
  const lines = linesOf(text).map((line) => {
    return count >= 0 ? repeat(" ", count) + line : line.slice(Math.min(indentOf(line), -count));
  });
  return checkLength(lines.map((line) => `${line}\n`).join(""));
}

/** (String.stripIndent: the last line counts, even if it is blank) */
function stripIndent(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const indents = lines
    .filter((line, at) => strip(line, "both") !== "" || at === lines.length - 1)
    .map(indentOf);
  const common = Math.min(...indents);
  return lines
    .map((line) => (strip(line, "both") === "" ? "" : strip(line.slice(common), "end")))
    .join("\n");
}

const replace = (text: string, regex: RegExp, to: string): string =>
  bounded(regex, text, () => text.replace(regex, javaReplacement(to)));

/** Splits as Java does: without a limit, trailing empty texts are left out. */
function split(text: string, pattern: string, limit: number): JavaArray {
  const parts: string[] = [];
  let from = 0;
  let isFound = false;
  const regex = javaPattern(pattern, "all");
  for (const match of bounded(regex, text, () => [...text.matchAll(regex)])) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    // An empty match at the start does not create an empty first part.
    if (end === 0 || (match[0] === "" && match.index === text.length)) continue;
    isFound = true;
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0 && isFound) {
    while (parts.at(-1) === "") parts.pop();
  }
  return new JavaArray(parts, "java.lang.String");
}
