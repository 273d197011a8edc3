import { internetSettings } from "../model/internet.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { isAboutIngress, prefixList, sources } from "./support/ingress.ts";

interface Settings {
  readonly known: readonly string[];
  readonly trustedRanges: readonly string[];
}

/**
 * The prefix lists in security groups are in the stack, or have been checked. AWS's lists, such as
 * that of CloudFront's servers, have different ids in each region, which reveal nothing about their
 * contents.
 */
export const requireKnownPrefixLists: StackRule<Settings> = {
  name: "require-known-prefix-lists",
  description:
    "Security groups reference only prefix lists that are in the same stack or listed in the configuration.",
  why: "The contents of another stack's prefix list are not visible here. It may contain the whole internet, now or later.",
  fix: "Create the prefix list in this stack, or check its contents and add its id to the setting known.",
  level: "advisory",
  settings: {
    known: {
      description:
        "Ids of prefix lists whose contents have been checked, such as CloudFront's list in each region.",
      schema: { type: "array", items: { type: "string", pattern: "^pl-[0-9a-f]+$" } },
      default: [],
    },
    trustedRanges: internetSettings.trustedRanges,
  },
  equivalents: [],

  *checkStack(stack, { known, trustedRanges }): Iterable<StackFinding> {
    const own = stack.ofType(prefixList).flatMap((list) => [list.id, ...list.hintsAt("id")]);
    for (const [type, { lists }] of Object.entries(sources)) {
      for (const part of stack.ofType(type).filter(isAboutIngress)) {
        for (const { path, value } of part.valuesAt(lists)) {
          if (own.includes(String(value)) || [...known, ...trustedRanges].includes(String(value)))
            continue;
          yield {
            urn: part.urn,
            exposed: "The addresses in the prefix list are not visible in this stack",
            property: path,
            value,
          };
        }
      }
    }
  },
};
