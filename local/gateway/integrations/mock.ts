import { GatewayError } from "../response/gatewayError.ts";
import { createNonProxy } from "../mapping/nonProxy.ts";
import type { CreateIntegration } from "./integration.ts";

/** As lenient as AWS, which also accepts `{statusCode: 200}`. */
const statusCode = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/;

/**
 * Integration `mock`: a response without a backend, such as for a CORS preflight. The request template
 * renders the status, which selects the response. (API Gateway Developer Guide, "Mock
 * integrations for REST APIs in API Gateway")
 */
export const createMock: CreateIntegration = (route, definition, dependencies) =>
  createNonProxy(route, definition, dependencies, "http", ({ body }, { integrationReport }) => {
    const [, status] = statusCode.exec(body.toString()) ?? [];
    if (status === undefined) {
      const cause = "The request template of the mock renders no statusCode";
      return Promise.reject(new GatewayError("API_CONFIGURATION_ERROR", { cause }));
    }
    integrationReport.status = Number(status);
    return Promise.resolve({ selector: status, headers: new Map(), body: Buffer.alloc(0) });
  });
