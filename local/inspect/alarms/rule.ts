import type { EvaluatedState } from "./state.ts";

/** Tells the state of another alarm by its name; `undefined` for one that does not exist. */
export type StateOfAlarm = (name: string) => EvaluatedState | undefined;

/** The rule of a composite alarm is none that is understood here. */
class AlarmRuleError extends Error {
  override readonly name = "AlarmRuleError";
}

const token = /\s*("(?:[^"\\]|\\.)*"|[()]|[^\s()"]+)/y;

/**
 * Whether the rule of a composite alarm holds: `ALARM(…)`, `OK(…)` and `INSUFFICIENT_DATA(…)` of alarms by name or ARN,
 * `TRUE`, `FALSE`, `NOT`, `AND`, `OR` and brackets.
 *
 * Source: CloudWatch API Reference, "PutCompositeAlarm" (AlarmRule).
 *
 * @throws AlarmRuleError
 */
export function holds(rule: string, stateOfAlarm: StateOfAlarm): boolean {
  const parser = new RuleParser(rule, stateOfAlarm);
  const value = parser.either();
  parser.end();
  return value;
}

class RuleParser {
  readonly #tokens: string[] = [];
  readonly #stateOf: StateOfAlarm;
  #next = 0;

  constructor(rule: string, stateOfAlarm: StateOfAlarm) {
    this.#stateOf = stateOfAlarm;
    const text = rule.trim();
    token.lastIndex = 0;
    while (token.lastIndex < text.length) {
      const match = token.exec(text);
      if (!match) throw new AlarmRuleError(`The rule ${rule} has an open quotation mark.`);
      this.#tokens.push(match[1]!);
    }
  }

  either(): boolean {
    let value = this.#both();
    // Both sides are read, whatever the first one is.
    while (this.#takes("OR")) value = this.#both() || value;
    return value;
  }

  end(): void {
    if (this.#next < this.#tokens.length) throw unexpected(this.#tokens[this.#next]);
  }

  #both(): boolean {
    let value = this.#single();
    while (this.#takes("AND")) value = this.#single() && value;
    return value;
  }

  #single(): boolean {
    const word = this.#take();
    switch (word) {
      case "NOT":
        return !this.#single();
      case "TRUE":
        return true;
      case "FALSE":
        return false;
      case "(": {
        const value = this.either();
        this.#require(")");
        return value;
      }
      case "ALARM":
      case "OK":
      case "INSUFFICIENT_DATA":
        return (this.#stateOf(this.#name()) ?? "INSUFFICIENT_DATA") === word;
      default:
        throw unexpected(word);
    }
  }

  /** `arn:aws:cloudwatch:us-east-1:123456789012:alarm:name` → `name` */
  #name(): string {
    this.#require("(");
    const given = this.#take() ?? "";
    this.#require(")");
    const name = given.startsWith('"') ? (JSON.parse(given) as string) : given;
    return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(name)?.[1] ?? name;
  }

  #take(): string | undefined {
    return this.#tokens[this.#next++];
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#next] !== word) return false;
    this.#next += 1;
    return true;
  }

  #require(word: string): void {
    const found = this.#take();
    if (found !== word) throw unexpected(found);
  }
}

const unexpected = (found: string | undefined) =>
  new AlarmRuleError(
    `The rule ${found === undefined ? "ends early" : `has ${found} where it may not be`}.`,
  );
