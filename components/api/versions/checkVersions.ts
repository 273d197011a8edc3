import { ComponentArgumentError } from "../../shared/errors.ts";
import type { ApiVersions, Retirement } from "./version.ts";

/** @throws ComponentArgumentError for a version that can't be served, or ends before it should */
export function checkVersions(component: string, versions: ApiVersions): void {
  for (const [name, version] of Object.entries(versions)) {
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name) || /^s?ping$/.test(name)) {
      throw new ComponentArgumentError({
        component,
        argument: "versions",
        given: name,
        allowed: "lower-case letters, digits and . _ -, but ping and sping",
        fix: "Name it as its paths begin, such as v1.",
      });
    }
    if (!version.retired && version.routes === undefined) {
      throw new ComponentArgumentError({
        component,
        argument: `versions.${name}`,
        given: version,
        allowed: "routes, or retired: true",
        fix: "Give it routes, or say that it has ended.",
      });
    }
    const refuse = (argument: keyof Retirement, allowed: string, fix: string) => {
      throw new ComponentArgumentError({
        component,
        argument: `versions.${name}.${argument}`,
        given: version[argument],
        allowed,
        fix,
      });
    };
    const { deprecated, sunset, successor } = version;
    if (deprecated !== undefined && !isDay(deprecated)) {
      refuse("deprecated", "a day", "Write it as 2027-06-30.");
    }
    if (sunset !== undefined && !isDay(sunset)) {
      refuse("sunset", "a day", "Write it as 2027-06-30.");
    }
    if (deprecated !== undefined && sunset !== undefined && sunset < deprecated) {
      refuse(
        "sunset",
        `a day after ${deprecated}`,
        "Clients need time to move: choose a later day.",
      );
    }
    if (successor !== undefined && (successor === name || !isServed(versions, successor))) {
      const served = Object.keys(versions).filter((other) => isServed(versions, other));
      refuse(
        "successor",
        `another version that is served: ${served.join(", ")}`,
        "Name one of them.",
      );
    }
  }
}

const isDay = (text: string): boolean => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const isServed = (versions: ApiVersions, name: string): boolean =>
  Object.hasOwn(versions, name) && versions[name]!.retired !== true;
