import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { readValues } from "../../graph/exportedValues.ts";
import type { Properties } from "../../graph/resource.ts";
import { AwsProvider, type Checked, type Difference, type Subject } from "../awsProvider.ts";
import { isGone, RefusedError } from "../errors.ts";
import { accountPlace, type Inventories, placeOf } from "../inventories.ts";
import type { Inventory } from "../inventory.ts";
import type { ProviderContext } from "../kind.ts";
import { NetworkGate, type Place } from "../network/gate.ts";
import type { InputFailure, Reference, TypeSchemas } from "../schema/index.ts";

export interface ServiceOptions {
  readonly region: string;
  readonly schemas: TypeSchemas;
  readonly inventories: Inventories;
  /** Delay of each creation in ms, to imitate AWS. @default 0 */
  readonly creationMs?: number;
  /** How long a deletion that AWS refuses for now is repeated, in ms. @default 5000 */
  readonly patienceMs?: number;
  /** Connects when the first resource needs the endpoint. */
  readonly connect: () => Promise<AwsEndpoint>;
  /** Connects to the endpoint of another region. @default there is none */
  readonly elsewhere?: ProviderContext["elsewhere"];
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

/** What an account has and this machine does not: any name of one is accepted. */
const notKept = ["AWS::SecretsManager::Secret", "AWS::SSM::Parameter"];

/** The provider for the engine, with inventories of the account's resources. */
export class ProviderService {
  readonly #provider: AwsProvider;
  readonly #options: ServiceOptions;
  readonly #network: NetworkGate;
  #endpoint: Promise<AwsEndpoint> | undefined;

  constructor(options: ServiceOptions) {
    this.#provider = new AwsProvider(options.schemas);
    this.#options = options;
    this.#network = new NetworkGate(options.patienceMs ?? 5_000);
  }

  async check(
    resource: StackResource,
    inputs: Properties,
    seed: string,
    previous?: Properties,
  ): Promise<Checked> {
    this.#network.engine.checked(resource, previous);
    const checked = this.#provider.check(resource, inputs, seed, previous);
    // AWS generates ids and ARNs, so a known one must exist. A name may belong to a later resource.
    const missing = await this.#missing(resource.type, checked.inputs, ["id", "arn"]);
    return { ...checked, failures: [...checked.failures, ...missing] };
  }

  /** @param id - of the existing resource */
  diff(
    resource: StackResource,
    before: Properties,
    after: Properties,
    id?: string,
    outputs?: Properties,
  ): Difference {
    if (id !== undefined) this.#network.engine.mentioned(id);
    return this.#provider.diff(resource, before, after, outputs);
  }

  previewCreate(resource: StackResource, inputs: Properties): Properties {
    return this.#provider.previewCreate(resource, inputs);
  }

  previewUpdate(resource: StackResource, outputs: Properties, inputs: Properties): Properties {
    return this.#provider.preview(resource, outputs, inputs);
  }

  /**
   * @throws RefusedError if the resource exists already, one that it refers to by name does not, or AWS
   *   refuses it in the current state of the network
   */
  async create(resource: StackResource, inputs: Properties): Promise<Existing> {
    const { creationMs } = this.#options;
    await this.#requireNames(resource.type, inputs);
    if (creationMs) await setTimeout(creationMs);
    const wanted = { ...resource, inputs };
    return this.#network.admit(this.#placeOf(resource.type, inputs), wanted, () =>
      this.#create(resource, inputs),
    );
  }

