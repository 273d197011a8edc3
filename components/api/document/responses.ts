import { listOf, type OptionRules, text, whole } from "../../shared/options.ts";
import { type CorsArgs, corsRule } from "../guards/cors.ts";
import type { ApiFault } from "../route/routeError.ts";
import { type GatewayResponses, gatewayResponsesRule } from "./gatewayResponses.ts";

/** Settings of an API's responses, whatever the route. */
export interface ResponseOptions {
  /** Web pages that may call; a route may override it. @default none */
  cors?: CorsArgs;
  /**
   * API Gateway's own error responses by type, such as
   * `{ THROTTLED: { headers: { "Retry-After": "1" } } }`.
   * @default API Gateway's own, with `X-Correlation-Id` and the headers of CORS
   */
  gatewayResponses?: GatewayResponses;
  /**
   * Media types of binary bodies, such as `["application/pdf"]`, in place of the platform's list. The
   * list can't have a type that templates or models read.
   * @default every type while no template and no model reads a body, else common binary types
   */
  binaryMediaTypes?: string[];
  /**
   * Smallest response that is compressed (gzip or deflate) for clients that ask for it, in bytes: 0 to
   * 10,485,760. Streams and encoded responses are never compressed. Compressed requests are always
   * decompressed.
   * @default responses are not compressed
   */
  minimumCompressionBytes?: number;
}

export const responseRules: OptionRules<ResponseOptions> = {
  cors: corsRule,
  gatewayResponses: gatewayResponsesRule,
  binaryMediaTypes: listOf(text(/^([\w.+-]+|\*)\/([\w.+-]+|\*)$/, "media types such as image/png")),
  minimumCompressionBytes: whole(0, 10_485_760, "1024 is a good start."),
};

/** Faults of binary types that a template or model has to read as text. */
export function binaryTypeFaults(
  { binaryMediaTypes = [] }: ResponseOptions,
  readsText: boolean,
): ApiFault[] {
  const wrong = binaryMediaTypes.find((type) => /^(\*|application)\/(\*|json)$/i.test(type));
  if (wrong === undefined || !readsText) return [];
  return [
    {
      argument: "binaryMediaTypes",
      given: wrong,
      allowed: "types that no template or model reads",
      fix: "A route's template or validate.body reads JSON as text: list only binary types.",
    },
  ];
}

/** The document's setting of compression. */
export const compressionExtension = ({ minimumCompressionBytes }: ResponseOptions) =>
  minimumCompressionBytes === undefined
    ? {}
    : { "x-amazon-apigateway-minimum-compression-size": minimumCompressionBytes };
