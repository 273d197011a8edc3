import { Output } from "@pulumi/pulumi/output.js";

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
