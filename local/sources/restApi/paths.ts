import type { Resource } from "../../graph/resource.ts";
import type { ApiParts } from "./parts.ts";

/** The paths of an API's resources by their ids. */
export function pathsOf(api: Resource, parts: ApiParts): Map<unknown, string> {
  const resources = parts.ofType("resource:Resource");
  const paths = new Map<unknown, string>();
  for (const { id, outputs } of resources) paths.set(id, String(outputs["path"]));
  // A resource below the root also tells the root's id.
  const topmost = resources.find(({ outputs }) => /^\/[^/]+$/.test(String(outputs["path"])));
  const root = api.outputs["rootResourceId"] ?? topmost?.outputs["parentId"];
  return root === undefined ? paths : paths.set(root, "/");
}
