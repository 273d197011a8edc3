import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError, faultText, type OptionFault } from "../../shared/errors.ts";

/** A route can't be served as it is defined. Thrown before any resource is registered. */
export class RouteError extends pulumi.RunError {
  override readonly name = "RouteError";
  /** The route's key. */
  readonly route: string;

  constructor(route: string, problem: string, fix: string) {
    super(`Route "${route}": ${problem}${fix && `. ${fix}`}`);
    this.route = route;
  }

  /** The error of a route's option. */
  static ofOption(route: string, fault: OptionFault): RouteError {
    return new RouteError(route, faultText(fault), "");
  }
}

/** A wrong option of an API, or the error of a route. */
export type ApiFault = OptionFault | RouteError;

/** @param component - for errors of options, such as `Api "api"` */
export const errorsOf = (component: string, faults: readonly ApiFault[]): Error[] =>
  faults.map((fault) =>
    fault instanceof RouteError ? fault : new ComponentArgumentError({ component, ...fault }),
  );
