import {
  AddUserPoolClientSecretCommand,
  type ClientSecretDescriptorType,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "../../project/users/directory.ts";
import { type MachineClient, machinesIn } from "../../project/users/machines.ts";

/** The command can't do what it was asked to. The message says why, and what to do. */
export class MachinesError extends Error {
  override readonly name = "MachinesError";
}

/** @throws MachinesError for an unknown name */
export async function findMachine(directory: Directory, name: string): Promise<MachineClient> {
  const machines = await machinesIn(directory);
  const found = machines.find(({ machine }) => machine === name);
  if (found) return found;
  const names = machines.map(({ machine }) => machine).join(", ");
  throw new MachinesError(
    `There is no machine "${name}" in ${directory.environment}. ` +
      (names ? `Use one of: ${names}.` : "Add it to identity.machines and deploy."),
  );
}

/** A secret without its value, which Cognito never shows again. */
export type Secret = Pick<ClientSecretDescriptorType, "ClientSecretId" | "ClientSecretCreateDate">;

/** A client's secrets, oldest first: one or two. */
export async function secretsOf(
  { cognito, userPoolId: UserPoolId }: Directory,
  { clientId: ClientId }: MachineClient,
): Promise<Secret[]> {
  const { ClientSecrets = [] } = await cognito.send(
    new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }),
  );
  return ClientSecrets.toSorted((one, other) => timeOf(one) - timeOf(other));
}

const timeOf = ({ ClientSecretCreateDate: date }: Secret): number => date?.getTime() ?? 0;

/** @returns the new secret's value */
export async function addSecret(
  { cognito, userPoolId: UserPoolId }: Directory,
  { clientId: ClientId }: MachineClient,
): Promise<string> {
  const { ClientSecretDescriptor } = await cognito.send(
    new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }),
  );
  return ClientSecretDescriptor!.ClientSecretValue!;
}

export async function deleteSecret(
  { cognito, userPoolId: UserPoolId }: Directory,
  { clientId: ClientId }: MachineClient,
  { ClientSecretId }: Secret,
): Promise<void> {
  await cognito.send(
    new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId }),
  );
}
