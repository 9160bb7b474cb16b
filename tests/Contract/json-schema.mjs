// What JSON Schema itself does not say: whether a schema knows everything that was recorded, and whether everything it knows was recorded.

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy in which no object may hold more than its schema names. */
export function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (isObject(schema.properties) && schema.type === 'object') copy.additionalProperties = false;
  return copy;
}

/** Follows a JSON pointer, which may be percent-encoded as in a URI. */
export function at(document, pointer) {
  const words = pointer.split('/').slice(1).map(word => decodeURIComponent(word).replaceAll('~1', '/').replaceAll('~0', '~'));
  return words.reduce((node, word) => node?.[word], document);
}

/** Walks schemas together with what they describe, and notes which properties were seen. */
export class Coverage {
  #schemas = new Map();
  #seen = new Map();

  /** `resolve` takes a $ref and the document that it stands in, and gives the schema and its document. */
  constructor(resolve) { this.resolve = resolve; }

  /** From here on the properties of this schema, and of all that it refers to, are expected to be seen. */
  expect(name, schema, document) {
    [schema, document, name] = this.#follow(schema, document, name);
    if (!isObject(schema) || this.#schemas.has(schema)) return;
    this.#schemas.set(schema, name);
    for (const [property, inner] of Object.entries(schema.properties ?? {})) this.expect(`${name}.${property}`, inner, document);
    for (const inner of this.#inner(schema)) this.expect(`${name}[]`, inner, document);
  }

  /** Notes what `value` holds of the schema. */
  visit(schema, document, value) {
    [schema, document] = this.#follow(schema, document, '');
    if (Array.isArray(value) && schema.items) for (const item of value) this.visit(schema.items, document, item);
    if (!isObject(value)) return;
    for (const [property, inner] of Object.entries(value)) {
      if (schema.properties?.[property]) {
        this.#note(schema, property);
        this.visit(schema.properties[property], document, inner);
      } else if (isObject(schema.additionalProperties)) this.visit(schema.additionalProperties, document, inner);
    }
  }

  /** The properties that were expected and never seen. */
  missing() {
    return [...this.#schemas].flatMap(([schema, name]) => Object.keys(schema.properties ?? {})
      .filter(property => !this.#seen.get(schema)?.has(property))
      .map(property => `${name}.${property}`));
  }

  #follow(schema, document, name) {
    while (schema?.$ref) {
      name = schema.$ref.split('/').at(-1);
      [schema, document] = this.resolve(schema.$ref, document);
    }
    return [schema, document, name];
  }

  #inner(schema) {
    return [schema.items, schema.additionalProperties, ...schema.oneOf ?? []].filter(isObject);
  }

  #note(schema, property) {
    if (!this.#seen.has(schema)) this.#seen.set(schema, new Set());
    this.#seen.get(schema).add(property);
  }
}
