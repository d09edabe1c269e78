// Makes an OpenAPI description of a part of Graph's metadata, with strict schemas: what isn't declared is refused.
// Arguments: the metadata (gzipped CSDL), the list of the paths that it is to have, the file that it is written to. Prints
// the number of paths; a path of the list that the metadata doesn't have is an error.
import assert from "node:assert";
import fs from "node:fs";
import zlib from "node:zlib";
import csdl from "odata-csdl";
import openapi from "odata-openapi";

const [metadata, list, out] = process.argv.slice(2);
const wanted = fs.readFileSync(list, "utf8").split("\n").filter((line) => line.startsWith("/"));
// Types that are there for what nobody has declared. Those of the directory are open too, but Graph refuses what it doesn't know.
// Of the last only the service writes any, of thirty types that would take Prism longer than all else.
const FREE = ["microsoft.graph.fieldValueSet", "microsoft.graph.Json", "microsoft.graph.openTypeExtension", "microsoft.graph.eventMessageDetail"];

const model = csdl.xml2json(zlib.gunzipSync(fs.readFileSync(metadata)), { messages: [] });
const namespaces = Object.keys(model).filter((name) => !name.startsWith("$"));
const full = (name) => {
  const at = name.lastIndexOf(".");
  const space = name.slice(0, at);
  return `${namespaces.find((one) => model[one].$Alias === space) ?? space}.${name.slice(at + 1)}`;
};
const named = (name) => {
  const at = full(name).lastIndexOf(".");
  return model[full(name).slice(0, at)]?.[full(name).slice(at + 1)];
};
const container = named(model.$EntityContainer);
const bases = (type) => (type ? [type, ...bases(type.$BaseType && named(type.$BaseType))] : []);
const types = namespaces.flatMap((space) =>
  Object.entries(model[space]).filter(([, { $Kind }]) => /^(Entity|Complex)Type$/.test($Kind)).map(([name, type]) => [`${space}.${name}`, type]));
const isRelation = (property) => property.$Kind === "NavigationProperty";
const relations = (type) => bases(type).flatMap((one) => Object.entries(one).filter(([, property]) => isRelation(property)));

// Graph's keys are segments, and its operations go by their short names; its metadata says neither.
model["microsoft.graph"]["@Org.OData.Core.V1.DefaultNamespace"] = true;
container["@Org.OData.Capabilities.V1.KeyAsSegmentSupported"] = true;
// Graph takes an entity with a stream as JSON; its stream is at `/$value`.
types.forEach(([, type]) => delete type.$HasStream);

// What the list doesn't lead through is not followed, and what it asks to be done there is, whatever type it is bound to.
const ADDED = /\/(\$count|\$ref|microsoft\.graph\.\w+)/;
const plain = wanted.map((path) => path.split(ADDED)[0]);
const used = new Set();
const acted = new Set();
for (const path of plain) {
  let spelled, type, last;
  for (const segment of path.slice(1).split("/")) {
    if (!type) {
      type = named((spelled = container[segment].$Type));
      used.add(segment);
    } else if (segment !== "{id}") {
      const [, property] = relations(type).find(([name]) => name === segment) ?? [];
      if (!property) {
        bindTo(spelled, segment);
        if (last) acted.add(last);
        break;
      }
      used.add((last = property));
      type = named((spelled = property.$Type));
    }
  }
}
const contained = new Set();
for (const [, type] of types) {
  for (const property of Object.values(type).filter(isRelation)) {
    if (property.$ContainsTarget) contained.add(property);
    if (acted.has(property)) property.$ContainsTarget = true;
    if (!used.has(property)) delete property.$ContainsTarget;
  }
}
for (const [name, child] of Object.entries(container)) {
  if (!name.startsWith("$") && !name.startsWith("@") && !used.has(name)) delete container[name];
}

// What is bound to a type is bound to those that derive from it.
function bindTo(name, operation) {
  const inherited = bases(named(name)).slice(1);
  for (const overload of namespaces.flatMap((space) => model[space][operation] ?? [])) {
    const [binding, ...others] = overload.$Parameter ?? [];
    if (!binding?.$Collection && inherited.includes(named(binding?.$Type ?? ""))) {
      const all = namespaces.map((space) => model[space][operation]).find((some) => some?.includes(overload));
      all.push({ ...overload, $Parameter: [{ ...binding, $Type: name }, ...others] });
    }
  }
}

