import type { NetworkAcl } from "../networkAcls.ts";
import type { RouteTable } from "../routeTables.ts";
import type { GroupChoice, SecurityGroup } from "../securityGroups.ts";
import type { Subnet } from "../subnets.ts";

/** Such as `security group "web" (sg-0123)`. */
function wordsOfGroup({ words, id }: SecurityGroup): string {
  const full = words
    .replace(/^sg /, "security group ")
    .replace(/^default sg/, "default security group");
  return id === undefined || full.includes(id) ? full : `${full} (${id})`;
}

/** Such as `security group "a" (sg-1) and security group "b" (sg-2)`. */
export const wordsOfGroups = ({ groups }: GroupChoice): string => listed(groups.map(wordsOfGroup));

export function wordsOfAcl(acl: NetworkAcl): string {
  if (acl.words === undefined) return "the default network ACL";
  return acl.id === undefined ? acl.words : `${acl.words} (${acl.id})`;
}

/** Such as `route table rtb-0123 of`, before its subnet. */
export const wordsOfTable = ({ words }: RouteTable): string =>
  words.startsWith("the ")
    ? `${words}, used by`
    : `route table ${words.replace(/^route table /, "")} of`;

/** Such as `subnet "private-1" (us-east-1a)`. */
export const wordsOfSubnet = ({ words, zone }: Subnet): string =>
  zone === undefined ? words : `${words} (${zone})`;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
