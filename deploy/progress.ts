import type { DiagnosticEvent, EngineEvent, PolicyEvent } from "@pulumi/pulumi/automation/index.js";
import { nameOf } from "../project/urn.ts";

/** Prints lines about several stacks, each with the elapsed time and the stack's name. */
export class Progress {
  readonly #width: number;
  readonly #print: (line: string) => void;
  readonly #intervalMs: number;
  readonly #startedAt = performance.now();

  /** @param intervalMs - time between two lines about a stack in progress */
  constructor(names: readonly string[], print: (line: string) => void, intervalMs = 10_000) {
    this.#width = Math.max(...names.map(({ length }) => length));
    this.#print = print;
    this.#intervalMs = intervalMs;
  }

  line(name: string, text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(7);
    this.#print(`${seconds} s  ${name.padEnd(this.#width)}  ${text}`);
  }

  /**
   * Follows a stack's update and prints its warnings, and the program's notes about a resource.
   *
   * @param total - number of resources to change; 0 if unknown
   * @returns `onEvent` for each event, and `end` to call at the end
   */
  follow(name: string, total: number) {
    let done = 0;
    let current = "";
    const timer = setInterval(() => {
      const count = total === 0 ? `${done} done` : `${done} of ${total}`;
      this.line(name, `${count}${current ? `, now ${current}` : ""}`);
    }, this.#intervalMs);
    const errors: string[] = [];
    const told = new Set<string>();
    return {
      onEvent: (event: EngineEvent) => {
        const started = event.resourcePreEvent?.metadata;
        if (started && started.op !== "same") {
          const { type, name: resource } = nameOf(started.urn);
          current = `${started.op} ${type} ${resource}`;
        }
        const ended = event.resOutputsEvent?.metadata;
        if (ended && !["same", "read"].includes(ended.op)) done += 1;
        const error = errorOf(event);
        if (error && !errors.includes(error)) errors.push(error);
        const warning = warningOf(event);
        const text = warning ? `warning: ${warning}` : noteOf(event);
        if (!text || told.has(text)) return;
        told.add(text);
        this.line(name, text);
      },
      errors,
      end: () => clearInterval(timer),
    };
  }
}

/** The error or the mandatory policy violation of an event. */
function errorOf({ diagnosticEvent, policyEvent }: EngineEvent): string | undefined {
  if (policyEvent?.enforcementLevel === "mandatory") return violationText(policyEvent);
  return diagnosticEvent?.severity === "error" ? diagnosticText(diagnosticEvent) : undefined;
}

/** The warning or the advisory policy violation of an event. Plugins on PATH are expected. */
function warningOf({ diagnosticEvent, policyEvent }: EngineEvent): string | undefined {
  if (policyEvent && policyEvent.enforcementLevel !== "mandatory")
    return violationText(policyEvent);
  if (diagnosticEvent?.severity !== "warning") return undefined;
  const text = diagnosticText(diagnosticEvent);
  return /using \S+ from \$PATH/.test(text) ? undefined : text;
}

/** What the program notes about a resource. All that it prints is about the stack. */
function noteOf({ diagnosticEvent: event }: EngineEvent): string | undefined {
  // Those that pass are a provider's, such as each line of an image's build.
  if (event?.severity !== "info" || event.ephemeral || !event.urn) return undefined;
  if (nameOf(event.urn).type === "pulumi:pulumi:Stack") return undefined;
  return withoutColours(event.message).trim();
}

const violationText = ({ resourceUrn, policyName, message }: PolicyEvent): string =>
  `${subject(resourceUrn)}policy ${policyName}: ${withoutColours(message).trim()}`;

const diagnosticText = ({ urn, message }: DiagnosticEvent): string =>
  `${subject(urn)}${withoutColours(message).trim()}`;

function subject(urn: string | undefined): string {
  if (!urn) return "";
  const { type, name } = nameOf(urn);
  return `${type} ${name}: `;
}

/** The engine's texts contain colours as `<{%fg 1%}>`. */
const withoutColours = (text: string): string => text.replace(/<\{%.*?%\}>/g, "");
