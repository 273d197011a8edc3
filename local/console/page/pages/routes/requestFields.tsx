import type { ParameterInfo, RouteInfo } from "../../../../routes/routeInfo.ts";
import { type FormState, hasBody, keyOf } from "./formState.ts";
import { constraintsOf, membersOf } from "./schemaWords.ts";
import * as css from "./routes.module.css";

interface FieldsProps {
  readonly route: RouteInfo;
  readonly form: FormState;
  readonly change: (changes: Partial<FormState>) => void;
}

/** The parameters of the path, the query and headers, and further headers. */
export function ParameterFields({ route, form, change }: FieldsProps) {
  const set = (parameter: ParameterInfo, value: string) =>
    change({ parameters: { ...form.parameters, [keyOf(parameter)]: value } });
  return (
    <fieldset>
      <legend>Parameters</legend>
      {route.parameters.map((parameter) => {
        const { name, in: place, required, description, schema } = parameter;
        const hint = [description, constraintsOf(schema)].filter(Boolean).join(" · ");
        return (
          <label key={keyOf(parameter)}>
            <span>
              {name}
              <span class="muted"> {place}</span>
              {required && <span title="required"> *</span>}
            </span>
            <input
              value={form.parameters[keyOf(parameter)]}
              aria-required={required}
              title={hint}
              placeholder={hint}
              spellcheck={false}
              onInput={({ currentTarget }) => set(parameter, currentTarget.value)}
            />
          </label>
        );
      })}
      <label class={css.wide}>
        <span>
          headers<span class="muted"> one “name: value” a line</span>
        </span>
        <textarea
          rows={form.headers === "" ? 1 : Math.min(6, form.headers.split("\n").length + 1)}
          value={form.headers}
          spellcheck={false}
          onInput={({ currentTarget }) => change({ headers: currentTarget.value })}
        />
      </label>
    </fieldset>
  );
}

/** The body, with what its schema says about it. */
export function BodyField({ route, form, change }: FieldsProps) {
  if (!route.body && !hasBody(form.method)) return null;
  const members = membersOf(route.body?.schema);
  return (
    <fieldset>
      <legend>Body</legend>
      <label class={css.wide}>
        <span class="muted">{route.body?.contentType ?? "application/json"}</span>
        <textarea
          rows={Math.min(16, Math.max(4, form.body.split("\n").length + 1))}
          value={form.body}
          spellcheck={false}
          onInput={({ currentTarget }) => change({ body: currentTarget.value })}
        />
      </label>
      {members.length > 0 && (
        <ul class={css.members} aria-label="What the body has">
          {members.map(({ name, words }) => (
            <li key={name}>
              <code>{name}</code> <span class="muted">{words}</span>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
