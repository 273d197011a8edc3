const list = document.getElementById("routes");

const response = await fetch("/openapi.json");
const { paths } = response.ok ? await response.json() : { paths: {} };

for (const [path, operations] of Object.entries(paths)) {
  for (const method of Object.keys(operations)) {
    const item = document.createElement("li");
    item.textContent = `${method.toUpperCase()} ${path}`;
    list.append(item);
  }
}
if (!response.ok) list.textContent = `The API responded with status ${response.status}.`;
