import { SlowRegexError } from "../boundedRegex.ts";
import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { contextTree } from "../exchange/contextVariables.ts";
import { eventHeaders } from "../exchange/eventHeaders.ts";
import { GatewayError } from "../response/gatewayError.ts";
import {
  compileVelocity,
  type Overrides,
  PayloadNotJsonError,
  type Rendered,
  TemplateError,
  TemplateSyntaxError,
  type VelocityTemplate,
} from "../velocity/index.ts";

/** @throws RestApiDefinitionError for an invalid template */
export function compileTemplateText(route: string, text: string): VelocityTemplate {
  try {
    return compileVelocity(text);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    throw new RestApiDefinitionError(route, `a mapping template is invalid: ${error.message}`);
  }
}

/**
 * Renders a template from an exchange.
 *
 * @param body - the body that `$input` reads: the request's or the backend's
 * @throws GatewayError 500 when the template fails
 */
export function render(
  template: VelocityTemplate,
  exchange: Exchange,
  body: string,
  overrides?: Overrides,
): Rendered {
  try {
    return template({
      body,
      params: {
        path: { ...exchange.pathParameters },
        querystring: { ...exchange.request.target.query?.single },
        header: { ...eventHeaders(exchange).single },
      },
      context: contextTree(exchange),
      stageVariables: exchange.served.model.stage.variables,
      ...(overrides && { overrides }),
    });
  } catch (cause) {
    if (!(cause instanceof TemplateError || cause instanceof SlowRegexError)) throw cause;
    exchange.integrationReport.error = cause.message;
    throw new GatewayError("API_CONFIGURATION_ERROR", { cause });
  }
}

/**
 * Renders a request's template.
 *
 * @throws GatewayError 400 when it reads JSON and the caller sent something else (the message as
 *   reported in serverless/serverless#2270, without the parser's text), 500 when the template fails
 */
export function renderRequest(
  template: VelocityTemplate,
  exchange: Exchange,
  body: string,
): Rendered {
  try {
    return render(template, exchange, body);
  } catch (error) {
    if (!(error instanceof GatewayError && error.cause instanceof PayloadNotJsonError)) throw error;
    const message = "Could not parse request body into json";
    throw new GatewayError("BAD_REQUEST_BODY", { message, cause: error.cause });
  }
}
