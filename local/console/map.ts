import type { WorldMap } from "../apiTypes/platform.ts";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Topology } from "topojson-specification";
import { awsRegions } from "../../project/awsRegions.ts";
import type { Endpoint } from "../control/index.ts";

const width = 960;

/** Latitudes in degrees: the map ends between South America and Antarctica, which has no regions. */
const [south, antarctic] = [-57, -60];

let made: Promise<WorldMap> | undefined;

/** The map is drawn when it is first asked for: the page then needs no library for it, and less than half the bytes. */
export const mapEndpoints: Endpoint[] = [
  { method: "GET", path: "map", handle: () => (made ??= drawMap()) },
];

async function drawMap(): Promise<WorldMap> {
  const [{ geoNaturalEarth1, geoPath }, { feature }] = await Promise.all([
    import("d3-geo"),
    import("topojson-client"),
  ]);
  const require = createRequire(import.meta.url);
  const file = require.resolve("world-atlas/land-110m.json");
  const atlas = JSON.parse(await readFile(file, "utf8")) as Topology;
  const land = feature(atlas, atlas.objects["land"]!);
  const projection = geoNaturalEarth1().fitWidth(width, { type: "Sphere" });
  const places = Object.entries(awsRegions).map(
    ([
      name,
      {
        place: [latitude, longitude],
      },
    ]) => {
      const [left, down] = projection([longitude, latitude])!;
      return [name, [Math.round(left), Math.round(down)]] as const;
    },
  );
  const limit = projection([0, antarctic])![1];
  const outlines = (geoPath(projection).digits(0)(land) ?? "").split(/(?=M)/);
  const shown = outlines.filter((outline) => !isBeyond(outline, limit));
  const height = Math.round(projection([0, south])![1]);
  return { width, height, land: shown.join(""), places: Object.fromEntries(places) };
}

const isBeyond = (outline: string, limit: number): boolean =>
  [...outline.matchAll(/,(\d+)/g)].every(([, down]) => Number(down) > limit);
