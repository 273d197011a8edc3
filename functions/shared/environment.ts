/** An environment variable is missing or not valid. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  /** The variable's name. */
  readonly variable: string;

  constructor(variable: string, given: string | undefined, allowed: string) {
    const value = given === undefined ? "not set" : JSON.stringify(given);
    super(`${variable} is ${value}; allowed: ${allowed}`);
    this.variable = variable;
  }
}

/** Inclusive bounds of an integer variable, and its default. */
interface IntegerRule {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** Reads typed values from environment variables. An empty variable counts as not set. */
export interface Environment {
  /** @throws EnvironmentError when it is not set */
  string(name: string): string;
  /** The value, or `undefined` if it is not set. */
  optionalString(name: string): string | undefined;
  /** @throws EnvironmentError when it is not a whole number within the bounds */
  integer(name: string, rule: IntegerRule): number;
  /** The trimmed parts of a comma-separated value; empty if it is not set. */
  list(name: string): string[];
  /** What its JSON says, or `undefined` if it is not set. @throws EnvironmentError when it is no JSON */
  json<T>(name: string): T | undefined;
  /** @throws EnvironmentError when it is not an `http:` or `https:` URL of host, port and path */
  httpUrl(name: string): URL;
}

/** @param variables - the environment to read, usually `process.env` */
export function environmentOf(variables: NodeJS.ProcessEnv): Environment {
  const optionalString = (name: string) => variables[name]?.trim() || undefined;

  const string = (name: string) => {
    const value = optionalString(name);
    if (value === undefined) throw new EnvironmentError(name, variables[name], "any text");
    return value;
  };

  const integer = (name: string, rule: IntegerRule) => {
    const text = optionalString(name);
    if (text === undefined) return rule.default;
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < rule.min || value > rule.max) {
      throw new EnvironmentError(name, text, `a whole number from ${rule.min} to ${rule.max}`);
    }
    return value;
  };

  const list = (name: string) =>
    (variables[name] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");

  const json = <T>(name: string) => {
    const text = optionalString(name);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as T);
    } catch {
      throw new EnvironmentError(name, text, "JSON");
    }
  };

  const httpUrl = (name: string) => {
    const text = string(name);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:\/\/[^/@]+\/[^?#]*$/.test(url.href)) {
      throw new EnvironmentError(name, text, "an http or https URL of host, port and path");
    }
    return url;
  };

  return { string, optionalString, integer, list, json, httpUrl };
}
