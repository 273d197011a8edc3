/** A resource as the engine writes it to a stack's state: `apitype.ResourceV3` of Pulumi's Go SDK. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** URN of the component that it belongs to. */
  readonly parent?: string;
  /** A provider manages it; components are not custom. */
  readonly custom?: boolean;
  /** It was replaced and awaits its deletion. */
  readonly delete?: boolean;
  /** It was deleted, and its replacement was not created yet. */
  readonly pendingReplacement?: boolean;
  /** The stack only reads it; another program declares it. */
  readonly external?: boolean;
  readonly inputs?: Record<string, unknown> | null;
  readonly outputs?: Record<string, unknown> | null;
  /** URNs of the resources that an input was computed from, by input. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
}

/** A file is not a stack export, or not one that can be used. */
export class StackExportError extends Error {
  override readonly name = "StackExportError";

  constructor(file: string, problem: string) {
    super(
      `${file} ${problem}. Make one with: pulumi stack export --file export.json. ` +
        "With --show-secrets it also has the values of secrets, in plain text",
    );
  }
}

/**
 * Reads what `pulumi stack export` wrote.
 *
 * @param file - name of the export, for errors
 * @returns its resources, without those that were replaced and await their deletion or creation
 * @throws StackExportError when the text is not a stack export
 */
export function readStackExport(text: string, file: string): StateResource[] {
  let json: { deployment?: { resources?: unknown } | null } | null;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StackExportError(file, `is not JSON (${(error as Error).message})`);
  }
  if (json === null || typeof json !== "object" || !("deployment" in json)) {
    throw new StackExportError(file, "is not a stack export: it has no deployment");
  }
  const resources = json.deployment?.resources ?? [];
  if (!Array.isArray(resources) || !resources.every(isResource)) {
    throw new StackExportError(file, "is not a stack export: its resources have no urn and type");
  }
  return resources.filter(
    (resource) => resource.delete !== true && resource.pendingReplacement !== true,
  );
}

const isResource = (resource: Partial<StateResource> | null): resource is StateResource =>
  typeof resource?.urn === "string" && typeof resource.type === "string";
