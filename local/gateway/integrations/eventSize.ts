import { maxEventBytes } from "../../lambda/failures.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";

/**
 * Refuses an event that Lambda's `Invoke` would refuse. AWS does not say whether an API can customize this
 * response; here it can't. (recorded on AWS in koki-develop/lgtm-generator#10)
 *
 * @throws GatewayError 413
 */
export function checkEventSize(payload: string, { integrationReport }: Exchange): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= maxEventBytes) return;
  integrationReport.serviceStatus = 413;
  integrationReport.error = `Request must be smaller than ${maxEventBytes} bytes for the InvokeFunction operation`;
  const headers = ["x-amzn-ErrorType", "BadRequestException", "Content-Type", "application/json"];
  const body = '{"message": "Request Too Long"}';
  throw new GatewayError("REQUEST_TOO_LARGE", {
    message: "Request Too Long",
    response: { status: 413, headers, body },
  });
}
