// Validates with Prism the requests, and their invalid variants, that openapi-core does not support, cannot check or
// refuses. It decides the former; for refused requests its verdict is only additional information.
// Run in the folder where Prism is installed. Arguments: the cases, the requests, the invalid variants, the verdicts of
// openapi-core, the output file of verdicts.
'use strict';

const fs = require('fs');
const { createRequire } = require('module');

const local = createRequire(process.cwd() + '/');
const { getHttpOperationsFromSpec } = local('@stoplight/prism-http');
const { validateInput } = local('@stoplight/prism-http/dist/validator');

// Prism expands every reference of a schema, which does not end in practice for the document of Stripe.
const MAX_BYTES = 500_000;
const FAILED = 'Prism failed';

const [cases, requests, variants, core, verdicts] = process.argv.slice(2);
const lines = (path) => fs.readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// The request in the form that the server of Prism reads.
function element(request) {
  const url = new URL(request.target, 'http://validator.example');
  const query = {};
  for (const key of url.searchParams.keys()) {
    const values = url.searchParams.getAll(key);
    query[key] = values.length === 1 ? values[0] : values;
  }
  const headers = {};
  for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
  const bytes = Buffer.from(request.body, 'hex');
  headers['content-length'] = String(bytes.length);
  const media = (headers['content-type'] || '').split(';')[0];
  const isJson = media === 'application/json' || media.endsWith('+json');
  const text = bytes.toString('utf8');
  const body = bytes.length === 0 ? null : isJson ? JSON.parse(text) : text;
  return { method: request.method.toLowerCase(), url: { path: url.pathname, query }, headers, body };
}

function verdict(operation, request) {
  if (operation instanceof Error) return `${FAILED}: ${operation.message}`;
  if (!operation) return 'Prism does not find the operation';
  try {
    const result = validateInput({ resource: operation, element: element(request) });
    const problems = result._tag === 'Left' ? result.left.filter((problem) => problem.severity === 0) : [];
    return problems.map((problem) => problem.message).join('; ').slice(0, 300);
  } catch (error) {
    return `${FAILED}: ${error.message}`.slice(0, 300);
  }
}

async function main() {
  const byCase = new Map();
  for (const request of lines(requests).filter((request) => !request.problem).concat(lines(variants))) {
    if (!byCase.has(request.case)) byCase.set(request.case, []);
    byCase.get(request.case).push(request);
  }
  const refused = new Set(lines(core).filter((line) => line.variant === '' && !line.accepted).map((line) => line.case));
  // Requests with missing values are refused in any case.
  const incomplete = new Set(lines(core).filter((line) => line.variant === 'complete' && !line.accepted).map((line) => line.case));
  const out = fs.openSync(verdicts, 'w');
  let known = { path: null, operations: [] };
  for (const entry of lines(cases)) {
    if (!byCase.has(entry.case) || incomplete.has(entry.case) || !(entry.unsupported_by_core || refused.has(entry.case))) continue;
    if (known.path !== entry.extract) {
      known = { path: entry.extract, unable: fs.statSync(entry.extract).size > MAX_BYTES };
      try {
        if (known.unable) throw new Error('the document is too large');
        known.operations = await getHttpOperationsFromSpec(JSON.parse(fs.readFileSync(entry.extract, 'utf8')));
      } catch (error) {
        known.error = error;
      }
    }
    const same = (operation) => operation.method === entry.method && operation.path === entry.path;
    const operation = known.error || known.operations.find(same);
    for (const request of byCase.get(entry.case)) {
      const reason = verdict(operation, request);
      const line = { case: entry.case, variant: request.variant || '', accepted: reason === '', reason };
      Object.assign(line, { unable: known.unable, failed: reason.startsWith(FAILED) });
      fs.writeSync(out, JSON.stringify(line) + '\n');
    }
  }
}

main();
