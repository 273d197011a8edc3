import { RestApiDefinitionError } from "../errors.ts";
import type { ResponseDefinition } from "../openapi.ts";

/** A response's checked definition; its header sources and template are not compiled yet. */
interface ResponseParts {
  readonly status: number | undefined;
  readonly headers: readonly (readonly [name: string, source: string])[];
  readonly contentType: string;
  readonly template: string | undefined;
}

/**
 * Reads the definition of a gateway response or an integration response.
 *
 * Of several templates it uses the one for `application/json`, else the first.
 *
 * @param subject - the owner of the response, for errors
 * @param headerPrefix - the prefix of its parameters, such as `gatewayresponse.header.`
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
      throw new RestApiDefinitionError(
        subject,
        `a response cannot set "${target}"; parameters begin with "${headerPrefix}"`,
      );
    }
    const name = target.slice(headerPrefix.length);
    if (!headerName.test(name)) {
      throw new RestApiDefinitionError(subject, `"${name}" is not a valid header name`);
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

/** The text of a `'static'` header source; undefined for a reference. */
export function staticValue(source: string): string | undefined {
  return /^'(.*)'$/s.exec(source)?.[1];
}

function readStatus(subject: string, statusCode: string | number): number {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RestApiDefinitionError(
      subject,
      `"${statusCode}" is not a valid response status; use 200 to 599`,
    );
  }
  return status;
}
