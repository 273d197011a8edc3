export { checkAuthorizers } from "./checkAuthorizers.ts";
export type { AuthorizerDefinition, AuthorizerDefinitions } from "./definition.ts";
export {
  type AuthorizerFunctions,
  createAuthorizerFunctions,
  permitAuthorizers,
} from "./lambdaAuthorizers.ts";
