import {
  AddUserPoolClientSecretCommand,
  type ClientSecretDescriptorType,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  paginateListUserPoolClients,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "../users/directory.ts";

/** The command can't do what it was asked to. The message says why, and what to do. */
export class MachinesError extends Error {
  override readonly name = "MachinesError";
}

/** The app client of a machine. */
export interface MachineClient {
  /** The machine's name in `identity.machines`; `machine` is the client of `machineScopes`. */
  readonly machine: string;
  readonly clientId: string;
}

/** A client's name as the program and Pulumi make it: `dev-users-machine-billing-1a2b3c4`. */
const clientName = /-users-machine(?:-(.+))?-[0-9a-z]{7}$/;

/** The machines of an environment's pool, by name. */
export async function machinesIn({ cognito, userPoolId }: Directory): Promise<MachineClient[]> {
  const machines: MachineClient[] = [];
  const pages = paginateListUserPoolClients(
    { client: cognito },
    { UserPoolId: userPoolId, MaxResults: 60 },
  );
  for await (const { UserPoolClients = [] } of pages) {
    for (const { ClientName, ClientId } of UserPoolClients) {
      const match = clientName.exec(ClientName!);
      if (match) machines.push({ machine: match[1] ?? "machine", clientId: ClientId! });
    }
  }
  return machines.toSorted((one, other) => one.machine.localeCompare(other.machine));
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
