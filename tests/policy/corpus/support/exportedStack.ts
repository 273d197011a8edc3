import { createHash } from "node:crypto";
import { computedOutputs, namePropertyOf } from "./computedOutputs.ts";
import { secretSignature, signatureKey } from "../../../../project/signatures.ts";

/** A resource in the stack, with the attributes that other resources use. */
export interface Added {
  readonly urn: string;
  readonly id: string;
  readonly arn: string;
  /** Its physical name. */
  readonly name: string;
  /** An output that is a text. */
  output(name: string): string;
}

interface StackOptions {
  readonly project: string;
  /** @default "dev" */
  readonly stack?: string;
  /** @default "us-east-1" */
  readonly region?: string;
  /** Version of the aws plugin. @default "7.48.0" */
  readonly plugin?: string;
  /** Whether it is exported with `--show-secrets`. @default false */
  readonly showSecrets?: boolean;
}

type Properties = Readonly<Record<string, unknown>>;

interface ResourceOptions {
  /** Component that the resource belongs to. */
  readonly parent?: Added;
  /** Outputs that differ from what the provider computes. */
  readonly outputs?: Properties;
}

/** A value that the program marked as secret. */
class SecretValue {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export const secret = (value: unknown): unknown => new SecretValue(value);

/**
 * A stack's state in the form of `pulumi stack export`, written resource by resource: physical
 * names, ids, ARNs, attributes that the provider computes, and dependencies between resources.
 */
export class ExportedStack {
  readonly account = "111122223333";
  readonly region: string;
  readonly #options: Required<StackOptions>;
  readonly #resources: object[] = [];
  readonly #added: Added[] = [];
  readonly #root: string;

  constructor(options: StackOptions) {
    const defaults = { stack: "dev", region: "us-east-1", plugin: "7.48.0", showSecrets: false };
    this.#options = { ...defaults, ...options };
    this.region = this.#options.region;
    const { project, stack } = this.#options;
    this.#root = this.#urn("pulumi:pulumi:Stack", `${project}-${stack}`);
    this.#write({ urn: this.#root, custom: false, type: "pulumi:pulumi:Stack", outputs: {} });
    const version = this.#options.plugin;
    this.#write({
      urn: this.#urn("pulumi:providers:aws", `default_${version.replaceAll(".", "_")}`),
      custom: true,
      id: uuidOf(project),
      type: "pulumi:providers:aws",
      inputs: { region: this.region, version },
      outputs: { region: this.region, version },
    });
  }

  /** Adds a resource of the `aws` package by its short type, such as `ec2.Instance`. */
  aws(
    shortType: string,
    name: string,
    inputs: Properties = {},
    options: ResourceOptions = {},
  ): Added {
    const [module = "", kind = ""] = shortType.split(".");
    const type = `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
    const hash = hashOf(`${this.#options.project}/${this.#options.stack}/${shortType}/${name}`);
    const nameProperty = namePropertyOf(shortType);
    const autoNamed = nameProperty !== undefined && inputs[nameProperty] === undefined;
    const asked = autoNamed
      ? { __defaults: [nameProperty], ...inputs, [nameProperty]: `${name}-${hash.slice(0, 7)}` }
      : { __defaults: [], ...inputs };
    const physicalName = String((nameProperty && asked[nameProperty as never]) ?? name);
    const place = { account: this.account, region: this.region };
    const computed = computedOutputs(shortType, { ...place, name: physicalName, hash, inputs });
    const { __defaults, ...known } = asked;
    const isNamed = nameProperty !== undefined;
    const outputs = {
      ...(isNamed ? {} : { name: physicalName }),
      ...computed.outputs,
      ...known,
      ...(inputs["tags"] === undefined ? {} : { tagsAll: inputs["tags"] }),
      ...(this.#options.plugin.startsWith("7.") ? { region: this.region } : {}),
      ...options.outputs,
    };
    return this.#resource(type, name, asked, outputs, computed.id, options);
  }

  /** Adds a resource of another package by its type token. */
  other(type: string, name: string, inputs: Properties = {}, options: ResourceOptions = {}): Added {
    const id = uuidOf(type + name);
    return this.#resource(type, name, inputs, { ...inputs, ...options.outputs }, id, options);
  }

  /** Adds a component, which has no inputs in the state. */
  component(type: string, name: string, { parent }: ResourceOptions = {}): Added {
    const urn = this.#urn(type, name, parent);
    this.#write({ urn, custom: false, type, parent: parent?.urn ?? this.#root, outputs: {} });
    return { urn, id: "", arn: "", name, output: () => "" };
  }

  /** The file that `pulumi stack export` writes. */
  toString(): string {
    const manifest = { time: "2026-11-02T09:14:07.104Z", magic: "", version: "v3.248.0" };
    const secrets_providers = { type: "passphrase", state: { salt: "v1:Zm9v:v1:YmFy" } };
    const deployment = { manifest, secrets_providers, resources: this.#resources };
    return JSON.stringify({ version: 3, deployment }, undefined, 4);
  }

  #resource(
    type: string,
    name: string,
    inputs: Properties,
    outputs: Properties,
    id: string,
    { parent }: ResourceOptions,
  ): Added {
    const urn = this.#urn(type, name, parent);
    const propertyDependencies = this.#dependenciesOf(inputs);
    this.#write({
      urn,
      custom: true,
      id,
      type,
      inputs: this.#written(inputs),
      outputs: this.#written({ id, ...outputs }),
      parent: parent?.urn ?? this.#root,
      dependencies: [...new Set(Object.values(propertyDependencies).flat())],
      propertyDependencies,
    });
    const output = (property: string) => String(outputs[property]);
    const arn = String(outputs["arn"] ?? "");
    const namedBy = type.startsWith("aws:") ? namePropertyOf(shortOf(type)) : undefined;
    const added = { urn, id, arn, name: String(outputs[namedBy ?? "name"] ?? name), output };
    this.#added.push(added);
    return added;
  }

  /** The engine lists for each input the resources whose outputs it was computed from. */
  #dependenciesOf(inputs: Properties): Record<string, string[]> {
    const entries = Object.entries(inputs).map(([property, value]): [string, string[]] => {
      const text = JSON.stringify(value instanceof SecretValue ? value.value : value) ?? "";
      const used = this.#added.filter(
        ({ id, arn }) => text.includes(id) || (arn !== "" && text.includes(arn)),
      );
      return [property, used.map(({ urn }) => urn)];
    });
    return Object.fromEntries(entries.filter(([property]) => property !== "__defaults"));
  }

  #written(value: unknown): unknown {
    if (value instanceof SecretValue) {
      const plaintext = JSON.stringify(value.value);
      const hidden = { ciphertext: `v1:${hashOf(plaintext).slice(0, 16)}:` };
      const shown = this.#options.showSecrets ? { plaintext } : hidden;
      return { [signatureKey]: secretSignature, ...shown };
    }
    if (Array.isArray(value)) return value.map((element) => this.#written(element));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.#written(inner)]),
    );
  }

  #write(resource: object): void {
    const created = "2026-10-20T08:00:00Z";
    this.#resources.push({ ...resource, created, modified: created });
  }

  #urn(type: string, name: string, parent?: Added): string {
    const { project, stack } = this.#options;
    const chain = parent ? `${parent.urn.split("::")[2]}$${type}` : type;
    return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const shortOf = (type: string): string => type.replace(/^aws:([^/]+)\/.*:/, "$1.");

function uuidOf(text: string): string {
  const hash = hashOf(text);
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hash.slice(from, to))
    .join("-");
}
