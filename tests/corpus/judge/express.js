// Serves each document with express-openapi-validator and sends the requests, and their invalid variants, that
// neither openapi-core nor Prism can check. It decides these.
// Run in the folder where it is installed. Arguments: the cases, the requests, the invalid variants, the verdicts
// of openapi-core and of Prism, the output file of verdicts.
'use strict';

const fs = require('fs');
const http = require('http');
const { createRequire } = require('module');

const local = createRequire(process.cwd() + '/');
const express = local('express');
const validator = local('express-openapi-validator');

const FAILED = 'express-openapi-validator failed';

// It warns about every format that it does not check.
console.warn = () => {};

const [cases, requests, variants, core, prism, verdicts] = process.argv.slice(2);
const lines = (path) => fs.readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// Removes examples and extensions from the document, because the JSON Schema validator that express-openapi-validator
// uses reads any `id` in them as the name of a schema. Properties with these names are kept. Also removes a `nullable`
// without `type`: it has no meaning in OpenAPI, and the validator fails on it.
function simplified(value, isMap) {
  if (Array.isArray(value)) return value.map((item) => simplified(item, false));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => isMap || !(/^(x-|examples?$)/.test(key) || (key === 'nullable' && !('type' in value))));
  return Object.fromEntries(kept.map(([key, member]) => [key, simplified(member, !isMap && key === 'properties')]));
}

// Starts a server that returns 204 for requests that are valid by its document. Forms are read by Express. Their values
// are strings, so they are converted to numbers or to lists of one item if the document declares these.
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

// The reason why a request is refused; empty if it is accepted.
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
        try { reason = JSON.parse(text).reason; } catch { /* use the text itself */ }
        resolve(`${response.statusCode >= 500 ? FAILED : response.statusCode}: ${reason}`.slice(0, 300));
      });
    });
    sent.on('error', (error) => resolve(`${FAILED}: ${error.message}`));
    sent.end(body);
  });
}

async function main() {
  const byCase = new Map();
  for (const request of lines(requests).filter((request) => !request.problem).concat(lines(variants))) {
    if (!byCase.has(request.case)) byCase.set(request.case, []);
    byCase.get(request.case).push(request);
  }
  const unable = (path) => new Set(lines(path).filter((line) => line.variant === '' && (line.unable || line.failed)).map((line) => line.case));
  const [unableCore, unablePrism] = [unable(core), unable(prism)];
  const out = fs.openSync(verdicts, 'w');
  let known = {};
  for (const entry of lines(cases)) {
    const unsupported = (entry.unsupported_by_core || unableCore.has(entry.case)) && (entry.unsupported_by_prism || unablePrism.has(entry.case));
    if (!byCase.has(entry.case) || !unsupported) continue;
    const isJson = entry.body_kind === 'json';
    if (known.path !== entry.extract || known.isJson !== isJson) {
      if (known.server) known.server.close();
      const document = simplified(JSON.parse(fs.readFileSync(entry.extract, 'utf8')), false);
      known = { path: entry.extract, isJson, server: await serve(document, isJson) };
    }
    for (const request of byCase.get(entry.case)) {
      const reason = await send(known.server, request);
      const line = { case: entry.case, variant: request.variant || '', accepted: reason === '', reason };
      line.failed = reason.startsWith(FAILED);
      fs.writeSync(out, JSON.stringify(line) + '\n');
    }
  }
  if (known.server) known.server.close();
}

main();
