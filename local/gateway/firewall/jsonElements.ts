/** A key or a scalar value in a JSON text. */
interface Element {
  readonly kind: "KEY" | "VALUE";
  readonly text: string;
}

const token = /\s*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null))/sy;

/**
 * Lists the keys and values of a JSON text as far as it is valid, as AWS WAF does without a fallback
 * behavior. (AWS WAF Developer Guide, "Request components in AWS WAF", JSON body)
 *
 * @param paths - JSON pointers of the listed elements; undefined for all
 */
export function bodyElements(
  text: string,
  paths: readonly string[] | undefined,
): { readonly elements: Element[]; readonly isValid: boolean } {
  const elements: Element[] = [];
  /** The key or index in each open object or list. */
  const open: { readonly isList: boolean; key: string | number }[] = [];
  const add = (kind: Element["kind"], found: string): void => {
    const pointer = open.map(({ key }) => `/${String(key)}`).join("");
    const isListed =
      paths?.some((path) => pointer === path || pointer.startsWith(`${path}/`)) ?? true;
    if (isListed) elements.push({ kind, text: found });
  };
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, sign, quoted, plain] = match;
    const inner = open.at(-1);
    if (sign === "{" || sign === "[")
      open.push({ isList: sign === "[", key: sign === "[" ? 0 : "" });
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === "," && inner?.isList) inner.key = Number(inner.key) + 1;
    else if (quoted !== undefined) {
      const string = unquoted(quoted);
      const isKey = inner?.isList === false && /^\s*:/.test(text.slice(token.lastIndex));
      if (isKey) {
        inner.key = string.replaceAll("~", "~0").replaceAll("/", "~1");
        add("KEY", string);
      } else add("VALUE", string);
    } else if (plain !== undefined) add("VALUE", plain);
  }
  return { elements, isValid: isJson(text) };
}

/** Keeps one character per byte. */
function unquoted(quoted: string): string {
  try {
    return Buffer.from(JSON.parse(quoted) as string, "latin1").toString("latin1");
  } catch {
    return quoted.slice(1, -1);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