  async #create(resource: StackResource, inputs: Properties): Promise<Existing> {
    const { inventories, region } = this.#options;
    const place = placeOf(resource.type, inputs, region);
    const inventory = inventories.in(place);
    const context = await this.#context(resource.stack, randomBytes(8).toString("hex"));
    const { id, outputs } = await this.#provider.create(resource, read(inputs), context);
    // Policies expect the id among the outputs, as from AWS's provider.
    const state = { ...inputs, ...outputs, id };
    const { stack, name, type } = resource;
    const entry = { owner: { stack, name }, type, id, inputs, outputs: state };
    const replaces = settings.has(resource.type) || inputs["allowOverwrite"] === true;
    if (replaces) await inventory.put(entry);
    else if (!(await inventory.add(entry))) {
      throw new RefusedError(
        `${resource.type} "${id}" already exists in ${place === accountPlace ? "the account" : place}. Choose another name, or delete that resource.`,
      );
    }
    return { id, inputs, outputs: state };
  }

  /** @param ignored - properties that `ignoreChanges` names: they are not sent, so they stay as they are */
  async update(
    resource: StackResource,
    existing: Existing,
    inputs: Properties,
    ignored: readonly string[] = [],
  ): Promise<Properties> {
    await this.#requireNames(resource.type, inputs);
    this.#network.engine.mentioned(existing.id);
    const wanted = { ...resource, inputs, id: existing.id };
    return this.#network.admit(this.#placeOf(resource.type, existing.outputs), wanted, () =>
      this.#update(resource, existing, inputs, ignored),
    );
  }

  async #update(
    resource: StackResource,
    existing: Existing,
    inputs: Properties,
    ignored: readonly string[],
  ) {
    const { id, outputs } = existing;
    const { changed } = this.#provider.diff(resource, existing.inputs, inputs);
    const context = await this.#context(resource.stack);
    const found = { id, outputs: read(outputs) };
    const more = await this.#provider.update(resource, found, read(inputs), changed, context);
    const removed = Object.keys(existing.inputs).filter((property) => !(property in inputs));
    const kept = Object.entries(outputs).filter(([property]) => !removed.includes(property));
    const state = { ...Object.fromEntries(kept), ...inputs, ...more };
    const { stack, name, type } = resource;
    const inventory = this.#inventoryOf(type, state);
    const current = ignored.length > 0 ? await inventory.get(type, id, state["arn"]) : undefined;
    for (const property of ignored) {
      if (current && property in current.outputs) state[property] = current.outputs[property];
    }
    await inventory.put({ owner: { stack, name }, type, id, inputs, outputs: state });
    return state;
  }

  async delete(resource: StackResource, { id, outputs }: Omit<Existing, "inputs">): Promise<void> {
    const { type, stack } = resource;
    const place = this.#placeOf(type, outputs);
    const entry = await place.inventory.get(type, id, outputs["arn"]);
    if (!entry) return;
    await this.#network.release(place, entry, stack, () => this.#delete(resource, { id, outputs }));
  }

  async #delete(resource: StackResource, { id, outputs }: Omit<Existing, "inputs">): Promise<void> {
    const { type } = resource;
    const context = await this.#context(resource.stack);
    try {
      await this.#provider.delete(resource, { id, outputs: read(outputs) }, context);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await this.#inventoryOf(type, outputs).remove({ type, id, outputs });
  }

  /** @returns `undefined` if the resource does not exist */
  async read({ type }: StackResource, id: string, outputs: Properties) {
    this.#network.engine.mentioned(id);
    // The account's settings exist before they are set.
    if (type === accountType) return { inputs: {}, outputs: {}, ...(await this.#account(id)) };
    return this.#inventoryOf(type, outputs).get(type, id, outputs["arn"]);
  }

  async call(token: string, inputs: Properties): Promise<Properties> {
    return this.#provider.call(token, inputs, await this.#context(""));
  }

  #account(id: string) {
    return this.#inventoryOf(accountType, {}).get(accountType, id, undefined);
  }

  #inventoryOf(type: string, properties: Properties): Inventory {
    return this.#placeOf(type, properties).inventory;
  }

  #placeOf(type: string, properties: Properties): Place {
    const { inventories, region } = this.#options;
    const place = placeOf(type, properties, region);
    return { region: place, inventory: inventories.in(place) };
  }

  async #missing(type: string, inputs: Properties, attributes: Reference["attribute"][]) {
    const { inventories, schemas } = this.#options;
    const region = String(inputs["region"] ?? this.#options.region);
    const [regional, global] = [inventories.in(region), inventories.in(accountPlace)];
    const missing: InputFailure[] = [];
    for (const { property, value, to, attribute } of schemas.references(type, inputs)) {
      if (!attributes.includes(attribute) || notKept.includes(to)) continue;
      if ((await regional.knows(value)) || (await global.knows(value))) continue;
      const pool = userPoolOf(value);
      if (pool && (await inventories.in(pool.home).knows(pool.id))) continue;
      missing.push({ property, reason: `is "${value}", but ${region} has no such ${to}` });
    }
    return missing;
  }

  async #requireNames(type: string, inputs: Properties): Promise<void> {
    const [missing] = await this.#missing(type, inputs, ["name"]);
    if (missing) throw new RefusedError(`${missing.property} ${missing.reason}`);
  }

  async #context(stack: string, nonce?: string): Promise<ProviderContext> {
    const { region, connect, elsewhere } = this.#options;
    const aws = await (this.#endpoint ??= connect());
    const { accountId } = aws;
    return {
      ...{ region, accountId, stack, aws },
      ...(nonce && { nonce }),
      ...(elsewhere && { elsewhere }),
    };
  }
}

/**
 * The id by which the inventory of the home region knows a pool of Cloud Control, which has no ARN among
 * its outputs, or the replica of a pool, from the ARN.
 */
function userPoolOf(arn: string): { readonly home: string; readonly id: string } | undefined {
  const [, region = "", id = "", home = ""] =
    /^arn:aws:cognito-idp:([\w-]+):\d+:userpool\/(([\w-]+)_\w+)$/.exec(arn) ?? [];
  if (id === "") return undefined;
  return { home, id: region === home ? id : `${id}|${region}` };
}

const accountType = "aws:apigateway/account:Account";

/**
 * Types without an identity of their own: settings of the account or of another resource. AWS sets them again
 * where they exist, such as after an update that was interrupted.
 */
const settings: ReadonlySet<string> = new Set([
  accountType,
  "aws:apigateway/methodSettings:MethodSettings",
  "aws:apigateway/restApiPolicy:RestApiPolicy",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:wafv2/webAclAssociation:WebAclAssociation",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
]);

/** Converts the engine's assets and archives to those of the program. */
const read = (properties: Properties): Properties =>
  readValues(properties, (path) => path).properties;
