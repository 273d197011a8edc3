/** A JSON-like bag of resource properties, with Pulumi's own wire names (camelCase). */
export type Properties = Record<string, unknown>;

/**
 * One resource as the engine knows it after `pulumi up`: what the program asked for and what the
 * provider answered. The local platform serves from a list of these and from nothing else.
 */
export interface Resource {
  /** Type token, such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** The Pulumi name the program gave it. */
  readonly name: string;
  /** The provider's id, such as a REST API's id or a role's name. */
  readonly id: string;
  /** What the program set. */
  readonly inputs: Properties;
  /** The resource's whole state: the inputs, defaults filled in, and what AWS adds (ARNs, DNS names). */
  readonly outputs: Properties;
}
