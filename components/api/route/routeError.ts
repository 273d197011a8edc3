import * as pulumi from "@pulumi/pulumi";

/** A route can't be served as it is defined. Thrown before any resource is registered. */
export class RouteError extends pulumi.RunError {
  override readonly name = "RouteError";
  /** The route's key. */
  readonly route: string;

  constructor(route: string, problem: string, fix: string) {
    super(`Route "${route}": ${problem}. ${fix}`);
    this.route = route;
  }
}
