import { setText } from "./jsonTemplate.ts";
import type { Source } from "./source.ts";

/**
 * Writes a mapping template for a form (`application/x-www-form-urlencoded`), which services of the
 * query protocol expect. A caller's value is encoded, so it can't leave its field.
 *
 * Source: API Gateway Developer Guide, "Mapping template transformations for REST APIs in API
 * Gateway" (`$util.urlEncode()`).
 */
export function formTemplate(fields: Readonly<Record<string, string | Source>>): string {
  let setup = "";
  const pairs = Object.entries(fields).map(([name, value], index) => {
    if (typeof value === "string") return `${encode(name)}=${encode(value)}`;
    if (value.from === "text") return `${encode(name)}=${encode(value.text)}`;
    setup += setText(`v${index}`, value);
    return `${encode(name)}=$util.urlEncode($v${index})`;
  });
  return setup + pairs.join("&");
}

/** Encodes a fixed text, including `$` and `#`, which Velocity would interpret. */
const encode = (text: string): string => new URLSearchParams([["", text]]).toString().slice(1);
