import { GatewayError } from "../response/gatewayError.ts";
import { mediaType } from "../request/mediaTypes.ts";
import type { Operation } from "../openapi.ts";
import type { Validate } from "./validate.ts";
import type { CompileModel, Model } from "./models.ts";

/**
 * A body has to be as the model for its content type says; without such a model it is not checked. A
 * request without a body counts as `{}`. (API Gateway Developer Guide, "Request validation for REST
 * APIs in API Gateway")
 *
 * Whether AWS heeds a content type's parameters here is not confirmed; ignoring them checks more.
 *
 * @returns undefined when there is no model
 */
export function compileBodyCheck(
  route: string,
  requestBody: Operation["requestBody"],
  compileModel: CompileModel,
): Validate | undefined {
  const models = new Map<string, Model>();
  for (const [contentType, { schema }] of Object.entries(requestBody?.content ?? {})) {
    if (schema !== undefined) {
      models.set(mediaType(contentType), compileModel(route, schema));
    }
  }
  if (models.size === 0) {
    return undefined;
  }
  return ({ request, body }) => {
    const contentType = request.headers.last("content-type") ?? "application/json";
    const errors = models.get(mediaType(contentType))?.(parse(body));
    if (errors !== undefined && errors.length > 0) {
      throw invalid(errors);
    }
  };
}

function parse(body: Buffer | undefined): unknown {
  if (body === undefined) {
    return {};
  }
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid(["instance is no JSON"]);
  }
}

const invalid = (errors: readonly string[]): GatewayError =>
  new GatewayError("BAD_REQUEST_BODY", { validationError: `[${errors.join(", ")}]` });
