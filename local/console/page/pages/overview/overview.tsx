import { PageHead } from "../../parts/pageHead.tsx";

/** The regions, how they are and what they do. */
export function Overview() {
  return <PageHead title="Overview" />;
}
