import { GatewayError } from "../response/gatewayError.ts";
import { createNonProxy } from "../mapping/nonProxy.ts";
import { readInteger } from "../velocity/index.ts";
import type { CreateIntegration } from "./integration.ts";

/**
 * Integration `mock`: a response without a backend, such as for a CORS preflight. The request template
 * renders the status, which selects the response. (API Gateway Developer Guide, "Mock
 * integrations for REST APIs in API Gateway") It is any integer, no text, and `{statusCode: 200}` is read
 * too. (LocalStack tried this on AWS: localstack#11148, #11967)
 */
export const createMock: CreateIntegration = (route, definition, dependencies) =>
  createNonProxy(route, definition, dependencies, "http", ({ body }, { integrationReport }) => {
    const status = readInteger(body.toString(), "statusCode");
    if (status === undefined) {
      const cause = "The request template of the mock renders no statusCode that is an integer";
      return Promise.reject(new GatewayError("API_CONFIGURATION_ERROR", { cause }));
    }
    integrationReport.status = status;
    const selector = String(status);
    return Promise.resolve({ selector, headers: new Map(), body: Buffer.alloc(0) });
  });
