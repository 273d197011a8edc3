import { isUnknown, type ResourceView } from "./model/resourceView.ts";
import type { Finding } from "./rule.ts";

/** Shorter texts are words, flags and numbers, which stand in every message. */
const shortestText = 8;

/**
 * A finding without the values that the program marked as secret. Reports go to terminals and logs.
 *
 * @param owner - the resource of the finding
 * @param texts - texts of secrets that rules may have read, see {@link secretTextsOf}
 */
export function concealed<F extends Finding>(
  finding: F,
  owner: ResourceView | undefined,
  texts: readonly string[],
): F {
  const isHidden = finding.detail === undefined && owner?.isSecret(finding.property) === true;
  const detail = isHidden
    ? `${finding.property} is a secret of the program that has this effect`
    : finding.detail;
  return {
    ...finding,
    ...(isHidden ? { value: undefined } : {}),
    exposed: without(texts, finding.exposed),
    ...(detail === undefined ? {} : { detail: without(texts, detail) }),
  };
}

/** The longer texts among the secrets of resources. */
export const secretTextsOf = (resources: readonly ResourceView[]): string[] =>
  resources.flatMap(({ secrets }) => secrets.flatMap(({ value }) => textsIn(value)));

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return value.length < shortestText ? [] : [value];
  if (isUnknown(value)) return [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const without = (texts: readonly string[], words: string): string =>
  texts.reduce((left, text) => left.replaceAll(text, "[secret]"), words);
