/** A REST API's resources contradict themselves or lack what serving needs. Thrown at load time. */
export class RestApiDefinitionError extends Error {
  override readonly name = "RestApiDefinitionError";

  /** @param subject - what is wrong, such as `REST API "orders"` or `GET /orders` */
  constructor(subject: string, problem: string) {
    super(`${subject}: ${problem}`);
  }
}

/**
 * A route asks for something API Gateway has and this gateway has not. Thrown at load time, so that
 * a route is either served as AWS would serve it or not at all.
 */
export class NotServedError extends Error {
  override readonly name = "NotServedError";
  /** The route, such as `GET /orders`. */
  readonly route: string;
  /** What kind of thing is not served, such as `integration`. */
  readonly feature: string;
  /** Which one, such as `http_proxy`. */
  readonly kind: string;

  constructor(route: string, feature: string, kind: string, served: readonly string[]) {
    const alternatives = served.length > 0 ? ` (served: ${served.join(", ")})` : "";
    super(`${route}: ${feature} "${kind}" is not served by the local gateway${alternatives}`);
    this.route = route;
    this.feature = feature;
    this.kind = kind;
  }
}
