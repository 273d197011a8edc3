import { TemplateError } from "../template.ts";
import { objectMembers, refuseComparison } from "./object.ts";
import { membersOf } from "./signatures.ts";
import { JavaArray, JavaCharacter, type Value } from "./types.ts";

const unit = (text: string) => new JavaCharacter(text);
const code = (text: string) => text.charCodeAt(0);

/** A test of a character, which Java has for a `char` and for a code point. */
function test<Name extends string>(name: Name, pattern: RegExp) {
  return {
    [`${name}(char)`]: (_: Value, text: string) => pattern.test(text),
    [`${name}(int)`]: (_: Value, point: number) => isPoint(point) && pattern.test(ofPoint(point)),
  } as { readonly [Key in `${Name}(char)`]: (receiver: Value, text: string) => boolean } & {
    readonly [Key in `${Name}(int)`]: (receiver: Value, point: number) => boolean;
  };
}

/** java.lang.Character */
export const characterMembers = membersOf<JavaCharacter>()(
  {
    ...test("isDefined", /\P{Cn}/u),
    ...test("isDigit", /\p{Nd}/u),
    ...test("isISOControl", /[\0-\x1f\x7f-\x9f]/u),
    ...test("isLetter", /\p{L}/u),
    ...test("isLetterOrDigit", /[\p{L}\p{Nd}]/u),
    ...test("isLowerCase", /\p{Lowercase}/u),
    ...test("isMirrored", /\p{Bidi_Mirrored}/u),
    ...test("isSpaceChar", /\p{Z}/u),
    ...test("isTitleCase", /\p{Lt}/u),
    ...test("isUpperCase", /\p{Uppercase}/u),
    // Java's white space has no no-break spaces.
    ...test("isWhitespace", /(?![\u00a0\u2007\u202f])[\p{Z}\t-\r\x1c-\x1f]/u),
    "charCount(int)": (_, point) => (point >= 0x10000 ? 2 : 1),
    "charValue()": (value) => value,
    "codePointAt(CharSequence,int)": (_, text, at) => pointAt(text, at),
    "codePointAt(char[],int)": (_, text, at) => pointAt(text, at),
    "compare(char,char)": (_, left, right) => code(left) - code(right),
    "compareTo(Character)": ({ text }, other) => code(text) - code(other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "digit(char,int)": (_, text, radix) => digitOf(text, radix),
    "digit(int,int)": (_, point, radix) => (isPoint(point) ? digitOf(ofPoint(point), radix) : -1),
    "forDigit(int,int)": (_, digit, radix) =>
      unit(radix >= 2 && radix <= 36 && digit >= 0 && digit < radix ? digit.toString(radix) : "\0"),
    "hashCode(char)": (_, text) => code(text),
    "highSurrogate(int)": (_, point) => unit(String.fromCharCode((point >>> 10) + 0xd7c0)),
    "isAlphabetic(int)": (_, point) => isPoint(point) && /\p{Alphabetic}/u.test(ofPoint(point)),
    "isBmpCodePoint(int)": (_, point) => point >>> 16 === 0,
    "isHighSurrogate(char)": (_, text) => /^[\ud800-\udbff]$/.test(text),
    "isIdeographic(int)": (_, point) => isPoint(point) && /\p{Ideographic}/u.test(ofPoint(point)),
    "isLowSurrogate(char)": (_, text) => /^[\udc00-\udfff]$/.test(text),
    "isSpace(char)": (_, text) => /^[\t\n\f\r ]$/.test(text),
    "isSupplementaryCodePoint(int)": (_, point) => point >= 0x10000 && point <= 0x10ffff,
    "isSurrogate(char)": (_, text) => /^[\ud800-\udfff]$/.test(text),
    "isSurrogatePair(char,char)": (_, high, low) =>
      /^[\ud800-\udbff]$/.test(high) && /^[\udc00-\udfff]$/.test(low),
    "isValidCodePoint(int)": (_, point) => isPoint(point),
    "lowSurrogate(int)": (_, point) => unit(String.fromCharCode((point & 0x3ff) + 0xdc00)),
    "reverseBytes(char)": (_, text) =>
      unit(String.fromCharCode(((code(text) << 8) | (code(text) >> 8)) & 0xffff)),
    "toChars(int)": (_, point) =>
      new JavaArray(ofPoint(checked(point)).split("").map(unit), "char"),
    "toCodePoint(char,char)": (_, high, low) =>
      ((code(high) - 0xd800) << 10) + (code(low) - 0xdc00) + 0x10000,
    "toLowerCase(char)": (_, text) => unit(sameLength(text, text.toLowerCase())),
    "toLowerCase(int)": (_, point) => mapped(point, (text) => text.toLowerCase()),
    "toString(char)": (_, text) => text,
    "toString(int)": (_, point) => ofPoint(checked(point)),
    "toUpperCase(char)": (_, text) => unit(sameLength(text, text.toUpperCase())),
    "toUpperCase(int)": (_, point) => mapped(point, (text) => text.toUpperCase()),
    "valueOf(char)": (_, text) => unit(text),
  },
  [
    "codePointAt(char[],int,int)",
    "codePointBefore(CharSequence,int)",
    "codePointBefore(char[],int)",
    "codePointBefore(char[],int,int)",
    "codePointCount(CharSequence,int,int)",
    "codePointCount(char[],int,int)",
    "codePointOf(String)",
    "describeConstable()",
    "getDirectionality(char)",
    "getDirectionality(int)",
    "getName(int)",
    "getNumericValue(char)",
    "getNumericValue(int)",
    "getType(char)",
    "getType(int)",
    "isIdentifierIgnorable(char)",
    "isIdentifierIgnorable(int)",
    "isJavaIdentifierPart(char)",
    "isJavaIdentifierPart(int)",
    "isJavaIdentifierStart(char)",
    "isJavaIdentifierStart(int)",
    "isJavaLetter(char)",
    "isJavaLetterOrDigit(char)",
    "isUnicodeIdentifierPart(char)",
    "isUnicodeIdentifierPart(int)",
    "isUnicodeIdentifierStart(char)",
    "isUnicodeIdentifierStart(int)",
    "offsetByCodePoints(CharSequence,int,int)",
    "offsetByCodePoints(char[],int,int,int,int)",
    "toChars(int,char[],int)",
    "toTitleCase(char)",
    "toTitleCase(int)",
  ],
  objectMembers,
);

function isPoint(point: number): boolean {
  return point >= 0 && point <= 0x10ffff;
}

function checked(point: number): number {
  if (!isPoint(point)) throw new TemplateError(`${point} is not a character of Unicode.`);
  return point;
}

const ofPoint = (point: number): string => String.fromCodePoint(point);

function pointAt(text: string, at: number): number {
  const point = at < 0 ? undefined : text.codePointAt(at);
  if (point === undefined) throw new TemplateError(`Index ${at} is out of bounds.`);
  return point;
}

function digitOf(text: string, radix: number): number {
  if (radix < 2 || radix > 36) return -1;
  const digit = /^[\da-z]$/i.test(text) ? Number.parseInt(text, 36) : -1;
  return digit < radix ? digit : -1;
}

/** Letters whose other case has more characters stay, as in Java. */
function sameLength(text: string, other: string): string {
  return other.length === text.length ? other : text;
}

function mapped(point: number, change: (text: string) => string): number {
  if (!isPoint(point)) return point;
  const text = ofPoint(point);
  const [changed, ...more] = change(text);
  return more.length > 0 ? point : (changed?.codePointAt(0) ?? point);
}
