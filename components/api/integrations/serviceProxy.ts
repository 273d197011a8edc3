import { check, mapOf, listOf, type OptionRules, text, whole } from "../../shared/options.ts";
import { commonBinaryTypes } from "../document/binaryMediaTypes.ts";
import type { OperationParts } from "../document/types.ts";
import { checkResponseSources, checkSources } from "../templates/checkSources.ts";
import type { JsonShape } from "../templates/jsonTemplate.ts";
import { customTemplate, shapeOrTemplate } from "../templates/rules.ts";
import { type CustomTemplate, isCustomTemplate, template } from "../templates/template.ts";
import type { Place } from "./integration.ts";
import { errorResponses } from "./serviceErrors.ts";

/** Settings of every route to an AWS service. */
export interface ServiceSettings {
  /** The request to the service, as its API defines it. @default made from the route's other options */
  readonly request?: CustomTemplate | undefined;
  /** The response on success. @default the parts of the service's response that callers need */
  readonly response?: JsonShape | CustomTemplate | undefined;
  /** Status of that response, 200 to 299. @default depends on the integration */
  readonly status?: number | undefined;
  /**
   * Statuses of the service's errors by name, such as `{ ConditionalCheckFailedException: 409 }`.
   * Throttling is 429, every other error 502.
   */
  readonly errors?: Readonly<Record<string, number>> | undefined;
  /** Content types that bodies may have; others get 415. @default ["application/json"] */
  readonly contentTypes?: readonly string[] | undefined;
}

export const serviceRules: OptionRules<ServiceSettings> = {
  request: customTemplate,
  response: shapeOrTemplate,
  status: whole(200, 299),
  errors: mapOf(whole(400, 599), text(/^\w+$/, "names such as ValidationException")),
  contentTypes: listOf(
    check(
      (type) =>
        typeof type === "string" &&
        /^[\w.+-]+\/[\w.+-]+$/.test(type) &&
        !commonBinaryTypes.includes(type),
      "text types such as application/json, without parameters",
      "Templates can't read binary bodies: use s3, or a service behind lambdaProxy.",
    ),
  ),
};

/**
 * Checks the sources and templates of a route to a service.
 *
 * @param made - the default request, or its sources
 * @throws RouteError for a source that the route does not have
 * @throws TemplateFileError for a template that can't be read
 */
export function checkService(settings: ServiceSettings, made: unknown, place: Place): void {
  const { request, response } = settings;
  if (request) template(request, place.key);
  else checkSources(made, place);
  if (isCustomTemplate(response)) template(response, place.key);
  else checkResponseSources(response, place, true);
}

/** A call of an AWS service for a route. */
export interface ServiceCall extends ServiceSettings {
  /** The route's key, for errors. */
  readonly route: string;
  /** Such as `arn:aws:apigateway:us-east-1:dynamodb:action/GetItem`. */
  readonly uri: string;
  /** ARN of the role that allows the call. */
  readonly roleArn: string;
  /** Fixed headers, such as `X-Amz-Target`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The request template, if the route has no custom one. */
  readonly requestTemplate: () => string;
  /** The response template, if the route has no custom one. */
  readonly responseTemplate: (shape: JsonShape | undefined) => string;
  /** Status on success, if the route sets none. */
  readonly successStatus: number;
  /** Further statuses that the response template may set. @default none */
  readonly furtherStatuses?: readonly number[];
}

/**
 * The operation of a service with a JSON API: a `POST` with a template. Callers get neither the whole
 * response nor the texts of errors, which contain accounts, ARNs and names of tables.
 */
export function serviceOperation(call: ServiceCall): OperationParts {
  const { request, response, contentTypes = ["application/json"], route } = call;
  const { status = call.successStatus, furtherStatuses = [] } = call;
  const sent = request ? template(request, route) : call.requestTemplate();
  const received = isCustomTemplate(response)
    ? template(response, route)
    : call.responseTemplate(response);
  const { integrationResponses, statuses } = errorResponses(call.errors ?? {});
  return {
    integration: {
      type: "aws",
      httpMethod: "POST",
      uri: call.uri,
      credentials: call.roleArn,
      passthroughBehavior: "never",
      timeoutInMillis: 29_000,
      requestParameters: Object.fromEntries(
        Object.entries(call.headers ?? {}).map(([name, value]) => [
          `integration.request.header.${name}`,
          `'${value}'`,
        ]),
      ),
      requestTemplates: Object.fromEntries(contentTypes.map((type) => [type, sent])),
      responses: {
        "2\\d{2}": {
          statusCode: String(status),
          // The template reads text, even if the client accepts a binary type.
          contentHandling: "CONVERT_TO_TEXT",
          responseTemplates: { "application/json": received },
        },
        ...integrationResponses,
      },
    },
    responses: {
      [status]: { description: "The service's response" },
      ...Object.fromEntries(
        [...new Set([...statuses, ...furtherStatuses])].map((other) => [
          other,
          { description: "The service could not carry out the request" },
        ]),
      ),
    },
    readsBody: true,
  };
}
