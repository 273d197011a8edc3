import { ask } from "../project/ask.ts";
import type { Plan } from "./plan.ts";
import { planDifference } from "./planDifference.ts";
import { operationLine } from "./report.ts";

/** What is about to be done is not what the plan said. */
class PlanChangedError extends Error {
  override readonly name = "PlanChangedError";
}

interface AgreementOptions {
  /** Agrees to the first plan without asking. */
  readonly yes: boolean;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** The user's agreement to plans. It covers what was shown, and nothing else. */
export class Agreement {
  readonly #options: AgreementOptions;
  /** Regions that are deployed at the same time ask one after the other. */
  #asked: Promise<unknown> = Promise.resolve();

  constructor(options: AgreementOptions) {
    this.#options = options;
  }

  /** @returns whether the rollout may start */
  async given(): Promise<boolean> {
    const { yes, signal, print } = this.#options;
    if (yes) return true;
    const answer = await ask("Deploy this? (yes/no) ", signal);
    if (isYes(answer)) return true;
    const noTerminal = answer === undefined && !signal.aborted;
    const reason = noTerminal ? ": no terminal to confirm on; pass --yes" : ".";
    print(`Nothing was deployed${reason}`);
    return false;
  }

  /**
   * Compares a plan that was made just before its deployment with the one that was shown. If it has other
   * operations, shows and asks again.
   *
   * @param state - what the stack is left with if nobody agrees
   * @throws PlanChangedError when nobody agrees to it
   */
  async require(
    stack: string,
    shown: Plan,
    now: Plan,
    outputsChange: boolean,
    state = "Nothing was changed in this stack.",
  ): Promise<void> {
    const different = planDifference(shown.operations, now.operations, outputsChange);
    if (different.length === 0) return;
    const lines = different.map((operation) => `  ${operationLine(operation)}`).join("\n");
    const text = `The plan of ${stack} has changed since it was shown:\n${lines}`;
    const answer = this.#asked.then(() => this.#askAbout(text));
    this.#asked = answer;
    if (await answer) return;
    throw new PlanChangedError(`${text}\n${state}`);
  }

  async #askAbout(text: string): Promise<boolean> {
    const { yes, signal, print } = this.#options;
    if (yes) return false;
    print(text);
    return isYes(await ask("Deploy this too? (yes/no) ", signal));
  }
}

const isYes = (answer: string | undefined): boolean => answer === "yes" || answer === "y";
