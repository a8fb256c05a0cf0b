// Asks Prism about the requests, and their twins made wrong on purpose, that openapi-core is blind to, cannot
// judge or refuses: its word decides about the former and is a second opinion on the latter.
// Run in the folder where Prism is installed. Arguments: the cases, the requests, the wrong requests, the
// verdicts of openapi-core, the file for the verdicts.
'use strict';

const fs = require('fs');
const { createRequire } = require('module');

const local = createRequire(process.cwd() + '/');
const { getHttpOperationsFromSpec } = local('@stoplight/prism-http');
const { validateInput } = local('@stoplight/prism-http/dist/validator');

// Prism writes out every reference of a schema, so that those of Stripe keep it busy for ever.
const LARGEST = 500_000;
const FAILED = 'Prism failed';

const [cases, requests, wrong, core, verdicts] = process.argv.slice(2);
const lines = (path) => fs.readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// The request as Prism's server reads it from the wire.
function element(request) {
  const url = new URL(request.target, 'http://judge.example');
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
  if (!operation) return 'Prism does not know the operation';
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
  for (const request of lines(requests).filter((request) => !request.problem).concat(lines(wrong))) {
    if (!byCase.has(request.case)) byCase.set(request.case, []);
    byCase.get(request.case).push(request);
  }
  const refused = new Set(lines(core).filter((line) => line.control === '' && !line.accepted).map((line) => line.case));
  // Nobody needs to ask about what is refused anyway.
  const lost = new Set(lines(core).filter((line) => line.control === 'complete' && !line.accepted).map((line) => line.case));
  const out = fs.openSync(verdicts, 'w');
  let known = { path: null, operations: [] };
  for (const entry of lines(cases)) {
    if (!byCase.has(entry.case) || lost.has(entry.case) || !(entry.beyond_core || refused.has(entry.case))) continue;
    if (known.path !== entry.judged) {
      known = { path: entry.judged, unable: fs.statSync(entry.judged).size > LARGEST };
      try {
        if (known.unable) throw new Error('the document is too large for it');
        known.operations = await getHttpOperationsFromSpec(JSON.parse(fs.readFileSync(entry.judged, 'utf8')));
      } catch (error) {
        known.error = error;
      }
    }
    const same = (operation) => operation.method === entry.method && operation.path === entry.path;
    const operation = known.error || known.operations.find(same);
    for (const request of byCase.get(entry.case)) {
      const reason = verdict(operation, request);
      const line = { case: entry.case, control: request.control || '', accepted: reason === '', reason };
      Object.assign(line, { unable: known.unable, failed: reason.startsWith(FAILED) });
      fs.writeSync(out, JSON.stringify(line) + '\n');
    }
  }
}

main();
