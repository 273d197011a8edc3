/** Resources of a REST API that contradict each other or are incomplete. Thrown at load time. */
export class RestApiDefinitionError extends Error {
  override readonly name = "RestApiDefinitionError";

  /** @param subject - the faulty part, such as `REST API "orders"` or `GET /orders` */
  constructor(subject: string, problem: string) {
    super(`${subject}: ${problem}`);
  }
}

/**
 * A route uses a feature of API Gateway that this gateway lacks. Thrown at load time: a route is
 * served as AWS would serve it, or not at all.
 */
export class NotServedError extends Error {
  override readonly name = "NotServedError";
  /** The route, such as `GET /orders`. */
  readonly route: string;
  /** The kind of feature, such as `integration`. */
  readonly feature: string;
  /** The feature's type, such as `http_proxy`. */
  readonly kind: string;

  constructor(route: string, feature: string, kind: string, served: readonly string[]) {
    const alternatives = served.length > 0 ? ` (supported: ${served.join(", ")})` : "";
    super(`${route}: the local gateway does not support ${feature} "${kind}"${alternatives}`);
    this.route = route;
    this.feature = feature;
    this.kind = kind;
  }
}
