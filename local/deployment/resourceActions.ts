import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { fromPlain, toPlain } from "../graph/plainValues.ts";
import type { Properties } from "../graph/resource.ts";
import { AwsProvider } from "../provider/awsProvider.ts";
import { isGone } from "../provider/errors.ts";
import type { ProviderContext } from "../provider/kind.ts";
import { newResource, requireValid, seedOf } from "../provider/newResource.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import { awsKinds } from "../provider/types/index.ts";
import { withIgnored } from "./ignoredChanges.ts";
import type { KeptResource } from "./keptStack.ts";

/** A resource as the program declares it. */
export type Declared = Pick<KeptResource, "type" | "name" | "inputs" | "registration">;

/** What has to be done so that an existing resource is as declared. */
export type Step =
  | {
      readonly kind: "keep" | "update" | "deleteFirst";
      readonly after: KeptResource;
      readonly changed: readonly string[];
    }
  | { readonly kind: "replace" };

/** Creates, changes and deletes single resources, with plain properties. */
export class ResourceActions {
  readonly #provider: AwsProvider;
  readonly #context: ProviderContext;

  constructor(context: ProviderContext, schemas: TypeSchemas | undefined) {
    this.#provider = new AwsProvider(schemas);
    this.#context = context;
  }

  /** @param isReplacement - gives it another id and another generated name than the existing one */
  async create(declared: Declared, isReplacement = false): Promise<KeptResource> {
    const { type, name, inputs, registration } = declared;
    const nonce = randomBytes(8).toString("hex");
    const context = isReplacement ? { ...this.#context, nonce } : this.#context;
    const {
      id,
      outputs,
      problems = [],
    } = await newResource(this.#provider, { type, name }, fromPlain(inputs), context);
    const state = { ...inputs, ...(await toPlain(outputs)) };
    return {
      ...{ type, name, id, inputs, outputs: state, registration },
      ...(problems.length > 0 && { problems }),
    };
  }

  /** @throws InputError when AWS would refuse the inputs */
  async stepTo(before: KeptResource, declared: Declared): Promise<Step> {
    const { type, registration } = declared;
    const inputs = withIgnored(declared.inputs, before.inputs, registration.ignoreChanges);
    const keep = (outputs: Properties): Step => ({
      kind: "keep",
      after: { ...before, inputs, outputs, registration },
      changed: [],
    });
    // An image is as its folder is.
    if (type.startsWith("awsx:")) {
      const image = await this.create({ ...declared, inputs });
      return { kind: "keep", after: image, changed: [] };
    }
    if (isDeepStrictEqual(inputs, before.inputs)) return keep(before.outputs);
    if (type.startsWith("random:")) return { kind: "replace" };

    const seed = seedOf(this.#context);
    // A name that was generated is kept.
    const former = this.#provider.check(declared, before.inputs, seed, before.outputs).inputs;
    const { inputs: wanted, failures } = this.#provider.check(declared, inputs, seed, former);
    requireValid(failures);
    const { changed, replaces, deleteBeforeReplace } = this.#provider.diff(
      declared,
      former,
      wanted,
      before.outputs,
    );
    const outputs = merged(before.outputs, former, wanted);
    if (changed.length === 0) return keep(outputs);
    const after = { ...before, inputs, outputs, registration };
    if (replaces.length > 0) {
      return deleteBeforeReplace ? { kind: "deleteFirst", after, changed } : { kind: "replace" };
    }
    const kind = awsKinds[type];
    if (kind?.update && !kind.isLocal) return { kind: "update", after, changed };
    return { kind: "keep", after: await this.update(before, after, changed), changed };
  }

  async update(
    before: KeptResource,
    after: KeptResource,
    changed: readonly string[],
  ): Promise<KeptResource> {
    const { id, outputs } = before;
    const { inputs: wanted } = this.#provider.check(
      after,
      fromPlain(after.inputs),
      seedOf(this.#context),
      outputs,
    );
    const existing = { id, outputs: fromPlain(outputs) };
    const more = await this.#provider.update(after, existing, wanted, changed, this.#context);
    return { ...after, outputs: { ...after.outputs, ...(await toPlain(more)) } };
  }

  /** Also succeeds for a resource that is gone. @throws RefusedError if deletion protection is on */
  async delete({ type, name, id, outputs }: KeptResource): Promise<void> {
    if (awsKinds[type] === undefined) return;
    const existing = { id, outputs: fromPlain(outputs) };
    try {
      await this.#provider.delete({ type, name }, existing, this.#context);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Gives this process what it has to know of a resource of an earlier one. */
  async restore(resource: KeptResource): Promise<KeptResource> {
    const { type, name, id, inputs, outputs } = resource;
    const restore = awsKinds[type]?.restore;
    if (!restore) return resource;
    const more = await restore({
      ...{ type, name, id, changed: [], context: this.#context },
      inputs: fromPlain(inputs),
      outputs: fromPlain(outputs),
    });
    return { ...resource, outputs: { ...outputs, ...(await toPlain(more ?? {})) } };
  }

  async call(token: string, inputs: Properties): Promise<Properties> {
    return this.#provider.call(token, inputs, this.#context);
  }
}

/** The state after an update: without inputs that were removed. */
function merged(outputs: Properties, former: Properties, wanted: Properties): Properties {
  const kept = Object.entries(outputs).filter(([name]) => !(name in former) || name in wanted);
  return { ...Object.fromEntries(kept), ...wanted };
}
