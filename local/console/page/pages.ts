import type { ComponentType } from "preact";
import { Alarms } from "./pages/alarms/alarms.tsx";
import { Calls } from "./pages/calls/calls.tsx";
import { Data } from "./pages/data/data.tsx";
import { Limits } from "./pages/limits/limits.tsx";
import { Logs } from "./pages/logs/logs.tsx";
import { Mail } from "./pages/mail/mail.tsx";
import { Overview } from "./pages/overview/overview.tsx";
import { Routes } from "./pages/routes/routes.tsx";
import { Resources } from "./pages/resources/resources.tsx";
import { Users } from "./pages/users/users.tsx";

/** A page of the console. */
export interface ConsolePage {
  /** First part of its addresses: `/calls` also has `/calls/4f1c`. */
  readonly path: string;
  readonly title: string;
  /** Letter that leads to it after `g`; none is used twice. */
  readonly key: string;
  /** Gets the address's parts after the page's own path, decoded. */
  readonly component: ComponentType<{ readonly rest: readonly string[] }>;
}

/** All pages, in the order of the navigation. */
export const pages: readonly ConsolePage[] = [
  { path: "/", title: "Overview", key: "o", component: Overview },
  { path: "/routes", title: "Routes", key: "r", component: Routes },
  { path: "/calls", title: "Calls", key: "c", component: Calls },
  { path: "/resources", title: "Resources", key: "e", component: Resources },
  { path: "/logs", title: "Logs", key: "l", component: Logs },
  { path: "/users", title: "Users", key: "u", component: Users },
  { path: "/mail", title: "Mail", key: "m", component: Mail },
  { path: "/data", title: "Data", key: "d", component: Data },
  { path: "/limits", title: "Limits", key: "i", component: Limits },
  { path: "/alarms", title: "Alarms", key: "a", component: Alarms },
];

/** The page at an address, with the parts of the address after its own path. */
export function findPage(path: string): { page: ConsolePage; rest: readonly string[] } | undefined {
  const [first = "", ...rest] = path.split("/").slice(1);
  const page = pages.find((each) => each.path === `/${first}`);
  if (!page || (first === "" && rest.length > 0)) return undefined;
  return { page, rest: rest.filter((part) => part !== "").map(decode) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
