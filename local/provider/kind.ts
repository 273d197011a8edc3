import { createHash } from "node:crypto";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";

/** Where resources are created. */
export interface ProviderContext {
  readonly region: string;
  readonly accountId: string;
  /** Name of the stack: the same resource of another stack has another id. */
  readonly stack: string;
  /**
   * Goes into what AWS makes up, such as ids. Another one for each resource that is created makes
   * a replacement another resource; without it a resource is the same at each start.
   */
  readonly nonce?: string;
  /** Creates what has a data plane for real. */
  readonly aws: AwsEndpoint;
}

/** A resource to be created. */
export interface CreateRequest {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly context: ProviderContext;
}

/** A resource that exists, and the inputs it is to have. */
export interface UpdateRequest extends CreateRequest {
  readonly id: string;
  /** Its state so far. */
  readonly outputs: Properties;
  /** Inputs that change. */
  readonly changed: readonly string[];
}

/** A resource that is to go. */
export interface DeleteRequest {
  readonly id: string;
  readonly outputs: Properties;
  readonly context: ProviderContext;
}

/** What the resources of one type are, from creation to deletion. */
export interface ResourceKind {
  /** Input that takes the resource's name on AWS, made up where the program gives none. */
  readonly autoname?: string | undefined;
  /** What a made-up name has to end with, such as `.fifo`. @default nothing */
  nameEnding?(inputs: Properties): string;
  create(request: CreateRequest): CreatedResource | Promise<CreatedResource>;
  /**
   * Brings it in line with its inputs, where somebody has to learn of them.
   *
   * @returns outputs that change with it
   */
  update?(request: UpdateRequest): Promise<Properties | void>;
  /** Outputs that an update changes, and nobody knows before. */
  unsettled?(inputs: Properties): readonly string[];
  delete?(request: DeleteRequest): Promise<unknown>;
}

/** Kinds by type token. */
export type ResourceKinds = Record<string, ResourceKind>;

/** An input that the type requires. */
export function required(request: Pick<CreateRequest, "inputs">, property: string): string {
  const value = request.inputs[property];
  if (typeof value !== "string" || value === "") {
    throw new InputError(`${property} is ${JSON.stringify(value)}, but must be a text.`);
  }
  return value;
}

/** A resource's input is not what AWS takes. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Hexadecimal digits that belong to a resource: different for each. */
export function digits({ type, name, context }: CreateRequest, length: number): string {
  const parts = [context.stack, context.region, type, name, context.nonce ?? ""];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, length);
}

/** The same digits in the form of a UUID. */
export const uuid = (request: CreateRequest): string =>
  digits(request, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** The name that AWS knows a resource by; `autoname` says which input has it. */
export function physicalName(request: CreateRequest, property = "name"): string {
  const given = request.inputs[property];
  return typeof given === "string" ? given : `${request.name}-${digits(request, 7)}`;
}

/** An ARN in the resource's region and account. */
export function arn({ context }: CreateRequest, service: string, resource: string): string {
  return `arn:aws:${service}:${context.region}:${context.accountId}:${resource}`;
}

/** A resource that is known by an id with a prefix and by nothing else, such as `sgr-0123…`. */
export const identified = (prefix: string): ResourceKind => ({
  create: (request) => ({ id: `${prefix}-${digits(request, 17)}`, outputs: {} }),
});

/** A resource of EC2, which has an ARN beside its id. */
export const ec2 = (prefix: string, resource: string, autoname?: string): ResourceKind => ({
  autoname,
  create: (request) => {
    const id = `${prefix}-${digits(request, 17)}`;
    return { id, outputs: { arn: arn(request, "ec2", `${resource}/${id}`) } };
  },
});
