import * as pulumi from "@pulumi/pulumi";
/** What a wrong argument's error says: what was given, what is allowed, what to do. */
export interface ArgumentProblem {
  /** Where the argument stands, such as `PrivateNetwork "net"`. */
  readonly component: string;
  /** The argument's name, such as `zones`. */
  readonly argument: string;
  /** The value that was given. */
  readonly given: unknown;
  /** Which values are allowed. */
  readonly allowed: string;
  /** What to do about it, as an imperative sentence. */
  readonly fix: string;
}

/** A component was given an argument it can't work with. Thrown before any resource is
 * registered. As a `RunError` the engine prints its message, without a stack. */
export class ComponentArgumentError extends pulumi.RunError {
  override readonly name = "ComponentArgumentError";
  readonly argument: string;

  constructor(problem: ArgumentProblem) {
    super(
      `${problem.component}: ${problem.argument} is ${JSON.stringify(problem.given)}; ` +
        `allowed: ${problem.allowed}. ${problem.fix}`,
    );
    this.argument = problem.argument;
  }
}
