import type { Properties, Resource } from "../../graph/resource.ts";

/** The separate resources of a REST API. */
export class ApiParts {
  readonly #parts: readonly Resource[];

  constructor(api: Resource, resources: readonly Resource[]) {
    this.#parts = resources.filter(
      ({ outputs }) => (outputs["restApi"] ?? outputs["restApiId"]) === api.id,
    );
  }

  /** @param type - such as `method:Method` */
  ofType(type: string): Resource[] {
    return this.#parts.filter((part) => part.type === `aws:apigateway/${type}`);
  }
}

/** Properties without those that are unset: the provider writes an empty text for some. */
export const filled = (properties: Properties): Properties =>
  Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== ""),
  );
