import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import callbackProto from "@pulumi/pulumi/proto/callback_pb.js";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import { secretSignature, signatureKey } from "../../project/signatures.ts";
import { Registrations, stackType } from "./registrations.ts";
import type { Component, Properties, Registration, Resource } from "./resource.ts";

/** The module itself, whose function is replaced: an import may be a copy, where tsx loads this file. */
const debuggable = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise: (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
};

/** Creates resources and runs functions for an evaluation, in place of AWS. */
export interface Provider {
  /** Whether the provider manages this type. Other types are custom resources or components of the program. */
  owns(type: string): boolean;
  /**
   * Constructs the children of a remote component, in the program's own run.
   *
   * @returns its outputs; undefined for a type whose component has no children here
   */
  construct?(type: string, name: string, inputs: Properties): object | undefined;
  /** Creates a resource, or finds the one that an earlier evaluation has made. */
  create(
    type: string,
    name: string,
    inputs: Properties,
    registration?: Registration,
  ): Promise<CreatedResource>;
  /** Calls a provider function such as `aws:index/getRegion:getRegion`. */
  call(token: string, inputs: Properties): Promise<Properties>;
}

export interface CreatedResource {
  readonly id: string;
  /** The outputs that the provider adds to the inputs. */
  readonly outputs: Properties;
  /** What of it has no effect here, for who replays an export. @default nothing */
  readonly problems?: readonly string[];
}

export interface StackSpec {
  readonly project: string;
  readonly stack: string;
  /** By full key, such as `aws:region`; see `readStackConfig`. */
  readonly config: Record<string, string>;
  /** The default export of `index.ts`. */
  readonly program: () => Promise<Record<string, unknown> | void>;
}

export interface Evaluation {
  readonly resources: Resource[];
  /** The parents of the resources. */
  readonly components: Component[];
  /** The stack's outputs. All values are known. */
  readonly outputs: Properties;
}

/** The stack's program or one of its resources failed. */
class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** The name of a stack in stack references. */
export const fullStackName = ({ project, stack }: Pick<StackSpec, "project" | "stack">): string =>
  `${organization}/${project}/${stack}`;

/** The organization's name in Pulumi's self-managed backends. */
const organization = "organization";

const stackReferenceType = "pulumi:pulumi:StackReference";

/**
 * Runs a stack's program in this process, without the Pulumi CLI, and lists the resources it
 * declares. Pulumi's runtime supports one stack at a time, so evaluate stacks in turn.
 *
 * @param outputsOf - outputs of other stacks, for stack references, by full stack name
 * @param report - receives what of a resource has no effect here
 * @param warn - receives the program's warnings. @default prints them
 * @throws EvaluationError for the first resource that fails, with the provider's error as cause
 * @throws any error of the program itself
 */
