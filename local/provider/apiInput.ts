import { InputError } from "./kind.ts";
import { type ApiShape, itemOf, memberOf, type ModelReference, shapeOf } from "./apiModel.ts";

/**
 * The place of an input in AWS's request, from the object that contains it: `Policies.PasswordPolicy`.
 * `null` marks an input that the request does not have.
 */
type Place =
  | string
  | null
  | {
      readonly to: string;
      /** AWS's values by Pulumi's. */
      readonly values: Readonly<Record<string, unknown>>;
    };

/** Places by Pulumi's paths without indices, such as `schemas` or `lambdaConfig.preSignUp`. */
export type Places = Readonly<Record<string, Place>>;

/**
 * Converts inputs to the request of an AWS API, at every depth. Names come from the SDK's model of the
 * request where they differ in capitals (`callbackUrls`, `CallbackURLs`), and from `places` where they
 * differ in more. A map becomes a list of names or keys with values if AWS has one.
 *
 * @param request - its model, such as `CreateUserPoolRequest$`
 * @throws InputError for an input that has no place in the request
 */
export function apiInput<Input>(
  request: ModelReference,
  inputs: object,
  places: Places = {},
): Input {
  // `region` selects the endpoint.
  return structure(shapeOf(request), inputs, "", { region: null, ...places }) as Input;
}

function structure(shape: ApiShape, value: object, parent: string, places: Places) {
  const result: Record<string, unknown> = {};
  for (const [key, each] of given(value)) {
    const path = parent === "" ? key : `${parent}.${key}`;
    const place = Object.hasOwn(places, path) ? places[path]! : key;
    if (place !== null) put(result, shape, place, each, path, places);
  }
  return result;
}

/** Sets a value at its place, and creates the objects that contain it. */
function put(
  into: Record<string, unknown>,
  struct: ApiShape,
  place: NonNullable<Place>,
  value: unknown,
  path: string,
  places: Places,
): void {
  const { to, values } = typeof place === "string" ? { to: place } : place;
  const steps = to.split(".");
  let [target, shape] = [into, struct];
  for (const [index, step] of steps.entries()) {
    const member = memberOf(shape, step);
    if (!member) throw new InputError(`${path} has no name in AWS's ${struct.name}.`);
    if (index < steps.length - 1) {
      target = (target[member.name] ??= {}) as Record<string, unknown>;
      shape = member.shape;
    } else {
      const converted = values ? values[String(value)] : convert(member.shape, value, path, places);
      if (converted !== undefined) target[member.name] = joined(target[member.name], converted);
    }
  }
}

function convert(shape: ApiShape, value: unknown, path: string, places: Places): unknown {
  if (value === null || typeof value !== "object") return value;
  const item = itemOf(shape);
  if (shape.kind === "list" && item) {
    const list: unknown[] = Array.isArray(value) ? value : asList(item, value);
    return list.map((each) => convert(item, each, path, places));
  }
  if (shape.kind === "map" && item) {
    const entries = given(value).map(([key, each]) => [key, convert(item, each, path, places)]);
    return Object.fromEntries(entries);
  }
  return shape.kind === "structure" ? structure(shape, value, path, places) : value;
}

/** The entries with a value, apart from the engine's own, such as `__defaults`. */
const given = (value: object): [string, unknown][] =>
  Object.entries(value).filter(
    ([key, each]) => each !== undefined && each !== null && !key.startsWith("__"),
  );

/** A map as a list of `{ Key, Value }` or `{ Name, Value }`; another object as a list of one. */
function asList(item: ApiShape, value: object): unknown[] {
  const name = ["key", "name"].find((each) => memberOf(item, each) && memberOf(item, "value"));
  if (name === undefined) return [value];
  return given(value).map(([key, each]) => ({ [name]: key, value: each }));
}

/** Joins what several inputs say about one object, such as `Policies`. */
const joined = (before: unknown, after: unknown): unknown =>
  before !== null && typeof before === "object" && after !== null && typeof after === "object"
    ? { ...before, ...after }
    : after;
