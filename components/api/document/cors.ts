import { mapEntries, quoted, withAnswerHeaders } from "./responseHeaders.ts";
import type { OperationParts } from "../integrations/integration.ts";

/** Which web pages may call the API. */
export interface CorsArgs {
  /**
   * The pages' origin, such as `https://app.example.com`, or `*` for all. One only: API Gateway
   * answers fixed values and can't choose by the caller's. For several, let the backend answer: a
   * route with `cors: false` and an `OPTIONS` route, both to a service.
   */
  allowOrigin: string;
  /** Whether pages may send cookies and the like; never with `*`. Tokens in headers need none. @default false */
  allowCredentials?: boolean;
  /** Request headers that pages may set. @default ["Authorization", "Content-Type", "X-Correlation-Id"], and by what a path's routes ask for who calls: API keys, signatures, authorizers' headers */
  allowHeaders?: string[];
  /** Seconds that a browser may remember the answer. @default 600 */
  maxAgeSeconds?: number;
}

const defaultAllowHeaders = ["Authorization", "Content-Type", "X-Correlation-Id"];
const defaultMaxAgeSeconds = 600;

/**
 * The preflight operation of one path: answered by API Gateway itself, without a token.
 * Source: API Gateway Developer Guide, "CORS for REST APIs".
 *
 * @param pathMethods - methods of the path
 * @param moreHeaders - request headers that pages may set where `allowHeaders` says nothing, beside
 *   the default ones
 */
export function preflightOperation(
  cors: CorsArgs,
  pathMethods: string[],
  moreHeaders: readonly string[] = [],
) {
  const headers: Record<string, string> = {
    ...readableBy(cors),
    "Access-Control-Allow-Methods": pathMethods.join(","),
    "Access-Control-Allow-Headers": (cors.allowHeaders ?? defaultsWith(moreHeaders)).join(","),
    "Access-Control-Max-Age": String(cors.maxAgeSeconds ?? defaultMaxAgeSeconds),
  };
  const entries = Object.entries(headers);
  return {
    summary: "Preflight",
    responses: {
      "204": {
        description: "What web pages may send",
        headers: Object.fromEntries(
          entries.map(([name]) => [name, { schema: { type: "string" } }]),
        ),
      },
    },
    security: [],
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "never",
      // The API treats every media type as binary; a mock reads text.
      contentHandling: "CONVERT_TO_TEXT",
      requestTemplates: { "application/json": '{"statusCode": 204}' },
      responses: {
        default: {
          statusCode: "204",
          contentHandling: "CONVERT_TO_TEXT",
          responseParameters: Object.fromEntries(
            entries.map(([name, value]) => [`method.response.header.${name}`, quoted(value)]),
          ),
        },
      },
    },
  };
}

const defaultsWith = (more: readonly string[]): string[] => [
  ...defaultAllowHeaders,
  ...more.filter((name) => !/^(authorization|content-type|x-correlation-id)$/i.test(name)),
];

/** Lets pages read the errors of the gateway itself, which no backend answers. */
export function errorHeaders(cors: CorsArgs | undefined): Record<string, string> {
  return cors ? mapEntries(readableBy(cors), "gatewayresponse.header.", quoted) : {};
}

/** What lets pages read an answer. */
const readableBy = ({ allowOrigin, allowCredentials }: CorsArgs): Record<string, string> => ({
  "Access-Control-Allow-Origin": allowOrigin,
  ...(allowCredentials && { "Access-Control-Allow-Credentials": "true" }),
});

/**
 * Lets pages read what an integration answers whose answers are written by API Gateway. Backends
 * behind a proxy integration say so themselves.
 */
export function withCorsHeaders(parts: OperationParts, cors: CorsArgs | undefined): OperationParts {
  return cors ? withAnswerHeaders(parts, readableBy(cors)) : parts;
}
