import type { DescribedPool, FoundUsers, User } from "../../../../apiTypes/users.ts";
import { useSignal } from "@preact/signals";
import { api, useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { ActionButton } from "../../parts/buttons.tsx";
import { NextPage } from "../../parts/nextPage.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Search } from "../../parts/search.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { navigate, query, setQuery } from "../../router.ts";
import { UserPage } from "./user.tsx";

/** The users of the stacks' pools. */
export function Users({ rest: [poolId, username] }: { rest: readonly string[] }) {
  const pools = useApi<{ pools: DescribedPool[] }>("pools");
  return (
    <Load from={pools}>
      {({ pools: all }) => {
        const pool = poolId === undefined ? all[0] : all.find(({ id }) => id === poolId);
        if (!pool) {
          return (
            <Empty
              title={all.length === 0 ? "No stack declares a user pool." : "There is no such pool."}
            />
          );
        }
        return username === undefined ? (
          <PoolPage pool={pool} all={all} />
        ) : (
          <UserPage pool={pool} username={username} />
        );
      }}
    </Load>
  );
}

const pathOf = ({ id }: DescribedPool): string => `pools/${encodeURIComponent(id)}/users`;

/** Attributes that Cognito can search by the beginning of their value. */
const attributes = ["email", "username", "phone_number", "name", "preferred_username", "sub"];

function PoolPage({ pool, all }: { pool: DescribedPool; all: readonly DescribedPool[] }) {
  const search = query.value.get("q") ?? "";
  const attribute = query.value.get("attribute") ?? "email";
  const cursor = query.value.get("cursor");
  const isNew = useSignal(false);
  const parameters = new URLSearchParams({ attribute, q: search, ...(cursor && { cursor }) });
  const found = useApi<FoundUsers>(`${pathOf(pool)}?${parameters.toString()}`, {
    everyMs: 3_000,
  });
  return (
    <>
      <PageHead
        title="Users"
        note={`${pool.name} in ${pool.region}, second factor: ${pool.mfa.toLowerCase()}`}
      >
        <Search
          label={`Users whose ${attribute} begins with`}
          value={search}
          onInput={(q) => setQuery({ q, cursor: undefined })}
        />
        <select
          aria-label="Attribute"
          value={attribute}
          onChange={({ currentTarget }) => setQuery({ attribute: currentTarget.value })}
        >
          {attributes.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {all.length > 1 && (
          <select
            aria-label="User pool"
            value={pool.id}
            onChange={({ currentTarget }) => navigate(`/users/${currentTarget.value}`)}
          >
            {all.map(({ id, name, region }) => (
              <option key={id} value={id}>
                {name} ({region})
              </option>
            ))}
          </select>
        )}
        <button type="button" onClick={() => (isNew.value = !isNew.value)}>
          New user
        </button>
        <a href="/mail">Mails and texts</a>
      </PageHead>
      {isNew.value && <NewUser pool={pool} />}
      <Load from={found}>
        {({ users, next }) => (
          <>
            {users.length === 0 ? (
              <Empty title="No user is found.">
                Create one, or sign up by the API: <code>npm run token</code> makes one too.
              </Empty>
            ) : (
              <UserTable pool={pool} users={users} />
            )}
            {next !== undefined && (
              <p>
                <NextPage cursor={next} />
              </p>
            )}
          </>
        )}
      </Load>
    </>
  );
}

const UserTable = ({ pool, users }: { pool: DescribedPool; users: readonly User[] }) => (
  <Table
    label="Users"
    rows={users}
    rowKey={({ username }) => username}
    href={({ username }) => `/users/${pool.id}/${encodeURIComponent(username)}`}
    columns={[
      {
        title: "User",
        cell: ({ username, attributes: known }) =>
          known["email"] ?? known["phone_number"] ?? username,
        sortBy: ({ attributes: known, username }) => known["email"] ?? username,
      },
      { title: "Name", cell: ({ username }) => <code>{username}</code>, isExtra: true },
      {
        title: "Status",
        cell: ({ status, isEnabled }) => (
          <>
            <Badge tone={status === "CONFIRMED" ? "ok" : "warn"}>{status}</Badge>{" "}
            {!isEnabled && <Badge tone="bad">disabled</Badge>}
          </>
        ),
        sortBy: ({ status }) => status,
      },
      {
        title: "Created",
        isExtra: true,
        cell: ({ created }) => created && <Time at={created} />,
        sortBy: ({ created }) => created ?? "",
      },
    ]}
  />
);

function NewUser({ pool }: { pool: DescribedPool }) {
  const name = useSignal("");
  const password = useSignal("");
  const create = async () => {
    const isMail = name.value.includes("@");
    const user = await api<User>(pathOf(pool), {
      method: "POST",
      body: {
        username: name.value,
        ...(isMail && { attributes: { email: name.value, email_verified: "true" } }),
        ...(password.value !== "" && { password: password.value }),
      },
    });
    navigate(`/users/${pool.id}/${encodeURIComponent(user.username)}`);
  };
  return (
    <div class="card form">
      <label>
        User name, such as an address
        <input
          value={name.value}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      <label>
        Password; without one, the user is invited by mail
        <input
          type="password"
          autocomplete="new-password"
          value={password.value}
          onInput={({ currentTarget }) => (password.value = currentTarget.value)}
        />
      </label>
      <div>
        <ActionButton tone="main" run={create} disabled={name.value === ""}>
          Create
        </ActionButton>
      </div>
    </div>
  );
}
