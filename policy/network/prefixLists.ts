import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { isGiven, isUnknown, textsAt } from "./reading.ts";

const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** Ranges of addresses that a rule names, as far as they are known. */
interface NamedRanges {
  readonly cidrs: readonly string[];
  readonly isComplete: boolean;
}

/**
 * The ranges that a rule names itself, and those of its prefix lists. What is in lists of AWS and of
 * other stacks nobody knows: such a list is often CloudFront's.
 */
export function rangesNamedBy(
  stack: StackView,
  rule: ResourceView,
  cidrPaths: readonly string[],
  listPath: string,
): NamedRanges {
  const { resources, isEach, isComplete } = stack.references(rule, listPath, prefixList);
  const lists = isEach ? resources.map((list) => rangesIn(stack, list)) : [];
  return {
    cidrs: [
      ...cidrPaths.flatMap((path) => textsAt(rule, path)),
      ...lists.flatMap(({ cidrs }) => cidrs),
    ],
    isComplete:
      !cidrPaths.some((path) => isUnknown(rule, path)) &&
      (!isGiven(rule, listPath) || (isEach && isComplete)) &&
      lists.every(({ isComplete }) => isComplete),
  };
}

function rangesIn(stack: StackView, list: ResourceView): NamedRanges {
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
