import { isDeepStrictEqual } from "node:util";
import type { CreatedResource } from "../graph/evaluate.ts";
import type { Properties } from "../graph/resource.ts";
import type { ProviderContext } from "../provider/kind.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import { inOrder } from "./inOrder.ts";
import { EarlierResources, type KeptResource, type KeptStack } from "./keptStack.ts";
import { LeftResources, type OnKept } from "./leftResources.ts";
import { Missing } from "./missing.ts";
import { nameOf, requireReplaceable } from "./protection.ts";
import { type Declared, ResourceActions, type Step } from "./resourceActions.ts";

export interface DeploymentOptions {
  readonly context: ProviderContext;
  /** Check the inputs and tell what replaces a resource; without them inputs are not checked. */
  readonly schemas: TypeSchemas | undefined;
  /** The stack as an earlier evaluation left it. */
  readonly earlier: KeptStack;
  /** Whether that was in another process. */
  readonly isRestart: boolean;
  /** Called before anything is created, changed or deleted. */
  readonly begin: () => Promise<void>;
  /** Receives a resource that was replaced and has lost its data by that, such as `items`. */
  readonly onLost: (resource: KeptResource, data: string) => void;
}

/** Names of resources by what happened to them, such as `aws:sqs/queue:Queue "jobs"`. */
export interface StackChanges {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly replaced: readonly string[];
  /** Those that `finish` deletes. */
  readonly deleted: readonly string[];
}

/** A change that waits until the program has succeeded. */
interface Change {
  readonly before: KeptResource;
  readonly step: Exclude<Step, { kind: "replace" }>;
}

/**
 * Brings a stack's resources in line with what its program declares. Resources with the same inputs as before are
 * kept without a call of AWS. New ones are created while the program runs, because it needs their outputs. Changes wait
 * until the program has succeeded, and deletions until `finish`, so a program that fails leaves what there was. What is no
 * longer declared and holds data stays: a line that is missing for a moment costs nobody their users or items.
 */
