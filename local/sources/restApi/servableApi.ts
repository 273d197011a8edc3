import { localAccountId } from "../../aws/endpoint.ts";
import { requirementsOf } from "../../gateway/authorizers/requirements.ts";
import {
  readBody,
  readRestApis,
  RestApiDefinitionError,
  type RestApiModel,
} from "../../gateway/index.ts";
import type { OpenApiDocument, Operation, PathItem } from "../../gateway/openapi.ts";
import { compileReleases } from "../../gateway/releases.ts";
import { notServed } from "../../gateway/notServed.ts";
import type { Resource } from "../../graph/resource.ts";
import { documentOf } from "./document.ts";
import { readableParts } from "./readableParts.ts";
import { unservedFunction } from "./functions.ts";

interface ServableApiOptions {
  readonly region: string;
  /** Called for each part that is not served, such as the route `get /orders`. */
  readonly onUnserved: (part: string, reason: string) => void;
  /** The reason why a function is not served; undefined if it is. */
  readonly functionProblem: (functionArn: string) => string | undefined;
}

/**
 * Completes the document of a REST API by its separate resources, and replaces the routes that can't be served by
 * routes that respond with 501. If they were removed, their requests might match a route with a path parameter.
 *
 * @throws NotServedError | RestApiDefinitionError when the API as a whole can't be served
 */
export function servableApi(
  api: Resource,
  resources: Resource[],
  { region, onUnserved, functionProblem }: ServableApiOptions,
): Resource {
  const subject = `REST API "${api.name}"`;
  const read = documentOf(api, bodyOf(subject, api, resources), resources, (part, reason) =>
    onUnserved(`${part.type} "${part.name}"`, reason),
  );
  if (read === undefined) throw new RestApiDefinitionError(subject, "has no OpenAPI body");
  const document = readableParts(read, { api, resources, region, onUnserved });
  const others = resources.filter(({ type }) => type !== api.type);
  const models = readRestApis([...others, withBody(api, document)]);
  if (models.length === 0) throw new RestApiDefinitionError(subject, "has no stage");
  for (const model of models) compile(model, region, {});

  const assertServed = (
    path: string,
    key: string,
    operation: Operation,
    shared: PathItem,
  ): void => {
    const unserved = operation[notServed];
    if (unserved !== undefined) throw new Error(unserved);
    for (const model of models) {
      compile(model, region, { [path]: { ...shared, [key]: operation } });
      const problem = unservedFunction(
        operation,
        requirementsOf("", operation, document),
        model,
        functionProblem,
      );
      if (problem !== undefined) throw new Error(problem);
    }
  };
  const serveOperation: ServeOperation = (path, key, operation, shared) => {
    // The reason is named once.
    if (document[notServed] !== undefined) return { [notServed]: document[notServed] };
    try {
      assertServed(path, key, operation, shared);
      return operation;
    } catch (error) {
      const { message } = error as Error;
      onUnserved(`${key.replace(anyMethod, "any")} ${path}`, message);
      return { [notServed]: message };
    }
  };
  const paths = mapEntries(models[0]!.document.paths ?? {}, (path, item) =>
    servePath(path, item, serveOperation, onUnserved),
  );
  return withBody(api, { ...models[0]!.document, paths });
}

/** The document that was imported last: by the API itself, or by a resource for it. */
function bodyOf(
  subject: string,
  api: Resource,
  resources: Resource[],
): OpenApiDocument | undefined {
  const put = resources.find(
    ({ type, outputs }) =>
      type === "aws:apigateway/restApiPut:RestApiPut" && outputs["restApiId"] === api.id,
  );
  const { body, parameters } = { ...api.outputs, ...put?.outputs };
  return readBody(subject, { ...api.outputs, body, parameters });
}

/** The base path of its import is in the paths by then. */
const withBody = (api: Resource, document: OpenApiDocument): Resource => ({
  ...api,
  outputs: { ...api.outputs, parameters: undefined, body: JSON.stringify(document) },
});

const anyMethod = "x-amazon-apigateway-any-method";

/** API Gateway's methods, and the other keys of a path item. (OpenAPI Specification 3.0, "Path Item Object") */
const methodKeys = /^(delete|get|head|options|patch|post|put|x-amazon-apigateway-any-method)$/;
const otherKeys = /^(\$ref|description|parameters|servers|summary|x-.*)$/;

/** @param shared - the path item's parameters */
type ServeOperation = (
  path: string,
  key: string,
  operation: Operation,
  shared: PathItem,
) => Operation;

function servePath(
  path: string,
  item: PathItem,
  serveOperation: ServeOperation,
  onUnserved: (part: string, reason: string) => void,
): PathItem {
  if (typeof item["$ref"] === "string") {
    const reason = `refers to the undefined path item "${item["$ref"]}"`;
    return { [anyMethod]: serveOperation(path, anyMethod, { [notServed]: reason }, {}) };
  }
  const guards = ["security", "x-amazon-apigateway-auth"].filter((key) => key in item);
  for (const key of Object.keys(item)) {
    if (!guards.includes(key) && !methodKeys.test(key) && !otherKeys.test(key)) {
      onUnserved(`${key} ${path}`, "is not a method of API Gateway");
    }
  }
  const shared: PathItem = item["parameters"] ? { parameters: item["parameters"] } : {};
  return mapEntries<PathItem[string]>(item, (key, operation) => {
    if (!methodKeys.test(key)) return operation;
    const isGuarded = "security" in operation || "x-amazon-apigateway-auth" in operation;
    const reason = `its path has ${guards[0]}, which OpenAPI defines for operations only; repeat it in the operation`;
    const served = guards.length === 0 || isGuarded ? operation : { [notServed]: reason };
    return serveOperation(path, key, served, shared);
  });
}

/** Compiles some of an API's routes, without throttles, which would refer to missing routes. */
function compile(model: RestApiModel, region: string, paths: OpenApiDocument["paths"]): void {
  const { document, stage } = model;
  const throttles = { everyMethod: {}, methods: new Map<string, never>() };
  const refuse = (what: string) => () =>
    Promise.reject(new Error(`${what} are not called during compilation.`));
  compileReleases({
    api: { ...model, document: { ...document, paths }, stage: { ...stage, throttles } },
    region,
    accountId: localAccountId,
    port: 0,
    invoke: refuse("Functions"),
    invokeStreaming: refuse("Functions"),
    callService: refuse("Services"),
    jwksUriOf: () => "",
    writeAccessLog: () => {},
  });
}

const mapEntries = <T>(object: Readonly<Record<string, T>>, map: (key: string, value: T) => T) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(key, value)]));
