import type { Properties } from "../../graph/resource.ts";

/**
 * Reads `ruleJson`: rules in the form of AWS's API (`IPSetReferenceStatement`, `ARN`), which become properties in
 * the provider's form (`ipSetReferenceStatement`, `arn`).
 */
export function fromJson(text: string): Properties[] {
  const rules = renamed(JSON.parse(text));
  if (!Array.isArray(rules))
    throw new TypeError("the rules of a web ACL in ruleJson are not a list");
  return rules as Properties[];
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [camelCase(name), renamed(inner)]),
  );
}

/** `IPSetForwardedIPConfig` → `ipSetForwardedIpConfig` */
const camelCase = (name: string): string =>
  (name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z0-9]+/g) ?? [name])
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word[0]!.toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join("");
