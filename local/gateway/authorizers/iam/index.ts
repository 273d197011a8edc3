import { GatewayError } from "../../response/gatewayError.ts";
import type { GatewayRequest } from "../../request/request.ts";
import type { Authorize, AuthorizerDependencies } from "../authorizer.ts";
import { bareMethodArn } from "../policies/resourcePolicy.ts";
import { readSignature } from "./signature.ts";
import { checkScope, checkSigner } from "./verify.ts";

/**
 * Implements `awsSigv4` and `AWS_IAM`: identifies the signer of a request and evaluates its policies for
 * `execute-api:Invoke`. (API Gateway Developer Guide, "Control access to a REST API with IAM
 * permissions")
 */
export function createIamAuthorize({ findSigner }: AuthorizerDependencies): Authorize {
  return async (exchange, receiveBody) => {
    const { request, served, methodArn } = exchange;
    const signature = readSignature(request);
    checkScope(signature, served.region);
    refuseOverride(request);
    const { accessKeyId } = signature;
    const { sourceIp } = request;
    // The signature covers the body.
    exchange.body = await receiveBody();
    const signer = await findSigner({ accessKeyId, methodArn, sourceIp });
    checkSigner(exchange, signature, signer);
    const { caller, decision } = signer;
    const bareArn = bareMethodArn(exchange);
    if (bareArn === undefined) return { caller, decision };
    const bare = await findSigner({ accessKeyId, methodArn: bareArn, sourceIp });
    return { caller, decision: bare?.decision === "deny" ? "deny" : decision };
  };
}

/**
 * A signature covers the method that was sent, so an override could turn a signed GET into a DELETE.
 * (API Gateway's behavior is not documented.)
 */
function refuseOverride({ method, sentMethod }: GatewayRequest): void {
  if (method === sentMethod) return;
  throw new GatewayError("INVALID_SIGNATURE", {
    message: `The signature is for ${sentMethod}. X-HTTP-Method-Override cannot change the method of a signed request.`,
  });
}
