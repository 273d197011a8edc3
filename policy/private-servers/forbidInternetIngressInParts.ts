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
 * rules beside those of the group itself, and prefix lists of the same stack. What is too wide by
 * one group or rule is a finding of `forbid-internet-ingress`, and not of this rule too.
 */
export const forbidInternetIngressInParts: StackRule<{ widest: PrefixLengths }> = {
  name: "forbid-internet-ingress-in-parts",
  description:
    "Rules and prefix lists of a security group do not together allow connections from the internet.",
  why: "Two rules or prefix list entries that each allow half of the internet allow all of it.",
  fix: "Allow fewer addresses in the group's rules and in the prefix lists that they reference.",
  settings: { widest: widestSetting },
  equivalents: [],

  *checkStack(stack: StackView, { widest }): Iterable<StackFinding> {
    const wideLists = new Set<ResourceView>();
    for (const [subject, ...others] of partsOfGroups(stack)) {
      const parts = [subject!, ...others].filter(isAboutIngress);
      const lists = parts.flatMap((part) =>
        stack.referred(part, sources[part.type]!.lists, prefixList),
      );
      const wide = lists.filter((list) => areTooWide(rangesOfList(stack, list), widest));
      for (const list of wide) wideLists.add(list);
      if (wide.length > 0 || parts.length + lists.length < 2) continue;
      if (parts.some((part) => isTooWideAlone(part, widest))) continue;

      const listed = lists.flatMap((list) => rangesOfList(stack, list));
      const all = [...new Set([...parts.flatMap(textsOf), ...listed])];
      if (areTooWide(all, widest)) {
        yield tooWide(subject!, "ingress", "its rules and prefix lists allow", all);
      }
    }
    for (const list of wideLists) {
      yield tooWide(list, "entries", "its entries allow", rangesOfList(stack, list));
    }
  },
};

function tooWide(
  { urn }: ResourceView,
  property: string,
  who: string,
  value: readonly string[],
): StackFinding {
  const exposed = "The security group allows connections from the internet";
  const ranges = `${value.length} ranges, such as ${value.slice(0, 3).join(", ")}`;
  return { urn, exposed, property, value, detail: `${who} ${ranges}, which are too wide together` };
}

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

const rangesOfList = (stack: StackView, list: ResourceView): string[] => {
  const entries = stack.referring(list, prefixListEntry, "prefixListId");
  const located = [
    ...list.valuesAt("entries.cidr"),
    ...entries.flatMap((entry) => entry.valuesAt("cidr")),
  ];
  return located.map(({ value }) => String(value));
};
