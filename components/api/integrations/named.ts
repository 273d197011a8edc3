import * as pulumi from "@pulumi/pulumi";

/** A route leads to something that the region does not have. Thrown before the API is registered. */
export class IntegrationError extends pulumi.RunError {
  override readonly name = "IntegrationError";
}

/**
 * What a region has by a name.
 *
 * @param what - what it is, for the error: "service", "resource"
 * @throws IntegrationError when there is nothing of that name
 */
export function named<Value>(
  what: string,
  name: string,
  among: Readonly<Record<string, Value>>,
): Value {
  const found = Object.hasOwn(among, name) ? among[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(among);
  throw new IntegrationError(
    `A route leads to the ${what} "${name}", which does not exist. ` +
      (names.length > 0
        ? `Use one of: ${names.join(", ")}.`
        : `Declare it: the platform has no ${what} yet.`),
  );
}

/**
 * A resource of the platform's own, which has to be of one class.
 *
 * @throws IntegrationError when there is none of that name, or it is something else
 */
export function namedResource<Value extends pulumi.Resource>(
  name: string,
  among: Readonly<Record<string, pulumi.Resource>>,
  type: { isInstance(resource: unknown): resource is Value; readonly __pulumiType?: string },
  word: string,
): Value {
  const resource = named("resource", name, among);
  if (type.isInstance(resource)) return resource;
  throw new IntegrationError(
    `A route takes the resource "${name}" for ${word}, but it is a ` +
      `${(resource as { __pulumiType?: string }).__pulumiType ?? "resource of another kind"}. ` +
      `Name ${word}.`,
  );
}
