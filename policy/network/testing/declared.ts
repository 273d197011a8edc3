import type { Declared, TestResource } from "../../testing/judge.ts";
import { unknown } from "../../testing/ruleTable.ts";

/** A reference to a property of another resource. */
export class Reference {
  readonly name: string;
  readonly property: string;

  constructor(name: string, property: string) {
    this.name = name;
    this.property = property;
  }
}

/** Refers to a resource of the same stack by its name. */
export const ref = (name: string, property = "id"): Reference => new Reference(name, property);

/** The resources of a deployed stack: all values are known. */
export function deployed(declared: readonly Declared[]): TestResource[] {
  const referred = new Map<string, Set<string>>();
  const known = declared.map(({ type, name, props }) => ({
    type,
    name,
    props: replace(props, (reference) => {
      const properties = referred.get(reference.name) ?? new Set();
      referred.set(reference.name, properties.add(reference.property));
      return valueOf(reference);
    }) as object,
  }));
  return known.map(({ type, name, props }) => {
    const outputs = ["id", ...(referred.get(name) ?? [])];
    const filled = outputs.map((property) => [property, valueOf({ name, property })]);
    return { type, name, props: { ...Object.fromEntries(filled), ...props } };
  });
}

/** The resources in the preview of a new stack: no values from AWS are known. */
export const previewed = (declared: readonly Declared[]): TestResource[] =>
  declared.map(({ type, name, props }) => {
    const dependencies: Record<string, string[]> = {};
    const planned = Object.entries(props).map(([property, value]) => [
      property,
      replace(value, (reference) => {
        dependencies[property] = [...(dependencies[property] ?? []), reference.name];
        return unknown;
      }),
    ]);
    return {
      type,
      name,
      props: { ...Object.fromEntries(planned), id: unknown, arn: unknown },
      dependencies,
    };
  });

const valueOf = ({ name, property }: { name: string; property: string }): string =>
  property === "id" ? `${name}-id` : `${name}-${property}`;

function replace(value: unknown, by: (reference: Reference) => unknown): unknown {
  if (value instanceof Reference) return by(value);
  if (Array.isArray(value)) return value.map((element) => replace(element, by));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, replace(member, by)]);
  return Object.fromEntries(entries);
}
