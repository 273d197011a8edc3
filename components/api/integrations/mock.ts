import { mapOf, type OptionRules, text, whole } from "../../shared/options.ts";
import { headerObjects, mapEntries, quoted } from "../document/responseHeaders.ts";
import type { OperationParts } from "../document/types.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { checkResponseSources } from "../templates/checkSources.ts";
import { type JsonShape, jsonTemplate } from "../templates/jsonTemplate.ts";
import { shapeOrTemplate } from "../templates/rules.ts";
import { literal, withLiterals } from "../templates/source.ts";
import { isCustomTemplate, type CustomTemplate, template } from "../templates/template.ts";
import type { IntegrationKind } from "./integration.ts";
import { integrationOptions } from "./named.ts";

/** The fixed response. */
export interface MockSettings {
  /** 200 to 599. @default 200 */
  readonly status?: number | undefined;
  /**
   * JSON, whose leaves may be claims, stage variables, the request's id or time; a string for another
   * `contentType`; or a custom template. @default no body
   */
  readonly body?: JsonShape | CustomTemplate | undefined;
  /** The body's type. @default "application/json" */
  readonly contentType?: string | undefined;
  /** Fixed headers of the response. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Target: API Gateway itself, without a backend. */
export interface MockIntegration extends MockSettings {
  readonly kind: "mock";
}

/**
 * A route with a fixed response of API Gateway itself, such as `robots.txt`, a version, or a route
 * without a backend yet. Request bodies are ignored; bodies of rare content types get 415.
 *
 * @example
 * "GET /version": mock({ auth: "none", body: { version: "1.4.0" } })
 * "GET /robots.txt": mock({ auth: "none", contentType: "text/plain", body: "User-agent: *\nDisallow: /\n" })
 */
export function mock<const Authorizer extends string = never>(
  options: MockSettings & RouteGuards<Authorizer> = {},
): RouteTo<MockIntegration, Authorizer> {
  return routeTo({ kind: "mock" }, options);
}

const mockRules: OptionRules<MockSettings> = {
  status: whole(200, 599),
  body: shapeOrTemplate,
  contentType: text(/^[\w.+-]+\/[\w.+-]+$/, "a type such as text/plain, without parameters"),
  headers: mapOf(
    text(/^[\x20-\x26\x28-\x7e]+$/, "printable ASCII without apostrophes"),
    text(/^[A-Za-z0-9-]+$/, "header names of letters, digits and dashes"),
  ),
};

export const mockKind: IntegrationKind<MockIntegration> = {
  rule: integrationOptions<MockIntegration>(mockRules),
  readsBodies: false,
  check: (integration, place) => {
    const { status, body, contentType } = integration;
    if ((status === 204 || status === 304) && body !== undefined) {
      throw new RouteError(
        place.key,
        `it has a body, but a ${status} response has none`,
        "Use status 200, or remove the body.",
      );
    }
    if (contentType !== undefined && typeof body !== "string" && !isCustomTemplate(body)) {
      throw new RouteError(
        place.key,
        `its contentType is ${contentType}, but its body is not a string`,
        "Give the body as a string.",
      );
    }
    if (isCustomTemplate(body)) template(body, place.key);
    else checkResponseSources(body, place, false);
  },
  bind: (integration, { key }) => mockOperation(integration, key),
};

function mockOperation(settings: MockSettings, key: string): OperationParts {
  const { status = 200, headers = {}, contentType = "application/json" } = settings;
  return staticOperation({
    status,
    request: "",
    headers,
    responseTemplates: { [contentType]: bodyTemplate(settings, key) },
  });
}

function bodyTemplate({ body, contentType }: MockSettings, key: string): string {
  if (body === undefined) return nothing;
  if (isCustomTemplate(body)) return template(body, key);
  if (contentType === undefined || typeof body !== "string") return jsonTemplate(body);
  return body === "" ? nothing : withLiterals(literal(body));
}

/** A template without output. Without a template, the mock would return its own request. */
export const nothing = "#set($nothing = '')";

/** A response that API Gateway writes itself. */
export interface StaticResponse {
  readonly status: number;
  /** Start of the request template, before the status. */
  readonly request: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  /** Headers that templates set. @default none */
  readonly furtherHeaders?: readonly string[];
}

/** Content types of request bodies. A mock refuses bodies of a type without a template. */
const bodyTypes = [
  "application/json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data",
  "text/plain",
];

/** The operation of a mock. */
export function staticOperation(response: StaticResponse): OperationParts {
  const { status, request, headers, responseTemplates, furtherHeaders = [] } = response;
  const names = [...Object.keys(headers), ...furtherHeaders];
  return {
    integration: {
      type: "mock",
      passthroughBehavior: "never",
      // The API may treat every type as binary, but templates print text.
      contentHandling: "CONVERT_TO_TEXT",
      requestTemplates: Object.fromEntries(
        bodyTypes.map((type) => [type, `${request}{"statusCode": ${status}}`]),
      ),
      responses: {
        default: {
          statusCode: String(status),
          contentHandling: "CONVERT_TO_TEXT",
          responseParameters: mapEntries(headers, "method.response.header.", quoted),
          responseTemplates,
        },
      },
    },
    responses: {
      [status]: {
        description: "A fixed response",
        headers: headerObjects(names),
      },
    },
  };
}
