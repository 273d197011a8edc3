import { createHash } from "node:crypto";
import { protectionOf } from "../../project/protection.ts";
import { unknownValue } from "../../project/signatures.ts";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import { changedProperties } from "./changedProperties.ts";
import { RefusedError, UnknownTypeError } from "./errors.ts";
import { callFunction } from "./functions/index.ts";
import { awsLookups } from "./functions/lookups.ts";
import type { ProviderContext, ResourceKind } from "./kind.ts";
import type { InputFailure, TypeSchemas } from "./schema/index.ts";
import { withFurtherOutputs } from "./types/furtherOutputs.ts";
import { awsKinds } from "./types/index.ts";

/** Identifies a resource of a stack. */
export interface Subject {
  readonly type: string;
  readonly name: string;
}

export interface Checked {
  /** The inputs, with a generated name if the program leaves it out. */
  readonly inputs: Properties;
  readonly failures: readonly InputFailure[];
}

export interface Difference {
  /** Inputs that differ. */
  readonly changed: readonly string[];
  /** Changed inputs that AWS can't update: they replace the resource. */
  readonly replaces: readonly string[];
  /** Whether the old resource must be deleted first because the new one has the same name. */
  readonly deleteBeforeReplace: boolean;
}

/**
 * The `aws` provider on one machine. It creates resources with a data plane at the AWS endpoint, and
 * generates ids and ARNs for all others. Without `schemas` it does not check inputs.
 */
export class AwsProvider {
  readonly #schemas: TypeSchemas | undefined;

  constructor(schemas?: TypeSchemas) {
    this.#schemas = schemas;
  }

  /**
   * @param previous - current inputs of the resource
   * @param seed - determines a generated name, so that a preview and its update agree
   * @throws UnknownTypeError
   */
  check({ type, name }: Subject, inputs: Properties, seed: string, previous?: Properties): Checked {
    const { autoname, nameEnding } = kindOf(type);
    const isUnnamed = autoname !== undefined && inputs[autoname] === undefined;
    const ending = nameEnding?.(inputs) ?? "";
    const named = isUnnamed
      ? { ...inputs, [autoname]: generatedName(previous?.[autoname]) }
      : inputs;
    // A previous name is kept only if it was generated.
    function generatedName(before: unknown): unknown {
      return isGenerated(name, before, ending) ? before : generateName(type, name, seed) + ending;
    }
    return { inputs: named, failures: this.#schemas?.check(type, named) ?? [] };
  }

  /** @param outputs - its current state */
  diff(
    { type, name }: Subject,
    before: Properties,
    after: Properties,
    outputs: Properties = {},
  ): Difference {
    const { comparesState = [] } = kindOf(type);
    const state = Object.entries(outputs).filter(([output]) => comparesState.includes(output));
    const changed = changedProperties({ ...before, ...Object.fromEntries(state) }, after);
    const replaces = changed.filter((property) => this.#schemas?.replaces(type, property));
    const { autoname, nameEnding } = kindOf(type);
    const keepsName =
      autoname !== undefined &&
      !changed.includes(autoname) &&
      !isGenerated(name, before[autoname], nameEnding?.(before) ?? "");
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && keepsName };
  }

  create(
    { type, name }: Subject,
    inputs: Properties,
    context: ProviderContext,
  ): CreatedResource | Promise<CreatedResource> {
    const request = { type, name, inputs, context: inRegion(context, inputs) };
    const created = kindOf(type).create(request);
    return created instanceof Promise
      ? created.then((known) => withFurtherOutputs(request, known))
      : withFurtherOutputs(request, created);
  }

  /** The outputs that a preview of a creation shows: all others are unknown. */
  previewCreate({ type }: Subject, inputs: Properties): Properties {
    const added = Object.entries(kindOf(type).adds ?? {}).map(([input, members]) => {
      const unknown = members.map((member) => [member, unknownValue]);
      return [input, { ...(inputs[input] as Properties), ...Object.fromEntries(unknown) }];
    });
    return { ...inputs, ...Object.fromEntries(added) };
  }

  /** The outputs that a preview of an update shows. */
  preview({ type }: Subject, outputs: Properties, inputs: Properties): Properties {
    const unsettled = kindOf(type).unsettled?.(inputs) ?? [];
    const unknown = unsettled.map((output) => [output, unknownValue]);
    return { ...outputs, ...inputs, ...Object.fromEntries(unknown) };
  }

  /** @returns outputs that change */
  async update(
    { type, name }: Subject,
    existing: { id: string; outputs: Properties },
    inputs: Properties,
    changed: readonly string[],
    context: ProviderContext,
  ): Promise<Properties> {
    const request = {
      ...existing,
      type,
      name,
      inputs,
      changed,
      context: inRegion(context, inputs),
    };
    return (await kindOf(type).update?.(request)) ?? {};
  }

  /** @throws RefusedError if deletion protection is on */
  async delete(
    { type, name }: Subject,
    { id, outputs }: { id: string; outputs: Properties },
    context: ProviderContext,
  ): Promise<void> {
    const protection = protectionOf(outputs);
    if (protection) {
      throw new RefusedError(
        `${type} "${name}" (${id}) can't be deleted while ${protection} is ` +
          `${JSON.stringify(outputs[protection])}. Turn the protection off and deploy, then delete the resource.`,
      );
    }
    await kindOf(type).delete?.({ id, outputs, context: inRegion(context, outputs) });
  }

  /** @throws UnknownFunctionError */
  call(
    token: string,
    inputs: Properties,
    context: ProviderContext,
  ): Properties | Promise<Properties> {
    const lookup = awsLookups[token];
    return lookup ? lookup(inputs, context) : callFunction(token, inputs, context);
  }
}

/** Most resources accept `region`, which overrides the provider's. */
const inRegion = (context: ProviderContext, { region }: Properties): ProviderContext =>
  typeof region === "string" ? { ...context, region } : context;

function kindOf(type: string): ResourceKind {
  const kind = awsKinds[type];
  if (!kind) throw new UnknownTypeError(type);
  return kind;
}

/** The limit for load balancers and target groups, which is the lowest. */
const longestShortName = 32;
const shortNamed = ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"];

/** Names of buckets have no capital letters. */
const lowerCaseNamed = ["aws:s3/bucket:Bucket"];

/** Generates a name like Pulumi's provider: the resource's name and seven digits. */
function generateName(type: string, name: string, seed: string): string {
  const random = createHash("sha256").update(`${seed}\0${type}\0${name}`).digest("hex").slice(0, 7);
  const longest = shortNamed.includes(type) ? longestShortName - random.length - 1 : Infinity;
  const beginning = lowerCaseNamed.includes(type) ? name.toLowerCase() : name;
  return `${beginning.slice(0, longest)}-${random}`;
}

function isGenerated(name: string, value: unknown, ending: string): boolean {
  const text = String(value);
  if (!text.endsWith(ending)) return false;
  const beginning = /^(.+)-[0-9a-f]{7}$/.exec(text.slice(0, text.length - ending.length))?.[1];
  return beginning !== undefined && name.toLowerCase().startsWith(beginning.toLowerCase());
}
