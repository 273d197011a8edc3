import type { Authorize, AuthorizerDependencies } from "../index.ts";
import { bareMethodArn } from "../resourcePolicy.ts";
import { readSignature } from "./signature.ts";
import { checkScope, checkSigner } from "./verify.ts";

/**
 * What `awsSigv4` and `AWS_IAM` mean: finds out who signed a request, and whether they may
 * `execute-api:Invoke` it. (API Gateway Developer Guide, "Control access to a REST API with IAM
 * permissions")
 */
export function createIamAuthorize({ findSigner }: AuthorizerDependencies): Authorize {
  return async (exchange, receiveBody) => {
    const { request, served, methodArn } = exchange;
    const signature = readSignature(request);
    checkScope(signature, served.region);
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
