import type { RouteInfo } from "../../../../routes/routeInfo.ts";
import { Method } from "../../parts/badge.tsx";
import { duration } from "../../parts/time.tsx";
import { query } from "../../router.ts";
import { guardsOf } from "./guards.ts";
import { TryForm } from "./tryForm.tsx";
import * as css from "./routes.module.css";

/** A route: who may call it, what is behind it, and the form. */
export function RouteDetail({ route, regions }: { route: RouteInfo; regions: readonly string[] }) {
  const { method, path, summary, description, integration, api, stage } = route;
  const missing = regions.filter((region) => !route.regions.includes(region));
  const search = query.value.get("q");
  return (
    <section class={`card ${css.detail}`} aria-labelledby="route-title">
      <a class={css.back} href={search ? `/routes?q=${encodeURIComponent(search)}` : "/routes"}>
        All routes
      </a>
      <h2 id="route-title">
        <Method name={method} /> <code>{path}</code>
      </h2>
      {summary && <p>{summary}</p>}
      {description && <p class="muted">{description}</p>}
      <dl class="facts">
        {guardsOf(route).map(({ label, detail }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{detail}</dd>
          </div>
        ))}
        <div>
          <dt>Backend</dt>
          <dd>
            {integration.kind} {integration.target && <code>{integration.target}</code>}
            {integration.service && ` → service ${integration.service}`}
            {integration.timeoutMs && (
              <span class="muted"> within {duration(integration.timeoutMs)}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>API</dt>
          <dd>
            {api}, stage {stage}
            {missing.length > 0 && `, not in ${missing.join(", ")}`}
          </dd>
        </div>
      </dl>
      <TryForm route={route} />
    </section>
  );
}
