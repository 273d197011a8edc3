import { awsClient, dynamoDb } from "../../shared/awsClient.ts";
import { denyList } from "../../shared/denyList/index.ts";
import { createAuthorizer } from "./authorizer.ts";
import { readSettings } from "./settings.ts";
import { createVerifier } from "./verifier.ts";

const settings = readSettings(process.env);
const { denyListTable } = settings;

export const handler = createAuthorizer(
  settings,
  createVerifier(settings),
  denyListTable === undefined ? undefined : denyList(awsClient(dynamoDb), denyListTable),
);
