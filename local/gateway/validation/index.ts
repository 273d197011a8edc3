import { RestApiDefinitionError } from "../errors.ts";
import type {
  OpenApiDocument,
  Operation,
  PathItem,
  RequestValidatorDefinition,
} from "../openapi.ts";
import {
  compileBodyCheck,
  compileParameterCheck,
  declaredParameters,
  type Validate,
} from "./checks.ts";
import { createModels } from "./models.ts";

const extension = "x-amazon-apigateway-request-validator";

/**
 * Compiles an operation's request validation; undefined if nothing is checked.
 *
 * @throws RestApiDefinitionError for an undefined validator, parameter or model
 */
export type ValidationOf = (
  route: string,
  operation: Operation,
  item: PathItem,
) => Validate | undefined;

/**
 * Compiles the request validation of an API's document. An operation's validator overrides the API's.
 * (API Gateway Developer Guide, "x-amazon-apigateway-request-validator property")
 */
export function createValidation(document: OpenApiDocument): ValidationOf {
  const compileModel = createModels(document);
  return (route, operation, item) => {
    const validator = validatorOf(route, operation, document);
    const checks = [
      validator?.validateRequestParameters &&
        compileParameterCheck(declaredParameters(route, operation, item, document)),
      validator?.validateRequestBody &&
        compileBodyCheck(route, operation.requestBody, compileModel),
    ].filter((check): check is Validate => typeof check === "function");
    if (checks.length === 0) {
      return undefined;
    }
    return (exchange) => {
      for (const check of checks) check(exchange);
    };
  };
}

function validatorOf(
  route: string,
  operation: Operation,
  document: OpenApiDocument,
): RequestValidatorDefinition | undefined {
  const name = operation[extension] ?? document[extension];
  if (name === undefined) {
    return undefined;
  }
  const validators = document["x-amazon-apigateway-request-validators"] ?? {};
  if (!Object.hasOwn(validators, name)) {
    throw new RestApiDefinitionError(route, `uses the undefined request validator "${name}"`);
  }
  return validators[name];
}
