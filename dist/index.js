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

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
var external_node_fs_default = /*#__PURE__*/__nccwpck_require__.n(external_node_fs_namespaceObject);
;// CONCATENATED MODULE: ./build/lean-start.js

/**
 * The toolkit's job summary takes `fs.promises` as it loads, for a writer that this action never calls. Node would then
 * load its file system with promises, and readline with it: some 1.5 ms of the start.
 * Where Node does not let itself be told, the start is slower and nothing else.
 */
Reflect.defineProperty((external_node_fs_default()), 'promises', { value: {} });

;// CONCATENATED MODULE: ./build/conclusion.js
/** 128 and the number of the signal, as a shell would report it. */
const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
/** Draws the conclusion from the ending and from all attempts, the one still under way included. */
function conclude(ending, attempts, failOnError) {
    const facts = {
        status: attempts.findLast((attempt) => attempt.verdict?.status !== undefined)?.verdict?.status,
        attempts: attempts.length,
    };
    switch (ending.kind) {
        case 'finished': {
            const errorCode = ending.verdict.code;
            const outcome = fateOf(attempts);
            if (outcome === 'resolved')
                return { ...facts, outcome, errorCode, exitCode: 0, level: 'none' };
            return failOnError
                ? { ...facts, outcome, errorCode, exitCode: 1, level: 'error' }
                : { ...facts, outcome, errorCode, exitCode: 0, level: 'warning' };
        }
        case 'invalid_input':
            return { ...facts, outcome: 'not-resolved', errorCode: ending.kind, exitCode: 1, level: 'error' };
        case 'cancelled': {
            const exitCode = SIGNAL_EXIT_CODES[ending.signal];
            return { ...facts, outcome: fateOf(attempts), errorCode: ending.kind, exitCode, level: 'warning' };
        }
        case 'internal_error': {
            const outcome = attempts.length === 0 ? 'not-resolved' : 'unknown';
            return { ...facts, outcome, errorCode: ending.kind, exitCode: 1, level: 'error' };
        }
        /* c8 ignore next 2 -- the compiler proves it unreachable */
        default:
            return ending;
    }
}
/** A 204 settles it; short of that, one attempt of unknown fate leaves the whole unknown, whatever came later. */
function fateOf(attempts) {
    const fates = attempts.map((attempt) => attempt.verdict?.outcome ?? 'unknown');
    if (fates.at(-1) === 'resolved')
        return 'resolved';
    return fates.includes('unknown') ? 'unknown' : 'not-resolved';
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
const summary = _summary;
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
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
;// CONCATENATED MODULE: ./build/proxy.js


/**
 * Name of the proxy variable that applies to the URL and is not an http: or https: URL: the toolkit would go past
 * such a proxy without a word. `http:` URLs are on loopback, which never goes through a proxy.
 */
function unusableProxyVariable(url) {
    const variable = ['https_proxy', 'HTTPS_PROXY'].find((name) => process.env[name]);
    if (variable === undefined || checkBypass(new URL(url)))
        return undefined;
    try {
        const { protocol, username, password, port, pathname, search, hash } = new URL(String(process.env[variable]));
        // The toolkit decodes each of them as well, and takes an error for no proxy.
        decodeURIComponent(username);
        decodeURIComponent(password);
        // An @ this late means that the password has a character that ends the host, and the host is no host.
        const asMeant = port !== '0' && !`${pathname}${search}${hash}`.includes('@');
        return /^https?:/.test(protocol) && asMeant ? undefined : variable;
    }
    catch {
        return variable;
    }
}
/**
 * Mends two mistakes of the toolkit's tunnel: it looks up the address of a proxy with the brackets of IP version 6, and
 * checks the certificate of an https: proxy for the host of the API.
 */
const PROXY_HOST = {
    prepareRequest({ agent }) {
        const proxy = agent.proxyOptions;
        if (!proxy)
            return;
        proxy.host = proxy.host.replace(/^\[|\]$/g, '');
        // An address is no server name; without one, Node checks the certificate for the host as it is.
        proxy.servername = (0,external_node_net_namespaceObject.isIP)(proxy.host) ? '' : proxy.host;
    },
    canHandleAuthentication: () => false,
};

;// CONCATENATED MODULE: ./build/text.js
/** What takes the place of a secret in a text that is shown. */
const REDACTED = '***';
/**
 * Control, format and unassigned characters, lone surrogates, line and paragraph separators, whatever is invisible; and
 * what Unicode counts as a symbol or a letter, and fonts leave blank: a braille pattern, a note, a filler, an object.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}\ufffc]/gu;
/** The text without the characters that show nothing, or that change how their neighbours are shown. */
function stripHidden(text) {
    // Nearly always: to make the other expression ready takes 0.4 ms.
    return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(HIDDEN, '');
}
/**
 * Makes foreign text safe to show inside one line of the log.
 *
 * The order matters: a secret with an invisible character inside, or across the cut, would leak otherwise.
 * The runner reads `##[name]` as a command anywhere in a line, so that is broken up.
 *
 * @param secrets texts never to show, in any case: a host name comes back in lower case
 * @param limit length kept, in characters (code points); a text cut there ends in `…`
 */
function clean(text, secrets, limit) {
    const characters = [...redact(stripHidden(text), secrets).replaceAll('##[', '## [')];
    return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : characters.join('');
}
/** Whether a secret stands in the text, in any case. */
function containsSecret(text, secrets) {
    return redact(text, secrets) !== text;
}
/** Text as HTML that is also inert as Markdown: all but ASCII letters, digits and ` .,_-` becomes a character reference. */
function escapeHtml(text) {
    return text.replace(/[^A-Za-z0-9 .,_-]/gu, (character) => `&#${character.codePointAt(0)};`);
}
/** Milliseconds as seconds, to the millisecond. */
function seconds(ms) {
    return `${Number((ms / 1000).toFixed(3))} s`;
}
function redact(text, secrets) {
    return secrets.reduce((shown, secret) => replaceAnyCase(shown, stripHidden(secret)), text);
}
/** Not by a regular expression: one made of a long key is too large for the engine. */
function replaceAnyCase(text, secret) {
    if (secret === '')
        return text;
    const [haystack, needle] = [lowerAscii(text), lowerAscii(secret)];
    let shown = '';
    let from = 0;
    for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, from)) {
        shown += text.slice(from, at) + REDACTED;
        from = at + needle.length;
    }
    return shown + text.slice(from);
}
/** In lower case, with every character in its place: other letters may change their length. */
function lowerAscii(text) {
    return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

;// CONCATENATED MODULE: ./build/rules.js

/** Defaults as a workflow would write them. A test holds them against `action.yml` and the README. */
const DEFAULTS = {
    'api-url': 'https://api.smith.langchain.com/v1/deepagents',
    'max-attempts': '4',
    'retry-on': '409, 502, connect-error',
    // So that four attempts outlast 20 s and leave room for a herd to come back: docs/performance.md has the numbers.
    'retry-delay-seconds': '7',
    'request-timeout-seconds': '30',
    'deadline-seconds': '300',
    'fail-on-error': 'true',
    'job-summary': 'true',
};
/** A URL path takes these characters as they are (RFC 3986, section 2.3), but `.` and `..` are steps in it. */
function parseThreadId(text) {
    return /^[A-Za-z0-9._~-]{1,256}$/.test(text) && text !== '.' && text !== '..'
        ? { value: text }
        : { rule: 'must be 1 to 256 of the characters A-Z a-z 0-9 - . _ ~, and not "." or ".."' };
}
/** A header value that no server, proxy or log can read in two ways. */
function parseHeaderValue(text) {
    return /^[\x21-\x7e]+$/.test(text) ? { value: text } : { rule: 'must be printable ASCII without spaces' };
}
/** The base URL of the API, without a trailing slash. */
function parseApiUrl(text) {
    const hideValue = /[@?#]/.test(text);
    const [, authority = text, path = '/'] = /^https?:\/\/([^/]+)(\/.*)?/i.exec(text) ?? [];
    if (authority.includes('@') || /[?#]/.test(text)) {
        return { rule: 'must not carry user info, a query or a fragment', hideValue };
    }
    const url = authority !== text && URL.canParse(text) ? new URL(text) : undefined;
    // The parser drops or rewrites some characters without a word: what is called must be what was written.
    if (url === undefined ||
        url.pathname !== path ||
        url.port === '0' ||
        /[\s\\]/.test(text) ||
        stripHidden(text) !== text) {
        return { rule: 'must be a URL written in full, as in https://api.example.com/v1', hideValue };
    }
    if (url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(url.hostname)) {
        return { rule: 'must begin with https:// (http:// is for localhost and 127.0.0.0/8 only)', hideValue };
    }
    if (url.hostname.startsWith('[')) {
        return { rule: 'must name a host or an IP version 4 address: IP version 6 literals cannot be reached', hideValue };
    }
    return { value: url.origin + path.replace(/\/$/, '') };
}
/** A whole number from `min` to `max`, both included. */
function parseWholeNumber(text, min, max) {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max
        ? { value }
        : { rule: `must be a whole number from ${min} to ${max}` };
}
/** Seconds, decimals allowed, from `min` to `max`, both included; returned in milliseconds. */
function parseSeconds(text, min, max) {
    return isDecimal(text) && Number(text) >= min && Number(text) <= max
        ? { value: Number(text) * 1000 }
        : { rule: `must be a number of seconds from ${min} to ${max}, in digits as 30 or 0.5` };
}
/** Seconds, decimals allowed, above 0 and up to `max`; returned in milliseconds. */
function parsePositiveSeconds(text, max) {
    return isDecimal(text) && Number(text) > 0 && Number(text) <= max
        ? { value: Number(text) * 1000 }
        : { rule: `must be a number of seconds above 0, up to ${max}, in digits as 30 or 0.5` };
}
/** What may be repeated: HTTP statuses from 400 to 599 as text, and `connect-error`. */
function parseRetryOn(text) {
    const items = text.split(/[\s,]/).filter((item) => item !== '');
    return items.length > 0 && items.every((item) => /^([45]\d\d|connect-error)$/.test(item))
        ? { value: new Set(items) }
        : { rule: 'must list, by commas or white space, HTTP statuses from 400 to 599 and connect-error' };
}
/** A boolean of the YAML 1.2 core schema. */
function parseBoolean(text) {
    return /^(true|True|TRUE|false|False|FALSE)$/.test(text)
        ? { value: text.toLowerCase() === 'true' }
        : { rule: 'must be true or false' };
}
function isDecimal(text) {
    return /^\d+(\.\d+)?$/.test(text);
}

;// CONCATENATED MODULE: ./build/inputs.js




/** `retry-max-delay-seconds` where it is not given and `retry-delay-seconds` is not larger. */
const DEFAULT_MAX_DELAY_MS = 30_000;
/** Characters of a bad value that its message shows. */
const SHOWN_VALUE_LENGTH = 120;
/** The first bad input, in words. */
class InvalidInput {
    message;
    constructor(message) {
        this.message = message;
    }
}
/** Masks the API key in the log, wherever it was given, and returns it as the list of what must never be shown. */
function maskKeys() {
    const keys = [getInput('api-key'), keyFromEnvironment()].filter((key) => key !== '');
    keys.forEach(core_setSecret);
    // The longer first: where one is a part of the other, the rest of it would stay readable.
    return keys.sort((a, b) => b.length - a.length);
}
/** Reads and checks everything that the workflow gave; `secrets` are kept out of the message. */
function readInputs(secrets) {
    try {
        return checkInputs(secrets);
    }
    catch (error) {
        if (error instanceof InvalidInput)
            return error;
        throw error;
    }
}
/** The thread as it was given, for a summary: it may be anything. */
function givenThreadId() {
    return getInput('thread-id');
}
/** Whether the job summary is wanted, also where another input is bad: only a valid `false` switches it off. */
function wantsJobSummary() {
    const parsed = parseBoolean(getInput('job-summary'));
    return !('value' in parsed) || parsed.value;
}
function checkInputs(secrets) {
    const read = (name, parse, fallback = '') => {
        const text = getInput(name) || fallback;
        const parsed = parse(text);
        if ('value' in parsed)
            return parsed.value;
        const shown = `, got "${clean(text, secrets, SHOWN_VALUE_LENGTH)}"`;
        const hidden = stripHidden(text) === text ? '' : ' (here without its hidden characters)';
        throw new InvalidInput(`${name} ${parsed.rule}${parsed.hideValue ? '; its value is not shown' : shown + hidden}`);
    };
    const readDefaulted = (name, parse) => read(name, parse, DEFAULTS[name]);
    const threadId = read('thread-id', parseThreadId);
    const apiKey = readApiKey();
    const workspaceId = getInput('workspace-id') === '' ? undefined : read('workspace-id', parseHeaderValue);
    const apiUrl = readDefaulted('api-url', parseApiUrl);
    const maxAttempts = readDefaulted('max-attempts', (text) => parseWholeNumber(text, 1, 100));
    const retryOn = readDefaulted('retry-on', parseRetryOn);
    const retryDelayMs = readDefaulted('retry-delay-seconds', (text) => parseSeconds(text, 0, 3600));
    const retryMaxDelayMs = getInput('retry-max-delay-seconds') === ''
        ? Math.max(DEFAULT_MAX_DELAY_MS, retryDelayMs)
        : read('retry-max-delay-seconds', (text) => notBelow(retryDelayMs, parseSeconds(text, 0, 3600)));
    const inputs = {
        threadId,
        apiKey,
        workspaceId,
        apiUrl,
        maxAttempts,
        retryOn,
        retryDelayMs,
        retryMaxDelayMs,
        requestTimeoutMs: readDefaulted('request-timeout-seconds', (text) => parsePositiveSeconds(text, 600)),
        deadlineMs: readDefaulted('deadline-seconds', (text) => parsePositiveSeconds(text, 21600)),
        failOnError: readDefaulted('fail-on-error', parseBoolean),
    };
    // Only checked here: wantsJobSummary() reads it.
    readDefaulted('job-summary', parseBoolean);
    checkEnvironment(apiUrl);
    return inputs;
}
function keyFromEnvironment() {
    return (process.env.LANGSMITH_API_KEY ?? '').trim();
}
function readApiKey() {
    const key = getInput('api-key') || keyFromEnvironment();
    if (key === '') {
        throw new InvalidInput('api-key must be set, or LANGSMITH_API_KEY in the environment, got an empty value: ' +
            'secrets are empty in workflows that a fork or Dependabot triggered, or where their name is misspelt');
    }
    const parsed = parseHeaderValue(key);
    if ('value' in parsed)
        return parsed.value;
    throw new InvalidInput(`api-key ${parsed.rule}; its value is not shown`);
}
function notBelow(minMs, parsed) {
    return 'value' in parsed && parsed.value < minMs
        ? { rule: `must not be below retry-delay-seconds (${minMs / 1000})` }
        : parsed;
}
function checkEnvironment(apiUrl) {
    if (apiUrl.startsWith('https:') && process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new InvalidInput('NODE_TLS_REJECT_UNAUTHORIZED must not be "0" with an https: api-url, got "0": ' +
            'to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS');
    }
    const variable = unusableProxyVariable(apiUrl);
    if (variable !== undefined) {
        throw new InvalidInput(`${variable} must be an http:// or https:// URL with a host; its value is not shown`);
    }
}

;// CONCATENATED MODULE: external "node:diagnostics_channel"
const external_node_diagnostics_channel_namespaceObject = require("node:diagnostics_channel");
;// CONCATENATED MODULE: ./build/http-reader.js
const HTTP_1 = 'HTTP/1.';
/** Whole answers that come before the final one: 1xx, but for a switch of protocols. */
const INTERIM_ANSWERS = /^(HTTP\/1\.\d 1(?!01)\d\d[\s\S]*?\r?\n\r?\n)+/;
/** The begin of the final one: what follows is not asked for. */
const FINAL_ANSWER = /^HTTP\/1\.\d ([^01]|101)/;
/** Node's parser takes 000 to 099 for a status as well. */
const NO_STATUS = /^HTTP\/1\.\d 0/;
/**
 * Reads along an answer, chunk by chunk, and tells whether each status line so far can be one of HTTP/1. It keeps an
 * interim answer until its end: who calls it sets the limit.
 *
 * Node's parser takes `RTSP/1.0 204` and `ICE/1.0 204` for HTTP as well, and does not tell.
 */
function httpReader() {
    let text = '';
    return (chunk) => {
        if (FINAL_ANSWER.test(text))
            return true;
        text = (text + chunk.toString('latin1')).replace(INTERIM_ANSWERS, '');
        return HTTP_1.startsWith(text.slice(0, HTTP_1.length)) && !NO_STATUS.test(text);
    };
}

;// CONCATENATED MODULE: ./build/post.js





/** Sent in the User-Agent; a test holds it against `package.json`. */
const VERSION = '1.0.0';
/** Node's channel that announces each request once it has a socket, a proxy's CONNECT included. */
const START = 'http.client.request.start';
/** More of a body than this is not read, and such a body counts as none. */
const MAX_BODY_BYTES = 64 * 1024;
/** No more than this of an answer is read, all of it taken: 64 KiB of body in chunks of a byte each are 384 KiB. */
const MAX_ANSWER_BYTES = 512 * 1024;
/**
 * Sends one POST without a body on a connection of its own, and closes that connection. Never rejects.
 *
 * @param timeoutMs for all of it, from opening the connection to the end of the answer; above 0
 */
function post(call, timeoutMs) {
    return new Promise((resolve) => {
        const requests = [];
        let socket;
        let response;
        // Only a request that was seen on a connection that never opened has provably not left.
        let mayHaveLeft = true;
        const watch = (event) => {
            const { request } = event;
            requests.push(request);
            mayHaveLeft = false;
            socket = request.socket;
            if (request.method === 'CONNECT')
                return;
            socket.once(call.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
                mayHaveLeft = true;
            });
            socket.on('data', readAlong);
            // The toolkit settles on neither a response nor an error here.
            request.once('upgrade', (message) => finish(answer(message)));
        };
        const isHttp = httpReader();
        let readBytes = 0;
        const readAlong = (chunk) => {
            if (!requests.at(-1)?.writableFinished)
                finish({ kind: 'not_http', reason: 'an answer came before the call' });
            else if (!isHttp(chunk))
                finish({ kind: 'not_http', reason: 'the answer does not begin with HTTP/1' });
            readBytes += chunk.length;
            if (readBytes > MAX_ANSWER_BYTES)
                socket?.pause();
        };
        const finish = (exchange) => {
            clearTimeout(timer);
            (0,external_node_diagnostics_channel_namespaceObject.unsubscribe)(START, watch);
            for (const request of requests)
                request.on('error', () => { }).destroy();
            resolve(exchange);
        };
        const timer = setTimeout(() => {
            if (response)
                finish(answer(response));
            else if (mayHaveLeft)
                finish({ kind: 'timeout', timeoutMs });
            else
                finish({ kind: 'connect_failed', reason: `no connection within ${seconds(timeoutMs)}` });
        }, timeoutMs);
        // The channel gives the request itself, which the toolkit keeps to itself.
        (0,external_node_diagnostics_channel_namespaceObject.subscribe)(START, watch);
        send(call, timeoutMs).then((message) => {
            response = message;
            readBody(message, (body) => finish(answer(message, body)));
        }, (error) => finish(failure(error, mayHaveLeft, socket)));
    });
}
async function send(call, timeoutMs) {
    const client = new lib_HttpClient(`resolve-interrupt-action/${VERSION}`, [PROXY_HOST], {
        allowRedirects: false,
        // Its own idle timer must never win: it does not tell the phases of a request apart.
        socketTimeout: Math.ceil(timeoutMs) + 60_000,
    });
    const headers = { 'X-Api-Key': call.apiKey, Accept: 'application/json' };
    if (call.workspaceId !== undefined)
        headers['X-Tenant-Id'] = call.workspaceId;
    return (await client.post(call.url, '', headers)).message;
}
/** Reads the body of a 4xx or 5xx; hands over nothing where there is none to read, or not all of it. */
function readBody(message, done) {
    const status = message.statusCode;
    if (status < 400 || status > 599) {
        done();
        return;
    }
    const chunks = [];
    let size = 0;
    message.on('data', (chunk) => {
        size += chunk.length;
        if (size > MAX_BODY_BYTES)
            done();
        else
            chunks.push(chunk);
    });
    message.on('end', () => done(Buffer.concat(chunks).toString()));
    message.on('error', () => done());
}
function answer(message, body) {
    return {
        kind: 'answer',
        status: message.statusCode,
        body,
        retryAfter: message.headers['retry-after'],
        requestId: message.headers['x-request-id'],
    };
}
function failure(error, mayHaveLeft, socket) {
    // The error of a host with several addresses has a code, but no message.
    const reason = error.message || String(error.code);
    if (mayHaveLeft) {
        return { kind: error.code?.startsWith('HPE_') ? 'not_http' : 'connection_lost', reason };
    }
    return { kind: socket?.authorizationError ? 'tls_failed' : 'connect_failed', reason };
}

;// CONCATENATED MODULE: ./build/advice.js
/** What to do where nobody can tell. */
const LOOK_FIRST = 'Look at the thread before you run this again: a second call could act on a later interrupt.';
/** What happened, and what to do next. */
function explain(verdict) {
    const { status = 0, outcome } = verdict;
    if (status >= 500 && status <= 599 && outcome === 'unknown') {
        return ['A server error came from the API or from something in between', LOOK_FIRST];
    }
    switch (verdict.status ?? verdict.code) {
        case 400:
            return ['The API found the call malformed', 'Check thread-id and api-url.'];
        case 401:
            return [
                'The API found no usable key in the call',
                'Check api-key, and that no proxy removes the X-Api-Key header.',
            ];
        case 403:
            return [
                'The API does not let this key act on this thread',
                'Check api-key and its access to the workspace; an organization-scoped service key also needs workspace-id.',
            ];
        case 404:
            return [
                'The API found no such thread',
                'Check thread-id and api-url, and that api-key belongs to the workspace of the thread.',
            ];
        case 409:
            return [
                'The state of the thread does not allow it',
                'Look at the thread: if its agent has not paused yet, allow for more time with retry-on, max-attempts and ' +
                    'deadline-seconds; if the pause is closed already, there is nothing left to do.',
            ];
        case 422:
            return ['The API found the call invalid', 'Check thread-id.'];
        case 429:
            return ['There were too many calls', 'Run this again later, or add 429 to retry-on.'];
        case 502:
            return ['The agent runtime rejected the call', 'Check that the agent still exists and that api-key may use it.'];
        case 'connect_failed':
            return [
                'No connection could be made and nothing was sent',
                'Check api-url, the network of the runner and its proxy.',
            ];
        case 'tls_failed':
            return [
                'The certificate of the server, or of the proxy, was not accepted and nothing was sent',
                'Check api-url and the proxy; to trust a private CA, name its certificate in NODE_EXTRA_CA_CERTS.',
            ];
        case 'connection_lost':
            return ['The connection broke before an answer came', LOOK_FIRST];
        case 'timeout':
            return ['No answer came in time', LOOK_FIRST];
        default:
            return explainOther(verdict.status);
    }
}
function explainOther(status) {
    if (status === undefined || status < 300 || status > 599) {
        return ['The answer was not one that this API gives', LOOK_FIRST];
    }
    return status < 400
        ? ['The answer was a redirect, which is never followed', 'Set api-url to the address of the API itself.']
        : ['The call was refused', 'Check the inputs, and what stands between the runner and the API.'];
}

;// CONCATENATED MODULE: ./build/words.js


/** Characters shown of the API's words, and of its request ID. */
const DETAIL_LENGTH = 500;
const REQUEST_ID_LENGTH = 100;
const FATES = {
    resolved: 'the interrupt is resolved',
    'not-resolved': 'the interrupt is not resolved',
    unknown: 'it is unknown whether the interrupt is resolved',
};
/** The last attempt was not applied, but the fate of an earlier one is unknown. */
const EARLIER_ATTEMPT = ['An earlier attempt may have been applied, and the last one was not', LOOK_FIRST];
/** What happened, what it means and what to do next, as one line that is safe to log. */
function describe(ending, conclusion, secrets) {
    const fate = FATES[conclusion.outcome];
    const title = `${fate.charAt(0).toUpperCase()}${fate.slice(1)}`;
    switch (ending.kind) {
        case 'finished': {
            const { verdict } = ending;
            if (conclusion.outcome === 'resolved')
                return { title, text: 'The API confirmed it with HTTP 204.' };
            const [what, next] = conclusion.outcome === verdict.outcome ? explain(verdict) : EARLIER_ATTEMPT;
            return { title, text: `${what} (${nameOf(verdict)}): ${fate}. ${next}${quote(verdict, secrets)}` };
        }
        case 'invalid_input':
            return { title: 'Invalid input', text: `${ending.message}. Nothing was sent.` };
        case 'cancelled': {
            const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : 'Run it again if the pause is still to be closed.';
            return { title: 'Cancelled', text: `The step was cancelled (${ending.signal}): ${fate}. ${next}` };
        }
        case 'internal_error': {
            const next = conclusion.outcome === 'unknown' ? LOOK_FIRST : 'Nothing was sent.';
            const what = 'A bug ended the step (its stack is in the debug log)';
            return { title: 'Bug in resolve-interrupt-action', text: `${what}: ${fate}. ${next}` };
        }
        /* c8 ignore next 2 -- the compiler proves it unreachable */
        default:
            return ending;
    }
}
/** The annotation where the outputs could not be written: it has to say what they would have said. */
function describeLostOutputs(problem, { outcome, errorCode }) {
    const code = errorCode && ` (${errorCode})`;
    const next = outcome === 'unknown' ? LOOK_FIRST : 'Later steps cannot see it.';
    return {
        title: 'Outputs not written',
        text: `The outputs could not be written (${problem}): ${FATES[outcome]}${code}. ${next}`,
    };
}
/** One line of the log for what the loop does. */
function narrate(event, maxAttempts) {
    switch (event.kind) {
        case 'attempted': {
            const result = nameOf(event.verdict);
            return `Attempt ${event.number} of ${maxAttempts}: ${result}, after ${seconds(event.durationMs)}.`;
        }
        case 'waiting': {
            const next = `attempt ${event.nextNumber} of ${maxAttempts}`;
            return `Waiting ${seconds(event.delayMs)} before ${next}, because of: ${nameOf(event.verdict)}.`;
        }
        case 'out_of_time':
            return event.delayMs > 0
                ? `Not trying again: a wait of ${seconds(event.delayMs)} would leave too little time before the deadline.`
                : 'Not trying again: too little time is left before the deadline.';
        /* c8 ignore next 2 -- the compiler proves it unreachable */
        default:
            return event;
    }
}
/** A verdict in a few words, all from this code but for an error code, which is safe anywhere. */
function nameOf(verdict) {
    return [verdict.status && `HTTP ${verdict.status}`, verdict.code].filter(Boolean).join(', ');
}
function quote(verdict, secrets) {
    const detail = clean(verdict.detail ?? '', secrets, DETAIL_LENGTH);
    const requestId = clean(verdict.requestId ?? '', secrets, REQUEST_ID_LENGTH);
    return (detail && ` Detail: ${detail}`) + (requestId && ` Request ID: ${requestId}`);
}

;// CONCATENATED MODULE: ./build/report.js




/** Characters shown of a text from the environment, and of a line of a stack. */
const FACT_LENGTH = 256;
const STACK_LINE_LENGTH = 500;
/**
 * Writes the outputs, one annotation at the most, and the job summary, all of it synchronously, so that it also
 * works on the way out of the process. Returns the exit code.
 */
function report(run) {
    const { conclusion, ending } = run;
    const message = describe(ending, conclusion, run.secrets);
    const problem = problemOf(() => writeOutputs(conclusion), run.secrets);
    if (problem === undefined)
        annotate(conclusion.level, message);
    else
        annotate('error', describeLostOutputs(problem, conclusion));
    if (run.jobSummary) {
        const unwritten = problemOf(() => writeSummary(run, message), run.secrets);
        if (unwritten !== undefined)
            log(`The job summary was not written (${unwritten}).`);
    }
    if (ending.kind === 'internal_error')
        core_debug(stackOf(ending.error, run.secrets));
    return problem === undefined ? conclusion.exitCode : 1;
}
/** Prints a line to the log; it must be safe there. */
function log(line) {
    info(line);
}
function writeOutputs(conclusion) {
    // Without the file, the toolkit would print a command that runners no longer take.
    if (!process.env.GITHUB_OUTPUT)
        throw new Error('GITHUB_OUTPUT is not set');
    setOutput('resolved', conclusion.outcome === 'resolved');
    setOutput('error-code', conclusion.errorCode);
    setOutput('outcome', conclusion.outcome);
    setOutput('status', conclusion.status);
    setOutput('attempts', conclusion.attempts);
}
function annotate(level, { title, text }) {
    if (level === 'error')
        error(text, { title });
    else if (level === 'warning')
        warning(text, { title });
    else
        log(`${title}. ${text}`);
}
function writeSummary(run, message) {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (!file)
        throw new Error('GITHUB_STEP_SUMMARY is not set');
    const { conclusion } = run;
    const facts = [
        ['Thread', run.threadId],
        ['Outcome', conclusion.outcome],
        ['Error code', conclusion.errorCode],
        ['HTTP status', conclusion.status],
        ['Attempts', conclusion.attempts],
        ['Triggered by', process.env.GITHUB_TRIGGERING_ACTOR || process.env.GITHUB_ACTOR],
        ['Run attempt', process.env.GITHUB_RUN_ATTEMPT],
    ].map(([name, value]) => [
        { header: true, data: String(name) },
        escapeHtml(clean(String(value ?? ''), run.secrets, FACT_LENGTH) || 'none'),
    ]);
    summary
        .addHeading(escapeHtml(message.title), 3)
        .addRaw(`<p>${escapeHtml(message.text)}</p>`, true)
        .addTable(facts);
    if (run.attempts.length > 0)
        summary.addTable([ATTEMPT_COLUMNS, ...run.attempts.map(attemptRow)]);
    (0,external_node_fs_namespaceObject.appendFileSync)(file, summary.stringify());
}
const ATTEMPT_COLUMNS = ['Attempt', 'Began after', 'Took', 'Result', 'Then waited'].map((data) => ({
    header: true,
    data,
}));
function attemptRow({ startedAtMs, durationMs, verdict, waitMs }, index) {
    return [
        String(index + 1),
        seconds(startedAtMs),
        durationMs === undefined ? 'under way' : seconds(durationMs),
        verdict === undefined ? 'none' : escapeHtml(nameOf(verdict)),
        waitMs === undefined ? 'none' : seconds(waitMs),
    ];
}
/** Runs it, and returns what went wrong, if anything: it may name a path of the environment. */
function problemOf(write, secrets) {
    try {
        write();
        return undefined;
    }
    catch (problem) {
        const { code, message } = problem;
        return clean(code ?? message, secrets, FACT_LENGTH);
    }
}
function stackOf(thrown, secrets) {
    const stack = thrown instanceof Error ? String(thrown.stack) : String(thrown);
    return stack
        .split('\n')
        .map((line) => clean(line, secrets, STACK_LINE_LENGTH))
        .join('\n');
}

;// CONCATENATED MODULE: ./build/retry.js
/** Decides, before any waiting, whether an attempt is repeated and after how long. */
function decide(verdict, policy, moment) {
    const repeatable = verdict.retryItem !== undefined && policy.retryOn.has(verdict.retryItem);
    if (!repeatable || moment.attempts >= policy.maxAttempts)
        return { kind: 'stop' };
    const delayMs = retryDelayMs(verdict.retryAfter, policy, moment);
    const enough = hasTimeForAttempt(policy, moment.elapsedMs + delayMs);
    return { kind: enough ? 'wait' : 'out_of_time', delayMs };
}
/**
 * Whether an attempt begun at `elapsedMs` has the time for an answer: one second, or the request timeout
 * where that is shorter. With less, a clear refusal would turn into an unknown fate.
 */
function hasTimeForAttempt(policy, elapsedMs) {
    return policy.deadlineMs - elapsedMs >= Math.min(1000, policy.requestTimeoutMs);
}
/**
 * Wait before the next attempt, in milliseconds: exponential backoff, of which the second half is random. What
 * `Retry-After` asks for takes the place of the first half: it is waited in full, however long.
 */
function retryDelayMs(retryAfter, policy, moment) {
    const backoffMs = Math.min(policy.retryMaxDelayMs, policy.retryDelayMs * 2 ** (moment.attempts - 1));
    const atLeastMs = parseRetryAfterMs(retryAfter, moment.wallClockMs) ?? backoffMs / 2;
    return atLeastMs + (moment.random * backoffMs) / 2;
}
/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3) as milliseconds from now: whole seconds, or an HTTP date in its
 * preferred form. Undefined where it is absent, malformed or past.
 */
function parseRetryAfterMs(text, wallClockMs) {
    if (text === undefined)
        return undefined;
    if (/^\d+$/.test(text))
        return Number(text) * 1000;
    const dateMs = Date.parse(text);
    // toUTCString() writes the preferred form, so anything else comes back changed.
    return dateMs > wallClockMs && new Date(dateMs).toUTCString() === text ? dateMs - wallClockMs : undefined;
}

;// CONCATENATED MODULE: ./build/resolve.js

/** Makes attempts, each recorded in `attempts`, until one is final or the policy allows no more. Returns the last verdict. */
async function resolveInterrupt(policy, attempts, around) {
    const beganAtMs = around.now();
    const elapsed = () => around.now() - beganAtMs;
    for (;;) {
        const attempt = { startedAtMs: elapsed() };
        attempts.push(attempt);
        // No timer is shorter than a millisecond.
        const timeoutMs = Math.max(1, Math.min(policy.requestTimeoutMs, policy.deadlineMs - attempt.startedAtMs));
        const verdict = await around.send(timeoutMs);
        attempt.durationMs = elapsed() - attempt.startedAtMs;
        attempt.verdict = verdict;
        around.tell({ kind: 'attempted', number: attempts.length, durationMs: attempt.durationMs, verdict });
        const decision = decide(verdict, policy, {
            attempts: attempts.length,
            elapsedMs: elapsed(),
            wallClockMs: around.wallClock(),
            random: around.random(),
        });
        if (decision.kind === 'stop')
            return verdict;
        if (decision.kind === 'out_of_time') {
            around.tell(decision);
            return verdict;
        }
        const { delayMs } = decision;
        around.tell({ kind: 'waiting', delayMs, verdict, nextNumber: attempts.length + 1 });
        const waitedFromMs = elapsed();
        await around.sleep(delayMs);
        attempt.waitMs = elapsed() - waitedFromMs;
        // A machine that was suspended wakes up late.
        if (!hasTimeForAttempt(policy, elapsed())) {
            around.tell({ kind: 'out_of_time', delayMs: 0 });
            return verdict;
        }
    }
}

;// CONCATENATED MODULE: ./build/verdict.js

/** Codes of the statuses that the API documents (its OpenAPI description, `resolve-interrupt`). */
const STATUS_CODES = {
    400: 'bad_request',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    422: 'unprocessable_entity',
    502: 'bad_gateway',
};
/** Reads an exchange. The status line decides; the body only names the error and, for a 5xx, who refused. */
function judge(exchange, secrets) {
    switch (exchange.kind) {
        case 'answer':
            return {
                ...judgeAnswer(exchange.status, membersOf(exchange.body), secrets),
                status: exchange.status,
                requestId: exchange.requestId,
                retryAfter: exchange.retryAfter,
            };
        case 'connect_failed':
            return { ...failed('not-resolved', 'connect_failed', exchange.reason), retryItem: 'connect-error' };
        case 'tls_failed':
            return failed('not-resolved', 'tls_failed', exchange.reason);
        case 'connection_lost':
            return failed('unknown', 'connection_lost', exchange.reason);
        case 'not_http':
            return failed('unknown', 'unexpected_response', exchange.reason);
        case 'timeout':
            return failed('unknown', 'timeout', `no answer within ${seconds(exchange.timeoutMs)}`);
        /* c8 ignore next 2 -- the compiler proves it unreachable */
        default:
            return exchange;
    }
}
function judgeAnswer(status, body, secrets) {
    const nothingMore = { detail: undefined, retryItem: undefined };
    if (status === 204)
        return { outcome: 'resolved', code: '', ...nothingMore };
    if (status >= 300 && status <= 399)
        return { outcome: 'not-resolved', code: 'unexpected_redirect', ...nothingMore };
    if (status < 400 || status > 599)
        return { outcome: 'unknown', code: 'unexpected_response', ...nothingMore };
    const code = usableCode(body.code, secrets);
    const detail = verdict_text(body.detail) ?? (status === 401 || status === 403 ? verdict_text(body.error) : undefined);
    // The API's own error object says that the runtime refused; a bare 5xx comes from something in between.
    const refused = status < 500 || (code !== undefined && verdict_text(body.detail) !== undefined);
    return {
        outcome: refused ? 'not-resolved' : 'unknown',
        code: code ?? STATUS_CODES[status] ?? `http_${status}`,
        detail,
        retryItem: String(status),
    };
}
function usableCode(code, secrets) {
    const usable = typeof code === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(code);
    return usable && !containsSecret(code, secrets) ? code : undefined;
}
/** The members of the body, as far as it is an object: those of a text or an array are numbered, so nobody asks for them. */
function membersOf(body) {
    try {
        return { ...JSON.parse(String(body)) };
    }
    catch {
        return {};
    }
}
function verdict_text(value) {
    return typeof value === 'string' ? value : undefined;
}
function failed(outcome, code, detail) {
    return {
        outcome,
        code,
        detail,
        status: undefined,
        requestId: undefined,
        retryItem: undefined,
        retryAfter: undefined,
    };
}

;// CONCATENATED MODULE: ./build/main.js
// First, as the toolkit loads with the others.










// Until an ending decides otherwise: a promise that never settles must not leave a green step.
process.exitCode = 1;
const attempts = [];
let secrets = [];
let jobSummary = true;
let inputs;
let ended = false;
// Before anything that could fail, or take its time.
for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => end({ kind: 'cancelled', signal }));
process.on('uncaughtException', (error) => {
    try {
        end({ kind: 'internal_error', error });
    }
    finally {
        // Reached only where the report itself failed.
        process.exit(1);
    }
});
process.on('exit', () => end({ kind: 'internal_error', error: new Error('the event loop ran dry') }));
// The toolkit's proxy support prints a deprecation that no user can act on. With a flag of its own, Node forbids to set it.
Reflect.set(process, 'noDeprecation', true);
// A log that nobody reads any more must not change the verdict.
process.stdout.on('error', () => { });
secrets = maskKeys();
jobSummary = wantsJobSummary();
void run();
function end(ending) {
    if (ended)
        return;
    ended = true;
    const conclusion = conclude(ending, attempts, inputs?.failOnError ?? true);
    exit(report({ ending, attempts, conclusion, threadId: givenThreadId(), jobSummary, secrets }));
}
function exit(code) {
    // A lookup that no name server answers holds a thread that process.exit() waits for: replace the process instead.
    // Node 20 and Windows cannot, and wait until the system gives up on the name.
    const lookingUp = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
    /* c8 ignore next 3 -- a process that was replaced writes no coverage */
    if (lookingUp && process.execve && (0,external_node_fs_namespaceObject.existsSync)('/bin/sh')) {
        process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
    }
    process.exit(code);
}
async function run() {
    const read = readInputs(secrets);
    if (read instanceof InvalidInput)
        return end({ kind: 'invalid_input', message: read.message });
    inputs = read;
    const { apiUrl, apiKey, threadId, workspaceId, maxAttempts } = inputs;
    log(`Resolving the interrupt on thread ${clean(threadId, secrets, threadId.length)}.`);
    const call = { url: `${apiUrl}/threads/${threadId}/resolve-interrupt`, apiKey, workspaceId };
    const verdict = await resolveInterrupt(inputs, attempts, {
        send: async (timeoutMs) => judge(await post(call, timeoutMs), secrets),
        now: () => process.uptime() * 1000,
        wallClock: Date.now,
        sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, Math.ceil(delayMs))),
        random: Math.random,
        tell: (event) => log(narrate(event, maxAttempts)),
    });
    end({ kind: 'finished', verdict });
}

})();

module.exports = __webpack_exports__;
/******/ })()
;