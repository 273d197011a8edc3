import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { unknownCheckingProxy, UnknownValueError } from "@pulumi/policy";
import type { ResourceRule, StackRule } from "../rule.ts";
import { toPolicies } from "../toPolicy.ts";

/** A resource of a test. `unknownValue` of Pulumi's runtime stands for what is not known yet. */
export interface TestResource {
  readonly type: string;
  readonly name?: string;
  readonly props: object;
  /** Names of resources, by the property that was made of them. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What the engine would print. */
export interface Verdict {
  readonly violations: readonly Violation[];
  /** The advisory in place of a verdict, while a value is not known. */
  readonly undecided: string | undefined;
}

export interface Violation {
  readonly message: string;
  readonly urn: string | undefined;
}

/** Asks a rule about a resource, as the engine's policy server does. */
export function judge(rule: ResourceRule, resource: TestResource, config: object = {}): Verdict {
  const policies = toPolicies(rule) as ResourceValidationPolicy[];
  const { validateResource } = policies[rule.types.indexOf(resource.type)] ?? {};
  if (typeof validateResource !== "function") {
    throw new Error(`${rule.name} has no validation for ${resource.type}.`);
  }
  return recorded((report) => validateResource(argumentsOf(resource, config), report));
}

/** Asks a rule about a stack, as the engine's policy server does. */
export function judgeStack(
  rule: StackRule,
  resources: readonly TestResource[],
  config: object = {},
): Verdict {
  const [{ validateStack }] = toPolicies(rule) as [StackValidationPolicy];
  const members = resources.map((resource): PolicyResource => ({
    ...argumentsOf(resource),
    asType: () => undefined,
    dependencies: [],
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.dependencies ?? {}).map(([property, names]) => [
        property,
        resources
          .filter((other) => names.includes(nameOf(other)))
          .map((other) => referenceTo(other)),
      ]),
    ),
  }));
  const args: StackValidationArgs = { ...contextOf(config), resources: members };
  return recorded((report) => validateStack(args, report));
}

/** As much of a resource as rules get of what another one was made of. */
const referenceTo = (resource: TestResource): PolicyResource =>
  ({ urn: argumentsOf(resource).urn }) as PolicyResource;

function recorded(validate: (report: (message: string, urn?: string) => void) => unknown): Verdict {
  const violations: Violation[] = [];
  try {
    validate((message, urn) => violations.push({ message, urn }));
    return { violations, undecided: undefined };
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    return { violations, undecided: (error as Error).message };
  }
}

function argumentsOf(resource: TestResource, config: object = {}): ResourceValidationArgs {
  const { type, props } = resource;
  const name = nameOf(resource);
  return {
    ...contextOf(config),
    type,
    name,
    urn: `urn:pulumi:dev::test::${type}::${name}`,
    props: unknownCheckingProxy(props) as Record<string, unknown>,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    isType: (resourceClass) => Reflect.get(resourceClass, "__pulumiType") === type,
    asType: () => undefined,
  };
}

const nameOf = ({ name = "test" }: TestResource): string => name;

const contextOf = (config: object) => ({
  stackTags: new Map<string, string>(),
  getConfig: <T extends object>() => config as T,
  notApplicable: (reason?: string): never => {
    throw new Error(`Not applicable: ${reason}`);
  },
});
