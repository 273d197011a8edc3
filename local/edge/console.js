/** Shows the platform's status and mail, and stops and starts regions. */
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const change = (region, action) => async () => {
  await fetch(`regions/${region}/${action}`, { method: "POST" });
  await show();
};

const regionRow = ([name, { state, healthy, requests, errors, api }]) => {
  const action = state === "running" ? "stop" : "start";
  const health = healthy ? "healthy" : "unhealthy";
  return element(
    "tr",
    {},
    element("td", { textContent: name }),
    element("td", { textContent: state }),
    element("td", { textContent: health, className: health }),
    element("td", { textContent: requests }),
    element("td", { textContent: errors }),
    element("td", {}, element("code", { textContent: api })),
    element("td", {}, element("button", { textContent: action, onclick: change(name, action) })),
  );
};

const messageItem = ({ time, to, subject, text }) =>
  element(
    "li",
    {},
    element("strong", { textContent: subject }),
    ` to ${to.join(", ")}, ${new Date(time).toLocaleTimeString()}`,
    element("br"),
    text,
  );

const read = async (path) => (await fetch(path)).json();

async function show() {
  const { edge, regions } = await read("status");
  const { messages } = await read("messages");
  document.querySelector("#regions").replaceChildren(...Object.entries(regions).map(regionRow));
  document.querySelector("#edge").textContent =
    `${edge.requests} requests, ${edge.failovers} sent on to another region`;
  document.querySelector("#no-mail").hidden = messages.length > 0;
  document.querySelector("#messages").replaceChildren(...messages.reverse().map(messageItem));
}

await show();
setInterval(show, 2000);
