import { Output } from "@pulumi/pulumi/output.js";
import type { Properties } from "../../graph/resource.ts";

/** The parts of the message about a wrong argument. */
interface ArgumentProblem {
  /** The component, such as `awsx.ec2.Vpc "net"`. */
  readonly resource: string;
  /** Path of the argument, such as `subnetSpecs[1].cidrMask`. */
  readonly argument: string;
  /** The value; left out for an argument that is not supported. */
  readonly given?: unknown;
  readonly allowed: string;
  /** The solution, as an imperative sentence. */
  readonly fix: string;
}

/** An argument of an awsx component is wrong, or not supported here. */
export class AwsxArgumentError extends Error {
  override readonly name = "AwsxArgumentError";

  constructor(problem: ArgumentProblem) {
    const { resource, argument, given, allowed, fix } = problem;
    const fault = "given" in problem ? shown(given) : "not supported by the local platform";
    super(`${resource}: ${argument} is ${fault}; allowed: ${allowed}. ${fix}`);
  }
}

/** Describes a value. Outputs can't be converted to JSON. */
const shown = (given: unknown): string =>
  Output.isInstance(given) ? "another resource's output" : String(JSON.stringify(given));

/**
 * Reads a component's arguments as the engine sends them. Each check throws an AwsxArgumentError
 * that names the argument.
 */
export class ArgumentReader {
  readonly #resource: string;

  /** @param resource - the component, such as `awsx.ec2.Vpc "net"` */
  constructor(resource: string) {
    this.#resource = resource;
  }

  /** Refuses arguments that are not supported. */
  only(properties: Properties, known: readonly string[], path = ""): void {
    const unknown = Object.keys(properties).find(
      (key) => properties[key] !== undefined && !known.includes(key),
    );
    if (unknown === undefined) return;
    throw new AwsxArgumentError({
      resource: this.#resource,
      argument: `${path}${unknown}`,
      allowed: known.join(", "),
      fix: "Leave it out of the local stacks.",
    });
  }

  oneOf<Value extends string>(argument: string, given: unknown, allowed: readonly Value[]): Value {
    const value = allowed.find((candidate) => candidate === given);
    return value ?? this.fail(argument, given, allowed.join(", "), "Set it to one of these.");
  }

  text(argument: string, given: unknown): string {
    if (typeof given === "string" && given !== "") return given;
    return this.fail(argument, given, "a string, but not an output", "Set it to a constant.");
  }

  object(argument: string, given: unknown): Properties {
    if (typeof given === "object" && given !== null) return given as Properties;
    return this.fail(argument, given, "an object, but not an output", "Set it to a constant.");
  }

  /** @param item - reads an item of the list */
  list<Item>(
    argument: string,
    given: unknown,
    item: (argument: string, given: unknown) => Item,
  ): Item[] {
    if (Array.isArray(given) && given.length > 0) {
      return given.map((value, index) => item(`${argument}[${index}]`, value));
    }
    return this.fail(
      argument,
      given,
      "a list that is not empty, but not an output",
      "Set it to a constant.",
    );
  }

  fail(argument: string, given: unknown, allowed: string, fix: string): never {
    throw new AwsxArgumentError({ resource: this.#resource, argument, given, allowed, fix });
  }
}
