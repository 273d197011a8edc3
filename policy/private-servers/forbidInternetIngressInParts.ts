import { areTooWide, type Allowance } from "../model/addresses.ts";
import { allowanceOf, internetSettings, isTrustedList } from "../model/internet.ts";
import { groupBy } from "../model/groupBy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import {
  groupTypes,
  type IngressSettings,
  isAboutIngress,
  prefixList,
  prefixListEntry,
  publicPortsSetting,
  rangesOf,
  ruleTypes,
  sources,
} from "./support/ingress.ts";

/**
 * Separate rules and prefix lists, each narrow, do not together open a security group to the
 * internet. `forbid-internet-ingress` reports resources that are too wide on their own; this rule
 * does not repeat them.
 */
export const forbidInternetIngressInParts: StackRule<IngressSettings> = {
  name: "forbid-internet-ingress-in-parts",
  description:
    "Rules and prefix lists of a security group do not together allow connections from the internet.",
  why: "Two rules or prefix list entries that each allow half of the internet allow all of it.",
  fix: "Allow fewer addresses in the group's rules and in the prefix lists that they reference.",
  settings: { ...internetSettings, publicPorts: publicPortsSetting },
  equivalents: [],

  *checkStack(stack, settings): Iterable<StackFinding> {
    const allowed = allowanceOf(settings);
    const wideLists = new Set<ResourceView>();
    for (const [subject, ...others] of partsOfGroups(stack)) {
      const parts = [subject!, ...others].filter(isAboutIngress);
      const lists = parts
        .flatMap((part) => stack.referred(part, sources[part.type]!.lists, prefixList))
        .filter((list) => !isTrustedList(settings, [list.id ?? "", ...textsOfList(list)]));
      const wide = lists.filter((list) => areTooWide(rangesOfList(stack, list), allowed));
      for (const list of wide) wideLists.add(list);
      if (wide.length > 0 || parts.length + lists.length < 2) continue;
      const textsOf = (part: ResourceView) =>
        rangesOf(part, settings.publicPorts).map(({ value }) => String(value));
      if (parts.some((part) => isTooWideAlone(part, textsOf(part), allowed))) continue;

      const listed = lists.flatMap((list) => rangesOfList(stack, list));
      const all = [...new Set([...parts.flatMap(textsOf), ...listed])];
      if (areTooWide(all, allowed)) {
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
  const exposed = "The security group allows connections from more addresses than intended";
  const ranges = `${value.length} ranges, such as ${value.slice(0, 3).join(", ")}`;
  return { urn, exposed, property, value, detail: `${who} ${ranges}, which are too wide together` };
}

/**
 * Resources with ingress rules of a group: the group first, or only rules if the group is in
 * another stack.
 */
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

/**
 * After a refresh, a group also contains the ranges of separate rules, so its ranges are checked
 * one by one.
 */
const isTooWideAlone = (
  part: ResourceView,
  ranges: readonly string[],
  allowed: Allowance,
): boolean =>
  groupTypes.includes(part.type)
    ? ranges.some((range) => areTooWide([range], allowed))
    : areTooWide(ranges, allowed);

const textsOfList = (list: ResourceView): string[] =>
  ["id", "name"].flatMap((path) => list.hintsAt(path)).map(String);

const rangesOfList = (stack: StackView, list: ResourceView): string[] => {
  const entries = stack.referring(list, prefixListEntry, "prefixListId");
  const located = [
    ...list.valuesAt("entries.cidr"),
    ...entries.flatMap((entry) => entry.valuesAt("cidr")),
  ];
  return located.map(({ value }) => String(value));
};
