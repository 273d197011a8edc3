import { RestApiDefinitionError } from "../../errors.ts";

/** Where an `aws` integration's call goes. */
export interface ServiceUri {
  readonly region: string;
  readonly service: string;
  /** Such as `sync-states` in `states`' own address, or a bucket's. */
  readonly subdomain: string | undefined;
  /** `SendMessage`, or undefined when the URI names a path. */
  readonly action: string | undefined;
  /** With `{name}` for what mapping fills in. */
  readonly path: string;
}

const shape =
  /^arn:[\w-]+:apigateway:(?<region>[\w-]+):(?:(?<subdomain>[\w{}.-]+)\.)?(?<service>[\w-]+):(?<kind>path|action)\/(?<api>.*)$/s;

/**
 * Takes the address of a service's operation apart. (API Gateway API Reference, "PutIntegration", uri)
 *
 * @throws RestApiDefinitionError for a text that is no such address
 */
export function parseServiceUri(route: string, uri: string): ServiceUri {
  const parts = shape.exec(uri)?.groups;
  if (parts === undefined) {
    throw new RestApiDefinitionError(route, `"${uri}" is no service's URI`);
  }
  const { region, subdomain, service, kind, api } = parts as Record<string, string> & {
    region: string;
    service: string;
    api: string;
  };
  return {
    region,
    service,
    subdomain,
    action: kind === "action" ? api : undefined,
    path: kind === "action" ? "/" : `/${api.replace(/^\//, "")}`,
  };
}
