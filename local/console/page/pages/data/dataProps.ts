/** What each kind gets. */
export interface DataProps {
  readonly region: string;
  /** Of the table, queue or bucket that is open. */
  readonly name: string | undefined;
}
