import type { Exchange } from "../../exchange.ts";
import { GatewayError } from "../../gatewayError.ts";
import type { Authorize, AuthorizerDependencies } from "../index.ts";
import { readSignature } from "./signature.ts";
import { checkScope, checkSigner } from "./verify.ts";

/**
 * What `awsSigv4` and `AWS_IAM` mean: a request passes when somebody signed it who may
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
    if (signer.decision === "deny") {
      throw denied(
        exchange,
        signer.caller.userArn,
        " with an explicit deny in an identity-based policy",
      );
    }
    return {
      caller: signer.caller,
      ...(signer.decision === "silent" && { silent: denied(exchange, signer.caller.userArn, "") }),
    };
  };
}

/** API Gateway hides most of the account from those whom it refuses. */
function denied({ methodArn, served }: Exchange, userArn: string, reason: string): GatewayError {
  const { accountId } = served;
  const resource = methodArn.replace(`:${accountId}:`, `:********${accountId.slice(-4)}:`);
  return new GatewayError("ACCESS_DENIED", {
    message: `User: ${userArn} is not authorized to perform: execute-api:Invoke on resource: ${resource}${reason}`,
  });
}
