import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { isGiven, isUnknown, textsAt } from "./reading.ts";

const prefixList = "aws:ec2/managedPrefixList:ManagedPrefixList";
const prefixListEntry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** CIDR ranges in a rule, as far as they are known. */
interface NamedRanges {
  readonly cidrs: readonly string[];
  readonly isComplete: boolean;
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
