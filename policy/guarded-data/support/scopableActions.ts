import { readFileSync } from "node:fs";
import { expressionOf } from "../../model/patterns.ts";
import { coveredBy } from "./actions.ts";

/** The table that `npm run policy:actions` writes: the actions of each service, in one text. */
interface Table {
  /** The packages that it was made from, with their versions. */
  readonly sources: readonly string[];
  readonly actions: Readonly<Record<string, string>>;
}

let read: Table | undefined;

/** Reads the table once, when a policy is checked for the first time. */
export const actionTable = (): Table =>
  (read ??= JSON.parse(
    readFileSync(new URL("scopableActions.json", import.meta.url), "utf8"),
  ) as Table);

/**
 * Actions that AWS's own guides allow on all resources, although the reference has resource types
 * for them. The id of a change at Route 53 exists only after the change.
 *
 * Sources: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon
 * VPC"; Amazon EC2 User Guide, "AWS managed policies for Amazon EC2": nine in ten of the actions
 * of `ec2:Describe*` have no resource types; Amazon Route 53 API Reference, "GetChange".
 */
const broadByGuide: readonly string[] = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:Describe*",
  "ec2:GetSecurityGroupsForVpc",
  "ec2:UnassignPrivateIpAddresses",
  "route53:GetChange",
];

const isBroadByGuide = coveredBy(broadByGuide);

const found = new Map<string, string | undefined>();

/**
 * The first action that a pattern includes and that is always about a resource, so that a policy can
 * name it. Actions that AWS's reference does not know, and those that require no resource, are none.
 *
 * @param pattern - such as `s3:GetObject` or `s3:Get*`, in any case
 * @returns `undefined` if the pattern includes none
 */
export function scopableAction(pattern: string): string | undefined {
  const key = pattern.toLowerCase();
  if (!found.has(key)) found.set(key, firstOf(key));
  return found.get(key);
}

function firstOf(pattern: string): string | undefined {
  const [service = "", action = ""] = pattern.split(":");
  const [isService, isAction] = [expressionOf(service, ""), expressionOf(action, "i")];
  return Object.entries(actionTable().actions)
    .filter(([prefix]) => isService.test(prefix))
    .flatMap(([prefix, names]) =>
      names
        .split(" ")
        .filter((name) => isAction.test(name))
        .map((name) => `${prefix}:${name}`),
    )
    .find((name) => !isBroadByGuide(name));
}
