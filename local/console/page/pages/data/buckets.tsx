import type { FoundObjects, ListedBucket, StoredObject } from "../../../../apiTypes/data.ts";
import { useSignal } from "@preact/signals";
import { api, useApi } from "../../api.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { NextPage } from "../../parts/nextPage.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { bytes, Time } from "../../parts/time.tsx";
import { query, setQuery } from "../../router.ts";
import type { DataProps } from "./dataProps.ts";
import * as css from "./data.module.css";

export function Buckets({ region, name }: DataProps) {
  const found = useApi<{ buckets: ListedBucket[] }>(
    name === undefined ? `buckets?region=${encodeURIComponent(region)}` : undefined,
  );
  if (name !== undefined) return <Bucket key={name} region={region} name={name} />;
  return (
    <Load from={found}>
      {({ buckets }) =>
        buckets.length === 0 ? (
          <Empty title="This region has no buckets." />
        ) : (
          <Table
            label="Buckets"
            rows={buckets}
            rowKey={(each) => each.name}
            href={(each) => `/data/buckets/${encodeURIComponent(each.name)}?region=${region}`}
            columns={[
              { title: "Bucket", cell: (each) => each.name, sortBy: (each) => each.name },
              { title: "Created", cell: ({ created }) => created && <Time at={created} /> },
            ]}
          />
        )
      }
    </Load>
  );
}

function Bucket({ region, name }: { region: string; name: string }) {
  const prefix = query.value.get("prefix") ?? "";
  const cursor = query.value.get("cursor") ?? "";
  const open = useSignal<StoredObject | undefined>(undefined);
  const parameters = new URLSearchParams({ region, prefix, ...(cursor && { cursor }) });
  const path = `buckets/${encodeURIComponent(name)}`;
  const found = useApi<FoundObjects>(`${path}/objects?${parameters.toString()}`);
  const addressOf = (action: string, key: string) =>
    `${path}/${action}?${new URLSearchParams({ region, key }).toString()}`;
  const remove = (key: string) => async () => {
    await api(addressOf("objects", key), { method: "DELETE" });
    open.value = undefined;
    found.reload();
  };
  const goTo = (to: string) => {
    open.value = undefined;
    setQuery({ prefix: to, cursor: undefined });
  };
  const shown = open.value;
  return (
    <>
      <div class="toolbar">
        <a href={`/data/buckets?region=${region}`}>All buckets</a>
        <input
          aria-label="Prefix"
          placeholder="Prefix, such as images/"
          value={prefix}
          onChange={({ currentTarget }) => goTo(currentTarget.value)}
        />
        {prefix !== "" && (
          <button type="button" onClick={() => goTo(prefix.replace(/[^/]*\/?$/, ""))}>
            Up
          </button>
        )}
      </div>
      {shown && (
        <section class={`card ${css.object}`}>
          <h2>{shown.key}</h2>
          <div class="toolbar">
            <a href={`/_palisade/${addressOf("download", shown.key)}`} download>
              Download
            </a>
            <ConfirmButton question="Delete this object?" run={remove(shown.key)}>
              Delete
            </ConfirmButton>
            <button type="button" onClick={() => (open.value = undefined)}>
              Close
            </button>
          </div>
          <Preview object={shown} address={`/_palisade/${addressOf("preview", shown.key)}`} />
        </section>
      )}
      <Load from={found}>
        {({ folders, objects, next }) => (
          <>
            {folders.map((folder) => (
              <button key={folder} type="button" class={css.folder} onClick={() => goTo(folder)}>
                {folder.slice(prefix.length)}
              </button>
            ))}
            {objects.length > 0 ? (
              <ObjectTable
                objects={objects}
                prefix={prefix}
                open={(object) => (open.value = object)}
              />
            ) : (
              folders.length === 0 && <Empty title="Nothing is here." />
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

interface ObjectTableProps {
  readonly objects: readonly StoredObject[];
  readonly prefix: string;
  readonly open: (object: StoredObject) => void;
}

const ObjectTable = ({ objects, prefix, open }: ObjectTableProps) => (
  <Table
    label="Objects"
    rows={objects}
    rowKey={({ key }) => key}
    onOpen={open}
    columns={[
      {
        title: "Object",
        cell: ({ key }) => key.slice(prefix.length) || key,
        sortBy: ({ key }) => key,
      },
      {
        title: "Size",
        align: "right",
        cell: (each) => bytes(each.bytes),
        sortBy: (each) => each.bytes,
      },
      {
        title: "Changed",
        align: "right",
        isExtra: true,
        cell: ({ changed }) => changed && <Time at={changed} />,
        sortBy: ({ changed }) => changed ?? "",
      },
    ]}
  />
);

/** What an object says of its type does not matter: the server sends plain text or an image. */
function Preview({ object, address }: { object: StoredObject; address: string }) {
  if (object.shownAs === "image") return <img src={address} alt={object.key} />;
  if (object.shownAs === "text") return <iframe title={object.key} sandbox="" src={address} />;
  return <p class="muted">This kind of object is not shown here. Download it.</p>;
}
