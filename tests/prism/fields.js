// Prints the inputs of all operations of a document as Prism reads it: `METHOD path?parameter` for each query parameter,
// `METHOD path{member}` for each member of the body. Run in the folder where Prism is installed.
'use strict';

const { createRequire } = require('module');
const { getHttpOperationsFromSpec } = createRequire(process.cwd() + '/')('@stoplight/prism-http');

// Resolves a reference. References point into the operation.
function target(operation, schema) {
  if (!schema || !schema.$ref) return schema || {};
  const steps = schema.$ref.replace(/^#\//, '').split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  return target(operation, steps.reduce((value, step) => value && value[step], operation));
}

function members(operation, schema) {
  const found = target(operation, schema);
  const parts = [...(found.allOf || []), ...(found.oneOf || []), ...(found.anyOf || [])];
  return [...Object.keys(found.properties || {}), ...parts.flatMap((part) => members(operation, part))];
}

async function main() {
  for (const operation of await getHttpOperationsFromSpec(process.argv[2])) {
    const { query = [], body } = operation.request || {};
    // Names of path parameters do not appear in requests.
    const name = `${operation.method.toUpperCase()} ${operation.path.replace(/{[^}]*}/g, '{}')}`;
    const contents = target(operation, body).contents || [];
    console.log(name);
    for (const parameter of query) console.log(`${name}?${target(operation, parameter).name}`);
    for (const content of contents) {
      for (const member of members(operation, content.schema)) console.log(`${name}{${member}}`);
    }
  }
}

main();
