// Microsoft's JavaScript client against the sandbox: paging, objects, a batch, a large upload, a download, errors.
// Arguments: the sandbox's URL, "right" or "wrong", the files of a key and a certificate for this machine. Prints a line of
// JSON with what it saw. "wrong" expects what the sandbox doesn't have, and must fail.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import graph from "@microsoft/microsoft-graph-client";

const [sandbox, mode, key, certificate] = process.argv.slice(2);

// The client sends tokens and follows links by https only: TLS ends here, in front of the sandbox.
const front = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, (request, response) => {
  const headers = { ...request.headers, "x-forwarded-proto": "https" };
  const onward = http.request(sandbox + request.url, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  request.pipe(onward);
});
await new Promise((listening) => front.listen(0, "localhost", listening));
const base = `https://localhost:${front.address().port}`;

const client = graph.Client.init({
  authProvider: (done) => done(null, "any"),
  baseUrl: `${base}/`,
  customHosts: new Set(["localhost"]),
});
const refused = async (request) => {
  const error = await request.then(() => assert.fail("it was not refused"), (error) => error);
  assert.ok(error instanceof graph.GraphError, String(error));
  return error;
};

async function pages() {
  const names = [];
  const first = await client.api("/users").query({ $select: "id,displayName" }).count(true).get();
  const iterator = new graph.PageIterator(client, first, (user) => names.push(user.displayName) > 0);
  await iterator.iterate();
  assert.equal(first["@odata.count"], 7);
  assert.ok(iterator.isComplete());
  return names;
}

async function objects() {
  const made = await client.api("/users").post({ displayName: "Zoe O'Neil & Söhne" });
  assert.equal(made.displayName, "Zoe O'Neil & Söhne");
  assert.equal(await client.api(`/users/${made.id}`).patch({ displayName: null }), undefined);
  assert.equal(await client.api(`/users/${made.id}`).delete(), undefined);
  return made.id;
}

async function batch() {
  const json = { "Content-Type": "application/json" };
  const request = (path, init) => new Request(`${base}${path}`, init);
  const steps = [
    { id: "1", request: request("/users", { method: "POST", headers: json, body: '{"displayName":"New"}' }) },
    { id: "2", request: request("/users/u1"), dependsOn: ["1"] },
    { id: "3", request: request("/users/missing"), dependsOn: ["2"] },
    { id: "4", request: request("/users/u2", { method: "DELETE" }), dependsOn: ["3"] },
  ];
  const content = await new graph.BatchRequestContent(steps).getContent();
  const responses = new graph.BatchResponseContent(await client.api("/$batch").post(content));
  const statuses = ["1", "2", "3", "4"].map((id) => responses.getResponseById(id).status);
  const error = (await responses.getResponseById("3").json()).error;
  assert.ok(error.code && error.message && error.innerError["request-id"]);
  assert.equal((await responses.getResponseById("2").json()).displayName, "user 1");
  return statuses;
}

async function upload() {
  const bytes = new Uint8Array(1_000_000).map((_, index) => index % 251);
  const session = await graph.LargeFileUploadTask.createUploadSession(client, "/me/drive/root:/a/b.bin:/createUploadSession", {});
  assert.ok(session.expiry > new Date(), "the session has no time at which it ends");
  const slices = [];
  const progress = (range) => slices.push(range.minValue);
  const options = { rangeSize: 327_680, uploadEventHandlers: { progress } };
  const file = new graph.FileUpload(bytes.buffer, "b.bin", bytes.length);
  const task = new graph.LargeFileUploadTask(client, file, session, options);
  await task.getStatus();
  assert.ok(task.getUploadSession().expiry > new Date());
  const result = await task.upload();
  assert.equal(result.responseBody.size, bytes.length);
  const cancelled = new graph.LargeFileUploadTask(
    client, file, await graph.LargeFileUploadTask.createUploadSession(client, "/me/drive/root:/c:/createUploadSession", {}), options);
  assert.equal((await cancelled.cancel()).status, 204);
  return slices;
}

async function download() {
  const content = await client.api("/me/drive/root:/a/b.bin:/content").responseType(graph.ResponseType.ARRAYBUFFER).get();
  return Buffer.from(content).toString();
}

async function errors() {
  const error = await refused(client.api("/users/missing").get());
  assert.equal(error.statusCode, 404);
  assert.ok(error.requestId, "no request id");
  assert.ok(error.date instanceof Date && !Number.isNaN(error.date.getTime()), "no date");
  assert.ok(error.headers.get("request-id") && error.headers.get("client-request-id"));
  const unknown = await refused(client.api("/nothing").get());
  const method = await refused(client.api("/users").put({}));
  return [error.code, unknown.statusCode, method.statusCode];
}

// Throttled once, and the client comes back by itself.
async function throttled() {
  return (await client.api("/users/u1/manager").get()).displayName;
}

// The last page of a delta has a link, with which there is nothing new.
async function delta() {
  const names = [];
  const iterator = new graph.PageIterator(client, await client.api("/users/delta").get(), (user) => names.push(user.displayName) > 0);
  await iterator.iterate();
  const later = await client.api(iterator.getDeltaLink()).get();
  return [names, later.value];
}

async function later() {
  const page = await client.api("/users").skip(5).top(2).get();
  return page.value.map((user) => user.displayName);
}

async function photo() {
  return client.api("/me/photo/$value").header("content-type", "image/jpeg").put(new Uint8Array(3000));
}

async function part() {
  const response = await client.api("/me/drive/root:/a/b.bin:/content").header("Range", "bytes=2-4").responseType(graph.ResponseType.RAW).get();
  return [response.status, await response.text()];
}

// Throttled twice and turned away once, by its own patience.
async function patient() {
  let attempts = 0;
  front.on("request", (request) => { attempts += request.url.endsWith("/ownedDevices") ? 1 : 0; });
  const page = await client.api("/users/u2/ownedDevices").middlewareOptions([new graph.RetryHandlerOptions(0, 3)]).get();
  return [page.value, attempts];
}

const seen = {
  pages: await pages(), made: await objects(), batch: await batch(), slices: await upload(),
  download: await download(), errors: await errors(), throttled: await throttled(),
  delta: await delta(), later: await later(), photo: await photo(), part: await part(), patient: await patient(),
};
if (mode === "wrong") {
  assert.equal((await refused(client.api("/users/missing").get())).statusCode, 410, "the status is another");
}
front.close();
front.closeAllConnections();
console.log(JSON.stringify(seen));
