import * as pulumi from "@pulumi/pulumi";
import { anything, options, type OptionRules, required, type Rule } from "../../shared/options.ts";
import { guardNames } from "../guards/index.ts";

/** Rule of an integration's settings. They include misspelt guards, so it also suggests guards. */
export const integrationOptions = <Definition extends { readonly kind: string }>(
  rules: Omit<OptionRules<Definition>, "kind">,
): Rule =>
  options<Definition>(
    { kind: required(anything), ...rules } as unknown as OptionRules<Definition>,
    undefined,
    guardNames,
  );

/** The target of a route does not exist in the region. Thrown before the API is registered. */
export class IntegrationError extends pulumi.RunError {
  override readonly name = "IntegrationError";
}

/**
 * Looks up the target of a route by name.
 *
 * @param what - kind of target, for the error, such as "service"
 * @throws IntegrationError for an unknown name
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
 * Looks up a resource of one class by name.
 *
 * @throws IntegrationError for an unknown name or a resource of another class
 */
export function namedResource<Value extends pulumi.Resource>(
  name: string,
  among: Readonly<Record<string, pulumi.Resource>> = {},
  type: { isInstance(resource: unknown): resource is Value; readonly __pulumiType?: string },
  word: string,
): Value {
  const resource = named("resource", name, among);
  if (type.isInstance(resource)) return resource;
  throw new IntegrationError(
    `A route uses the resource "${name}" as ${word}, but it is a ` +
      `${(resource as { __pulumiType?: string }).__pulumiType ?? "resource of another type"}. ` +
      `Name ${word}.`,
  );
}
