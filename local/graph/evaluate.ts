import * as pulumi from "@pulumi/pulumi";
import callbackProto from "@pulumi/pulumi/proto/callback_pb.js";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import { secretSignature, signatureKey } from "../../project/signatures.ts";
import type { Properties, Resource } from "./resource.ts";

/** Answers for the engine what AWS would: the outputs of resources and the results of calls. */
export interface Provider {
  /** Whether resources of this type are its own; others that are no custom resources are the program's components. */
  owns(type: string): boolean;
  /** Creates a resource. */
  create(type: string, name: string, inputs: Properties): Promise<CreatedResource>;
  /** Answers a provider function such as `aws:index/getRegion:getRegion`. */
  call(token: string, inputs: Properties): Promise<Properties>;
}

export interface CreatedResource {
  readonly id: string;
  /** What the provider adds to the inputs. */
  readonly outputs: Properties;
}

export interface StackSpec {
  readonly project: string;
  readonly stack: string;
  /** By full key, such as `aws:region`; see `readStackConfig`. */
  readonly config: Record<string, string>;
  /** The program: what `index.ts` exports by default. */
  readonly program: () => Promise<Record<string, unknown> | void>;
}

export interface Evaluation {
  readonly resources: Resource[];
  /** The stack's outputs, known values throughout. */
  readonly outputs: Properties;
}

/** The stack's program or one of its resources failed. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** Full name of a stack, as a stack reference has it. */
export const fullStackName = ({ project, stack }: Pick<StackSpec, "project" | "stack">): string =>
  `${organization}/${project}/${stack}`;

/** What Pulumi's self-managed backends call the organization. */
const organization = "organization";

const stackReferenceType = "pulumi:pulumi:StackReference";

/**
 * Runs a stack's program in this process, without the Pulumi CLI, and lists the resources it
 * declares. Pulumi's runtime keeps one stack at a time: evaluate one after the other.
 *
 * @param outputsOf - outputs of other stacks, for stack references, by full stack name
 * @throws EvaluationError with the first failure of a resource, its cause being what the provider threw
 * @throws whatever the program itself throws
 */
export async function evaluateStack(
  spec: StackSpec,
  provider: Provider,
  outputsOf: (stack: string) => Properties | undefined,
): Promise<Evaluation> {
  const resources: Resource[] = [];
  const failure = firstFailure();

  const create = async (args: pulumi.runtime.MockResourceArgs) => {
    const { type, name, custom } = args;
    const inputs = plainInputs(args.inputs as Properties);
    if (type === stackReferenceType) return referTo(String(inputs["name"] ?? name), outputsOf);
    if (!custom && !provider.owns(type)) return { id: undefined, state: inputs };
    const { id, outputs } = await provider.create(type, name, inputs);
    const state = { ...inputs, ...outputs };
    resources.push({ type, name, id, inputs, outputs: state });
    return { id, state };
  };

  await pulumi.runtime.setMocks(
    {
      newResource: (args) => failure.watch(`${args.type} "${args.name}"`, create(args)),
      call: ({ token, inputs }) => failure.watch(token, provider.call(token, inputs)),
    },
    spec.project,
    spec.stack,
    false,
    organization,
  );
  acceptTransforms();
  pulumi.runtime.setAllConfig(spec.config);
  const run = async () => {
    const outputs = await pulumi.runtime.runInPulumiStack(spec.program);
    await pulumi.runtime.disconnect();
    return (outputs ?? {}) as Properties;
  };
  process.on("unhandledRejection", failure.fail);
  // After a failure the program's other registrations go on failing in the background for a while.
  const running = withoutSourceMaps(run).finally(() => {
    process.off("unhandledRejection", failure.fail);
  });
  return { outputs: await Promise.race([running, failure.promise]), resources };
}

/**
 * Pulumi's runtime writes down a stack trace for each promise. Mapping them to the sources takes
 * half of an evaluation's time; an error's own trace is mapped when it is read, which is later.
 */
async function withoutSourceMaps<T>(work: () => Promise<T>): Promise<T> {
  const enabled = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(false);
  try {
    return await work();
  } finally {
    process.setSourceMapsEnabled(enabled);
  }
}

/**
 * Pulumi's runtime leaves a failed registration as an unhandled rejection and waits on for its
 * outputs. This tells the first failure, so that the evaluation ends with it.
 */
function firstFailure() {
  let fail!: (error: unknown) => void;
  const promise = new Promise<never>((_, reject) => (fail = reject));
  promise.catch(() => {});
  const watch = async <T>(subject: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      fail(new EvaluationError(`${subject}: ${message}`, { cause }));
      throw cause;
    }
  };
  return { promise, fail, watch };
}

function referTo(stack: string, outputsOf: (stack: string) => Properties | undefined) {
  const outputs = outputsOf(stack);
  if (!outputs) {
    throw new EvaluationError(`Stack "${stack}" is referred to but was not evaluated before.`);
  }
  return { id: stack, state: { name: stack, outputs, secretOutputNames: [] } };
}

/**
 * A remote component such as `awsx.ec2.Vpc` arrives as one resource here, without the children
 * that its transforms would change. Pulumi's test monitor refuses transforms; this lets them be.
 */
function acceptTransforms(): void {
  // Exported for Pulumi's own modules, hence missing from its types.
  const { getStore } = runtimeState as unknown as { getStore(): object };
  Object.assign(getStore(), {
    supportsTransforms: true,
    callbacks: {
      registerTransform: () => Promise.resolve(new callbackProto.Callback()),
      awaitStackRegistrations: () => Promise.resolve(),
      shutdown: () => {},
    },
  });
}

/**
 * A resource's inputs with its secrets in plain, as a provider sees them that keeps none: Pulumi's
 * test monitor hands them on wrapped. Assets and archives, which are wrapped too, stay.
 */
const plainInputs = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)]));

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  // Objects of classes are assets and archives.
  if (value === null || typeof value !== "object" || !isLiteral(value)) return value;
  const object = value as Properties;
  return object[signatureKey] === secretSignature ? plain(object["value"]) : plainInputs(object);
}

const isLiteral = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
