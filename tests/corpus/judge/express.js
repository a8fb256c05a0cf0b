// Serves each document with express-openapi-validator and sends it the requests, and their twins made wrong on
// purpose, that neither openapi-core nor Prism can judge: its word decides about these.
// Run in the folder where it is installed. Arguments: the cases, the requests, the wrong requests, the verdicts
// of openapi-core and of Prism, the file for the verdicts.
'use strict';

const fs = require('fs');
const http = require('http');
const { createRequire } = require('module');

const local = createRequire(process.cwd() + '/');
const express = local('express');
const validator = local('express-openapi-validator');

const FAILED = 'express-openapi-validator failed';

// It says so of every format that it does not check.
console.warn = () => {};

const [cases, requests, wrong, core, prism, verdicts] = process.argv.slice(2);
const lines = (path) => fs.readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// The document without its examples and extensions: express-openapi-validator hands it to a validator of JSON
// Schema as a whole, which takes any `id` in them for the name of a schema. Properties that are called so stay. And without a
// `nullable` that has no `type` beside it: OpenAPI says that it means nothing, the validator stops at it.
function bare(value, isMap) {
  if (Array.isArray(value)) return value.map((item) => bare(item, false));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => isMap || !(/^(x-|examples?$)/.test(key) || (key === 'nullable' && !('type' in value))));
  return Object.fromEntries(kept.map(([key, member]) => [key, bare(member, !isMap && key === 'properties')]));
}

// A server that answers 204 to what its document allows. Forms are read as Express reads them; what is in them
// is text, so that it is taken for a number or a list of one where the document says so.
function serve(document, isJson) {
  const app = express();
  app.set('query parser', 'extended');
  app.use(express.json({ type: isJson ? () => true : 'application/json' }));
  app.use(express.urlencoded({ extended: true }));
  app.use(validator.middleware({
    apiSpec: document,
    validateApiSpec: false,
    validateSecurity: false,
    validateRequests: { allowUnknownQueryParameters: false, coerceTypes: isJson ? false : 'array', allErrors: true },
  }));
  app.use((request, response) => response.status(204).end());
  app.use((error, request, response, next) => response.status(error.status || 500).json({ reason: error.message }));
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
  });
}

// Why a request is refused; empty where it is accepted.
function send(server, request) {
  return new Promise((resolve) => {
    const body = Buffer.from(request.body, 'hex');
    const headers = Object.fromEntries(request.headers.filter(([name]) => !/^(host|content-length|transfer-encoding|connection|accept-encoding)$/i.test(name)));
    const options = { host: '127.0.0.1', port: server.address().port, method: request.method, path: request.target, agent: false };
    const sent = http.request({ ...options, headers: { ...headers, 'content-length': body.length } }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => {
        if (response.statusCode === 204) return resolve('');
        const text = Buffer.concat(pieces).toString('utf8');
        let reason = text;
        try { reason = JSON.parse(text).reason; } catch { /* the text itself then */ }
        resolve(`${response.statusCode >= 500 ? FAILED : response.statusCode}: ${reason}`.slice(0, 300));
      });
    });
    sent.on('error', (error) => resolve(`${FAILED}: ${error.message}`));
    sent.end(body);
  });
}

async function main() {
  const byCase = new Map();
  for (const request of lines(requests).filter((request) => !request.problem).concat(lines(wrong))) {
    if (!byCase.has(request.case)) byCase.set(request.case, []);
    byCase.get(request.case).push(request);
  }
  const said = (path) => new Set(lines(path).filter((line) => line.control === '' && (line.unable || line.failed)).map((line) => line.case));
  const [unableCore, unablePrism] = [said(core), said(prism)];
  const out = fs.openSync(verdicts, 'w');
  let known = {};
  for (const entry of lines(cases)) {
    const beyond = (entry.beyond_core || unableCore.has(entry.case)) && (entry.beyond_prism || unablePrism.has(entry.case));
    if (!byCase.has(entry.case) || !beyond) continue;
    const isJson = entry.body_kind === 'json';
    if (known.path !== entry.judged || known.isJson !== isJson) {
      if (known.server) known.server.close();
      const document = bare(JSON.parse(fs.readFileSync(entry.judged, 'utf8')), false);
      known = { path: entry.judged, isJson, server: await serve(document, isJson) };
    }
    for (const request of byCase.get(entry.case)) {
      const reason = await send(known.server, request);
      const line = { case: entry.case, control: request.control || '', accepted: reason === '', reason };
      line.failed = reason.startsWith(FAILED);
      fs.writeSync(out, JSON.stringify(line) + '\n');
    }
  }
  if (known.server) known.server.close();
}

main();
