import { maxPayloadBytes } from "../../quotas.ts";
import { checkLength, TemplateError } from "../template.ts";
import { toText } from "../values.ts";
import { type JavaNumber, isNumber, numberType, toBigInt, toDecimal, toDouble } from "./numbers.ts";
import { hashOf } from "./objects.ts";
import { roundTo } from "./decimals.ts";
import { JavaCharacter, type Value } from "./types.ts";

interface Specifier {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

const specifier = /%(?:(\d+)\$|(<))?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])|%/g;

/**
 * java.util.Formatter in English, as `String.format`.
 *
 * @throws TemplateError for what Java throws, and for dates and `%a`, which are not supported here
 */
export function format(pattern: string, values: readonly Value[]): string {
  let [next, last] = [0, -1];
  const text = pattern.replace(
    specifier,
    (
      all,
      index?: string,
      same?: string,
      flags = "",
      width = "",
      precision?: string,
      letter = "",
    ) => {
      const one: Specifier = {
        flags,
        width: checkWidth(Number(width)),
        precision: precision === undefined ? undefined : checkWidth(Number(precision)),
        conversion: letter,
      };
      if (letter === "n") return "\n";
      if (letter === "%") return pad("%", one);
      last = index !== undefined ? Number(index) - 1 : same !== undefined ? last : next++;
      if (letter === "" || last < 0 || last >= values.length) fail(all);
      const value = values[last] ?? null;
      const written = convert(value, { ...one, conversion: letter.toLowerCase() }, all);
      return letter === letter.toLowerCase() ? written : written.toUpperCase();
    },
  );
  return checkLength(text);
}

function checkWidth(width: number): number {
  if (width > maxPayloadBytes) throw new TemplateError(`The width ${width} is too large.`);
  return width;
}

function fail(specifierText: string): never {
  throw new TemplateError(`String.format cannot use ${JSON.stringify(specifierText)} here.`);
}

function convert(value: Value, one: Specifier, all: string): string {
  switch (one.conversion) {
    case "b":
      return general(String(value === null ? false : value === false ? false : true), one);
    case "s":
      return general(value === null ? "null" : toText(value), one);
    case "h":
      return general(value === null ? "null" : (hashOf(value) >>> 0).toString(16), one);
    case "c":
      return general(value === null ? "null" : characterOf(value, all), one);
    case "d":
    case "o":
    case "x":
      return value === null ? pad("null", one) : wholeNumber(value, one, all);
    case "e":
    case "f":
    case "g":
      return value === null ? pad("null", one) : floatingNumber(value, one, all);
    default:
      return fail(all);
  }
}

function general(text: string, one: Specifier): string {
  return pad(one.precision === undefined ? text : text.slice(0, one.precision), one);
}

function pad(text: string, { flags, width }: Specifier): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}

function characterOf(value: Value, all: string): string {
  if (value instanceof JavaCharacter) return value.text;
  const code = isNumber(value) ? toBigInt(value) : undefined;
  if (code === undefined || code < 0n || code > 0x10ffffn) fail(all);
  return String.fromCodePoint(Number(code));
}

function wholeNumber(value: Value, one: Specifier, all: string): string {
  const whole = isNumber(value) ? toBigInt(value) : undefined;
  if (whole === undefined || one.precision !== undefined) fail(all);
  if (one.conversion === "d") {
    const digits = String(whole < 0n ? -whole : whole);
    return signed(whole < 0n, grouped(digits, one), one);
  }
  const type = numberType(value as JavaNumber);
  const size = { Byte: 8, Short: 16, Integer: 32, Long: 64 }[type as "Byte"];
  const radix = one.conversion === "x" ? 16 : 8;
  const bits = size === undefined ? whole : BigInt.asUintN(size, whole);
  const prefix = one.flags.includes("#") ? (radix === 16 ? "0x" : "0") : "";
  const text = prefix + bits.toString(radix);
  return one.flags.includes("0") ? text.padStart(one.width, "0") : pad(text, one);
}

function floatingNumber(value: Value, one: Specifier, all: string): string {
  if (!isNumber(value) || toBigInt(value) !== undefined) fail(all);
  const size = toDouble(value);
  if (!Number.isFinite(size)) {
    const text = Number.isNaN(size) ? "NaN" : "Infinity";
    return pad(size < 0 ? `-${text}` : one.flags.includes("+") ? `+${text}` : text, one);
  }
  const { unscaled, scale } = toDecimal(value);
  const isNegative = unscaled < 0n || Object.is(size, -0);
  const positive = { unscaled: unscaled < 0n ? -unscaled : unscaled, scale };
  return signed(isNegative, grouped(digitsOf(positive, one), one), one);
}

interface Digits {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Rounds half up, as Java does. */
function digitsOf(value: Digits, { conversion, precision = 6 }: Specifier): string {
  switch (conversion) {
    case "f":
      return fixed(value, precision);
    case "e":
      return scientific(value, precision);
    default: {
      const significant = precision === 0 ? 1 : precision;
      const exponent = exponentOf(roundedTo(value, significant - 1));
      return value.unscaled === 0n || (exponent >= -4 && exponent < significant)
        ? fixed(value, significant - 1 - (value.unscaled === 0n ? 0 : exponent))
        : scientific(value, significant - 1);
    }
  }
}

function fixed({ unscaled, scale }: Digits, places: number): string {
  const rounded = String(roundTo(unscaled, scale, places, "HALF_UP")).padStart(places + 1, "0");
  return places === 0 ? rounded : `${rounded.slice(0, -places)}.${rounded.slice(-places)}`;
}

function exponentOf({ unscaled, scale }: Digits): number {
  return String(unscaled).length - 1 - scale;
}

/** Rounds to a number of digits behind the first one. */
function roundedTo(value: Digits, places: number): Digits {
  const scale = places - exponentOf(value);
  return { unscaled: roundTo(value.unscaled, value.scale, scale, "HALF_UP"), scale };
}

function scientific(value: Digits, places: number): string {
  if (value.unscaled === 0n) return `${fixed(value, places)}e+00`;
  const rounded = roundedTo(value, places);
  const exponent = exponentOf(rounded);
  const digits = String(rounded.unscaled).slice(0, places + 1);
  const mantissa = places === 0 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`;
  const sign = exponent < 0 ? "-" : "+";
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function grouped(digits: string, { flags }: Specifier): string {
  const [whole = "", ...fraction] = digits.split(".");
  return flags.includes(",")
    ? [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".")
    : digits;
}

function signed(isNegative: boolean, digits: string, one: Specifier): string {
  const { flags, width } = one;
  const isBracketed = isNegative && flags.includes("(");
  const sign = isNegative ? (isBracketed ? "(" : "-") : (/[+ ]/.exec(flags)?.[0] ?? "");
  const end = isBracketed ? ")" : "";
  const filled = flags.includes("0")
    ? digits.padStart(width - sign.length - end.length, "0")
    : digits;
  return pad(sign + filled + end, one);
}
