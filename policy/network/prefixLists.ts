import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { isGiven, isUnknown, textsAt } from "./reading.ts";

const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** CIDR ranges in a rule, as far as they are known. */
interface NamedRanges {
  readonly cidrs: readonly string[];
  /** Whether all ranges are known, other than those in unseen lists. */
  readonly isComplete: boolean;
  /** Prefix lists whose ranges the stack does not show: their ids and names. */
  readonly unseenLists: readonly (readonly string[])[];
}

/**
 * The ranges in a rule and in its prefix lists. The contents of AWS's lists and of other stacks'
 * lists are unknown; often it is CloudFront's list.
 */
export function rangesNamedBy(
  stack: StackView,
  rule: ResourceView,
  cidrPaths: readonly string[],
  listPath: string,
): NamedRanges {
  const { resources, isEach, isComplete } = stack.references(rule, listPath, prefixList);
  const own = isEach ? resources : [];
  const lists = own.filter((list) => !isOfAws(list)).map((list) => rangesIn(stack, list));
  const ids = textsAt(rule, listPath).filter(
    (id) => !own.some((list) => keysOf(list).includes(id)),
  );
  return {
    cidrs: [
      ...cidrPaths.flatMap((path) => textsAt(rule, path)),
      ...lists.flatMap(({ cidrs }) => cidrs),
    ],
    isComplete:
      !cidrPaths.some((path) => isUnknown(rule, path)) &&
      (!isGiven(rule, listPath) ||
        (ids.length > 0 ? !isUnknown(rule, listPath) : isEach && isComplete)) &&
      lists.every(({ isComplete }) => isComplete),
    unseenLists: [...own.filter(isOfAws).map(keysOf), ...ids.map((id) => [id])],
  };
}

/** Programs read AWS's own lists to get their ids. Their ranges change. */
const isOfAws = (list: ResourceView): boolean =>
  textsAt(list, "name").some((name) => name.startsWith("com.amazonaws."));

const keysOf = (list: ResourceView): string[] => [
  ...(list.id === undefined ? [] : [list.id]),
  ...textsAt(list, "id"),
  ...textsAt(list, "name"),
];

function rangesIn(stack: StackView, list: ResourceView): Pick<NamedRanges, "cidrs" | "isComplete"> {
  const entries = stack.referring(list, prefixListEntry, "prefixListId");
  return {
    cidrs: [
      ...textsAt(list, "entries.cidr"),
      ...entries.flatMap((entry) => textsAt(entry, "cidr")),
    ],
    isComplete:
      !isUnknown(list, "entries.cidr") && !entries.some((entry) => isUnknown(entry, "cidr")),
  };
}
