// Microsoft's JavaScript client writes our batches once more: from the same requests, and from the items that we wrote.
// Reads from stdin a JSON list of `{"batch", "requests"}`: what we wrote, and, where there are, the requests that it was made
// of, with their bodies in base64. Both must come out as we wrote them. Prints how many requests there were.
import assert from "node:assert/strict";
import fs from "node:fs";
import graph from "@microsoft/microsoft-graph-client";

// It reads bytes by Node.js's `buffer` only where there is no `Blob`, which it would want a browser's `FileReader` for.
delete globalThis.Blob;
Request.prototype.buffer = async function () {
  return Buffer.from(await this.arrayBuffer());
};
// It takes the body that a POST doesn't have for one of no bytes.
const { json } = Request.prototype;
Request.prototype.json = async function () {
  return this.body === null ? undefined : json.call(this);
};

const step = ({ id, method, url, headers, dependsOn }, body) => {
  const request = new Request(`https://graph.microsoft.com${url}`, { method, headers, body });
  // Without one, `fetch` makes a content type up.
  if (!headers?.["content-type"]) request.headers.delete("content-type");
  return { id, request, dependsOn };
};
const isJson = ({ headers }) => !headers || /json/.test(headers["content-type"] ?? "json");
const again = (item) =>
  step(item, item.body === undefined ? undefined : isJson(item) ? JSON.stringify(item.body) : Buffer.from(item.body, "base64"));
const written = (steps) => new graph.BatchRequestContent(steps).getContent();

let count = 0;
for (const { batch, requests } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const plain = JSON.parse(JSON.stringify(batch));
  assert.deepEqual(plain, JSON.parse(JSON.stringify(await written(plain.requests.map(again)))), "its items");
  if (requests) {
    const theirs = await written(requests.map((one) => step(one, one.body === null ? undefined : Buffer.from(one.body, "base64"))));
    assert.deepEqual(plain, JSON.parse(JSON.stringify(theirs)), "the requests");
  }
  count += plain.requests.length;
}
console.log(count);
