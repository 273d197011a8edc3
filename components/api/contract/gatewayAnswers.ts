import type { OpenApiDocument, ResponseObject } from "../document/types.ts";

/** What decides which errors API Gateway itself may answer on an operation. */
export interface Traits {
  /** Kinds of its security schemes: API Gateway's words for them, undefined for an API key. */
  readonly security: readonly (string | undefined)[];
  /** Whether its parameters or body are checked. */
  readonly validates: boolean;
  /** Whether API Gateway reads the body by a template. */
  readonly maps: boolean;
}

const has = (kind: string | undefined) => (traits: Traits) => traits.security.includes(kind);
const isCustom = ({ security }: Traits) => security.includes("custom");

/**
 * Errors by their type in API Gateway, with their status where nothing else is said. A web ACL or a
 * resource policy may stand before every operation.
 * Source: API Gateway Developer Guide, "Gateway response types for API Gateway".
 */
const types: readonly (readonly [type: string, status: number, when?: (of: Traits) => boolean])[] =
  [
    ["DEFAULT_4XX", 400],
    ["DEFAULT_4XX", 414],
    ["DEFAULT_4XX", 431],
    ["BAD_REQUEST_PARAMETERS", 400, ({ validates }) => validates],
    ["BAD_REQUEST_BODY", 400, ({ validates }) => validates],
    ["UNAUTHORIZED", 401, (of) => has("cognito_user_pools")(of) || isCustom(of)],
    ["ACCESS_DENIED", 403],
    ["WAF_FILTERED", 403],
    ["EXPIRED_TOKEN", 403, has("awsSigv4")],
    ["INVALID_SIGNATURE", 403, has("awsSigv4")],
    ["MISSING_AUTHENTICATION_TOKEN", 403, has("awsSigv4")],
    ["INVALID_API_KEY", 403, has(undefined)],
    ["REQUEST_TOO_LARGE", 413],
    ["UNSUPPORTED_MEDIA_TYPE", 415, ({ maps }) => maps],
    ["THROTTLED", 429],
    ["QUOTA_EXCEEDED", 429, has(undefined)],
    ["AUTHORIZER_CONFIGURATION_ERROR", 500, isCustom],
    ["AUTHORIZER_FAILURE", 500, isCustom],
    ["API_CONFIGURATION_ERROR", 500],
    ["INTEGRATION_FAILURE", 504],
    ["INTEGRATION_TIMEOUT", 504],
    ["DEFAULT_5XX", 500],
  ];

/** Words by status. */
const texts: Readonly<Record<string, string>> = {
  400: "The request is malformed, or lacks what the operation needs",
  401: "There is no token, or none that is valid here",
  403: "The caller may not call this",
  413: "The body is larger than 10 MB",
  414: "The address is too long",
  415: "The body has a content type that the operation does not take",
  429: "A limit is reached: try again later",
  431: "The headers are too large",
  "5XX": "The API or its backend failed",
};

interface GatewayResponse {
  readonly statusCode?: string;
  readonly responseParameters?: Readonly<Record<string, string>>;
  readonly responseTemplates?: Readonly<Record<string, string>>;
}

/** The body of an error that no template of the API's own writes. */
export const errorSchema = {
  type: "object",
  required: ["message"],
  properties: { message: { type: "string", nullable: true } },
};

/** What API Gateway itself answers, as the API has it say so. */
export class GatewayAnswers {
  readonly #configured: Readonly<Record<string, GatewayResponse>>;
  readonly #errorRef: string;
  /** By status. */
  readonly #responses = new Map<string, ResponseObject>();

  /** @param errorRef - where `errorSchema` is */
  constructor(document: OpenApiDocument, errorRef: string) {
    this.#configured = (document["x-amazon-apigateway-gateway-responses"] ?? {}) as Record<
      string,
      GatewayResponse
    >;
    this.#errorRef = errorRef;
    for (const [type, status] of types) {
      const key = this.#statusOf(type, status);
      this.#responses.set(key, merged(this.#responses.get(key), this.#describe(type, status, key)));
    }
  }

  /** Statuses that an operation may answer with; `5XX` are all errors of the server. */
  statusesOf(traits: Traits): string[] {
    const possible = types.filter(([, , when]) => when?.(traits) ?? true);
    return [...new Set(possible.map(([type, status]) => this.#statusOf(type, status)))];
  }

  responseOf(status: string): ResponseObject {
    return this.#responses.get(status)!;
  }

  #configOf(type: string, status: number): GatewayResponse {
    // Nobody can change it.
    if (type === "REQUEST_TOO_LARGE") return { responseTemplates: { "text/plain": "" } };
    return (
      this.#configured[type] ?? this.#configured[status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX"] ?? {}
    );
  }

  #statusOf(type: string, status: number): string {
    const stated = this.#configOf(type, status).statusCode ?? String(status);
    return stated.startsWith("5") ? "5XX" : stated;
  }

  #describe(type: string, status: number, key: string): ResponseObject {
    const { responseParameters = {}, responseTemplates } = this.#configOf(type, status);
    const headers = Object.entries(responseParameters).map(
      ([name, value]) => [name.replace("gatewayresponse.header.", ""), value] as const,
    );
    const stated = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
    const templates = Object.entries(responseTemplates ?? { [json]: defaultBody });
    return {
      description: texts[key] ?? "The API refuses the request",
      headers: Object.fromEntries(
        headers
          .filter(([name]) => name.toLowerCase() !== "content-type")
          .map(([name]) => [name, { schema: { type: "string" } }]),
      ),
      content: Object.fromEntries(
        templates.map(([contentType, body]) => [
          stated?.replaceAll("'", "") ?? contentType,
          { schema: this.#schemaOf(contentType, body) },
        ]),
      ),
    };
  }

  #schemaOf(contentType: string, body: string): object {
    if (!contentType.includes("json")) return { type: "string" };
    return body === defaultBody ? { $ref: this.#errorRef } : {};
  }
}

const json = "application/json";
const defaultBody = '{"message":$context.error.messageString}';

/** One answer that stands for both. Of two schemas for a content type, none is left. */
export function merged(one: ResponseObject | undefined, other: ResponseObject): ResponseObject {
  if (one === undefined) return other;
  const differs = (type: string) =>
    JSON.stringify(one.content?.[type]) !== JSON.stringify(other.content?.[type]);
  const shared = Object.keys(one.content ?? {}).filter((type) => type in (other.content ?? {}));
  return {
    ...one,
    headers: { ...one.headers, ...other.headers },
    content: {
      ...one.content,
      ...other.content,
      ...Object.fromEntries(shared.filter(differs).map((type) => [type, {}])),
    },
  };
}
