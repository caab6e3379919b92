/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 925:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;
__webpack_unused_export__ = () => {
  throw new Error('@actions/exec is left out of this action: platform.getDetails() cannot be used');
};


/***/ }),

/***/ 678:
/***/ ((__unused_webpack_module, exports) => {

exports.k = class {
  constructor() {
    throw new Error('undici is left out of this action: getAgentDispatcher() cannot be used');
  }
};


/***/ }),

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

;// CONCATENATED MODULE: ./build/src/attempts/history.js
/** The outcome of all attempts: once one is unknown, only a later confirmation settles it. */
function outcomeOf(history) {
    const outcomes = history.map(outcomeOfOne);
    if (outcomes.at(-1) === 'resolved')
        return 'resolved';
    return outcomes.includes('unknown') ? 'unknown' : 'not-resolved';
}
/** The last attempt with an unknown outcome. */
function lastUnknown(history) {
    return history.findLast((attempt) => outcomeOfOne(attempt) === 'unknown');
}
/** HTTP status of the last response that decided an attempt. */
function lastStatus(history) {
    return history.findLast(({ verdict }) => verdict?.response)?.verdict?.response?.status;
}
/** The thread as last read, unless a resolve request after that read may have changed it or contradicts it. */
function lastThread(history) {
    let thread;
    for (const attempt of history) {
        thread = attempt.thread ?? thread;
        if (isThreadOutdated(attempt))
            thread = undefined;
        thread = attempt.threadAfterwards ?? thread;
    }
    return thread;
}
/** Whether the resolve request of this attempt has an unknown outcome, or a 409 as its response. */
function isThreadOutdated(attempt) {
    return outcomeOfOne(attempt) === 'unknown' || (attempt.requested && attempt.verdict?.response?.status === 409);
}
/** While an attempt is in progress, its resolve request is in flight or not yet sent. */
function outcomeOfOne({ verdict, requested }) {
    return verdict?.outcome ?? (requested ? 'unknown' : 'not-resolved');
}

;// CONCATENATED MODULE: ./build/src/time.js
const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/**
 * Reads an RFC 3339 date and time with an offset, as milliseconds since 1970, cut to milliseconds. Undefined if it is
 * something else, or if the date does not exist.
 */
function parseTimeMs(text) {
    const [, date = '', time, offset] = RFC_3339.exec(typeof text === 'string' ? text : '') ?? [];
    const midnight = new Date(date);
    // 31 February comes back as a day in March.
    if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date))
        return undefined;
    const ms = Date.parse(`${date}T${time}${offset}`.toUpperCase());
    // In UTC, the year may no longer have four digits.
    return /^\d{4}-/.test(new Date(ms).toISOString()) ? ms : undefined;
}
/** Reads an HTTP date in its preferred form (RFC 9110, section 5.6.7), as milliseconds since 1970. */
function parseHttpDateMs(text) {
    const dateMs = Date.parse(String(text));
    // toUTCString() writes the preferred form, so anything else comes back changed.
    return !Number.isNaN(dateMs) && new Date(dateMs).toUTCString() === text ? dateMs : undefined;
}

;// CONCATENATED MODULE: ./build/src/attempts/retry.js

/** Decides, before any wait, whether to retry and after how long. */
function decide(verdict, policy, context) {
    const { retry } = verdict;
    const isListed = retry !== undefined && policy.retryOn.has(retry.item);
    if (!isListed || context.attemptCount >= policy.maxAttempts)
        return { kind: 'final' };
    if (context.unknownBefore && retry.item === '409')
        return { kind: 'after_unknown' };
    const delayMs = delayBeforeNext(verdict, policy, context);
    const isInTime = hasTimeForRequest(policy, context.elapsedMs + delayMs);
    return { kind: isInTime ? 'wait' : 'deadline', delayMs };
}
/**
 * Whether a request sent at `elapsedMs` has time for a response: one second, or the request timeout if that is shorter.
 * With less, a clear refusal would turn into an unknown outcome.
 */
function hasTimeForRequest(policy, elapsedMs) {
    return policy.deadlineMs - elapsedMs >= Math.min(1000, policy.requestTimeoutMs);
}
/**
 * Wait before the next attempt, in milliseconds: exponential backoff, half of it random. `Retry-After` replaces the
 * other half, uncapped.
 */
function delayBeforeNext({ response }, policy, context) {
    const { attemptCount, wallClockMs, random } = context;
    const backoffMs = Math.min(policy.retryMaxDelayMs, policy.retryDelayMs * 2 ** (attemptCount - 1));
    const nowMs = parseHttpDateMs(response?.date) ?? wallClockMs;
    const atLeastMs = parseRetryAfterMs(response?.retryAfter, nowMs) ?? backoffMs / 2;
    return atLeastMs + (random * backoffMs) / 2;
}
/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) as milliseconds from `nowMs`: whole seconds, or an HTTP date in its
 * preferred form. Undefined if it is absent, malformed or past.
 *
 * @param nowMs by the server's clock, if it is known: clocks differ
 */
function parseRetryAfterMs(text, nowMs) {
    if (text !== undefined && /^\d+$/.test(text))
        return Number(text) * 1000;
    const dateMs = parseHttpDateMs(text);
    return dateMs !== undefined && dateMs > nowMs ? dateMs - nowMs : undefined;
}

;// CONCATENATED MODULE: ./build/src/exchange.js
/** The value of a JSON text; undefined if it is not JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/src/text.js
/**
 * Control, format and unassigned characters, lone surrogates, line and paragraph separators, and other invisible
 * characters. The last four count as symbols or letters in Unicode, but fonts leave them blank.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}\ufffc]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
/** Removes characters that are invisible or that change how others are shown. */
function stripHidden(text) {
    // Compiling the other expression takes 0.4 ms, and most text does not need it.
    return PLAIN.test(text) ? text : text.replace(HIDDEN, '');
}
/**
 * Makes foreign text safe to show in one line of the log.
 *
 * The order matters: otherwise a secret that contains an invisible character, or that spans the cut, would leak.
 * The runner reads `##[name]` as a command anywhere in a line, so it is broken up.
 *
 * @param limit maximum length in code points; longer text is cut there and ends in `…`
 */
function clean(text, secrets, limit) {
    const oneLine = redact(text, secrets).replace(/[\t-\r\x85\u2028\u2029]+/g, ' ');
    const characters = [...stripHidden(oneLine).trim().replaceAll('##[', '## [')];
    return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
}
/** Whether the text contains a secret, in upper or lower case, also if invisible characters interrupt it. */
function containsSecret(text, secrets) {
    return redact(text, secrets) !== text;
}
/**
 * Replaces each secret, also if invisible characters interrupt it.
 *
 * @param secrets matched in upper and lower case, because host names come back in lower case
 */
