import {
  DescribeUserPoolClientCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { groupNames } from "../../project/users/allUsers.ts";
import type { Directory } from "../../project/users/directory.ts";
import { machinesIn } from "../../project/users/machines.ts";
import { nameOf, toRecord } from "../../project/users/readUser.ts";
import type { TokenChoices } from "../routes/triedCall.ts";
import type { PlatformState } from "../stateFile.ts";
import { userPoolRegion } from "../userPoolRegion.ts";
import { directoryOf } from "./directory.ts";

/** Users that are listed at most: those that Cognito lists at once. */
const limit = 60;

/** Whose tokens a platform can hand out. */
export async function tokenChoices(state: Pick<PlatformState, "regions">): Promise<TokenChoices> {
  const directory = directoryOf(state);
  const { cognito, userPoolId: UserPoolId } = directory;
  const { clientId, clients = {} } = userPoolRegion(state);
  try {
    const [{ Users = [] }, groups, machines] = await Promise.all([
      cognito.send(new ListUsersCommand({ UserPoolId, Limit: limit })),
      groupNames(directory),
      machinesIn(directory),
    ]);
    const ids = machines.map((machine) => machine.clientId);
    const ofUsers = Object.entries(clients).filter(
      ([, id]) => !ids.includes(id) && id !== clientId,
    );
    const describe = async (name: string, id: string) => ({
      name,
      scopes: await scopesOf(directory, id),
    });
    return {
      users: Users.map((user) => nameOf(toRecord(user))).sort(),
      groups: groups.sort(),
      machines: await Promise.all(machines.map((each) => describe(each.machine, each.clientId))),
      clients: await Promise.all([
        describe("", clientId),
        ...ofUsers.map(([name, id]) => describe(name, id)),
      ]),
    };
  } finally {
    directory.close();
  }
}

async function scopesOf({ cognito, userPoolId }: Directory, clientId: string): Promise<string[]> {
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
  );
  return UserPoolClient?.AllowedOAuthScopes ?? [];
}
