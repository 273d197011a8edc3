import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { isAboutIngress, prefixList, sources } from "./support/ingress.ts";

interface Settings {
  readonly known: readonly string[];
}

/**
 * Who is let in by a list of prefixes is in the stack, or was looked at. Lists of AWS, such as the
 * one of CloudFront's servers, have ids that differ by region, and tell nothing of what they hold.
 */
export const requireKnownPrefixLists: StackRule<Settings> = {
  name: "require-known-prefix-lists",
  description:
    "Prefix lists that security groups let in are of the same stack, or named in the configuration.",
  why: "What a list of another stack holds can't be seen here: it may be the whole internet, or become that tomorrow.",
  fix: "Make the list in this stack, or look at what it holds and name its id in the setting known.",
  level: "advisory",
  settings: {
    known: {
      description:
        "Ids of prefix lists that somebody looked at, such as CloudFront's in each region.",
      schema: { type: "array", items: { type: "string", pattern: "^pl-[0-9a-f]+$" } },
      default: [],
    },
  },
  equivalents: [],

  *checkStack(stack: StackView, { known }): Iterable<StackFinding> {
    const own = stack.ofType(prefixList).flatMap((list) => [list.id, ...list.hintsAt("id")]);
    for (const [type, { lists }] of Object.entries(sources)) {
      for (const part of stack.ofType(type).filter(isAboutIngress)) {
        for (const { path, value } of part.valuesAt(lists)) {
          if (own.includes(String(value)) || known.includes(String(value))) continue;
          yield {
            urn: part.urn,
            exposed: "Nobody can tell from this stack who may connect",
            property: path,
            value,
          };
        }
      }
    }
  },
};
