import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { checkAnswerSources } from "../templates/checkSources.ts";
import { type JsonShape, jsonTemplate } from "../templates/jsonTemplate.ts";
import { literal, withLiterals } from "../templates/source.ts";
import { isOwnTemplate, type OwnTemplate, template } from "../templates/template.ts";
import type { IntegrationKind, OperationParts } from "./integration.ts";

/** What everybody gets. */
export interface MockSettings {
  /** 200 to 599. @default 200 */
  readonly status?: number | undefined;
  /**
   * JSON, whose leaves may be claims, stage variables, the request's id or time; for another
   * `contentType` a text; or a template of one's own. @default no body
   */
  readonly body?: JsonShape | OwnTemplate | undefined;
  /** The body's type. @default "application/json" */
  readonly contentType?: string | undefined;
  /** Fixed headers of the answer. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** To nothing: API Gateway answers by itself. */
export interface MockIntegration extends MockSettings {
  readonly kind: "mock";
}

/**
 * A route that API Gateway answers by itself, such as `robots.txt`, a version, or a place that is yet
 * to come. Bodies are not looked at; those of types that hardly anybody sends get 415.
 *
 * @example
 * "GET /version": mock({ auth: "none", body: { version: "1.4.0" } })
 * "GET /robots.txt": mock({ auth: "none", contentType: "text/plain", body: "User-agent: *\nDisallow: /\n" })
 */
export function mock<const Authorizer extends string = never>(
  options: MockSettings & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: MockIntegration } {
  const { status, body, contentType, headers, ...guards } = options;
  const stated = Object.fromEntries(
    Object.entries({ status, body, contentType, headers }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as MockSettings;
  return { ...guards, integration: { kind: "mock", ...stated } };
}

export const mockKind: IntegrationKind<MockIntegration> = {
  check: (integration, place) => {
    const { status = 200, body, contentType, headers = {} } = integration;
    const refuse = (problem: string, fix: string) => {
      throw new RouteError(place.key, problem, fix);
    };
    if (!(Number.isInteger(status) && status >= 200 && status <= 599)) {
      refuse(`its status is ${status}`, "Use one from 200 to 599.");
    }
    if ((status === 204 || status === 304) && body !== undefined) {
      refuse(`it has a body, but ${status} has none`, "Use 200, or remove the body.");
    }
    if (contentType !== undefined && typeof body !== "string" && !isOwnTemplate(body)) {
      refuse(`it has the type ${contentType}, but its body is no text`, "Give the body as a text.");
    }
    if (contentType !== undefined && !/^[\w.+-]+\/[\w.+-]+$/.test(contentType)) {
      refuse(`"${contentType}" is no content type`, "Write it as text/plain, without parameters.");
    }
    for (const [name, value] of Object.entries(headers)) {
      if (!/^[A-Za-z0-9-]+$/.test(name) || !isStaticValue(value)) {
        refuse(
          `it can't answer the header "${name}: ${value}"`,
          "Use letters, digits and dashes in the name; printable ASCII without apostrophes in the value.",
        );
      }
    }
    if (isOwnTemplate(body)) template(body);
    else checkAnswerSources(body, place, false);
  },
  bind: (integration) => ({ values: {}, compile: () => mockOperation(integration) }),
};

/** What API Gateway takes as a static value of a mapping. */
const isStaticValue = (value: string): boolean => /^[\x20-\x26\x28-\x7e]+$/.test(value);

function mockOperation(settings: MockSettings): OperationParts {
  const { status = 200, headers = {}, contentType = "application/json" } = settings;
  return staticOperation({
    status,
    request: "",
    headers,
    responseTemplates: { [contentType]: bodyTemplate(settings) },
  });
}

function bodyTemplate({ body, contentType }: MockSettings): string {
  if (body === undefined) return nothing;
  if (isOwnTemplate(body)) return template(body);
  if (contentType === undefined || typeof body !== "string") return jsonTemplate(body);
  return body === "" ? nothing : withLiterals(literal(body));
}

/** Yields nothing; without a template the mock's own request would come back. */
export const nothing = "#set($nothing = '')";

/** An answer that API Gateway gives by itself. */
export interface StaticAnswer {
  readonly status: number;
  /** What the request's template does before it names the status. */
  readonly request: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  /** Headers that templates set. @default none */
  readonly furtherHeaders?: readonly string[];
}

/** What clients send: API Gateway has no template for all types, and a mock takes no body without one. */
const bodyTypes = [
  "application/json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data",
  "text/plain",
];

/** The operation of a mock. */
export function staticOperation(answer: StaticAnswer): OperationParts {
  const { status, request, headers, responseTemplates, furtherHeaders = [] } = answer;
  const names = [...Object.keys(headers), ...furtherHeaders];
  return {
    integration: {
      type: "mock",
      passthroughBehavior: "never",
      // The API may treat every type as binary; a template yields text.
      contentHandling: "CONVERT_TO_TEXT",
      requestTemplates: Object.fromEntries(
        bodyTypes.map((type) => [type, `${request}{"statusCode": ${status}}`]),
      ),
      responses: {
        default: {
          statusCode: String(status),
          contentHandling: "CONVERT_TO_TEXT",
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              `method.response.header.${name}`,
              `'${value}'`,
            ]),
          ),
          responseTemplates,
        },
      },
    },
    responses: {
      [status]: {
        description: "What API Gateway answers",
        headers: Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }])),
      },
    },
  };
}
