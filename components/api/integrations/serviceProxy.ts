import { commonBinaryTypes } from "../document/binaryMediaTypes.ts";
import { RouteError } from "../route/routeError.ts";
import { checkAnswerSources, checkSources } from "../templates/checkSources.ts";
import type { JsonShape } from "../templates/jsonTemplate.ts";
import { isOwnTemplate, type OwnTemplate, template } from "../templates/template.ts";
import type { OperationParts, Place } from "./integration.ts";
import { errorResponses } from "./serviceErrors.ts";

/** What every route to an AWS service may say besides its guards, and its integration keeps. */
export interface ServiceSettings {
  /** What the service is sent, in its own API's words. @default made from the route's other options */
  readonly request?: OwnTemplate | undefined;
  /** What the caller gets when the service has done its work. @default the service's answer, cut down to what callers need */
  readonly response?: JsonShape | OwnTemplate | undefined;
  /** Status of that answer, 200 to 299. @default as the kind says */
  readonly status?: number | undefined;
  /**
   * Statuses for errors of the service, by the error's name, such as
   * `{ ConditionalCheckFailedException: 409 }`. Others are 502, throttling is 429.
   */
  readonly errors?: Readonly<Record<string, number>> | undefined;
  /** Content types that requests with a body may have; others get 415. @default ["application/json"] */
  readonly contentTypes?: readonly string[] | undefined;
}

const ownSettings = ["request", "response", "status", "errors", "contentTypes"] as const;

/**
 * Parts what an integration keeps from what guards its route; what is not given is left out.
 *
 * @param own - the integration's settings besides those of every service
 */
export function split<Settings extends ServiceSettings, Guards extends object>(
  options: Settings & Guards,
  own: readonly Exclude<keyof Settings, keyof ServiceSettings>[],
): { guards: Guards; settings: Settings } {
  const kept = new Set<PropertyKey>([...own, ...ownSettings]);
  const pick = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(options).filter(
        ([key, value]) => value !== undefined && kept.has(key) === wanted,
      ),
    );
  return { guards: pick(false) as Guards, settings: pick(true) as Settings };
}

/**
 * Refuses what a route to a service can't have.
 *
 * @param made - what the request is made of where there is no template of one's own
 * @throws RouteError
 * @throws TemplateFileError
 */
export function checkService(settings: ServiceSettings, made: unknown, place: Place): void {
  const { request, response, status, errors = {}, contentTypes = [] } = settings;
  if (request) template(request);
  else checkSources(made, place);
  if (isOwnTemplate(response)) template(response);
  else checkAnswerSources(response, place, true);
  if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 299)) {
    throw new RouteError(place.key, `its status is ${status}`, "Use one from 200 to 299.");
  }
  for (const [name, given] of Object.entries(errors)) {
    if (!/^\w+$/.test(name) || !(Number.isInteger(given) && given >= 400 && given <= 599)) {
      throw new RouteError(
        place.key,
        `it answers the error "${name}" with ${given}`,
        "Use an error's name, such as ValidationException, and a status from 400 to 599.",
      );
    }
  }
  for (const type of contentTypes) {
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(type)) {
      throw new RouteError(
        place.key,
        `"${type}" is no content type`,
        "Write it as application/json, without parameters.",
      );
    }
    if (commonBinaryTypes.includes(type)) {
      throw new RouteError(
        place.key,
        `it takes ${type}, which is bytes to API Gateway`,
        "Templates read texts only: use s3 or a service behind lambdaProxy.",
      );
    }
  }
}

/** A call of an AWS service that stands for a route. */
export interface ServiceCall extends ServiceSettings {
  /** Such as `arn:aws:apigateway:us-east-1:dynamodb:action/GetItem`. */
  readonly uri: string;
  /** The role that allows the call. */
  readonly roleArn: string;
  /** Fixed headers, such as `X-Amz-Target`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The template of the request where the route has none of its own. */
  readonly made: () => string;
  /** The template of the answer where the route has none of its own. */
  readonly answer: (shape: JsonShape | undefined) => string;
  /** What the caller gets for success, unless the route says otherwise. */
  readonly success: number;
  /** Statuses that the answer's template may set. @default none */
  readonly others?: readonly number[];
}

/**
 * The operation of a service that speaks JSON: `POST` with a template, its answer cut down, its
 * errors told by status alone, because their texts name accounts, ARNs and tables.
 */
export function serviceOperation(call: ServiceCall): OperationParts {
  const { request, response, contentTypes = ["application/json"], status = call.success } = call;
  const sent = request ? template(request) : call.made();
  const answer = isOwnTemplate(response) ? template(response) : call.answer(response);
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
          // Whatever type the client accepts: the template reads text.
          contentHandling: "CONVERT_TO_TEXT",
          responseTemplates: { "application/json": answer },
        },
        ...integrationResponses,
      },
    },
    responses: {
      [status]: { description: "What the service answers" },
      ...Object.fromEntries(
        [...new Set([...statuses, ...(call.others ?? [])])].map((other) => [
          other,
          { description: "What the service could not do" },
        ]),
      ),
    },
    readsBody: true,
  };
}
