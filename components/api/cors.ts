/** Which web pages may call the API. */
export interface CorsArgs {
  /** The pages' origin, such as `https://app.example.com`, or `*` for all. */
  allowOrigin: string;
  /** Request headers that pages may set. @default ["Authorization", "Content-Type", "X-Correlation-Id"] */
  allowHeaders?: string[];
  /** Seconds that a browser may remember the answer. @default 600 */
  maxAgeSeconds?: number;
}

const defaultAllowHeaders = ["Authorization", "Content-Type", "X-Correlation-Id"];
const defaultMaxAgeSeconds = 600;

/** API Gateway takes static values in single quotes. */
const quoted = (value: string): string => `'${value}'`;

/**
 * The preflight operation of one path: answered by API Gateway itself, without a token.
 * Source: API Gateway Developer Guide, "CORS for REST APIs".
 *
 * @param pathMethods - methods of the path
 */
export function preflightOperation(cors: CorsArgs, pathMethods: string[]) {
  const headers: Record<string, string> = {
    "Access-Control-Allow-Origin": cors.allowOrigin,
    "Access-Control-Allow-Methods": pathMethods.join(","),
    "Access-Control-Allow-Headers": (cors.allowHeaders ?? defaultAllowHeaders).join(","),
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

/** Lets pages read the errors of the gateway itself, which no backend answers. */
export function errorHeaders(cors: CorsArgs | undefined): Record<string, string> {
  return cors
    ? { "gatewayresponse.header.Access-Control-Allow-Origin": quoted(cors.allowOrigin) }
    : {};
}
