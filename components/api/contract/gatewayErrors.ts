import { headerObjects } from "../document/responseHeaders.ts";
import type { OpenApiDocument, ResponseObject } from "../document/types.ts";

/** Traits of an operation that decide which errors API Gateway itself can return. */
export interface Traits {
  /** Kinds of its security schemes by API Gateway's names; undefined for an API key. */
  readonly security: readonly (string | undefined)[];
  /** API Gateway validates its parameters or body. */
  readonly validates: boolean;
  /** A template reads the body. */
  readonly maps: boolean;
}

const has = (kind: string | undefined) => (traits: Traits) => traits.security.includes(kind);
const isCustom = ({ security }: Traits) => security.includes("custom");

/**
 * API Gateway's error types with their default statuses. `ACCESS_DENIED` and `WAF_FILTERED` are
 * possible everywhere, because an API can get a resource policy or a web ACL.
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

/** Descriptions by status. */
const texts: Readonly<Record<string, string>> = {
  400: "The request is malformed, or lacks what the operation needs",
  401: "The token is missing or invalid",
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

/** The body of an error without a custom template. */
export const errorSchema = {
  type: "object",
  required: ["message"],
  properties: { message: { type: "string", nullable: true } },
};

/** API Gateway's own error responses, as the API customizes them. */
export class GatewayErrors {
  readonly #configured: Readonly<Record<string, GatewayResponse>>;
  readonly #errorRef: string;
  readonly #responses = new Map<string, ResponseObject>();

  /** @param errorRef - reference to `errorSchema` */
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

  /** Statuses that API Gateway can return for an operation; `5XX` stands for all server errors. */
  statusesOf(traits: Traits): string[] {
    const possible = types.filter(([, , when]) => when?.(traits) ?? true);
    return [...new Set(possible.map(([type, status]) => this.#statusOf(type, status)))];
  }

  responseOf(status: string): ResponseObject {
    return this.#responses.get(status)!;
  }

  #configOf(type: string, status: number): GatewayResponse {
    // This response can't be customized.
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
      headers: headerObjects(
        headers.map(([name]) => name).filter((name) => name.toLowerCase() !== "content-type"),
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

/** Merges two responses of one status. A content type with two different schemas keeps neither. */
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
