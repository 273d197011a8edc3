import type {
  DescribedGrant,
  DescribedResource,
  Finding,
  LabelledWay,
} from "../../../../apiTypes/resources.ts";
import type { ComponentChildren } from "preact";
import { useApi } from "../../api.ts";
import { Badge } from "../../parts/badge.tsx";
import { Json } from "../../parts/json.tsx";
import { PageHead } from "../../parts/pageHead.tsx";
import { Load } from "../../parts/states.tsx";
import * as css from "./resources.module.css";

/** One resource, with what it may do and what may reach it. */
export function ResourcePage({ urn }: { urn: string }) {
  const described = useApi<DescribedResource>(`resources/${encodeURIComponent(urn)}`);
  return <Load from={described}>{(resource) => <Details resource={resource} />}</Load>;
}

function Details({ resource }: { resource: DescribedResource }) {
  const { urn, region, kind, name, network } = resource;
  const found = useApi<{ findings: Finding[] }>(
    `resources/findings?region=${encodeURIComponent(region)}`,
  );
  return (
    <div class={css.resource}>
      <PageHead title={name} note={`${kind} in ${region}`}>
        <a href={`/resources?region=${encodeURIComponent(region)}`}>All resources</a>
      </PageHead>
      <dl class="facts card">
        <dt>Type</dt>
        <dd>
          <code>{resource.type}</code>
        </dd>
        <dt>Id</dt>
        <dd>{resource.id}</dd>
        <dt>URN</dt>
        <dd>
          <code>{urn}</code>
        </dd>
      </dl>
      <h2>What the policies find</h2>
      <Load from={found}>{({ findings }) => <Findings all={findings} urn={urn} />}</Load>
      <div class={css.cards}>
        <Section title="What it may do" none="It has no role with permissions.">
          {resource.may.map((grant, index) => (
            <GrantItem key={index} grant={grant} />
          ))}
        </Section>
        <Section title="Who may use it" none="No policy of this stack names it.">
          {resource.grants.map((grant, index) => (
            <GrantItem key={index} grant={grant} />
          ))}
        </Section>
        {(network.isInNetwork || network.fromInternet.length > 0) && <Network network={network} />}
        <Section title="Uses" none="It names no other resource.">
          {resource.uses.map(({ to, property }) => (
            <li key={to}>
              <UrnLink urn={to} /> <span class="muted">{property}</span>
            </li>
          ))}
        </Section>
        <Section title="Used by" none="No other resource names it.">
          {resource.usedBy.map(({ from, property }) => (
            <li key={from}>
              <UrnLink urn={from} /> <span class="muted">{property}</span>
            </li>
          ))}
        </Section>
      </div>
      <div class={css.cards}>
        <section class="card">
          <h2>Inputs</h2>
          <Json value={resource.inputs} label="Inputs" />
        </section>
        <section class="card">
          <h2>Outputs</h2>
          <Json value={resource.outputs} label="Outputs" />
        </section>
      </div>
    </div>
  );
}

function Section({
  title,
  none,
  children,
}: {
  title: string;
  none: string;
  children: ComponentChildren[];
}) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children.length > 0 ? <ul>{children}</ul> : <p class="muted">{none}</p>}
    </section>
  );
}

/** Such as `Table orders`. */
function UrnLink({ urn }: { urn: string }) {
  const [, , types = "", name = urn] = urn.split("::");
  if (!urn.startsWith("urn:")) return <code>{urn}</code>;
  const kind = types.slice(types.lastIndexOf(":") + 1);
  return (
    <a href={`/resources/${encodeURIComponent(urn)}`}>
      {kind} {name}
    </a>
  );
}

const GrantItem = ({
  grant: { who, words, statement, declaredBy, role },
}: {
  grant: DescribedGrant;
}) => (
  <li>
    {who && <strong>{who}: </strong>}
    {words}
    <details>
      <summary class="muted">The statement</summary>
      <p class="muted">
        Declared by <UrnLink urn={declaredBy} />
        {role && role !== declaredBy && (
          <>
            , of <UrnLink urn={role} />
          </>
        )}
      </p>
      <Json value={statement} label="Statement" />
    </details>
  </li>
);

function Network({
  network: { from, to, fromInternet },
}: {
  network: DescribedResource["network"];
}) {
  return (
    <section class="card">
      <h2>Network</h2>
      {fromInternet.map(({ hops, isOpen, closedBy }, index) => (
        <p key={index}>
          <Verdict carries={isOpen} /> {hops.join(" → ")}
          {isOpen === false && <span class="muted"> (closed: {closedBy.join("; ")})</span>}
        </p>
      ))}
      <Ways title="Reached from" ways={from} />
      <Ways title="Reaches" ways={to} />
    </section>
  );
}

function Ways({ title, ways }: { title: string; ways: readonly LabelledWay[] }) {
  if (ways.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {ways
          .toSorted((one, other) => Number(other.carries) - Number(one.carries))
          .map((way) => (
            <li key={`${way.urn} ${way.port}`}>
              <Verdict carries={way.carries} />{" "}
              <a href={`/resources/${encodeURIComponent(way.urn)}`}>{way.label}</a> on port{" "}
              {way.port}
              {way.reason && <div class="muted">{way.reason}</div>}
            </li>
          ))}
      </ul>
    </>
  );
}

const Verdict = ({ carries }: { carries: boolean | null }) =>
  carries === null ? (
    <Badge>not shown</Badge>
  ) : carries ? (
    <Badge tone="ok">open</Badge>
  ) : (
    <Badge tone="muted">closed</Badge>
  );

function Findings({ all, urn }: { all: readonly Finding[]; urn: string }) {
  const own = all.filter((finding) => finding.urn === urn);
  if (own.length === 0) return <p class="muted">Nothing.</p>;
  return (
    <ul>
      {own.map(({ rule, property, message, level, exemption, doubt }) => (
        <li key={`${rule} ${property}`}>
          <Badge tone={exemption || doubt ? "muted" : level === "mandatory" ? "bad" : "warn"}>
            {exemption ? "exempt" : doubt ? "undecided here" : level}
          </Badge>{" "}
          <strong>{rule}</strong> {message}
          {exemption?.reason && <div class="muted">{exemption.reason}</div>}
          {doubt && <div class="muted">{doubt}</div>}
        </li>
      ))}
    </ul>
  );
}
