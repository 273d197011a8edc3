import { Body } from "../inspect/bodies.ts";
import type { Regions } from "../inspect/regions.ts";
import { changeUser, createUser, deleteUser } from "../inspect/users/changes.ts";
import { describePools, poolWith } from "../inspect/users/pools.ts";
import { describeUser, listUsers } from "../inspect/users/users.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * The users of the stacks' pools, by the AWS endpoint with the account's key:
 * - `GET pools`: `{ pools }` of all regions
 * - `GET pools/{pool}/users?q=&attribute=&limit=&cursor=`: `{ users, next? }`; `q` is the beginning of the attribute
 * - `POST pools/{pool}/users` with `{ username, attributes?, password? }`
 * - `GET` and `DELETE pools/{pool}/users/{user}`
 * - `POST pools/{pool}/users/{user}/{action}`: confirm, password `{ password }`, join and leave `{ group }`, disable,
 *   enable, sign-out; the response is the user
 */
export const userEndpoints = (regions: Regions): Endpoint[] => {
  const pool = (request: ControlRequest) => poolWith(regions, request.param("pool"));
  const user = (request: ControlRequest) => ({
    UserPoolId: request.param("pool"),
    Username: request.param("user"),
  });
  return [
    {
      method: "GET",
      path: "pools",
      handle: async () => ({ pools: await describePools(regions) }),
    },
    {
      method: "GET",
      path: "pools/{pool}/users",
      query: ["q", "attribute", "limit", "cursor"],
      handle: (request) =>
        listUsers(pool(request), {
          text: request.query.get("q") ?? "",
          attribute: request.query.get("attribute") || "username",
          limit: request.integer("limit", { min: 1, max: 60, fallback: 60 }),
          cursor: request.query.get("cursor") || undefined,
        }),
    },
    {
      method: "POST",
      path: "pools/{pool}/users",
      handle: async (request) => {
        const at = pool(request);
        const body = await Body.of(request, ["username", "attributes", "password"]);
        const username = body.text("username");
        await createUser(at.aws, { UserPoolId: at.id, Username: username }, body);
        return describeUser(at, username);
      },
    },
    {
      method: "GET",
      path: "pools/{pool}/users/{user}",
      handle: (request) => describeUser(pool(request), request.param("user")),
    },
    {
      method: "DELETE",
      path: "pools/{pool}/users/{user}",
      handle: async (request) => {
        await deleteUser(pool(request).aws, user(request));
        return { deleted: request.param("user") };
      },
    },
    {
      method: "POST",
      path: "pools/{pool}/users/{user}/{action}",
      handle: async (request) => {
        const at = pool(request);
        const body = await Body.of(request, ["password", "group"]);
        await changeUser(at.aws, user(request), request.param("action"), body);
        return describeUser(at, request.param("user"));
      },
    },
  ];
};
