import {
  CreateUserPoolDomainCommand,
  CreateUserPoolDomainRequest$,
  DeleteUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  UpdateUserPoolDomainRequest$,
} from "@aws-sdk/client-cognito-identity-provider";
import { apiInput } from "../../apiInput.ts";
import { type CreateRequest, required, type ResourceKind } from "../../kind.ts";

/** A prefix of Cognito's domain, or a domain of one's own with a certificate. */
export const userPoolDomain: ResourceKind = {
  create: async (request) => {
    const { inputs, context } = request;
    const domain = required(request, "domain");
    required(request, "userPoolId");
    const { CloudFrontDomain, ManagedLoginVersion } = await context.aws.cognito.send(
      new CreateUserPoolDomainCommand(apiInput(CreateUserPoolDomainRequest$, inputs, places)),
    );
    setOwnDomain(request);
    return {
      id: domain,
      outputs: {
        awsAccountId: context.accountId,
        cloudfrontDistribution: CloudFrontDomain ?? "",
        cloudfrontDistributionArn: CloudFrontDomain ?? "",
        cloudfrontDistributionZoneId: zoneOfCloudFront,
        managedLoginVersion: ManagedLoginVersion,
      },
    };
  },
  update: async ({ inputs, context }) => {
    const { ManagedLoginVersion } = await context.aws.cognito.send(
      new UpdateUserPoolDomainCommand(apiInput(UpdateUserPoolDomainRequest$, inputs, places)),
    );
    return { managedLoginVersion: ManagedLoginVersion };
  },
  delete: async ({ id, outputs, context }) => {
    const UserPoolId = String(outputs["userPoolId"]);
    await context.aws.cognito.send(new DeleteUserPoolDomainCommand({ Domain: id, UserPoolId }));
    if (outputs["certificateArn"]) context.aws.identity?.setDomain(UserPoolId, undefined);
  },
  restore: async (request) => setOwnDomain(request),
};

/** Cognito's own domains have no name here. */
function setOwnDomain({ inputs, context }: Pick<CreateRequest, "inputs" | "context">): void {
  const { certificateArn, domain, userPoolId } = inputs;
  if (!certificateArn) return;
  context.aws.identity?.setDomain(String(userPoolId), {
    name: String(domain),
    secondary: undefined,
  });
}

const places = { certificateArn: "CustomDomainConfig.CertificateArn" };

/** The same for all distributions. (Amazon Route 53 API Reference, "AliasTarget") */
const zoneOfCloudFront = "Z2FDTNDATAQYW2";
