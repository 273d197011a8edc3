import { isOneOf, isTrue, ResourceView } from "../model/resourceView.ts";

/** True, false, or `undefined` for unknown: not known yet, or not visible in this stack. */
export type Ternary = boolean | undefined;

/** Whether any holds. */
export const anyOf = (answers: readonly Ternary[]): Ternary =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

/** What all say, where they agree. Of nothing, nobody knows. */
export const agreedBy = (answers: readonly Ternary[]): Ternary =>
  answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;

/**
 * Whether a property is set by the program. One that is unknown and made of nothing is left to the
 * provider, which fills it in.
 */
export const isGiven = (view: ResourceView, path: string): boolean =>
  view.isSet(path) && (view.hintsAt(path).length > 0 || isMadeOfSomething(view, path));

/** Whether a property is given, and something of it is not known. */
export const isUnknown = (view: ResourceView, path: string): boolean =>
  view.unknownsAt(path) > 0 && isMadeOfSomething(view, path);

const isMadeOfSomething = (view: ResourceView, path: string): boolean =>
  view.dependenciesOf(path.split(".")[0]!).length > 0;

/** A flag, or `absent` where it is not given. Some types say ENABLED. */
export function flagAt(view: ResourceView, path: string, absent: Ternary): Ternary {
  const values = view.hintsAt(path);
  if (values.some((value) => isTrue(value) || isOneOf(value, ["ENABLED"]))) return true;
  if (isUnknown(view, path)) return undefined;
  return values.length > 0 ? false : absent;
}

/** A number of a property; texts count too, of any base, as providers read them. */
export function numberAt(view: ResourceView, path: string): number | undefined {
  const [value] = view.hintsAt(path);
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export const textsAt = (view: ResourceView, path: string): string[] =>
  view.hintsAt(path).map(String);

/** The elements of a list of objects, each to be read like a resource of its own. */
export function elementsOf(resource: ResourceView, property: string): ResourceView[] {
  const origins = resource.dependenciesOf(property.split(".")[0]!);
  const objects = resource.hintsAt(property).filter((value) => typeof value === "object");
  return (objects as object[]).map((props) => {
    const keys = Object.keys(props);
    const propertyDependencies = Object.fromEntries(keys.map((key) => [key, origins]));
    const { type, name, urn } = resource;
    return new ResourceView({ type, name, urn, props, propertyDependencies });
  });
}

/** How a resource is called in a path: by its id, or while that is not known by its name. */
export function idOf(view: ResourceView, noun: string): string {
  const id = view.id ?? view.hintsAt("id")[0];
  return typeof id === "string" ? id : named(noun, view);
}

export const named = (noun: string, { name }: ResourceView): string => `${noun} "${name}"`;
