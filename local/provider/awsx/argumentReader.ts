import { Output } from "@pulumi/pulumi/output.js";
import type { Properties } from "../../graph/resource.ts";

/** What a wrong argument's error says: what was given, what is allowed, what to do. */
export interface ArgumentProblem {
  /** Whose argument it is, such as `awsx.ec2.Vpc "net"`. */
  readonly resource: string;
  /** Where it stands, such as `subnetSpecs[1].cidrMask`. */
  readonly argument: string;
  readonly given: unknown;
  readonly allowed: string;
  /** What to do about it, as an imperative sentence. */
  readonly fix: string;
}

/** An argument of an awsx component is wrong, or one that can't be had here. */
export class AwsxArgumentError extends Error {
  override readonly name = "AwsxArgumentError";
  readonly argument: string;

  constructor({ resource, argument, given, allowed, fix }: ArgumentProblem) {
    super(`${resource}: ${argument} is ${shown(given)}; allowed: ${allowed}. ${fix}`);
    this.argument = argument;
  }
}

/** An output can't be written as JSON, and its value may not be known yet. */
const shown = (given: unknown): string =>
  Output.isInstance(given) ? "another resource's output" : String(JSON.stringify(given));

/** A component of the awsx package that is not among those that can be had here. */
export class UnknownComponentError extends Error {
  override readonly name = "UnknownComponentError";

  constructor(type: string, known: readonly string[]) {
    super(
      `"${type}" can't be had here; of the awsx package there are ${known.join(" and ")}. ` +
        `Add it under local/provider/awsx/, or leave it out of the local stacks.`,
    );
  }
}

/**
 * Reads a component's arguments as they come over the wire. Each check throws an AwsxArgumentError
 * that names the argument.
 */
export class ArgumentReader {
  readonly #resource: string;

  /** @param resource - whose arguments they are, such as `awsx.ec2.Vpc "net"` */
  constructor(resource: string) {
    this.#resource = resource;
  }

  /** Nothing may be left unread: what is not supported is not ignored. */
  only(properties: Properties, known: readonly string[], path = ""): void {
    const unknown = Object.keys(properties).find(
      (key) => properties[key] !== undefined && !known.includes(key),
    );
    if (unknown === undefined) return;
    this.fail(
      `${path}${unknown}`,
      properties[unknown],
      `nothing, as it is not supported here; supported are ${known.join(", ")}`,
      "Leave it out of the local stacks.",
    );
  }

  oneOf<Value extends string>(argument: string, given: unknown, allowed: readonly Value[]): Value {
    const value = allowed.find((candidate) => candidate === given);
    return value ?? this.fail(argument, given, allowed.join(", "), "Set it to one of these.");
  }

  text(argument: string, given: unknown): string {
    if (typeof given === "string" && given !== "") return given;
    return this.fail(argument, given, "a text that is known in advance", "Write it out.");
  }

  object(argument: string, given: unknown): Properties {
    if (typeof given === "object" && given !== null) return given as Properties;
    return this.fail(argument, given, "an object that is known in advance", "Write it out.");
  }

  /** @param item - reads an item, given where it stands */
  list<Item>(
    argument: string,
    given: unknown,
    item: (argument: string, given: unknown) => Item,
  ): Item[] {
    if (Array.isArray(given) && given.length > 0) {
      return given.map((value, index) => item(`${argument}[${index}]`, value));
    }
    return this.fail(argument, given, "a list that is known in advance", "Write it out.");
  }

  /** @param allowed - what would be right, and `fix`, an imperative sentence: see ArgumentProblem */
  fail(argument: string, given: unknown, allowed: string, fix: string): never {
    throw new AwsxArgumentError({ resource: this.#resource, argument, given, allowed, fix });
  }
}
