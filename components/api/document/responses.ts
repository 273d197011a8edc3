import { ComponentArgumentError } from "../../shared/errors.ts";
import type { CorsArgs } from "./cors.ts";
import { checkGatewayResponses, type GatewayResponses } from "./gatewayResponses.ts";
import { checkCors } from "../guards/cors.ts";
import type { Route } from "../route/route.ts";

/** What an API's answers have in common, whatever the route. */
export interface AnswerOptions {
  /** Web pages that may call; a route may say otherwise. @default none */
  cors?: CorsArgs;
  /**
   * Errors that API Gateway answers by itself, by type, such as
   * `{ THROTTLED: { headers: { "Retry-After": "1" } } }`.
   * @default API Gateway's own, with `X-Correlation-Id` and the headers of CORS
   */
  gatewayResponses?: GatewayResponses;
  /**
   * Media types whose bodies are bytes, such as `["application/pdf"]`, in place of the platform's
   * list. Templates and models read text only: types that they read have no place in it.
   * @default every type while no template and no model reads a body, else common binary ones
   */
  binaryMediaTypes?: string[];
  /**
   * Bytes, 0 to 10,485,760, from which on answers are compressed (gzip or deflate) for clients that
   * ask for it by name. Streams and what is encoded already are not. Compressed requests are
   * decompressed whether or not it is set.
   * @default answers are not compressed
   */
  minimumCompressionBytes?: number;
}

const maxCompressionBytes = 10_485_760;

/** Ways to a backend that pass bodies on without a template, or read none. */
const passesOn = ["lambdaProxy", "httpProxy", "vpcLink", "mock", "contract", "redirect"];

/** The options alone, of something that has more. */
export const answerOptions = ({
  cors,
  gatewayResponses,
  binaryMediaTypes,
  minimumCompressionBytes,
}: AnswerOptions): AnswerOptions => ({
  cors,
  gatewayResponses,
  binaryMediaTypes,
  minimumCompressionBytes,
});

/** @throws ComponentArgumentError for the first option that API Gateway or browsers would not take */
export function checkAnswerOptions(
  component: string,
  options: AnswerOptions,
  routes: readonly Pick<Route, "integration" | "validate">[],
): void {
  const failure =
    (argument: keyof AnswerOptions) => (given: unknown, allowed: string, fix: string) =>
      new ComponentArgumentError({ component, argument, given, allowed, fix });
  const { cors, gatewayResponses, binaryMediaTypes = [], minimumCompressionBytes } = options;
  if (cors) {
    checkCors(cors, (problem, fix) => failure("cors")(cors, `what works (${problem})`, fix));
  }
  if (gatewayResponses) checkGatewayResponses(gatewayResponses, failure("gatewayResponses"));
  const readsText = routes.some(
    ({ integration, validate }) => validate?.body || !passesOn.includes(integration.kind),
  );
  for (const type of binaryMediaTypes) {
    if (!/^([\w.+-]+|\*)\/([\w.+-]+|\*)$/.test(type)) {
      throw failure("binaryMediaTypes")(type, "media types", 'Write it as "image/png".');
    }
    if (readsText && /^(\*|application)\/(\*|json)$/i.test(type)) {
      throw failure("binaryMediaTypes")(
        type,
        "types that no template or model reads",
        "A route's template or validate.body reads JSON, which has to arrive as text: list the binary types alone.",
      );
    }
  }
  const bytes = minimumCompressionBytes ?? 0;
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > maxCompressionBytes) {
    throw failure("minimumCompressionBytes")(
      bytes,
      `a whole number from 0 to ${maxCompressionBytes}`,
      "1024 is a good start: smaller answers hardly shrink.",
    );
  }
}

/** The options' part of the document, but for the gateway responses and the binary types. */
export const compressionExtension = ({ minimumCompressionBytes }: AnswerOptions) =>
  minimumCompressionBytes === undefined
    ? {}
    : { "x-amazon-apigateway-minimum-compression-size": minimumCompressionBytes };
