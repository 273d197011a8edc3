import { isDeepStrictEqual } from "node:util";
import type { RestApiModel } from "../gateway/index.ts";
import type { RegionDefinition } from "./definition.ts";

/** Names of what a new definition adds, changes and removes, in alphabetical order. */
interface Difference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The difference between two definitions of a region. */
export interface RegionChanges {
  /** Routes, such as `GET /orders/{id}`; of a region with several stages, such as `shop/dev GET /orders`. */
  readonly routes: Difference;
  /** Stages, such as `shop/dev`. Changed if anything but its routes is: limits, authorizers, firewall, cache, log. */
  readonly stages: Difference;
  /** Functions that the region runs, by their names in AWS. */
  readonly functions: Difference;
  /** Services, by their names in the program. */
  readonly services: Difference;
  /** Schedules and mappings of queues. */
  readonly events: Difference;
}

/** Compares two definitions by value. Code on disk is not a part of them. */
export function changesBetween(before: RegionDefinition, after: RegionDefinition): RegionChanges {
  const parts = [before, after].map(partsOf) as [Parts, Parts];
  const of = (part: keyof RegionChanges) => difference(parts[0][part], parts[1][part]);
  return {
    routes: of("routes"),
    stages: of("stages"),
    functions: of("functions"),
    services: of("services"),
    events: of("events"),
  };
}

/** Changes with the functions and services that were in fact started again, such as for other code. */
export function withStarted(changes: RegionChanges, started: Started): RegionChanges {
  const ofPart = (part: keyof Started): Difference => {
    const { added, removed } = changes[part];
    return {
      added,
      removed,
      changed: started[part].filter((name) => !added.includes(name)).sort(),
    };
  };
  return { ...changes, functions: ofPart("functions"), services: ofPart("services") };
}

/** Names of what was started. */
export interface Started {
  readonly functions: readonly string[];
  readonly services: readonly string[];
}

type Values = ReadonlyMap<string, unknown>;

/** Values by name of everything that can differ. */
type Parts = Readonly<Record<keyof RegionChanges, Values>>;

function partsOf({ apis, plans, services, functions, events }: RegionDefinition): Parts {
  const one = apis.length === 1;
  return {
    routes: new Map(
      apis.flatMap((api) =>
        routesOf(api).map(([name, value]) => [one ? name : `${stageName(api)} ${name}`, value]),
      ),
    ),
    stages: new Map(
      apis.map((api) => [stageName(api), [{ ...api, document: settingsOf(api) }, plans]]),
    ),
    functions: new Map(
      functions.map(({ resource, isAuthorizer }) => [
        String(resource.outputs["name"]),
        [resource.inputs, isAuthorizer],
      ]),
    ),
    services: new Map(services.map((spec) => [spec.name, spec])),
    events: new Map(
      [...events.schedules, ...events.mappings].map(({ name, source }) => [name, source]),
    ),
  };
}

export const stageName = ({ name, stage }: RestApiModel): string => `${name}/${stage.name}`;

const methods = new Set("delete get head options patch post put".split(" "));
const anyMethod = "x-amazon-apigateway-any-method";

function routesOf({ document }: RestApiModel): [name: string, value: unknown][] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([key]) => methods.has(key) || key === anyMethod)
      .map(([key, operation]): [string, unknown] => [
        `${key === anyMethod ? "ANY" : key.toUpperCase()} ${path}`,
        [operation, item["parameters"]],
      ]),
  );
}

/** What a document says beside its routes, and beside texts that change nothing. */
const settingsOf = ({ document }: RestApiModel): object => ({
  ...document,
  paths: undefined,
  info: undefined,
});

function difference(before: Values, after: Values): Difference {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    added: names.filter((name) => !before.has(name)),
    changed: names.filter(
      (name) =>
        before.has(name) &&
        after.has(name) &&
        !isDeepStrictEqual(before.get(name), after.get(name)),
    ),
    removed: names.filter((name) => !after.has(name)),
  };
}
