import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  type CreateConfigurationSetEventDestinationCommandInput,
  CreateConfigurationSetEventDestinationRequest$,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  DeleteConfigurationSetEventDestinationCommand,
  DeleteEmailIdentityCommand,
  UpdateConfigurationSetEventDestinationCommand,
} from "@aws-sdk/client-sesv2";
import { apiInput } from "../apiInput.ts";
import { arn, type CreateRequest, digits, required, type ResourceKinds } from "../kind.ts";

/** Domains, configuration sets and event destinations of SES. */
export const mailKinds: ResourceKinds = {
  // Every mail is kept here, and no receiver reads a domain's records. Only mails to the simulator of SES bounce.
  "aws:sesv2/configurationSet:ConfigurationSet": {
    create: async (request) => {
      const name = required(request, "configurationSetName");
      await request.context.aws.ses.send(
        new CreateConfigurationSetCommand({ ConfigurationSetName: name }),
      );
      return { id: name, outputs: { arn: arn(request, "ses", `configuration-set/${name}`) } };
    },
    delete: ({ id, context }) =>
      context.aws.ses.send(new DeleteConfigurationSetCommand({ ConfigurationSetName: id })),
  },
  "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": {
    create: async (request) => {
      const destination = destinationOf(request);
      await request.context.aws.ses.send(
        new CreateConfigurationSetEventDestinationCommand(destination),
      );
      const { ConfigurationSetName, EventDestinationName } = destination;
      return { id: `${ConfigurationSetName}|${EventDestinationName}`, outputs: {} };
    },
    update: async (request) => {
      await request.context.aws.ses.send(
        new UpdateConfigurationSetEventDestinationCommand(destinationOf(request)),
      );
    },
    delete: ({ id, context }) => {
      const [ConfigurationSetName, EventDestinationName] = id.split("|");
      return context.aws.ses.send(
        new DeleteConfigurationSetEventDestinationCommand({
          ...{ ConfigurationSetName, EventDestinationName },
        }),
      );
    },
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    create: (request) => ({ id: required(request, "emailIdentity"), outputs: {} }),
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    adds: { dkimSigningAttributes: ["tokens"] },
    create: async (request) => {
      const identity = required(request, "emailIdentity");
      await request.context.aws.ses.send(
        new CreateEmailIdentityCommand({
          EmailIdentity: identity,
          DkimSigningAttributes: { NextSigningKeyLength: "RSA_2048_BIT" },
          ConfigurationSetName: request.inputs["configurationSetName"] as string | undefined,
        }),
      );
      const dkim = {
        ...Object(request.inputs["dkimSigningAttributes"]),
        tokens: dkimTokens(request),
      };
      return {
        id: identity,
        outputs: { arn: arn(request, "ses", `identity/${identity}`), dkimSigningAttributes: dkim },
      };
    },
    delete: ({ id, context }) =>
      context.aws.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: id })),
  },
};

const destinationOf = ({ inputs }: CreateRequest) =>
  apiInput<CreateConfigurationSetEventDestinationCommandInput>(
    CreateConfigurationSetEventDestinationRequest$,
    inputs,
  );

/** SES has three keys for a domain. */
const dkimTokens = (request: CreateRequest): string[] =>
  [0, 1, 2].map((index) => digits({ ...request, name: `${request.name}-${index}` }, 32));
