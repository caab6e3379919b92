// The smallest script that sends the resolve request.
const https = require('node:https');
const http = require('node:http');

const { API_URL, API_KEY, THREAD_ID } = process.env;
const { request } = String(API_URL).startsWith('https:') ? https : http;
const url = `${API_URL}/threads/${THREAD_ID}/resolve-interrupt`;
const headers = { 'X-Api-Key': API_KEY, 'Content-Length': 0 };
request(url, { method: 'POST', headers, agent: false }, ({ statusCode }) => {
  process.exitCode = statusCode === 204 ? 0 : 1;
}).end();
