import { isDeepStrictEqual } from "node:util";
import { headerObjects, mapEntries, quoted, withResponseHeaders } from "./responseHeaders.ts";
import type { CorsArgs } from "../guards/cors.ts";
import type { Operation, OperationParts } from "./types.ts";

const defaultAllowHeaders = ["Authorization", "Content-Type", "X-Correlation-Id"];
const defaultMaxAgeSeconds = 600;

/**
 * The preflight operation of one path. API Gateway itself responds, without a token.
 * Source: API Gateway Developer Guide, "CORS for REST APIs".
 *
 * @param pathMethods - methods of the path
 * @param moreHeaders - request headers that pages may set besides the default ones, if `allowHeaders`
 *   is not set
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
  return {
    summary: "Preflight",
    responses: {
      "204": {
        description: "Methods and headers that web pages may use",
        headers: headerObjects(Object.keys(headers)),
      },
    },
    security: [],
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "never",
      // The API treats every media type as binary, but a mock reads text.
      contentHandling: "CONVERT_TO_TEXT",
      requestTemplates: preflightTemplates,
      responses: {
        default: {
          statusCode: "204",
          contentHandling: "CONVERT_TO_TEXT",
          responseParameters: mapEntries(headers, "method.response.header.", quoted),
        },
      },
    },
  };
}

/** A single type: mocks of routes have templates for several types of bodies. */
const preflightTemplates = { "application/json": '{"statusCode": 204}' };

/** Whether an operation is a preflight as above, not an OPTIONS route of the definition. */
export function isPreflight(operation: Operation): boolean {
  const integration = operation["x-amazon-apigateway-integration"] as Operation | undefined;
  return isDeepStrictEqual(integration?.["requestTemplates"], preflightTemplates);
}

const defaultsWith = (more: readonly string[]): string[] => [
  ...defaultAllowHeaders,
  ...more.filter((name) => !/^(authorization|content-type|x-correlation-id)$/i.test(name)),
];

/** Headers that let pages read the gateway's own errors. */
export function errorHeaders(cors: CorsArgs | undefined): Record<string, string> {
  return cors ? mapEntries(readableBy(cors), "gatewayresponse.header.", quoted) : {};
}

/** Headers that let pages read a response. */
const readableBy = ({ allowOrigin, allowCredentials }: CorsArgs): Record<string, string> => ({
  "Access-Control-Allow-Origin": allowOrigin,
  ...(allowCredentials && { "Access-Control-Allow-Credentials": "true" }),
});

/** Lets pages read an integration's responses. Backends of proxy integrations send these headers themselves. */
export function withCorsHeaders(parts: OperationParts, cors: CorsArgs | undefined): OperationParts {
  return cors ? withResponseHeaders(parts, readableBy(cors)) : parts;
}
