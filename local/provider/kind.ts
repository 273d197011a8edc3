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

/** How resources of one type come about. */
export type ResourceKind = (request: CreateRequest) => CreatedResource | Promise<CreatedResource>;

/** Kinds by type token. */
export type ResourceKinds = Record<string, ResourceKind>;

/** An input that the type requires. */
export function required(request: CreateRequest, property: string): string {
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

/** Hexadecimal digits that belong to a resource: the same at each start, different for each resource. */
export function digits({ type, name, context }: CreateRequest, length: number): string {
  const hash = createHash("sha256").update(`${context.stack}\0${context.region}\0${type}\0${name}`);
  return hash.digest("hex").slice(0, length);
}

/** The name that AWS knows a resource by: the given one, or Pulumi's own name with some digits. */
export function physicalName(request: CreateRequest, property = "name"): string {
  const given = request.inputs[property];
  return typeof given === "string" ? given : `${request.name}-${digits(request, 7)}`;
}

/** An ARN in the resource's region and account. */
export function arn({ context }: CreateRequest, service: string, resource: string): string {
  return `arn:aws:${service}:${context.region}:${context.accountId}:${resource}`;
}

/** A resource that is known by an id with a prefix and by nothing else, such as `sg-0123…`. */
export const identified =
  (prefix: string): ResourceKind =>
  (request) => ({ id: `${prefix}-${digits(request, 17)}`, outputs: {} });

/** A resource of EC2, which has an ARN beside its id. */
export const ec2 =
  (prefix: string, resource: string): ResourceKind =>
  (request) => {
    const id = `${prefix}-${digits(request, 17)}`;
    return { id, outputs: { arn: arn(request, "ec2", `${resource}/${id}`) } };
  };