export async function evaluateStack(
  spec: StackSpec,
  provider: Provider,
  outputsOf: (stack: string) => Properties | undefined,
  report: (problem: string) => void = () => {},
  warn: (message: string) => void = (message) => console.warn(`warning: ${message}`),
): Promise<Evaluation> {
  const resources: Resource[] = [];
  const components: Component[] = [];
  const failure = firstFailure();
  /** Remote components, whose construction registers them again, by type and name. */
  const constructed = new Set<string>();

  const create = async (args: pulumi.runtime.MockResourceArgs) => {
    const { type, name, custom } = args;
    const registration = registrations.current(type, name, args.inputs as Properties);
    const inputs = plainInputs(args.inputs as Properties);
    if (type === stackReferenceType) {
      const stack = String(inputs["name"] ?? name);
      // Each evaluation is the stack's first deployment: it has no outputs of an earlier one.
      return referTo(stack, stack === fullStackName(spec) ? () => ({}) : outputsOf);
    }
    const isOwn = custom || provider.owns(type);
    if (constructed.has(`${type} ${name}`)) return { id: undefined, state: inputs };
    if (!custom) {
      const { urn, parent } = registration;
      const component = { type, name, urn, ...(parent && { parent }) };
      if (!isOwn) {
        if (type !== stackType) components.push(component);
        return { id: undefined, state: inputs };
      }
      constructed.add(`${type} ${name}`);
      registrations.construct(type, name, registration);
      const children = provider.construct?.(type, name, inputs);
      if (children) {
        components.push(component);
        return { id: undefined, state: await known(children) };
      }
    }
    const created = await provider.create(type, name, inputs, registration);
    const { id, outputs, problems = [] } = created;
    for (const problem of problems) report(`${type} "${name}": ${problem}`);
    const state = { ...inputs, ...outputs };
    resources.push({ type, name, id, inputs, outputs: state, registration });
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
  const registrations = new Registrations(spec);
  acceptTransforms();
  pulumi.runtime.setAllConfig(spec.config);
  const run = async () => {
    const outputs = await pulumi.runtime.runInPulumiStack(spec.program);
    await pulumi.runtime.disconnect();
    return (outputs ?? {}) as Properties;
  };
  process.on("unhandledRejection", failure.fail);
  const restoreWarnings = receiveWarnings(warn);
  // After a failure, other registrations of the program may fail later.
  const running = withoutTraces(run).finally(async () => {
    // Node.js reports rejections that nobody handles, such as those of outputs, after all promises have settled.
    // Those of a program that failed must not count as the next one's.
    await setImmediate();
    process.off("unhandledRejection", failure.fail);
    restoreWarnings();
  });
  return { outputs: await Promise.race([running, failure.promise]), resources, components };
}

/** The values of a component's outputs; of resources their ids. */
const known = (outputs: object): Promise<Properties> =>
  // Pulumi's types lack the promise of an output.
  (pulumi.output(idsIn(outputs)) as unknown as { promise(): Promise<Properties> }).promise();

const idsIn = (outputs: object): Properties =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? value.map(idOf) : idOf(value),
    ]),
  );

const idOf = (value: unknown): unknown =>
  pulumi.CustomResource.isInstance(value) ? value.id : value;

/**
 * Pulumi's runtime records a stack trace for each promise, to name those that never settle, which takes most of an
 * evaluation's time. Errors keep theirs.
 */
function withoutTraces<T>(work: () => Promise<T>): Promise<T> {
  const record = debuggable.debuggablePromise;
  debuggable.debuggablePromise = (...call) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return record(...call);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
  return work().finally(() => (debuggable.debuggablePromise = record));
}

/** Without an engine, Pulumi's runtime prints warnings itself, for each stack anew. */
function receiveWarnings(receive: (message: string) => void): () => void {
  const log = pulumi.log as { warn: typeof pulumi.log.warn };
  const { warn } = log;
  log.warn = (message) => Promise.resolve(receive(message));
  return () => (log.warn = warn);
}

/**
 * Pulumi's runtime leaves a failed registration as an unhandled rejection and keeps waiting for its
 * outputs. This rejects with the first failure, which ends the evaluation.
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
    throw new EvaluationError(
      `No outputs of the stack "${stack}" are known. Evaluate it before the stacks that refer to it.`,
    );
  }
  return { id: stack, state: { name: stack, outputs, secretOutputNames: [] } };
}

/**
 * Accepts transforms and ignores them; Pulumi's test monitor refuses them. So the children of a remote
 * component such as `awsx.ec2.Vpc` are as the component makes them.
 */
function acceptTransforms(): void {
  // An internal export of Pulumi, which its types lack.
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
 * Unwraps the secrets among a resource's inputs, which Pulumi's test monitor passes on wrapped. Assets
 * and archives stay wrapped.
 */
const plainInputs = (inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)]));

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  // Instances of classes are assets and archives.
  if (value === null || typeof value !== "object" || !isLiteral(value)) return value;
  const object = value as Properties;
  return object[signatureKey] === secretSignature ? plain(object["value"]) : plainInputs(object);
}

const isLiteral = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
