import { isOneOf, isTrue } from "../../model/resourceView.ts";

/** What gives public addresses in requests of the ECS and EC2 APIs. */
const flags = ["assignPublicIp", "associatePublicIpAddress"];
/** The same within an expression, or a text that is no JSON. */
const inText = new RegExp(`["']?(${flags.join("|")})["']?\\s*:\\s*["']?(enabled|true)\\b`, "i");

/**
 * The flag, as it is written, by which a definition starts servers with public addresses. Definitions
 * are objects, or JSON, within which there may be JSON and expressions again; or YAML.
 */
export function publicAddressFlag(definition: unknown): string | undefined {
  if (typeof definition === "string") return flagInText(definition);
  if (typeof definition !== "object" || definition === null) return undefined;
  for (const [key, value] of Object.entries(definition)) {
    if (isOneOf(key, flags) && (isTrue(value) || isOneOf(value, ["ENABLED"]))) return key;
    const flag = publicAddressFlag(value);
    if (flag !== undefined) return flag;
  }
  return undefined;
}

function flagInText(text: string): string | undefined {
  // Most texts in a definition are none of its own.
  const parsed = /^\s*[[{"]/.test(text) ? parse(text) : undefined;
  return parsed === undefined ? inText.exec(text)?.[1] : publicAddressFlag(parsed);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
