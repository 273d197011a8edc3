import { createHash } from "node:crypto";
import { protectionOf } from "../../project/protection.ts";
import { unknownValue } from "../../project/signatures.ts";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import { changedProperties } from "./changedProperties.ts";
import { RefusedError, UnknownTypeError } from "./errors.ts";
import type { ProviderContext, ResourceKind } from "./kind.ts";
import type { InputFailure, TypeSchemas } from "./schema/index.ts";
import { awsKinds } from "./types/index.ts";

/** A resource as the engine names it. */
export interface Subject {
  readonly type: string;
  readonly name: string;
}

export interface Checked {
  /** The inputs with the names that AWS needs and the program left open. */
  readonly inputs: Properties;
  readonly failures: readonly InputFailure[];
}

export interface Difference {
  /** Inputs that change. */
  readonly changed: readonly string[];
  /** Those of them that AWS can't change: they need another resource. */
  readonly replaces: readonly string[];
  /** Whether the old resource has to go first, because the new one has its name. */
  readonly deleteBeforeReplace: boolean;
}

/** The functions of the provider's that the platform's own program calls. */
const callerIdentity = "aws:index/getCallerIdentity:getCallerIdentity";
const prefixList = "aws:ec2/getPrefixList:getPrefixList";

/**
 * The `aws` provider on one machine: what has a data plane is created on the AWS endpoint, of
 * everything else there are ids and ARNs. Without `schemas` it takes inputs as they are.
 */
export class AwsProvider {
  readonly #schemas: TypeSchemas | undefined;

  constructor(schemas?: TypeSchemas) {
    this.#schemas = schemas;
  }

  /**
   * @param previous - inputs of the resource so far
   * @param seed - makes the name that the program left open: the same in a preview and after it
   * @throws UnknownTypeError
   */
  check({ type, name }: Subject, inputs: Properties, seed: string, previous?: Properties): Checked {
    const { autoname, nameEnding } = kindOf(type);
    const isOpen = autoname !== undefined && inputs[autoname] === undefined;
    const ending = nameEnding?.(inputs) ?? "";
    const named = isOpen ? { ...inputs, [autoname]: madeUp(previous?.[autoname]) } : inputs;
    // A name that the program gave, and gives no longer, is not kept.
    function madeUp(before: unknown): unknown {
      return isMadeUp(name, before, ending) ? before : madeUpName(type, name, seed) + ending;
    }
    return { inputs: named, failures: this.#schemas?.check(type, named) ?? [] };
  }

  diff({ type, name }: Subject, before: Properties, after: Properties): Difference {
    const changed = changedProperties(before, after);
    const replaces = changed.filter((property) => this.#schemas?.replaces(type, property));
    const { autoname, nameEnding } = kindOf(type);
    const keepsName =
      autoname !== undefined &&
      !changed.includes(autoname) &&
      !isMadeUp(name, before[autoname], nameEnding?.(before) ?? "");
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && keepsName };
  }

  create(
    { type, name }: Subject,
    inputs: Properties,
    context: ProviderContext,
  ): CreatedResource | Promise<CreatedResource> {
    return kindOf(type).create({ type, name, inputs, context });
  }

  /** What is known of a resource before it is updated. */
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
    const request = { ...existing, type, name, inputs, changed, context };
    return (await kindOf(type).update?.(request)) ?? {};
  }

  /** @throws RefusedError while AWS itself protects the resource */
  async delete(
    { type, name }: Subject,
    { id, outputs }: { id: string; outputs: Properties },
    context: ProviderContext,
  ): Promise<void> {
    const protection = protectionOf(outputs);
    if (protection) {
      throw new RefusedError(
        `${type} "${name}" (${id}) can't be deleted while ${protection} is ` +
          `${JSON.stringify(outputs[protection])}. Turn that off and deploy, then delete it.`,
      );
    }
    await kindOf(type).delete?.({ id, outputs, context });
  }

  /** @throws UnknownTypeError */
  call(token: string, { name }: Properties, context: ProviderContext): Properties {
    const { accountId, region } = context;
    // AWS's own lists, which have one id for everybody in a region.
    if (token === prefixList) {
      const digits = createHash("sha256")
        .update(`${region}\0${String(name)}`)
        .digest("hex");
      return { id: `pl-${digits.slice(0, 8)}`, name, region, cidrBlocks: [] };
    }
    if (token !== callerIdentity) throw new UnknownTypeError(token);
    return { accountId, id: accountId, userId: accountId, arn: `arn:aws:iam::${accountId}:root` };
  }
}

function kindOf(type: string): ResourceKind {
  const kind = awsKinds[type];
  if (!kind) throw new UnknownTypeError(type);
  return kind;
}

/** Load balancers and target groups take the fewest characters. */
const longestShortName = 32;
const shortNamed = ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"];

/** Buckets take no capital letters. */
const lowerCaseNamed = ["aws:s3/bucket:Bucket"];

/** As Pulumi's own provider makes up names: the resource's, and seven digits. */
function madeUpName(type: string, name: string, seed: string): string {
  const random = createHash("sha256").update(`${seed}\0${type}\0${name}`).digest("hex").slice(0, 7);
  const longest = shortNamed.includes(type) ? longestShortName - random.length - 1 : Infinity;
  const beginning = lowerCaseNamed.includes(type) ? name.toLowerCase() : name;
  return `${beginning.slice(0, longest)}-${random}`;
}

function isMadeUp(name: string, value: unknown, ending: string): boolean {
  const text = String(value);
  if (!text.endsWith(ending)) return false;
  const beginning = /^(.+)-[0-9a-f]{7}$/.exec(text.slice(0, text.length - ending.length))?.[1];
  return beginning !== undefined && name.toLowerCase().startsWith(beginning.toLowerCase());
}
