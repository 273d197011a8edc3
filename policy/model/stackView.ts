import { groupBy } from "./groupBy.ts";
import { type ResourceView, Unknown } from "./resourceView.ts";
import { SharedValues } from "./sharedValues.ts";

/** The resources that a property references, as far as the stack shows. */
export interface References {
  /** Resources of the stack that it references, or may reference. */
  readonly resources: readonly ResourceView[];
  /**
   * Whether it references all of them. Otherwise it references at least one, but it is unknown
   * which.
   */
  readonly isEach: boolean;
  /** Whether it references nothing else, such as a resource of another stack. */
  readonly isComplete: boolean;
}

/** All resources of a stack, and their references to each other. */
export class StackView {
  readonly resources: readonly ResourceView[];
  readonly #byType: ReadonlyMap<string, readonly ResourceView[]>;
  readonly #byUrn: ReadonlyMap<string, ResourceView>;
  readonly #byKey: ReadonlyMap<string, readonly ResourceView[]>;
  readonly #referring: SharedValues<string, ReadonlyMap<ResourceView, readonly ResourceView[]>>;
  readonly #derived: SharedValues<unknown, unknown>;
  readonly #missed: Unknown[];

  /** @param missed - collects what rules could not see */
  constructor(resources: readonly ResourceView[], missed: Unknown[] = []) {
    this.resources = resources;
    this.#missed = missed;
    this.#referring = this.sharedValues();
    this.#derived = this.sharedValues();
    this.#byType = groupBy(resources, ({ type }) => [type]);
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.#byKey = groupBy(resources, keysOf);
  }

  withUrn(urn: string): ResourceView | undefined {
    return this.#byUrn.get(urn);
  }

  /** Resources of any of these types, ordered by type. */
  ofType(...types: readonly string[]): readonly ResourceView[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** Whether an id, ARN or name is that of a resource of this stack. */
  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /**
   * The resources of this stack that a property references: by id, ARN or name, or, while the value
   * is unknown, by the property's dependencies.
   *
   * @param path - path of the reference, such as `vpcConfig.subnetIds`
   * @param types - types to look for
   */
  referred(
    resource: ResourceView,
    path: string,
    ...types: readonly string[]
  ): readonly ResourceView[] {
    return this.references(resource, path, ...types).resources;
  }

  /**
   * The same with a statement about certainty. Dependencies are known only for a whole property,
   * even if it has several unknown values. An unknown value without dependencies is filled in by
   * the provider and references nothing yet.
   */
  references(resource: ResourceView, path: string, ...types: readonly string[]): References {
    const known = resource
      .hintsAt(path)
      .map((value) => ofTypes(this.#byKey.get(String(value)) ?? [], types));
    const unknowns = resource.unknownsAt(path);
    const origins = unknowns > 0 ? resource.dependenciesOf(path.split(".")[0]!) : [];
    const made = ofTypes(
      origins.map((urn) => this.#byUrn.get(urn)),
      types,
    );
    return {
      resources: [...new Set([...known.flat(), ...made])],
      isEach: known.every(({ length }) => length <= 1) && made.length <= unknowns,
      isComplete:
        known.every(({ length }) => length > 0) &&
        (origins.length === 0 || made.length >= unknowns),
    };
  }

  /** The resources of a type that reference this one by a property; see {@link referred}. */
  referring(resource: ResourceView, type: string, path: string): readonly ResourceView[] {
    const key = `${resource.type}\0${type}\0${path}`;
    const index = this.#referring.get(key, () => {
      const pairs = this.ofType(type).flatMap((source) =>
        this.referred(source, path, resource.type).map((target) => ({ source, target })),
      );
      const grouped = groupBy(pairs, ({ target }) => [target]);
      return new Map([...grouped].map(([to, from]) => [to, from.map(({ source }) => source)]));
    });
    return index.get(resource) ?? [];
  }

  /**
   * Notes that a rule cannot decide, because something is not in this stack.
   *
   * @param reason - a sentence without a full stop, with what makes it visible
   */
  miss(reason: string): void {
    this.#missed.push(new Unknown(reason));
  }

  /** A value that is computed from the whole stack, once for all rules. */
  derived<T>(derive: (stack: StackView) => T): T {
    return this.#derived.get(derive, () => derive(this)) as T;
  }

  /** A cache for what is computed from this stack later than in {@link derived}. */
  sharedValues<Key, Value>(): SharedValues<Key, Value> {
    return new SharedValues(this.#missed);
  }
}

const ofTypes = (
  resources: readonly (ResourceView | undefined)[],
  types: readonly string[],
): ResourceView[] =>
  resources.filter(
    (resource) => resource !== undefined && types.includes(resource.type),
  ) as ResourceView[];

/** The values by which other resources can reference a resource. */
const keysOf = (resource: ResourceView): string[] => {
  const known = keys.flatMap((key) => resource.hintsAt(key)).filter((key) => key !== "");
  return [...new Set([...(resource.id ? [resource.id] : []), ...known.map(String)])];
};

const keys = [
  "id",
  "arn",
  "name",
  "bucket",
  "functionName",
  "allocationId",
  "publicIp",
  "primaryNetworkInterfaceId",
  "url",
  // Resources that come with a VPC are referenced as properties of the VPC.
  "defaultNetworkAclId",
  "defaultRouteTableId",
  "defaultSecurityGroupId",
  "mainRouteTableId",
];
