/** A person with a browser that knows cookies, redirections and forms, and nothing else. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  readonly #languages: string;

  constructor(languages = "en") {
    this.#languages = languages;
  }

  /** Opens an address, and gives the page that it comes to, with where that is. */
  async open(
    url: string,
    form?: URLSearchParams,
  ): Promise<{ readonly url: string; readonly status: number; readonly html: string }> {
    let [at, body] = [url, form];
    for (;;) {
      const response = await fetch(at, {
        redirect: "manual",
        headers: {
          "accept-language": this.#languages,
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        },
        ...(body && { method: "POST", body }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ""] = cookie.split(";");
        const cut = pair.indexOf("=");
        this.#cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
      }
      const next = response.headers.get("location");
      if (next === null) return { url: at, status: response.status, html: await response.text() };
      [at, body] = [new URL(next, at).href, undefined];
    }
  }

  /** Signs in at the provider, where it asks who it is, and gives the page that that ends on. */
  async signIn(url: string, login: string) {
    const page = await this.open(url);
    if (!page.html.includes('name="login"')) return page;
    return await this.open(page.url, new URLSearchParams({ login }));
  }

  /** Submits the form of a page with these fields besides its hidden ones. */
  async submit(page: { readonly url: string; readonly html: string }, fields: Record<string, string>) {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.html)?.[1] ?? page.url;
    const hidden = [...page.html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? "",
      /value="([^"]*)"/.exec(input)?.[1] ?? "",
    ]);
    const form = new URLSearchParams({
      ...(Object.fromEntries(hidden) as Record<string, string>),
      ...fields,
    });
    return await this.open(new URL(action.replaceAll("&amp;", "&"), page.url).href, form);
  }
}
