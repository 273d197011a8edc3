import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { type SharedStack, sharedStack } from "../judge.ts";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";
import { Withheld } from "./withheld.ts";

// The framework converts a resource, or a whole stack, again for each policy. The policies of this
// pack read it once.

/** The resource of a request, read by the first policy that asks. */
export function resourceOf(args: ResourceValidationArgs): Subject {
  return once(resources, args, () => subjectOf(args));
}

/** The stack of a request, read by the first policy that asks. */
export function stackOf({ resources }: StackValidationArgs): SharedStack {
  const read = () => sharedStack(resources.map(subjectOf));
  const [first] = resources;
  return first ? once(stacks, first, read) : read();
}

/** Results by a list in the request, which is the same for all policies and in no other request. */
type Known<T> = WeakMap<object, { readonly urn: string; readonly value: T }>;

const resources: Known<Subject> = new WeakMap();
const stacks: Known<SharedStack> = new WeakMap();

function once<T>(known: Known<T>, { urn, opts }: Asked, read: () => T): T {
  const request = opts?.ignoreChanges;
  if (!Array.isArray(request)) return read();
  const found = known.get(request);
  if (found?.urn === urn) return found.value;
  const value = read();
  known.set(request, { urn, value });
  return value;
}

/** Options are absent where a policy's own test leaves them out. */
type Asked = Pick<ResourceValidationArgs, "urn"> & Partial<Pick<ResourceValidationArgs, "opts">>;

function subjectOf(resource: ResourceValidationArgs | PolicyResource): Subject {
  const { type, name, urn, props } = resource;
  const dependencies =
    "propertyDependencies" in resource ? Object.entries(resource.propertyDependencies) : [];
  const raw = rawOf(props);
  return {
    type,
    name,
    urn,
    props: readProperties(raw, (path) => new Withheld(path, props, raw)),
    propertyDependencies: Object.fromEntries(
      dependencies.map(([property, others]) => [property, others.map((other) => other.urn)]),
    ),
  };
}

/**
 * The properties without the framework's guard, which throws at the first unknown value.
 *
 * Source: `getSpecialProxyTarget` in `proxy.js` of `@pulumi/policy`.
 */
const rawOf = (props: Record<string, unknown>): object =>
  (props["__getSpecialProxyTarget"] as object | undefined) ?? props;
