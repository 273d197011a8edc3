import { setQuery } from "../router.ts";

/** Leads to the page that begins at a cursor, by the address. */
export const NextPage = ({ cursor }: { cursor: string }) => (
  <button type="button" onClick={() => setQuery({ cursor })}>
    Next page
  </button>
);
