import { groupBy } from "./groupBy.ts";
import type { ResourceView } from "./resourceView.ts";

/** What a property refers to, as far as the stack tells. */
export interface References {
  /** Resources of the stack that it refers to, or may. */
  readonly resources: readonly ResourceView[];
  /** Whether it refers to every one of them; else to one or some of them, nobody knows which. */
  readonly isEach: boolean;
  /** Whether it refers to nothing besides, such as what another stack has. */
  readonly isComplete: boolean;
}

/** All resources of a stack, and how they refer to each other. */
export class StackView {
  readonly resources: readonly ResourceView[];
  readonly #byType: ReadonlyMap<string, readonly ResourceView[]>;
  readonly #byUrn: ReadonlyMap<string, ResourceView>;
  readonly #byKey: ReadonlyMap<string, readonly ResourceView[]>;
  readonly #referring = new Map<string, ReadonlyMap<ResourceView, readonly ResourceView[]>>();
  readonly #derived = new Map<unknown, unknown>();

  constructor(resources: readonly ResourceView[]) {
    this.resources = resources;
    this.#byType = groupBy(resources, ({ type }) => [type]);
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.#byKey = groupBy(resources, keysOf);
  }

  /** Resources of any of these types, type by type. */
  ofType(...types: readonly string[]): readonly ResourceView[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /**
   * The resources of this stack that a property refers to: by id, ARN or name, or, while that is not
   * known, by what the property was made of.
   *
   * @param path - where the reference is, such as `vpcConfig.subnetIds`
   * @param types - types that may be referred to
   */
  referred(
    resource: ResourceView,
    path: string,
    ...types: readonly string[]
  ): readonly ResourceView[] {
    return this.references(resource, path, ...types).resources;
  }

  /**
   * The same with how sure that is. What a property of several unknown values was made of is known
   * for the property as a whole only; one that is unknown and made of nothing is filled in by the
   * provider, and refers to nothing yet.
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

  /** The resources of a type that refer to this one by a property, as {@link referred} finds them. */
  referring(resource: ResourceView, type: string, path: string): readonly ResourceView[] {
    const key = `${resource.type}\0${type}\0${path}`;
    let index = this.#referring.get(key);
    if (!index) {
      const sources = this.ofType(type);
      const pairs = sources.flatMap((source) =>
        this.referred(source, path, resource.type).map((target) => ({ source, target })),
      );
      const grouped = groupBy(pairs, ({ target }) => [target]);
      index = new Map([...grouped].map(([to, from]) => [to, from.map(({ source }) => source)]));
      this.#referring.set(key, index);
    }
    return index.get(resource) ?? [];
  }

  /** What is worked out of the whole stack, once however many rules need it. */
  derived<T>(derive: (stack: StackView) => T): T {
    if (!this.#derived.has(derive)) this.#derived.set(derive, derive(this));
    return this.#derived.get(derive) as T;
  }
}

const ofTypes = (
  resources: readonly (ResourceView | undefined)[],
  types: readonly string[],
): ResourceView[] =>
  resources.filter(
    (resource) => resource !== undefined && types.includes(resource.type),
  ) as ResourceView[];

/** By what others may refer to a resource. */
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
  // What a VPC comes with is referred to as the VPC's.
  "defaultNetworkAclId",
  "defaultRouteTableId",
  "defaultSecurityGroupId",
  "mainRouteTableId",
];
