/** Addresses of other domains than the allowed ones, whose users an administrator created. */
export interface Invitations {
  add(address: string): Promise<void>;
  has(address: string): Promise<boolean>;
}

/** Invitations in a table. Its client is loaded with the first use, which most sign-ins don't need. */
export function invitationsIn(tableName: string): Invitations {
  let loading: Promise<Invitations> | undefined;
  const table = () => (loading ??= load(tableName));
  return {
    add: async (address) => (await table()).add(address),
    has: async (address) => (await table()).has(address),
  };
}

async function load(tableName: string): Promise<Invitations> {
  const { invitationTable } = await import("./invitationTable.ts");
  return invitationTable(tableName);
}
