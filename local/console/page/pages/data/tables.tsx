import type { DescribedTable, Keys } from "../../../../apiTypes/data.ts";
import { useSignal } from "@preact/signals";
import { api, useApi } from "../../api.ts";
import { NextPage } from "../../parts/nextPage.tsx";
import { Empty, Load } from "../../parts/states.tsx";
import { Table } from "../../parts/table.tsx";
import { bytes } from "../../parts/time.tsx";
import { query, setQuery } from "../../router.ts";
import type { DataProps } from "./dataProps.ts";
import { ItemEditor } from "./itemEditor.tsx";
import { type Item, plainText } from "./items.ts";

export function Tables({ region, name }: DataProps) {
  const found = useApi<{ tables: DescribedTable[] }>(`tables?region=${encodeURIComponent(region)}`);
  return (
    <Load from={found}>
      {({ tables }) => {
        const table = tables.find((each) => each.name === name);
        if (table) return <Items key={table.name} region={region} table={table} />;
        if (tables.length === 0) return <Empty title="This region has no tables." />;
        return (
          <Table
            label="Tables"
            rows={tables}
            rowKey={(each) => each.name}
            href={(each) => `/data/tables/${encodeURIComponent(each.name)}?region=${region}`}
            columns={[
              { title: "Table", cell: (each) => each.name, sortBy: (each) => each.name },
              {
                title: "Key",
                cell: ({ keys }) => [keys.hash, keys.range].filter(Boolean).join(", "),
              },
              {
                title: "Items",
                align: "right",
                cell: ({ items }) => items,
                sortBy: ({ items }) => items,
              },
              { title: "Size", align: "right", isExtra: true, cell: (each) => bytes(each.bytes) },
            ]}
          />
        );
      }}
    </Load>
  );
}

function Items({ region, table }: { region: string; table: DescribedTable }) {
  const { value } = query;
  const [hash, range, index] = ["hash", "range", "index"].map((name) => value.get(name) ?? "");
  const cursor = value.get("cursor") ?? "";
  const parameters = new URLSearchParams({ region, limit: "50" });
  for (const [name, text] of Object.entries({ hash, range, index, cursor })) {
    if (text) parameters.set(name, text);
  }
  const path = `tables/${encodeURIComponent(table.name)}/items`;
  const found = useApi<{ items: Item[]; next?: string }>(`${path}?${parameters.toString()}`);
  const edited = useSignal<Item | undefined>(undefined);
  const keys = table.indexes.find(({ name }) => name === index) ?? table.keys;
  const send = async (method: string, body: object) => {
    await api(`${path}?region=${encodeURIComponent(region)}`, { method, body });
    edited.value = undefined;
    found.reload();
  };
  const keyOf = (item: Item): Item =>
    Object.fromEntries(
      [table.keys.hash, table.keys.range].flatMap((key) =>
        key && item[key] ? [[key, item[key]]] : [],
      ),
    );
  const filter = (name: string) => (event: { currentTarget: { value: string } }) =>
    setQuery({ [name]: event.currentTarget.value, cursor: undefined });
  return (
    <>
      <div class="toolbar">
        <a href={`/data/tables?region=${region}`}>All tables</a>
        {table.indexes.length > 0 && (
          <select aria-label="Index" value={index} onChange={filter("index")}>
            <option value="">The table</option>
            {table.indexes.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        <input
          aria-label={keys.hash}
          placeholder={`${keys.hash} is`}
          value={hash}
          onChange={filter("hash")}
        />
        {keys.range && (
          <input
            aria-label={keys.range}
            placeholder={`${keys.range} begins with`}
            value={range}
            onChange={filter("range")}
          />
        )}
        <button type="button" onClick={() => (edited.value = newItem(table.keys))}>
          New item
        </button>
        <button type="button" onClick={found.reload}>
          Read again
        </button>
      </div>
      {edited.value && (
        <ItemEditor
          key={JSON.stringify(edited.value)}
          item={edited.value}
          save={(item) => send("PUT", { item })}
          remove={() => send("DELETE", { key: keyOf(edited.value!) })}
          close={() => (edited.value = undefined)}
        />
      )}
      <Load from={found}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Empty title={cursor ? "There are no further items." : "No item is found."} />
            ) : (
              <ItemTable items={items} keys={table.keys} open={(item) => (edited.value = item)} />
            )}
            <p class="toolbar">
              {cursor && (
                <button type="button" onClick={() => setQuery({ cursor: undefined })}>
                  First page
                </button>
              )}
              {next !== undefined && <NextPage cursor={next} />}
            </p>
          </>
        )}
      </Load>
    </>
  );
}

const newItem = ({ hash, range }: Keys): Item => ({
  [hash]: { S: "" },
  ...(range !== undefined && { [range]: { S: "" } }),
});

/** Columns beside the keys. */
const maxColumns = 6;

interface ItemTableProps {
  readonly items: readonly Item[];
  readonly keys: Keys;
  readonly open: (item: Item) => void;
}

function ItemTable({ items, keys, open }: ItemTableProps) {
  const own = [keys.hash, ...(keys.range === undefined ? [] : [keys.range])];
  const others = [...new Set(items.flatMap((item) => Object.keys(item)))]
    .filter((name) => !own.includes(name))
    .slice(0, maxColumns);
  return (
    <Table
      label="Items"
      rows={items}
      rowKey={(item) => JSON.stringify(own.map((name) => item[name]))}
      onOpen={open}
      columns={[
        ...own.map((name) => ({
          title: name,
          cell: (item: Item) => <code>{plainText(item[name])}</code>,
        })),
        ...others.map((name) => ({
          title: name,
          cell: (item: Item) => plainText(item[name]).slice(0, 120),
          isExtra: true,
        })),
      ]}
    />
  );
}
