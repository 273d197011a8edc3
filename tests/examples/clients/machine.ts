export interface Machine {
  /** Output of the home region's stack. */
  tokenEndpoint: string;
  clientId: string;
  /** From a secret store, never from the code. */
  clientSecret: string;
  scopes: string[];
}

/** A machine's access token. It is asked for again a minute before it expires: AWS bills each one. */
export function machineToken({ tokenEndpoint, clientId, clientSecret, scopes }: Machine) {
  let token: Promise<string>;
  let until = 0;

  const ask = async () => {
    const response = await fetch(tokenEndpoint, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", scope: scopes.join(" ") }),
    });
    if (!response.ok) throw new Error(`No token: ${response.status} ${await response.text()}`);
    const { access_token, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    until = Date.now() + (expires_in - 60) * 1000;
    return access_token;
  };

  return () => {
    if (Date.now() >= until) {
      // One request for all who wait for it.
      until = Infinity;
      token = ask().catch((error: unknown) => {
        until = 0;
        throw error;
      });
    }
    return token;
  };
}
