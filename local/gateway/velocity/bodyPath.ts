import { parseJson } from "./json.ts";
import { compilePath } from "./jsonPath.ts";
import { toJson, toText } from "./text.ts";
import { JavaList } from "./values.ts";

/**
 * Prepares a path into a JSON body, as parameter mappings write it: `orders[0].id`.
 *
 * @returns what reads the value as text; undefined for what is missing, null, or no JSON at all
 */
export function compileBodyPath(path: string): (body: string) => string | undefined {
  const read = compilePath(`$.${path}`);
  return (body) => {
    let root;
    try {
      root = parseJson(body);
    } catch {
      return undefined;
    }
    const value = read({ root, text: body }) ?? undefined;
    const isCollection = value instanceof Map || value instanceof JavaList;
    return value === undefined ? undefined : isCollection ? toJson(value) : toText(value);
  };
}
