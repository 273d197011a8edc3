import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { nameOf } from "./plan.ts";

/** Time between two lines on what a stack is doing, in ms. */
const intervalMs = 10_000;

/** Prints lines about several stacks at once, each with the stack's name and the time passed. */
export class Progress {
  readonly #width: number;
  readonly #print: (line: string) => void;
  readonly #startedAt = performance.now();

  constructor(names: readonly string[], print: (line: string) => void) {
    this.#width = Math.max(...names.map(({ length }) => length));
    this.#print = print;
  }

  line(name: string, text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(7);
    this.#print(`${seconds} s  ${name.padEnd(this.#width)}  ${text}`);
  }

  /**
   * Follows a stack's update.
   *
   * @param total - how many resources are to change
   * @returns what to tell each event, and what to call at the end
   */
  follow(name: string, total: number) {
    let done = 0;
    let current = "";
    const timer = setInterval(() => {
      this.line(name, `${done} of ${total}${current ? `, now ${current}` : ""}`);
    }, intervalMs);
    const errors: string[] = [];
    return {
      onEvent: (event: EngineEvent) => {
        const started = event.resourcePreEvent?.metadata;
        if (started && started.op !== "same") {
          const { type, name: resource } = nameOf(started.urn);
          current = `${started.op} ${type} ${resource}`;
        }
        const ended = event.resOutputsEvent?.metadata;
        if (ended && ended.op !== "same") done += 1;
        const error = errorOf(event);
        if (error && !errors.includes(error)) errors.push(error);
      },
      errors,
      end: () => clearInterval(timer),
    };
  }
}

/** An error or a mandatory policy's violation that an event tells, in one text. */
function errorOf({ diagnosticEvent, policyEvent }: EngineEvent): string | undefined {
  if (policyEvent?.enforcementLevel === "mandatory") {
    return `${subject(policyEvent.resourceUrn)}policy ${policyEvent.policyName}: ${policyEvent.message.trim()}`;
  }
  if (diagnosticEvent?.severity !== "error") return undefined;
  return `${subject(diagnosticEvent.urn)}${withoutColours(diagnosticEvent.message).trim()}`;
}

function subject(urn: string | undefined): string {
  if (!urn) return "";
  const { type, name } = nameOf(urn);
  return `${type} ${name}: `;
}

/** The engine marks colours in its texts as `<{%fg 1%}>`. */
const withoutColours = (text: string): string => text.replace(/<\{%.*?%\}>/g, "");
