/** Shows the platform's status and mail, and stops, drains and slows regions. */
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const change = (region, action) => async () => {
  await fetch(`regions/${region}/${action}`, { method: "POST" });
  await show();
};

const button = (region, text, action) =>
  element("button", { textContent: text, onclick: change(region, action) });

const health = (healthy) => {
  const text = healthy ? "healthy" : "unhealthy";
  return element("td", { textContent: text, className: text });
};

const regionRow = ([name, { state, healthy, requests, errors, api, drained, delayMs }]) => {
  const running = state === "running";
  return element(
    "tr",
    {},
    element("td", { textContent: name }),
    element("td", { textContent: drained ? `${state}, drained` : state }),
    health(healthy),
    element("td", { textContent: requests }),
    element("td", { textContent: errors }),
    element("td", {}, element("code", { textContent: api })),
    element(
      "td",
      {},
      button(name, ...(running ? ["stop", "stop"] : ["start", "start"])),
      button(name, ...(drained ? ["undrain", "undrain"] : ["drain", "drain"])),
      button(name, ...(delayMs ? ["end delay", "slow?ms=0"] : ["slow", "slow?ms=3000"])),
    ),
  );
};

const checkRow = ({ name, stack, host, path, children, threshold, type, healthy }) =>
  element(
    "tr",
    {},
    element("td", { textContent: stack }),
    element("td", { textContent: name }),
    element("td", {
      textContent: children ? `${threshold} of ${children.length} checks` : (type ?? host + path),
    }),
    health(healthy),
  );

const messageItem = ({ time, to, subject = "", text }) =>
  element(
    "li",
    {},
    element("strong", { textContent: subject }),
    ` to ${to.join(", ")}, ${new Date(time).toLocaleTimeString()}`,
    element("br"),
    text,
  );

/** Messages of a kind, newest first; without any, a note. */
function showMessages(messages, kind, list, note) {
  const shown = messages.filter((message) => message.kind === kind).reverse();
  document.querySelector(note).hidden = shown.length > 0;
  document.querySelector(list).replaceChildren(...shown.map(messageItem));
}

const read = async (path) => (await fetch(path)).json();

async function show() {
  const { edge, regions, domain } = await read("status");
  const { messages } = await read("messages");
  document.querySelector("#regions").replaceChildren(...Object.entries(regions).map(regionRow));
  document.querySelector("#domain").hidden = domain === undefined;
  document.querySelector("#name").textContent = domain?.name ?? "";
  document.querySelector("#checks").replaceChildren(...(domain?.checks ?? []).map(checkRow));
  document.querySelector("#edge").textContent =
    `${edge.requests} requests, ${edge.failovers} sent on to another region`;
  showMessages(messages, "mail", "#mails", "#no-mail");
  showMessages(messages, "sms", "#texts", "#no-text");
}

await show();
setInterval(show, 2000);
