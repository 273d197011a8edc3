/** Properties of a resource by Pulumi's camelCase names. */
export type Properties = Record<string, unknown>;

/**
 * A resource as the engine knows it after `pulumi up`, with the program's inputs and the provider's
 * outputs. The local platform serves from a list of these alone.
 */
export interface Resource {
  /** Type token, such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** Its Pulumi name, from the program. */
  readonly name: string;
  /** The provider's id, such as a REST API's id or a role's name. */
  readonly id: string;
  /** The properties that the program set. */
  readonly inputs: Properties;
  /** The complete state: inputs, defaults, and the properties that AWS adds, such as ARNs. */
  readonly outputs: Properties;
}
