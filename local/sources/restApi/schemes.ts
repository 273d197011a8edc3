import type { SecurityScheme } from "../../gateway/openapi.ts";
import type { Properties } from "../../graph/resource.ts";
import { filled } from "./parts.ts";

/** The name of the scheme that requires an API key. */
export const apiKey = "x-palisade-api-key";

export const apiKeyScheme: SecurityScheme = { type: "apiKey", name: "x-api-key", in: "header" };

/** Identity source of an authorizer that names none. (Registry page of `aws.apigateway.Authorizer`) */
const defaultSource = "method.request.header.Authorization";

/** The security scheme of a separate authorizer. */
export function schemeOf(outputs: Properties): SecurityScheme {
  const { type = "TOKEN", identitySource, providerArns, ...authorizer } = filled(outputs);
  const source = String(identitySource ?? defaultSource);
  return {
    type: "apiKey",
    name: /^method\.request\.header\.([^,\s]+)$/.exec(source)?.[1] ?? "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      ...authorizer,
      type: String(type).toLowerCase(),
      ...(identitySource ? { identitySource: source } : {}),
      providerARNs: (providerArns ?? []) as string[],
    },
  };
}
