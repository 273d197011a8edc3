import type { Parameter } from "../document/types.ts";
import type { BodySchema, Models } from "../models/index.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** Whether a request has to have a parameter. */
export type Presence = "required" | "optional";

/** What a request must be like to reach the backend; callers whose request is not get 400. */
export interface RequestChecks {
  /**
   * Query parameters by name. API Gateway checks that required ones are there and not blank, and
   * nothing else of them: no types, patterns or defaults. Upper and lower case differ.
   * @default none
   */
  readonly query?: Readonly<Record<string, Presence>>;
  /**
   * Headers by name, checked as query parameters are. Upper and lower case differ here too: clients
   * that speak HTTP/2 send names in lower case.
   * @default none
   */
  readonly headers?: Readonly<Record<string, Presence>>;
  /**
   * What a JSON body must be like: a JSON Schema, a TypeBox schema or a schema of Zod 4.2 or later.
   * A request without a body counts as `{}`. A body of another content type than `application/json`
   * is not checked: service proxies refuse it with 415, a proxied backend has to refuse it itself.
   * API Gateway knows draft 4 of JSON Schema; what it would not check is an error here. That it
   * checks `format`, `minItems`, `maxItems` and `null` is not confirmed: check again in the backend
   * what matters.
   * @default any body
   */
  readonly body?: BodySchema;
}

/** What API Gateway checks of a request before the backend is called. */
export interface RequestGuard {
  /** @default nothing is checked but the path */
  validate?: RequestChecks;
}

/** Headers that API Gateway keeps to itself. Source: API Gateway Developer Guide, "Amazon API Gateway important notes". */
export const unseenHeaders =
  /^(connection|content-length|content-md5|expect|max-forwards|proxy-authenticate|server|te|trailer|transfer-encoding|upgrade|www-authenticate)$/i;

/** Source: RFC 9110, 5.6.2 "Tokens", without what API Gateway's expressions can't name. */
const headerName = /^[A-Za-z0-9._$-]+$/;

export function checkRequest({ key, method, validate: request }: Route): void {
  if (request === undefined) return;
  const unknown = Object.keys(request).find((part) => !["query", "headers", "body"].includes(part));
  if (unknown !== undefined) {
    throw new RouteError(key, `validate has "${unknown}"`, "Use query, headers or body.");
  }
  checkPresence(key, "query", request.query);
  checkPresence(key, "headers", request.headers);
  for (const name of Object.keys(request.headers ?? {})) {
    if (!headerName.test(name)) {
      throw new RouteError(key, `"${name}" is no header's name`, 'Write it as "X-Tenant".');
    }
    if (unseenHeaders.test(name)) {
      throw new RouteError(
        key,
        `it asks for the header "${name}", which API Gateway keeps to itself`,
        "Use a header of your own.",
      );
    }
  }
  if (request.body !== undefined && ["ANY", "GET", "HEAD"].includes(method)) {
    throw new RouteError(
      key,
      `it checks the body of ${method}, which does not always have one`,
      "List the methods with a body as routes of their own, such as POST.",
    );
  }
}

function checkPresence(key: string, part: string, given: RequestChecks["query"]): void {
  for (const [name, presence] of Object.entries(given ?? {})) {
    if (name === "" || (presence !== "required" && presence !== "optional")) {
      throw new RouteError(
        key,
        `validate.${part} says ${JSON.stringify({ [name]: presence })}`,
        'Give each name "required" or "optional".',
      );
    }
  }
}

/** The document's name of the one validator there is. */
const validator = "request";

/** The validator of the API; none while no route checks anything. */
export const requestValidators = (routes: readonly Route[]) =>
  routes.some(({ validate }) => validate !== undefined)
    ? {
        "x-amazon-apigateway-request-validators": {
          [validator]: { validateRequestBody: true, validateRequestParameters: true },
        },
      }
    : {};

/** What an operation says of its requests. */
export function requestParts({ key, validate }: Route, models: Models) {
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

/** The parameters that the route declares and those that its integration reads, each of them once. */
export function mergeParameters(
  { validate }: Pick<Route, "validate">,
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
