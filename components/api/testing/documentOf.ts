import * as pulumi from "@pulumi/pulumi";
import { compileOpenApi, type OpenApiSource } from "../document/openapi.ts";
import type { OpenApiDocument, OperationParts } from "../document/types.ts";
import { type ApiDefinition, defineApi } from "../index.ts";
import { bindIntegration } from "../integrations/index.ts";
import type { Backends, BindingScope } from "../integrations/integration.ts";
import type { Route } from "../route/route.ts";

/** Everything but the routes that a document is compiled from. */
type Source = Partial<Pick<OpenApiSource, "title" | "region" | "userPoolArns" | "authorizerArns">>;

/** The document of an API without resources, compiled as `Api` does. */
export async function documentOf(
  definition: ApiDefinition,
  backends: Backends,
  source: Source = {},
): Promise<OpenApiDocument> {
  const api = defineApi(definition);
  const { region = "us-east-1" } = source;
  const parts = api.routes.map((route) => boundParts(route, { region, ...backends }));
  const known = await Promise.all(parts);
  return compileOpenApi({
    title: "Test",
    region,
    userPoolArns: [],
    ...api,
    ...source,
    routes: api.routes.map((route, index) => ({ ...route, parts: known[index]! })),
  });
}

/** A route's part of the document, without roles. */
export function boundParts(
  route: Route,
  scope: Pick<BindingScope, "region"> & Partial<BindingScope>,
): Promise<OperationParts> {
  const all = { proxies: {}, credentialHeaders: [], roleFor: () => "", ...scope };
  const parts = bindIntegration(route, all);
  return new Promise((resolve) => {
    pulumi.output(parts).apply((known) => resolve(known as OperationParts));
  });
}
