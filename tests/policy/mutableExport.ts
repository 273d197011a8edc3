/** A resource of a stack export that can be changed. */
interface WrittenResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

interface WrittenFile {
  readonly deployment: { readonly resources: WrittenResource[] };
}

/** A stack export in which single things can be changed, as if they had been deployed. */
export class MutableExport {
  readonly #file: WrittenFile;

  constructor(text: string) {
    this.#file = JSON.parse(text) as WrittenFile;
  }

  /** Changes a resource's properties by path, such as `settings.throttlingRateLimit`. @returns its URN */
  change(type: string, name: string, properties: Record<string, unknown>): string {
    const resource = this.#find(type, name);
    for (const [path, value] of Object.entries(properties)) {
      for (const values of [resource.inputs, resource.outputs]) write(values, path, value);
    }
    return resource.urn;
  }

  /** Changes a property that contains JSON text. @returns the resource's URN */
  changeJson(
    type: string,
    name: string,
    property: string,
    change: (json: Json) => unknown,
  ): string {
    const json = JSON.parse(this.#find(type, name).inputs[property] as string) as Json;
    return this.change(type, name, { [property]: JSON.stringify(change(json) ?? json) });
  }

  /** Adds a deployed resource with these properties. @returns its URN */
  add(type: string, name: string, properties: Record<string, unknown>): string {
    const stack = this.#file.deployment.resources[0]!.urn.split("::").slice(0, 2).join("::");
    const urn = `${stack}::aws:${type}::${name}`;
    const written = {
      urn,
      type: `aws:${type}`,
      custom: true,
      id: `${name}-id`,
      inputs: properties,
    };
    this.#file.deployment.resources.push({ ...written, outputs: { ...properties } });
    return urn;
  }

  /** Removes a resource. */
  remove(type: string, name: string): void {
    const { resources } = this.#file.deployment;
    resources.splice(resources.indexOf(this.#find(type, name)), 1);
  }

  /** The id by which other resources reference a resource. */
  idOf(type: string, name: string): string {
    return this.#find(type, name).id!;
  }

  urnOf(type: string, name: string): string {
    return this.#find(type, name).urn;
  }

  /** The export as text. */
  toString(): string {
    return JSON.stringify(this.#file);
  }

  #find(type: string, name: string): WrittenResource {
    const found = this.#file.deployment.resources.find(
      (resource) => resource.type === `aws:${type}` && resource.urn.endsWith(`::${name}`),
    );
    if (!found) throw new Error(`The stack has no ${type} ${name}.`);
    return found;
  }
}

/** Parsed JSON that is changed in place. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

function write(values: Record<string, unknown>, path: string, value: unknown): void {
  const [key = "", ...rest] = path.split(".");
  if (rest.length > 0) {
    const inner = { ...(values[key] as Record<string, unknown> | undefined) };
    write(inner, rest.join("."), value);
    values[key] = inner;
  } else if (value === undefined) delete values[key];
  else values[key] = value;
}
