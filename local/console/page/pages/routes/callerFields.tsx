import type { RouteInfo } from "../../../../routes/routeInfo.ts";
import type { TokenChoices } from "../../../../routes/triedCall.ts";
import type { FormState } from "./formState.ts";

interface CallerFieldsProps {
  readonly route: RouteInfo;
  readonly form: FormState;
  readonly choices: TokenChoices | undefined;
  readonly change: (changes: Partial<FormState>) => void;
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Where the call goes, and who calls. */
export function CallerFields({ route, form, choices, change }: CallerFieldsProps) {
  return (
    <fieldset>
      <legend>Call</legend>
      {route.method === "ANY" && (
        <label>
          Method
          <select
            value={form.method}
            onChange={({ currentTarget }) => change({ method: currentTarget.value })}
          >
            {methods.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
        </label>
      )}
      <label>
        At
        <select
          value={form.region}
          onChange={({ currentTarget }) => change({ region: currentTarget.value })}
        >
          {route.basePath !== undefined && <option value="">the shared name</option>}
          {route.regions.map((region) => (
            <option key={region} value={region}>
              {region}
            </option>
          ))}
        </select>
      </label>
      {route.auth.kind !== "none" && <Caller {...{ route, form, choices, change }} />}
      {route.apiKey && (
        <label>
          API key
          <input
            value={form.apiKey}
            placeholder="apiKeys in .local/platform.json"
            autocomplete="off"
            onInput={({ currentTarget }) => change({ apiKey: currentTarget.value })}
          />
        </label>
      )}
    </fieldset>
  );
}

function Caller({ route, form, choices, change }: CallerFieldsProps) {
  const machines = route.auth.kind === "IAM" ? [] : (choices?.machines ?? []);
  const isToken = form.caller === "user" || form.caller.startsWith("machine:");
  const machine = choices?.machines.find(({ name }) => form.caller === `machine:${name}`);
  const scopes = machine?.scopes ?? choices?.clients.flatMap((client) => client.scopes) ?? [];
  return (
    <>
      <label>
        As
        <select
          value={form.caller}
          onChange={({ currentTarget }) => change({ caller: currentTarget.value })}
        >
          {route.auth.kind === "IAM" ? (
            <option value="account">the account, signed</option>
          ) : (
            <option value="user">a user</option>
          )}
          {machines.map(({ name }) => (
            <option key={name} value={`machine:${name}`}>
              {/^machine\b/i.test(name) ? name : `machine ${name}`}
            </option>
          ))}
          <option value="nobody">nobody</option>
        </select>
      </label>
      {form.caller === "user" && (
        <>
          <label>
            User
            <input
              list="users"
              value={form.user}
              placeholder="for development"
              autocomplete="off"
              onInput={({ currentTarget }) => change({ user: currentTarget.value })}
            />
          </label>
          <Suggestions id="users" values={choices?.users ?? []} />
          {(choices?.groups.length ?? 0) > 0 && (
            <label>
              Groups
              <input
                list="groups"
                value={form.groups}
                placeholder="as they are"
                onInput={({ currentTarget }) => change({ groups: currentTarget.value })}
              />
            </label>
          )}
          <Suggestions id="groups" values={choices?.groups ?? []} />
        </>
      )}
      {isToken && (scopes.length > 0 || route.auth.scopes.length > 0) && (
        <label>
          Scopes
          <input
            list="scopes"
            value={form.scopes}
            placeholder={form.caller === "user" ? "none: an ID token" : "all"}
            onInput={({ currentTarget }) => change({ scopes: currentTarget.value })}
          />
        </label>
      )}
      <Suggestions id="scopes" values={[...new Set(scopes)]} />
    </>
  );
}

const Suggestions = ({ id, values }: { id: string; values: readonly string[] }) => (
  <datalist id={id}>
    {values.map((value) => (
      <option key={value}>{value}</option>
    ))}
  </datalist>
);
