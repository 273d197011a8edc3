/** A browser without pages: it keeps cookies by host, follows redirects and sends forms. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Follows redirects until a URL begins with `end`. @returns that URL, or the page at which they end */
  async visit(url: string, end: string, form?: Record<string, string>): Promise<Visit> {
    let [next, body] = [url, form];
    for (let step = 0; step < 20; step += 1) {
      if (next.startsWith(end)) return { url: next, status: 0, text: "" };
      const response = await this.send(next, body);
      const location = response.headers.get("location");
      const text = await response.text();
      const again = formOf(text, next);
      if (location) [next, body] = [new URL(location, next).href, undefined];
      else if (again) [next, body] = [again.action, again.fields];
      else return { url: next, status: response.status, text };
    }
    throw new Error(`${url} redirects for ever`);
  }

  /** Sends one request. */
  async send(url: string, form?: Record<string, string>): Promise<Response> {
    const { hostname } = new URL(url);
    const cookies = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, cookies);
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0]!.split("=") as [string, string];
      if (/expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
}

export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** The form that a page sends by itself. */
function formOf(page: string, url: string) {
  if (!page.includes("onload=")) return undefined;
  const fields = [...page.matchAll(/<input[^>]* name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name, value]) => [unescaped(name!), unescaped(value!)],
  );
  const action = /action="([^"]*)"/.exec(page)![1]!;
  return {
    action: new URL(unescaped(action), url).href,
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
