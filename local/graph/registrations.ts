import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { secretSignature, signatureKey } from "../../project/signatures.ts";
import type { Properties, Registration } from "./resource.ts";

/** Pulumi's monitor for tests, which calls the mocks, as far as it is used here. */
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterResourceRequest, callback: unknown): Promise<void>;
}

/**
 * Reads what Pulumi's monitor for tests keeps from its mocks: the parents, dependencies and options of the
 * resources of the evaluation that was just set up.
 */
export class Registrations {
  #request: RegisterResourceRequest | undefined;
  readonly #monitor: Monitor;
  /** URNs of remote components, which are registered a second time when they are constructed. */
  readonly #constructed = new Map<string, string>();

  /** The monitor's own URNs have only the type of the parent; the engine's have those of all ancestors. */
  constructor({ project, stack }: { readonly project: string; readonly stack: string }) {
    // Internal exports of Pulumi, which its types lack.
    const { getStore } = runtimeState as unknown as {
      getStore(): { settings: { monitor: Monitor } };
    };
    const monitor = getStore().settings.monitor;
    this.#monitor = monitor;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
      this.#request = request;
      return register(request, callback);
    };
    monitor.newUrn = (parent, type, name) =>
      this.#constructed.get(`${type} ${name}`) ??
      `urn:pulumi:${stack}::${project}::${[...typesOf(parent), type].join("$")}::${name}`;
  }

  /** Children that a remote component is given in this process have that component as their parent. */
  construct(type: string, name: string, { urn }: Registration): void {
    this.#constructed.set(`${type} ${name}`, urn);
  }

  /**
   * The registration that a mock is called for. To be called at once, before anything is awaited.
   *
   * @param inputs - the mock's, with wrapped secrets
   */
  current(type: string, name: string, inputs: Properties): Registration {
    const request = this.#request;
    this.#request = undefined;
    const parent = request?.getParent() ?? "";
    const secretInputs = Object.keys(inputs).filter((key) => hasSecret(inputs[key]));
    const byProperty = request?.getPropertydependenciesMap().toArray() ?? [];
    return {
      urn: this.#monitor.newUrn(parent, type, name),
      ...(typesOf(parent).length > 0 && { parent }),
      dependencies: request?.getDependenciesList() ?? [],
      propertyDependencies: Object.fromEntries(
        byProperty
          .map(([property, urns]) => [property, urnsOf(urns)] as const)
          .filter(([, urns]) => urns.length > 0),
      ),
      secrets: [
        ...new Set([...secretInputs, ...(request?.getAdditionalsecretoutputsList() ?? [])]),
      ],
      protect: request?.getProtect() ?? false,
      retainOnDelete: request?.getRetainondelete() ?? false,
      ignoreChanges: request?.getIgnorechangesList() ?? [],
    };
  }
}

/** The types of a parent and its ancestors, without the stack. */
const typesOf = (parent: string): string[] =>
  (parent.split("::")[2] ?? "").split("$").filter((type) => type !== "" && type !== stackType);

export const stackType = "pulumi:pulumi:Stack";

/** `toArray` returns messages in Google's array form: their first field is the list. */
const urnsOf = (urns: unknown): string[] => {
  if (Array.isArray(urns)) return ((urns as unknown[][])[0] ?? []) as string[];
  return (urns as RegisterResourceRequest.PropertyDependencies).getUrnsList();
};

function hasSecret(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return value.some(hasSecret);
  return (
    (value as Properties)[signatureKey] === secretSignature || Object.values(value).some(hasSecret)
  );
}
