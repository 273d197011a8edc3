import { createHash } from "node:crypto";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";

/** The account and region that resources are created in. */
export interface ProviderContext {
  /** The stack's region, or the one that the resource's input `region` names. */
  readonly region: string;
  readonly accountId: string;
  /** Name of the stack, which ids depend on. */
  readonly stack: string;
  /**
   * Changes generated ids, so that a replacement gets a new one. Without it, a resource has the same
   * id at each start.
   */
  readonly nonce?: string;
  /** Hosts the resources that have a data plane, in the stack's region. */
  readonly aws: AwsEndpoint;
  /** The endpoint of another region, `undefined` if it does not run. @default none runs */
  readonly elsewhere?: (region: string) => Promise<AwsEndpoint | undefined>;
}

/** Whether the resource is in another region than its stack. */
export const isElsewhere = ({ region, aws }: ProviderContext): boolean => region !== aws.region;

/** A resource to be created. */
export interface CreateRequest {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly context: ProviderContext;
}

/** An existing resource with its new inputs. */
export interface UpdateRequest extends CreateRequest {
  readonly id: string;
  /** Its current state. */
  readonly outputs: Properties;
  /** Inputs that differ. */
  readonly changed: readonly string[];
}

/** A resource to be deleted. */
export interface DeleteRequest {
  readonly id: string;
  readonly outputs: Properties;
  readonly context: ProviderContext;
}

/** Creates, updates and deletes the resources of one type. */
export interface ResourceKind {
  /** Input with the resource's name on AWS, which is generated if the program leaves it out. */
  readonly autoname?: string | undefined;
  /** The required ending of a generated name, such as `.fifo`. @default none */
  nameEnding?(inputs: Properties): string;
  /**
   * Inputs that the provider compares with the state, because AWS adds to them: what AWS has added shows as removed, unless
   * the program ignores it. @default none: with the former inputs
   */
  readonly comparesState?: readonly string[];
  /** Members that AWS adds to inputs of type object, such as generated tokens: unknown in the preview of a creation. */
  readonly adds?: Readonly<Record<string, readonly string[]>>;
  create(request: CreateRequest): CreatedResource | Promise<CreatedResource>;
  /**
   * Applies the new inputs. Types without a data plane do not need it.
   *
   * @returns outputs that change
   */
  update?(request: UpdateRequest): Promise<Properties | void>;
  /** Set if an update makes no call: it only calculates outputs. @default false */
  readonly isLocal?: boolean;
  /** Outputs that are unknown until an update is complete. */
  unsettled?(inputs: Properties): readonly string[];
  delete?(request: DeleteRequest): Promise<unknown>;
  /**
   * Finds resources that somebody else has deleted.
   *
   * @returns their ids
   */
  missing?(
    existing: readonly Pick<DeleteRequest, "id" | "outputs">[],
    context: ProviderContext,
  ): Promise<string[]>;
  /**
   * Repeats what only the process of an earlier start knew of an existing resource.
   *
   * @returns outputs that change
   */
  restore?(request: UpdateRequest): Promise<Properties | void>;
}

/** Kinds by type token. */
export type ResourceKinds = Record<string, ResourceKind>;

/** Returns an input that the type requires. */
export function required(request: Pick<CreateRequest, "inputs">, property: string): string {
  const value = request.inputs[property];
  if (typeof value !== "string" || value === "") {
    throw new InputError(
      `${property} is ${JSON.stringify(value)}, but must be a string that is not empty.`,
    );
  }
  return value;
}

/** AWS would refuse an input of a resource. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Hexadecimal digits that are unique to a resource. */
export function digits({ type, name, context }: CreateRequest, length: number): string {
  const parts = [context.stack, context.region, type, name, context.nonce ?? ""];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, length);
}

/** The same digits in the form of a UUID. */
export const uuid = (request: CreateRequest): string =>
  digits(request, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** The resource's name on AWS. @param property - the input that contains it */
export function physicalName(request: CreateRequest, property = "name"): string {
  const given = request.inputs[property];
  return typeof given === "string" ? given : `${request.name}-${digits(request, 7)}`;
}

/** An ARN in the resource's region and account. */
export function arn({ context }: CreateRequest, service: string, resource: string): string {
  return `arn:aws:${service}:${context.region}:${context.accountId}:${resource}`;
}

/** A resource with an id such as `sgr-0123…` and no other outputs. */
export const identified = (prefix: string): ResourceKind => ({
  create: (request) => ({ id: `${prefix}-${digits(request, 17)}`, outputs: {} }),
});

/** A resource of EC2 with an id and an ARN. */
export const ec2 = (prefix: string, resource: string, autoname?: string): ResourceKind => ({
  autoname,
  create: (request) => {
    const id = `${prefix}-${digits(request, 17)}`;
    return { id, outputs: { arn: arn(request, "ec2", `${resource}/${id}`) } };
  },
});