const api = openapi.csdl2openapi(model, {
  scheme: "http", host: "127.0.0.1", basePath: "/v1.0", maxLevels: 4, skipBatchPath: true, messages: [],
});
const shape = (path) => path.replace(/\{[^}]*\}/g, "{}").replace(/'/g, "");
const made = new Map(Object.entries(api.paths).map(([path, item]) => [shape(path), [path, item]]));
api.paths = {};
const problems = [];
for (const path of wanted) {
  const [template, item] = made.get(shape(path)) ?? added(path) ?? [];
  if (item) {
    api.paths[template] = item;
    // Without parameters it goes by its name alone, too.
    if (template.endsWith("()")) api.paths[template.slice(0, -2)] = item;
  } else {
    problems.push(path);
  }
}
assert.deepEqual(problems, [], "the metadata doesn't have these");

// What OData has behind a path: the number of a collection, links, and the items of one type.
function added(path) {
  const [, before, last] = path.match(/^(.*)\/([^/]+)$/);
  const keys = (path.match(/\{id\}/g) ?? []).map((_, index) => `id_${index}`);
  const template = keys.reduce((text, key) => text.replace("{id}", `{${key}}`), path);
  const parameters = keys.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  const [, owner] = made.get(shape(before.replace(/\/\{id\}$/, ""))) ?? added(before) ?? [];
  if (!owner) return undefined;
  const options = owner.get?.parameters ?? [];
  const is = (name) => (one) => (one.name ?? one.$ref ?? "").endsWith(name);
  switch (last) {
    case "$count": return [template, { parameters, get: { parameters: options.filter((one) => is("filter")(one) || is("search")(one)), responses: {} } }];
    case "$ref": {
      const link = { type: "object", properties: { "@odata.id": { type: "string" } }, required: ["@odata.id"], additionalProperties: false };
      const requestBody = { required: true, content: { "application/json": { schema: link } } };
      if (before.endsWith("{id}")) return [template, { parameters, delete: { responses: {} } }];
      const write = options.some(is("$top")) || options.some(is("top")) ? "post" : "put";
      return [template, { parameters, [write]: { requestBody, responses: {} }, delete: { responses: {} } }];
    }
    default: {
      const [set] = Object.entries(container).find(([, child]) => child.$Collection && full(child.$Type) === last) ?? [];
      return set && [template, { parameters, get: { parameters: made.get(`/${set}`)[1].get.parameters, responses: {} } }];
    }
  }
}

const visit = (value, change) => {
  if (value && typeof value === "object") {
    change(value);
    Object.values(value).forEach((inner) => visit(inner, change));
  }
};
// Requests are judged; a response is an empty object.
const success = { description: "Success", content: { "application/json": { schema: {}, example: {} } } };
const lowered = (name) => name[0].toLowerCase() + name.slice(1);
for (const [path, item] of Object.entries(api.paths)) {
  for (const operation of Object.values(item)) {
    if (operation.responses) operation.responses = { 200: success };
  }
  // Parameters that can't be null are required; their names are known in PascalCase where the service takes camelCase as well.
  const body = item.post?.requestBody;
  const schema = body?.content["application/json"].schema;
  if (!schema?.properties || schema.$ref || schema.properties["@odata.id"]) continue;
  const required = actionParameters(path.split("/").at(-1), Object.keys(schema.properties));
  for (const [name, value] of Object.entries(schema.properties)) schema.properties[lowered(name)] = value;
  schema.additionalProperties = false;
  if (required.length > 0) {
    schema.allOf = required.map((name) => ({ anyOf: [{ required: [name] }, { required: [lowered(name)] }] }));
    body.required = true;
  }
}

function actionParameters(action, names) {
  const overloads = namespaces.flatMap((space) => model[space][action] ?? []);
  const one = overloads.find(({ $Parameter }) => String($Parameter?.slice(1).map(({ $Name }) => $Name)) === String(names));
  const isRequired = (parameter) => !parameter.$Nullable && !parameter["@Org.OData.Core.V1.OptionalParameter"];
  return one.$Parameter.slice(1).filter(isRequired).map(({ $Name }) => $Name);
}

// Each type is closed, and related objects inside of an object can be anything: with them each schema would hold nearly all
// others. Links to them are texts. What is of an abstract type says of which one, by `@odata.type`, and has the properties of
// that one; what is of another type may have those of all that derive from it, or Prism would take minutes to start.
const derived = new Map();
for (const [name, type] of types) {
  if (type.$BaseType) derived.set(full(type.$BaseType), [...(derived.get(full(type.$BaseType)) ?? []), name]);
}
const family = (name) => [name, ...(derived.get(name) ?? []).flatMap(family)];
const schemas = api.components.schemas;
const families = [];
const SUFFIX = /-(create|update)$/;
for (const [key, schema] of Object.entries({ ...schemas })) {
  const [suffix = ""] = key.match(SUFFIX) ?? [];
  const name = key.replace(SUFFIX, "");
  const type = named(name);
  if (schema.type !== "object" || !type) continue;
  delete schema.anyOf;
  // Of an object to be made the metadata wants the key, which the service gives, and says of nothing else that it must be there.
  delete schema.required;
  if (FREE.includes(name)) continue;
  schema.additionalProperties = false;
  schema.properties ??= {};
  for (const [property, relation] of relations(type)) {
    if (property in schema.properties || contained.has(relation)) schema.properties[property] = {};
    const link = { type: "string" };
    schema.properties[`${property}@odata.bind`] = relation.$Collection ? { type: "array", items: link } : link;
  }
  const others = derived.get(name) ? family(name).slice(1).filter((one) => !named(one).$Abstract) : [];
  schema.properties["@odata.type"] = { type: "string", enum: [`#${name}`] };
  if (type.$Abstract) {
    const names = others.map((one) => ({ $ref: `#/components/schemas/${one}${suffix}-named` }));
    schemas[key] = { anyOf: names };
  } else if (others.length > 0) {
    families.push([schema, suffix, name, others]);
    schemas[`${key}-itself`] = { ...schema, properties: { ...schema.properties } };
  }
}
for (const [schema, suffix, name, others] of families) {
  const all = Object.assign({}, ...others.map((one) => schemas[one + suffix].properties), schema.properties);
  schema.properties = { ...all, "@odata.type": { type: "string", pattern: `^#(${[name, ...others].join("|").replaceAll(".", "[.]")})$` } };
}
visit(schemas, ({ $ref }) => {
  const [, to] = $ref?.match?.(/^#\/components\/schemas\/(.*)-named$/) ?? [];
  if (to && !schemas[`${to}-named`]) {
    const own = schemas[`${to}-itself`] ?? schemas[to];
    assert(own, to);
    schemas[`${to}-named`] = { ...own, required: ["@odata.type"] };
  }
});
visit(api, (schema) => {
  // Prism judges nothing by a schema that says `nullable` without a type.
  const described = schema.allOf ?? schema.anyOf;
  if (schema.nullable && !schema.type && Array.isArray(described)) {
    schema.anyOf = [...described, { enum: [null] }];
    delete schema.allOf;
    delete schema.nullable;
  }
  // Numbers that are too long for JSON may be texts, of digits.
  if (schema.format === "int64" || schema.format === "decimal") {
    schema.anyOf = schema.anyOf?.map((one) => (one.type === "string" && !one.enum ? { ...one, pattern: "^-?[0-9.]+$" } : one));
  }
  // Prism goes through each word of it, everywhere where it is used.
  for (const name of ["title", "description", "summary", "example", "tags"]) {
    if (typeof schema[name] !== "object" || name === "tags") delete schema[name];
  }
});
api.info.title = "A part of Microsoft Graph";

// Only what the paths lead to.
const reached = new Set();
const follow = (value) => visit(value, ({ $ref }) => {
  if (typeof $ref === "string" && !reached.has($ref)) {
    reached.add($ref);
    follow($ref.slice(2).split("/").reduce((place, name) => place[name], api));
  }
});
follow(api.paths);
for (const kind of ["schemas", "parameters", "responses"]) {
  const names = Object.keys(api.components[kind] ?? {}).filter((name) => !reached.has(`#/components/${kind}/${name}`));
  names.forEach((name) => delete api.components[kind][name]);
}
fs.writeFileSync(out, JSON.stringify(api));
console.log(Object.keys(api.paths).length);
