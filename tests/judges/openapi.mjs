// Makes an OpenAPI description of a part of Graph's metadata, with strict schemas: what isn't declared is refused.
// Arguments: the metadata (gzipped CSDL), the file that the description is written to, a JSON list of paths below its roots
// that it is to have where the metadata does. Prints the number of its paths.
import fs from "node:fs";
import zlib from "node:zlib";
import csdl from "odata-csdl";
import openapi from "odata-openapi";

const [metadata, out, wanted] = process.argv.slice(2);
const asked = JSON.parse(wanted).map((path) => path.split("/"));
// With other roots Prism takes three times as long to start.
const ROOTS = ["applications", "groups", "me", "users"];
// Of what is below `/me` as well: enough to be of use, few enough for Prism to start in seconds.
const BELOW = /^\/me\/(calendar|events|messages|presence)\/[^/]+$/;

const model = csdl.xml2json(zlib.gunzipSync(fs.readFileSync(metadata)), { messages: [] });
const at = model.$EntityContainer.lastIndexOf(".");
const [namespace, container] = [model.$EntityContainer.slice(0, at), model.$EntityContainer.slice(at + 1)];
// Graph's keys are segments, and its operations go by their short names; its metadata says neither.
model[namespace]["@Org.OData.Core.V1.DefaultNamespace"] = true;
model[namespace][container]["@Org.OData.Capabilities.V1.KeyAsSegmentSupported"] = true;

// Graph takes an entity with a stream as JSON; its stream is at `/$value`.
for (const type of Object.values(model[namespace])) delete type.$HasStream;

const api = openapi.csdl2openapi(model, {
  scheme: "http", host: "127.0.0.1", basePath: "/v1.0", rootResourcesToKeep: ROOTS, maxLevels: 2, skipBatchPath: true,
  messages: [],
});
const fits = (template, path) =>
  template.length === path.length && template.every((segment, index) => segment.startsWith("{") || segment === path[index]);
const isAsked = (path) => asked.some((one) => fits(path.split("/"), one));
const isShort = (path) => path.split("/").length <= 3;
const kept = Object.entries(api.paths).filter(([path]) => isShort(path) || BELOW.test(path) || isAsked(path));
api.paths = Object.fromEntries(kept);

const visit = (value, change) => {
  if (value && typeof value === "object") {
    change(value);
    Object.values(value).forEach((inner) => visit(inner, change));
  }
};
// Requests are judged; a response is an empty object.
const success = { description: "Success", content: { "application/json": { schema: {}, example: {} } } };
for (const operation of Object.values(api.paths).flatMap(Object.values)) {
  if (operation.responses) operation.responses = { 200: success };
  // Of an action's parameters the metadata has some in PascalCase which the service takes in camelCase as well.
  const parameters = operation.requestBody?.content?.["application/json"]?.schema.properties ?? {};
  for (const [name, schema] of Object.entries(parameters)) {
    parameters[name[0].toLowerCase() + name.slice(1)] = schema;
  }
}
visit([api.paths, api.components.schemas], (schema) => {
  if (schema.type === "object" && schema.properties) {
    schema.properties["@odata.type"] = { type: "string" };
    schema.additionalProperties = false;
    // Of an object to be made the metadata wants the key, which the service gives.
    delete schema.required;
  }
});
// Related objects inside of an object can be anything: with them each schema would hold nearly all others.
const namedType = (name) => model[name.slice(0, name.lastIndexOf("."))]?.[name.slice(name.lastIndexOf(".") + 1)];
for (const [name, schema] of Object.entries(api.components.schemas)) {
  for (let type = namedType(name.replace(/-(create|update)$/, "")); type; type = type.$BaseType && namedType(type.$BaseType)) {
    for (const [property, { $Kind }] of Object.entries(type)) {
      if ($Kind === "NavigationProperty" && schema.properties?.[property]) schema.properties[property] = {};
    }
  }
}
// Only what the paths lead to.
const used = new Set();
const follow = (value) => visit(value, ({ $ref }) => {
  if (typeof $ref === "string" && !used.has($ref)) {
    used.add($ref);
    follow($ref.slice(2).split("/").reduce((place, name) => place[name], api));
  }
});
follow(api.paths);
for (const kind of ["schemas", "parameters", "responses"]) {
  const names = Object.keys(api.components[kind] ?? {}).filter((name) => !used.has(`#/components/${kind}/${name}`));
  names.forEach((name) => delete api.components[kind][name]);
}
fs.writeFileSync(out, JSON.stringify(api));
console.log(kept.length);
