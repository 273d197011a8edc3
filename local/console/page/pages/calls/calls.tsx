import { CallPage } from "./callPage.tsx";
import { CallList } from "./callList.tsx";

/** The platform's calls as they come, and each with all that happened for it. */
export const Calls = ({ rest: [id] }: { rest: readonly string[] }) =>
  id === undefined ? <CallList /> : <CallPage key={id} id={id} />;
