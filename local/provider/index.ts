import type { Provider } from "../graph/evaluate.ts";
import type { ProviderContext, ResourceKinds } from "./kind.ts";
import { apiGatewayKinds } from "./types/apiGateway.ts";
import { cognitoKinds } from "./types/cognito.ts";
import { containerKinds } from "./types/containers.ts";
import { dataKinds } from "./types/data.ts";
import { emailKinds } from "./types/email.ts";
import { iamKinds } from "./types/iam.ts";
import { lambdaKinds } from "./types/lambda.ts";
import { logKinds } from "./types/logs.ts";
import { networkKinds } from "./types/network.ts";

export type { ProviderContext } from "./kind.ts";

const kinds: ResourceKinds = {
  ...apiGatewayKinds,
  ...cognitoKinds,
  ...containerKinds,
  ...dataKinds,
  ...emailKinds,
  ...iamKinds,
  ...lambdaKinds,
  ...logKinds,
  ...networkKinds,
};

/** The one function of the provider's that the platform's own program calls. */
const callerIdentity = "aws:index/getCallerIdentity:getCallerIdentity";

/** The program uses a resource type or function that this provider does not know. */
export class UnknownTypeError extends Error {
  override readonly name = "UnknownTypeError";

  constructor(token: string) {
    super(
      `The local platform does not know "${token}". Add it under local/provider/types/, or leave ` +
        `it out of the local stacks.`,
    );
  }
}

/** The provider of the `aws` and `awsx` packages on one machine. */
export function createProvider(context: ProviderContext): Provider {
  return {
    owns: (type) => /^(?:awsx?|pulumi:providers):/.test(type),
    create: async (type, name, inputs) => {
      const kind = kinds[type];
      if (!kind) throw new UnknownTypeError(type);
      return kind({ type, name, inputs, context });
    },
    call: async (token) => {
      if (token !== callerIdentity) throw new UnknownTypeError(token);
      return { accountId: context.accountId };
    },
  };
}
