import { Amplify } from "aws-amplify";
import { fetchAuthSession } from "aws-amplify/auth";

/** From the outputs of the home region's stack. */
export interface Pool {
  userPoolId: string;
  clientId: string;
}

/** Once, before anything else. Then `signUp`, `signIn`, `confirmSignIn` and `signOut` of aws-amplify/auth work. */
export function connect({ userPoolId, clientId }: Pool) {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId: clientId } } });
}

/** Calls the API as the user who is signed in. Amplify refreshes tokens before they expire. */
export async function call(apiUrl: string, path: string, init: RequestInit = {}) {
  const send = async (forceRefresh: boolean) => {
    const { tokens } = await fetchAuthSession({ forceRefresh });
    if (!tokens?.idToken) throw new Error("Nobody is signed in.");
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${tokens.idToken.toString()}`);
    return fetch(`${apiUrl}${path}`, { ...init, headers });
  };
  const response = await send(false);
  // The clock of the device is behind, or the session has ended.
  return response.status === 401 ? send(true) : response;
}
