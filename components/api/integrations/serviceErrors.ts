import { jsonTemplate } from "../templates/jsonTemplate.ts";

/** Errors of services that are nobody's fault but the moment's. */
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

/** What a caller reads in place of a service's own words. */
export const failureBody = jsonTemplate({ message: "The request could not be carried out" });

/** An integration response that says nothing of its cause. */
export const failed = (statusCode: string, body = failureBody) => ({
  statusCode,
  contentHandling: "CONVERT_TO_TEXT",
  responseTemplates: { "application/json": body },
});

/**
 * Integration responses for a service's errors: throttling is 429, what the route names is as it
 * says, everything else is 502, our role's missing permission as well.
 *
 * @param named - statuses by the error's name
 */
export function errorResponses(named: Readonly<Record<string, number>>) {
  const errors = { ...throttlingErrors, ...named };
  return {
    integrationResponses: {
      // May be no JSON at all, so that its template reads nothing.
      "5\\d{2}": failed("502"),
      default: failed("502", errorTemplate(errors)),
    },
    statuses: [...new Set([...Object.values(errors), 502])],
  };
}

/**
 * Picks the status by the error's name: JSON services have it in `__type`, behind a `#` in some;
 * services of the query protocol in `Error.Code`.
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
