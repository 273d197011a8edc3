import { isOneOf, isTrue, type ResourceView } from "../model/resourceView.ts";

/** True, false, or `undefined` for unknown: not known yet, or not visible in this stack. */
export type Ternary = boolean | undefined;

/** Logical OR. */
export const anyOf = (values: readonly Ternary[]): Ternary =>
  values.includes(true) ? true : values.includes(undefined) ? undefined : false;

/** The value that all share; unknown if they differ or there are none. */
export const agreedBy = (values: readonly Ternary[]): Ternary =>
  values.every((value) => value === values[0]) ? values[0] : undefined;

/**
 * Whether the program sets a property. An unknown value without dependencies is filled in by the
 * provider.
 */
export const isGiven = (view: ResourceView, path: string): boolean =>
  view.isSet(path) && (view.hintsAt(path).length > 0 || isMadeOfSomething(view, path));

/** Whether the program sets a property and a part of it is unknown. */
export const isUnknown = (view: ResourceView, path: string): boolean =>
  view.unknownsAt(path) > 0 && isMadeOfSomething(view, path);

const isMadeOfSomething = (view: ResourceView, path: string): boolean =>
  view.dependenciesOf(path.split(".")[0]!).length > 0;

/** A flag, or `absent` if it is not set. Some types use ENABLED. */
export function flagAt(view: ResourceView, path: string, absent: Ternary): Ternary {
  const values = view.hintsAt(path);
  if (values.some((value) => isTrue(value) || isOneOf(value, ["ENABLED"]))) return true;
  if (isUnknown(view, path)) return undefined;
  return values.length > 0 ? false : absent;
}

/** A number, also as text in any base, as providers accept it. */
export function numberAt(view: ResourceView, path: string): number | undefined {
  const [value] = view.hintsAt(path);
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export const textsAt = (view: ResourceView, path: string): string[] =>
  view.hintsAt(path).map(String);

/** The elements of a list of objects, as views that can be read like resources. */
export function elementsOf(resource: ResourceView, property: string): ResourceView[] {
  const origins = resource.dependenciesOf(property.split(".")[0]!);
  const values = resource.holdersAt(property).map(({ value }) => value);
  const objects = values.filter((value) => typeof value === "object");
  return (objects as object[]).map((props) => {
    const keys = Object.keys(props);
    const propertyDependencies = Object.fromEntries(keys.map((key) => [key, origins]));
    return resource.part(props, propertyDependencies);
  });
}

/** The id of a resource, or its name while the id is unknown. */
export function idOf(view: ResourceView, noun: string): string {
  const id = view.id ?? view.hintsAt("id")[0];
  return typeof id === "string" ? id : named(noun, view);
}

export const named = (noun: string, { name }: ResourceView): string => `${noun} "${name}"`;
