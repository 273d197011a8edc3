import { useSignal } from "@preact/signals";
import type { RouteInfo } from "../../../../routes/routeInfo.ts";
import type { TokenChoices, TryResponse } from "../../../../routes/triedCall.ts";
import { api, useApi } from "../../api.ts";
import { Failure } from "../../parts/states.tsx";
import { CallerFields } from "./callerFields.tsx";
import { callFrom, emptyForm, faultsIn, type FormState } from "./formState.ts";
import { BodyField, ParameterFields } from "./requestFields.tsx";
import { Response } from "./response.tsx";
import * as css from "./routes.module.css";

/** A form that calls a route through the platform, because pages of another origin may not. */
export function TryForm({ route }: { route: RouteInfo }) {
  const form = useSignal<FormState>(emptyForm(route));
  const result = useSignal<TryResponse | undefined>(undefined);
  const error = useSignal<Error | undefined>(undefined);
  const isBusy = useSignal(false);
  const choices = useApi<TokenChoices>(route.auth.kind === "none" ? undefined : "tokens");
  const change = (changes: Partial<FormState>) => {
    form.value = { ...form.value, ...changes };
  };
  const send = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    error.value = undefined;
    try {
      result.value = await api("try", { method: "POST", body: callFrom(form.value, route) });
      choices.reload();
    } catch (failure) {
      error.value = failure as Error;
    } finally {
      isBusy.value = false;
    }
  };
  const faults = faultsIn(form.value, route);
  return (
    <form
      class={css.form}
      aria-label="Try the route"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
      }}
    >
      <CallerFields route={route} form={form.value} choices={choices.data} change={change} />
      <ParameterFields route={route} form={form.value} change={change} />
      <BodyField route={route} form={form.value} change={change} />
      {faults.length > 0 && (
        <ul class={css.hints} aria-label="What the route will refuse">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      <div class={css.send}>
        <button type="submit" class="main" disabled={isBusy.value} aria-busy={isBusy.value}>
          {isBusy.value ? "Calling…" : "Send"}
        </button>
        <span class="muted">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
      </div>
      <div aria-live="polite">
        {error.value && <Failure error={error.value} />}
        {result.value && <Response result={result.value} />}
      </div>
    </form>
  );
}
