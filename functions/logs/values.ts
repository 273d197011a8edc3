import { isIP } from "node:net";
import { lineFields, type LogField } from "./fields.ts";
import { isSecretName, withoutSecrets } from "./secrets.ts";

export type Value = string | number | boolean | readonly string[];

/** A value as text: secrets within it are redacted. */
export const textOf = (value: unknown): string =>
  typeof value === "string"
    ? value
    : (JSON.stringify(value, (name, member: unknown) =>
        isSecretName(name) ? "[redacted]" : member,
      ) ?? "");

/** A value as its field's type; undefined if it is none. */
export function valueOf({ name, type, scale = 1 }: LogField, value: unknown): Value | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  switch (type) {
    case "date":
      return dateOf(value);
    case "ip":
      return isIP(String(value)) ? String(value) : undefined;
    case "boolean":
      return /^(?:true|false)$/.test(String(value)) ? String(value) === "true" : undefined;
    case "long":
    case "double": {
      const number = Number(value) * scale;
      if (!Number.isFinite(number)) return undefined;
      return type === "long" ? Math.round(number) : number;
    }
    default:
      if (Array.isArray(value)) {
        return value.length > 0 ? value.map((each) => withoutSecrets(textOf(each))) : undefined;
      }
      return withoutSecrets(normal(name, textOf(value)));
  }
}

/** One spelling of X-Ray's traces and of levels. */
function normal(name: string, text: string): string {
  if (name === lineFields.traceId.name) return text.replace(/^1-/, "").replaceAll("-", "");
  if (name !== lineFields.level.name) return text;
  const level = text.toLowerCase();
  // Levels of pino are numbers: 30 is info.
  if (/^\d+$/.test(level)) return ["debug", "info", "warn", "error"][numbered(level)]!;
  if (level.startsWith("warn")) return "warn";
  return /^(?:fatal|critical|err|error)$/.test(level) ? "error" : level;
}

const numbered = (level: string): number =>
  Math.min(3, Math.max(0, Math.floor(Number(level) / 10) - 2));

/** From ISO 8601, or seconds or milliseconds since 1970. */
function dateOf(value: unknown): string | undefined {
  const number = Number(value);
  const date = new Date(
    Number.isFinite(number) ? (number < 1e11 ? number * 1000 : number) : String(value),
  );
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
