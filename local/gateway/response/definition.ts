import { RestApiDefinitionError } from "../errors.ts";
import type { ResponseDefinition } from "../openapi.ts";

/** A response's definition, checked; its header sources and template are still texts. */
interface ResponseParts {
  readonly status: number | undefined;
  readonly headers: readonly (readonly [name: string, source: string])[];
  readonly contentType: string;
  readonly template: string | undefined;
}

/**
 * Takes a response's definition apart: a gateway response or an integration response.
 *
 * Of several templates it takes the one for `application/json`, else the first.
 *
 * @param subject - whose response it is, for errors
 * @param headerPrefix - what its parameters begin with, such as `gatewayresponse.header.`
 * @throws RestApiDefinitionError for a status or parameter that AWS would not import
 */
export function readResponse(
  subject: string,
  definition: ResponseDefinition,
  headerPrefix: string,
): ResponseParts {
  const { statusCode, responseParameters = {}, responseTemplates = {} } = definition;
  const [firstType = "application/json"] = Object.keys(responseTemplates);
  const contentType = "application/json" in responseTemplates ? "application/json" : firstType;
  const headers = Object.entries(responseParameters).map(([target, source]) => {
    if (!target.startsWith(headerPrefix)) {
      throw new RestApiDefinitionError(subject, `a response cannot set "${target}"`);
    }
    const name = target.slice(headerPrefix.length);
    if (!headerName.test(name)) {
      throw new RestApiDefinitionError(subject, `"${name}" is no header's name`);
    }
    return [name, source] as const;
  });
  return {
    status: statusCode === undefined ? undefined : readStatus(subject, statusCode),
    headers,
    contentType,
    template: responseTemplates[contentType],
  };
}

/** A token. (RFC 9110, 5.6.2) */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

/** The text of a `'static'` header source; undefined when it is a reference. */
export function staticValue(source: string): string | undefined {
  return /^'(.*)'$/s.exec(source)?.[1];
}

function readStatus(subject: string, statusCode: string | number): number {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RestApiDefinitionError(subject, `a response has the status "${statusCode}"`);
  }
  return status;
}
