import { paginateListUserPoolClients } from "@aws-sdk/client-cognito-identity-provider";
import type { Directory } from "./directory.ts";

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