function redact(text, secrets) {
    return secrets.reduce((shown, secret) => redactOne(shown, lowerAscii(stripHidden(secret))), text);
}
/** Without a regular expression: a long key would make it too large for the engine. */
function redactOne(text, needle) {
    const visible = lowerAscii(stripHidden(text));
    if (needle === '' || !visible.includes(needle))
        return text;
    // A hidden character is one or two code units.
    const hidden = new Set([...text.matchAll(HIDDEN)].flatMap(({ 0: { length }, index }) => [index, index + length - 1]));
    // Where each code unit of `visible` is in `text`.
    const offsets = Array.from({ length: text.length }, (_, index) => index).filter((index) => !hidden.has(index));
    let shown = '';
    let from = 0;
    for (let at = visible.indexOf(needle); at !== -1; at = visible.indexOf(needle, at + needle.length)) {
        shown += `${text.slice(from, offsets[at])}***`;
        from = Number(offsets[at + needle.length - 1]) + 1;
    }
    return shown + text.slice(from);
}
/** Writes invisible characters as in JSON (`\\u200b`), so that they can be seen. Keeps those in `kept`. */
function escapeHidden(text, kept = '') {
    const toEscape = (unit) => unit === '\t' ? '\\t' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return text.replace(HIDDEN, (hidden) => (kept.includes(hidden) ? hidden : hidden.replace(/./gs, toEscape)));
}
/** Escapes what an HTML block needs and no more: the runner masks a secret in its raw form and in this one. */
function escapeHtml(text) {
    const entities = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
    return text.replace(/[&<>"']/g, (character) => `&${entities[character]};`);
}
/** Milliseconds as seconds: to a tenth, or to the millisecond below one second. */
function seconds(ms) {
    return `${Number((ms / 1000).toFixed(ms < 1000 ? 3 : 1))} s`;
}
/** ASCII only, because other letters may change their length. */
function lowerAscii(text) {
    return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
/** Milliseconds since 1970 as an RFC 3339 time in UTC, with milliseconds. */
function isoTime(ms) {
    return new Date(ms).toISOString();
}

;// CONCATENATED MODULE: ./build/src/attempts/verdict.js


/** Codes of the statuses that the preview API documents. */
const STATUS_CODES = {
    400: 'bad_request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    422: 'unprocessable_entity',
    502: 'bad_gateway',
};
/** Codes with a meaning of their own beside `STATUS_CODES`, which the API's `code` must not claim. */
const OWN_CODES = /^(http_\d{3}|unexpected_(redirect|response)|(connect|tls)_failed|connection_lost|timeout|not_interrupted|thread_(changed|unreadable)|cancelled|invalid_input|internal_error)$/;
function judgeResolve(exchange, api, secrets) {
    if (exchange.kind === 'response' && api.confirms(exchange)) {
        const reason = { kind: 'confirmed' };
        return { request: 'resolve', outcome: 'resolved', code: '', reason, response: exchange };
    }
    const { mayHaveTakenEffect, ...finding } = examine(exchange, api, secrets);
    return { request: 'resolve', outcome: mayHaveTakenEffect ? 'unknown' : 'not-resolved', ...finding };
}
/** Interprets the response to a read that brought no thread. A read changes nothing on the server. */
function judgeFailedRead(exchange, api, secrets) {
    const { mayHaveTakenEffect: _, ...finding } = examine(exchange, api, secrets);
    const isIncomplete = exchange.kind === 'timeout' || exchange.kind === 'connection_lost';
    const retry = isIncomplete ? { item: 'connect_failed', because: 'incomplete_read' } : finding.retry;
    return { request: 'read', outcome: 'not-resolved', ...finding, retry };
}
function examine(exchange, api, secrets) {
    if (exchange.kind === 'response')
        return { ...examineResponse(exchange, api, secrets), response: exchange };
    const { kind, cause, proxyStatus } = exchange;
    // Repeated wrong credentials for a proxy lock accounts.
    const mayRetry = kind === 'connect_failed' && proxyStatus === undefined;
    return {
        code: kind === 'not_http' ? 'unexpected_response' : kind,
        reason: exchange,
        detail: cause,
        retry: mayRetry ? { item: kind, because: 'not_sent' } : undefined,
        mayHaveTakenEffect: kind !== 'connect_failed' && kind !== 'tls_failed',
    };
}
/** The status line decides; the body only names the error. */
function examineResponse({ status, body }, api, secrets) {
    if (status >= 300 && status <= 399) {
        // A 303 answers a POST that was processed.
        return { code: 'unexpected_redirect', reason: { kind: 'redirect' }, mayHaveTakenEffect: status === 303 };
    }
    if (status < 400 || status > 599) {
        return { code: 'unexpected_response', reason: { kind: 'unexpected_response' }, mayHaveTakenEffect: true };
    }
    const value = parseJson(body);
    const error = isObject(value) ? value : {};
    const code = usableCode(error.code, secrets) ?? STATUS_CODES[status] ?? `http_${status}`;
    // The one 5xx with which the API documents that the agent runtime refused the request.
    const isRefused = status < 500 || (status === 502 && code === 'upstream_auth_failed');
    return {
        code,
        reason: { kind: 'error_status' },
        detail: status === 409 && api.isBusyAtConflict ? undefined : detailOf(error),
        retry: { item: String(status), because: 'status' },
        mayHaveTakenEffect: !isRefused,
    };
}
function usableCode(code, secrets) {
    if (typeof code !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(code))
        return undefined;
    const isClaimed = OWN_CODES.test(code) || Object.values(STATUS_CODES).includes(code);
    return isClaimed || containsSecret(code, secrets) ? undefined : code;
}
/** Where the API, FastAPI, its auth layer and gateways put their words, in order of preference. */
function detailOf({ detail, message, error }) {
    const first = Array.isArray(detail) && isObject(detail[0]) ? detail[0].msg : undefined;
    const candidates = [detail, first, message, error, isObject(error) ? error.message : undefined];
    return candidates.filter((text) => typeof text === 'string').find((text) => stripHidden(text).trim() !== '');
}

;// CONCATENATED MODULE: ./build/src/attempts/thread.js



/** A thread includes its state, which can be large. */
const MAX_THREAD_MIB = 16;
const CHECK_URL = 'Check api-url.';
function readRequest(threadId) {
    return { method: 'GET', path: `/threads/${threadId}`, bodyLimit: MAX_THREAD_MIB * 1024 * 1024 };
}
/** The thread in the response to a read, or what went wrong. */
function judgeRead(exchange, api, secrets) {
    if (exchange.kind !== 'response' || exchange.status !== 200)
        return judgeFailedRead(exchange, api, secrets);
    if (exchange.unread === 'too_large')
        return unreadable(`the response is larger than ${MAX_THREAD_MIB} MiB`);
    if (exchange.unread === 'compressed')
        return unreadable('the response is compressed', 'Check any gateway or proxy in front of the API.');
    const thread = parseJson(exchange.body.replace(/^\ufeff/, ''));
    if (thread === undefined)
        return unreadable('the response is not JSON', CHECK_URL);
    if (!isObject(thread))
        return unreadable('the response is not a JSON object', CHECK_URL);
    const { status, state_updated_at, updated_at, interrupts } = thread;
    if (typeof status !== 'string')
        return unreadable('the response has no status', CHECK_URL);
    const changedAtMs = parseTimeMs(state_updated_at) ?? parseTimeMs(updated_at);
    return { status, changedAtMs, interrupts: findInterrupts(interrupts) };
}
/**
 * The interrupts in the field `interrupts` of a thread: an object whose values are arrays of objects with a `value`, or
 * one array of these. Undefined for anything else.
 */
function findInterrupts(field) {
    const groups = isObject(field) ? Object.values(field) : [field];
    if (!groups.every(Array.isArray))
        return undefined;
    const items = groups.flat();
    if (!items.every((item) => isObject(item) && Object.hasOwn(item, 'value')))
        return undefined;
    return items.map(({ id = null, value }) => ({ id, value }));
}
/**
 * Why the thread is not what the reviewer saw; undefined if it is.
 *
 * @param unchangedSinceMs the latest time at which the state may have changed, in milliseconds since 1970
 * @param before the thread as it was before a resolve request of unknown outcome: it must not have changed since
 */
function refuseThread(thread, unchangedSinceMs, before) {
    const { status, changedAtMs } = thread;
    const hasChangedSinceReview = unchangedSinceMs !== undefined && changedAtMs !== undefined && changedAtMs > unchangedSinceMs;
    if (status !== 'interrupted' && status !== 'busy')
        return notInterrupted(status);
    // If a busy thread's run started after the review, waiting cannot help.
    if (hasChangedSinceReview)
        return changed(changedAtMs, unchangedSinceMs);
    // A resolve request would get a 409 now, so a busy thread is retried like one.
    if (status === 'busy')
        return { ...notInterrupted(status), retry: { item: '409', because: 'busy' } };
    if (unchangedSinceMs === undefined && before === undefined)
        return undefined;
    if (changedAtMs === undefined)
        return unreadable('state_updated_at and updated_at are missing or unreadable');
    if (before === undefined)
        return undefined;
    if (before.changedAtMs === undefined) {
        return unreadable('it had no readable time before the last resolve request');
    }
    return changedAtMs === before.changedAtMs ? undefined : changed(changedAtMs, before.changedAtMs);
}
/** The verdict of an attempt that ends with its read, although the read brought a thread. */
function endWithRead(reason, code = reason.kind) {
    return { request: 'read', outcome: 'not-resolved', code, reason };
}
const unreadable = (problem, fix = '') => endWithRead({ kind: 'thread_unreadable', problem, fix });
const notInterrupted = (threadStatus) => endWithRead({ kind: 'not_interrupted', threadStatus });
const changed = (changedAtMs, limitMs) => endWithRead({ kind: 'thread_changed', changedAtMs, limitMs });

;// CONCATENATED MODULE: ./build/src/attempts/loop.js



/** Makes attempts, each recorded in `history`, until one is final or the policy allows no more. */
async function runAttempts(policy, history, deps) {
    const startMs = deps.now();
    const elapsedMs = () => deps.now() - startMs;
    // No timer is shorter than a millisecond.
    const timeoutMs = () => Math.max(1, Math.min(policy.requestTimeoutMs, policy.deadlineMs - elapsedMs()));
    /** Sends the resolve request only if the check, if there is one, allowed it in this same attempt. */
    const runAttempt = async (attempt) => {
        if (policy.checkThread) {
            const read = await deps.read(timeoutMs());
            if ('code' in read)
                return read;
            attempt.thread = read;
            const refusal = refuseThread(read, policy.unchangedSinceMs, lastUnknown(history)?.thread);
            if (refusal)
                return refusal;
            if (policy.mode === 'inspect')
                return endWithRead({ kind: 'waiting' }, '');
            if (!hasTimeForRequest(policy, elapsedMs()))
                return endWithRead({ kind: 'too_late' }, 'timeout');
        }
        attempt.requested = true;
        return deps.resolve(timeoutMs());
    };
    const finish = async (attempt, verdict, stop) => {
        if (policy.checkThread && isThreadOutdated(attempt) && hasTimeForRequest(policy, elapsedMs())) {
            const result = await deps.read(timeoutMs());
            if (!('code' in result))
                attempt.threadAfterwards = result;
            deps.onLastRead(result);
        }
        return { verdict, stop };
    };
    for (;;) {
        const unknownBefore = outcomeOf(history) === 'unknown';
        const attempt = { startedAtMs: elapsedMs(), requested: false };
        history.push(attempt);
        const verdict = await runAttempt(attempt);
        attempt.durationMs = elapsedMs() - attempt.startedAtMs;
        attempt.verdict = verdict;
        const decision = decide(verdict, policy, {
            attemptCount: history.length,
            unknownBefore,
            elapsedMs: elapsedMs(),
            wallClockMs: deps.wallClock(),
            random: deps.random(),
        });
        deps.onAttempt(history.length, verdict, decision.kind === 'wait' ? decision.delayMs : undefined);
        if (decision.kind !== 'wait')
            return finish(attempt, verdict, decision);
        const waitedFromMs = elapsedMs();
        await deps.sleep(decision.delayMs);
        attempt.waitMs = elapsedMs() - waitedFromMs;
        // If the machine was suspended, the timer fires late.
        if (!hasTimeForRequest(policy, elapsedMs()))
            return finish(attempt, verdict, { kind: 'deadline', delayMs: 0 });
    }
}

// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
// EXTERNAL MODULE: ./stubs/undici-stub/index.js
var undici_stub = __nccwpck_require__(678);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class lib_HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new undici_stub/* ProxyAgent */.k(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./build/package.json
const package_namespaceObject = /*#__PURE__*/JSON.parse('{"UU":"resolve-interrupt-action","rE":"1.0.0"}');
;// CONCATENATED MODULE: ./build/src/http/response.js
const MAX_ERROR_BODY_BYTES = 64 * 1024;
/** Reads the response to its end, as far as it is needed. Never rejects. */
async function readResponse(request, message) {
    const status = Number(message.statusCode);
    const isError = status >= 400 && status <= 599;
    if (!isError && !needsBody(request, message))
        return toResponse(message);
    if (!/^(identity)?$/i.test(message.headers['content-encoding'] ?? ''))
        return toResponse(message, '', 'compressed');
    const chunks = [];
    let bytesLeft = isError ? MAX_ERROR_BODY_BYTES : request.bodyLimit;
    try {
        for await (const chunk of message) {
            bytesLeft -= chunk.length;
            if (bytesLeft < 0)
                return toResponse(message, '', 'too_large');
            chunks.push(chunk);
        }
        // Node ends a body without a length normally when the connection is reset.
        if (!message.socket.errored)
            return toResponse(message, Buffer.concat(chunks).toString());
    }
    catch {
        // The connection was lost, as below.
    }
    return needsBody(request, message) ? { kind: 'connection_lost' } : toResponse(message, '', 'incomplete');
}
/** Whether the request was sent for the body, so that a response without it counts as none. */
function needsBody({ bodyLimit }, { statusCode }) {
    return bodyLimit > 0 && statusCode === 200;
}
function toResponse(message, body = '', unread) {
    const { date, 'retry-after': retryAfter, 'x-request-id': requestId } = message.headers;
    const response = { status: Number(message.statusCode), body, date, retryAfter, requestId: requestId?.toString() };
    return { kind: 'response', ...response, ...(unread && { unread }) };
}

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
var external_node_tls_default = /*#__PURE__*/__nccwpck_require__.n(external_node_tls_namespaceObject);
;// CONCATENATED MODULE: ./build/src/http/tunnel.js


/**
 * Corrects what the tunnel gets wrong, just before it connects.
 *
 * @param limits Node options that also apply to the connection to the proxy
 * @throws what Node throws for unusable TLS settings: in the tunnel, nobody could catch it
 */
function fixTunnel(tunnel, limits, onConnect) {
    const { options, proxyOptions, request } = tunnel;
    options.secureContext = (0,external_node_tls_namespaceObject.createSecureContext)();
    Object.assign(proxyOptions, limits);
    // It looks up an IPv6 address with its brackets.
    proxyOptions.host = proxyOptions.host.replace(/^\[|\]$/g, '');
    // It checks the certificate of an https: proxy for the host of the API. An IP address cannot be a server name.
    proxyOptions.servername = (0,external_node_net_namespaceObject.isIP)(proxyOptions.host) ? '' : proxyOptions.host;
    // It encodes credentials with a deprecated constructor, which prints a warning.
    const { proxyAuth } = proxyOptions;
    delete proxyOptions.proxyAuth;
    tunnel.request = (given) => {
        const headers = { ...given.headers };
        if (proxyAuth)
            headers['Proxy-Authorization'] = `Basic ${Buffer.from(proxyAuth).toString('base64')}`;
        const connect = request({ ...given, headers });
        onConnect(connect);
        return connect;
    };
}

;// CONCATENATED MODULE: ./build/src/http/exchange.js




/** Node's own limit of 16 KiB turns a valid response with long headers into none. */
const MAX_HEAD_BYTES = 64 * 1024;
/** Far more than the head of any response. The rest of a flood stays unread until the timeout. */
const MAX_OVERHEAD_BYTES = 2 * 1024 * 1024;
/**
 * Sends one request on a connection of its own, and closes that connection. Never rejects.
 *
 * @param timeoutMs from opening the connection to the end of the response; above 0
 */
function exchange(connection, request, timeoutMs) {
    return new Promise((resolve) => {
        const sent = [];
        let phase = 'unseen';
        let socket;
        let response;
        // The tunnel hides the cause of its error, and the status of the proxy.
        let firstError;
        let proxyStatus;
        let firstByte;
        const settle = (result) => {
            clearTimeout(timer);
            for (const unfinished of sent)
                unfinished.on('error', () => { }).destroy();
            resolve(result);
        };
        const timer = setTimeout(() => {
            if (response && !needsBody(request, response))
                settle(toResponse(response, '', 'incomplete'));
            else if (phase !== 'connecting')
                settle({ kind: 'timeout', timeoutMs });
            else
                settle({ kind: 'connect_failed', timeoutMs });
        }, timeoutMs);
        const watch = (clientRequest) => {
            phase = 'connecting';
            sent.push(clientRequest);
            clientRequest.once('error', (error) => {
                firstError ??= error;
            });
            clientRequest.once('connect', ({ statusCode }) => {
                proxyStatus = statusCode;
            });
            clientRequest.once('socket', (assigned) => {
                socket = assigned;
                if (clientRequest.method === 'CONNECT')
                    return;
                assigned.once(connection.apiUrl.startsWith('https:') ? 'secureConnect' : 'connect', () => {
                    phase = 'open';
                });
                assigned.on('data', (chunk) => {
                    // The parser skips empty lines.
                    firstByte ??= chunk.toString('latin1').trimStart()[0];
                    if (assigned.bytesRead > MAX_OVERHEAD_BYTES + 2 * request.bodyLimit)
                        assigned.pause();
                });
            });
            // After a 101, the toolkit settles on neither a response nor an error.
            clientRequest.once('upgrade', (message) => settle(toResponse(message)));
        };
        const prepareRequest = (options) => {
            const limits = {
                autoSelectFamilyAttemptTimeout: connection.addressTimeoutMs,
                maxHeaderSize: MAX_HEAD_BYTES,
            };
            Object.assign(options, limits);
            const agent = options.agent;
            const { addRequest } = agent;
            agent.addRequest = (clientRequest, ...rest) => {
                watch(clientRequest);
                if (agent.proxyOptions)
                    fixTunnel(agent, limits, watch);
                addRequest.call(agent, clientRequest, ...rest);
            };
        };
        const receive = async (message) => {
            response = message;
            // Node's parser also accepts RTSP and ICE.
            if ((firstByte ?? 'H') !== 'H' || message.httpVersionMajor !== 1 || Number(message.statusCode) < 100) {
                return { kind: 'not_http' };
            }
            return readResponse(request, message);
        };
        const explain = (error) => {
            const cause = causeOf(firstError ?? error);
            if (phase !== 'connecting') {
                return { kind: String(error.code).startsWith('HPE_') ? 'not_http' : 'connection_lost', cause };
            }
            if (socket?.authorizationError)
                return { kind: 'tls_failed', cause };
            if (proxyStatus && proxyStatus >= 400 && proxyStatus <= 499)
                return { kind: 'connect_failed', proxyStatus };
            return { kind: 'connect_failed', cause };
        };
        send(connection, request, timeoutMs, prepareRequest).then(receive, explain).then(settle);
    });
}
async function send({ apiUrl, apiKey, workspaceId }, { method, path, body = '' }, timeoutMs, prepareRequest) {
    const handler = { prepareRequest, canHandleAuthentication: () => false };
    const client = new lib_HttpClient(`${package_namespaceObject.UU}/${package_namespaceObject.rE}`, [handler], {
        allowRedirects: false,
        // Longer than our own timer: the toolkit's does not know whether the request was sent.
        socketTimeout: Math.ceil(timeoutMs) + 60_000,
    });
    const headers = {
        'X-Api-Key': apiKey,
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
    };
    if (workspaceId !== undefined)
        headers['X-Tenant-Id'] = workspaceId;
    if (body !== '')
        headers['Content-Type'] = 'application/json';
    const url = apiUrl + path;
    const { message } = await (method === 'POST' ? client.post(url, body, headers) : client.get(url, headers));
    return message;
}
/** If a host has several addresses, the error has no message, but one error per address. */
function causeOf(error) {
    const { errors = [error] } = error;
    return errors.map(({ message }) => message).join('; ');
}

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
// EXTERNAL MODULE: ./stubs/exec-stub/index.js
var exec_stub = __nccwpck_require__(925);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./build/src/inputs/rules.js

/** How far `unchanged-since` may be ahead of the runner's clock, because clocks differ. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;
/** An input or a variable of the environment is invalid. */
class InvalidInput extends Error {
    rule;
    rejected;
    /**
     * @param rule a sentence without a full stop: the name, and the rule that the value breaks
     * @param rejected the value as it may be shown
     */
    constructor(rule, rejected) {
        super(rule);
        this.rule = rule;
        this.rejected = rejected;
    }
}
function parseThreadId(text) {
    const rule = 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."';
    // Characters that need no escaping in a URL path (RFC 3986, section 2.3), in which `.` and `..` have a meaning.
    const isValid = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,256}$/.test(text);
    return refuseKey(text) ?? refuseMissingField(text) ?? (isValid ? { value: text } : { rule });
}
function parseWorkspaceId(text) {
    return refuseKey(text) ?? parseHeaderValue(text);
}
function parseApiKey(text) {
    const isWrapped = /^["'{]/.test(text);
    const parsed = isWrapped
        ? { rule: 'must be the bare key, without quotes or JSON around it' }
        : parseHeaderValue(text);
    return { ...parsed, hideValue: true };
}
/** Header text that no server, proxy or log can read in two ways. */
function parseHeaderValue(text) {
    const isValid = /^[\x21-\x7e]+$/.test(text);
    return refuseMissingField(text) ?? (isValid ? { value: text } : { rule: 'must be printable ASCII without spaces' });
}
function refuseKey(text) {
    return /^lsv2_/i.test(text) ? { rule: 'must not be an API key', hideValue: true } : undefined;
}
function refuseMissingField(text) {
    const rule = 'must not be "null" or "undefined", which is what a missing field becomes in an expression or in jq';
    return /^(null|undefined)$/.test(text) ? { rule } : undefined;
}
function parseWholeNumber(text, min, max) {
    const value = Number(text);
    const isValid = /^\d+$/.test(text) && value >= min && value <= max;
    return isValid ? { value } : { rule: `must be a whole number from ${min} to ${max}` };
}
/** Seconds, returned in milliseconds. */
function parseSeconds(text, range, max) {
    const value = Number(text);
    const isInRange = value <= max && (value > 0 || range === 'from 0');
    return /^\d+(\.\d+)?$/.test(text) && isInRange
        ? { value: value * 1000 }
        : { rule: `must be a number of seconds ${range} to ${max}, such as 30 or 0.5` };
}
/** `retry-max-delay-seconds`, which must not be below `retry-delay-seconds`; both in milliseconds. */
function parseMaxDelay(text, retryDelayMs) {
    const parsed = parseSeconds(text, 'from 0', 3600);
    const isTooLow = 'value' in parsed && parsed.value < retryDelayMs;
    return isTooLow ? { rule: `must not be below retry-delay-seconds (${retryDelayMs / 1000})` } : parsed;
}
/** What may be retried: HTTP statuses from 400 to 599, as text, and `connect_failed`. */
function parseRetryOn(text) {
    const items = text.split(/[\s,]/).filter((item) => item !== '');
    const rule = 'must be a comma- or space-separated list of HTTP statuses from 400 to 599 and connect_failed';
    const wrong = items.find((item) => !/^([45]\d\d|connect_failed)$/.test(item));
    if (wrong !== undefined)
        return { rule, item: wrong };
    return items.length > 0 ? { value: new Set(items) } : { rule: `${rule}, with at least one item` };
}
/** A date and time with an offset. It and the runner's clock are in milliseconds since 1970. */
function parsePastTime(text, nowMs) {
    const value = parseTimeMs(text);
    const form = 'must be an RFC 3339 date and time with an offset, such as 2026-11-25T09:30:00Z';
    if (value === undefined)
        return { rule: form };
    return value > nowMs + MAX_AHEAD_MS ? { rule: 'must not be more than a day in the future' } : { value };
}
function parseChoice(text, ...choices) {
    const value = choices.find((choice) => choice === text);
    return value === undefined ? { rule: `must be ${choices.join(' or ')}` } : { value };
}
/** A boolean of the YAML 1.2 core schema, or `unchanged`. */
function parseCheckThread(text) {
    if (text === 'unchanged')
        return { value: text };
    const parsed = parseBoolean(text);
    return 'value' in parsed ? parsed : { rule: 'must be true, false or unchanged' };
}
/** A boolean of the YAML 1.2 core schema. */
function parseBoolean(text) {
    const isValid = /^(true|True|TRUE|false|False|FALSE)$/.test(text);
    return isValid ? { value: text.toLowerCase() === 'true' } : { rule: 'must be true or false' };
}

;// CONCATENATED MODULE: ./build/src/inputs/environment.js



/** Reads what the report needs, and masks the key in the log, whichever way it was passed. */
function readReportContext() {
    const keys = [getInput('api-key'), variable('LANGSMITH_API_KEY')].filter((key) => key !== '');
    keys.forEach(core_setSecret);
    const secrets = keys.sort((a, b) => b.length - a.length);
    const threadId = parseThreadId(getInput('thread-id'));
    const jobSummary = parseBoolean(getInput('job-summary'));
    const showInterrupts = parseBoolean(getInput('show-interrupts'));
    return {
        secrets,
        threadId: 'value' in threadId ? redact(threadId.value, secrets) : undefined,
        mode: getInput('mode') === 'inspect' ? 'inspect' : 'resolve',
        showInterrupts: 'value' in showInterrupts && showInterrupts.value,
        // Only a valid `false` switches it off.
        jobSummary: !('value' in jobSummary) || jobSummary.value,
        outputFile: variable('GITHUB_OUTPUT'),
        summaryFile: variable('GITHUB_STEP_SUMMARY'),
    };
}
/** An environment variable without white space around it; empty if it is not set. */
function variable(name) {
    return (process.env[name] ?? '').trim();
}

;// CONCATENATED MODULE: ./build/src/api/api.js

/** The preview API of Managed Deep Agents. A key belongs to one of its hosts. */
const MANAGED_DEEP_AGENTS = {
    defaultUrl: 'https://api.smith.langchain.com/v1/deepagents',
    confirmsAnything: false,
    isBusyAtConflict: false,
    resolveRequest: (threadId) => ({ method: 'POST', path: `/threads/${threadId}/resolve-interrupt`, bodyLimit: 0 }),
    confirms: ({ status }) => status === 204,
    adviseOnKey: ({ host, protocol }, langsmithHost) => {
        // On loopback, there are no regions.
        if (protocol === 'http:')
            return '';
        const other = ['', host].includes(langsmithHost) ? '' : ` LANGSMITH_ENDPOINT points to ${langsmithHost}.`;
        return `Check that the key's region matches api-url (${host}).${other}`;
    },
};
/** Agent Server: LangSmith Deployments and self-hosted servers. A state update as the last node ends the run. */
const AGENT_SERVER = {
    defaultUrl: '',
    confirmsAnything: true,
    isBusyAtConflict: true,
    resolveRequest: (threadId) => ({
        method: 'POST',
        path: `/threads/${threadId}/state`,
        // Never with a checkpoint: that would fork the thread.
        body: '{"values":null,"as_node":"__end__"}',
        bodyLimit: 64 * 1024,
    }),
    confirms: ({ status, body }) => status === 200 && hasCheckpoint(parseJson(body)),
    adviseOnKey: () => 'The key must belong to the workspace of the deployment. A deployment with custom authentication shows a thread ' +
        'only to its owner.',
};
/** The APIs by their names in the input `api`. */
const APIS = { 'managed-deep-agents': MANAGED_DEEP_AGENTS, 'agent-server': AGENT_SERVER };
function hasCheckpoint(value) {
    if (!isObject(value))
        return false;
    const ids = [value.checkpoint_id, isObject(value.checkpoint) ? value.checkpoint.checkpoint_id : undefined];
    return ids.some((id) => typeof id === 'string' && id !== '');
}

;// CONCATENATED MODULE: ./build/src/inputs/connection.js




/** Node gives each address of a host only 250 ms to connect. */
const ADDRESS_TIMEOUT_MS = 2_500;
/** @throws {InvalidInput} if TLS verification is disabled, or a proxy variable is unusable */
function readConnection(apiUrl) {
    if (apiUrl.startsWith('https:') && variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
        throw new InvalidInput('NODE_TLS_REJECT_UNAUTHORIZED must not be 0 with an https: api-url. ' +
            'To trust a private CA, set NODE_EXTRA_CA_CERTS to its certificate file');
    }
    const endpoint = variable('LANGSMITH_ENDPOINT');
    return {
        proxyHost: readProxyHost(apiUrl),
        extraCaCerts: readExtraCaCerts(),
        langsmithHost: URL.canParse(endpoint) ? new URL(endpoint).host : '',
        addressTimeoutMs: isAddressTimeoutSet() ? undefined : ADDRESS_TIMEOUT_MS,
    };
}
/**
 * Empty without a proxy. An `http:` API is on loopback, which never goes through one.
 *
 * @throws {InvalidInput} if the toolkit would silently bypass the proxy, or would not find it
 */
function readProxyHost(apiUrl) {
    // The toolkit's order.
    const name = ['https_proxy', 'HTTPS_PROXY'].find((candidate) => process.env[candidate]);
    if (name === undefined || checkBypass(new URL(apiUrl)))
        return '';
    try {
        const { protocol, username, password, host, port, pathname, search, hash } = new URL(String(process.env[name]));
        // The toolkit decodes both, and ignores the proxy if that fails.
        [username, password].forEach(decodeURIComponent);
        // An @ after the host means that the password contains an unescaped character.
        const isWellFormed = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
        if (/^https?:/.test(protocol) && isWellFormed)
            return host;
    }
    catch {
        // Reported like every other unusable value.
    }
    throw new InvalidInput(`${name} must be a URL such as http://proxy.example.com:3128 (its value is not shown). ` +
        'Special characters in a user name or password must be percent-encoded');
}
function readExtraCaCerts() {
    const file = variable('NODE_EXTRA_CA_CERTS');
    // Node ignores a file that is missing or has no PEM certificate. Node 20 does not say what it loaded.
    return file === '' ? undefined : { file, areLoaded: external_node_tls_default().getCACertificates?.('extra').length !== 0 };
}
/** Node accepts underscores for hyphens. */
function isAddressTimeoutSet() {
    const flags = [...process.execArgv, variable('NODE_OPTIONS')].join(' ').replaceAll('_', '-');
    return flags.includes('--network-family-autoselection-attempt-timeout');
}

;// CONCATENATED MODULE: ./build/src/inputs/reader.js



/** Defaults as in `action.yml`. */
const DEFAULTS = {
    api: 'managed-deep-agents',
    mode: 'resolve',
    'check-thread': 'false',
    'show-interrupts': 'false',
    // docs/performance.md has the numbers behind the six attempts and the delay.
    'max-attempts': '6',
    'retry-on': '409, 502, connect_failed',
    'retry-delay-seconds': '3',
    'request-timeout-seconds': '30',
    'deadline-seconds': '300',
    'fail-on-error': 'true',
    'job-summary': 'true',
};
/** Characters of a rejected value that the annotation shows. */
const SHOWN_VALUE_LENGTH = 120;
/** Reads single inputs. Each function throws an `InvalidInput` for a text that breaks the rule. */
function createReader(secrets) {
    /** `name` stands for the text in messages. */
    const check = (name, text, parse) => {
        const parsed = parse(text);
        if ('value' in parsed)
            return parsed.value;
        if (text === '')
            throw new InvalidInput(`${name} is empty`);
        const rule = `${name} ${parsed.rule}`;
        // The latter is a key in the wrong input.
        if (parsed.hideValue || /lsv2_/i.test(stripHidden(text)))
            throw new InvalidInput(`${rule} (its value is not shown)`);
        // A list splits a key that contains a comma.
        const wrong = containsSecret(text, secrets) ? text : (parsed.item ?? text);
        const stripped = stripHidden(wrong) === wrong ? '' : ' (without its invisible characters)';
        throw new InvalidInput(rule, `"${clean(wrong, secrets, SHOWN_VALUE_LENGTH)}"${stripped}`);
    };
    return {
        check,
        optional: (name, parse) => getInput(name) === '' ? undefined : check(name, getInput(name), parse),
        defaulted: (name, parse) => check(name, getInput(name) || DEFAULTS[name], parse),
    };
}

;// CONCATENATED MODULE: ./build/src/inputs/url.js

const EXAMPLE = 'https://api.example.com/v1';
/** The base URL of the API, without a trailing slash. */
function parseApiUrl(text) {
    // User info can hold a password, and a query or fragment a token.
    return { ...parse(text), hideValue: /[@?#]|%40/i.test(text) };
}
function parse(text) {
    const [, authority = '', path = '/'] = /^https?:\/\/([^/]+)(\/.*)?/i.exec(text) ?? [];
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (/[?#]/.test(text) || (authority || text).includes('@')) {
        return { rule: 'must not contain user info, a query or a fragment' };
    }
    if (/lsv2_/i.test(text))
        return { rule: 'must not contain an API key' };
    if (!/^https?:\/\//i.test(text))
        return { rule: `must include https://, as in ${EXAMPLE}` };
    if (!url || authority === '' || !isUsedAsWritten(url, text, path))
        return { rule: `must be a URL such as ${EXAMPLE}` };
    if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) {
        return { rule: 'must start with https:// (http:// is allowed only for localhost and 127.0.0.0/8)' };
    }
    if (url.hostname.startsWith('['))
        return { rule: 'must not use an IPv6 address (not supported)' };
    return { value: url.origin + path.replace(/\/$/, '') };
}
/** The URL parser silently drops or rewrites some characters, and port 0 becomes the default port. */
function isUsedAsWritten(url, text, path) {
    return url.pathname === path && url.port !== '0' && !/[\s\\]/.test(text) && stripHidden(text) === text;
}

;// CONCATENATED MODULE: ./build/src/inputs/read.js







/** `retry-max-delay-seconds` if it is not set and `retry-delay-seconds` is not larger. */
const DEFAULT_MAX_DELAY_MS = 30_000;
const NO_KEY = 'api-key is empty, and LANGSMITH_API_KEY is not set. Usual causes: workflows triggered by a fork or by ' +
    'Dependabot get no secrets; the name of the secret is misspelled; the job lacks the environment that holds the ' +
    'secret; a reusable workflow was not passed the secret; the key was passed as a job output, which the runner drops';
const NO_URL = "api-url is empty. With api: agent-server, set it to the API URL in the deployment's details " + 'in LangSmith';
const NO_TIME = 'unchanged-since is empty, but check-thread: unchanged requires it. Check the expression that sets it: a misspelled ' +
    'output is empty, and so is that of a step that could not read the time';
/**
 * Reads and validates all inputs in the order of `action.yml`, and then the environment.
 *
 * @param nowMs the runner's clock, in milliseconds since 1970
 * @throws {InvalidInput} for the first invalid input
 */
function readSettings(secrets, nowMs) {
    const reader = createReader(secrets);
    const threadId = reader.check('thread-id', getInput('thread-id'), parseThreadId);
    const apiKey = readApiKey(reader);
    const workspaceId = reader.optional('workspace-id', parseWorkspaceId);
    const api = APIS[reader.defaulted('api', (text) => parseChoice(text, 'managed-deep-agents', 'agent-server'))];
    const url = getInput('api-url') || api.defaultUrl;
    if (url === '')
        throw new InvalidInput(NO_URL);
    const apiUrl = reader.check('api-url', url, parseApiUrl);
    const check = readCheck(reader, nowMs);
    const checkThread = check.checkThread || api.confirmsAnything;
    const retries = readRetries(reader);
    const failOnError = reader.defaulted('fail-on-error', parseBoolean);
    reader.defaulted('job-summary', parseBoolean);
    const connection = readConnection(apiUrl);
    return { threadId, apiKey, workspaceId, api, apiUrl, ...check, checkThread, ...retries, failOnError, ...connection };
}
function readApiKey(reader) {
    const input = getInput('api-key');
    const key = input || variable('LANGSMITH_API_KEY');
    if (key === '')
        throw new InvalidInput(NO_KEY);
    return reader.check(input ? 'api-key' : 'LANGSMITH_API_KEY', key, parseApiKey);
}
function readCheck(reader, nowMs) {
    const mode = reader.defaulted('mode', (text) => parseChoice(text, 'resolve', 'inspect'));
    const wanted = reader.defaulted('check-thread', parseCheckThread);
    const unchangedSinceMs = reader.optional('unchanged-since', (text) => parsePastTime(text, nowMs));
    if (wanted === 'unchanged' && unchangedSinceMs === undefined)
        throw new InvalidInput(NO_TIME);
    const showInterrupts = reader.defaulted('show-interrupts', parseBoolean);
    const checkThread = wanted !== false || unchangedSinceMs !== undefined || showInterrupts || mode === 'inspect';
    return { mode, checkThread, unchangedSinceMs };
}
function readRetries(reader) {
    const maxAttempts = reader.defaulted('max-attempts', (text) => parseWholeNumber(text, 1, 100));
    const retryOn = reader.defaulted('retry-on', parseRetryOn);
    const retryDelayMs = reader.defaulted('retry-delay-seconds', (text) => parseSeconds(text, 'from 0', 3600));
    const retryMaxDelayMs = reader.optional('retry-max-delay-seconds', (text) => parseMaxDelay(text, retryDelayMs)) ??
        Math.max(DEFAULT_MAX_DELAY_MS, retryDelayMs);
    const requestTimeoutMs = reader.defaulted('request-timeout-seconds', (text) => parseSeconds(text, 'above 0 and up', 600));
    const deadlineMs = reader.defaulted('deadline-seconds', (text) => parseSeconds(text, 'above 0 and up', 21600));
    return { maxAttempts, retryOn, retryDelayMs, retryMaxDelayMs, requestTimeoutMs, deadlineMs };
}

;// CONCATENATED MODULE: ./build/src/report/interrupts.js


/** Limits of the list as JSON: in bytes, for the job summary and for the output, and in levels. */
const MAX_LIST_BYTES = 1024 * 1024;
const MAX_OUTPUT_BYTES = 256 * 1024;
const MAX_LEVELS = 100;
const NOTHING_LISTED = 'The API lists no interrupts, which is normal at a static breakpoint or after a cancelled run';
/**
 * Interrupts as they may be shown: redacted, and without numbers that JavaScript cannot hold. `json` is the output.
 * `problem` says why something is missing, without a full stop; it is empty if all is shown.
 */
function prepareInterrupts({ status, interrupts }, secrets) {
    const hidden = (problem) => ({ list: [], json: '', problem });
    // Only an interrupted thread must list them.
    if (!interrupts)
        return hidden(status === 'interrupted' ? 'The API does not list what the thread is waiting for' : '');
    if (isDeeperThan(interrupts, MAX_LEVELS))
        return hidden('The interrupts are nested more than 100 levels deep, so they are not shown');
    if (Buffer.byteLength(JSON.stringify(interrupts)) > MAX_LIST_BYTES) {
        return hidden('The interrupts are larger than 1 MiB, so they are not shown');
    }
    const list = prepare(interrupts, secrets);
    const json = escapeHidden(JSON.stringify(list));
    const isTooLong = Buffer.byteLength(json) > MAX_OUTPUT_BYTES;
    const problem = isTooLong ? 'The output interrupts is empty, because it would exceed 256 KiB' : '';
    const isEmpty = status === 'interrupted' && list.length === 0;
    return { list, json: isTooLong ? '' : json, problem: isEmpty ? NOTHING_LISTED : problem };
}
function isDeeperThan(value, levels) {
    if (typeof value !== 'object' || value === null)
        return false;
    return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}
/** A reviewer must not approve digits that were never sent, so an inexact number becomes a string that begins with ≈. */
function prepare(value, secrets) {
    if (typeof value === 'string')
        return redact(value, secrets);
    // Beyond this limit, JavaScript skips integers and ends in Infinity.
    if (typeof value === 'number')
        return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : `≈${value}`;
    if (Array.isArray(value))
        return value.map((item) => prepare(item, secrets));
    if (!isObject(value))
        return value;
    const entries = Object.entries(value).map(([key, item]) => [redact(key, secrets), prepare(item, secrets)]);
    return Object.fromEntries(entries);
}

;// CONCATENATED MODULE: ./build/src/report/conclusion.js



/** 128 plus the number of the signal, as in a shell. */
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** The statuses that the API documents. */
const THREAD_STATUSES = ['idle', 'busy', 'interrupted', 'error'];
/** Draws the conclusion from the ending and all attempts, including one in progress. */
function conclude(ending, history, { secrets, showInterrupts }) {
    const outcome = outcomeOf(history);
    const resolved = outcome === 'resolved';
    const code = ending.kind === 'finished' ? ending.verdict.code : ending.kind;
    const lastRead = resolved ? undefined : lastThread(history);
    const thread = lastRead && THREAD_STATUSES.includes(lastRead.status) ? lastRead : undefined;
    // What the thread is waiting for, if it may be shown.
    const interrupts = showInterrupts && thread ? prepareInterrupts(thread, secrets) : undefined;
    const outputs = {
        resolved,
        'error-code': resolved ? '' : code,
        outcome,
        status: lastStatus(history),
        attempts: history.length,
        'thread-status': thread?.status ?? '',
        'state-updated-at': thread?.changedAtMs === undefined ? '' : isoTime(thread.changedAtMs),
        interrupts: interrupts?.json ?? '',
    };
    return { outputs, interrupts, ...howToEnd(ending, outputs['error-code']) };
}
function howToEnd(ending, errorCode) {
    if (ending.kind === 'cancelled')
        return { exitCode: SIGNAL_EXIT_CODES[ending.signal], level: 'warning' };
    if (ending.kind !== 'finished')
        return { exitCode: 1, level: 'error' };
    if (errorCode === '')
        return { exitCode: 0, level: 'none' };
    return ending.settings.failOnError ? { exitCode: 1, level: 'error' } : { exitCode: 0, level: 'warning' };
}

;// CONCATENATED MODULE: ./build/src/report/thread-advice.js
const MAX_ATTEMPTS = 100;
const MAX_DEADLINE_MS = 21_600_000;
const NOTHING_LEFT = 'If the interrupt was resolved elsewhere, there is nothing left to do.';
const POSSIBLY_NEW = 'The thread is waiting at an interrupt, possibly a new one. Inspect it before you re-run this.';
/** What to do after an unknown outcome, by the output `thread-status`. */
const AFTER_UNKNOWN = {
    idle: 'The thread is idle now, so the request probably resolved the interrupt.',
    busy: 'The thread is busy again, so the request probably resolved the interrupt. ' +
        'Inspect the thread before you re-run this: a second request could resolve a later interrupt.',
    interrupted: POSSIBLY_NEW,
    error: 'The thread has the status error. Inspect it before you re-run this.',
    '': 'Inspect the thread before you re-run this: a second request could resolve a later interrupt.',
};
/** Explains that a thread is not waiting at an interrupt, by its status. */
function explainThread(ending, outputs) {
    const { settings, verdict } = ending;
    const wait = adviseToWait(ending, outputs);
    const isConflict = verdict.reason.kind === 'error_status';
    switch (outputs['thread-status'] || (isConflict && settings.api.isBusyAtConflict ? 'busy' : '')) {
        case 'busy': {
            const next = wait && `To wait for it, ${wait}.`;
            return { happened: 'The thread is busy and not waiting at an interrupt yet', next };
        }
        case 'idle':
            return { happened: 'The thread is idle and not waiting at an interrupt', next: NOTHING_LEFT };
        case 'error': {
            const happened = 'The thread has the status error and is not waiting at an interrupt';
            return { happened, next: 'Look at its last run.' };
        }
        case 'interrupted': {
            const next = adviseAfterConflict(settings.unchangedSinceMs, outputs['state-updated-at']);
            return { happened: "The API refused the request because of the thread's state", next };
        }
        default: {
            if (!isConflict)
                return { happened: 'The thread has an unknown status', next: 'Inspect it.' };
            const next = wait ? `${NOTHING_LEFT} If its agent is still running, ${wait}.` : NOTHING_LEFT;
            return { happened: 'The thread is not waiting at an interrupt', next };
        }
    }
}
/** What to do if the thread is waiting at an interrupt although the API reported a conflict. */
function adviseAfterConflict(unchangedSinceMs, changedAt) {
    if (unchangedSinceMs === undefined || changedAt === '')
        return POSSIBLY_NEW;
    return Date.parse(changedAt) > unchangedSinceMs
        ? 'The thread is waiting at a later interrupt. Review it, then start a new run with its time.'
        : 'The thread is still waiting at the reviewed interrupt. Re-run this.';
}
/** How to wait longer for a busy thread: only what has an effect. Empty if nothing has. */
function adviseToWait({ settings, stop }, { attempts }) {
    const { retryOn, maxAttempts, deadlineMs } = settings;
    const isDelayed = stop.kind === 'deadline' && stop.delayMs < MAX_DEADLINE_MS;
    const steps = [
        retryOn.has('409') ? '' : 'add 409 to retry-on',
        attempts >= maxAttempts && maxAttempts < MAX_ATTEMPTS ? 'raise max-attempts' : '',
        isDelayed && deadlineMs < MAX_DEADLINE_MS ? 'raise deadline-seconds' : '',
    ];
    return steps.filter(Boolean).join(' and ');
}

;// CONCATENATED MODULE: ./build/src/report/advice.js


/** What statuses with a meaning of their own say, and what to check. */
const STATUSES = {
    400: ['The API refused the request as malformed', 'Check thread-id and api-url.'],
    401: ['The API found no valid key in the request', 'Check api-key, and that no proxy removes X-Api-Key.'],
    403: ['The API denied this key access to the thread', 'Check api-key.'],
    404: ['The API found no such thread', 'Check thread-id, api-url and the workspace of the key.'],
    422: ['The API refused the request as invalid', 'Check thread-id.'],
};
/**
 * Explains how the last attempt ended. The advice never suggests what is already set.
 *
 * @param isReadable whether the step has read the thread, so that api-url and thread-id are correct
 */
function explain(ending, outputs, isReadable) {
    const { settings, verdict } = ending;
    const { reason } = verdict;
    const { 'thread-status': threadStatus, 'state-updated-at': changedAt } = outputs;
    switch (reason.kind) {
        case 'confirmed':
            return { happened: 'Interrupt resolved' };
        case 'waiting':
            return explainWaiting(settings, changedAt);
        case 'error_status':
            return explainStatus(ending, outputs, isReadable);
        case 'not_interrupted':
            return explainThread(ending, outputs);
        case 'thread_changed': {
            const when = threadStatus === 'busy' ? 'Wait until it is interrupted' : 'Review the current interrupt';
            const [time, limit] = [isoTime(reason.changedAtMs), isoTime(reason.limitMs)];
            const happened = `The thread changed at ${time}, but must be unchanged since ${limit}`;
            return { happened, next: `${when}, then start a new run with its time.` };
        }
        case 'thread_unreadable':
            return { happened: `The thread could not be checked: ${reason.problem}`, fix: reason.fix };
        case 'connect_failed':
            return explainNoConnection(reason, settings, isReadable);
        case 'tls_failed': {
            const verb = settings.extraCaCerts ? 'check' : 'set';
            const fix = `Check api-url. To trust a private CA, ${verb} NODE_EXTRA_CA_CERTS.`;
            return { happened: 'The certificate of the server or proxy was not trusted, so nothing was sent', fix };
        }
        case 'redirect': {
            const fix = isReadable ? undefined : 'Set api-url to the API itself.';
            return { happened: 'The server sent a redirect, which is never followed', fix };
        }
        case 'not_http':
        case 'unexpected_response': {
            const fix = `Check ${isReadable ? 'that api matches ' : ''}api-url.`;
            return { happened: 'The server sent an unexpected response', fix };
        }
        case 'connection_lost':
            return { happened: 'The connection was lost before a complete response arrived', next: 'Re-run this.' };
        case 'timeout': {
            const happened = `No complete response arrived within ${seconds(Number(reason.timeoutMs))}`;
            return { happened, next: 'Re-run this.' };
        }
        case 'too_late': {
            const happened = 'Too little time was left to send the resolve request';
            return { happened, next: settings.deadlineMs < MAX_DEADLINE_MS ? 'Raise deadline-seconds.' : 'Re-run this.' };
        }
    }
}
function explainWaiting({ unchangedSinceMs }, changedAt) {
    const unchanged = unchangedSinceMs === undefined ? '' : ', unchanged since the review';
    if (changedAt)
        return { happened: `The thread has been waiting at an interrupt since ${changedAt}${unchanged}` };
    const next = 'The API gives no readable time, so state-updated-at is empty.';
    return { happened: 'The thread is waiting at an interrupt', next };
}
function explainStatus(ending, outputs, isReadable) {
    const { settings, verdict } = ending;
    const status = Number(verdict.response?.status);
    if (status === 409 && verdict.request === 'resolve')
        return explainThread(ending, outputs);
    const [happened, fix] = STATUSES[status] ?? [];
    if (happened && isReadable) {
        const advice = 'Check that api matches api-url, and that the key has write access.';
        return { happened: 'The API returned the thread, but refused a later request', fix: advice };
    }
    if (happened)
        return { happened, fix: [fix, adviseOnKey(status, settings)].filter(Boolean).join(' ') };
    if (status === 429) {
        const canRetry = !settings.retryOn.has('429') && outputs.attempts < settings.maxAttempts;
        return {
            happened: 'The API is rate limiting requests',
            next: `Re-run this later${canRetry ? ', or add 429 to retry-on' : ''}.`,
        };
    }
    if (status === 502 && verdict.code === 'upstream_auth_failed') {
        const advice = 'Check that the agent still exists, and that the key has access to it.';
        return { happened: 'The agent runtime refused the request', fix: advice };
    }
    return status < 500
        ? { happened: 'The request was refused', fix: 'Check the inputs, and any gateway or proxy in front of the API.' }
        : { happened: 'The API, or a gateway in front of it, reported a server error', next: 'Re-run this later.' };
}
/** What else to check of the key after a 401, 403 or 404. */
function adviseOnKey(status, { api, apiUrl, workspaceId, langsmithHost }) {
    if (status !== 401 && status !== 403 && status !== 404)
        return '';
    const advice = api.adviseOnKey(new URL(apiUrl), langsmithHost);
    if (status !== 403)
        return advice;
    const workspace = workspaceId ? 'Check workspace-id.' : 'Organization-scoped service keys need workspace-id.';
    return `${workspace} ${advice}`.trim();
}
function explainNoConnection({ timeoutMs, proxyStatus }, settings, isReadable) {
    if (proxyStatus !== undefined) {
        const fix = proxyStatus === 407 ? "Check the proxy's user name and password." : 'Allow the host of api-url in the proxy.';
        return { happened: `The proxy refused to connect (HTTP ${proxyStatus}), so nothing was sent`, fix };
    }
    const within = timeoutMs === undefined ? '' : ` within ${seconds(timeoutMs)}`;
    const causes = [isReadable ? '' : 'api-url', "the runner's network", settings.proxyHost && 'the proxy'];
    const list = new Intl.ListFormat('en-GB').format(causes.filter(Boolean));
    return {
        happened: `Could not connect${within}, so nothing was sent`,
        fix: `Check ${list}.`,
    };
}

;// CONCATENATED MODULE: ./build/src/report/message.js



/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;
const MAX_SHOWN_DELAY_MS = 100 * 24 * 60 * 60 * 1000;
/** What begins the heading if the step was cut short. */
const PREFIXES = { invalid_input: 'Invalid input', cancelled: 'Cancelled', internal_error: 'Internal error' };
const HEADINGS = {
    resolved: 'Interrupt resolved',
    'not-resolved': 'Interrupt not resolved',
    unknown: 'Unknown whether the interrupt was resolved',
};
/** What `mode: inspect` found, by the kind of the reason. */
const FINDINGS = {
    waiting: 'Waiting at an interrupt',
    not_interrupted: 'No interrupt found',
    thread_changed: 'Thread changed since the review',
};
/** Says what happened, what it means and what to do next. */
function describe(ending, history, { outputs }, { secrets, mode }) {
    const verdict = ending.kind === 'finished' ? ending.verdict : undefined;
    const finding = FINDINGS[String(verdict?.reason.kind)] ?? 'Thread not inspected';
    const heading = mode === 'inspect' ? finding : HEADINGS[outputs.outcome];
    const { happened, fix, next } = explainEnding(ending, history, outputs, mode);
    const isUnknown = outputs.outcome === 'unknown';
    const advice = [
        isUnknown && isRefusal(ending) && 'An earlier request may have taken effect.',
        isUnknown && AFTER_UNKNOWN[outputs['thread-status']],
        fix,
        outputs.outcome === 'not-resolved' && next,
        ending.kind === 'finished' && explainStop(ending.stop, ending.settings.deadlineMs),
    ];
    return {
        heading: ending.kind === 'finished' ? heading : `${PREFIXES[ending.kind]}: ${heading.toLowerCase()}`,
        /** Without a full stop. */
        happened,
        /** Only for the annotation: the rejected value, or the code and the number of attempts. */
        addition: describeEnd(ending, history),
        /** What it means and what to do. */
        next: clean(advice.filter(Boolean).join(' '), secrets, Number.POSITIVE_INFINITY),
        /** The words of the API or of a network error. */
        detail: clean(verdict?.detail ?? '', secrets, DETAIL_LENGTH),
        requestId: clean((!outputs.resolved && verdict?.response?.requestId) || '', secrets, REQUEST_ID_LENGTH),
    };
}
/** Whether the last attempt was refused, other than because an earlier one may have taken effect. */
function isRefusal(ending) {
    return ending.kind === 'finished' && ending.verdict.outcome !== 'unknown' && ending.stop.kind !== 'after_unknown';
}
function explainEnding(ending, history, outputs, mode) {
    switch (ending.kind) {
        case 'finished':
            return explain(ending, outputs, history.some(({ thread }) => thread));
        case 'invalid_input':
            return { happened: ending.rule, next: 'Nothing was sent.' };
        case 'cancelled': {
            const goal = mode === 'inspect' ? 'to inspect the thread' : 'to resolve the interrupt';
            const when = outputs['thread-status'] === 'busy' ? 'once the thread is interrupted' : goal;
            return { happened: `The step received ${ending.signal}`, next: `Re-run it ${when}.` };
        }
        case 'internal_error':
            return {
                happened: 'A bug in the action, or other code in its process, ended the step',
                next: 'Re-run it with debug logging, and report it.',
            };
    }
}
function describeEnd(ending, history) {
    if (ending.kind === 'invalid_input')
        return ending.rejected ? `, got ${ending.rejected}` : '';
    const count = history.length > 1 ? `, after ${history.length} attempts` : '';
    if (ending.kind !== 'finished' || ending.verdict.reason.kind === 'waiting')
        return count;
    const name = nameOf(ending.verdict);
    const isResponse = ending.verdict.response && ending.verdict.outcome !== 'resolved';
    return (isResponse ? `: ${name}` : ` (${name})`) + count;
}
function toText({ happened, addition, next, detail, requestId }) {
    const quotation = (detail && ` Details: "${detail}"`) + (requestId && ` Request ID: "${requestId}"`);
    return `${happened}${addition}.${next && ` ${next}`}${quotation}`;
}
/** A verdict in a few words, which are safe anywhere: `HTTP 409 (conflict)`, `HTTP 503`, `timeout`. */
function nameOf({ response, code }) {
    if (!response)
        return code;
    const status = `HTTP ${response.status}`;
    return code === '' || code === `http_${response.status}` ? status : `${status} (${code})`;
}
/** Why there was no further attempt, if one was allowed and left. */
function explainStop(stop, deadlineMs) {
    if (stop.kind === 'final')
        return '';
    if (stop.kind === 'after_unknown')
        return 'Not retried: an earlier request probably resolved it.';
    const effect = stop.delayMs > deadlineMs ? 'pass' : 'leave too little time before';
    // A server can ask for any wait in `Retry-After`.
    const delay = stop.delayMs > MAX_SHOWN_DELAY_MS ? 'more than 100 days' : seconds(stop.delayMs);
    const why = stop.delayMs > 0 ? `a wait of ${delay} would ${effect}` : 'too little time was left before';
    return `Not retried: ${why} the deadline of ${seconds(deadlineMs)}.`;
}

;// CONCATENATED MODULE: ./build/src/report/log-lines.js



/** The line before the first request: what the step is about to do. */
function announce(settings, secrets) {
    const { mode, threadId, apiUrl, proxyHost, maxAttempts, deadlineMs } = settings;
    const line = `${mode === 'inspect' ? 'Inspecting' : 'Resolving the interrupt of'} thread ${threadId} at ${new URL(apiUrl).host}` +
        (proxyHost && ` through the proxy ${proxyHost}`) +
        announceCertificates(settings) +
        `: up to ${maxAttempts} attempt${maxAttempts === 1 ? '' : 's'} within ${seconds(deadlineMs)}. ` +
        announceCheck(settings);
    return clean(line, secrets, Number.POSITIVE_INFINITY);
}
function announceCertificates({ extraCaCerts }) {
    if (!extraCaCerts)
        return '';
    const { file, areLoaded } = extraCaCerts;
    return areLoaded ? ', trusting extra CA certificates' : ` (warning: no CA certificates were loaded from ${file})`;
}
function announceCheck({ mode, checkThread, unchangedSinceMs }) {
    if (!checkThread)
        return 'The thread is not checked.';
    const since = unchangedSinceMs === undefined ? '' : `, unchanged since ${isoTime(unchangedSinceMs)}`;
    return mode === 'inspect'
        ? `The thread must be waiting at an interrupt${since}.`
        : `Each attempt first checks that the thread is interrupted${since}.`;
}
/** The line after an attempt. `delayMs` is the wait before the next one; undefined if there is none. */
function narrate(number, verdict, delayMs, maxAttempts) {
    const line = `Attempt ${number} of ${maxAttempts}: ${resultOf(verdict)}.`;
    if (delayMs === undefined)
        return line;
    const action = verdict.retry?.because === 'busy' ? 'Checking again' : 'Retrying';
    return `${line} ${action} in ${seconds(delayMs)}.`;
}
/** The line after the read that follows the last attempt. */
function narrateLastRead(result) {
    return `Last read: ${'code' in result ? nameOf(result) : statusOf(result.status)}.`;
}
function resultOf(verdict) {
    const { reason } = verdict;
    if (reason.kind === 'waiting')
        return 'the thread is waiting at an interrupt';
    if (reason.kind === 'too_late')
        return 'too little time is left for the resolve request';
    if (reason.kind === 'not_interrupted')
        return statusOf(reason.threadStatus);
    return `${verdict.request === 'read' ? 'read of the thread' : 'resolve request'}: ${nameOf(verdict)}`;
}
/** A status that the API does not document is foreign text, so it is not shown. */
function statusOf(threadStatus) {
    const known = THREAD_STATUSES.includes(threadStatus) ? threadStatus : 'not interrupted';
    return known === 'error' ? 'the thread has the status error' : `the thread is ${known}`;
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/src/report/outline.js


/** Characters of all interrupts that are shown, before they become HTML. */
const MAX_TEXT = 64 * 1024;
/** Counted for each line and each interrupt beside its text, so that many short ones cannot make the summary too large. */
const LINE_COST = 8;
const BLOCK_COST = 40;
/** Deeper levels are shown as JSON: each level of an outline makes the lines narrower. */
const outline_MAX_LEVELS = 6;
/**
 * Longer texts, and those in which something like a key follows spaces, are quoted: they may wrap, and then no line
 * begins where a key could stand.
 */
const MAX_UNQUOTED = 60;
const LIKE_A_KEY = /\n|: |\p{Zs}{2}/u;
/** Runs of empty lines or spaces that would push text out of sight. They are replaced by their length. */
const LONG_RUN = /(\n(?:[^\S\n]*\n){4,}|\p{Zs}{41,})/u;
/**
 * Interrupts as HTML, a block for each: an outline like YAML, with a bullet for each key or item. All foreign text is
 * code, which GitHub searches neither for links nor for mentions, and in which it keeps spaces. Keys are bold.
 */
function renderInterrupts(list) {
    let left = MAX_TEXT;
    let isCut = false;
    /** The text, as far as there is room for it. All of it counts: a line break takes more HTML than a letter. */
    const take = (text) => {
        isCut ||= text.length > left;
        // A surrogate pair is not cut in two.
        const taken = text.slice(0, Math.max(0, left)).replace(/[\ud800-\udbff]$/, '');
        left -= text.length;
        return taken;
    };
    const renderText = (text) => {
        const visible = take(escapeHidden(text.replace(/\r\n?/g, '\n'), '\n'));
        const html = visible.split(LONG_RUN).map((part, index) => {
            if (index % 2 === 0)
                return part.split('\n').map(toCode).join('<br>');
            const lines = part.split('\n').length - 2;
            return lines > 0 ? `<br><i>(${lines} empty lines)</i><br>` : ` <i>(${part.length} spaces)</i> `;
        });
        const isQuoted = visible.length > MAX_UNQUOTED || LIKE_A_KEY.test(visible);
        return isQuoted ? `<blockquote>${html.join('')}</blockquote>` : html.join('');
    };
    const renderValue = (value, level) => {
        if (typeof value === 'string')
            return renderText(isAmbiguous(value) ? JSON.stringify(value) : value);
        if (!isBranch(value) || level > outline_MAX_LEVELS)
            return renderText(JSON.stringify(value));
        const tag = Array.isArray(value) ? 'ol' : 'ul';
        const items = Object.entries(value).map(([key, item]) => {
            isCut ||= left <= LINE_COST;
            if (isCut)
                return '';
            left -= LINE_COST;
            const label = tag === 'ol' ? '' : `<b>${renderText(quoteKey(key))}</b>: `;
            return `<li>${label}${renderValue(item, level + 1)}</li>\n`;
        });
        return `<${tag}>\n${items.join('')}</${tag}>`;
    };
    const blocks = list.map(({ id, value }, index) => {
        if (index > 0)
            left -= BLOCK_COST;
        isCut ||= left < 0;
        if (isCut)
            return '';
        const name = list.length === 1 ? 'Interrupt' : `Interrupt ${index + 1} of ${list.length}`;
        const label = id === null ? '' : ` · ID ${renderText(typeof id === 'string' ? quoteKey(id) : JSON.stringify(id))}`;
        return `<div><b>${name}</b>${label}</div>\n<div>${renderValue(value, 1)}</div>`;
    });
    const notice = '<p><b>Only the beginning is shown, because the rest is too long.</b></p>';
    return [...(isCut ? [notice] : []), ...blocks.filter(Boolean)];
}
function toCode(text) {
    return text && `<code>${escapeHtml(text)}</code>`;
}
/** Whether a value is a list or an object that is not empty. */
function isBranch(value) {
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
/** Whether a text of one line would read as another value, as a list or as an object. */
function isAmbiguous(text) {
    return !/[\r\n]/.test(text) && (/^$|^[[{"]|^- |: |:$/.test(text) || parseJson(text) !== undefined);
}
/** A key in quotes, unless it consists of words. */
function quoteKey(key) {
    return /^[\p{L}\p{N}_.-]+( [\p{L}\p{N}_.-]+)*$/u.test(key) ? key : JSON.stringify(key);
}

;// CONCATENATED MODULE: ./build/src/report/summary.js





const ICONS = { resolved: '✅', 'not-resolved': '❌', unknown: '⚠️' };
/** The job summary as one HTML block, which Markdown leaves alone up to the first blank line. */
function renderSummary(content) {
    const { ending, history, conclusion, message } = content;
    const { outcome, resolved, 'error-code': errorCode } = conclusion.outputs;
    const { heading, happened, next, detail, requestId } = message;
    const quotation = [detail, requestId && `Request ID: ${requestId}`].filter(Boolean).map(escapeHtml).join('<br>');
    const isFound = ending.kind === 'finished' && errorCode === '';
    const icon = ending.kind === 'cancelled' ? '🚫' : isFound && !resolved ? '✋' : ICONS[outcome];
    return [
        `<h3>${icon} ${heading}</h3>`,
        ...(resolved ? [] : [`<p><b>${escapeHtml(happened)}.</b>${next && ` ${escapeHtml(next)}`}</p>`]),
        ...(quotation ? [`<blockquote>${quotation}</blockquote>`] : []),
        `<p>${listFacts(content)}</p>`,
        ...renderWaiting(content),
        ...(history.length > 1 ? renderAttempts(history) : []),
        '',
    ].join('\n');
}
function listFacts({ ending, history, context, conclusion, totalMs }) {
    const { 'error-code': errorCode, status, 'thread-status': threadStatus } = conclusion.outputs;
    const facts = [
        context.threadId && `Thread ${code(context.threadId)}`,
        errorCode && code(errorCode),
        status && `HTTP ${status}`,
        threadStatus && `thread ${threadStatus}`,
        nameCheck(ending, history),
        history.length === 1 ? '1 attempt' : `${history.length} attempts`,
        seconds(totalMs),
    ];
    return facts.filter(Boolean).join(' · ');
}
function renderWaiting({ history, context, conclusion }) {
    const { interrupts, outputs } = conclusion;
    if (outputs['thread-status'] !== 'interrupted')
        return [];
    if (interrupts) {
        const isRounded = JSON.stringify(interrupts.list).includes('"≈');
        const notices = [interrupts.problem, isRounded && 'Numbers that begin with ≈ are rounded'];
        return [
            ...notices.filter(Boolean).map((notice) => `<p><b>${notice}.</b></p>`),
            ...renderInterrupts(interrupts.list),
        ];
    }
    const count = lastThread(history)?.interrupts?.length;
    if (context.mode === 'resolve' || count === undefined)
        return [];
    if (count === 0)
        return [`<p>${NOTHING_LISTED}.</p>`];
    const listed = count === 1 ? '1 interrupt' : `${count} interrupts`;
    return [
        `<p>The API lists ${listed}. To show what the agent is asking for, set ${code('show-interrupts')} to true.</p>`,
    ];
}
/** Whether the thread was checked; empty if it could not be read. */
function nameCheck(ending, history) {
    if (ending.kind !== 'finished')
        return '';
    const { checkThread, unchangedSinceMs } = ending.settings;
    if (!checkThread)
        return 'not checked';
    if (!history.some(({ thread }) => thread))
        return '';
    return unchangedSinceMs === undefined ? 'checked' : `compared with ${isoTime(unchangedSinceMs)}`;
}
function renderAttempts(history) {
    const head = ['Attempt', 'Started at', 'Duration', 'Result', 'Wait'].map((name) => `<th>${name}</th>`).join('');
    const rows = history.map(({ startedAtMs, durationMs, verdict, waitMs }, index) => {
        const took = durationMs === undefined ? 'in progress' : seconds(durationMs);
        const result = verdict ? nameOf(verdict) : '';
        const cells = [index + 1, seconds(startedAtMs), took, result, waitMs === undefined ? '' : seconds(waitMs)];
        return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    });
    return ['<details><summary>Attempts</summary>', `<table><tr>${head}</tr>`, ...rows, '</table>', '</details>'];
}
function code(text) {
    return `<code>${escapeHtml(text)}</code>`;
}

;// CONCATENATED MODULE: ./build/src/report/write.js






/** Characters shown of an error of the file system, and of a line of a stack. */
const LINE_LENGTH = 500;
/** Prints a line to the log. The line must be safe there. */
const log = info;
const ANNOTATE = { none: (text, _) => log(text), warning: warning, error: error };
/**
 * Writes the outputs, at most one annotation and the job summary. Synchronous, so that it works while Node exits.
 *
 * @param totalMs duration of the step
 * @returns the exit code
 */
function report(ending, history, context, totalMs) {
    const { secrets, threadId, outputFile, summaryFile } = context;
    const conclusion = conclude(ending, history, context);
    const message = describe(ending, history, conclusion, context);
    const problem = problemOf(() => writeOutputs(conclusion.outputs, outputFile), secrets);
    // A cancelled step keeps its warning and its exit code.
    const failed = problem !== undefined && ending.kind !== 'cancelled';
    const conjunction = conclusion.outputs.resolved ? 'but' : 'and';
    const heading = message.heading + (problem ? `, ${conjunction} the outputs could not be written` : '');
    const note = problem ? ` GITHUB_OUTPUT could not be written (${problem}).` : '';
    const title = threadId ? `${heading} (thread ${threadId})` : heading;
    ANNOTATE[failed ? 'error' : conclusion.level](toText(message) + note, { title });
    if (conclusion.interrupts?.problem)
        log(`${conclusion.interrupts.problem}.`);
    if (context.jobSummary) {
        const summary = renderSummary({ ending, history, context, conclusion, message, totalMs });
        const unwritten = problemOf(() => (0,external_node_fs_namespaceObject.appendFileSync)(summaryFile, summary), secrets);
        if (unwritten)
            log(`Could not write the job summary: ${unwritten}.`);
    }
    if (ending.kind === 'internal_error')
        problemOf(() => core_debug(stackOf(ending.error, secrets)), secrets);
    return failed ? 1 : conclusion.exitCode;
}
/** The last resort, if even the report fails. */
function reportFailure(failure) {
    error(String(failure), { title: 'The result of the step could not be reported' });
}
function writeOutputs(outputs, outputFile) {
    // Without the file, the toolkit would print a command that runners no longer accept.
    if (outputFile === '')
        throw new Error('it is not set');
    for (const [name, value] of Object.entries(outputs))
        setOutput(name, value);
}
/** Runs a function and returns its error message, if any. It is cleaned, because it may contain a path. */
function problemOf(run, secrets) {
    try {
        run();
        return undefined;
    }
    catch (problem) {
        const { code, message } = Object(problem);
        return clean(String(code ?? message), secrets, LINE_LENGTH);
    }
}
function stackOf(thrown, secrets) {
    const lines = String(thrown instanceof Error ? thrown.stack : thrown).split('\n');
    return lines.map((line) => clean(line, secrets, LINE_LENGTH)).join('\n');
}

;// CONCATENATED MODULE: ./build/src/main.js









// A promise that never settles must not leave a green step.
process.exitCode = 1;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => end({ kind: 'cancelled', signal }));
process.on('uncaughtException', fail);
process.on('exit', () => fail(new Error('the event loop ended before the step was done')));
// A closed stdout must not change the result.
process.stdout.on('error', () => { });
/** State of the step. A report can be written from it at any time. */
const step = { context: readReportContext(), history: [], ended: false };
async function run() {
    const { secrets } = step.context;
    const settings = readSettings(secrets, Date.now());
    log(announce(settings, secrets));
    const result = await runAttempts(settings, step.history, dependencies(settings, secrets));
    end({ kind: 'finished', settings, ...result });
}
run().catch(fail);
function dependencies(settings, secrets) {
    const { api, threadId } = settings;
    return {
        read: async (timeoutMs) => {
            const result = judgeRead(await exchange(settings, readRequest(threadId), timeoutMs), api, secrets);
            // Lets a signal that arrived during parsing end the step: it takes a whole turn of the event loop.
            await new Promise((done) => setImmediate(() => setImmediate(done)));
            return result;
        },
        resolve: async (timeoutMs) => judgeResolve(await exchange(settings, api.resolveRequest(threadId), timeoutMs), api, secrets),
        now: () => process.uptime() * 1000,
        wallClock: Date.now,
        sleep: (delayMs) => new Promise((done) => setTimeout(done, Math.ceil(delayMs))),
        random: Math.random,
        onAttempt: (number, verdict, delayMs) => log(narrate(number, verdict, delayMs, settings.maxAttempts)),
        onLastRead: (result) => log(narrateLastRead(result)),
    };
}
function fail(error) {
    if (error instanceof InvalidInput)
        end({ kind: 'invalid_input', rule: error.rule, rejected: error.rejected });
    else
        end({ kind: 'internal_error', error });
}
/** Reports and exits, once. */
function end(ending) {
    if (step.ended)
        return;
    step.ended = true;
    let exitCode = 1;
    try {
        exitCode = report(ending, step.history, step.context, process.uptime() * 1000);
    }
    catch (failure) {
        reportFailure(failure);
    }
    // A name lookup that no server answers delays process.exit(): replace the process. Node 20 and Windows have to wait.
    /* c8 ignore next 3 -- a process that was replaced writes no coverage */
    if (process.execve && process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) {
        process.execve(process.execPath, [process.execPath, '--eval', `process.exit(${exitCode})`], {});
    }
    process.exit(exitCode);
}

})();

module.exports = __webpack_exports__;
/******/ })()
;