import { check, mapOf, oneOf, options, type OptionRules, text } from "../../shared/options.ts";
import type { Parameter } from "../document/types.ts";
import type { Models } from "../models/index.ts";
import type { BodySchema } from "../models/source.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";

type Presence = "required" | "optional";

/** Conditions for a request to reach the backend; other requests get 400. */
export interface RequestChecks {
  /**
   * Query parameters by name. API Gateway checks only that required ones are present and not blank:
   * no types, patterns or defaults. Names are case-sensitive.
   * @default none
   */
  readonly query?: Readonly<Record<string, Presence>>;
  /**
   * Headers by name, checked like query parameters. Names are case-sensitive here too: HTTP/2 clients
   * send them in lower case.
   * @default none
   */
  readonly headers?: Readonly<Record<string, Presence>>;
  /**
   * Schema of a JSON body: a JSON Schema, a TypeBox schema, or a schema of Zod 4.2 or later. A
   * request without a body counts as `{}`. Only `application/json` is checked: service integrations
   * refuse other types with 415, a proxied backend must refuse them itself. API Gateway knows draft
   * 4 of JSON Schema; keywords that it would ignore are an error here. Its checks of `format`,
   * `minItems`, `maxItems` and `null` are not confirmed: check important ones in the backend too.
   * @default any body
   */
  readonly body?: BodySchema;
}

/** API Gateway's checks of a request before it calls the backend. */
export interface RequestGuard {
  /** @default nothing is checked but the path */
  validate?: RequestChecks;
}

/** Headers that neither mappings nor validators can read. Source: API Gateway Developer Guide, "Amazon API Gateway important notes". */
export const unseenHeaders =
  /^(connection|content-length|content-md5|expect|max-forwards|proxy-authenticate|server|te|trailer|transfer-encoding|upgrade|www-authenticate)$/i;

/** Tokens of RFC 9110, 5.6.2, that API Gateway's expressions can name. */
const headerName = /^[A-Za-z0-9._$-]+$/;

const presence = oneOf(["required", "optional"]);

/** Schemas of libraries may be instances of classes, unlike containers and promises. */
const isSchemaObject = (body: unknown): boolean =>
  typeof body === "object" &&
  body !== null &&
  !Array.isArray(body) &&
  ![Date, Map, Set, Promise].some((type) => body instanceof type);

export const requestRules: OptionRules<RequestGuard> = {
  validate: options<RequestChecks>({
    query: mapOf(presence, text()),
    headers: mapOf(
      presence,
      check(
        (name) => headerName.test(String(name)) && !unseenHeaders.test(String(name)),
        "header names of letters, digits and . _ $ -, but not those that API Gateway hides, such as Content-Length",
      ),
    ),
    body: check(
      (body) => typeof body === "function" || isSchemaObject(body),
      "a JSON Schema, a TypeBox schema, or a schema of Zod 4.2 or later",
    ),
  }),
};

export function checkRequest({ key, method, validate }: RoutePlace & RequestGuard): void {
  if (validate?.body === undefined || !["ANY", "GET", "HEAD"].includes(method)) return;
  throw new RouteError(
    key,
    `it validates the body of ${method}, which may have none`,
    "List the methods that have a body as routes of their own, such as POST.",
  );
}

/** Name of the API's only validator. */
const validator = "request";

/** The API's validator, if a route validates anything. */
export const requestValidators = (routes: readonly RequestGuard[]) =>
  routes.some(({ validate }) => validate !== undefined)
    ? {
        "x-amazon-apigateway-request-validators": {
          [validator]: { validateRequestBody: true, validateRequestParameters: true },
        },
      }
    : {};

/** The operation's fields about its requests. */
export function requestParts({ key, validate }: RoutePlace & RequestGuard, models: Models) {
  if (validate === undefined) return {};
  const model = models.names.get(key);
  return {
    ...(model !== undefined && {
      requestBody: {
        required: Array.isArray(models.schemas[model]?.["required"]),
        content: {
          "application/json": { schema: { $ref: `#/components/schemas/${model}` } },
        },
      },
    }),
    "x-amazon-apigateway-request-validator": validator,
  };
}

/** The parameters that the route declares and those that its integration reads, without duplicates. */
export function mergeParameters(
  { validate }: RequestGuard,
  others: readonly Parameter[],
): Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const parameter of [...declared(validate), ...others]) {
    const id = `${parameter.in} ${parameter.name}`;
    const twin = merged.get(id);
    merged.set(id, { ...parameter, required: parameter.required || twin?.required === true });
  }
  return [...merged.values()];
}

function declared({ query = {}, headers = {} }: RequestChecks = {}): Parameter[] {
  const parameter =
    (place: Parameter["in"]) =>
    ([name, presence]: [string, Presence]): Parameter => ({
      name,
      in: place,
      required: presence === "required",
      schema: { type: "string" },
    });
  return [
    ...Object.entries(query).map(parameter("query")),
    ...Object.entries(headers).map(parameter("header")),
  ];
}
