import { printTable } from "../support/results.ts";

/** A measured value and its limit. */
export interface Verdict {
  readonly what: string;
  /** `undefined` if it could not be measured. */
  readonly measured: number | undefined;
  readonly limit: { readonly atLeast: number } | { readonly atMost: number };
  readonly show: (value: number) => string;
}

export function printVerdicts(verdicts: readonly Verdict[]): void {
  printTable(
    "Limits",
    ["", "measured", "limit", ""],
    verdicts.map(({ what, measured, limit, show }) => [
      what,
      measured === undefined ? "not measured" : show(measured),
      "atLeast" in limit ? `≥ ${show(limit.atLeast)}` : `≤ ${show(limit.atMost)}`,
      measured === undefined ? "" : isMet(measured, limit) ? "met" : "missed",
    ]),
  );
}

const isMet = (measured: number, limit: Verdict["limit"]): boolean =>
  "atLeast" in limit ? measured >= limit.atLeast : measured <= limit.atMost;

export const percentage = (value: number): string => `${(value * 100).toFixed(1)} %`;
