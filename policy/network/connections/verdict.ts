import type { Ternary } from "../reading.ts";

/** Whether the network carries a connection. */
export interface Verdict {
  /** `undefined` if the stack does not show enough. */
  readonly carries: Ternary;
  /** Sentences about the missing rule and what to add, or a clause about what is unknown. */
  readonly reason: string;
}

export const carried: Verdict = { carries: true, reason: "" };
export const blocked = (reason: string): Verdict => ({ carries: false, reason });
export const undecided = (reason: string): Verdict => ({ carries: undefined, reason });

/** A gate's verdict. */
export const gate = (isOpen: Ternary, obstacle: string, question: string): Verdict =>
  isOpen === true ? carried : isOpen === false ? blocked(obstacle) : undecided(question);

/** The verdict on a connection that passes several gates: the first closed one decides. */
export const through = (gates: readonly (() => Verdict)[]): Verdict => {
  let verdict = carried;
  for (const ask of gates) {
    const one = ask();
    if (one.carries === false) return one;
    if (verdict.carries === true) verdict = one;
  }
  return verdict;
};
