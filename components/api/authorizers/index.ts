export { checkAuthorizers } from "./checkAuthorizers.ts";
export {
  type AuthorizerDefinition,
  type AuthorizerDefinitions,
  authorizersRule,
} from "./definition.ts";
export {
  type AuthorizerFunctions,
  createAuthorizerFunctions,
  permitAuthorizers,
} from "./lambdaAuthorizers.ts";
