import type { DescribedPool, DescribedUser } from "../../../../apiTypes/users.ts";
import { useSignal } from "@preact/signals";
import { api, useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { ActionButton } from "../../parts/buttons.tsx";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Load } from "../../parts/states.tsx";
import { Time } from "../../parts/time.tsx";
import { navigate } from "../../router.ts";

/** One user, with what can be done. */
export function UserPage({ pool, username }: { pool: DescribedPool; username: string }) {
  const path = `pools/${encodeURIComponent(pool.id)}/users/${encodeURIComponent(username)}`;
  const found = useApi<DescribedUser>(path, { everyMs: 5_000 });
  const act =
    (action: string, body: object = {}) =>
    async () => {
      await api(`${path}/${action}`, { method: "POST", body });
      found.reload();
    };
  const remove = async () => {
    await api(path, { method: "DELETE" });
    navigate(`/users/${pool.id}`);
  };
  return (
    <Load from={found}>
      {(user) => (
        <>
          <PageHead title={user.attributes["email"] ?? user.username} note={`in ${pool.name}`}>
            <a href={`/users/${pool.id}`}>All users</a>
            {user.status === "UNCONFIRMED" && (
              <ActionButton run={act("confirm")}>Confirm</ActionButton>
            )}
            {user.isEnabled ? (
              <ActionButton run={act("disable")}>Disable</ActionButton>
            ) : (
              <ActionButton run={act("enable")}>Enable</ActionButton>
            )}
            <ConfirmButton question="End all sessions of this user?" run={act("sign-out")}>
              Sign out everywhere
            </ConfirmButton>
            <ConfirmButton question="Delete this user for good?" run={remove}>
              Delete
            </ConfirmButton>
          </PageHead>
          <div class="cards">
            <section class="card">
              <h2>User</h2>
              <dl class="facts">
                <dt>User name</dt>
                <dd>{user.username}</dd>
                <dt>Status</dt>
                <dd>
                  <Badge tone={user.status === "CONFIRMED" ? "ok" : "warn"}>{user.status}</Badge>{" "}
                  {!user.isEnabled && <Badge tone="bad">disabled</Badge>}
                </dd>
                <dt>Second factors</dt>
                <dd>{user.factors.join(", ") || "none"}</dd>
                <dt>Created</dt>
                <dd>{user.created && <Time at={user.created} />}</dd>
                <dt>Changed</dt>
                <dd>{user.changed && <Time at={user.changed} />}</dd>
              </dl>
            </section>
            <section class="card">
              <h2>Attributes</h2>
              <dl class="facts">
                {Object.entries(user.attributes).map(([name, value]) => (
                  <>
                    <dt key={name}>{name}</dt>
                    <dd>{value}</dd>
                  </>
                ))}
              </dl>
            </section>
            <Groups pool={pool} user={user} act={act} />
            <NewPassword act={act} />
          </div>
        </>
      )}
    </Load>
  );
}

type Act = (action: string, body?: object) => () => Promise<void>;

function Groups({ pool, user, act }: { pool: DescribedPool; user: DescribedUser; act: Act }) {
  const others = pool.groups.filter((group) => !user.groups.includes(group));
  const chosen = useSignal("");
  const group = others.includes(chosen.value) ? chosen.value : (others[0] ?? "");
  return (
    <section class="card">
      <h2>Groups</h2>
      {user.groups.map((each) => (
        <p key={each}>
          {each} <ActionButton run={act("leave", { group: each })}>Remove</ActionButton>
        </p>
      ))}
      {pool.groups.length === 0 && (
        <p class="muted">The pool has no groups: see identity.groups.</p>
      )}
      {others.length > 0 && (
        <p>
          <select
            aria-label="Group"
            value={group}
            onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}
          >
            {others.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>{" "}
          <ActionButton run={act("join", { group })}>Add</ActionButton>
        </p>
      )}
    </section>
  );
}

function NewPassword({ act }: { act: Act }) {
  const password = useSignal("");
  const set = async () => {
    await act("password", { password: password.value })();
    password.value = "";
  };
  return (
    <section class="card form">
      <h2>Password</h2>
      <label>
        New password, for good
        <input
          type="password"
          autocomplete="new-password"
          value={password.value}
          onInput={({ currentTarget }) => (password.value = currentTarget.value)}
        />
      </label>
      <div>
        <ActionButton run={set} disabled={password.value === ""}>
          Set the password
        </ActionButton>
      </div>
    </section>
  );
}
