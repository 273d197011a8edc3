import { CreateEmailIdentityCommand, DeleteEmailIdentityCommand } from "@aws-sdk/client-sesv2";
import { arn, required, type ResourceKinds } from "../kind.ts";

export const emailKinds: ResourceKinds = {
  "aws:sesv2/emailIdentity:EmailIdentity": {
    create: async (request) => {
      const identity = required(request, "emailIdentity");
      await request.context.aws.ses.send(
        new CreateEmailIdentityCommand({ EmailIdentity: identity }),
      );
      return { id: identity, outputs: { arn: arn(request, "ses", `identity/${identity}`) } };
    },
    delete: ({ id, context }) =>
      context.aws.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: id })),
  },
};
