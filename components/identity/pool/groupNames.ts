import type { OptionFault } from "../../shared/errors.ts";
import { suggestion } from "../../shared/suggestion.ts";
import type { TriggersOptions } from "../triggers/options.ts";

/** The option, whose file uses this one. */
interface Groups {
  readonly groups?: Readonly<Record<string, unknown>> | undefined;
}

/** Groups that triggers name but `groups` does not have. Without the option, groups are made elsewhere. */
export function groupNameFaults({
  groups,
  triggers = {},
}: Groups & TriggersOptions): OptionFault[] {
  if (groups === undefined) return [];
  const names = Object.keys(groups);
  const { postConfirmation, preTokenGeneration: tokens } = triggers;
  const given: readonly (readonly [path: string, name: string, isName?: boolean])[] = [
    ...(tokens?.requiredGroups ?? []).map(
      (name, index) => [`preTokenGeneration.requiredGroups[${index}]`, name] as const,
    ),
    ...Object.keys(tokens?.claimsFrom?.groups ?? {}).map(
      (name) => [`preTokenGeneration.claimsFrom.groups.${name}`, name, true] as const,
    ),
    ...Object.entries(postConfirmation?.groups ?? {}).map(
      ([domain, name]) => [`postConfirmation.groups.${domain}`, name] as const,
    ),
  ];
  return given
    .filter(([, name]) => !names.includes(name))
    .map(([path, name, isName = false]) => ({
      argument: `triggers.${path}`,
      given: name,
      allowed: names.length > 0 ? `the groups: ${names.join(", ")}` : "nothing without groups",
      fix: suggestion(name, names) ?? "Add it to identity.groups, or correct its name.",
      isName,
    }));
}
