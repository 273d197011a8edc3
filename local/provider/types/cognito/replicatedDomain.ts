import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { InputError, type ProviderContext } from "../../kind.ts";
import type { CloudFormationType, State } from "../cloudFormationType.ts";

/** Where requests to a domain go while the primary region's health check is unhealthy. */
interface Failover {
  readonly PrimaryRoute53HealthCheckId?: unknown;
  readonly SecondaryRegion?: unknown;
}

/** A pool's own domain. MiniStack has no `Routing`, which the local Cognito follows itself. */
export const userPoolDomain: CloudFormationType = {
  create: async (state, context) => {
    const input = domainInput(state, context);
    const response = await context.aws.cognito.send(new CreateUserPoolDomainCommand(input));
    setDomain(state, context);
    return {
      id: `${input.UserPoolId}|${input.Domain}`,
      properties: { CloudFrontDistribution: response.CloudFrontDomain },
    };
  },
  update: async (_id, state, context) => {
    await context.aws.cognito.send(new UpdateUserPoolDomainCommand(domainInput(state, context)));
    setDomain(state, context);
  },
  delete: async (_id, state, context) => {
    const [Domain, UserPoolId] = [String(state["Domain"]), String(state["UserPoolId"])];
    await context.aws.cognito.send(new DeleteUserPoolDomainCommand({ Domain, UserPoolId }));
    context.aws.identity?.setDomain(UserPoolId, undefined);
  },
  restore: async (_id, state, context) => setDomain(state, context),
};

const setDomain = (state: State, { aws }: ProviderContext) =>
  aws.identity?.setDomain(String(state["UserPoolId"]), {
    name: String(state["Domain"]),
    secondary: failoverOf(state)?.SecondaryRegion as string | undefined,
  });

const failoverOf = ({ Routing }: State): Failover | undefined =>
  (Routing as { Failover?: Failover } | undefined)?.Failover;

function domainInput(state: State, { region }: ProviderContext) {
  const { UserPoolId, Domain, CustomDomainConfig, ManagedLoginVersion } = state;
  const config = CustomDomainConfig as { CertificateArn?: unknown } | undefined;
  const certificate = String(config?.CertificateArn);
  if (!certificate.startsWith("arn:aws:acm:us-east-1:")) {
    throw new InputError(
      `CustomDomainConfig.CertificateArn is ${certificate}, but must be of a certificate in us-east-1.`,
    );
  }
  checkFailover(failoverOf(state), region);
  return {
    UserPoolId: String(UserPoolId),
    Domain: String(Domain),
    CustomDomainConfig: { CertificateArn: certificate },
    ...(ManagedLoginVersion !== undefined && { ManagedLoginVersion: Number(ManagedLoginVersion) }),
  };
}

/** Source: Cognito API Reference, "FailoverType". */
function checkFailover(failover: Failover | undefined, region: string): void {
  if (failover === undefined) return;
  for (const name of ["PrimaryRoute53HealthCheckId", "SecondaryRegion"] as const) {
    if (failover[name]) continue;
    throw new InputError(`Routing.Failover.${name} is missing. A failover needs it.`);
  }
  if (failover.SecondaryRegion === region) {
    throw new InputError(
      `Routing.Failover.SecondaryRegion is ${region}, the region of the user pool. Use the replica's.`,
    );
  }
}
