import { NotServedError, RestApiDefinitionError } from "../errors.ts";
import type { Reply } from "../exchange.ts";
import { GatewayError } from "../gatewayError.ts";
import { mediaType } from "../mediaTypes.ts";
import type { IntegrationDefinition, ResponseDefinition } from "../openapi.ts";
import type { GatewayRequest } from "../request.ts";
import { readResponse, staticValue } from "../responseDefinition.ts";
import type { CreateIntegration } from "./index.ts";

/** Picks the prepared reply of a status. */
type SelectReply = (status: number) => Reply | undefined;

const headerPrefix = "method.response.header.";

/** As lenient as AWS, which also takes `{statusCode: 200}`. */
const statusCode = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/;

/**
 * Integration `mock`: an answer without a backend, such as that to a CORS preflight. The request
 * template yields the status, which selects the response. Templates are static texts, header values
 * `'quoted'` ones. (API Gateway Developer Guide, "Mock integrations for REST APIs in API Gateway")
 */
export const createMock: CreateIntegration = (route, definition, { isBinary }) => {
  const selectReply = compileReplies(route, definition.responses ?? {});
  const templates = new Map(
    Object.entries(definition.requestTemplates ?? {}).map(([type, text]) => [
      type === "$default" ? type : mediaType(type),
      staticText(route, text),
    ]),
  );
  const readsBinary = definition.contentHandling === "CONVERT_TO_TEXT";

  return async ({ request, body, integrationReport }) => {
    const contentType = request.headers.last("content-type");
    if (isBinary(contentType) && !readsBinary) {
      throw new GatewayError("API_CONFIGURATION_ERROR");
    }
    const text = chooseTemplate(request, templates, definition) ?? body?.toString() ?? "";
    const status = Number(statusCode.exec(text)?.[1]);
    const reply = selectReply(status);
    if (reply === undefined) {
      throw new GatewayError("API_CONFIGURATION_ERROR");
    }
    integrationReport.status = status;
    return reply;
  };
};

/**
 * The template of the request's content type; undefined when the body itself goes on. (Same guide,
 * "Method request behavior for payloads without mapping templates for REST APIs")
 */
function chooseTemplate(
  request: GatewayRequest,
  templates: ReadonlyMap<string, string>,
  { passthroughBehavior = "when_no_match" }: IntegrationDefinition,
): string | undefined {
  const contentType = mediaType(request.headers.last("content-type") ?? "application/json");
  const template = templates.get(contentType) ?? templates.get("$default");
  const behavior = passthroughBehavior.toLowerCase();
  const refuses = behavior === "never" || (behavior === "when_no_templates" && templates.size > 0);
  if (template === undefined && refuses) {
    throw new GatewayError("UNSUPPORTED_MEDIA_TYPE");
  }
  return template;
}

function compileReplies(
  route: string,
  responses: Readonly<Record<string, ResponseDefinition>>,
): SelectReply {
  const { default: fallback, ...selected } = responses;
  const replies = Object.entries(selected).map(([pattern, response]) => ({
    pattern: new RegExp(`^(?:${pattern})$`),
    reply: compileReply(route, response),
  }));
  const defaultReply = fallback && compileReply(route, fallback);
  return (status) => {
    if (Number.isNaN(status)) {
      return undefined;
    }
    return replies.find(({ pattern }) => pattern.test(String(status)))?.reply ?? defaultReply;
  };
}

function compileReply(route: string, definition: ResponseDefinition): Reply {
  const { status, headers, contentType, template } = readResponse(route, definition, headerPrefix);
  if (status === undefined) {
    throw new RestApiDefinitionError(route, "a mock response has no status");
  }
  const staticHeaders = headers.flatMap(([name, source]) => {
    const value = staticValue(source);
    if (value === undefined) {
      throw new NotServedError(route, "mock response header", source, ["'static' values"]);
    }
    return [name, value];
  });
  return {
    status,
    headers: ["Content-Type", contentType, ...staticHeaders],
    body: staticText(route, template ?? ""),
  };
}

function staticText(route: string, text: string): string {
  if (/\$[!{]?\w|#(?:set|if|foreach|\{)/.test(text)) {
    throw new NotServedError(route, "mapping template", text.trim().slice(0, 60), ["static text"]);
  }
  return text;
}
