import { areTooWide, type PrefixLengths, widestSetting } from "../model/addresses.ts";
import { groupBy } from "../model/groupBy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import {
  groupTypes,
  isAboutIngress,
  prefixList,
  prefixListEntry,
  rangesOf,
  ruleTypes,
  sources,
} from "./support/ingress.ts";

/**
 * No security group lets the internet in by several resources together, each of which is narrow:
 * rules beside those of the group itself, and lists of prefixes that are of the same stack. What is
 * too wide by one resource is a finding of `forbid-internet-ingress`, and not of this rule too.
 */
export const forbidInternetIngressInParts: StackRule<{ widest: PrefixLengths }> = {
  name: "forbid-internet-ingress-in-parts",
  description:
    "Security groups let nothing in from the internet by all their rules and prefix lists together.",
  why: "Halves of the internet in two rules, or in a list of prefixes, are the whole internet.",
  fix: "Name fewer addresses in the rules of the group, and in the prefix lists that they name.",
  settings: { widest: widestSetting },
  equivalents: ["vpc-sg-open-only-to-authorized-ports"],

  *checkStack(stack: StackView, { widest }): Iterable<StackFinding> {
    for (const [subject, ...others] of partsOfGroups(stack)) {
      const parts = [subject!, ...others].filter(isAboutIngress);
      const listed = parts.flatMap((part) => rangesOfLists(stack, part));
      if (parts.length + listed.length < 2) continue;
      if (parts.some((part) => isTooWideAlone(part, widest))) continue;

      const all = [...new Set([...parts.flatMap(textsOf), ...listed])];
      if (!areTooWide(all, widest)) continue;
      const some = all.slice(0, 3).join(", ");
      yield {
        urn: subject!.urn,
        exposed: "The internet may connect to what is in the security group",
        property: "ingress",
        value: all,
        detail: `its rules and prefix lists name ${all.length} ranges, such as ${some}, which are too wide together`,
      };
    }
  },
};

/** What lets somebody into a group, the group first, or a rule where the group is of another stack. */
function partsOfGroups(stack: StackView): (readonly ResourceView[])[] {
  const groups = stack.ofType(...groupTypes);
  const ofOwn = groups.map((group) => [
    group,
    ...ruleTypes.flatMap((type) => stack.referring(group, type, "securityGroupId")),
  ]);
  const known = new Set(ofOwn.flat());
  const strays = stack.ofType(...ruleTypes).filter((rule) => !known.has(rule));
  const ofOthers = groupBy(strays, (rule) => rule.hintsAt("securityGroupId"));
  return [...ofOwn, ...ofOthers.values()];
}

/** A group that was refreshed has the ranges of its rules too, so only each single one counts. */
const isTooWideAlone = (part: ResourceView, widest: PrefixLengths): boolean =>
  groupTypes.includes(part.type)
    ? textsOf(part).some((range) => areTooWide([range], widest))
    : areTooWide(textsOf(part), widest);

const textsOf = (part: ResourceView): string[] => rangesOf(part).map(({ value }) => String(value));

function rangesOfLists(stack: StackView, part: ResourceView): string[] {
  const lists = stack.referred(part, sources[part.type]!.lists, prefixList);
  return lists.flatMap((list) => [
    ...list.valuesAt("entries.cidr").map(({ value }) => String(value)),
    ...stack
      .referring(list, prefixListEntry, "prefixListId")
      .flatMap((entry) => entry.valuesAt("cidr"))
      .map(({ value }) => String(value)),
  ]);
}
