import type { Subject } from "../../policy/model/resourceView.ts";
import { readProperties } from "../../policy/model/values.ts";

/** A resource of a stack's state, once with what its program asked for and once with what is there. */
export interface ExportedResource {
  /** With its inputs. */
  readonly asked: Subject;
  /** With its outputs. */
  readonly deployed: Subject;
}

/** A file is no stack export. */
export class StackExportError extends Error {
  override readonly name = "StackExportError";

  constructor(file: string, problem: string) {
    super(`${file} ${problem}. Make one with: pulumi stack export --file export.json`);
  }
}

/** As the engine writes a resource; see `apitype.ResourceV3` of Pulumi's SDK for Go. */
interface WrittenResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** Replaced already, and about to be deleted. */
  readonly delete?: boolean;
  readonly inputs?: object | null;
  readonly outputs?: object | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
}

/**
 * Reads the text of a stack export. Secrets that are encrypted are values that are not known.
 *
 * @param file - its name, for errors
 * @throws StackExportError when it is none
 */
export function readStackExport(text: string, file: string): ExportedResource[] {
  const written = parse(text, file).filter((resource) => resource.delete !== true);
  return written.map(({ urn, type, id, inputs, outputs, propertyDependencies }) => {
    const dependencies = Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [
      key,
      urns ?? [],
    ]);
    const known = {
      type,
      urn,
      name: urn.split("::").slice(3).join("::"),
      ...(id === undefined ? {} : { id }),
      propertyDependencies: Object.fromEntries(dependencies),
    };
    return {
      asked: { ...known, props: readProperties(inputs ?? {}) },
      deployed: { ...known, props: readProperties(outputs ?? {}) },
    };
  });
}

function parse(text: string, file: string): WrittenResource[] {
  let json: { deployment?: { resources?: unknown } | null } | null;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StackExportError(file, `is not JSON (${(error as Error).message})`);
  }
  if (json === null || typeof json !== "object" || !("deployment" in json)) {
    throw new StackExportError(file, "is no stack export: it has no deployment");
  }
  const resources = json.deployment?.resources ?? [];
  if (!Array.isArray(resources) || !resources.every(isWritten)) {
    throw new StackExportError(file, "is no stack export: its resources have no urn and type");
  }
  return resources;
}

const isWritten = (resource: Partial<WrittenResource> | null): resource is WrittenResource =>
  typeof resource?.urn === "string" && typeof resource.type === "string";
