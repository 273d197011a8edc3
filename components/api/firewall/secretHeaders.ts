import type { AuthorizerDefinition, AuthorizerDefinitions } from "../authorizers/index.ts";
import * as defaults from "./defaults.ts";

/** Headers that no log may hold, in lower case: the usual ones and those that authorizers go by. */
export const secretHeaders = (authorizers: AuthorizerDefinitions = {}): string[] => {
  const own = Object.values(authorizers).flatMap(headersOf);
  return [...new Set([...defaults.secretHeaders, ...own.map((name) => name.toLowerCase())])];
};

function headersOf(authorizer: AuthorizerDefinition): string[] {
  if (authorizer.kind === "token") return [authorizer.header ?? "authorization"];
  return authorizer.identitySources.flatMap(
    (source) => /^method\.request\.header\.(.+)$/.exec(source)?.[1] ?? [],
  );
}
