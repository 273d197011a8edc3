import type {
  PolicyResource,
  PolicyResourceOptions,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import { type SharedStack, sharedStack } from "../judge.ts";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";
import { type EngineResource, engineResource } from "./engineRequests.ts";
import { unguarded, Withheld } from "./withheld.ts";

// The framework converts a resource, or a whole stack, again for each policy. These policies read it
// once, from the engine's request.

/** The resource of a request, read by the first policy that asks. */
export const resourceOf = (args: ResourceValidationArgs): Subject =>
  once(resources, args, () => subjectOf(args));

/** The stack of a request, read by the first policy that asks. */
export function stackOf(args: StackValidationArgs): SharedStack {
  const read = () => sharedStack(args.resources.map(subjectOf));
  const [first] = args.resources;
  return first ? once(stacks, first, read) : read();
}

const resources = new WeakMap<EngineResource, Subject>();
const stacks = new WeakMap<EngineResource, SharedStack>();

function once<T>(known: WeakMap<EngineResource, T>, { urn, opts }: Asked, read: () => T): T {
  const request = engineResource(urn, opts);
  const value = (request && known.get(request)) ?? read();
  if (request) known.set(request, value);
  return value;
}

/** Options may be absent in a test of a policy. */
interface Asked {
  readonly urn: string;
  readonly opts?: PolicyResourceOptions;
}

function subjectOf(resource: ResourceValidationArgs | PolicyResource): Subject {
  const { type, name, urn, props } = resource;
  const request = engineResource(urn, resource.opts);
  const written = request?.getProperties()?.toJavaScript() ?? unguarded(props);
  return {
    type,
    name,
    urn,
    props: readProperties(written, (path) => new Withheld(path, props)),
    propertyDependencies: request ? dependenciesIn(request) : dependenciesOf(resource),
  };
}

const dependenciesIn = (request: EngineResource): Subject["propertyDependencies"] =>
  "getPropertydependenciesMap" in request
    ? Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(([property, dependencies]) => [
          property,
          dependencies.getUrnsList(),
        ]),
      )
    : {};

const dependenciesOf = (
  resource: ResourceValidationArgs | PolicyResource,
): Subject["propertyDependencies"] =>
  "propertyDependencies" in resource
    ? Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([property, others]) => [
          property,
          others.map(({ urn }) => urn),
        ]),
      )
    : {};
