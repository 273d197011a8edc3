import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { readValues } from "../../graph/exportedValues.ts";
import type { Properties } from "../../graph/resource.ts";
import { AwsProvider, type Checked, type Difference, type Subject } from "../awsProvider.ts";
import { RefusedError } from "../errors.ts";
import type { Inventory } from "../inventory.ts";
import type { ProviderContext } from "../kind.ts";
import type { InputFailure, Reference, TypeSchemas } from "../schema/index.ts";

export interface ServiceOptions {
  readonly region: string;
  readonly schemas: TypeSchemas;
  readonly inventory: Inventory;
  /** Time that each creation takes on top, in ms: AWS's own are not done at once either. @default 0 */
  readonly creationMs?: number;
  /** Called when the first resource needs it. */
  readonly connect: () => Promise<AwsEndpoint>;
}

/** A resource of a stack. */
export interface StackResource extends Subject {
  readonly stack: string;
}

/** A resource that the engine has in its state. */
export interface Existing {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The provider as the engine asks for it: with a memory of what exists in its region. */
export class ProviderService {
  readonly #provider: AwsProvider;
  readonly #options: ServiceOptions;
  #endpoint: Promise<AwsEndpoint> | undefined;

  constructor(options: ServiceOptions) {
    this.#provider = new AwsProvider(options.schemas);
    this.#options = options;
  }

  async check(
    resource: StackResource,
    inputs: Properties,
    seed: string,
    previous?: Properties,
  ): Promise<Checked> {
    const checked = this.#provider.check(resource, inputs, seed, previous);
    // AWS makes up ids and ARNs: one that is known now has to exist. A name may be of a resource to come.
    const missing = await this.#missing(resource.type, checked.inputs, ["id", "arn"]);
    return { ...checked, failures: [...checked.failures, ...missing] };
  }

  diff(resource: StackResource, before: Properties, after: Properties): Difference {
    return this.#provider.diff(resource, before, after);
  }

  previewUpdate(resource: StackResource, outputs: Properties, inputs: Properties): Properties {
    return this.#provider.preview(resource, outputs, inputs);
  }

  /** @throws RefusedError when there is one of that name, or what it refers to by name does not exist */
  async create(resource: StackResource, inputs: Properties): Promise<Existing> {
    const { inventory, region, creationMs } = this.#options;
    await this.#requireNames(resource.type, inputs);
    if (creationMs) await setTimeout(creationMs);
    const context = await this.#context(resource.stack, randomBytes(8).toString("hex"));
    const { id, outputs } = await this.#provider.create(resource, read(inputs), context);
    // As with AWS's own provider, policies find the id among the outputs.
    const state = { ...inputs, ...outputs, id };
    const entry = { type: resource.type, id, inputs, outputs: state };
    // Whoever creates the account's settings sets them anew.
    if (resource.type === accountType) await inventory.put(entry);
    else if (!(await inventory.add(entry))) {
      throw new RefusedError(`There is a ${resource.type} "${id}" in ${region} already.`);
    }
    return { id, inputs, outputs: state };
  }

  async update(
    resource: StackResource,
    existing: Existing,
    inputs: Properties,
  ): Promise<Properties> {
    const { id, outputs } = existing;
    await this.#requireNames(resource.type, inputs);
    const { changed } = this.#provider.diff(resource, existing.inputs, inputs);
    const context = await this.#context(resource.stack);
    const found = { id, outputs: read(outputs) };
    const more = await this.#provider.update(resource, found, read(inputs), changed, context);
    const removed = Object.keys(existing.inputs).filter((property) => !(property in inputs));
    const kept = Object.entries(outputs).filter(([property]) => !removed.includes(property));
    const state = { ...Object.fromEntries(kept), ...inputs, ...more };
    await this.#options.inventory.put({ type: resource.type, id, inputs, outputs: state });
    return state;
  }

  async delete(resource: StackResource, { id, outputs }: Omit<Existing, "inputs">): Promise<void> {
    const { inventory } = this.#options;
    const { type } = resource;
    if (!(await inventory.get(type, id, outputs["arn"]))) return;
    const context = await this.#context(resource.stack);
    try {
      await this.#provider.delete(resource, { id, outputs: read(outputs) }, context);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await inventory.remove({ type, id, outputs });
  }

  /** @returns `undefined` when it does not exist, or no longer */
  async read({ type }: StackResource, id: string, outputs: Properties) {
    // The account's settings are there before anybody sets them.
    if (type === accountType) return { inputs: {}, outputs: {}, ...(await this.#account(id)) };
    return this.#options.inventory.get(type, id, outputs["arn"]);
  }

  async call(token: string, inputs: Properties): Promise<Properties> {
    return this.#provider.call(token, inputs, await this.#context(""));
  }

  #account(id: string) {
    return this.#options.inventory.get(accountType, id, undefined);
  }

  async #missing(type: string, inputs: Properties, attributes: Reference["attribute"][]) {
    const { inventory, region, schemas } = this.#options;
    const missing: InputFailure[] = [];
    for (const { property, value, to, attribute } of schemas.references(type, inputs)) {
      if (!attributes.includes(attribute) || (await inventory.knows(value))) continue;
      missing.push({ property, reason: `is "${value}", but there is no such ${to} in ${region}` });
    }
    return missing;
  }

  async #requireNames(type: string, inputs: Properties): Promise<void> {
    const [missing] = await this.#missing(type, inputs, ["name"]);
    if (missing) throw new RefusedError(`${missing.property} ${missing.reason}`);
  }

  async #context(stack: string, nonce?: string): Promise<ProviderContext> {
    const { region, connect } = this.#options;
    const aws = await (this.#endpoint ??= connect());
    return { region, accountId: aws.accountId, stack, aws, ...(nonce ? { nonce } : {}) };
  }
}

const accountType = "aws:apigateway/account:Account";

/** Somebody has deleted it by other means: there is nothing left to do. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  /^(NoSuch(Entity|Bucket)|ResourceNotFound|NotFound|QueueDoesNotExist)/.test(error.name);

/** The engine's assets and archives as the program had them. */
const read = (properties: Properties): Properties =>
  readValues(properties, (path) => path).properties;
