import type { Properties } from "../../graph/resource.ts";
import { AwsxArgumentError } from "./errors.ts";

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
