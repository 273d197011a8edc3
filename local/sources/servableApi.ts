import { localAccountId } from "../aws/endpoint.ts";
import { readRestApis, RestApiDefinitionError, type RestApiModel } from "../gateway/index.ts";
import type { OpenApiDocument, Operation, PathItem } from "../gateway/openapi.ts";
import { compileReleases } from "../gateway/releases.ts";
import { notServed } from "../gateway/unservedRoute.ts";
import type { Resource } from "../graph/resource.ts";
import { openApiOf } from "./openApiOf.ts";

/**
 * Replaces the routes of a REST API that can't be served by routes that respond with 501. If they were
 * removed, their requests might match a route with a path parameter.
 *
 * @param onUnservedRoute - called for each such route, such as `GET /orders`
 * @throws NotServedError | RestApiDefinitionError when the API as a whole can't be served
 */
export function servableApi(
  api: Resource,
  resources: Resource[],
  region: string,
  onUnservedRoute: (route: string, reason: string) => void,
): Resource {
  const others = resources.filter(({ type }) => type !== api.type);
  const [model] = readRestApis([...others, withBody(api, resources)]);
  if (!model) throw new RestApiDefinitionError(`REST API "${api.name}"`, "has no stage");
  compile(model, region, {});

  const serveOperation = (path: string, method: string, operation: Operation): Operation => {
    try {
      compile(model, region, { [path]: { [method]: operation } });
      return operation;
    } catch (error) {
      const { message } = error as Error;
      onUnservedRoute(`${method} ${path}`, message);
      return { [notServed]: message };
    }
  };
  const paths = mapEntries(model.document.paths ?? {}, (path, item) =>
    mapEntries<PathItem[string]>(item, (key, operation) =>
      isMethod(key) ? serveOperation(path, key, operation) : operation,
    ),
  );
  const document: OpenApiDocument = { ...model.document, paths };
  return { ...api, outputs: { ...api.outputs, body: JSON.stringify(document) } };
}

function withBody(api: Resource, resources: Resource[]): Resource {
  if (api.outputs["body"] !== undefined) return api;
  const document = openApiOf(api, resources);
  if (!document) return api;
  return { ...api, outputs: { ...api.outputs, body: JSON.stringify(document) } };
}

/** Compiles some of an API's routes, without throttles, which would refer to missing routes. */
function compile(model: RestApiModel, region: string, paths: OpenApiDocument["paths"]): void {
  const { document, stage } = model;
  const throttles = { everyMethod: {}, methods: new Map<string, never>() };
  compileReleases({
    api: { ...model, document: { ...document, paths }, stage: { ...stage, throttles } },
    region,
    accountId: localAccountId,
    port: 0,
    invoke: () => Promise.reject(new Error("Functions are not invoked during compilation.")),
    invokeStreaming: () =>
      Promise.reject(new Error("Functions are not invoked during compilation.")),
    callService: () => Promise.reject(new Error("Services are not called during compilation.")),
    jwksUriOf: () => "",
    writeAccessLog: () => {},
  });
}

/** A path item also has keys that its operations share, such as `parameters`. */
const isMethod = (key: string): boolean =>
  /^(delete|get|head|options|patch|post|put|x-amazon-apigateway-any-method)$/.test(key);

const mapEntries = <T>(object: Readonly<Record<string, T>>, map: (key: string, value: T) => T) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(key, value)]));
