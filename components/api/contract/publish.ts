import { isPreflight } from "../document/cors.ts";
import type { OpenApiDocument, Operation, Parameter, ResponseObject } from "../document/types.ts";
import { bodyTypes, ownResponses, traitsOf } from "./backendResponses.ts";
import { errorSchema, GatewayErrors, merged } from "./gatewayErrors.ts";
import { OperationNames, SharedResponses } from "./names.ts";
import { type PlainScheme, PlainSecurity } from "./security.ts";

/** An API's contract: OpenAPI 3.0 without anything about its backends. */
export interface Contract {
  readonly openapi: "3.0.3";
  readonly info: OpenApiDocument["info"];
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, PlainScheme>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly schemas: Readonly<Record<string, unknown>>;
  };
}

/**
 * The contract of an API for its callers: its routes with their guards, parameters, bodies and
 * responses, including the gateway's own errors. It has no AWS extension, no ARN and no address of a
 * backend, and no preflights, which only browsers send. Pure.
 *
 * @param document - the document that API Gateway imports
 * @param url - the API's address, absolute or relative to the contract's
 */
export function publishContract(document: OpenApiDocument, url: string): Contract {
  const schemas = document.components.schemas ?? {};
  const errorName = freeName("Error", schemas);
  const errorRef = `#/components/schemas/${errorName}`;
  const gateway = new GatewayErrors(document, errorRef);
  const security = new PlainSecurity(document);
  const names = new OperationNames(document);
  const shared = new SharedResponses();

  const publish = (operation: Operation, method: string, path: string): Operation => {
    const all = ownResponses(operation, method, { $ref: errorRef });
    const traits = { ...traitsOf(operation), security: security.kindsOf(operation) };
    const responses: Record<string, object> = {};
    for (const status of gateway.statusesOf(traits)) {
      const own = all[status] ?? all["default"];
      if (own) all[status] = either(own, gateway.responseOf(status));
      else responses[status] = shared.refer(status, gateway.responseOf(status));
    }
    for (const [status, response] of Object.entries(all)) {
      const isError = /^[45]/.test(status);
      responses[status] = isError ? shared.refer(status, response, "Backend") : response;
    }
    const parameters = ((operation["parameters"] ?? []) as Parameter[])
      .filter(({ name, in: place }) => place !== "header" || !ignoredHeaders.test(name))
      .map((parameter) => describeParameter(parameter, path));
    const body = operation["requestBody"] ?? requestBody(bodyTypes(operation, method));
    const description = [operation["description"], security.whoMayCall(operation)];
    return {
      operationId: names.idOf(operation, method, path),
      summary: operation["summary"] ?? `${method.toUpperCase()} ${path}`,
      description: description.filter((text) => text !== undefined).join("\n\n"),
      tags: tagsOf(operation, path),
      ...(operation["deprecated"] === true && { deprecated: true }),
      ...(parameters.length > 0 && { parameters }),
      ...(body !== undefined && { requestBody: body }),
      responses,
      security: security.requirementOf(operation),
    };
  };

  const paths: Record<string, Record<string, Operation>> = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    const published: Record<string, Operation> = {};
    for (const [method, operation] of plainMethods(operations)) {
      published[method] = publish(operation, method, path);
    }
    paths[path.replaceAll("+}", "}")] = published;
  }
  const { title, ...info } = document.info;
  return {
    openapi: "3.0.3",
    info: { title, description: `The API of ${title}.`, contact: { name: title }, ...info },
    servers: [{ url }],
    tags: tagsIn(paths),
    paths,
    components: {
      securitySchemes: usedSchemes(security.schemes, paths),
      responses: shared.components,
      schemas: {
        ...schemas,
        ...(JSON.stringify(shared.components).includes(errorRef) && { [errorName]: errorSchema }),
      },
    },
  };
}

/** OpenAPI describes these headers elsewhere. Source: OpenAPI 3.0.3, "Parameter Object" (`name`). */
const ignoredHeaders = /^(accept|authorization|content-type)$/i;

const anyMethod = "x-amazon-apigateway-any-method";
const everyMethod = ["get", "put", "post", "delete", "options", "head", "patch"];

/** A path's operations by method. `ANY` becomes every method that the path does not list. */
function plainMethods(operations: Readonly<Record<string, Operation>>): [string, Operation][] {
  const any = operations[anyMethod];
  const listed = Object.entries(operations).filter(([method]) => method !== anyMethod);
  const others = any
    ? everyMethod
        .filter((method) => !(method in operations))
        .map((method): [string, Operation] => [method, any])
    : [];
  return [...listed.filter(([, each]) => !isPreflight(each)), ...others];
}

/** OpenAPI has no parameters that match the rest of the path, so their description says it. */
function describeParameter(parameter: Parameter, path: string): object {
  return path.includes(`{${parameter.name}+}`) && parameter.in === "path"
    ? { ...parameter, description: "The rest of the path, which may contain slashes." }
    : parameter;
}

const requestBody = (types: readonly string[]): object | undefined =>
  types.length > 0
    ? { content: Object.fromEntries(types.map((type) => [type, { schema: {} }])) }
    : undefined;

/** A response that both the integration and the gateway can return. */
function either(own: ResponseObject, gateways: ResponseObject): ResponseObject {
  const both = merged(own, gateways);
  // Content of any type includes the gateway's error.
  const content = own.content?.["*/*"] ? own.content : both.content;
  const description = `${own.description}; or: ${lowerFirst(gateways.description)}`;
  return { ...both, description, ...(content && { content }) };
}

function tagsOf({ tags }: Operation, path: string): string[] {
  if (tags !== undefined) return tags as string[];
  const fixed = path.split("/").find((segment) => segment !== "" && !segment.startsWith("{"));
  return [fixed ?? "root"];
}

function tagsIn(paths: Contract["paths"]): { name: string }[] {
  const names = Object.values(paths).flatMap((operations) =>
    Object.values(operations).flatMap(({ tags }) => tags as string[]),
  );
  return [...new Set(names)].sort().map((name) => ({ name }));
}

function usedSchemes(schemes: Readonly<Record<string, PlainScheme>>, paths: Contract["paths"]) {
  const text = Object.values(paths).flatMap((operations) =>
    Object.values(operations).flatMap(({ security }) =>
      (security as object[]).flatMap((requirement) => Object.keys(requirement)),
    ),
  );
  return Object.fromEntries(Object.entries(schemes).filter(([name]) => text.includes(name)));
}

function freeName(wanted: string, taken: object): string {
  return Object.hasOwn(taken, wanted) ? freeName(`Gateway${wanted}`, taken) : wanted;
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
