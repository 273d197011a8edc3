import { isDeepStrictEqual } from "node:util";
import { unknownValue } from "../project/signatures.ts";
import type { Operation } from "./operations.ts";

/**
 * Compares the operations that are about to be done with those of the plan that was shown.
 *
 * An operation agrees with the plan if the plan has the same one for its resource, with the same changed
 * inputs and the same new values. These differences are none: an operation that is not needed any more;
 * an update in place of a replacement; a value that the plan did not know; the digits at the end of a
 * name that is generated from a resource's own, which are new in each preview.
 *
 * @param outputsChange - the plan said that the home region's outputs change. Then further creations and
 * updates follow from them, but replacements and deletions must have been shown.
 * @returns operations that the plan does not have
 */
export function planDifference(
  shown: readonly Operation[],
  now: readonly Operation[],
  outputsChange: boolean,
): Operation[] {
  const same = sameValues(new Set(now.map(({ name }) => name)));
  const byUrn = new Map<string, Operation[]>();
  for (const planned of shown) {
    byUrn.set(planned.urn, [...(byUrn.get(planned.urn) ?? []), planned]);
  }
  return now.filter((operation) => {
    const { kind, urn } = operation;
    const mayFollow = outputsChange && (kind === "create" || kind === "update");
    return !mayFollow && !byUrn.get(urn)?.some((planned) => covers(planned, operation, same));
  });
}

type Same = (planned: unknown, now: unknown) => boolean;

function covers(planned: Operation, now: Operation, same: Same): boolean {
  const isSame = planned.kind === now.kind;
  const isLess = planned.kind === "replace" && now.kind === "update";
  if (!isSame && !isLess) return false;
  return Object.entries(now.inputs).every(([name, { after }]) => {
    const input = planned.inputs[name];
    return input !== undefined && same(input.after, after);
  });
}

/**
 * How the names of log groups for web ACLs begin, before the web ACL's own.
 * Source: AWS WAF Developer Guide, "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group".
 */
const firewallLog = /^aws-waf-logs-/;

/** @param resources - their names */
function sameValues(resources: ReadonlySet<string>): Same {
  /** Pulumi's providers generate a name from the resource's own, a hyphen and seven hexadecimal digits. */
  const withoutDigits = (text: string): string =>
    text.replace(/([\w.-]+)-[0-9a-f]{7}(?![0-9a-z])/gi, (generated, name: string) =>
      resources.has(name.replace(firewallLog, "")) ? `${name}-*` : generated,
    );
  return function same(planned, now): boolean {
    if (typeof planned === "string") {
      if (planned.includes(unknownValue)) return true;
      return typeof now === "string" && withoutDigits(planned) === withoutDigits(now);
    }
    if (Array.isArray(planned) && Array.isArray(now)) {
      return planned.length === now.length && planned.every((item, i) => same(item, now[i]));
    }
    if (isObject(planned) && isObject(now)) {
      const names = new Set([...Object.keys(planned), ...Object.keys(now)]);
      return [...names].every((name) => same(planned[name], now[name]));
    }
    return isDeepStrictEqual(planned, now);
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