export class StackDeployment {
  readonly #names: Record<"created" | "updated" | "replaced", string[]> = {
    created: [],
    updated: [],
    replaced: [],
  };
  readonly #options: DeploymentOptions;
  readonly #actions: ResourceActions;
  readonly #missing: Missing;
  #earlier: EarlierResources;
  /** By URN, in the order in which they were completed. */
  readonly #resources = new Map<string, KeptResource>();
  readonly #waiting = new Map<string, Change>();
  readonly #created: KeptResource[] = [];
  /** Resources that exist and have a successor. */
  #replaced: KeptResource[] = [];
  #hasChanged = false;
  /** URNs of resources that this process has made or restored. */
  readonly #known = new Set<string>();
  readonly #left: LeftResources;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#actions = new ResourceActions(options.context, options.schemas);
    this.#earlier = new EarlierResources(options.earlier);
    this.#missing = new Missing(options.earlier, options.context);
    this.#left = new LeftResources(this.#actions, options.context, options.onLost);
  }

  /** Begins another evaluation of the program, which finds what the one before has made. */
  evaluateAgain(): void {
    this.#earlier = new EarlierResources(this.state());
    this.#resources.clear();
    this.#replaced = [];
  }

  /** Whether the declared resource was left as it is declared. */
  hasAsDeclared({ inputs, registration: { urn } }: Declared): boolean {
    const earlier = this.#options.earlier.resources;
    const found = earlier.find(({ registration }) => registration.urn === urn);
    return found !== undefined && isDeepStrictEqual(found.inputs, inputs);
  }

  /** Creates a resource, or finds the one that exists. @returns its outputs that differ from the inputs */
  async create(declared: Declared): Promise<CreatedResource> {
    const { inputs, registration } = declared;
    const existing = await this.#existing(declared);
    const resource = existing
      ? await this.#adapt(existing, declared)
      : await this.#create(declared, false);
    this.#resources.set(registration.urn, resource);
    this.#known.add(registration.urn);
    const { id, outputs, problems } = resource;
    const own = Object.entries(outputs).filter(
      ([name, value]) => !isDeepStrictEqual(value, inputs[name]),
    );
    return { id, outputs: Object.fromEntries(own), ...(problems && { problems }) };
  }

  call(token: string, inputs: Properties): Promise<Properties> {
    return this.#actions.call(token, inputs);
  }

  /**
   * Makes the changes that have waited, each after those of the resources that it depends on.
   *
   * @returns whether a resource is not as the program was told, which needs another evaluation
   */
  async change(): Promise<boolean> {
    if (this.#waiting.size === 0) return false;
    await this.#options.begin();
    this.#hasChanged = true;
    let isSurprising = false;
    // Until its change is made, a resource is as before.
    for (const [urn, { before }] of this.#waiting) this.#resources.set(urn, before);
    await inOrder(this.#resources, async ({ registration: { urn } }) => {
      const change = this.#waiting.get(urn);
      if (!change) return;
      const made = await this.#make(change);
      this.#resources.set(urn, made);
      this.#waiting.delete(urn);
      const { after } = change.step;
      isSurprising ||= made.id !== after.id || !isDeepStrictEqual(made.outputs, after.outputs);
    });
    return isSurprising;
  }

  /** Finds out which of the resources that are no longer declared stay. */
  findStaying(): Promise<void> {
    return this.#left.findStaying(this.state().left, (urn) => this.#resources.has(urn));
  }

  /** What has happened since the deployment before. `findStaying` comes first. */
  get changes(): StackChanges {
    const { replaced } = this.#names;
    const leaving = this.state()
      .left.filter((each) => !this.#left.stays(each))
      .map(nameOf);
    return { ...this.#names, deleted: leaving.filter((name) => !replaced.includes(name)) };
  }

  /** What exists now. */
  state(): KeptStack {
    const left = [...this.#earlier.undeclared, ...this.#replaced];
    return { resources: this.#inFormerOrder([...this.#resources.values()]), left };
  }

  /** After a program that has failed: deletes what was created for it. @returns what exists */
  async undo(): Promise<KeptStack> {
    if (this.#hasChanged) return this.state();
    const stay: KeptResource[] = [];
    for (const resource of this.#created.toReversed()) {
      await this.#actions.delete(resource).catch(() => stay.push(resource));
    }
    const { resources, left } = this.#options.earlier;
    return { resources, left: [...left, ...stay] };
  }

  /** Deletes the resources that are no longer declared, the last created first. */
  async finish(onKept: OnKept): Promise<void> {
    // Calls under way may have stored something since the evaluation.
    await this.findStaying();
    const { left } = this.state();
    if (left.some((each) => !this.#left.stays(each))) await this.#options.begin();
    const stay = await this.#left.delete(left, onKept);
    this.#earlier = new EarlierResources({ resources: [], left: stay });
    this.#replaced = [];
  }

  async #existing(declared: Declared): Promise<KeptResource | undefined> {
    const { type, name, registration } = declared;
    const found = this.#earlier.find(type, name, registration);
    if (!found || (await this.#missing.has(found, registration.dependencies))) return undefined;
    const isRestored = this.#known.has(found.registration.urn);
    if (!this.#options.isRestart || isRestored) return found;
    await this.#options.begin();
    return this.#actions.restore(found);
  }

  async #create(declared: Declared, isReplacement: boolean): Promise<KeptResource> {
    await this.#options.begin();
    const resource = await this.#actions.create(declared, isReplacement);
    this.#created.push(resource);
    this.#report(isReplacement ? "replaced" : "created", resource);
    return resource;
  }

  async #adapt(before: KeptResource, declared: Declared): Promise<KeptResource> {
    const step = await this.#actions.stepTo(before, declared);
    if (step.kind === "replace" || step.kind === "deleteFirst") requireReplaceable(before);
    if (step.kind === "replace") {
      const successor = await this.#create(declared, true);
      // A setting of another resource may have no identity of its own.
      if (successor.id !== before.id) this.#replaced.push(before);
      return successor;
    }
    if (step.changed.length > 0) {
      this.#report(step.kind === "deleteFirst" ? "replaced" : "updated", before);
    }
    if (step.kind !== "keep") this.#waiting.set(declared.registration.urn, { before, step });
    return step.after;
  }

  async #make({ before, step }: Change): Promise<KeptResource> {
    if (step.kind === "update") return this.#actions.update(before, step.after, step.changed);
    await this.#left.deleteReplaced(before);
    return this.#actions.create(step.after);
  }

  /** New resources are last; the order in which a program's resources are completed varies. */
  #inFormerOrder(resources: KeptResource[]): KeptResource[] {
    const former = this.#options.earlier.resources.map(({ registration }) => registration.urn);
    const places = new Map(former.map((urn, place) => [urn, place]));
    const placeOf = ({ registration }: KeptResource) =>
      places.get(registration.urn) ?? former.length;
    return resources.toSorted((one, other) => placeOf(one) - placeOf(other));
  }

  #report(what: "created" | "updated" | "replaced", resource: KeptResource): void {
    const name = nameOf(resource);
    if (!Object.values(this.#names).some((names) => names.includes(name))) {
      this.#names[what].push(name);
    }
  }
}
