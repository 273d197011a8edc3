import { GatewayError } from "../response/gatewayError.ts";
import { mediaType } from "../request/mediaTypes.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import type { VelocityTemplate } from "../velocity/index.ts";
import { compileTemplateText } from "./templateText.ts";

/**
 * Chooses the template of a request by its content type; undefined if the body is passed through. (API
 * Gateway Developer Guide, "Method request behavior for payloads without mapping templates for REST
 * APIs in API Gateway")
 *
 * Parameters of a type are ignored. (AWS does not document this.)
 *
 * @throws GatewayError 415 if the integration requires a template
 */
type ChooseTemplate = (contentType: string | undefined) => VelocityTemplate | undefined;

/** @throws RestApiDefinitionError for an invalid template */
export function compileRequestTemplates(
  route: string,
  { requestTemplates = {}, passthroughBehavior = "when_no_match" }: IntegrationDefinition,
): ChooseTemplate {
  const templates = new Map(
    Object.entries(requestTemplates).map(([type, text]) => [
      type === "$default" ? type : mediaType(type),
      compileTemplateText(route, text),
    ]),
  );
  const behavior = passthroughBehavior.toLowerCase();
  const refuses = behavior === "never" || (behavior === "when_no_templates" && templates.size > 0);
  return (contentType = "application/json") => {
    const template = templates.get(mediaType(contentType)) ?? templates.get("$default");
    if (template === undefined && refuses) throw new GatewayError("UNSUPPORTED_MEDIA_TYPE");
    return template;
  };
}
