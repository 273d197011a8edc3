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
  /** Where the program has it. @default unknown, as of an export's resources */
  readonly registration?: Registration;
}

/** What a program says of a resource besides its inputs. */
export interface Registration {
  /** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
  readonly urn: string;
  /** URN of its parent. @default the stack */
  readonly parent?: string;
  /** URNs of the resources that it depends on, in any way. */
  readonly dependencies: readonly string[];
  /** URNs of the resources whose outputs an input contains, by the input's name. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Names of the inputs and outputs that are secret as a whole or in part. */
  readonly secrets: readonly string[];
  /** Options of the resource; a path may lead into an input, such as `tags.owner`. */
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}

/** A component, which has no effect of its own: it is the parent of resources. */
export type Component = Pick<Resource, "type" | "name"> & Pick<Registration, "urn" | "parent">;
