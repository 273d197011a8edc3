import { NotServedError } from "../errors.ts";
import { createAws } from "./aws/index.ts";
import { createHttp } from "./http/http.ts";
import { createHttpProxy } from "./http/httpProxy.ts";
import type { CreateIntegration } from "./integration.ts";
import { createLambdaProxy } from "./lambdaProxy/index.ts";
import { createMock } from "./mock.ts";

/** By `type` of `x-amazon-apigateway-integration`: a new kind of integration is a line here. */
const kinds: ReadonlyMap<string, CreateIntegration> = new Map([
  ["aws", createAws],
  ["aws_proxy", createLambdaProxy],
  ["http", createHttp],
  ["http_proxy", createHttpProxy],
  ["mock", createMock],
]);

/** @throws NotServedError for an unsupported type */
export const createIntegration: CreateIntegration = (route, definition, dependencies) => {
  const kind = definition.type?.toLowerCase() ?? "none";
  const create = kinds.get(kind);
  if (create === undefined) {
    throw new NotServedError(route, "integration", kind, [...kinds.keys()]);
  }
  return create(route, definition, dependencies);
};
