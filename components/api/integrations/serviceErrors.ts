import { jsonTemplate } from "../templates/jsonTemplate.ts";

/** Errors that a later request can avoid. */
const throttlingErrors = {
  KMSThrottlingException: 429,
  LimitExceededException: 429,
  ProvisionedThroughputExceededException: 429,
  RequestLimitExceeded: 429,
  RequestThrottled: 429,
  Throttled: 429,
  Throttling: 429,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
};

/** Body that replaces a service's own error, which could name accounts and resources. */
export const failureBody = jsonTemplate({ message: "The request could not be carried out" });

/** An integration response without the cause of the error. */
export const failed = (statusCode: string, body = failureBody) => ({
  statusCode,
  contentHandling: "CONVERT_TO_TEXT",
  responseTemplates: { "application/json": body },
});

/**
 * Integration responses for a service's errors: 429 for throttling, the route's statuses for the errors
 * that it lists, and 502 for all others, such as a permission that the role lacks.
 *
 * @param named - the route's statuses by the error's name
 */
export function errorResponses(named: Readonly<Record<string, number>>) {
  const errors = { ...throttlingErrors, ...named };
  return {
    integrationResponses: {
      // The body may not be JSON, so the template does not read it.
      "5\\d{2}": failed("502"),
      default: failed("502", errorTemplate(errors)),
    },
    statuses: [...new Set([...Object.values(errors), 502])],
  };
}

/**
 * Chooses the status by the error's name. JSON services return it in `__type`, some of them after a `#`;
 * services of the query protocol return it in `Error.Code`.
 */
function errorTemplate(errors: Readonly<Record<string, number>>): string {
  const choices = Object.entries(errors).map(
    ([name, status], index) =>
      `#${index === 0 ? "if" : "elseif"}($type == '${name}')#set($context.responseOverride.status = ${status})`,
  );
  return [
    `#set($type = "$!input.path('$.__type')$!input.path('$.Error.Code')")`,
    "#set($type = $type.replaceAll('.*#', ''))",
    ...choices,
    "#end",
    failureBody,
  ].join("");
}
