import http, { Server as Server$1 } from 'node:http';
import { Server } from 'node:https';
import { promises } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, resolve } from 'node:path';
import { timingSafeEqual, randomBytes as randomBytes$1, randomFillSync, hkdfSync, createDecipheriv, createCipheriv } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { inflateRawSync, deflateRawSync } from 'node:zlib';
import { channel } from 'node:diagnostics_channel';

const suspectProtoRx = /"(?:_|\\u0{2}5[Ff]){2}(?:p|\\u0{2}70)(?:r|\\u0{2}72)(?:o|\\u0{2}6[Ff])(?:t|\\u0{2}74)(?:o|\\u0{2}6[Ff])(?:_|\\u0{2}5[Ff]){2}"\s*:/;
const suspectConstructorRx = /"(?:c|\\u0063)(?:o|\\u006[Ff])(?:n|\\u006[Ee])(?:s|\\u0073)(?:t|\\u0074)(?:r|\\u0072)(?:u|\\u0075)(?:c|\\u0063)(?:t|\\u0074)(?:o|\\u006[Ff])(?:r|\\u0072)"\s*:/;
const JsonSigRx = /^\s*["[{]|^\s*-?\d{1,16}(\.\d{1,17})?([Ee][+-]?\d+)?\s*$/;
function jsonParseTransform(key, value) {
  if (key === "__proto__" || key === "constructor" && value && typeof value === "object" && "prototype" in value) {
    warnKeyDropped(key);
    return;
  }
  return value;
}
function warnKeyDropped(key) {
  console.warn(`[destr] Dropping "${key}" key to prevent prototype pollution.`);
}
function destr(value, options = {}) {
  if (typeof value !== "string") {
    return value;
  }
  if (value[0] === '"' && value[value.length - 1] === '"' && value.indexOf("\\") === -1) {
    return value.slice(1, -1);
  }
  const _value = value.trim();
  if (_value.length <= 9) {
    switch (_value.toLowerCase()) {
      case "true": {
        return true;
      }
      case "false": {
        return false;
      }
      case "undefined": {
        return void 0;
      }
      case "null": {
        return null;
      }
      case "nan": {
        return Number.NaN;
      }
      case "infinity": {
        return Number.POSITIVE_INFINITY;
      }
      case "-infinity": {
        return Number.NEGATIVE_INFINITY;
      }
    }
  }
  if (!JsonSigRx.test(value)) {
    if (options.strict) {
      throw new SyntaxError("[destr] Invalid JSON");
    }
    return value;
  }
  try {
    if (suspectProtoRx.test(value) || suspectConstructorRx.test(value)) {
      if (options.strict) {
        throw new Error("[destr] Possible prototype pollution");
      }
      return JSON.parse(value, jsonParseTransform);
    }
    return JSON.parse(value);
  } catch (error) {
    if (options.strict) {
      throw error;
    }
    return value;
  }
}

//#region node_modules/.pnpm/cookie-es@2.0.0/node_modules/cookie-es/dist/index.mjs
function splitSetCookieString$1(cookiesString) {
	if (Array.isArray(cookiesString)) return cookiesString.flatMap((c) => splitSetCookieString$1(c));
	if (typeof cookiesString !== "string") return [];
	const cookiesStrings = [];
	let pos = 0;
	let start;
	let ch;
	let lastComma;
	let nextStart;
	let cookiesSeparatorFound;
	const skipWhitespace = () => {
		while (pos < cookiesString.length && /\s/.test(cookiesString.charAt(pos))) pos += 1;
		return pos < cookiesString.length;
	};
	const notSpecialChar = () => {
		ch = cookiesString.charAt(pos);
		return ch !== "=" && ch !== ";" && ch !== ",";
	};
	while (pos < cookiesString.length) {
		start = pos;
		cookiesSeparatorFound = false;
		while (skipWhitespace()) {
			ch = cookiesString.charAt(pos);
			if (ch === ",") {
				lastComma = pos;
				pos += 1;
				skipWhitespace();
				nextStart = pos;
				while (pos < cookiesString.length && notSpecialChar()) pos += 1;
				if (pos < cookiesString.length && cookiesString.charAt(pos) === "=") {
					cookiesSeparatorFound = true;
					pos = nextStart;
					cookiesStrings.push(cookiesString.slice(start, lastComma));
					start = pos;
				} else pos = lastComma + 1;
			} else pos += 1;
		}
		if (!cookiesSeparatorFound || pos >= cookiesString.length) cookiesStrings.push(cookiesString.slice(start));
	}
	return cookiesStrings;
}

//#region src/_inherit.ts
function lazyInherit$1(target, source, sourceKey) {
	for (const key of Object.getOwnPropertyNames(source)) {
		if (key === "constructor") continue;
		const targetDesc = Object.getOwnPropertyDescriptor(target, key);
		const desc = Object.getOwnPropertyDescriptor(source, key);
		let modified = false;
		if (desc.get) {
			modified = true;
			desc.get = targetDesc?.get || function() {
				return this[sourceKey][key];
			};
		}
		if (desc.set) {
			modified = true;
			desc.set = targetDesc?.set || function(value) {
				this[sourceKey][key] = value;
			};
		}
		if (typeof desc.value === "function") {
			modified = true;
			desc.value = function(...args) {
				return this[sourceKey][key](...args);
			};
		}
		if (modified) Object.defineProperty(target, key, desc);
	}
}

//#region src/_url.ts
/**
* URL wrapper with fast paths to access to the following props:
*
*  - `url.pathname`
*  - `url.search`
*  - `url.searchParams`
*  - `url.protocol`
*
* **NOTES:**
*
* - It is assumed that the input URL is **already encoded** and formatted from an HTTP request and contains no hash.
* - Triggering the setters or getters on other props will deoptimize to full URL parsing.
* - Changes to `searchParams` will be discarded as we don't track them.
*/
const FastURL$1 = /* @__PURE__ */ (() => {
	const NativeURL = globalThis.URL;
	const FastURL$1 = class URL {
		#url;
		#href;
		#protocol;
		#host;
		#pathname;
		#search;
		#searchParams;
		#pos;
		constructor(url) {
			if (typeof url === "string") this.#href = url;
			else {
				this.#protocol = url.protocol;
				this.#host = url.host;
				this.#pathname = url.pathname;
				this.#search = url.search;
			}
		}
		get _url() {
			if (this.#url) return this.#url;
			this.#url = new NativeURL(this.href);
			this.#href = void 0;
			this.#protocol = void 0;
			this.#host = void 0;
			this.#pathname = void 0;
			this.#search = void 0;
			this.#searchParams = void 0;
			this.#pos = void 0;
			return this.#url;
		}
		get href() {
			if (this.#url) return this.#url.href;
			if (!this.#href) this.#href = `${this.#protocol || "http:"}//${this.#host || "localhost"}${this.#pathname || "/"}${this.#search || ""}`;
			return this.#href;
		}
		#getPos() {
			if (!this.#pos) {
				const url = this.href;
				const protoIndex = url.indexOf("://");
				const pathnameIndex = protoIndex === -1 ? -1 : url.indexOf("/", protoIndex + 4);
				const qIndex = pathnameIndex === -1 ? -1 : url.indexOf("?", pathnameIndex);
				this.#pos = [
					protoIndex,
					pathnameIndex,
					qIndex
				];
			}
			return this.#pos;
		}
		get pathname() {
			if (this.#url) return this.#url.pathname;
			if (this.#pathname === void 0) {
				const [, pathnameIndex, queryIndex] = this.#getPos();
				if (pathnameIndex === -1) return this._url.pathname;
				this.#pathname = this.href.slice(pathnameIndex, queryIndex === -1 ? void 0 : queryIndex);
			}
			return this.#pathname;
		}
		get search() {
			if (this.#url) return this.#url.search;
			if (this.#search === void 0) {
				const [, pathnameIndex, queryIndex] = this.#getPos();
				if (pathnameIndex === -1) return this._url.search;
				const url = this.href;
				this.#search = queryIndex === -1 || queryIndex === url.length - 1 ? "" : url.slice(queryIndex);
			}
			return this.#search;
		}
		get searchParams() {
			if (this.#url) return this.#url.searchParams;
			if (!this.#searchParams) this.#searchParams = new URLSearchParams(this.search);
			return this.#searchParams;
		}
		get protocol() {
			if (this.#url) return this.#url.protocol;
			if (this.#protocol === void 0) {
				const [protocolIndex] = this.#getPos();
				if (protocolIndex === -1) return this._url.protocol;
				const url = this.href;
				this.#protocol = url.slice(0, protocolIndex + 1);
			}
			return this.#protocol;
		}
		toString() {
			return this.href;
		}
		toJSON() {
			return this.href;
		}
	};
	lazyInherit$1(FastURL$1.prototype, NativeURL.prototype, "_url");
	Object.setPrototypeOf(FastURL$1.prototype, NativeURL.prototype);
	Object.setPrototypeOf(FastURL$1, NativeURL);
	return FastURL$1;
})();

//#region src/adapters/_node/_common.ts
const kNodeInspect = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

//#endregion
//#region src/adapters/_node/headers.ts
const NodeRequestHeaders = /* @__PURE__ */ (() => {
	const _Headers = class Headers$1 {
		_node;
		constructor(nodeCtx) {
			this._node = nodeCtx;
		}
		append(name, value) {
			name = validateHeader(name);
			const _headers = this._node.req.headers;
			const _current = _headers[name];
			if (_current) if (Array.isArray(_current)) _current.push(value);
			else _headers[name] = [_current, value];
			else _headers[name] = value;
		}
		delete(name) {
			name = validateHeader(name);
			this._node.req.headers[name] = void 0;
		}
		get(name) {
			name = validateHeader(name);
			const rawValue = this._node.req.headers[name];
			if (rawValue === void 0) return null;
			return _normalizeValue(this._node.req.headers[name]);
		}
		getSetCookie() {
			const setCookie = this._node.req.headers["set-cookie"];
			if (!setCookie || setCookie.length === 0) return [];
			return splitSetCookieString$1(setCookie);
		}
		has(name) {
			name = validateHeader(name);
			return !!this._node.req.headers[name];
		}
		set(name, value) {
			name = validateHeader(name);
			this._node.req.headers[name] = value;
		}
		get count() {
			throw new Error("Method not implemented.");
		}
		getAll(_name) {
			throw new Error("Method not implemented.");
		}
		toJSON() {
			const _headers = this._node.req.headers;
			const result = {};
			for (const key in _headers) if (_headers[key]) result[key] = _normalizeValue(_headers[key]);
			return result;
		}
		forEach(cb, thisArg) {
			const _headers = this._node.req.headers;
			for (const key in _headers) if (_headers[key]) cb.call(thisArg, _normalizeValue(_headers[key]), key, this);
		}
		*entries() {
			const headers = this._node.req.headers;
			const isHttp2 = this._node.req.httpVersion === "2.0";
			for (const key in headers) if (!isHttp2 || key[0] !== ":") yield [key, _normalizeValue(headers[key])];
		}
		*keys() {
			const keys = Object.keys(this._node.req.headers);
			for (const key of keys) yield key;
		}
		*values() {
			const values = Object.values(this._node.req.headers);
			for (const value of values) yield _normalizeValue(value);
		}
		[Symbol.iterator]() {
			return this.entries()[Symbol.iterator]();
		}
		get [Symbol.toStringTag]() {
			return "Headers";
		}
		[kNodeInspect]() {
			return Object.fromEntries(this.entries());
		}
	};
	Object.setPrototypeOf(_Headers.prototype, globalThis.Headers.prototype);
	return _Headers;
})();
function _normalizeValue(value) {
	if (Array.isArray(value)) return value.join(", ");
	return typeof value === "string" ? value : String(value ?? "");
}
function validateHeader(name) {
	if (name[0] === ":") throw new TypeError(`${JSON.stringify(name)} is an invalid header name.`);
	return name.toLowerCase();
}

//#endregion
//#region src/adapters/_node/response.ts
/**
* Fast Response for Node.js runtime
*
* It is faster because in most cases it doesn't create a full Response instance.
*/
const NodeResponse$1 = /* @__PURE__ */ (() => {
	const NativeResponse = globalThis.Response;
	const STATUS_CODES = globalThis.process?.getBuiltinModule?.("node:http")?.STATUS_CODES || {};
	class NodeResponse$1 {
		#body;
		#init;
		#headers;
		#response;
		constructor(body, init) {
			this.#body = body;
			this.#init = init;
		}
		get status() {
			return this.#response?.status || this.#init?.status || 200;
		}
		get statusText() {
			return this.#response?.statusText || this.#init?.statusText || STATUS_CODES[this.status] || "";
		}
		get headers() {
			if (this.#response) return this.#response.headers;
			if (this.#headers) return this.#headers;
			const initHeaders = this.#init?.headers;
			return this.#headers = initHeaders instanceof Headers ? initHeaders : new Headers(initHeaders);
		}
		get ok() {
			if (this.#response) return this.#response.ok;
			const status = this.status;
			return status >= 200 && status < 300;
		}
		get _response() {
			if (this.#response) return this.#response;
			this.#response = new NativeResponse(this.#body, this.#headers ? {
				...this.#init,
				headers: this.#headers
			} : this.#init);
			this.#init = void 0;
			this.#headers = void 0;
			this.#body = void 0;
			return this.#response;
		}
		nodeResponse() {
			const status = this.status;
			const statusText = this.statusText;
			let body;
			let contentType;
			let contentLength;
			if (this.#response) body = this.#response.body;
			else if (this.#body) if (this.#body instanceof ReadableStream) body = this.#body;
			else if (typeof this.#body === "string") {
				body = this.#body;
				contentType = "text/plain; charset=UTF-8";
				contentLength = Buffer.byteLength(this.#body);
			} else if (this.#body instanceof ArrayBuffer) {
				body = Buffer.from(this.#body);
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof Uint8Array) {
				body = this.#body;
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof DataView) {
				body = Buffer.from(this.#body.buffer);
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof Blob) {
				body = this.#body.stream();
				contentType = this.#body.type;
				contentLength = this.#body.size;
			} else if (typeof this.#body.pipe === "function") body = this.#body;
			else body = this._response.body;
			const rawNodeHeaders = [];
			const initHeaders = this.#init?.headers;
			const headerEntries = this.#response?.headers || this.#headers || (initHeaders ? Array.isArray(initHeaders) ? initHeaders : initHeaders?.entries ? initHeaders.entries() : Object.entries(initHeaders).map(([k, v]) => [k.toLowerCase(), v]) : void 0);
			let hasContentTypeHeader;
			let hasContentLength;
			if (headerEntries) for (const [key, value] of headerEntries) {
				if (key === "set-cookie") {
					for (const setCookie of splitSetCookieString$1(value)) rawNodeHeaders.push(["set-cookie", setCookie]);
					continue;
				}
				rawNodeHeaders.push([key, value]);
				if (key === "content-type") hasContentTypeHeader = true;
				else if (key === "content-length") hasContentLength = true;
			}
			if (contentType && !hasContentTypeHeader) rawNodeHeaders.push(["content-type", contentType]);
			if (contentLength && !hasContentLength) rawNodeHeaders.push(["content-length", String(contentLength)]);
			this.#init = void 0;
			this.#headers = void 0;
			this.#response = void 0;
			this.#body = void 0;
			return {
				status,
				statusText,
				headers: rawNodeHeaders,
				body
			};
		}
	}
	lazyInherit$1(NodeResponse$1.prototype, NativeResponse.prototype, "_response");
	Object.setPrototypeOf(NodeResponse$1, NativeResponse);
	Object.setPrototypeOf(NodeResponse$1.prototype, NativeResponse.prototype);
	return NodeResponse$1;
})();

//#region src/adapters/_node/send.ts
async function sendNodeResponse(nodeRes, webRes) {
	if (!webRes) {
		nodeRes.statusCode = 500;
		return endNodeResponse(nodeRes);
	}
	if (webRes.nodeResponse) {
		const res = webRes.nodeResponse();
		writeHead(nodeRes, res.status, res.statusText, res.headers.flat());
		if (res.body) {
			if (res.body instanceof ReadableStream) return streamBody(res.body, nodeRes);
			else if (typeof res.body?.pipe === "function") {
				res.body.pipe(nodeRes);
				return new Promise((resolve) => nodeRes.on("close", resolve));
			}
			nodeRes.write(res.body);
		}
		return endNodeResponse(nodeRes);
	}
	const headerEntries = [];
	for (const [key, value] of webRes.headers) if (key === "set-cookie") for (const setCookie of splitSetCookieString$1(value)) headerEntries.push(["set-cookie", setCookie]);
	else headerEntries.push([key, value]);
	writeHead(nodeRes, webRes.status, webRes.statusText, headerEntries.flat());
	return webRes.body ? streamBody(webRes.body, nodeRes) : endNodeResponse(nodeRes);
}
function writeHead(nodeRes, status, statusText, headers) {
	if (!nodeRes.headersSent) if (nodeRes.req?.httpVersion === "2.0") nodeRes.writeHead(status, headers.flat());
	else nodeRes.writeHead(status, statusText, headers.flat());
}
function endNodeResponse(nodeRes) {
	return new Promise((resolve) => nodeRes.end(resolve));
}
function streamBody(stream, nodeRes) {
	if (nodeRes.destroyed) {
		stream.cancel();
		return;
	}
	const reader = stream.getReader();
	function streamCancel(error) {
		reader.cancel(error).catch(() => {});
		if (error) nodeRes.destroy(error);
	}
	function streamHandle({ done, value }) {
		try {
			if (done) nodeRes.end();
			else if (nodeRes.write(value)) reader.read().then(streamHandle, streamCancel);
			else nodeRes.once("drain", () => reader.read().then(streamHandle, streamCancel));
		} catch (error) {
			streamCancel(error instanceof Error ? error : void 0);
		}
	}
	nodeRes.on("close", streamCancel);
	nodeRes.on("error", streamCancel);
	reader.read().then(streamHandle, streamCancel);
	return reader.closed.finally(() => {
		nodeRes.off("close", streamCancel);
		nodeRes.off("error", streamCancel);
	});
}

//#endregion
//#region src/adapters/_node/url.ts
var NodeRequestURL = class extends FastURL$1 {
	#req;
	constructor({ req }) {
		const path = req.url || "/";
		if (path[0] === "/") {
			const qIndex = path.indexOf("?");
			const pathname = qIndex === -1 ? path : path?.slice(0, qIndex) || "/";
			const search = qIndex === -1 ? "" : path?.slice(qIndex) || "";
			const host = req.headers.host || req.headers[":authority"] || `${req.socket.localFamily === "IPv6" ? "[" + req.socket.localAddress + "]" : req.socket.localAddress}:${req.socket?.localPort || "80"}`;
			const protocol = req.socket?.encrypted || req.headers["x-forwarded-proto"] === "https" || req.headers[":scheme"] === "https" ? "https:" : "http:";
			super({
				protocol,
				host,
				pathname,
				search
			});
		} else super(path);
		this.#req = req;
	}
	get pathname() {
		return super.pathname;
	}
	set pathname(value) {
		this._url.pathname = value;
		this.#req.url = this._url.pathname + this._url.search;
	}
};

//#endregion
//#region src/adapters/_node/request.ts
const NodeRequest = /* @__PURE__ */ (() => {
	let Readable;
	const NativeRequest = globalThis._Request ??= globalThis.Request;
	const PatchedRequest = class Request$1 extends NativeRequest {
		static _srvx = true;
		static [Symbol.hasInstance](instance) {
			return instance instanceof NativeRequest;
		}
		constructor(input, options) {
			if (typeof input === "object" && "_request" in input) input = input._request;
			if ((options?.body)?.getReader !== void 0) options.duplex ??= "half";
			super(input, options);
		}
	};
	if (!globalThis.Request._srvx) globalThis.Request = PatchedRequest;
	class Request {
		_node;
		_url;
		runtime;
		#request;
		#headers;
		#abortSignal;
		constructor(ctx) {
			this._node = ctx;
			this._url = new NodeRequestURL({ req: ctx.req });
			this.runtime = {
				name: "node",
				node: ctx
			};
		}
		get ip() {
			return this._node.req.socket?.remoteAddress;
		}
		get method() {
			return this._node.req.method || "GET";
		}
		get url() {
			return this._url.href;
		}
		get headers() {
			return this.#headers ||= new NodeRequestHeaders(this._node);
		}
		get signal() {
			if (!this.#abortSignal) {
				this.#abortSignal = new AbortController();
				this._node.req.once("close", () => {
					this.#abortSignal?.abort();
				});
			}
			return this.#abortSignal.signal;
		}
		get _request() {
			if (!this.#request) {
				const method = this.method;
				const hasBody = !(method === "GET" || method === "HEAD");
				if (hasBody && !Readable) Readable = process.getBuiltinModule("node:stream").Readable;
				this.#request = new PatchedRequest(this.url, {
					method,
					headers: this.headers,
					signal: this.signal,
					body: hasBody ? Readable.toWeb(this._node.req) : void 0
				});
			}
			return this.#request;
		}
	}
	lazyInherit$1(Request.prototype, NativeRequest.prototype, "_request");
	Object.setPrototypeOf(Request.prototype, NativeRequest.prototype);
	return Request;
})();
function toNodeHandler(fetchHandler) {
	return (nodeReq, nodeRes) => {
		const request = new NodeRequest({
			req: nodeReq,
			res: nodeRes
		});
		const res = fetchHandler(request);
		return res instanceof Promise ? res.then((resolvedRes) => sendNodeResponse(nodeRes, resolvedRes)) : sendNodeResponse(nodeRes, res);
	};
}

function defineNitroErrorHandler(handler) {
  return handler;
}

const NUMBER_CHAR_RE = /\d/;
const STR_SPLITTERS = ["-", "_", "/", "."];
function isUppercase(char = "") {
  if (NUMBER_CHAR_RE.test(char)) {
    return void 0;
  }
  return char !== char.toLowerCase();
}
function splitByCase(str, separators) {
  const splitters = STR_SPLITTERS;
  const parts = [];
  if (!str || typeof str !== "string") {
    return parts;
  }
  let buff = "";
  let previousUpper;
  let previousSplitter;
  for (const char of str) {
    const isSplitter = splitters.includes(char);
    if (isSplitter === true) {
      parts.push(buff);
      buff = "";
      previousUpper = void 0;
      continue;
    }
    const isUpper = isUppercase(char);
    if (previousSplitter === false) {
      if (previousUpper === false && isUpper === true) {
        parts.push(buff);
        buff = char;
        previousUpper = isUpper;
        continue;
      }
      if (previousUpper === true && isUpper === false && buff.length > 1) {
        const lastChar = buff.at(-1);
        parts.push(buff.slice(0, Math.max(0, buff.length - 1)));
        buff = lastChar + char;
        previousUpper = isUpper;
        continue;
      }
    }
    buff += char;
    previousUpper = isUpper;
    previousSplitter = isSplitter;
  }
  parts.push(buff);
  return parts;
}
function kebabCase(str, joiner) {
  return str ? (Array.isArray(str) ? str : splitByCase(str)).map((p) => p.toLowerCase()).join(joiner) : "";
}
function snakeCase(str) {
  return kebabCase(str || "", "_");
}

function useRuntimeConfig() {
  return useRuntimeConfig._cached ||= getRuntimeConfig();
}
function getRuntimeConfig() {
  const runtimeConfig = globalThis.__NITRO_RUNTIME_CONFIG__ || {
  "app": {
    "baseURL": "/"
  },
  "nitro": {
    "routeRules": {}
  }
} || {};
  const env = globalThis.process?.env || {};
  applyEnv(runtimeConfig, {
    prefix: "NITRO_",
    altPrefix: runtimeConfig.nitro?.envPrefix ?? env?.NITRO_ENV_PREFIX ?? "_",
    envExpansion: runtimeConfig.nitro?.envExpansion ?? env?.NITRO_ENV_EXPANSION ?? false
  });
  return runtimeConfig;
}
function getEnv(key, opts) {
  const envKey = snakeCase(key).toUpperCase();
  return process.env[opts.prefix + envKey] ?? process.env[opts.altPrefix + envKey];
}
function _isObject(input) {
  return typeof input === "object" && !Array.isArray(input);
}
function applyEnv(obj, opts, parentKey = "") {
  for (const key in obj) {
    const subKey = parentKey ? `${parentKey}_${key}` : key;
    const envValue = getEnv(subKey, opts);
    if (_isObject(obj[key])) {
      if (_isObject(envValue)) {
        obj[key] = { ...obj[key], ...envValue };
        applyEnv(obj[key], opts, subKey);
      } else if (envValue === void 0) {
        applyEnv(obj[key], opts, subKey);
      } else {
        obj[key] = envValue ?? obj[key];
      }
    } else {
      obj[key] = envValue ?? obj[key];
    }
    if (opts.envExpansion && typeof obj[key] === "string") {
      obj[key] = _expandFromEnv(obj[key]);
    }
  }
  return obj;
}
const envExpandRx = /\{\{([^{}]*)\}\}/g;
function _expandFromEnv(value) {
  return value.replace(envExpandRx, (match, key) => {
    return process.env[key] || match;
  });
}

const NullProtoObj = /* @__PURE__ */ (() => {
	const e = function() {};
	return e.prototype = Object.create(null), Object.freeze(e.prototype), e;
})();

//#region node_modules/.pnpm/cookie-es@2.0.0/node_modules/cookie-es/dist/index.mjs
function splitSetCookieString(cookiesString) {
	if (Array.isArray(cookiesString)) return cookiesString.flatMap((c) => splitSetCookieString(c));
	if (typeof cookiesString !== "string") return [];
	const cookiesStrings = [];
	let pos = 0;
	let start;
	let ch;
	let lastComma;
	let nextStart;
	let cookiesSeparatorFound;
	const skipWhitespace = () => {
		while (pos < cookiesString.length && /\s/.test(cookiesString.charAt(pos))) pos += 1;
		return pos < cookiesString.length;
	};
	const notSpecialChar = () => {
		ch = cookiesString.charAt(pos);
		return ch !== "=" && ch !== ";" && ch !== ",";
	};
	while (pos < cookiesString.length) {
		start = pos;
		cookiesSeparatorFound = false;
		while (skipWhitespace()) {
			ch = cookiesString.charAt(pos);
			if (ch === ",") {
				lastComma = pos;
				pos += 1;
				skipWhitespace();
				nextStart = pos;
				while (pos < cookiesString.length && notSpecialChar()) pos += 1;
				if (pos < cookiesString.length && cookiesString.charAt(pos) === "=") {
					cookiesSeparatorFound = true;
					pos = nextStart;
					cookiesStrings.push(cookiesString.slice(start, lastComma));
					start = pos;
				} else pos = lastComma + 1;
			} else pos += 1;
		}
		if (!cookiesSeparatorFound || pos >= cookiesString.length) cookiesStrings.push(cookiesString.slice(start));
	}
	return cookiesStrings;
}

//#region src/_inherit.ts
function lazyInherit(target, source, sourceKey) {
	for (const key of Object.getOwnPropertyNames(source)) {
		if (key === "constructor") continue;
		const targetDesc = Object.getOwnPropertyDescriptor(target, key);
		const desc = Object.getOwnPropertyDescriptor(source, key);
		let modified = false;
		if (desc.get) {
			modified = true;
			desc.get = targetDesc?.get || function() {
				return this[sourceKey][key];
			};
		}
		if (desc.set) {
			modified = true;
			desc.set = targetDesc?.set || function(value) {
				this[sourceKey][key] = value;
			};
		}
		if (typeof desc.value === "function") {
			modified = true;
			desc.value = function(...args) {
				return this[sourceKey][key](...args);
			};
		}
		if (modified) Object.defineProperty(target, key, desc);
	}
}

//#region src/_url.ts
/**
* URL wrapper with fast paths to access to the following props:
*
*  - `url.pathname`
*  - `url.search`
*  - `url.searchParams`
*  - `url.protocol`
*
* **NOTES:**
*
* - It is assumed that the input URL is **already encoded** and formatted from an HTTP request and contains no hash.
* - Triggering the setters or getters on other props will deoptimize to full URL parsing.
* - Changes to `searchParams` will be discarded as we don't track them.
*/
const FastURL = /* @__PURE__ */ (() => {
	const NativeURL = globalThis.URL;
	const FastURL$1 = class URL {
		#url;
		#href;
		#protocol;
		#host;
		#pathname;
		#search;
		#searchParams;
		#pos;
		constructor(url) {
			if (typeof url === "string") this.#href = url;
			else {
				this.#protocol = url.protocol;
				this.#host = url.host;
				this.#pathname = url.pathname;
				this.#search = url.search;
			}
		}
		get _url() {
			if (this.#url) return this.#url;
			this.#url = new NativeURL(this.href);
			this.#href = void 0;
			this.#protocol = void 0;
			this.#host = void 0;
			this.#pathname = void 0;
			this.#search = void 0;
			this.#searchParams = void 0;
			this.#pos = void 0;
			return this.#url;
		}
		get href() {
			if (this.#url) return this.#url.href;
			if (!this.#href) this.#href = `${this.#protocol || "http:"}//${this.#host || "localhost"}${this.#pathname || "/"}${this.#search || ""}`;
			return this.#href;
		}
		#getPos() {
			if (!this.#pos) {
				const url = this.href;
				const protoIndex = url.indexOf("://");
				const pathnameIndex = protoIndex === -1 ? -1 : url.indexOf("/", protoIndex + 4);
				const qIndex = pathnameIndex === -1 ? -1 : url.indexOf("?", pathnameIndex);
				this.#pos = [
					protoIndex,
					pathnameIndex,
					qIndex
				];
			}
			return this.#pos;
		}
		get pathname() {
			if (this.#url) return this.#url.pathname;
			if (this.#pathname === void 0) {
				const [, pathnameIndex, queryIndex] = this.#getPos();
				if (pathnameIndex === -1) return this._url.pathname;
				this.#pathname = this.href.slice(pathnameIndex, queryIndex === -1 ? void 0 : queryIndex);
			}
			return this.#pathname;
		}
		get search() {
			if (this.#url) return this.#url.search;
			if (this.#search === void 0) {
				const [, pathnameIndex, queryIndex] = this.#getPos();
				if (pathnameIndex === -1) return this._url.search;
				const url = this.href;
				this.#search = queryIndex === -1 || queryIndex === url.length - 1 ? "" : url.slice(queryIndex);
			}
			return this.#search;
		}
		get searchParams() {
			if (this.#url) return this.#url.searchParams;
			if (!this.#searchParams) this.#searchParams = new URLSearchParams(this.search);
			return this.#searchParams;
		}
		get protocol() {
			if (this.#url) return this.#url.protocol;
			if (this.#protocol === void 0) {
				const [protocolIndex] = this.#getPos();
				if (protocolIndex === -1) return this._url.protocol;
				const url = this.href;
				this.#protocol = url.slice(0, protocolIndex + 1);
			}
			return this.#protocol;
		}
		toString() {
			return this.href;
		}
		toJSON() {
			return this.href;
		}
	};
	lazyInherit(FastURL$1.prototype, NativeURL.prototype, "_url");
	Object.setPrototypeOf(FastURL$1.prototype, NativeURL.prototype);
	Object.setPrototypeOf(FastURL$1, NativeURL);
	return FastURL$1;
})();

//#endregion
//#region src/adapters/_node/response.ts
/**
* Fast Response for Node.js runtime
*
* It is faster because in most cases it doesn't create a full Response instance.
*/
const NodeResponse = /* @__PURE__ */ (() => {
	const NativeResponse = globalThis.Response;
	const STATUS_CODES = globalThis.process?.getBuiltinModule?.("node:http")?.STATUS_CODES || {};
	class NodeResponse$1 {
		#body;
		#init;
		#headers;
		#response;
		constructor(body, init) {
			this.#body = body;
			this.#init = init;
		}
		get status() {
			return this.#response?.status || this.#init?.status || 200;
		}
		get statusText() {
			return this.#response?.statusText || this.#init?.statusText || STATUS_CODES[this.status] || "";
		}
		get headers() {
			if (this.#response) return this.#response.headers;
			if (this.#headers) return this.#headers;
			const initHeaders = this.#init?.headers;
			return this.#headers = initHeaders instanceof Headers ? initHeaders : new Headers(initHeaders);
		}
		get ok() {
			if (this.#response) return this.#response.ok;
			const status = this.status;
			return status >= 200 && status < 300;
		}
		get _response() {
			if (this.#response) return this.#response;
			this.#response = new NativeResponse(this.#body, this.#headers ? {
				...this.#init,
				headers: this.#headers
			} : this.#init);
			this.#init = void 0;
			this.#headers = void 0;
			this.#body = void 0;
			return this.#response;
		}
		nodeResponse() {
			const status = this.status;
			const statusText = this.statusText;
			let body;
			let contentType;
			let contentLength;
			if (this.#response) body = this.#response.body;
			else if (this.#body) if (this.#body instanceof ReadableStream) body = this.#body;
			else if (typeof this.#body === "string") {
				body = this.#body;
				contentType = "text/plain; charset=UTF-8";
				contentLength = Buffer.byteLength(this.#body);
			} else if (this.#body instanceof ArrayBuffer) {
				body = Buffer.from(this.#body);
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof Uint8Array) {
				body = this.#body;
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof DataView) {
				body = Buffer.from(this.#body.buffer);
				contentLength = this.#body.byteLength;
			} else if (this.#body instanceof Blob) {
				body = this.#body.stream();
				contentType = this.#body.type;
				contentLength = this.#body.size;
			} else if (typeof this.#body.pipe === "function") body = this.#body;
			else body = this._response.body;
			const rawNodeHeaders = [];
			const initHeaders = this.#init?.headers;
			const headerEntries = this.#response?.headers || this.#headers || (initHeaders ? Array.isArray(initHeaders) ? initHeaders : initHeaders?.entries ? initHeaders.entries() : Object.entries(initHeaders).map(([k, v]) => [k.toLowerCase(), v]) : void 0);
			let hasContentTypeHeader;
			let hasContentLength;
			if (headerEntries) for (const [key, value] of headerEntries) {
				if (key === "set-cookie") {
					for (const setCookie of splitSetCookieString(value)) rawNodeHeaders.push(["set-cookie", setCookie]);
					continue;
				}
				rawNodeHeaders.push([key, value]);
				if (key === "content-type") hasContentTypeHeader = true;
				else if (key === "content-length") hasContentLength = true;
			}
			if (contentType && !hasContentTypeHeader) rawNodeHeaders.push(["content-type", contentType]);
			if (contentLength && !hasContentLength) rawNodeHeaders.push(["content-length", String(contentLength)]);
			this.#init = void 0;
			this.#headers = void 0;
			this.#response = void 0;
			this.#body = void 0;
			return {
				status,
				statusText,
				headers: rawNodeHeaders,
				body
			};
		}
	}
	lazyInherit(NodeResponse$1.prototype, NativeResponse.prototype, "_response");
	Object.setPrototypeOf(NodeResponse$1, NativeResponse);
	Object.setPrototypeOf(NodeResponse$1.prototype, NativeResponse.prototype);
	return NodeResponse$1;
})();

//#endregion
//#region src/event.ts
const kEventNS = "h3.internal.event.";
const kEventRes = /* @__PURE__ */ Symbol.for(`${kEventNS}res`);
const kEventResHeaders = /* @__PURE__ */ Symbol.for(`${kEventNS}res.headers`);
var H3Event = class {
	/**
	* Access to the H3 application instance.
	*/
	app;
	/**
	* Incoming HTTP request info.
	*
	* [MDN Reference](https://developer.mozilla.org/en-US/docs/Web/API/Request)
	*/
	req;
	/**
	* Access to the parsed request URL.
	*
	* [MDN Reference](https://developer.mozilla.org/en-US/docs/Web/API/URL)
	*/
	url;
	/**
	* Event context.
	*/
	context;
	/**
	* @internal
	*/
	static __is_event__ = true;
	constructor(req, context, app) {
		this.context = context || req.context || new NullProtoObj();
		this.req = req;
		this.app = app;
		const _url = req._url;
		this.url = _url && _url instanceof URL ? _url : new FastURL(req.url);
	}
	/**
	* Prepared HTTP response.
	*/
	get res() {
		return this[kEventRes] ||= new H3EventResponse();
	}
	/**
	* Access to runtime specific additional context.
	*
	*/
	get runtime() {
		return this.req.runtime;
	}
	/**
	* Tell the runtime about an ongoing operation that shouldn't close until the promise resolves.
	*/
	waitUntil(promise) {
		this.req.waitUntil?.(promise);
	}
	toString() {
		return `[${this.req.method}] ${this.req.url}`;
	}
	toJSON() {
		return this.toString();
	}
	/**
	* Access to the raw Node.js req/res objects.
	*
	* @deprecated Use `event.runtime.{node|deno|bun|...}.` instead.
	*/
	get node() {
		return this.req.runtime?.node;
	}
	/**
	* Access to the incoming request headers.
	*
	* @deprecated Use `event.req.headers` instead.
	*
	*/
	get headers() {
		return this.req.headers;
	}
	/**
	* Access to the incoming request url (pathname+search).
	*
	* @deprecated Use `event.url.pathname + event.url.search` instead.
	*
	* Example: `/api/hello?name=world`
	* */
	get path() {
		return this.url.pathname + this.url.search;
	}
	/**
	* Access to the incoming request method.
	*
	* @deprecated Use `event.req.method` instead.
	*/
	get method() {
		return this.req.method;
	}
};
var H3EventResponse = class {
	status;
	statusText;
	get headers() {
		return this[kEventResHeaders] ||= new Headers();
	}
};

//#endregion
//#region src/utils/sanitize.ts
const DISALLOWED_STATUS_CHARS = /[^\u0009\u0020-\u007E]/g;
/**
* Make sure the status message is safe to use in a response.
*
* Allowed characters: horizontal tabs, spaces or visible ascii characters: https://www.rfc-editor.org/rfc/rfc7230#section-3.1.2
*/
function sanitizeStatusMessage(statusMessage = "") {
	return statusMessage.replace(DISALLOWED_STATUS_CHARS, "");
}
/**
* Make sure the status code is a valid HTTP status code.
*/
function sanitizeStatusCode(statusCode, defaultStatusCode = 200) {
	if (!statusCode) return defaultStatusCode;
	if (typeof statusCode === "string") statusCode = +statusCode;
	if (statusCode < 100 || statusCode > 599) return defaultStatusCode;
	return statusCode;
}

//#endregion
//#region src/error.ts
/**
* HTTPError
*/
var HTTPError = class HTTPError extends Error {
	get name() {
		return "HTTPError";
	}
	/**
	* HTTP status code in range [200...599]
	*/
	status;
	/**
	* HTTP status text
	*
	* **NOTE:** This should be short (max 512 to 1024 characters).
	* Allowed characters are tabs, spaces, visible ASCII characters, and extended characters (byte value 128–255).
	*
	* **TIP:** Use `message` for longer error descriptions in JSON body.
	*/
	statusText;
	/**
	* Additional HTTP headers to be sent in error response.
	*/
	headers;
	/**
	* Original error object that caused this error.
	*/
	cause;
	/**
	* Additional data attached in the error JSON body under `data` key.
	*/
	data;
	/**
	* Additional top level JSON body properties to attach in the error JSON body.
	*/
	body;
	/**
	* Flag to indicate that the error was not handled by the application.
	*
	* Unhandled error stack trace, data and message are hidden in non debug mode for security reasons.
	*/
	unhandled;
	/**
	* Check if the input is an instance of HTTPError using its constructor name.
	*
	* It is safer than using `instanceof` because it works across different contexts (e.g., if the error was thrown in a different module).
	*/
	static isError(input) {
		return input instanceof Error && input?.name === "HTTPError";
	}
	/**
	* Create a new HTTPError with the given status code and optional status text and details.
	*
	* @example
	*
	* HTTPError.status(404)
	* HTTPError.status(418, "I'm a teapot")
	* HTTPError.status(403, "Forbidden", { message: "Not authenticated" })
	*/
	static status(status, statusText, details) {
		return new HTTPError({
			...details,
			statusText,
			status
		});
	}
	constructor(arg1, arg2) {
		let messageInput;
		let details;
		if (typeof arg1 === "string") {
			messageInput = arg1;
			details = arg2;
		} else details = arg1;
		const status = sanitizeStatusCode(details?.status || (details?.cause)?.status || details?.status || details?.statusCode, 500);
		const statusText = sanitizeStatusMessage(details?.statusText || (details?.cause)?.statusText || details?.statusText || details?.statusMessage);
		const message = messageInput || details?.message || (details?.cause)?.message || details?.statusText || details?.statusMessage || [
			"HTTPError",
			status,
			statusText
		].filter(Boolean).join(" ");
		super(message, { cause: details });
		this.cause = details;
		Error.captureStackTrace?.(this, this.constructor);
		this.status = status;
		this.statusText = statusText || void 0;
		const rawHeaders = details?.headers || (details?.cause)?.headers;
		this.headers = rawHeaders ? new Headers(rawHeaders) : void 0;
		this.unhandled = details?.unhandled ?? (details?.cause)?.unhandled ?? void 0;
		this.data = details?.data;
		this.body = details?.body;
	}
	/**
	* @deprecated Use `status`
	*/
	get statusCode() {
		return this.status;
	}
	/**
	* @deprecated Use `statusText`
	*/
	get statusMessage() {
		return this.statusText;
	}
	toJSON() {
		const unhandled = this.unhandled;
		return {
			status: this.status,
			statusText: this.statusText,
			unhandled,
			message: unhandled ? "HTTPError" : this.message,
			data: unhandled ? void 0 : this.data,
			...unhandled ? void 0 : this.body
		};
	}
};
function isJSONSerializable(value, _type) {
	if (value === null || value === void 0) return true;
	if (_type !== "object") return _type === "boolean" || _type === "number" || _type === "string";
	if (typeof value.toJSON === "function") return true;
	if (Array.isArray(value)) return true;
	if (typeof value.pipe === "function" || typeof value.pipeTo === "function") return false;
	if (value instanceof NullProtoObj) return true;
	const proto = Object.getPrototypeOf(value);
	return proto === Object.prototype || proto === null;
}

//#endregion
//#region src/response.ts
const kNotFound = /* @__PURE__ */ Symbol.for("h3.notFound");
const kHandled = /* @__PURE__ */ Symbol.for("h3.handled");
function toResponse(val, event, config = {}) {
	if (typeof val?.then === "function") return (val.catch?.((error) => error) || Promise.resolve(val)).then((resolvedVal) => toResponse(resolvedVal, event, config));
	const response = prepareResponse(val, event, config);
	if (typeof response?.then === "function") return toResponse(response, event, config);
	const { onResponse: onResponse$1 } = config;
	return onResponse$1 ? Promise.resolve(onResponse$1(response, event)).then(() => response) : response;
}
var HTTPResponse = class {
	#headers;
	#init;
	body;
	constructor(body, init) {
		this.body = body;
		this.#init = init;
	}
	get status() {
		return this.#init?.status || 200;
	}
	get statusText() {
		return this.#init?.statusText || "OK";
	}
	get headers() {
		return this.#headers ||= new Headers(this.#init?.headers);
	}
};
function prepareResponse(val, event, config, nested) {
	if (val === kHandled) return new NodeResponse(null);
	if (val === kNotFound) val = new HTTPError({
		status: 404,
		message: `Cannot find any route matching [${event.req.method}] ${event.url}`
	});
	if (val && val instanceof Error) {
		const isHTTPError = HTTPError.isError(val);
		const error = isHTTPError ? val : new HTTPError(val);
		if (!isHTTPError) {
			error.unhandled = true;
			if (val?.stack) error.stack = val.stack;
		}
		if (error.unhandled && !config.silent) console.error(error);
		const { onError: onError$1 } = config;
		return onError$1 && !nested ? Promise.resolve(onError$1(error, event)).catch((error$1) => error$1).then((newVal) => prepareResponse(newVal ?? val, event, config, true)) : errorResponse(error, config.debug);
	}
	const preparedRes = event[kEventRes];
	const preparedHeaders = preparedRes?.[kEventResHeaders];
	if (!(val instanceof Response)) {
		const res = prepareResponseBody(val, event, config);
		const status = res.status || preparedRes?.status;
		return new NodeResponse(nullBody(event.req.method, status) ? null : res.body, {
			status,
			statusText: res.statusText || preparedRes?.statusText,
			headers: res.headers && preparedHeaders ? mergeHeaders$1(res.headers, preparedHeaders) : res.headers || preparedHeaders
		});
	}
	if (!preparedHeaders) return val;
	try {
		mergeHeaders$1(val.headers, preparedHeaders, val.headers);
		return val;
	} catch {
		return new NodeResponse(nullBody(event.req.method, val.status) ? null : val.body, {
			status: val.status,
			statusText: val.statusText,
			headers: mergeHeaders$1(val.headers, preparedHeaders)
		});
	}
}
function mergeHeaders$1(base, overrides, target = new Headers(base)) {
	for (const [name, value] of overrides) if (name === "set-cookie") target.append(name, value);
	else target.set(name, value);
	return target;
}
const emptyHeaders = /* @__PURE__ */ new Headers({ "content-length": "0" });
const jsonHeaders = /* @__PURE__ */ new Headers({ "content-type": "application/json;charset=UTF-8" });
function prepareResponseBody(val, event, config) {
	if (val === null || val === void 0) return {
		body: "",
		headers: emptyHeaders
	};
	const valType = typeof val;
	if (valType === "string") return { body: val };
	if (val instanceof Uint8Array) {
		event.res.headers.set("content-length", val.byteLength.toString());
		return { body: val };
	}
	if (val instanceof HTTPResponse || val?.constructor?.name === "HTTPResponse") return val;
	if (isJSONSerializable(val, valType)) return {
		body: JSON.stringify(val, void 0, config.debug ? 2 : void 0),
		headers: jsonHeaders
	};
	if (valType === "bigint") return {
		body: val.toString(),
		headers: jsonHeaders
	};
	if (val instanceof Blob) {
		const headers = new Headers({
			"content-type": val.type,
			"content-length": val.size.toString()
		});
		let filename = val.name;
		if (filename) {
			filename = encodeURIComponent(filename);
			headers.set("content-disposition", `filename="${filename}"; filename*=UTF-8''${filename}`);
		}
		return {
			body: val.stream(),
			headers
		};
	}
	if (valType === "symbol") return { body: val.toString() };
	if (valType === "function") return { body: `${val.name}()` };
	return { body: val };
}
function nullBody(method, status) {
	return method === "HEAD" || status === 100 || status === 101 || status === 102 || status === 204 || status === 205 || status === 304;
}
function errorResponse(error, debug) {
	return new NodeResponse(JSON.stringify({
		...error.toJSON(),
		stack: debug && error.stack ? error.stack.split("\n").map((l) => l.trim()) : void 0
	}, void 0, debug ? 2 : void 0), {
		status: error.status,
		statusText: error.statusText,
		headers: error.headers ? mergeHeaders$1(jsonHeaders, error.headers) : jsonHeaders
	});
}
function callMiddleware(event, middleware, handler, index = 0) {
	if (index === middleware.length) return handler(event);
	const fn = middleware[index];
	let nextCalled;
	let nextResult;
	const next = () => {
		if (nextCalled) return nextResult;
		nextCalled = true;
		nextResult = callMiddleware(event, middleware, handler, index + 1);
		return nextResult;
	};
	const ret = fn(event, next);
	return is404(ret) ? next() : typeof ret?.then === "function" ? ret.then((resolved) => is404(resolved) ? next() : resolved) : ret;
}
function is404(val) {
	return val === void 0 || val === kNotFound || val?.status === 404 && val instanceof Response;
}

//#endregion
//#region src/utils/request.ts
/**
* Convert input into a web [Request](https://developer.mozilla.org/en-US/docs/Web/API/Request).
*
* If input is a relative URL, it will be normalized into a full path based on headers.
*
* If input is already a Request and no options are provided, it will be returned as-is.
*/
function toRequest(input, options) {
	if (typeof input === "string") {
		let url = input;
		if (url[0] === "/") {
			const headers = options?.headers ? new Headers(options.headers) : void 0;
			const host = headers?.get("host") || "localhost";
			const proto = headers?.get("x-forwarded-proto") === "https" ? "https" : "http";
			url = `${proto}://${host}${url}`;
		}
		return new Request(url, options);
	} else if (options || input instanceof URL) return new Request(input, options);
	return input;
}
/**
* Get the request hostname.
*
* If `xForwardedHost` is `true`, it will use the `x-forwarded-host` header if it exists.
*
* If no host header is found, it will default to "localhost".
*
* @example
* app.get("/", (event) => {
*   const host = getRequestHost(event); // "example.com"
* });
*/
function getRequestHost(event, opts = {}) {
	if (opts.xForwardedHost) {
		const _header = event.req.headers.get("x-forwarded-host");
		const xForwardedHost = (_header || "").split(",").shift()?.trim();
		if (xForwardedHost) return xForwardedHost;
	}
	return event.req.headers.get("host") || "";
}
/**
* Get the request protocol.
*
* If `x-forwarded-proto` header is set to "https", it will return "https". You can disable this behavior by setting `xForwardedProto` to `false`.
*
* If protocol cannot be determined, it will default to "http".
*
* @example
* app.get("/", (event) => {
*   const protocol = getRequestProtocol(event); // "https"
* });
*/
function getRequestProtocol(event, opts = {}) {
	if (opts.xForwardedProto !== false) {
		const forwardedProto = event.req.headers.get("x-forwarded-proto");
		if (forwardedProto === "https") return "https";
		if (forwardedProto === "http") return "http";
	}
	const url = event.url || new URL(event.req.url);
	return url.protocol.slice(0, -1);
}
/**
* Generated the full incoming request URL.
*
* If `xForwardedHost` is `true`, it will use the `x-forwarded-host` header if it exists.
*
* If `xForwardedProto` is `false`, it will not use the `x-forwarded-proto` header.
*
* @example
* app.get("/", (event) => {
*   const url = getRequestURL(event); // "https://example.com/path"
* });
*/
function getRequestURL(event, opts = {}) {
	const url = new URL(event.url || event.req.url);
	url.protocol = getRequestProtocol(event, opts);
	if (opts.xForwardedHost) {
		const host = getRequestHost(event, opts);
		if (host) {
			url.host = host;
			if (!host.includes(":")) url.port = "";
		}
	}
	return url;
}

//#endregion
//#region src/handler.ts
function defineHandler(input) {
	if (typeof input === "function") return handlerWithFetch(input);
	const handler = input.handler || (input.fetch ? function _fetchHandler(event) {
		return input.fetch(event.req);
	} : NoHandler);
	return Object.assign(handlerWithFetch(input.middleware?.length ? function _handlerMiddleware(event) {
		return callMiddleware(event, input.middleware, handler);
	} : handler), input);
}
function handlerWithFetch(handler) {
	if ("fetch" in handler) return handler;
	return Object.assign(handler, { fetch: (req) => {
		if (typeof req === "string") req = new URL(req, "http://_");
		if (req instanceof URL) req = new Request(req);
		const event = new H3Event(req);
		try {
			return Promise.resolve(toResponse(handler(event), event));
		} catch (error) {
			return Promise.resolve(toResponse(error, event));
		}
	} });
}
function defineLazyEventHandler(loader) {
	let handler;
	let promise;
	const resolveLazyHandler = () => {
		if (handler) return Promise.resolve(handler);
		return promise ??= Promise.resolve(loader()).then((r) => {
			handler = toEventHandler(r) || toEventHandler(r.default);
			if (typeof handler !== "function") throw new TypeError("Invalid lazy handler", { cause: { resolved: r } });
			return handler;
		});
	};
	return defineHandler(function lazyHandler(event) {
		return handler ? handler(event) : resolveLazyHandler().then((r) => r(event));
	});
}
function toEventHandler(handler) {
	if (typeof handler === "function") return handler;
	if (typeof handler?.handler === "function") return handler.handler;
	if (typeof handler?.fetch === "function") return function _fetchHandler(event) {
		return handler.fetch(event.req);
	};
}

//#endregion
//#region src/h3.ts
const NoHandler = () => kNotFound;
const H3Core = /* @__PURE__ */ (() => {
	const HTTPMethods = [
		"GET",
		"POST",
		"PUT",
		"DELETE",
		"PATCH",
		"HEAD",
		"OPTIONS",
		"CONNECT",
		"TRACE"
	];
	class H3Core$1 {
		_middleware;
		_routes = [];
		config;
		constructor(config = {}) {
			this._middleware = [];
			this.config = config;
			this.fetch = this.fetch.bind(this);
			this.request = this.request.bind(this);
			this.handler = this.handler.bind(this);
			config.plugins?.forEach((plugin) => plugin(this));
		}
		fetch(request) {
			return this._request(request);
		}
		request(_req, _init, context) {
			return this._request(toRequest(_req, _init), context);
		}
		_request(request, context) {
			const event = new H3Event(request, context, this);
			let handlerRes;
			try {
				if (this.config.onRequest) {
					const hookRes = this.config.onRequest(event);
					handlerRes = typeof hookRes?.then === "function" ? hookRes.then(() => this.handler(event)) : this.handler(event);
				} else handlerRes = this.handler(event);
			} catch (error) {
				handlerRes = Promise.reject(error);
			}
			return toResponse(handlerRes, event, this.config);
		}
		/**
		* Immediately register an H3 plugin.
		*/
		register(plugin) {
			plugin(this);
			return this;
		}
		_findRoute(_event) {}
		_addRoute(_route) {
			this._routes.push(_route);
		}
		_getMiddleware(_event, route) {
			return route?.data.middleware ? [...this._middleware, ...route.data.middleware] : this._middleware;
		}
		handler(event) {
			const route = this._findRoute(event);
			if (route) {
				event.context.params = route.params;
				event.context.matchedRoute = route.data;
			}
			const routeHandler = route?.data.handler || NoHandler;
			const middleware = this._getMiddleware(event, route);
			return middleware.length > 0 ? callMiddleware(event, middleware, routeHandler) : routeHandler(event);
		}
		mount(base, input) {
			if ("handler" in input) {
				if (input._middleware.length > 0) this._middleware.push((event, next) => {
					return event.url.pathname.startsWith(base) ? callMiddleware(event, input._middleware, next) : next();
				});
				for (const r of input._routes) this._addRoute({
					...r,
					route: base + r.route
				});
			} else {
				const fetchHandler = "fetch" in input ? input.fetch : input;
				this.all(`${base}/**`, function _mountedMiddleware(event) {
					const url = new URL(event.url);
					url.pathname = url.pathname.slice(base.length) || "/";
					return fetchHandler(new Request(url, event.req));
				});
			}
			return this;
		}
		all(route, handler, opts) {
			return this.on("", route, handler, opts);
		}
		on(method, route, handler, opts) {
			const _method = (method || "").toUpperCase();
			route = new URL(route, "http://_").pathname;
			this._addRoute({
				method: _method,
				route,
				handler: toEventHandler(handler),
				middleware: opts?.middleware,
				meta: {
					...handler.meta,
					...opts?.meta
				}
			});
			return this;
		}
		_normalizeMiddleware(fn, _opts) {
			return fn;
		}
		use(arg1, arg2, arg3) {
			let route;
			let fn;
			let opts;
			if (typeof arg1 === "string") {
				route = arg1;
				fn = arg2;
				opts = arg3;
			} else {
				fn = arg1;
				opts = arg2;
			}
			this._middleware.push(this._normalizeMiddleware(fn, {
				...opts,
				route
			}));
			return this;
		}
	}
	for (const method of HTTPMethods) H3Core$1.prototype[method.toLowerCase()] = function(route, handler, opts) {
		return this.on(method, route, handler, opts);
	};
	return H3Core$1;
})();

function flatHooks(configHooks, hooks = {}, parentName) {
  for (const key in configHooks) {
    const subHook = configHooks[key];
    const name = parentName ? `${parentName}:${key}` : key;
    if (typeof subHook === "object" && subHook !== null) {
      flatHooks(subHook, hooks, name);
    } else if (typeof subHook === "function") {
      hooks[name] = subHook;
    }
  }
  return hooks;
}
const defaultTask = { run: (function_) => function_() };
const _createTask = () => defaultTask;
const createTask = typeof console.createTask !== "undefined" ? console.createTask : _createTask;
function serialTaskCaller(hooks, args) {
  const name = args.shift();
  const task = createTask(name);
  return hooks.reduce(
    (promise, hookFunction) => promise.then(() => task.run(() => hookFunction(...args))),
    Promise.resolve()
  );
}
function parallelTaskCaller(hooks, args) {
  const name = args.shift();
  const task = createTask(name);
  return Promise.all(hooks.map((hook) => task.run(() => hook(...args))));
}
function callEachWith(callbacks, arg0) {
  for (const callback of [...callbacks]) {
    callback(arg0);
  }
}

class Hookable {
  constructor() {
    this._hooks = {};
    this._before = void 0;
    this._after = void 0;
    this._deprecatedMessages = void 0;
    this._deprecatedHooks = {};
    this.hook = this.hook.bind(this);
    this.callHook = this.callHook.bind(this);
    this.callHookWith = this.callHookWith.bind(this);
  }
  hook(name, function_, options = {}) {
    if (!name || typeof function_ !== "function") {
      return () => {
      };
    }
    const originalName = name;
    let dep;
    while (this._deprecatedHooks[name]) {
      dep = this._deprecatedHooks[name];
      name = dep.to;
    }
    if (dep && !options.allowDeprecated) {
      let message = dep.message;
      if (!message) {
        message = `${originalName} hook has been deprecated` + (dep.to ? `, please use ${dep.to}` : "");
      }
      if (!this._deprecatedMessages) {
        this._deprecatedMessages = /* @__PURE__ */ new Set();
      }
      if (!this._deprecatedMessages.has(message)) {
        console.warn(message);
        this._deprecatedMessages.add(message);
      }
    }
    if (!function_.name) {
      try {
        Object.defineProperty(function_, "name", {
          get: () => "_" + name.replace(/\W+/g, "_") + "_hook_cb",
          configurable: true
        });
      } catch {
      }
    }
    this._hooks[name] = this._hooks[name] || [];
    this._hooks[name].push(function_);
    return () => {
      if (function_) {
        this.removeHook(name, function_);
        function_ = void 0;
      }
    };
  }
  hookOnce(name, function_) {
    let _unreg;
    let _function = (...arguments_) => {
      if (typeof _unreg === "function") {
        _unreg();
      }
      _unreg = void 0;
      _function = void 0;
      return function_(...arguments_);
    };
    _unreg = this.hook(name, _function);
    return _unreg;
  }
  removeHook(name, function_) {
    if (this._hooks[name]) {
      const index = this._hooks[name].indexOf(function_);
      if (index !== -1) {
        this._hooks[name].splice(index, 1);
      }
      if (this._hooks[name].length === 0) {
        delete this._hooks[name];
      }
    }
  }
  deprecateHook(name, deprecated) {
    this._deprecatedHooks[name] = typeof deprecated === "string" ? { to: deprecated } : deprecated;
    const _hooks = this._hooks[name] || [];
    delete this._hooks[name];
    for (const hook of _hooks) {
      this.hook(name, hook);
    }
  }
  deprecateHooks(deprecatedHooks) {
    Object.assign(this._deprecatedHooks, deprecatedHooks);
    for (const name in deprecatedHooks) {
      this.deprecateHook(name, deprecatedHooks[name]);
    }
  }
  addHooks(configHooks) {
    const hooks = flatHooks(configHooks);
    const removeFns = Object.keys(hooks).map(
      (key) => this.hook(key, hooks[key])
    );
    return () => {
      for (const unreg of removeFns.splice(0, removeFns.length)) {
        unreg();
      }
    };
  }
  removeHooks(configHooks) {
    const hooks = flatHooks(configHooks);
    for (const key in hooks) {
      this.removeHook(key, hooks[key]);
    }
  }
  removeAllHooks() {
    for (const key in this._hooks) {
      delete this._hooks[key];
    }
  }
  callHook(name, ...arguments_) {
    arguments_.unshift(name);
    return this.callHookWith(serialTaskCaller, name, ...arguments_);
  }
  callHookParallel(name, ...arguments_) {
    arguments_.unshift(name);
    return this.callHookWith(parallelTaskCaller, name, ...arguments_);
  }
  callHookWith(caller, name, ...arguments_) {
    const event = this._before || this._after ? { name, args: arguments_, context: {} } : void 0;
    if (this._before) {
      callEachWith(this._before, event);
    }
    const result = caller(
      name in this._hooks ? [...this._hooks[name]] : [],
      arguments_
    );
    if (result instanceof Promise) {
      return result.finally(() => {
        if (this._after && event) {
          callEachWith(this._after, event);
        }
      });
    }
    if (this._after && event) {
      callEachWith(this._after, event);
    }
    return result;
  }
  beforeEach(function_) {
    this._before = this._before || [];
    this._before.push(function_);
    return () => {
      if (this._before !== void 0) {
        const index = this._before.indexOf(function_);
        if (index !== -1) {
          this._before.splice(index, 1);
        }
      }
    };
  }
  afterEach(function_) {
    this._after = this._after || [];
    this._after.push(function_);
    return () => {
      if (this._after !== void 0) {
        const index = this._after.indexOf(function_);
        if (index !== -1) {
          this._after.splice(index, 1);
        }
      }
    };
  }
}
function createHooks() {
  return new Hookable();
}

const errorHandler$0 = defineNitroErrorHandler(
  function defaultNitroErrorHandler(error, event) {
    const res = defaultHandler(error, event);
    return new NodeResponse$1(JSON.stringify(res.body, null, 2), res);
  }
);
function defaultHandler(error, event, opts) {
  const isSensitive = error.unhandled;
  const status = error.status || 500;
  const url = getRequestURL(event, { xForwardedHost: true, xForwardedProto: true });
  if (status === 404) {
    const baseURL = "/";
    if (/^\/[^/]/.test(baseURL) && !url.pathname.startsWith(baseURL)) {
      const redirectTo = `${baseURL}${url.pathname.slice(1)}${url.search}`;
      return {
        status: 302,
        statusText: "Found",
        headers: { location: redirectTo },
        body: `Redirecting...`
      };
    }
  }
  if (isSensitive && !opts?.silent) {
    const tags = [error.unhandled && "[unhandled]"].filter(Boolean).join(" ");
    console.error(
      `[request error] ${tags} [${event.req.method}] ${url}
`,
      error
    );
  }
  const headers = {
    "content-type": "application/json",
    // Prevent browser from guessing the MIME types of resources.
    "x-content-type-options": "nosniff",
    // Prevent error page from being embedded in an iframe
    "x-frame-options": "DENY",
    // Prevent browsers from sending the Referer header
    "referrer-policy": "no-referrer",
    // Disable the execution of any js
    "content-security-policy": "script-src 'none'; frame-ancestors 'none';"
  };
  if (status === 404 || !event.res.headers.has("cache-control")) {
    headers["cache-control"] = "no-cache";
  }
  const body = {
    error: true,
    url: url.href,
    status,
    statusText: error.statusText,
    message: isSensitive ? "Server Error" : error.message,
    data: isSensitive ? void 0 : error.data
  };
  return {
    status,
    statusText: error.statusText,
    headers,
    body
  };
}

const errorHandlers = [errorHandler$0];

async function errorHandler(error, event) {
  for (const handler of errorHandlers) {
    try {
      const response = await handler(error, event, { defaultHandler });
      if (response) {
        return response;
      }
    } catch(error) {
      // Handler itself thrown, log and continue
      console.error(error);
    }
  }
  // H3 will handle fallback
}

const plugins = [
    
  ];

const ENC_SLASH_RE = /%2f/gi;
function decode(text = "") {
  try {
    return decodeURIComponent("" + text);
  } catch {
    return "" + text;
  }
}
function decodePath(text) {
  return decode(text.replace(ENC_SLASH_RE, "%252F"));
}
const JOIN_LEADING_SLASH_RE = /^\.?\//;
function hasTrailingSlash(input = "", respectQueryAndFragment) {
  {
    return input.endsWith("/");
  }
}
function withoutTrailingSlash(input = "", respectQueryAndFragment) {
  {
    return (hasTrailingSlash(input) ? input.slice(0, -1) : input) || "/";
  }
}
function withTrailingSlash(input = "", respectQueryAndFragment) {
  {
    return input.endsWith("/") ? input : input + "/";
  }
}
function hasLeadingSlash(input = "") {
  return input.startsWith("/");
}
function withLeadingSlash(input = "") {
  return hasLeadingSlash(input) ? input : "/" + input;
}
function isNonEmptyURL(url) {
  return url && url !== "/";
}
function joinURL(base, ...input) {
  let url = base || "";
  for (const segment of input.filter((url2) => isNonEmptyURL(url2))) {
    if (url) {
      const _segment = segment.replace(JOIN_LEADING_SLASH_RE, "");
      url = withTrailingSlash(url) + _segment;
    } else {
      url = segment;
    }
  }
  return url;
}

const assets = {};

function readAsset (id) {
  const serverDir = dirname(fileURLToPath(globalThis.__nitro_main__));
  return promises.readFile(resolve(serverDir, assets[id].path))
}

const publicAssetBases = {};

function isPublicAssetURL(id = '') {
  if (assets[id]) {
    return true
  }
  for (const base in publicAssetBases) {
    if (id.startsWith(base)) { return true }
  }
  return false
}

function getAsset (id) {
  return assets[id]
}

const METHODS$1 = /* @__PURE__ */ new Set(["HEAD", "GET"]);
const EncodingMap = { gzip: ".gz", br: ".br" };
const _DCOUiR = defineHandler((event) => {
  if (event.req.method && !METHODS$1.has(event.req.method)) {
    return;
  }
  let id = decodePath(
    withLeadingSlash(withoutTrailingSlash(event.url.pathname))
  );
  let asset;
  const encodingHeader = event.req.headers.get("accept-encoding") || "";
  const encodings = [
    ...encodingHeader.split(",").map((e) => EncodingMap[e.trim()]).filter(Boolean).sort(),
    ""
  ];
  if (encodings.length > 1) {
    event.res.headers.append("Vary", "Accept-Encoding");
  }
  for (const encoding of encodings) {
    for (const _id of [id + encoding, joinURL(id, "index.html" + encoding)]) {
      const _asset = getAsset(_id);
      if (_asset) {
        asset = _asset;
        id = _id;
        break;
      }
    }
  }
  if (!asset) {
    if (isPublicAssetURL(id)) {
      event.res.headers.delete("Cache-Control");
      throw new HTTPError({ status: 404 });
    }
    return;
  }
  const ifNotMatch = event.req.headers.get("if-none-match") === asset.etag;
  if (ifNotMatch) {
    event.res.status = 304;
    event.res.statusText = "Not Modified";
    return "";
  }
  const ifModifiedSinceH = event.req.headers.get("if-modified-since");
  const mtimeDate = new Date(asset.mtime);
  if (ifModifiedSinceH && asset.mtime && new Date(ifModifiedSinceH) >= mtimeDate) {
    event.res.status = 304;
    event.res.statusText = "Not Modified";
    return "";
  }
  if (asset.type) {
    event.res.headers.set("Content-Type", asset.type);
  }
  if (asset.etag && !event.res.headers.has("ETag")) {
    event.res.headers.set("ETag", asset.etag);
  }
  if (asset.mtime && !event.res.headers.has("Last-Modified")) {
    event.res.headers.set("Last-Modified", mtimeDate.toUTCString());
  }
  if (asset.encoding && !event.res.headers.has("Content-Encoding")) {
    event.res.headers.set("Content-Encoding", asset.encoding);
  }
  if (asset.size > 0 && !event.res.headers.has("Content-Length")) {
    event.res.headers.set("Content-Length", asset.size.toString());
  }
  return readAsset(id);
});

class CartoucheError extends Error {
  /** A stable identifier to branch on; messages may change between versions. */
  code;
  constructor(code, message, options) {
    const path = options?.path;
    super(path ? `${path}: ${message}` : message, options);
    this.code = code;
    if (path)
      this.path = path;
  }
  get name() {
    return this.constructor.name;
  }
}
class OptionError extends CartoucheError {
  /** The option's name as the caller wrote it. */
  option;
  /** What is wrong with it. */
  problem;
  constructor(option, problem) {
    super("BAD_OPTION", `${option} ${problem}`);
    this.option = option;
    this.problem = problem;
  }
}
class DeserializeError extends CartoucheError {
  constructor(code, message, options) {
    super(code, message, options);
  }
}
class CookieTooLargeError extends CartoucheError {
  /** The length of the cookie value, in characters. Far above the limit it is not counted: see {@link isExact}. */
  size;
  /** Whether {@link size} is the length; else the value would have been longer. */
  isExact;
  /** The most characters a cookie value may have. */
  limit;
  /** Up to five keys of the session that take the most, the largest first. */
  keys;
  constructor(size, limit, { keys = [], cause } = {}) {
    const isExact = cause === void 0;
    const largest = keys.map(({ key, size: size2 }) => `${key} (${size2})`).join(", ");
    super("COOKIE_TOO_LARGE", `The cookie value has ${isExact ? "" : "more than "}${size} characters; the limit is ${limit}` + (largest === "" ? "" : `. The largest keys of the session: ${largest}`), isExact ? void 0 : { cause });
    this.size = size;
    this.isExact = isExact;
    this.limit = limit;
    this.keys = keys;
  }
}
class SessionCommittedError extends CartoucheError {
  /** @param what is in the cookie */
  constructor(what = "session") {
    super("SESSION_COMMITTED", `The ${what} cannot be changed any more: the headers of the response have gone out. Change it before the first byte of the answer is written`);
  }
}
class BadCsrfToken extends CartoucheError {
  /** The HTTP status of the answer, where Express and others look for it. */
  status = 400;
  /** Which of the cases it was. */
  reason;
  constructor(reason = "mismatch") {
    super("BAD_CSRF_TOKEN", "check_csrf_token(): Invalid token");
    this.reason = reason;
  }
}
class BadCsrfOrigin extends CartoucheError {
  /** The HTTP status of the answer, where Express and others look for it. */
  status = 400;
  /** Which of the cases it was. */
  reason;
  /** @param words Pyramid's words, where it has some; of Origin and Referer they quote no more than scheme, host and port */
  constructor(words, reason = "mismatch") {
    super("BAD_CSRF_ORIGIN", `Origin checking failed - ${words}`);
    this.reason = reason;
  }
}
class CsrfBodyTimeout extends CartoucheError {
  /** The HTTP status of the answer, where frameworks look for it. */
  status = 408;
  constructor(options) {
    super("CSRF_BODY_TIMEOUT", "The form with the CSRF token did not end in time", options);
  }
}

function resolveOptions(specs, given) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new OptionError("options", "must be an object");
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) {
      throw new OptionError(name, `is not an option; there are ${Object.keys(specs).join(", ")}`);
    }
  }
  const resolved = {};
  for (const [name, spec] of Object.entries(specs)) {
    const isGiven = Object.hasOwn(given, name) || !(name in Object.prototype);
    const value = isGiven ? given[name] : void 0;
    resolved[name] = resolveOption(name, spec, value);
  }
  return resolved;
}
function resolveOption(name, spec, value) {
  if (value === void 0)
    return spec.fallback;
  const problem = spec.check(value);
  if (problem !== void 0)
    throw new OptionError(name, problem);
  return spec.coerce === void 0 ? value : spec.coerce(value);
}
const isBoolean = (value) => typeof value === "boolean" ? void 0 : "must be true or false";
const isFunction = (value) => typeof value === "function" ? void 0 : "must be a function";
function isToken(value) {
  return typeof value === "string" && /^[\w!#$%&'*+\-.^`|~]+$/.test(value);
}
function orNull$1(check) {
  return (value) => value === null ? void 0 : check(value);
}
const DAY = 86400;
const LONGEST_USE$1 = 400 * DAY;
const MILLISECONDS$1 = "seems to be in milliseconds: it counts seconds";
function looksLikeMilliseconds(seconds) {
  return seconds >= 3e5 && seconds % 6e4 === 0 && seconds % DAY !== 0;
}
const TOO_LONG = "is more than 400 days, and browsers keep no cookie for longer: it counts seconds, not milliseconds";
function isTooLong(seconds) {
  return seconds > LONGEST_USE$1 && !looksLikeMilliseconds(seconds);
}
function isIntegerBetween(low, high) {
  return (value) => Number.isInteger(value) && value >= low && value <= high ? void 0 : `must be a whole number from ${low} to ${high}`;
}
function isOneOf(choices) {
  return (value) => choices.includes(value) ? void 0 : `must be ${choices.map((choice) => `'${choice}'`).join(" or ")}`;
}

const NOT_OF_A_HOST = /[\s\p{Cc}/\\?#@%]/u;
const HOST$1 = /^(?:\[[\da-f:]+\]|[\w-]+(?:\.[\w-]+)*\.?)(?::\d+)?$/;
const MAX_HOST = 259;
const IP_ADDRESS = /^(?:\[|\d+(?:\.\d+){3}(?::|$))/;
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;
function canonicalHost(text, scheme) {
  if (text.length > MAX_HOST || text.endsWith(":") || NOT_OF_A_HOST.test(text))
    return void 0;
  try {
    const { host } = new URL(`${scheme}://${text}`);
    return HOST$1.test(host) ? host : void 0;
  } catch {
    return void 0;
  }
}
function isLoopback(host) {
  return LOOPBACK.test(host);
}
function settingHost(text, scheme) {
  const host = canonicalHost(text, scheme);
  const isPortLeftOut = /:\d+$/.test(text) && !/:\d+$/.test(host ?? "");
  return isPortLeftOut ? void 0 : host;
}
function trustedEntry(text) {
  if (text === "null")
    return text;
  const isDomain = text.startsWith(".");
  const host = settingHost(isDomain ? text.slice(1) : text, "https");
  if (!isDomain)
    return host === "null" ? void 0 : host;
  return host !== void 0 && canHaveSubdomains(host) ? `.${host}` : void 0;
}
function canHaveSubdomains(host) {
  return !IP_ADDRESS.test(host) && !/\.(?::|$)/.test(host);
}
function likelyEntry(value) {
  if (typeof value !== "string")
    return void 0;
  const rest = value.trim().replace(/^[a-z][a-z\d+.-]*:\/\//i, "");
  if (/[/\\?#].*@/s.test(rest))
    return void 0;
  const bare = rest.replace(/[/\\?#].*$/s, "").replace(/^.*@/s, "").replace(/^\*(?=\.)/, "").replace(/:(?:443)?$/, "").replace(/(.)\.$/, "$1");
  return trustedEntry(bare);
}
function likelyOrigin(value) {
  const meant = likelyEntry(value);
  if (meant === void 0 || meant === "null" || meant.startsWith("."))
    return void 0;
  const isPlain = /^\s*http:/i.test(value);
  return isPlain ? `http://${meant.replace(/:80$/, "")}` : `https://${meant}`;
}
function settingOrigin(text) {
  const found = /^(https?):\/\/(.+)$/is.exec(text);
  if (found === null)
    return void 0;
  const scheme = found[1].toLowerCase();
  const host = settingHost(found[2], scheme);
  return host === void 0 ? void 0 : `${scheme}://${host}`;
}
function matchesEntry(host, entry) {
  return entry.startsWith(".") ? `.${host}`.endsWith(entry) : host === entry && entry !== "null";
}

const FRONT = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?/i;
const LEADING_BLANKS = /^[^\u0021-\u{10ffff}]+/u;
const BRACKETED = /^[^[\]]*\[[^[\]]+\](?::\d*)?$/;
function urlFront(url) {
  const text = url.replace(LEADING_BLANKS, "").replace(/[\t\r\n]/g, "");
  const [, scheme = "", netloc = ""] = FRONT.exec(text);
  if (/[[\]]/.test(netloc) && !BRACKETED.test(netloc))
    return void 0;
  return { scheme: scheme.toLowerCase(), netloc };
}

const HOSTS = "'shop.example', 'dev.example:8080', or '.example' for a domain and all below it";
const areHosts = (value) => {
  const entries = listOf(value);
  const wrong = entries.findIndex((entry) => typeof entry !== "string" || trustedEntry(entry) === void 0);
  if (wrong === -1)
    return void 0;
  const meant = likelyEntry(entries[wrong]);
  const words = meant === void 0 ? "is no host" : `should be '${meant}'`;
  return `must be hosts, as in ${HOSTS}: entry ${wrong + 1} ${words}`;
};
function listOf(origins) {
  if (typeof origins === "string")
    return origins.split(/\s+/).filter((entry) => entry !== "");
  return Array.isArray(origins) ? origins : [origins];
}
const originSpecs = {
  trustedOrigins: {
    fallback: [],
    check: areHosts,
    coerce: (value) => listOf(value).map((entry) => trustedEntry(entry))
  },
  allowNoOrigin: { fallback: null, check: orNull$1(isBoolean) }
};
const INSECURE = "Origin is insecure while host is secure.";
function originProblem(request, rules) {
  const isForeign = FOREIGN.test(request.header("Sec-Fetch-Site") ?? "");
  if (!isHttps(request) && !isForeign)
    return void 0;
  const sent = request.header("Origin")?.split(" ").at(-1);
  const origin = sent ?? request.header("Referer");
  if (origin)
    return untrusted(request, origin, sent === "null", rules);
  return rules.allowNoOrigin && !isForeign ? void 0 : missingOrigin();
}
function missingOrigin() {
  return new BadCsrfOrigin("missing Origin or Referer.", "missing");
}
function isHttps({ scheme }) {
  return scheme.toLowerCase() === "https";
}
const FOREIGN = /(?:cross|same)-site/i;
function untrusted(request, origin, isOpaque, { trustedOrigins }) {
  if (isOpaque)
    return trustedOrigins.includes("null") ? void 0 : mismatch(origin);
  const front = urlFront(origin);
  if (front === void 0)
    return mismatch("The origin");
  const { scheme, netloc } = front;
  if (!isSecure$1(request, front))
    return new BadCsrfOrigin(INSECURE, "insecure");
  const isTrusted = canonicalHost(netloc, scheme) === netloc && (netloc === canonicalHost(request.host, request.scheme) || trustedOrigins.some((entry) => matchesEntry(netloc, entry)));
  return isTrusted ? void 0 : mismatch(quotable(scheme, netloc));
}
function isSecure$1(request, { scheme, netloc }) {
  if (scheme === "https")
    return true;
  return scheme === "http" && !isHttps(request) && isLoopback(netloc);
}
function quotable(scheme, netloc) {
  const host = netloc.slice(netloc.lastIndexOf("@") + 1);
  return canonicalHost(host, scheme) === void 0 ? "The origin" : `${scheme}://${host}`;
}
function mismatch(origin) {
  return new BadCsrfOrigin(`${origin} does not match any trusted origins.`);
}

function fetchMetadataProblem(request, rules) {
  const site = request.header("Sec-Fetch-Site");
  if (site === "same-origin" || site === "none")
    return void 0;
  const origin = request.header("Origin") || (site ? "unknown" : request.header("Referer"));
  if (!origin)
    return rules.allowNoOrigin === false ? missingOrigin() : void 0;
  if (origin === "null")
    return rules.trustedOrigins.includes(origin) ? void 0 : foreign(origin);
  const front = writtenFront(origin);
  if (front === void 0)
    return foreign("another origin");
  const isOwn = !site && front.netloc === canonicalHost(request.host, front.scheme);
  if (isOwn || isTrusted(request, front, rules))
    return void 0;
  return foreign(`${front.scheme}://${front.netloc}`);
}
function writtenFront(url) {
  const front = urlFront(url);
  const isWritten = front !== void 0 && /^https?$/.test(front.scheme) && canonicalHost(front.netloc, front.scheme) === front.netloc;
  return isWritten ? front : void 0;
}
function isTrusted(request, front, { trustedOrigins }) {
  return isSecure$1(request, front) && trustedOrigins.some((entry) => matchesEntry(front.netloc, entry));
}
function foreign(origin) {
  return new BadCsrfOrigin(`the request comes from ${origin}, which is not in trustedOrigins.`, "cross-origin");
}

function isThenable(value) {
  return typeof value?.then === "function";
}
function printError(error) {
  console.error(error);
}
function tell(hook, ...args) {
  try {
    const result = hook(...args);
    if (isThenable(result))
      Promise.resolve(result).catch(printError);
  } catch (failure) {
    printError(failure);
  }
}
function isUnawaited(answer) {
  if (!isThenable(answer))
    return false;
  Promise.resolve(answer).catch(() => void 0);
  return true;
}
function atOnce(option, name, answer) {
  if (!isUnawaited(answer))
    return answer;
  throw new OptionError(option, `must answer at once: ${name}() gave a promise, which nobody awaits`);
}

let left$1 = Buffer.alloc(0);
let right = Buffer.alloc(0);
function equalInConstantTime(one, other) {
  const { length } = one;
  if (other.length !== length)
    return false;
  if (left$1.length !== length)
    [left$1, right] = [Buffer.alloc(length), Buffer.alloc(length)];
  left$1.write(one, "latin1");
  right.write(other, "latin1");
  return timingSafeEqual(left$1, right);
}

const isStranger = (value) => typeof value === "object" && value !== null && !(value instanceof Object);
function takes(method, value) {
  try {
    Reflect.apply(method, value, []);
    return true;
  } catch {
    return false;
  }
}
const isMap = (value) => value instanceof Map || isStranger(value) && takes(Map.prototype.has, value);
const isSet = (value) => value instanceof Set || isStranger(value) && takes(Set.prototype.has, value);
const isDate = (value) => value instanceof Date || isStranger(value) && takes(Date.prototype.getTime, value);
const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype);
const arrayName = Object.getOwnPropertyDescriptor(TYPED_ARRAY, Symbol.toStringTag).get;
const isBytes = (value) => value instanceof Uint8Array || isStranger(value) && arrayName.call(value) === "Uint8Array";
function isPlainObject(value) {
  if (typeof value !== "object" || value === null)
    return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "valueOf");
}

const POOL_SIZE = 4096;
const MOST_FROM_POOL = 256;
const pool = new Uint8Array(POOL_SIZE);
let used = POOL_SIZE;
const randomBytes = (size) => {
  if (!Number.isInteger(size) || size < 0 || size > MOST_FROM_POOL)
    return randomBytes$1(size);
  if (used + size > POOL_SIZE) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++, used++) {
    bytes[at] = pool[used];
    pool[used] = 0;
  }
  return bytes;
};
const randomBytesSpec = {
  fallback: randomBytes,
  check: isFunction,
  coerce: (given) => checked$1(given)
};
function checked$1(given) {
  return (size) => {
    const bytes = atOnce("randomBytes", "randomBytes", given(size));
    if (isBytes(bytes) && bytes.length >= size)
      return bytes.subarray(0, size);
    throw new OptionError("randomBytes", "must give a Uint8Array of as many bytes as it is asked for");
  };
}

const BEYOND_LATIN1 = /[^\u0000-\u00ff]/;
function isLatin1(text) {
  return !BEYOND_LATIN1.test(text);
}

function isSameToken(expected, supplied) {
  if (typeof expected !== "string" || expected === "")
    return false;
  if (supplied.length > expected.length || !isLatin1(expected))
    return false;
  return equalInConstantTime(expected, withEscapes(supplied));
}
function withEscapes(text) {
  return text.replace(/[\u0100-\u{10ffff}]/gu, (character) => {
    const point = character.codePointAt(0);
    const digits = point.toString(16);
    return point > 65535 ? String.raw`\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
  });
}

class LegacySessionCSRFStoragePolicy {
  newCsrfToken({ session }) {
    return session.newCsrfToken();
  }
  getCsrfToken({ session }) {
    return session.getCsrfToken() || session.newCsrfToken();
  }
  checkCsrfToken({ session }, supplied) {
    return isSameToken(session.peek("_csrft_"), supplied);
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function isUrlsafe$1(text) {
  return text.includes("-") || text.includes("_");
}
function decodeWellFormed(text, alphabet) {
  const size = decodedSize(text);
  if (Number.isNaN(size) || !isLatin1(text))
    return void 0;
  const bytes = Buffer.allocUnsafe(size);
  return bytes.write(text, alphabet) === size ? bytes : void 0;
}
function decodedSize(text) {
  const pads = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const isPossible = pads === 0 ? text.length % 4 !== 1 : text.length % 4 === 0;
  return isPossible ? Math.floor((text.length - pads) * 3 / 4) : Number.NaN;
}
const discarded = Buffer.allocUnsafeSlow(4096);
function isBase64(text) {
  const size = decodedSize(text);
  const alphabet = isUrlsafe$1(text) ? "base64url" : "base64";
  return isLatin1(text) && size <= discarded.length && discarded.write(text, alphabet) === size;
}
const { base64urlSlice } = Buffer.prototype;
function encodeUrlsafeBase64(bytes) {
  return base64urlSlice.call(bytes, 0, bytes.length);
}
const NOT_STRICT = ["+", "/", "="];
function decodeUrlsafeBase64Strictly(text) {
  if (hasUnusedBits(text) || NOT_STRICT.some((character) => text.includes(character))) {
    return void 0;
  }
  return decodeWellFormed(text, "base64url");
}
function hasUnusedBits(text) {
  const unused = [0, 0, 15, 3][text.length % 4];
  return (ALPHABET.indexOf(text.at(-1) ?? "") & unused) !== 0;
}

const MAX_MASKED = Math.ceil(4096 * 2 * 4 / 3);
function maskToken(token) {
  const bytes = Buffer.from(token, "latin1");
  const mask = randomBytes(bytes.length);
  return encodeUrlsafeBase64(Buffer.concat([mask, xor(bytes, mask)]));
}
function unmaskToken(text) {
  if (text === "" || text.length > MAX_MASKED)
    return void 0;
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length % 2 !== 0 || encodeUrlsafeBase64(bytes) !== text)
    return void 0;
  const half = bytes.length / 2;
  return xor(bytes.subarray(half), bytes.subarray(0, half)).toString("latin1");
}
function xor(bytes, mask) {
  return Buffer.from(bytes.map((byte, index) => byte ^ mask[index]));
}

const METHODS = ["newCsrfToken", "getCsrfToken", "checkCsrfToken"];
function isPolicy(value) {
  const isOne = typeof value === "object" && value !== null && METHODS.every((name) => typeof value[name] === "function");
  return isOne ? void 0 : `must be an object with the methods ${METHODS.join(", ")}`;
}

const isName$1 = (value) => typeof value === "string" && value !== "" ? void 0 : "must be a name, or null";
const areHeaderNames = (value) => [value].flat().every(isToken) ? void 0 : "must be the name of a header, as in 'X-CSRF-Token', a list of names, or null";
const tokenSpecs = {
  token: { fallback: "csrf_token", check: orNull$1(isName$1) },
  header: {
    fallback: ["X-CSRF-Token", "X-XSRF-Token"],
    check: orNull$1(areHeaderNames),
    coerce: (value) => [value ?? []].flat()
  },
  policy: { fallback: new LegacySessionCSRFStoragePolicy(), check: isPolicy }
};
function tokenProblem(request, { policy, ...names }) {
  const supplied = suppliedToken(request, names);
  if (supplied !== "")
    return isRight(request, policy, supplied) ? void 0 : "mismatch";
  return names.token !== null && request.bodyValue === void 0 ? "no-body" : "missing";
}
function isRight(request, policy, supplied) {
  return [supplied, unmaskToken(supplied)].some((token) => token !== void 0 && atOnce("policy", "checkCsrfToken", policy.checkCsrfToken(request, token)) === true);
}
function suppliedToken(request, names) {
  const sent = headerToken(request, names);
  return sent === "" && names.token !== null ? textOf$3(request.bodyValue?.(names.token)) : sent;
}
function headerToken(request, { header }) {
  return header.map((name) => textOf$3(request.header(name))).find((sent) => sent !== "") ?? "";
}
function textOf$3(value) {
  return typeof value === "string" ? value : "";
}

const given = /* @__PURE__ */ new Set();
function warnOnce(code, message) {
  const warning = `${code}: ${message}`;
  if (given.has(warning))
    return;
  given.add(warning);
  const { process } = globalThis;
  if (process?.emitWarning === void 0)
    console.warn(warning);
  else
    process.emitWarning(message, { type: "CartoucheWarning", code });
}

const MOST_COOKIE_BYTES = 4096;
const RESERVED = /^(?:comment|domain|expires|httponly|max-age|path|samesite|secure|version)$/i;
const HOST = /^\.?[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63})*$/i;
const PATH = /^\/[\u0020-\u003a\u003c-\u007e]*$/;
const LONGEST_AGE = 100 * 365.25 * 86400;
const LONGEST_ATTRIBUTE = 1024;
const ESCAPED = /[",\\]/;
const isCookieName = (value) => {
  if (!isToken(value) || value.startsWith("$")) {
    return "must be a cookie name: letters, digits and !#%&'*+-.^_`|~";
  }
  if (value.length >= MOST_COOKIE_BYTES)
    return "leaves no room for a value: browsers keep 4096 bytes";
  return RESERVED.test(value) ? "must not be an attribute's name" : void 0;
};
const isDomain = (value) => {
  if (value === null || value === "")
    return void 0;
  if (typeof value !== "string")
    return "must be text or null";
  return HOST.test(value) && value.length <= 254 ? void 0 : "must be a host such as shop.example, with no scheme, port or path; names beyond ASCII as xn--\u2026";
};
const isPath = (value) => {
  if (value === null || value === "")
    return void 0;
  if (typeof value !== "string")
    return "must be text or null";
  if (!PATH.test(value))
    return 'must begin with / and hold only printable ASCII characters but ";"';
  return escapeAttribute(value).length > LONGEST_ATTRIBUTE ? `is longer than ${LONGEST_ATTRIBUTE} characters` : void 0;
};
const isMaxAge = (value) => value === null || Number.isInteger(value) && Math.abs(value) <= LONGEST_AGE ? void 0 : "must be a whole number of seconds up to 100 years, or null";
const isSecure = (value) => typeof value === "boolean" || value === "auto" ? void 0 : "must be true, false or 'auto'";
const isSameSite = (value) => value === null || typeof value === "string" && /^(?:lax|strict|none)$/i.test(value) ? void 0 : "must be 'Lax', 'Strict', 'None' or null";
function escapeAttribute(value) {
  return value.replace(/[",\\]/g, octal);
}
function octal(character) {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
const PREFIX = /^__(?:secure|host|http|host-http)-/i;
const HOST_PREFIX = /^__host-/i;
const HTTP_PREFIX = /^__(?:host-)?http-/i;
const RULES = [
  {
    of: "sameSite",
    problem: "is 'None', which needs a secure cookie",
    isBroken: ({ sameSite, secure }) => sameSite?.toLowerCase() === "none" && secure !== true
  },
  {
    of: "partitioned",
    problem: "needs a secure cookie",
    isBroken: ({ partitioned, secure }) => partitioned && secure !== true
  },
  {
    of: "secure",
    problem: "must be true for a cookie whose name begins with '__Secure-', '__Host-' or '__Http-'",
    isBroken: ({ cookieName, secure }) => PREFIX.test(cookieName) && secure !== true
  },
  {
    of: "domain",
    problem: "must be null for a cookie whose name begins with '__Host-'",
    isBroken: ({ cookieName, domain }) => HOST_PREFIX.test(cookieName) && Boolean(domain)
  },
  {
    of: "path",
    problem: "must be '/' for a cookie whose name begins with '__Host-'",
    isBroken: ({ cookieName, path }) => HOST_PREFIX.test(cookieName) && path !== "/"
  },
  {
    of: "httpOnly",
    problem: "must be true for a cookie whose name begins with '__Http-' or '__Host-Http-'",
    isBroken: ({ cookieName, httpOnly }) => HTTP_PREFIX.test(cookieName) && !httpOnly
  }
];
const DOUBTS = [
  {
    of: "maxAge",
    problem: "of 0 or less: the browser deletes the cookie as soon as it is set",
    isBroken: ({ maxAge }) => maxAge !== null && maxAge <= 0
  },
  {
    of: "maxAge",
    problem: MILLISECONDS$1,
    isBroken: ({ maxAge }) => maxAge !== null && looksLikeMilliseconds(maxAge)
  },
  {
    of: "maxAge",
    problem: TOO_LONG,
    isBroken: ({ maxAge }) => maxAge !== null && isTooLong(maxAge)
  },
  {
    of: "path",
    problem: "holds a quote, comma or backslash: it is written with an escape that browsers do not undo",
    isBroken: ({ path }) => path !== null && ESCAPED.test(path)
  }
];
const cookieSpecs = {
  cookieName: { fallback: "session", check: isCookieName },
  maxAge: { fallback: null, check: isMaxAge },
  path: { fallback: "/", check: isPath },
  domain: { fallback: null, check: isDomain },
  secure: { fallback: false, check: isSecure },
  httpOnly: { fallback: false, check: isBoolean },
  sameSite: { fallback: "Lax", check: isSameSite },
  partitioned: { fallback: false, check: isBoolean }
};
function checkedCookie(options, names = {}) {
  const nameOf = (option) => names[option] ?? option;
  const given = options;
  const entries = Object.keys(cookieSpecs);
  const cookie = Object.fromEntries(entries.map((option) => [option, given[nameOf(option)]]));
  const broken = RULES.find(({ isBroken }) => isBroken(cookie));
  if (broken !== void 0)
    throw new OptionError(nameOf(broken.of), broken.problem);
  for (const { of, problem, isBroken } of DOUBTS) {
    if (isBroken(cookie))
      warnOnce("CARTOUCHE_OPTION", `${nameOf(of)} ${problem}`);
  }
  return cookie;
}

const ESCAPE = /\\(?:([0-3][0-7][0-7])|(.))/g;
function unquote(value) {
  const bare = value.length > 1 && value.startsWith('"') ? value.slice(1, -1) : value;
  return utf8(bare.includes("\\") ? bare.replace(ESCAPE, unescape) : bare);
}
function utf8(text) {
  if (Buffer.byteLength(text) === text.length)
    return text;
  return isLatin1(text) ? Buffer.from(text, "latin1").toString() : text;
}
function unescape(_, octal, character) {
  return octal === void 0 ? character : String.fromCharCode(Number.parseInt(octal, 8));
}

const MOST_OF_A_NAME = 4;
function readStrictly(header, name) {
  const values = [];
  for (const at of placesOf(name, header)) {
    const value = valueAt(header, at, name.length);
    if (value !== void 0 && values.push(unquoteWhole(value)) === MOST_OF_A_NAME)
      break;
  }
  return values;
}
function placesOf(name, header) {
  const places = [];
  for (let at = header.indexOf(name); at >= 0; at = header.indexOf(name, at + 1))
    places.push(at);
  return places.toReversed();
}
function valueAt(header, start, length) {
  let before = start;
  while (isBlank(header[before - 1]))
    before--;
  if (before > 0 && header[before - 1] !== ";")
    return void 0;
  let equals = start + length;
  while (isBlank(header[equals]))
    equals++;
  if (header[equals] !== "=")
    return void 0;
  const end = header.indexOf(";", equals);
  return trim$1(header.slice(equals + 1, end < 0 ? void 0 : end));
}
function readLastStrictly(header, name) {
  return readStrictly(header, name).slice(0, 1);
}
function trim$1(text) {
  let [start, end] = [0, text.length];
  while (isBlank(text[start]))
    start++;
  while (end > start && isBlank(text[end - 1]))
    end--;
  return text.slice(start, end);
}
const isBlank = (character) => character === " " || character === "	";
function unquoteWhole(value) {
  return /^".*"$/s.test(value) ? unquote(value) : utf8(value);
}

const BARE_VALUE = /^[\w!#$%&'()*+\-./:<=>?@^`{|}~]*$/;
const NEEDS_ESCAPE = /[^\w!#$%&'()*+\-./:<=>?@[\]^`{|}~ ]/g;
function setCookieWriter(options, isBare = false) {
  const { cookieName: name, domain, path, secure, httpOnly, sameSite, partitioned } = options;
  const to = domain ? `; Domain=${escapeAttribute(domain)}` : "";
  const below = path ? `; Path=${escapeAttribute(path)}` : "";
  let rest = httpOnly ? "; HttpOnly" : "";
  if (sameSite !== null)
    rest += `; SameSite=${sameSite}`;
  if (partitioned)
    rest += "; Partitioned";
  const most = secure ? `; secure${rest}` : rest;
  const limit = MOST_COOKIE_BYTES - name.length;
  return (value, now, age, isSecure) => {
    const after = secure === "auto" && isSecure?.() === false ? rest : most;
    const written = isBare ? value : quote(value);
    if (written.length > limit)
      throw new CookieTooLargeError(written.length, limit);
    const maxAge = age ?? options.maxAge;
    if (maxAge === null)
      return `${name}=${written}${to}${below}${after}`;
    const expiry = expires(age === 0 ? 0 : now + maxAge);
    return `${name}=${written}${to}; Max-Age=${maxAge}${below}; expires=${expiry}${after}`;
  };
}
function quote(value) {
  if (isBase64(value) || BARE_VALUE.test(value))
    return value;
  if (!value.isWellFormed()) {
    throw new CartoucheError("BAD_VALUE", "The cookie value holds half a surrogate pair");
  }
  return `"${Buffer.from(value).toString("latin1").replace(NEEDS_ESCAPE, octal)}"`;
}
function expires(seconds) {
  const date = new Date(Math.floor(seconds) * 1e3).toUTCString();
  return date.replace(/^(\w+, \d+) (\w+) (\d+)/, "$1-$2-$3");
}

const MILLISECONDS_FROM = 1e11;
const clockSpec = {
  fallback: () => Date.now() / 1e3,
  check: isFunction,
  coerce: (clock) => checked(clock)
};
const EARLIEST = -5e10;
const LATEST = 86e11;
function checked(clock) {
  return () => {
    const now = atOnce("clock", "clock", clock());
    if (typeof now !== "number" || !(now >= EARLIEST && now <= LATEST)) {
      throw new OptionError("clock", `must give a number of seconds since 1970, below ${LATEST}`);
    }
    if (now > MILLISECONDS_FROM) {
      warnOnce("CARTOUCHE_OPTION", "clock gives milliseconds, it seems: it counts seconds");
    }
    return now;
  };
}

function setOwn(object, key, value) {
  Object.defineProperty(object, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true
  });
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/;
const SMALL = 32;
const NEAR = 2;
const FAR = 4294967294;
function expectGaps(object, key, size) {
  if (key.length <= NEAR || size >= SMALL || FAR in object)
    return;
  const table = object;
  table[FAR] = null;
  delete table[FAR];
}
function objectOf(entries) {
  const object = {};
  for (const [at, [key, value]] of entries.entries()) {
    if (INDEX.test(key))
      expectGaps(object, key, at);
    setOwn(object, key, value);
  }
  return object;
}

const SESSION_LIMITS = {
  /** Characters of a cookie's text that is read. */
  input: 65536,
  /** Bytes of a session that is written, before it is put into a cookie's text. */
  output: 65536,
  /** Keys of one dict. */
  keysPerDict: 1e3,
  /** Keys of all dicts together. */
  keys: 4e3,
  /** Values, shared ones counted each time, that are looked at to compare or to print them. */
  nodes: 1e4,
  /** Characters of text that are printed. */
  text: 1 << 20
};

const inspect = Symbol.for("nodejs.util.inspect.custom");
const TOO_LARGE$1 = "[too large to show]";
const hidden = /* @__PURE__ */ new Set(["_csrft_"]);
function isTokenKey(key) {
  return hidden.has(textOf$2(key));
}
function textOf$2(key) {
  return typeof key === "object" && key !== null && "text" in key ? key.text : key;
}
function shownData(data) {
  const budget = new Budget();
  const shown = /* @__PURE__ */ new Map();
  for (const [key, value] of data) {
    if (isTokenKey(key))
      continue;
    shown.set(shownPart(key, budget), shownPart(value, budget));
  }
  return shown;
}
function shownCopy(data) {
  const copy = new Map([...data].filter(([key]) => !isTokenKey(key)));
  const show = (_depth, options, print) => print(shownData(copy), options);
  return Object.defineProperty(copy, inspect, { value: show });
}
const shownObject = (data) => objectWith(data, (value) => value);
const shownJson = (data) => objectWith(data, (value) => orTooLarge$1(() => withoutInts(value)));
function objectWith(data, show) {
  const entries = Array.from(shownData(data), ([key, value]) => [
    orTooLarge$1(() => nameOf(key)),
    show(value)
  ]);
  return Object.fromEntries(entries);
}
function nameOf(key) {
  if (typeof key !== "object" || key === null)
    return key;
  const text = isPlainObject(key) || Array.isArray(key) ? "[object]" : String(key);
  return text;
}
function orTooLarge$1(show) {
  try {
    return show();
  } catch (error) {
    if (error instanceof CartoucheError && error.code === "LIMIT")
      return TOO_LARGE$1;
    throw error;
  }
}
function withoutInts(value) {
  if (typeof value === "bigint")
    return String(value);
  if (typeof value !== "object" || value === null || isBytes(value))
    return value;
  const content = jsonOf(value);
  if (content !== value && typeof content !== "object") {
    return typeof content === "bigint" ? String(content) : value;
  }
  const entries = Array.isArray(content) || isPlainObject(content) ? Object.entries(content) : [];
  const changed = entries.map(([key, item]) => [key, withoutInts(item)]);
  if (changed.every(([, item], at) => Object.is(item, entries[at][1])))
    return value;
  return Array.isArray(content) ? changed.map(([, item]) => item) : objectOf(changed);
}
function jsonOf(value) {
  const { toJSON } = value;
  return typeof toJSON === "function" ? toJSON.call(value) : value;
}
const shownPart = (part, budget) => budget.spend(part) ? part : TOO_LARGE$1;
const MAX_DEPTH$2 = 1e3;
const LOOKS$1 = 4;
const TEXT_PER_NODE = SESSION_LIMITS.text / SESSION_LIMITS.nodes;
class Budget {
  #nodes = SESSION_LIMITS.nodes;
  #text = SESSION_LIMITS.text;
  /** Values that may be looked at, with those of parts that turn out to be too large; text counts too. */
  #looks = LOOKS$1 * SESSION_LIMITS.nodes;
  /** Takes what it costs to go through `value`, and tells whether it was there; a circle costs too much. */
  spend(value) {
    let [nodes, text] = [this.#nodes, this.#text];
    const pending = [[value].values()];
    while (pending.length > 0) {
      const next = pending.at(-1).next();
      if (next.done === true)
        pending.pop();
      else {
        if (this.#looks < 0 && typeof next.value !== "string")
          return false;
        const length = textIn(next.value);
        nodes--;
        text -= length;
        this.#looks -= 1 + length / TEXT_PER_NODE;
        if (nodes < 0 || text < 0 || pending.length > MAX_DEPTH$2)
          return false;
        if (typeof next.value === "object" && next.value !== null)
          pending.push(partsOf(next.value));
      }
    }
    this.#nodes = nodes;
    this.#text = text;
    return true;
  }
}
const BYTE = 8;
const DIGITS = 256;
function textIn(value) {
  if (typeof value === "string")
    return value.length;
  if (typeof value === "bigint") {
    const digits = value.toString(16).length;
    return digits + digits ** 2 / DIGITS;
  }
  return isBytes(value) ? value.length * BYTE : 0;
}
function partsOf(value) {
  if (isBytes(value))
    return [].values();
  if (isMap(value))
    return value.entries();
  if (isSet(value))
    return value.values();
  return (Array.isArray(value) ? value : ownValues(value)).values();
}
const ownValues = (value) => Object.keys(value).map((key) => Object.getOwnPropertyDescriptor(value, key)?.value);

const isFormat = (value) => {
  const { name, read, write, dataText } = value ?? {};
  const isOne = typeof name === "string" && [read, write, dataText].every((f) => !isFunction(f));
  return isOne ? void 0 : "must be a session format, such as sealedFormat(keys)";
};
const isGenuine = (value) => {
  const problem = isFormat(value);
  if (problem !== void 0 || value.isAuthenticated === true)
    return problem;
  return "must be one that only who has a key can write (isAuthenticated)";
};
const dayOf = (value) => typeof value === "string" || value instanceof Date ? Number(new Date(value)) / 1e3 : Number.NaN;
const isDay = (value) => Number.isFinite(dayOf(value)) ? void 0 : "must be a Date, or a day such as '2027-06-30'";
const specs$1 = {
  format: { fallback: void 0, check: isGenuine },
  until: { fallback: void 0, check: isDay },
  convert: { fallback: null, check: orNull$1(isFunction) },
  onUse: { fallback: null, check: orNull$1(isFunction) },
  cookieName: { fallback: null, check: orNull$1(cookieSpecs.cookieName.check) },
  path: cookieSpecs.path,
  domain: cookieSpecs.domain
};
const acceptedSpec = {
  fallback: [],
  check: (value) => Array.isArray(value) ? void 0 : "must be a list of { format, until }"
};
function acceptedOf(given, cookie) {
  return given.map((entry, at) => {
    try {
      return acceptedFormat(entry, cookie);
    } catch (error) {
      if (!(error instanceof OptionError))
        throw error;
      throw new OptionError(`acceptFormats[${at}].${error.option}`, error.problem);
    }
  });
}
function acceptedFormat(entry, cookie) {
  const options = resolveOptions(specs$1, entry);
  for (const name of ["format", "until"]) {
    if (options[name] === void 0)
      throw new OptionError(name, "must be given");
  }
  const { format, until, convert, onUse, path, domain } = options;
  const cookieName = options.cookieName ?? cookie.cookieName;
  const isOwn = cookieName === cookie.cookieName && path === cookie.path && domain === cookie.domain;
  const old = isOwn ? cookie : checkedCookie({ ...cookie, cookieName, path, domain, partitioned: false });
  const clearing = isOwn ? void 0 : setCookieWriter(old)("", 0, 0, () => false);
  return { format, until: dayOf(until), convert, onUse, cookieName, clearing };
}

const MODERN = {
  idleTimeout: 1800,
  absoluteTimeout: 43200,
  reissueTime: 60,
  writesMark: false,
  changedMarks: true,
  detectChanges: true,
  sendsEmpty: false,
  expiredIsNew: true,
  invalidateEnds: true,
  mostAhead: 60,
  takesAnyTime: false
};

function fitter(schema, migrate) {
  return (data) => {
    const theirs = [...data].filter(([key]) => !isOurs(key));
    if (theirs.length === 0)
      return data;
    const isNamed = theirs.every(([key]) => typeof key === "string" || typeof key === "number");
    if (!isNamed)
      throw new DeserializeError("BAD_DATA", "The data have keys that are no names");
    const old = Object.fromEntries(theirs);
    const fitting = validated(schema, old) ?? migrated(schema, migrate, old);
    if (fitting !== void 0)
      return inOrder(data, fitting);
    throw new DeserializeError("BAD_DATA", "The data do not fit the schema");
  };
}
function inOrder(data, fitting) {
  const ordered = /* @__PURE__ */ new Map();
  for (const [key, value] of data) {
    if (isOurs(key))
      ordered.set(key, value);
    else if (fitting.has(key))
      ordered.set(key, fitting.get(key));
  }
  for (const [key, value] of fitting)
    ordered.set(key, value);
  return ordered;
}
const isOurs = (key) => isTokenKey(key) || typeof key === "string" && key.startsWith("_f_");
function migrated(schema, migrate, old) {
  const made = atOnce("migrate", "migrate", migrate?.(old));
  return made === void 0 ? void 0 : validated(schema, made);
}
function validated(schema, data) {
  const result = atOnce("schema", "validate", schema["~standard"].validate(data));
  if (!("value" in result) || result.issues !== void 0)
    return void 0;
  const { value } = result;
  if (isMap(value))
    return value;
  if (isPlainObject(value))
    return new Map(Object.entries(value));
  throw new OptionError("schema", "must give an object");
}

const urlsafe = /* @__PURE__ */ new WeakSet();
function urlsafeWriter(write) {
  urlsafe.add(write);
  return write;
}
function isUrlsafe({ write }) {
  return urlsafe.has(write);
}

const sessions$1 = channel("cartouche:session");
function teller({ onEvent, onInvalid = null }) {
  return (event) => {
    Object.defineProperty(event, "request", { enumerable: false });
    if (onEvent !== null)
      tell(onEvent, event);
    if (onInvalid !== null && event.type === "invalid") {
      const { error, request } = event;
      if (request === void 0)
        tell(onInvalid, error);
      else
        tell(onInvalid, error, request);
    }
    if (sessions$1.hasSubscribers)
      sessions$1.publish(event);
  };
}

const TRIPLE = Symbol("a session");
const isTriple = (value) => typeof value === "object" && value !== null && TRIPLE in value;
const MAX_KEY = 40;
const MAX_KEYS = 6;
const NAMED_BITS = 256;
const NAME = /^[A-Za-z_$][\w$-]{0,39}$/;
function pathText(root, keys) {
  const known = (isTriple(root) ? keys.slice(1) : keys).map(stepText);
  const isLong = known.length > 2 * MAX_KEYS;
  const shown = isLong ? [...known.slice(0, MAX_KEYS), "\u2026", ...known.slice(-MAX_KEYS)] : known;
  return shown.join("").replace(/^\./, "");
}
function stepText(key) {
  if (typeof key === "string")
    return NAME.test(key) ? `.${key}` : '["\u2026"]';
  return `[${keyText(key)}]`;
}
function keyText(key) {
  if (typeof key === "string")
    return NAME.test(key) ? key : '"\u2026"';
  if (typeof key === "object" && key !== null)
    return kindOf(key);
  if (typeof key === "bigint" && BigInt.asIntN(NAMED_BITS, key) !== key)
    return kindOf(key);
  return cut$1(typeof key === "symbol" ? key.description ?? "symbol" : String(key));
}
const cut$1 = (text) => text.length > MAX_KEY ? `${text.slice(0, MAX_KEY - 1)}\u2026` : text;
function kindOf(value) {
  if (value === void 0 || value === null)
    return String(value);
  if (typeof value !== "object")
    return `a ${typeof value}`;
  const name = className(value);
  if (!BUILT_IN.test(name))
    return `an object of class ${cut$1(name)}`;
  return `${/^(?:Int|Array)/.test(name) ? "an" : "a"} ${name}`;
}
const BUILT_IN = /^(?:Array|Date|Map|Set|RegExp|Promise|Buffer|WeakMap|WeakSet|[A-Z][a-z]+\d+Array|Py\w+)$/;
function className(value) {
  const prototype = Object.getPrototypeOf(value);
  const name = prototype?.constructor?.name;
  return typeof name === "string" && name !== "" ? name : "Object";
}

function newRecord(now, id) {
  return {
    id,
    subject: void 0,
    persistent: false,
    data: /* @__PURE__ */ new Map(),
    created: now,
    renewed: now,
    accessed: void 0
  };
}

function stateOf(record, read = {}) {
  return {
    record,
    readText: read.readText,
    isNew: read.isNew ?? true,
    marked: read.from !== void 0,
    isDue: false,
    isReissue: false,
    hadCookie: read.hadCookie ?? false,
    wasEnded: false,
    isDestroyed: false,
    from: read.from,
    isForeign: read.from !== void 0,
    clearing: [],
    refused: read.refused,
    endedBefore: -Infinity,
    changes: 0,
    handedOut: read.handedOut ?? false,
    isClosed: false,
    revision: 0,
    failedSave: void 0
  };
}
const ID_BYTES = 16;
function freshRecord({ format, persistent, randomBytes }, now) {
  if (!format.carriesId)
    return newRecord(now);
  const record = newRecord(now, encodeUrlsafeBase64(randomBytes(ID_BYTES)));
  record.persistent = persistent;
  return record;
}

const TICKS = 1e3;
function endOf(record, now, { life, revocation }) {
  checkTime(record.renewed, now, life);
  checkTime(record.created, now, life);
  const { idleTimeout, absoluteTimeout } = life;
  if (idleTimeout !== null && now - record.renewed > idleTimeout) {
    return expired(`unused for longer than ${idleTimeout} seconds`);
  }
  if (absoluteTimeout !== null && now - record.created > absoluteTimeout) {
    return expired(`made more than ${absoluteTimeout} seconds ago`);
  }
  const isOver = revocation !== null && isRevoked(record, revocation);
  return isOver ? new DeserializeError("REVOKED", "The session was ended before its time") : void 0;
}
function checkTime(time, now, { mostAhead, takesAnyTime }) {
  if (takesAnyTime && typeof time !== "number")
    return;
  if (!Number.isFinite(time))
    throw badTime("that is no finite number");
  if (time > now + mostAhead)
    throw badTime(`that is more than ${mostAhead} seconds ahead`);
}
const badTime = (problem) => new DeserializeError("BAD_SESSION", `The session has a time ${problem}`);
const expired = (problem) => new DeserializeError("EXPIRED", `The session was ${problem}`);
function isRevoked({ id = "", subject, created }, revocation) {
  const answer = revocation.isRevoked({ id, subject, created });
  return Boolean(atOnce("revocation", "isRevoked", answer));
}
function tellList(revocation, ended) {
  atOnce("revocation", "revoke", revocation.revoke(ended));
}
function revoke({ record, isNew, refused }, { revocation, life, format, hear, clock }, request) {
  const { id, created } = isNew ? refused ?? { id: void 0, created: 0 } : record;
  const { keyId } = record;
  if (revocation === null || id === void 0)
    return;
  tellList(revocation, { id, until: lastDay(created, clock(), life) });
  hear({ type: "revoked", format: format.name, keyId, request });
}
function revokeSubject(state, { revocation, life, clock }) {
  const { subject, created } = state.record;
  if (revocation === null)
    throw noList("the factory has no revocation list");
  if (subject === void 0)
    throw noList("the session has no subject");
  const now = clock();
  const before = Math.max(created, Math.ceil(now * TICKS) / TICKS);
  tellList(revocation, { subject, before, until: lastDay(before, now, life) });
  state.endedBefore = before;
}
const noList = (problem) => new CartoucheError("BAD_VALUE", `The sessions of a subject cannot be ended: ${problem}`);
const LONGEST_REQUEST = 86400;
function lastDay(created, now, life) {
  const { idleTimeout, absoluteTimeout, mostAhead } = life;
  const until = Math.min(idleTimeout === null ? Infinity : now + LONGEST_REQUEST + idleTimeout, absoluteTimeout === null ? Infinity : created + absoluteTimeout);
  return until === Infinity ? null : until + mostAhead;
}
function endSession(state, settings, request) {
  revoke(state, settings, request);
  if (state.hadCookie)
    state.wasEnded = true;
  state.record = freshRecord(settings, settings.clock());
  state.readText = void 0;
  state.isForeign = false;
  state.isNew = true;
  state.marked = false;
  state.isDue = false;
}
function renameSession(state, settings, request) {
  const { revocation } = settings;
  const isEnded = revocation !== null && !state.isNew && isRevoked(state.record, revocation);
  if (isEnded && state.endedBefore === -Infinity)
    endSession(state, settings, request);
  else
    revoke(state, settings, request);
  const { id, created } = freshRecord(settings, settings.clock());
  Object.assign(state.record, { id, created, origin: void 0 });
}
function beginAfterEnded(state, settings) {
  const { record, endedBefore } = state;
  const { revocation, life } = settings;
  if (revocation === null)
    return;
  const first = Math.max(Math.round(record.created * TICKS), Math.round(endedBefore * TICKS) + 1);
  record.created = firstAlive(record, first, life, revocation);
}
function firstAlive(record, first, { mostAhead }, revocation) {
  for (let step = 1; step < mostAhead * TICKS; step *= 2) {
    const created = (first + step - 1) / TICKS;
    if (!isRevoked({ ...record, created }, revocation))
      return created;
  }
  return first / TICKS;
}
const LONGEST_USE = 400 * 86400;
function cookieAge({ persistent, created, accessed, renewed }, { life: { idleTimeout, absoluteTimeout } }) {
  if (!persistent)
    return void 0;
  const now = accessed ?? renewed;
  const left = absoluteTimeout === null ? LONGEST_USE : Math.ceil(created + absoluteTimeout - now);
  return Math.floor(Math.min(LONGEST_USE, idleTimeout ?? LONGEST_USE, left));
}

const LOOKS = SESSION_LIMITS.nodes;
const DIGITS_PER_LOOK = 64;
function byEstimate(data) {
  const looks = new Looks(Math.ceil(LOOKS / Math.max(1, data.size)));
  return Array.from(data, (entry) => [entry, looks.estimate(entry)]).toSorted(([, one], [, other]) => other - one).map(([entry]) => entry);
}
class Looks {
  #share;
  /** Objects that were looked at: many keys can share a large one. */
  #known = /* @__PURE__ */ new Map();
  constructor(share) {
    this.#share = share;
  }
  /** Characters and values within a value, as far as it is looked at. */
  estimate(value) {
    const pending = [value];
    let size = 0;
    let left = this.#share;
    for (let at = 0; at < pending.length && left > 0; at++, left--) {
      const next = pending[at];
      const [own, parts] = this.#ownOf(next);
      size += own;
      if (typeof next === "bigint")
        left -= own / DIGITS_PER_LOOK;
      for (let index = 0; index < parts.length && pending.length < this.#share; index++) {
        pending.push(parts[index]);
      }
    }
    return size;
  }
  #ownOf(value) {
    if (typeof value === "string")
      return [value.length, []];
    if (typeof value === "bigint")
      return [value.toString(16).length, []];
    if (typeof value !== "object" || value === null)
      return [0, []];
    const own = this.#known.get(value) ?? this.#partsOf(value);
    this.#known.set(value, own);
    return own;
  }
  #partsOf(value) {
    if (isBytes(value))
      return [value.length, []];
    if (Array.isArray(value))
      return [value.length, value];
    if (isMap(value))
      return [2 * value.size, this.#first(value).flat()];
    if (isSet(value))
      return [value.size, this.#first(value)];
    const parts = isPlainObject(value) ? Object.entries(value).flat() : Object.values(value);
    return [parts.length, parts];
  }
  #first(values) {
    const first = [];
    for (const value of values) {
      if (first.length >= this.#share)
        break;
      first.push(value);
    }
    return first;
  }
}

function linesOf(state, settings, isSecure) {
  const line = lineOf(state, settings, isSecure);
  return line === void 0 ? [] : [line, ...state.clearing];
}
function lineOf(state, settings, isSecure) {
  const { life, setCookie, clock } = settings;
  state.isReissue = false;
  if (state.isDestroyed || !(life.sendsEmpty || holdsAnything(state))) {
    return state.wasEnded ? setCookie("", clock(), 0, isSecure) : void 0;
  }
  const dataText = mayDiffer(state, settings) ? orTooLarge(state, settings, () => textOf$1(state, settings)) : void 0;
  const isChanged = state.marked || dataText !== void 0 && isOther(dataText, state);
  if (!isChanged && !state.isDue)
    return void 0;
  state.isReissue = !isChanged;
  const value = orTooLarge(state, settings, () => checkSize(written(state, settings, dataText), settings));
  return setCookie(value, clock(), cookieAge(state.record, settings), isSecure);
}
const holdsAnything = ({ isNew, record: { data, subject } }) => !isNew || data.size > 0 || subject !== void 0;
function isDifferent(state, settings) {
  return mayDiffer(state, settings) && isOther(textOf$1(state, settings), state);
}
function mayDiffer(state, { life }) {
  const { changes, handedOut, isForeign } = state;
  return life.detectChanges && !isForeign && (changes > 0 || handedOut);
}
function isOther(text, { readText, record }) {
  return readText === void 0 ? record.data.size > 0 : text !== readText;
}
function textOf$1({ record }, settings) {
  return settings.format.dataText(record.data);
}
function sizeOf(state, settings) {
  return orTooLarge(state, settings, () => written(state, settings).length);
}
function written({ record }, settings, dataText) {
  return settings.format.write(record, settings.cookieName, dataText);
}
function checkSize(value, { mostValue }) {
  if (value.length > mostValue)
    throw new CookieTooLargeError(value.length, mostValue);
  return value;
}
function orTooLarge(state, settings, write) {
  try {
    return write();
  } catch (error) {
    throw withKeys(error, state, settings);
  }
}
function withKeys(error, state, settings) {
  const isKnown = error instanceof CookieTooLargeError;
  const size = isKnown ? error.size : leastSize(error, settings);
  if (size === void 0)
    return error;
  const limit = isKnown ? error.limit : settings.mostValue;
  const keys = largestKeys(state, settings);
  return new CookieTooLargeError(size, limit, { keys, cause: isKnown ? void 0 : error });
}
function leastSize(error, { mostValue }) {
  if (!(error instanceof CartoucheError) || error.code !== "LIMIT")
    return void 0;
  const { limit = "output", path } = error;
  if (limit === "keysPerDict" && path === void 0)
    return mostValue;
  return limit === "output" ? SESSION_LIMITS.output : void 0;
}
const LISTED = 5;
const MEASURED = SESSION_LIMITS.output;
function largestKeys({ record }, settings) {
  const { format, cookieName } = settings;
  const sizeOf2 = (entries) => {
    const part = { ...record, data: new Map(entries) };
    return sizeWritten(() => format.write(part, cookieName), settings);
  };
  const empty = sizeOf2([]) ?? 0;
  const sizes = [];
  let left = MEASURED;
  for (const [key, value] of byEstimate(record.data)) {
    if (left <= 0 || sizes.length === LISTED)
      break;
    const written2 = sizeOf2([[key, value]]);
    if (written2 !== void 0) {
      sizes.push({ key: keyText(key), size: Math.max(0, written2 - empty) });
    }
    left -= written2 ?? SESSION_LIMITS.output;
  }
  return sizes.toSorted((one, other) => other.size - one.size);
}
function sizeWritten(write, settings) {
  try {
    return write().length;
  } catch (error) {
    return leastSize(error, settings);
  }
}

const SOURCES = "open() takes the text of a Cookie header, a Request, its Headers, a request of Node's, or { value: '\u2026' }";
function cookiesOf(source) {
  if (isText$1(source))
    return () => source ?? void 0;
  if (typeof source !== "object")
    throw new TypeError(SOURCES);
  if ("value" in source && isText$1(source.value)) {
    const value = source.value ?? void 0;
    return () => ({ value });
  }
  const headers = "headers" in source ? source.headers : source;
  if (isWebHeaders(headers))
    return () => headers.get("cookie") ?? void 0;
  if (typeof headers === "object" && headers !== null && "headers" in source) {
    const cookie = cookieOf(headers);
    return () => cookie;
  }
  throw new TypeError(SOURCES);
}
function cookieOf(headers) {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === "cookie");
  const cookie = name === void 0 ? void 0 : headers[name];
  if (isText$1(cookie))
    return cookie ?? void 0;
  throw new TypeError(SOURCES);
}
const isText$1 = (value) => typeof value === "string" || value === void 0 || value === null;
const isWebHeaders = (value) => {
  const { get, append } = value ?? {};
  return typeof get === "function" && typeof append === "function";
};
function isRequest(source) {
  return typeof source === "object" && source !== null && "headers" in source;
}

function openState(cookie, settings) {
  const now = settings.clock();
  let chosen = openWay(cookie, settings, void 0, now, settings);
  for (const from of settings.accepted) {
    if (isAlive(chosen) || isEnded(chosen))
      break;
    if (now < from.until)
      chosen = openWay(cookie, { ...from, from }, chosen, now, settings);
  }
  const opened = chosen ?? {
    state: stateOf(freshRecord(settings, now)),
    format: settings.format
  };
  if (settings.accepted.length > 0)
    opened.state.clearing = clearingOf(cookie, opened, settings);
  return opened;
}
function clearingOf(cookie, { state }, settings) {
  const came = (from) => {
    const own = from.cookieName === settings.cookieName ? 1 : 0;
    return state.from === from || textsOf(cookie, from, settings).length > own;
  };
  const lines = settings.accepted.filter(came).map(({ clearing }) => clearing);
  return [...new Set(lines)].filter((line) => line !== void 0);
}
function tellOfOpening({ state, reason, format: { name: format }, keyId }, { hear }, request) {
  if (reason !== void 0) {
    hear({ type: "invalid", reason: reason.code, error: reason, format, keyId, request });
  } else if (state.from !== void 0) {
    hear({ type: "legacy-format", format, keyId, request });
    if (state.from.onUse !== null)
      tell(state.from.onUse);
  }
}
const isAlive = (opened) => opened !== void 0 && opened.reason === void 0;
const ENDED = /* @__PURE__ */ new Set(["EXPIRED", "REVOKED", "BAD_DATA"]);
const isEnded = (opened) => ENDED.has(opened?.reason?.code);
function openWay(cookie, way, before, now, settings) {
  let chosen = before;
  for (const text of textsOf(cookie, way, settings)) {
    const opened = openText(text, way, now, settings);
    if (isAlive(opened))
      return opened;
    if (chosen === void 0 || isEnded(opened) && !isEnded(chosen))
      chosen = opened;
  }
  return chosen;
}
const LARGE = 8192;
const TOO_LARGE = `A request has more than ${LARGE} characters of cookies: servers on the way may refuse it`;
function textsOf(cookie, { cookieName }, settings) {
  if (typeof cookie === "string") {
    if (cookie.length > LARGE)
      warnOnce("CARTOUCHE_LARGE_COOKIES", TOO_LARGE);
    return cookie === "" ? [] : settings.valuesIn(cookie, cookieName);
  }
  const value = cookieName === settings.cookieName ? cookie?.value : void 0;
  return typeof value === "string" ? [value] : [];
}
function openText(text, way, now, settings) {
  const { format, cookieName, from } = way;
  let record;
  try {
    checkLength$1(text);
    record = format.read(text, cookieName);
    const { keyId } = record;
    return { state: stateOfText(record, from, now, settings), format, keyId };
  } catch (reason) {
    if (!(reason instanceof DeserializeError))
      throw reason;
    const state = stateOfEnded(record, reason, now, settings);
    return { state, reason, format, keyId: record?.keyId };
  }
}
function checkLength$1({ length }) {
  if (length <= SESSION_LIMITS.input)
    return;
  const problem = `has ${length} characters; ${SESSION_LIMITS.input} are read`;
  throw new DeserializeError("BAD_TEXT", `The text ${problem}`);
}
function stateOfText(read, from, now, settings) {
  if (!isTimed(read))
    throw badSession("has no number for the time it was made");
  const ended = endOf(read, now, settings);
  if (ended !== void 0)
    throw ended;
  if (!isWhole(read))
    throw badSession("has data that makes no dict");
  const { format, life, fit } = settings;
  const readText = life.detectChanges && from === void 0 ? read.dataText ?? textOf(read, format) : void 0;
  if (from?.convert)
    read.data = converted(from.convert(read.data));
  if (fit !== null)
    read.data = fit(read.data);
  if (from !== void 0 && format.carriesId)
    read.id ??= freshRecord(settings, now).id;
  if (from?.format.carriesId === false)
    read.persistent = settings.persistent;
  return stateOf(read, {
    isNew: false,
    hadCookie: true,
    readText,
    from,
    handedOut: fit !== null
  });
}
function textOf({ data }, { dataText }) {
  try {
    return dataText(data);
  } catch (error) {
    if (error instanceof CartoucheError)
      return void 0;
    throw error;
  }
}
function converted(data) {
  if (isMap(atOnce("convert", "convert", data)))
    return data;
  throw new OptionError("convert", "must give a Map");
}
const isTimed = (read) => read.created !== void 0;
const isWhole = (read) => read.data !== void 0;
function badSession(problem) {
  return new DeserializeError("BAD_SESSION", `The signed value ${problem}`);
}
function stateOfEnded(read, { code }, now, settings) {
  const fresh = freshRecord(settings, now);
  const hadCookie = true;
  if (read === void 0)
    return stateOf(fresh, { hadCookie });
  const { created, renewed, origin, id } = read;
  const refused = code === "BAD_DATA" && created !== void 0 ? { id, created } : void 0;
  if (settings.life.expiredIsNew)
    return stateOf(fresh, { hadCookie, refused });
  if (created === void 0)
    return stateOf({ ...fresh, renewed, origin }, { hadCookie });
  if (code !== "EXPIRED")
    return stateOf(fresh, { hadCookie, refused });
  const kept = { ...read, created, data: /* @__PURE__ */ new Map(), id: fresh.id, subject: void 0 };
  return stateOf(kept, { isNew: false, hadCookie });
}

function parseSetCookie(line) {
  const [pair, ...rest] = line.split(";");
  const [value, name = ""] = cut(pair).toReversed();
  const attributes = rest.map((attribute) => {
    const [name2, value2 = ""] = cut(attribute);
    return [name2.toLowerCase(), value2];
  });
  return { name, value, attributes: new Map(attributes) };
}
function cut(pair) {
  const at = pair.indexOf("=");
  return (at < 0 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]).map(trim);
}
const trim = (text) => text.replace(/^[ \t]+|[ \t]+$/g, "");
function maxAgeOf({ attributes }) {
  const text = attributes.get("max-age") ?? "";
  return /^-?\d+$/.test(text) ? Number(text) : void 0;
}

function sessionCookie(line) {
  const cookie = parseSetCookie(line);
  const { name, value, attributes } = cookie;
  const domain = attributes.get("domain");
  const maxAge = maxAgeOf(cookie);
  const sameSite = attributes.get("samesite")?.toLowerCase();
  const options = {
    path: attributes.get("path") ?? "",
    httpOnly: attributes.has("httponly"),
    secure: attributes.has("secure")
  };
  if (domain !== void 0)
    options.domain = domain;
  if (maxAge !== void 0)
    options.maxAge = maxAge;
  if (sameSite !== void 0)
    options.sameSite = sameSite;
  if (attributes.has("partitioned"))
    options.partitioned = true;
  return { name, value, options };
}

function accessed(state, { clock, life: { reissueTime } }) {
  const { record } = state;
  const now = Math.trunc(clock());
  state.revision++;
  record.accessed = now;
  if (reissueTime === "always")
    state.isDue = true;
  else if (reissueTime !== null && now - record.renewed > reissueTime)
    state.isDue = true;
  return record.data;
}
function checkOpen({ isClosed, isDestroyed }) {
  if (isClosed)
    throw new SessionCommittedError();
  if (!isDestroyed)
    return;
  throw new CartoucheError("SESSION_DESTROYED", "The session was ended by destroy(): to begin another one, call invalidate() in its place");
}

const KEY$1 = "_csrft_";
const TOKEN_BYTES = 20;
function newCsrfToken(data, randomBytes) {
  const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString("hex");
  data.set(KEY$1, token);
  return token;
}
function getCsrfToken$2(data) {
  return data.get(KEY$1) ?? void 0;
}
function deleteTokens(data) {
  for (const key of data.keys())
    if (isTokenKey(key))
      data.delete(key);
}

function refuse(name) {
  throw new TypeError(`A Session takes no properties: use session.set('${String(name)}', value) and session.get('${String(name)}')`);
}
function refuseProperties(prototype) {
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const { value, get = () => value, set: own } = member;
    if (name === "constructor" || own !== void 0)
      continue;
    const set = () => refuse(name);
    Object.defineProperty(prototype, name, { configurable: true, get, set });
  }
  const last = new Proxy(Object.create(Object.prototype), {
    set: (_target, name) => refuse(name)
  });
  Object.setPrototypeOf(prototype, last);
}

const isPair = (pair) => Array.isArray(pair) && pair.length === 2;
function pairsOf(values) {
  const isObject = typeof values === "object" && values !== null;
  const pairs = !isObject ? [] : Symbol.iterator in values ? [...values] : Object.entries(values);
  if (isObject && pairs.every(isPair))
    return pairs;
  throw new TypeError("update() takes an object, a Map or pairs of key and value");
}

const FORM = Symbol("what Python compares");

const keyOf = (queue) => `_f_${queue}`;
function checkQueue(data, queue) {
  const key = keyOf(queue);
  if (!data.has(key))
    return;
  const messages = data.get(key);
  if (Array.isArray(messages) && !isTuple(messages))
    return;
  const problem = `is ${kindOf(messages)} where a flash queue must be a list; delete it first`;
  throw new CartoucheError("BAD_VALUE", problem, { path: pathText(data, [key]) });
}
function isTuple(list) {
  return list[FORM]?.(void 0)?.[0] === "tuple";
}
function addFlash(data, message, queue, hasEqual) {
  const messages = peekFlash(data, queue);
  if (hasEqual?.(messages, message) === true)
    return;
  messages.push(message);
  data.set(keyOf(queue), messages);
}
function peekFlash(data, queue) {
  const key = keyOf(queue);
  return data.has(key) ? data.get(key) : [];
}
function popFlash(data, queue) {
  const messages = peekFlash(data, queue);
  data.delete(keyOf(queue));
  return messages;
}

class Session {
  #state;
  #settings;
  #request;
  /**
   * @internal
   * @param state reads the cookie when it is first called
   */
  constructor(state, settings, request) {
    this.#state = state;
    this.#settings = settings;
    this.#request = request;
    Object.preventExtensions(this);
  }
  /** When the session was made, in seconds since 1970, with fractions. */
  get created() {
    return this.#state().record.created;
  }
  /** When the session was last accessed, in seconds since 1970; whole once this request accessed it. */
  get accessed() {
    const { accessed: accessed2, renewed } = this.#state().record;
    return accessed2 ?? renewed;
  }
  /** Whether the request came without a usable cookie. An expired session is not new, only empty. */
  get new() {
    return this.#state().isNew;
  }
  /**
   * Whether this request wrote to the session. Changes inside a value show only after {@link changed}, or where
   * the factory notices them by itself.
   */
  get isChanged() {
    const state = this.#state();
    return state.changes > 0 || isDifferent(state, this.#settings);
  }
  /**
   * What tells this session from all others: 22 characters that nobody can guess, others after
   * {@link regenerate}. `undefined` where the format carries none, as Pyramid's.
   */
  get id() {
    return this.#state().record.id;
  }
  /**
   * Whose session it is, such as the user's id: `undefined` until you say. With it all sessions of one subject can
   * be ended at once, where the factory has a `revocation` list. To set another one is a sign-in: it calls
   * {@link regenerate}.
   */
  get subject() {
    return this.#state().record.subject;
  }
  set subject(subject) {
    if (subject !== void 0 && !isSubject(subject)) {
      throw new TypeError(`subject must be text of 1 to ${LONGEST_SUBJECT} characters, or undefined`);
    }
    if (subject === this.subject)
      return;
    this.#carrier("subject");
    this.#rename((record) => record.subject = subject);
  }
  /** Whether the browser keeps the cookie when it is closed ("remember me"), for as long as it can live. */
  get persistent() {
    return this.#state().record.persistent;
  }
  set persistent(persistent) {
    if (typeof persistent !== "boolean")
      throw new TypeError("persistent must be true or false");
    if (persistent === this.persistent)
      return;
    const state = this.#carrier("persistent");
    state.record.persistent = persistent;
    state.marked = true;
  }
  peek(...keys) {
    const state = this.#state();
    const { isNew, record: { data } } = state;
    if (keys.length > 0)
      return this.#out(data.get(keys[0]));
    state.handedOut = true;
    return { data: shownCopy(data), created: this.created, accessed: this.accessed, new: isNew };
  }
  get(key, fallback) {
    const data = this.#read();
    return data.has(key) ? this.#out(data.get(key)) : fallback;
  }
  /** Sets `key` to `value`: null, boolean, number, bigint, text, bytes, array, object, Map or Set. */
  set(key, value) {
    this.#write().set(key, value);
    return this;
  }
  has(key) {
    return this.#read().has(key);
  }
  /** Removes `key`; tells whether it was there. */
  delete(key) {
    return this.#write().delete(key);
  }
  keys() {
    return this.#read().keys();
  }
  values() {
    this.#state().handedOut = true;
    return this.#read().values();
  }
  entries() {
    this.#state().handedOut = true;
    return this.#read().entries();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  /** How many keys the session has. */
  get size() {
    return this.#read().size;
  }
  /** Removes all keys. The session goes on, with an empty cookie: see also {@link invalidate}. */
  clear() {
    this.#write().clear();
  }
  /** Sets every key of an object, a Map, or any iterable of pairs. */
  update(values) {
    const pairs = pairsOf(values);
    const data = this.#write();
    for (const [key, value] of pairs)
      data.set(key, value);
  }
  /** The value of `key`, which is first set to `value` if it is not there. */
  setDefault(key, value) {
    const data = this.#write();
    if (!data.has(key))
      data.set(key, value);
    return data.get(key);
  }
  pop(key, fallback) {
    const data = this.#write();
    const value = data.has(key) ? data.get(key) : fallback;
    data.delete(key);
    return value;
  }
  /** Removes the key that was set last and returns it with its value; `undefined` when empty. */
  popItem() {
    const data = this.#write();
    const last = [...data].at(-1);
    if (last !== void 0)
      data.delete(last[0]);
    return last;
  }
  /**
   * Says that a value inside the session was changed, so that the response carries the cookie. Not an
   * access. Under the rules of Pyramid 1.0 to 1.4 it does something only after {@link peek}: whoever got hold of
   * the value otherwise has accessed the session, and that is enough.
   */
  changed() {
    const state = this.#open();
    state.revision++;
    state.changes++;
    if (this.#settings.life.changedMarks || state.handedOut)
      state.marked = true;
  }
  /**
   * Writes the session now, to find out here whether it can be written; without it, an error surfaces
   * where the response's headers are written. What is changed afterwards goes into the cookie too.
   *
   * @throws {CookieTooLargeError} when the session does not fit into a cookie
   * @throws {PickleError} when the session holds something that cannot be pickled; {CartoucheError}
   * `BAD_VALUE` when it is something that JSON cannot hold
   * @throws {SessionCommittedError} when the response's headers have gone out
   */
  save() {
    const state = this.#open();
    state.failedSave = state.changes;
    linesOf(state, this.#settings);
    state.failedSave = void 0;
  }
  /**
   * What to call when a user signs out. With Pyramid's rules it empties the session. With today's it ends it: the
   * browser's cookie is taken away, copies are worthless where the factory has a `revocation` list, and what is
   * written afterwards begins another session.
   */
  invalidate() {
    if (this.#settings.life.invalidateEnds) {
      this.#end();
      return;
    }
    this.clear();
    this.#state().record.subject = void 0;
  }
  /** What can fail comes first: a session that could not be ended stays as it was. */
  #end() {
    const state = this.#open();
    endSession(state, this.#settings, this.#request);
    this.#write();
    return state;
  }
  /**
   * Ends the session, as {@link invalidate} with today's rules, and begins no other in this request.
   *
   * @throws {SessionCommittedError} when the response's headers have gone out
   */
  destroy() {
    this.#end().isDestroyed = true;
  }
  /**
   * Signs out everywhere: ends all sessions of this one's {@link subject} that were made up to now, this one
   * among them.
   *
   * @throws {CartoucheError} `BAD_VALUE` where the factory has no `revocation` list, or the session no subject
   */
  invalidateAll() {
    revokeSubject(this.#open(), this.#settings);
    this.invalidate();
  }
  /**
   * Ends all other sessions of this one's {@link subject}, as after a change of the password: this one goes on,
   * with another id.
   *
   * @throws {CartoucheError} as {@link invalidateAll}
   */
  invalidateOthers() {
    revokeSubject(this.#open(), this.#settings);
    this.regenerate();
  }
  /**
   * What to call when a user signs in: the session keeps its data and becomes another one. It gets another id, its
   * CSRF token is replaced, and its absolute timeout begins anew. Whoever made the browser use a session
   * that he knows (fixation) does not know this one.
   */
  regenerate() {
    this.#rename();
  }
  /** @param change what else becomes of it, once the old one has ended */
  #rename(change = () => void 0) {
    const state = this.#open();
    renameSession(state, this.#settings, this.#request);
    change(state.record);
    beginAfterEnded(state, this.#settings);
    deleteTokens(this.#write());
    state.marked = true;
  }
  /**
   * How many characters the cookie's value has if it is written now: to find out in time what does not fit.
   *
   * @throws {CookieTooLargeError} far beyond what fits, where it is not counted; {CartoucheError} as {@link save}
   */
  byteLength() {
    return sizeOf(this.#state(), this.#settings);
  }
  /**
   * Keeps a message until the next {@link popFlash} of its queue, in this request or a later one.
   *
   * @param message anything that the session can hold
   * @param queue keeps messages of different kinds apart
   * @param allowDuplicate with `false`, a message equal to a waiting one is left out. With Pyramid's factories that is
   * equal in Python, where `1 == 1.0 == Decimal('1')` and a `Date` is the datetime it is written as; with the others, what
   * would be written alike
   * @throws {CartoucheError} `BAD_VALUE` when the queue's key holds no list
   */
  flash(message, queue = "", allowDuplicate = true) {
    checkQueue(this.#open().record.data, queue);
    const { hasEqual } = this.#settings;
    addFlash(this.#write(), message, queue, allowDuplicate ? void 0 : hasEqual);
  }
  /** Removes and returns the messages of a queue, the oldest first. */
  popFlash(queue = "") {
    return popFlash(this.#write(), queue);
  }
  /** The messages of a queue, the oldest first, left where they are. */
  peekFlash(queue = "") {
    return this.#out(peekFlash(this.#read(), queue));
  }
  /** Makes a new CSRF token (40 hex digits), stores it in the session and returns it. */
  newCsrfToken() {
    return newCsrfToken(this.#write(), this.#settings.randomBytes);
  }
  /** The session's CSRF token, made now if it has none. */
  getCsrfToken() {
    return getCsrfToken$2(this.#read()) ?? this.newCsrfToken();
  }
  /**
   * A copy of the data for logs and debuggers, without the CSRF token. Not an access: it sends no cookie.
   * Values that would unfold to more than 10,000 are left out with a word.
   *
   * @param key what `JSON.stringify` hands on: for it bigints, which JSON has not, are text
   */
  toJSON(key) {
    const { data } = this.#state().record;
    const shown = key === void 0 ? shownObject(data) : shownJson(data);
    return shown;
  }
  /** What `console.log` shows in Node and Deno: likewise. */
  [inspect](_depth, options, show) {
    const { created, accessed: accessed2, new: isNew } = this;
    return `Session ${show({ created, accessed: accessed2, new: isNew, data: shownData(this.#state().record.data) }, options)}`;
  }
  /** A value that the application gets hold of: what is not plain can be changed from within. */
  #out(value) {
    if (typeof value === "object" && value !== null)
      this.#state().handedOut = true;
    return value;
  }
  /** The data, for an operation that only reads. */
  #read() {
    return accessed(this.#state(), this.#settings);
  }
  /** The data, for an operation that may change it. */
  #write() {
    const state = this.#open();
    if (this.#settings.life.writesMark)
      state.marked = true;
    state.changes++;
    return accessed(state, this.#settings);
  }
  /** The state, for what is lost unless the cookie is still to be written. */
  #open() {
    const state = this.#state();
    checkOpen(state);
    return state;
  }
  /** The state, to set what not every format carries. */
  #carrier(what) {
    const { format } = this.#settings;
    if (format.carriesId)
      return this.#open();
    throw new CartoucheError("BAD_VALUE", `Sessions in the format ${format.name} carry no ${what}`);
  }
}
const LONGEST_SUBJECT = 256;
const isSubject = (subject) => typeof subject === "string" && subject !== "" && subject.length <= LONGEST_SUBJECT;
refuseProperties(Session.prototype);

function sessionFactory(settings) {
  return {
    cookieName: settings.cookieName,
    open: (cookie, request = isRequest(cookie) ? cookie : void 0, isSecure) => new CookieSession(cookiesOf(cookie), request, isSecure, settings)
  };
}
class CookieSession {
  session;
  #request;
  #isSecure;
  #settings;
  #opened;
  #isClosed = false;
  constructor(cookies, request, isSecure, settings) {
    this.#settings = settings;
    this.#request = request;
    this.#isSecure = isSecure;
    this.session = new Session(() => this.#opened ?? this.#open(cookies), settings, request);
  }
  #open(cookies) {
    const opened = openState(cookies(), this.#settings);
    this.#opened = opened.state;
    this.#opened.isClosed = this.#isClosed;
    tellOfOpening(opened, this.#settings, this.#request);
    return this.#opened;
  }
  // These are functions of the object itself, so that they come along where it is copied by `...`.
  saveFailed = () => {
    const state = this.#opened;
    return state !== void 0 && state.failedSave === state.changes;
  };
  revision = () => this.#opened?.revision ?? 0;
  changes = () => this.#opened?.changes ?? 0;
  variesByCookie = () => this.#opened !== void 0 && this.#settings.cacheHeaders;
  headers = (outcome) => this.#lines(outcome).map((line) => ["Set-Cookie", line]);
  #lines({ exception } = {}) {
    if (this.#isClosed || this.#opened === void 0)
      return [];
    const failed = exception !== void 0 && exception !== null;
    this.#opened.isReissue = false;
    if (failed && !this.#settings.setOnException)
      return [];
    return linesOf(this.#opened, this.#settings, this.#isSecure);
  }
  close = () => {
    if (this.#isClosed)
      return;
    this.#isClosed = true;
    if (this.#opened === void 0)
      return;
    this.#opened.isClosed = true;
    if (this.#opened.isReissue)
      this.#tellOfReissue(this.#opened);
  };
  #tellOfReissue({ record: { keyId } }) {
    const { format, hear } = this.#settings;
    hear({ type: "reissue", format: format.name, keyId, request: this.#request });
  }
  commit = (outcome) => {
    const headers = this.headers(outcome);
    this.close();
    return headers;
  };
  commitCookies = (outcome) => {
    const cookies = this.#lines(outcome).map(sessionCookie);
    this.close();
    return cookies;
  };
  commitCookie = (outcome) => {
    const [cookie, ...others] = this.#lines(outcome);
    if (others.length > 0)
      throw new CartoucheError("BAD_VALUE", SEVERAL);
    this.close();
    return cookie === void 0 ? void 0 : sessionCookie(cookie);
  };
}
const SEVERAL = "There are several cookies to set, as one of acceptFormats is taken away: use commitCookies() in place of commitCookie()";

const commonSpecs = {
  acceptFormats: acceptedSpec,
  cacheHeaders: { fallback: true, check: isBoolean },
  onEvent: { fallback: null, check: orNull$1(isFunction) },
  duplicates: { fallback: "last", check: isOneOf(["last", "verify"]) },
  clock: clockSpec,
  randomBytes: randomBytesSpec
};
function makeFactory(decided, options, names) {
  const cookie = checkedCookie(options, names);
  const { cookieName } = cookie;
  const { acceptFormats, cacheHeaders, clock, randomBytes } = options;
  const settings = {
    cacheHeaders,
    clock,
    randomBytes,
    mostValue: MOST_COOKIE_BYTES - cookieName.length,
    persistent: false,
    revocation: null,
    fit: null,
    ...decided,
    cookieName,
    setCookie: setCookieWriter(cookie, isUrlsafe(decided.format)),
    accepted: acceptedOf(acceptFormats, cookie),
    hear: teller(options)
  };
  checkRevocable(settings);
  return sessionFactory(settings);
}
function checkRevocable({ revocation, format, life }) {
  if (revocation === null)
    return;
  if (!format.carriesId) {
    throw new OptionError("revocation", `needs a format that carries ids; ${format.name} does not`);
  }
  if (!life.expiredIsNew || !life.invalidateEnds) {
    throw new OptionError("revocation", "needs rules by which sessions end, such as LIVES.modern");
  }
}
function equalAsWritten({ dataText }) {
  const textOf = (message) => dataText(/* @__PURE__ */ new Map([["", message]]));
  return (messages, message) => {
    const text = textOf(message);
    let room = SESSION_LIMITS.output;
    return [...new Set(messages)].some((other) => {
      const written = room < 0 ? "" : textIfAny(() => textOf(other));
      room -= written.length;
      return written === text;
    });
  };
}
function textIfAny(write) {
  try {
    return write();
  } catch (error) {
    if (error instanceof CartoucheError)
      return "";
    throw error;
  }
}

const isPositive = (value) => {
  if (typeof value !== "number" || !(value > 0))
    return "must be a number of seconds above 0, or null";
  if (looksLikeMilliseconds(value))
    return MILLISECONDS$1;
  return isTooLong(value) ? TOO_LONG : void 0;
};
const seconds = {
  fallback: void 0,
  check: orNull$1(isPositive)
};
const isList = (value) => {
  const { isRevoked, revoke } = value;
  const isOne = isFunction(isRevoked) === void 0 && isFunction(revoke) === void 0;
  return isOne ? void 0 : "must have the functions isRevoked and revoke";
};
const isSchema = (value) => {
  const { validate } = value["~standard"] ?? {};
  return isFunction(validate) === void 0 ? void 0 : "must be a Standard Schema, such as zod makes";
};
const isLife = (value) => {
  const life = value ?? {};
  const isWhole = typeof value === "object" && Object.keys(MODERN).every((rule) => rule in life);
  if (!isWhole)
    return "must be rules such as LIVES.modern";
  const isClock = Number.isFinite(life.mostAhead) && life.mostAhead >= 0;
  return isClock ? void 0 : "must have a number of seconds as mostAhead";
};
const { maxAge: _, ...attributeSpecs } = cookieSpecs;
const modernSpecs = {
  ...commonSpecs,
  ...attributeSpecs,
  cookieName: { ...cookieSpecs.cookieName, fallback: "__Host-session" },
  secure: { fallback: true, check: cookieSpecs.secure.check },
  httpOnly: { fallback: true, check: isBoolean },
  duplicates: { fallback: "verify", check: commonSpecs.duplicates.check },
  idleTimeout: seconds,
  absoluteTimeout: seconds,
  reissueTime: seconds,
  persistent: { fallback: false, check: isBoolean },
  setOnException: { fallback: true, check: isBoolean },
  revocation: { fallback: null, check: orNull$1(isList) },
  schema: { fallback: null, check: orNull$1(isSchema) },
  migrate: { fallback: null, check: orNull$1(isFunction) },
  life: { fallback: MODERN, check: isLife }
};
function modernFactory(format, options) {
  const { life, schema, migrate, ...rest } = options;
  if (migrate !== null && schema === null)
    throw new OptionError("migrate", "needs a schema");
  const decided = {
    format,
    life: { ...life, ...timesOf(options) },
    valuesIn: rest.duplicates === "verify" ? readStrictly : readLastStrictly,
    setOnException: rest.setOnException,
    persistent: checkedPersistent(rest.persistent, format),
    revocation: rest.revocation,
    fit: schema === null ? null : fitter(schema, migrate),
    hasEqual: equalAsWritten(format)
  };
  const cookie = { ...rest, maxAge: null };
  return makeFactory(decided, cookie);
}
function timesOf({ life, ...given }) {
  const { absoluteTimeout = life.absoluteTimeout } = given;
  const { idleTimeout = least(life.idleTimeout, absoluteTimeout) } = given;
  const timeout = least(idleTimeout, absoluteTimeout) ?? Infinity;
  const { reissueTime = shortened(life.reissueTime, timeout) } = given;
  const times = { idleTimeout, absoluteTimeout, reissueTime };
  for (const name of ["idleTimeout", "absoluteTimeout"]) {
    const problem = seconds.check(times[name]);
    if (problem !== void 0)
      throw new OptionError(name, problem);
  }
  checkTimes(times, timeout);
  return times;
}
function least(one, other) {
  const shorter = Math.min(one ?? Infinity, other ?? Infinity);
  return shorter === Infinity ? null : shorter;
}
const shortened = (time, timeout) => typeof time === "number" ? Math.min(time, timeout / 2) : time;
function checkTimes({ idleTimeout, reissueTime }, timeout) {
  if (idleTimeout !== null && idleTimeout > timeout) {
    throw new OptionError("idleTimeout", "must not be longer than absoluteTimeout");
  }
  if (typeof reissueTime === "number" && reissueTime >= timeout) {
    throw new OptionError("reissueTime", "must be less than idleTimeout and absoluteTimeout");
  }
  if (reissueTime === null && idleTimeout !== null) {
    throw new OptionError("reissueTime", "null signs out who only reads: set idleTimeout to null too");
  }
}
function checkedPersistent(persistent, { carriesId, name }) {
  if (!persistent || carriesId)
    return persistent;
  throw new OptionError("persistent", `needs a format that carries it; ${name} does not`);
}

const NO_SALT = new Uint8Array();
function hkdf(master, info, size, salt = NO_SALT) {
  return Buffer.from(hkdfSync("sha256", master, salt, info, size));
}

const KNOWN = /* @__PURE__ */ new Set([
  "seekrit",
  "sekrit",
  "seekr1t",
  "itsaseekreet",
  "secret",
  "mysecret",
  "my secret",
  "supersecret",
  "super secret",
  "sosecret",
  "a secret",
  "session secret",
  "session_secret",
  "a long random secret",
  "a long random secret, the same on both sides",
  "demo secret, known to everybody",
  "change me",
  "changeme",
  "complex_password_at_least_32_characters_long",
  "password",
  "keyboard cat",
  "undefined",
  "null",
  "none",
  "nan",
  "true",
  "false",
  "[object object]",
  "[object promise]"
]);
const IS_KNOWN = "is an example that everybody knows, or a variable that was not set";
function isKnownSecret(text) {
  return KNOWN.has(text.trim().toLowerCase());
}

const PREFIX_SIZE = 4;
function lengthPrefixed(...parts) {
  return Buffer.concat(parts.map(bytesOf$1).flatMap((bytes) => [lengthOf(bytes), bytes]));
}
function bytesOf$1(part) {
  if (typeof part !== "string")
    return part;
  if (!part.isWellFormed())
    throw new OptionError("text", "holds half a surrogate pair");
  return Buffer.from(part, "utf8");
}
function lengthOf(bytes) {
  const prefix = Buffer.alloc(PREFIX_SIZE);
  prefix.writeUInt32BE(bytes.length);
  return prefix;
}

const FOLLOWERS = [
  [0.12, 0.8, 0.05, 0.03],
  [0.47, 0.46, 0.04, 0.03],
  [0.14, 0.32, 0.5, 0.04],
  [0.24, 0.62, 0.13, 0.01]
];
const SHARES = [
  [0, "ei", 0.25],
  [0, "ao", 0.2],
  [0, "u", 0.1],
  [1, "tnsr", 0.115],
  [1, "hldcmp", 0.06],
  [1, "gfbyw", 0.024],
  [1, "vk", 0.015],
  [1, "xjqz", 75e-4],
  [2, "0123456789", 0.1],
  [3, "-_", 0.5]
];
const CAPITALS = { none: 0.3, capital: 0.06, small: 0.18 };
const CHARACTERS = new Map(SHARES.flatMap(([kind, group, share]) => Array.from(kind < 2 ? group + group.toUpperCase() : group, (character) => {
  const isSmall = character !== character.toUpperCase();
  const size = kind > 1 ? "none" : isSmall ? "small" : "capital";
  return [character, { kind, share, size }];
})));
const LIMIT = 32;
function isWordLike(text) {
  return Math.max(wordBits(text), wordBits(swapped(text))) >= LIMIT;
}
function wordBits(text) {
  let bits = 0;
  let before = CHARACTERS.get("-");
  for (const one of text) {
    const character = CHARACTERS.get(one);
    bits += Math.log2(CHARACTERS.size * likelihood(before, character));
    before = character;
  }
  return bits;
}
function likelihood(before, { kind, share, size }) {
  const follows = FOLLOWERS[before.kind][kind] * share;
  if (size === "none")
    return follows;
  const capitals = CAPITALS[before.size];
  return follows * (size === "capital" ? capitals : 1 - capitals);
}
function swapped(text) {
  return text.replace(/[a-z]/gi, (letter) => {
    const capital = letter.toUpperCase();
    return letter === capital ? letter.toLowerCase() : capital;
  });
}

const SMALLEST_KEY = 32;
const KNOWN_KEYS = /* @__PURE__ */ new Set([
  "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
  "730ff4c7af3d46923e8ed451ee813c87f790b0a226bc96a92de49b5e9c05e1ee"
]);
function weaknessOfKey(key) {
  const bytes = Buffer.from(key);
  if (isKnownSecret(bytes.toString("latin1")) || KNOWN_KEYS.has(bytes.toString("hex"))) {
    return IS_KNOWN;
  }
  if (bytes.length < SMALLEST_KEY)
    return `has fewer than ${SMALLEST_KEY} bytes`;
  const sextets = sextetsOf(bytes);
  if (isPattern(bytes, BYTES$1) || isPattern(sextets, SEXTETS))
    return "is a pattern, and not random";
  if (isText(bytes))
    return "is text, and not random bytes as base64url or hexadecimal";
  const text = encodeUrlsafeBase64(bytes).slice(0, sextets.length);
  return isWordLike(text) ? "is made of words, and not random" : void 0;
}
function sextetsOf(bytes) {
  return Array.from({ length: Math.floor(bytes.length * 8 / 6) }, (_, index) => {
    const [at, bit] = [index * 6 >> 3, index * 6 & 7];
    return (bytes[at] << 8 | (bytes[at + 1] ?? 0)) >> 10 - bit & 63;
  });
}
const BYTES$1 = { size: 256, values: 18, steps: 17, same: 8 };
const SEXTETS = { size: 64, values: 16, steps: 16, same: 11 };
function isPattern(parts, { size, values, steps, same }) {
  const list = Array.from(parts);
  const differences = list.slice(1).map((part, at) => (part - list[at] + size) % size);
  if (new Set(list).size <= values || new Set(differences).size <= steps)
    return true;
  return repeats(list, same);
}
function repeats(list, same) {
  for (let period = 1; period <= list.length - same; period++) {
    let at = period;
    while (at < list.length && list[at] === list[at - period])
      at++;
    if (at === list.length)
      return true;
  }
  return false;
}
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/;
function isText(bytes) {
  return isUtf8(bytes) && !CONTROL.test(bytes.toString());
}

const ALGORITHM = "aes-256-gcm";
const TAG_SIZE = 16;
const OPTIONS = { authTagLength: TAG_SIZE };
function sealGcm(key, nonce, plaintext, aad) {
  const cipher = createCipheriv(ALGORITHM, key, nonce, OPTIONS);
  cipher.setAAD(aad);
  const ciphertext = typeof plaintext === "string" ? cipher.update(plaintext, "utf8") : cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([ciphertext, cipher.getAuthTag()]);
}
function openGcm(key, nonce, sealed, aad) {
  const end = sealed.length - TAG_SIZE;
  if (end < 0)
    return void 0;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, OPTIONS);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
  } catch {
    return void 0;
  }
  return plaintext;
}

const NONCE_SIZE = 24;
const HALF = NONCE_SIZE / 2;
const BLOCK = 16;
const NONCE_AT = BLOCK - HALF;
const LABEL = 88;
function xaes(key) {
  const keyOf = messageKeys(key);
  return {
    seal(plaintext, aad, nonce) {
      if (nonce.length !== NONCE_SIZE)
        throw new OptionError("nonce", `must have ${NONCE_SIZE} bytes`);
      return sealGcm(keyOf(nonce), nonce.subarray(HALF), plaintext, aad);
    },
    open(sealed, aad, nonce) {
      if (nonce.length !== NONCE_SIZE)
        return void 0;
      return openGcm(keyOf(nonce), nonce.subarray(HALF), sealed, aad);
    }
  };
}
function messageKeys(key) {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const masks = masksOf(doubled(cipher.update(Buffer.alloc(BLOCK))));
  const blocks = Buffer.alloc(2 * BLOCK);
  return (nonce) => {
    blocks.set(masks);
    for (let at = 0; at < HALF; at++) {
      blocks[NONCE_AT + at] ^= nonce[at];
      blocks[BLOCK + NONCE_AT + at] ^= nonce[at];
    }
    return cipher.update(blocks);
  };
}
function masksOf(subkey) {
  const masks = Buffer.concat([subkey, subkey]);
  for (const counter of [1, 2]) {
    const block = masks.subarray((counter - 1) * BLOCK);
    block[1] ^= counter;
    block[2] ^= LABEL;
  }
  return masks;
}
function doubled(block) {
  const result = block.map((byte, at) => byte << 1 | (block[at + 1] ?? 0) >> 7);
  if (block[0] >= 128)
    result[BLOCK - 1] ^= 135;
  return result;
}

function sealingKeys(keys) {
  return keyring(keys, "seal", xaes);
}
const ID_SIZE = 4;
const KEY_SIZE = 32;
function keyring(keys, purpose, make) {
  const entries = masterKeysOf(keys).map((master) => {
    const id = derive(master, purpose, "key id", ID_SIZE).readUInt32BE();
    return { id, key: make(derive(master, purpose, "key", KEY_SIZE)) };
  });
  const byId = new Map(entries.map(({ id, key }) => [id, key]));
  if (byId.size < entries.length) {
    throw new OptionError("keys", "has two keys with the same id: make another in place of one");
  }
  return { first: entries[0], find: (id) => byId.get(id) };
}
const VERSION$1 = Uint8Array.of(1);
function derive(master, purpose, use, size) {
  return hkdf(master, lengthPrefixed("cartouche", VERSION$1, purpose, use), size);
}
function masterKeysOf(keys) {
  const list = Array.isArray(keys) ? keys : [keys];
  if (list.length === 0)
    throw new OptionError("keys", "must not be an empty list");
  const masters = Array.from(list, masterKeyOf);
  const texts = masters.map((master) => Buffer.from(master).toString("hex"));
  if (new Set(texts).size < masters.length)
    throw new OptionError("keys", "holds one key twice");
  return masters;
}
function masterKeyOf(key, index) {
  const master = bytesOf(key);
  const problem = problemOf(key, master);
  if (master !== void 0 && problem === void 0)
    return master;
  const remedy = `node -p "crypto.randomBytes(${KEY_SIZE}).toString('base64url')"`;
  throw new OptionError("keys", `must be random: number ${index + 1} ${problem}. Make one with ${remedy}`);
}
function problemOf(key, master) {
  if (typeof key === "string" && isKnownSecret(key))
    return IS_KNOWN;
  if (master !== void 0)
    return weaknessOfKey(master);
  return typeof key === "string" ? "is text that is neither base64url nor hexadecimal, or has space around it" : "is neither text nor bytes";
}
const HEX = /^[\da-f]+$/i;
function bytesOf(key) {
  if (isBytes(key))
    return key;
  if (typeof key !== "string")
    return void 0;
  if (!HEX.test(key))
    return decodeUrlsafeBase64Strictly(withoutPadding(key));
  return key.length % 2 === 0 ? Buffer.from(key, "hex") : void 0;
}
function withoutPadding(text) {
  return text.length % 4 === 0 ? text.replace(/={1,2}$/, "") : text;
}

const deflate = (bytes) => deflateRawSync(bytes);
function inflate(bytes, most) {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    throw new DeserializeError("BAD_PAYLOAD", "The data cannot be decompressed", { cause });
  }
}

const MARK = "~";
const SPECIALS = [void 0, -0, Number.NaN, Infinity, -Infinity];
const MAX_DEPTH$1 = 500;
const MAX_BITS = 8 * 4096;
function leafTag(value) {
  if (typeof value === "bigint") {
    return BigInt.asIntN(MAX_BITS, value) === value ? ["n", String(value)] : void 0;
  }
  if (isDate(value))
    return ["d", orNull(Date.prototype.getTime.call(value))];
  if (isBytes(value))
    return ["b", base64Of(value)];
  const index = SPECIALS.findIndex((special) => Object.is(special, value));
  return index < 0 ? void 0 : ["v", index];
}
const orNull = (time) => Number.isNaN(time) ? null : time;
const base64Of = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
const isTooMuch = (keys, left, depth) => keys > SESSION_LIMITS.keysPerDict || left < 0 || depth > MAX_DEPTH$1;

const LONG = 6e3;
function decodeData(text) {
  try {
    return read(text);
  } catch {
    throw new DeserializeError("BAD_PAYLOAD", "The data are not in the format of a session");
  }
}
function read(text) {
  check(text.length <= SESSION_LIMITS.output);
  const json = JSON.parse(text);
  const data = needsReader(text) ? new Reader().value(json) : json;
  if (isMap(data)) {
    check([...data.keys()].some((key) => typeof key !== "string"));
    check(![...data.values()].includes(void 0));
    return data;
  }
  check(isPlainObject(data));
  const map = /* @__PURE__ */ new Map();
  for (const key of Object.keys(data))
    map.set(key, data[key]);
  return map;
}
function needsReader(text) {
  if (text.length > LONG || text.includes(`{"${MARK}`))
    return true;
  return text.length > 2 * MAX_DEPTH$1 && count(text, "]") + count(text, "}") > MAX_DEPTH$1;
}
function count(text, end) {
  let found = 0;
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1))
    found++;
  return found;
}
class Reader {
  #keys = SESSION_LIMITS.keys;
  #depth = 0;
  value(value) {
    if (typeof value !== "object" || value === null)
      return value;
    if (Array.isArray(value))
      return this.#items(value, 0);
    const object = value;
    const keys = Object.keys(object);
    const [only = ""] = keys;
    if (keys.length > 1 || !only.startsWith(MARK))
      return this.#properties(object, keys);
    return this.#tagged(only.slice(MARK.length), object[only]);
  }
  #tagged(name, payload) {
    if (name.startsWith(MARK))
      return this.#properties({ [name]: payload }, [name]);
    if (name === "s")
      return this.#collection(payload, 1);
    return name === "m" ? this.#collection(payload, 2) : leafOf(name, payload);
  }
  #properties(object, keys) {
    this.#enter(keys.length);
    for (const key of keys) {
      const value = this.value(object[key]);
      check(value !== void 0);
      object[key] = value;
    }
    this.#depth--;
    return object;
  }
  #items(items, keys) {
    check(Array.isArray(items));
    this.#enter(keys);
    for (const [index, item] of items.entries())
      items[index] = this.value(item);
    this.#depth--;
    return items;
  }
  /** @param step 1 for a Set, whose members follow each other; 2 for a Map, which has values between its keys */
  #collection(payload, step) {
    const size = payload.length / step;
    const items = this.#items(payload, size);
    const keys = items.filter((_, at) => at % step === 0);
    const set = new Set(keys);
    check(set.size === size && !keys.some((key) => Object.is(key, -0)));
    return step === 1 ? set : new Map(keys.map((key, at) => [key, items[2 * at + 1]]));
  }
  #enter(keys) {
    this.#keys -= keys;
    this.#depth++;
    check(!isTooMuch(keys, this.#keys, this.#depth));
  }
}
function leafOf(name, payload) {
  const value = makeLeaf(name, payload);
  const tag = leafTag(value);
  check(tag?.[0] === name && tag[1] === payload);
  return value;
}
function makeLeaf(name, payload) {
  check(typeof payload === (name === "n" || name === "b" ? "string" : "number") || payload === null);
  if (name === "d")
    return new Date(payload ?? Number.NaN);
  if (name === "n")
    return BigInt(payload);
  if (name === "b")
    return new Uint8Array(Buffer.from(payload, "base64url"));
  return SPECIALS[payload];
}
function check(isRight) {
  if (!isRight)
    throw new TypeError("Not in the format");
}

const MAX_DEPTH = 32;
function isPlainData(object) {
  return !("toJSON" in Object.prototype || "toJSON" in Array.prototype) && new Look().object(object, 1);
}
class Look {
  #room = SESSION_LIMITS.output;
  #keys = SESSION_LIMITS.keys;
  /** Inherited properties, if there are any, are looked at too: `JSON.stringify` leaves them out. */
  object(object, depth) {
    let [count, only] = [0, ""];
    for (const key in object) {
      const value = object[key];
      if (value === void 0)
        continue;
      only = key;
      count++;
      this.#room -= key.length + 4;
      if (!this.#value(value, depth))
        return false;
    }
    this.#keys -= count;
    if (count === 1 && only.startsWith(MARK))
      return false;
    return count <= SESSION_LIMITS.keysPerDict && this.#keys >= 0 && this.#room >= 0;
  }
  #value(value, depth) {
    if (typeof value === "string")
      return (this.#room -= value.length) >= 0;
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0);
    if (typeof value !== "object")
      return typeof value === "boolean";
    if (value === null)
      return true;
    return depth < MAX_DEPTH && this.#container(value, depth + 1);
  }
  #container(value, depth) {
    if (Array.isArray(value))
      return !("toJSON" in value) && this.#items(value, depth);
    return Object.getPrototypeOf(value) === Object.prototype && this.object(value, depth);
  }
  /** By index: a hole is `undefined`, which is none. */
  #items(items, depth) {
    if ((this.#room -= 2 * items.length) < 0)
      return false;
    for (let at = 0; at < items.length; at++)
      if (!this.#value(items[at], depth))
        return false;
    return true;
  }
}

const KEY = Symbol("key");
const MEMBER = Symbol("member");
function encodeData(data) {
  return plainText(data) ?? checkLength(new Writer(), data);
}
function plainText(data) {
  const object = {};
  for (const [key, value] of data) {
    if (typeof key !== "string" || key in Object.prototype)
      return void 0;
    object[key] = value;
  }
  const text = isPlainData(object) ? JSON.stringify(object) : void 0;
  return text !== void 0 && text.length <= SESSION_LIMITS.output ? text : void 0;
}
function checkLength(writer, data) {
  const text = JSON.stringify(writer.session(data));
  if (text.length > SESSION_LIMITS.output)
    writer.tooLong();
  return text;
}
class Writer {
  /** Characters that may still be written. Never more is taken of it than will be. */
  #room = SESSION_LIMITS.output;
  #keys = SESSION_LIMITS.keys;
  #depth = 0;
  /** What is being written, from the outermost in, and the slot of each in the one before. */
  #parents = [];
  #slots = [];
  /** Whether somebody has put on a prototype what `JSON.stringify` would call. */
  #isPolluted = "toJSON" in Array.prototype;
  session(data) {
    this.#parents[this.#depth++] = data;
    let entries = [...data];
    if (!haveTextKeys(entries))
      entries = entries.filter(([, value]) => value !== void 0);
    return haveTextKeys(entries) ? this.#properties(Object.fromEntries(entries)) : this.#entries(entries);
  }
  #value(value, slot) {
    this.#take(typeof value === "string" ? value.length + 2 : 2);
    if (typeof value === "string")
      return value;
    if (typeof value === "object" && value !== null)
      return this.#object(value, slot);
    const isPlain = value === null || typeof value === "boolean" || isPlainNumber(value);
    return isPlain ? value : this.#leaf(value, slot);
  }
  #object(value, slot) {
    this.#slots[this.#depth] = slot;
    this.#parents[this.#depth++] = value;
    const written = this.#container(value);
    this.#depth--;
    return written ?? this.#leaf(value, slot);
  }
  #container(value) {
    if (Array.isArray(value))
      return this.#items(value, 0);
    if (isPlainObject(value))
      return this.#properties({ ...value });
    if (isMap(value))
      return this.#entries([...value]);
    return isSet(value) ? this.#tag("s", this.#items([...value], value.size, () => MEMBER)) : void 0;
  }
  /** @param copy becomes what is written */
  #properties(copy) {
    const keys = Object.keys(copy);
    let only;
    let size = 0;
    this.#enter(keys.length);
    for (const key of keys) {
      const item = copy[key];
      if (item === void 0)
        continue;
      this.#take(key.length + 3);
      const written = this.#value(item, key);
      if (written !== item)
        copy[key] = written;
      only = ++size === 1 ? key : void 0;
    }
    return only?.startsWith(MARK) ? this.#tag(only, copy[only]) : this.#made(copy);
  }
  #entries(entries) {
    const flat = entries.flat();
    const slotOf = (at) => at % 2 === 0 ? KEY : flat[at - 1];
    return this.#tag("m", this.#items(flat, entries.length, slotOf));
  }
  #items(items, keys, slotOf) {
    const { length } = items;
    const copy = [];
    this.#enter(keys);
    for (let at = 0; at < length; at++)
      copy.push(this.#value(items[at], slotOf ? slotOf(at) : at));
    return this.#made(copy);
  }
  #leaf(value, slot) {
    if (isBytes(value))
      this.#take(value.length);
    if (typeof value === "bigint")
      this.#take(value.toString(16).length);
    const tag = leafTag(value);
    if (tag !== void 0)
      return this.#tag(...tag);
    const problem = `A session cannot hold ${kindOf(value)}; ${adviceFor(value)}`;
    return this.#fail("BAD_VALUE", problem, this.#depth, slot);
  }
  #tag(name, payload) {
    return this.#made({ [MARK + name]: payload });
  }
  /** An object for `JSON.stringify`. */
  #made(object) {
    return this.#isPolluted ? Object.setPrototypeOf(object, null) : object;
  }
  #take(characters) {
    this.#room -= characters;
    if (this.#room < 0)
      this.tooLong();
  }
  tooLong() {
    this.#refuseCircle();
    this.#fail("LIMIT", `The data take more than ${SESSION_LIMITS.output} characters`, 0);
  }
  #enter(keys) {
    this.#keys -= keys;
    if (!isTooMuch(keys, this.#keys, this.#depth))
      return;
    this.#refuseCircle();
    this.#fail("BAD_VALUE", "Too many keys or levels for a session; keep it elsewhere", this.#depth);
  }
  /** A circle is met as what is too long or too deep, and looked for only then. */
  #refuseCircle() {
    const parents = this.#parents.slice(0, this.#depth);
    const again = parents.findIndex((parent, at) => parents.indexOf(parent) < at);
    const problem = "A session cannot hold what holds itself; store an id in its place";
    if (again > 0)
      this.#fail("BAD_VALUE", problem, again + 1);
  }
  /** @param depth of the container that the error is about, or whose `slots` it is about */
  #fail(code, problem, depth, ...slots) {
    const keys = [...this.#slots.slice(1, depth), ...slots];
    throw new CartoucheError(code, problem, { path: pathText(void 0, keys) });
  }
}
const haveTextKeys = (entries) => entries.every(([key]) => typeof key === "string");
const isPlainNumber = (value) => Number.isFinite(value) && !Object.is(value, -0);
function adviceFor(value) {
  if (typeof value === "bigint")
    return "store one of at most 4,096 bytes";
  if (value instanceof Promise)
    return "await it first";
  if (ArrayBuffer.isView(value))
    return "store a Uint8Array";
  return "store text or plain data that describes it";
}

const KEY_ID = 4;
const HEAD = 1 + KEY_ID;
const PURPOSE = "session";
function tokenFormat(protection) {
  const { name, version, keyring, protect } = protection;
  const head = headOf(version, keyring.first.id);
  const contextOf = contexts(version);
  const firstId = idText(keyring.first.id);
  return {
    name,
    isAuthenticated: true,
    carriesId: true,
    read: (text, cookieName) => {
      const [keyId, payload] = opened(text, protection, (id) => contextOf(id, cookieName));
      return recordOf(payload, keyId === keyring.first.id ? firstId : idText(keyId));
    },
    write: urlsafeWriter((record, cookieName, dataText = encodeData(record.data)) => {
      const { id, key } = keyring.first;
      return protect(`${headerOf(record)}
${dataText}`, key, contextOf(id, cookieName), head);
    }),
    dataText: encodeData
  };
}
function headOf(version, keyId) {
  const head = Buffer.alloc(HEAD);
  head[0] = version;
  head.writeUInt32BE(keyId, 1);
  return head;
}
const idText = (keyId) => keyId.toString(16).padStart(2 * KEY_ID, "0");
function contexts(version) {
  let latest;
  return (keyId, cookieName) => {
    if (latest?.keyId !== keyId || latest.cookieName !== cookieName) {
      const context = lengthPrefixed(headOf(version, keyId), cookieName, PURPOSE);
      latest = { keyId, cookieName, context };
    }
    return latest.context;
  };
}
function opened(text, { version, keyring, overhead, unprotect }, contextOf) {
  const bytes = decodeUrlsafeBase64Strictly(text);
  if (bytes === void 0)
    throw new DeserializeError("BAD_BASE64", "The text is not base64url");
  if (bytes.length < HEAD + overhead || bytes[0] !== version) {
    throw new DeserializeError("BAD_TEXT", "The text is none of this format and version");
  }
  const keyId = bytes.readUInt32BE(1);
  const key = keyring.find(keyId);
  if (key === void 0)
    throw new DeserializeError("UNKNOWN_KEY", "The text was made with another key");
  const payload = unprotect(bytes, key, contextOf(keyId));
  if (payload === void 0)
    throw new DeserializeError("BAD_SIGNATURE", "The text is not authentic");
  return [keyId, payload];
}
const MILLISECONDS = 1e3;
function headerOf({ created, accessed, renewed, id, subject, persistent }) {
  const made = Math.round(created * MILLISECONDS);
  const since = Math.round((accessed ?? renewed) * MILLISECONDS) - made;
  const whose = subject === void 0 ? "null" : JSON.stringify(subject);
  return `[${made},${since},${JSON.stringify(id)},${whose},${persistent ? 1 : 0}]`;
}
function recordOf(payload, keyId) {
  const end = payload.indexOf("\n");
  const header = end < 0 ? void 0 : parsed(payload.slice(0, end));
  if (!isHeader(header))
    throw new DeserializeError("BAD_PAYLOAD", "The data cannot be read");
  const [made, since, id, subject, persistent] = header;
  const dataText = payload.slice(end + 1);
  return {
    id,
    subject: subject ?? void 0,
    persistent: persistent === 1,
    created: made / MILLISECONDS,
    renewed: (made + since) / MILLISECONDS,
    accessed: void 0,
    data: decodeData(dataText),
    dataText,
    keyId
  };
}
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return void 0;
  }
}
function isHeader(header) {
  if (!Array.isArray(header) || header.length !== 5)
    return false;
  const [made, since, id, subject, persistent] = header;
  return Number.isSafeInteger(made) && Number.isSafeInteger(since) && typeof id === "string" && (subject === null || typeof subject === "string") && (persistent === 0 || persistent === 1);
}

const sealedSpecs = {
  compress: { fallback: false, check: isBoolean }
};
const VERSION = 1;
const NONCE = 24;
const TAG = 16;
const COMPRESSED = 0;
function sealedFormat(keys, options = {}) {
  const { compress } = resolveOptions(sealedSpecs, options);
  return tokenFormat({
    name: "sealed",
    version: VERSION,
    keyring: sealingKeys(keys),
    overhead: NONCE + TAG,
    protect: (payload, key, context, head) => {
      const nonce = randomBytes(NONCE);
      const sealed = key.seal(compress ? smaller(payload) : payload, context, nonce);
      return Buffer.concat([head, nonce, sealed]).toString("base64url");
    },
    unprotect: (bytes, key, context) => {
      const nonce = bytes.subarray(HEAD, HEAD + NONCE);
      const plain = key.open(bytes.subarray(HEAD + NONCE), context, nonce);
      return plain && (plain[0] === COMPRESSED ? inflated(plain) : plain).toString();
    }
  });
}
const BYTES = 4;
function smaller(payload) {
  const plain = Buffer.from(payload);
  const compressed = Buffer.concat([Buffer.of(COMPRESSED), deflate(plain)]);
  return compressed.length < plain.length ? compressed : plain;
}
function inflated(plain) {
  return inflate(plain.subarray(1), BYTES * SESSION_LIMITS.output);
}

function sealedCookieSessionFactory(keys, options = {}) {
  const specs = { ...modernSpecs, ...sealedSpecs };
  const { compress, ...rest } = resolveOptions(specs, options);
  return modernFactory(sealedFormat(keys, { compress }), rest);
}

function checkFactory(factory) {
  if (typeof factory?.open === "function")
    return;
  throw new OptionError("factory", "must be a session factory, such as signedCookieSessionFactory(secret) makes");
}
function openWith(factory, cookieHeader, request, isSecure) {
  const opened = factory.open(cookieHeader, request, isSecure);
  if (opened?.session !== void 0 && typeof opened.headers === "function") {
    return opened;
  }
  throw new OptionError("factory", "must have an open() that returns a session with its headers()");
}
const exceptions = /* @__PURE__ */ new WeakMap();
const NOTHING = new Error("Nothing was thrown, or rejected with");
function noteException(request, exception) {
  exceptions.set(request, exception ?? NOTHING);
}
function forgetException(request) {
  exceptions.delete(request);
}
class CommitFailure {
  error;
  attachment;
  constructor(error, attachment) {
    this.error = error;
    this.attachment = attachment;
  }
}
function headersOf$1(attachments, status) {
  const lines = [];
  for (const attachment of attachments) {
    const { source, request } = attachment;
    const outcome = { exception: exceptions.get(request) };
    try {
      lines.push(...checkLines(source.headers(outcome)));
    } catch (error) {
      const reportsError = status >= 500 || exceptions.has(request) || source.saveFailed?.() === true;
      if (!reportsError)
        return new CommitFailure(error, attachment);
      report(attachment, error);
    }
  }
  if (!attachments.some(({ source }) => source.variesByCookie?.() === true))
    return lines;
  return lines.length === 0 ? [VARY] : [...lines, VARY, NO_STORE];
}
function checkLines(lines) {
  if (Array.isArray(lines) && lines.every(isHeaderLine))
    return lines;
  throw new CartoucheError("BAD_VALUE", "headers() of a session factory, or commit() of a CSRF policy, must give pairs of a header's name and value");
}
function isHeaderLine(line) {
  if (!Array.isArray(line))
    return false;
  const [name, value] = line;
  return isToken(name) && typeof value === "string" && /^[\t -~\x80-\xff]*$/.test(value);
}
const VARY = ["Vary", "Cookie"];
const NO_STORE = ["Cache-Control", "no-store"];
function report({ onCommitError, request }, error) {
  tell(onCommitError, error, request);
}
function addLines(headers, lines) {
  for (const [name, value] of lines) {
    const isSaid = name === "Cache-Control" && headers.get(name) !== null || name === "Vary" && /(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i.test(headers.get(name) ?? "");
    if (!isSaid)
      headers.append(name, value);
  }
}

const isCsrfOptions = (value) => value === null || typeof value === "object" && !Array.isArray(value) ? void 0 : "must be an object of options, {} for the defaults; without it nothing is checked";
const isOwnOrigin = (value) => {
  if (typeof value === "string" && settingOrigin(value) !== void 0)
    return void 0;
  return `must be scheme and host, as in '${likelyOrigin(value) ?? "https://shop.example"}'`;
};
const isMethods = (value) => Array.isArray(value) && value.every((method) => isToken(method)) ? void 0 : "must be a list of methods, such as 'GET'";
const specs = {
  mode: { fallback: "token", check: isOneOf(["token", "fetch-metadata", "both"]) },
  requireCsrf: { fallback: true, check: isBoolean },
  ...tokenSpecs,
  safeMethods: {
    fallback: ["GET", "HEAD", "OPTIONS", "TRACE"],
    check: isMethods,
    coerce: (value) => value.map((method) => method.toUpperCase())
  },
  checkOrigin: { fallback: true, check: isBoolean },
  ...originSpecs,
  mask: { fallback: false, check: isBoolean },
  exempt: { fallback: null, check: orNull$1(isFunction) },
  ownOrigin: {
    fallback: null,
    check: orNull$1(isOwnOrigin),
    coerce: (value) => value === null ? null : settingOrigin(value)
  }
};
function csrfSettings(given, more = {}) {
  const settings = resolveOptions({ ...specs, ...more }, given);
  if (asksForToken(settings) && settings.token === null && settings.header?.length === 0) {
    throw new OptionError("token", "and header are both null: say requireCsrf: false instead");
  }
  return settings;
}
function asksForToken({ mode }) {
  return mode !== "fetch-metadata";
}
function isChecked(settings, { method }, request) {
  const { requireCsrf, safeMethods, exempt } = settings;
  if (!requireCsrf || safeMethods.includes(method))
    return false;
  return exempt === null || atOnce("exempt", "exempt", exempt(request)) !== true;
}
function checkSource(settings, request) {
  const sent = withOwnOrigin(request, settings.ownOrigin);
  const rules = settings;
  const problem = (settings.mode === "token" ? void 0 : fetchMetadataProblem(sent, rules)) ?? (asksForToken(settings) && settings.checkOrigin ? originProblem(sent, rules) : void 0);
  if (problem !== void 0)
    throw problem;
}
function checkToken(settings, request) {
  if (!asksForToken(settings))
    return;
  const reason = tokenProblem(request, settings);
  if (reason !== void 0)
    throw new BadCsrfToken(reason);
}
function needsForm(settings, request) {
  if (!asksForToken(settings) || settings.token === null)
    return false;
  return headerToken(request, settings) === "";
}
function withOwnOrigin(request, ownOrigin) {
  if (ownOrigin === null)
    return request;
  const [scheme, host] = ownOrigin.split("://");
  return { scheme, host, header: (name) => request.header(name) };
}
function warnOfProxy(settings, request) {
  const { checkOrigin, ownOrigin } = settings;
  if (!asksForToken(settings) || !checkOrigin || ownOrigin !== null || isHttps(request))
    return;
  if (!isForwardedHttps(request))
    return;
  warnOnce("CARTOUCHE_PROXY_NOT_TRUSTED", "A request over plain HTTP says that a proxy took it over HTTPS. The origin of requests is not checked unless you say so too: in Express app.set('trust proxy', \u2026), elsewhere the option ownOrigin of csrf, as in 'https://shop.example'");
}
function isForwardedHttps(request) {
  return /^\s*https\b/i.test(request.header("X-Forwarded-Proto") ?? "") || /(?:^|[;,\s])proto="?https\b/i.test(request.header("Forwarded") ?? "");
}

function lastValue(body, name) {
  if (typeof body !== "object" || body === null)
    return void 0;
  const found = hasGetAll(body) ? body.getAll(name) : ownValue(body, name);
  const last = Array.isArray(found) ? found.at(-1) : found;
  return typeof last === "string" ? last : void 0;
}
function hasGetAll(body) {
  return "getAll" in body && typeof body.getAll === "function";
}
function ownValue(body, name) {
  return Object.hasOwn(body, name) ? body[name] : void 0;
}

const requests$1 = /* @__PURE__ */ new WeakMap();
function refusalOf(error) {
  if (error instanceof CsrfBodyTimeout)
    return { status: error.status, body: "408 Request Timeout\n" };
  if (error instanceof BadCsrfToken || error instanceof BadCsrfOrigin) {
    return { status: error.status, body: "400 Bad Request\n" };
  }
  return void 0;
}
function protect(request, settings, findSession, makeView, isOver) {
  const around = protectionOf(request);
  const known = around?.view;
  const view = known === void 0 || known.isClosed === true ? makeView() : known;
  requests$1.set(request, { settings, view, findSession, isOver, around });
  view.findSession = () => protectionOf(request).findSession();
  warnOfProxy(settings, view);
  return view;
}
function protectionOf(request) {
  let found = requests$1.get(request);
  while (found?.around !== void 0 && found.isOver())
    found = found.around;
  return found;
}
function csrfHeaders({ policy }, view) {
  let lines = [];
  const source = {
    headers: () => {
      const made = atOnce("policy", "commit", policy.commit?.(view)) ?? [];
      return made.length > 0 ? lines = made : lines;
    },
    variesByCookie: () => lines.length > 0 || policy.commit !== void 0 && view.isShown === true,
    close: () => {
      view.pending.delete(source);
      view.isClosed = view.pending.size === 0;
    }
  };
  view.pending.add(source);
  return source;
}
function valueIn(body) {
  return body === void 0 ? void 0 : (name) => lastValue(body, name);
}
function getCsrfToken$1(request) {
  const { settings, view } = protectedOf(request);
  view.isShown = true;
  return forPage(settings, atOnce("policy", "getCsrfToken", settings.policy.getCsrfToken(view)));
}
function forPage({ mask }, token) {
  return mask && typeof token === "string" ? maskToken(token) : token;
}
function protectedOf(request) {
  const found = protectionOf(request);
  if (found === void 0)
    throw new OptionError("csrf", "was not set up for this request");
  return found;
}

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
async function readForm(request, limits) {
  const { headers, body, bodyUsed } = request;
  const type = headers.get("content-type") ?? "";
  if (!FORM_TYPE.test(type) || body === null || bodyUsed || body.locked)
    return void 0;
  if (Number(headers.get("content-length")) > limits.bytes)
    return void 0;
  const bytes = await readInTime(request, limits);
  if (bytes === void 0)
    return void 0;
  try {
    return await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  } catch {
    return void 0;
  }
}
async function readInTime(request, limits) {
  const reader = request.clone().body.getReader();
  try {
    return await inTime(readBytes(reader, limits.bytes), request.signal, limits.seconds);
  } finally {
    reader.cancel().catch(() => void 0);
  }
}
function inTime(work, signal, seconds) {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new CsrfBodyTimeout());
    const fail = (cause) => reject(new CsrfBodyTimeout({ cause }));
    const timer = setTimeout(stop, seconds * 1e3);
    const stopSoon = () => void setTimeout(stop);
    signal.addEventListener("abort", stopSoon);
    if (signal.aborted)
      stopSoon();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stopSoon);
    };
    work.then(resolve, fail).finally(end);
  });
}
async function readBytes(reader, limit) {
  const chunks = [];
  let size = 0;
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done)
      return Buffer.concat(chunks);
    size += value.length;
    if (size > limit)
      return void 0;
    chunks.push(value);
  }
}

const LONGEST_TIMEOUT = 2 ** 31 / 1e3 - 1;
const isTimeout = (value) => typeof value === "number" && value > 0 && value <= LONGEST_TIMEOUT ? void 0 : "must be a number of seconds above 0";
const webSpecs = {
  onCommitError: { fallback: printError, check: isFunction },
  csrf: { fallback: null, check: isCsrfOptions },
  csrfBodyLimit: { fallback: 65536, check: isIntegerBetween(0, Number.MAX_SAFE_INTEGER) },
  csrfBodyTimeout: { fallback: 10, check: isTimeout }
};
function webSettings({ csrf, ...options }) {
  return { ...options, csrf: csrf === null ? void 0 : csrfSettings(csrf) };
}
const sessions = /* @__PURE__ */ new WeakMap();
class Exchange {
  #request;
  #settings;
  #attachments = [];
  /** The cookies whose sessions were opened here. */
  #cookies = [];
  #isClosed = false;
  constructor(request, settings) {
    this.#request = request;
    this.#settings = settings;
  }
  /** The session of the request: of a handler around this one, which will set the cookie, or a new one. */
  open(factory) {
    const request = this.#request;
    const ofRequest = sessions.get(request) ?? /* @__PURE__ */ new Map();
    const cookie = factory.cookieName ?? factory;
    const known = ofRequest.get(cookie);
    if (known !== void 0)
      return known.session;
    const isSecure = () => new URL(request.url).protocol === "https:";
    const opened = openWith(factory, request.headers.get("cookie"), request, isSecure);
    sessions.set(request, ofRequest.set(cookie, opened));
    this.#cookies.push(cookie);
    this.#add(opened);
    return opened.session;
  }
  /**
   * Makes the automatic CSRF check, where the settings ask for one.
   *
   * @param session that which `open()` gave
   * @throws {BadCsrfOrigin}
   * @throws {BadCsrfToken}
   * @throws {CsrfBodyTimeout} when a form does not come in time
   */
  async protect(session) {
    const { csrf } = this.#settings;
    if (csrf === void 0)
      return;
    const opened = session;
    const view = protect(this.#request, csrf, () => opened, () => viewOf(this.#request, opened), () => this.#isClosed);
    this.#add(csrfHeaders(csrf, view));
    await enforceWithForm(this.#request, csrf, view, this.#settings);
  }
  #add(source) {
    const { onCommitError } = this.#settings;
    this.#attachments.push({ source, request: this.#request, onCommitError });
  }
  /** Says that the request ended in an exception, whoever answers it. */
  fail(error) {
    noteException(this.#request, error);
  }
  /**
   * The response with the headers of the session; the response itself where there are none.
   *
   * @throws what keeps a session from being written, unless the response reports an error already
   */
  finish(response) {
    const lines = this.lines(response);
    if (lines.length === 0)
      return response;
    return isUpgrade(response) ? response : withLines(response, lines);
  }
  /**
   * The headers of the session, for a framework that adds them itself.
   *
   * @param answer what is known of it
   * @throws what keeps a session from being written, unless the answer reports an error already
   */
  lines(answer) {
    const lines = headersOf$1(this.#attachments, answer.status);
    if (lines instanceof CommitFailure) {
      cancel(answer.body ?? null);
      throw lines.error;
    }
    if (lines.length > 0)
      this.#tellOfLoss(answer, lines);
    return lines;
  }
  /**
   * For frameworks whose error handling is over when there is a response. What `session.save()` has told of is known.
   *
   * @throws what keeps a session from being written
   */
  prepare() {
    for (const { source } of this.#attachments) {
      if (source.saveFailed?.() !== true)
        source.headers();
    }
  }
  /** What is written to the sessions from now on would be lost. */
  close() {
    this.#isClosed = true;
    for (const { source } of this.#attachments)
      source.close?.();
    const ofRequest = sessions.get(this.#request);
    for (const cookie of this.#cookies)
      ofRequest?.delete(cookie);
    if (ofRequest?.size === 0)
      forgetException(this.#request);
  }
  /** A cookie that does not get through is no reason for another answer, but no secret either. */
  #tellOfLoss(answer, lines) {
    const cookies = lines.filter(isCookieLine).map(([, line]) => line.slice(0, line.indexOf("=") + 1));
    const own = answer.headers?.getSetCookie?.() ?? [];
    const tell = (problem) => report(this.#attachments[0], new CartoucheError("NO_ANSWER", `The response ${problem}`));
    if (cookies.length > 0 && isUpgrade(answer))
      tell("to an upgrade cannot carry a cookie");
    else if (cookies.some((name) => own.some((line) => line.startsWith(name)))) {
      tell("has the session's cookie already: give a handler inside another one no copy of the request");
    }
  }
}
function cancel(body) {
  try {
    isUnawaited(body?.cancel?.());
  } catch {
  }
}
const isCookieLine = ([name]) => name === "Set-Cookie";
function viewOf(request, session) {
  const { protocol, host } = new URL(request.url);
  return {
    method: request.method,
    scheme: protocol.slice(0, -1),
    host,
    header: (name) => request.headers.get(name),
    cookieHeader: request.headers.get("cookie"),
    findSession: () => session,
    pending: /* @__PURE__ */ new Set(),
    get session() {
      return this.findSession();
    },
    body: void 0,
    get bodyValue() {
      return valueIn(this.body);
    }
  };
}
async function enforceWithForm(request, settings, view, limits) {
  if (!isChecked(settings, view, request))
    return;
  checkSource(settings, view);
  if (needsForm(settings, view)) {
    const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = limits;
    view.body = await readForm(request, { bytes, seconds });
  }
  checkToken(settings, view);
}
function isUpgrade({ status }) {
  return status === 101;
}
function withLines(response, lines) {
  const copy = new Response(response.body, response);
  addLines(copy.headers, lines);
  return copy;
}

const isName = (value) => isToken(value) ? void 0 : 'must be a name that a context can have, such as "admin"';
const contextSpecs = {
  name: { fallback: "session", check: isName },
  ...webSpecs
};
function takenName(name) {
  return new OptionError("name", `must be a free one: the context has ${name} already. Say, for example, { name: 'admin' }`);
}
function putIntoContext(context, name, find) {
  const taken = context[name];
  if (taken !== void 0 && taken !== find())
    throw takenName(name);
  const set = () => {
    throw new TypeError(`context.${name} cannot be assigned: change the session by its methods, or empty it by invalidate()`);
  };
  Object.defineProperty(context, name, { configurable: true, enumerable: true, get: find, set });
}

const NOT_FOUND = Symbol.for("h3.notFound");
const HANDLED = Symbol.for("h3.handled");
const UPGRADE = 101;
class Passage {
  exchange;
  #event;
  #settings;
  /** The lines that stand in `event.res`. */
  #placed = [];
  /** Whether the session could not be written. */
  #isLost = false;
  #isTold = false;
  constructor(event, settings) {
    this.#event = event;
    this.#settings = settings;
    this.exchange = new Exchange(event.req, {
      ...settings,
      onCommitError: (error) => this.#tell(error)
    });
  }
  /**
   * Adds the headers of the session to what h3 will make of `answer`.
   *
   * @throws what keeps a session from being written, unless the answer reports an error already
   */
  finish(answer) {
    this.#isLost = true;
    this.#place(answer);
    this.#isLost = false;
    if (answer === NOT_FOUND)
      this.#leave();
    else
      this.exchange.close();
  }
  /** Leaves the session to the error handling, which may change it. */
  fail(error) {
    this.exchange.fail(error);
    if (!this.#isLost)
      this.#place(error);
    this.#leave();
  }
  /** What the application's error handling gave, with the headers of the session as it is now. */
  answerWith(answer, error) {
    for (const headers of headersOf(this.#event))
      remove(headers, this.#placed);
    if (answer instanceof Response)
      return this.exchange.finish(answer);
    this.#place(answer ?? error);
    return answer;
  }
  #place(answer) {
    const known = knownOf(answer, this.#event);
    const lines = this.exchange.lines(known);
    if (lines.length === 0 || known.status === UPGRADE)
      return;
    for (const headers of headersOf(this.#event))
      addLines(merged(headers, known.headers), lines);
    this.#placed = lines;
    if (answer === HANDLED)
      this.#tell(new CartoucheError("NO_ANSWER", BY_NODE));
  }
  #leave() {
    if (this.#event.app?.config.onError === void 0)
      this.exchange.close();
    else
      left.set(this.#event, [...left.get(this.#event) ?? [], this]);
  }
  /** Once: an answer to an error is asked for its headers again when the error handling is done. */
  #tell(error) {
    if (!this.#isTold)
      tell(this.#settings.onCommitError, error, this.#event.req);
    this.#isTold = true;
  }
}
const BY_NODE = "The response was written by a handler of Node's, past h3, and cannot carry the session's cookie";
const left = /* @__PURE__ */ new WeakMap();
const watched = /* @__PURE__ */ new WeakSet();
function watchErrors(app) {
  const onError = app?.config.onError;
  if (onError === void 0 || watched.has(onError))
    return;
  const around = (error, event) => answerError(onError, error, event);
  watched.add(around);
  if (Object.isFrozen(app.config)) {
    Object.assign(app, { config: Object.freeze({ ...app.config, onError: around }) });
  } else
    app.config.onError = around;
}
async function answerError(onError, error, event) {
  let answer;
  try {
    answer = await onError(error, event);
  } catch (failure) {
    settle(event, void 0, failure);
    throw failure;
  }
  return settle(event, answer, error);
}
function settle(event, given, error) {
  const passages = left.get(event) ?? [];
  left.delete(event);
  try {
    return passages.reduce((answer, passage) => passage.answerWith(answer, error), given);
  } finally {
    for (const { exchange } of passages)
      exchange.close();
  }
}
function headersOf({ res }) {
  const { headers, errHeaders } = res;
  return errHeaders === void 0 ? [headers] : [headers, errHeaders];
}
function merged(headers, own) {
  const get = (name) => headers.get(name) ?? own?.get(name) ?? null;
  return {
    get,
    append: (name, value) => {
      const before = name === "Set-Cookie" ? null : get(name);
      if (before === null)
        headers.append(name, value);
      else
        headers.set(name, `${before}, ${value}`);
    }
  };
}
function remove(headers, lines) {
  if (lines.length === 0)
    return;
  const kept = headers.getSetCookie().filter((own) => !lines.some(([, value]) => value === own));
  headers.delete("Set-Cookie");
  for (const own of kept)
    headers.append("Set-Cookie", own);
}
function knownOf(answer, event) {
  if (answer === NOT_FOUND)
    return { status: 404 };
  if (!isResponseLike(answer)) {
    const { status: status2 = 200 } = event.res;
    return answer instanceof ReadableStream ? { status: status2, body: answer } : { status: status2 };
  }
  if ("crossws" in answer)
    return { status: UPGRADE };
  const { status = event.res.status ?? 200, headers, body = null } = answer;
  return { status, ...headers !== void 0 && { headers }, body };
}
function isResponseLike(answer) {
  return answer instanceof Response || answer instanceof Error || answer?.constructor?.name === "HTTPResponse";
}
function asHTTPError(error) {
  const refusal = refusalOf(error);
  if (refusal === void 0)
    return error;
  const { status } = refusal;
  const { message } = error;
  const toJSON = () => ({ status, message });
  return Object.assign(Object.defineProperty(new Error(message, { cause: error }), "name", { value: "HTTPError" }), { status, statusText: void 0, headers: void 0, toJSON });
}

function session(factory, options = {}) {
  checkFactory(factory);
  const { name, ...rest } = resolveOptions(contextSpecs, options);
  const settings = webSettings(rest);
  return async (event, next) => {
    const passage = new Passage(event, settings);
    watchErrors(event.app);
    try {
      const opened = passage.exchange.open(factory);
      putIntoContext(event.context, name, () => opened);
      requests.set(event, event.req);
      await passage.exchange.protect(opened);
      const answer = await next();
      passage.finish(answer);
      return answer;
    } catch (error) {
      passage.fail(error);
      throw asHTTPError(error);
    }
  };
}
const requests = /* @__PURE__ */ new WeakMap();
const requestOf = (event) => requests.get(event) ?? event.req;
function getCsrfToken(event) {
  return getCsrfToken$1(requestOf(event));
}

const key$1 = process.env["SESSION_KEY"];
if (!key$1) {
  console.error(
    `Set SESSION_KEY to a key, made by: node -e "import('cartouche').then(({ generateKey }) => console.log(generateKey()))"`
  );
  process.exit(1);
}
const _EjeH_2 = session(sealedCookieSessionFactory(key$1), { csrf: {} });

const findRouteRules = (m,p)=>{return [];};

const _lazy_LLXIdO = defineLazyEventHandler(() => import('../routes/routes.mjs'));
const _lazy_EZ633y = defineLazyEventHandler(() => import('../routes/sign-in.post.mjs'));
const _lazy_fJeV5H = defineLazyEventHandler(() => import('../routes/sign-out.post.mjs'));

const findRoute = (m,p)=>{if(p[p.length-1]==='/')p=p.slice(0,-1)||'/';if(p==="/"){return {data:{route:"/",handler:_lazy_LLXIdO}};}if(p==="/sign-in"){if(m==='POST')return {data:{route:"/sign-in",method:"post",handler:_lazy_EZ633y}};}if(p==="/sign-out"){if(m==='POST')return {data:{route:"/sign-out",method:"post",handler:_lazy_fJeV5H}};}};

const findRoutedMiddleware = (m,p)=>{return [];};

const globalMiddleware = [toEventHandler(_DCOUiR),toEventHandler(_EjeH_2)];

function useNitroApp() {
  return useNitroApp.__instance__ ??= initNitroApp();
}
function initNitroApp() {
  const nitroApp = createNitroApp();
  for (const plugin of plugins) {
    try {
      plugin(nitroApp);
    } catch (error) {
      nitroApp.captureError(error, { tags: ["plugin"] });
      throw error;
    }
  }
  return nitroApp;
}
function createNitroApp() {
  const hooks = createHooks();
  const captureError = (error, errorCtx) => {
    const promise = hooks.callHookParallel("error", error, errorCtx).catch((hookError) => {
      console.error("Error while capturing another error", hookError);
    });
    if (errorCtx?.event) {
      const errors = errorCtx.event.req.context?.nitro?.errors;
      if (errors) {
        errors.push({ error, context: errorCtx });
      }
      if (typeof errorCtx.event.req.waitUntil === "function") {
        errorCtx.event.req.waitUntil(promise);
      }
    }
  };
  const h3App = createH3App(captureError);
  let fetchHandler = async (req) => {
    req.context ??= {};
    req.context.nitro = req.context.nitro || { errors: [] };
    const event = { req };
    const nitroApp = useNitroApp();
    await nitroApp.hooks.callHook("request", event).catch((error) => {
      captureError(error, { event, tags: ["request"] });
    });
    const response = await h3App.request(req, void 0, req.context);
    await nitroApp.hooks.callHook("response", response, event).catch((error) => {
      captureError(error, { event, tags: ["request", "response"] });
    });
    return response;
  };
  const requestHandler = (input, init, context) => {
    const req = toRequest(input, init);
    req.context = { ...req.context, ...context };
    return Promise.resolve(fetchHandler(req));
  };
  const originalFetch = globalThis.fetch;
  const nitroFetch = (input, init) => {
    if (typeof input === "string" && input.startsWith("/")) {
      return requestHandler(input, init);
    }
    if (input instanceof Request && "_request" in input) {
      input = input._request;
    }
    return originalFetch(input, init);
  };
  globalThis.fetch = nitroFetch;
  const app = {
    _h3: h3App,
    hooks,
    fetch: requestHandler,
    captureError
  };
  return app;
}
function createH3App(captureError) {
  const DEBUG_MODE = ["1", "true", "TRUE"].includes(false + "");
  const h3App = new H3Core({
    debug: DEBUG_MODE,
    onError: (error, event) => {
      captureError(error, { event, tags: ["request"] });
      return errorHandler(error, event);
    }
  });
  h3App._findRoute = (event) => findRoute(event.req.method, event.url.pathname);
  h3App._getMiddleware = (event, route) => {
    event.url.pathname;
    event.req.method;
    const { routeRules, routeRuleMiddleware } = getRouteRules();
    event.context.routeRules = routeRules;
    return [
      ...routeRuleMiddleware,
      ...globalMiddleware,
      ...findRoutedMiddleware().map((r) => r.data),
      ...route?.data?.middleware || []
    ].filter(Boolean);
  };
  return h3App;
}
function getRouteRules(method, pathname) {
  const m = findRouteRules();
  if (!m?.length) {
    return { routeRuleMiddleware: [] };
  }
  const routeRules = {};
  for (const layer of m) {
    for (const rule of layer.data) {
      const currentRule = routeRules[rule.name];
      if (currentRule) {
        if (rule.options === false) {
          delete routeRules[rule.name];
          continue;
        }
        if (typeof currentRule.options === "object" && typeof rule.options === "object") {
          currentRule.options = { ...currentRule.options, ...rule.options };
        } else {
          currentRule.options = rule.options;
        }
        currentRule.route = rule.route;
        currentRule.params = { ...currentRule.params, ...layer.params };
      } else if (rule.options !== false) {
        routeRules[rule.name] = { ...rule, params: layer.params };
      }
    }
  }
  const middleware = [];
  for (const rule of Object.values(routeRules)) {
    if (rule.options === false || !rule.handler) {
      continue;
    }
    middleware.push(rule.handler(rule));
  }
  return {
    routeRules,
    routeRuleMiddleware: middleware
  };
}

function _captureError(error, type) {
  console.error(`[${type}]`, error);
  useNitroApp().captureError(error, { tags: [type] });
}
function trapUnhandledNodeErrors() {
  process.on(
    "unhandledRejection",
    (error) => _captureError(error, "unhandledRejection")
  );
  process.on(
    "uncaughtException",
    (error) => _captureError(error, "uncaughtException")
  );
}

const debug = (...args) => {
};
function GracefulShutdown(server, opts) {
  opts = opts || {};
  const options = Object.assign(
    {
      signals: "SIGINT SIGTERM",
      timeout: 3e4,
      development: false,
      forceExit: true,
      onShutdown: (signal) => Promise.resolve(signal),
      preShutdown: (signal) => Promise.resolve(signal)
    },
    opts
  );
  let isShuttingDown = false;
  const connections = {};
  let connectionCounter = 0;
  const secureConnections = {};
  let secureConnectionCounter = 0;
  let failed = false;
  let finalRun = false;
  function onceFactory() {
    let called = false;
    return (emitter, events, callback) => {
      function call() {
        if (!called) {
          called = true;
          return Reflect.apply(callback, this, arguments);
        }
      }
      for (const e of events) {
        emitter.on(e, call);
      }
    };
  }
  const signals = options.signals.split(" ").map((s) => s.trim()).filter((s) => s.length > 0);
  const once = onceFactory();
  once(process, signals, (signal) => {
    debug("received shut down signal", signal);
    shutdown(signal).then(() => {
      if (options.forceExit) {
        process.exit(failed ? 1 : 0);
      }
    }).catch((error) => {
      debug("server shut down error occurred", error);
      process.exit(1);
    });
  });
  function isFunction(functionToCheck) {
    const getType = Object.prototype.toString.call(functionToCheck);
    return /^\[object\s([A-Za-z]+)?Function]$/.test(getType);
  }
  function destroy(socket, force = false) {
    if (socket._isIdle && isShuttingDown || force) {
      socket.destroy();
      if (socket.server instanceof http.Server) {
        delete connections[socket._connectionId];
      } else {
        delete secureConnections[socket._connectionId];
      }
    }
  }
  function destroyAllConnections(force = false) {
    debug("Destroy Connections : " + (force ? "forced close" : "close"));
    let counter = 0;
    let secureCounter = 0;
    for (const key of Object.keys(connections)) {
      const socket = connections[key];
      const serverResponse = socket._httpMessage;
      if (serverResponse && !force) {
        if (!serverResponse.headersSent) {
          serverResponse.setHeader("connection", "close");
        }
      } else {
        counter++;
        destroy(socket);
      }
    }
    debug("Connections destroyed : " + counter);
    debug("Connection Counter    : " + connectionCounter);
    for (const key of Object.keys(secureConnections)) {
      const socket = secureConnections[key];
      const serverResponse = socket._httpMessage;
      if (serverResponse && !force) {
        if (!serverResponse.headersSent) {
          serverResponse.setHeader("connection", "close");
        }
      } else {
        secureCounter++;
        destroy(socket);
      }
    }
    debug("Secure Connections destroyed : " + secureCounter);
    debug("Secure Connection Counter    : " + secureConnectionCounter);
  }
  server.on("request", (req, res) => {
    req.socket._isIdle = false;
    if (isShuttingDown && !res.headersSent) {
      res.setHeader("connection", "close");
    }
    res.on("finish", () => {
      req.socket._isIdle = true;
      destroy(req.socket);
    });
  });
  server.on("connection", (socket) => {
    if (isShuttingDown) {
      socket.destroy();
    } else {
      const id = connectionCounter++;
      socket._isIdle = true;
      socket._connectionId = id;
      connections[id] = socket;
      socket.once("close", () => {
        delete connections[socket._connectionId];
      });
    }
  });
  server.on("secureConnection", (socket) => {
    if (isShuttingDown) {
      socket.destroy();
    } else {
      const id = secureConnectionCounter++;
      socket._isIdle = true;
      socket._connectionId = id;
      secureConnections[id] = socket;
      socket.once("close", () => {
        delete secureConnections[socket._connectionId];
      });
    }
  });
  process.on("close", () => {
    debug("closed");
  });
  function shutdown(sig) {
    function cleanupHttp() {
      destroyAllConnections();
      debug("Close http server");
      return new Promise((resolve, reject) => {
        server.close((err) => {
          if (err) {
            return reject(err);
          }
          return resolve(true);
        });
      });
    }
    debug("shutdown signal - " + sig);
    if (options.development) {
      debug("DEV-Mode - immediate forceful shutdown");
      return process.exit(0);
    }
    function finalHandler() {
      if (!finalRun) {
        finalRun = true;
        if (options.finally && isFunction(options.finally)) {
          debug("executing finally()");
          options.finally();
        }
      }
      return Promise.resolve();
    }
    function waitForReadyToShutDown(totalNumInterval) {
      debug(`waitForReadyToShutDown... ${totalNumInterval}`);
      if (totalNumInterval === 0) {
        debug(
          `Could not close connections in time (${options.timeout}ms), will forcefully shut down`
        );
        return Promise.resolve(true);
      }
      const allConnectionsClosed = Object.keys(connections).length === 0 && Object.keys(secureConnections).length === 0;
      if (allConnectionsClosed) {
        debug("All connections closed. Continue to shutting down");
        return Promise.resolve(false);
      }
      debug("Schedule the next waitForReadyToShutdown");
      return new Promise((resolve) => {
        setTimeout(() => {
          resolve(waitForReadyToShutDown(totalNumInterval - 1));
        }, 250);
      });
    }
    if (isShuttingDown) {
      return Promise.resolve();
    }
    debug("shutting down");
    return options.preShutdown(sig).then(() => {
      isShuttingDown = true;
      cleanupHttp();
    }).then(() => {
      const pollIterations = options.timeout ? Math.round(options.timeout / 250) : 0;
      return waitForReadyToShutDown(pollIterations);
    }).then((force) => {
      debug("Do onShutdown now");
      if (force) {
        destroyAllConnections(force);
      }
      return options.onShutdown(sig);
    }).then(finalHandler).catch((error) => {
      const errString = typeof error === "string" ? error : JSON.stringify(error);
      debug(errString);
      failed = true;
      throw errString;
    });
  }
  function shutdownManual() {
    return shutdown("manual");
  }
  return shutdownManual;
}

function getGracefulShutdownConfig() {
  return {
    disabled: !!process.env.NITRO_SHUTDOWN_DISABLED,
    signals: (process.env.NITRO_SHUTDOWN_SIGNALS || "SIGTERM SIGINT").split(" ").map((s) => s.trim()),
    timeout: Number.parseInt(process.env.NITRO_SHUTDOWN_TIMEOUT || "", 10) || 3e4,
    forceExit: !process.env.NITRO_SHUTDOWN_NO_FORCE_EXIT
  };
}
function setupGracefulShutdown(listener, nitroApp) {
  const shutdownConfig = getGracefulShutdownConfig();
  if (shutdownConfig.disabled) {
    return;
  }
  GracefulShutdown(listener, {
    signals: shutdownConfig.signals.join(" "),
    timeout: shutdownConfig.timeout,
    forceExit: shutdownConfig.forceExit,
    onShutdown: async () => {
      await new Promise((resolve) => {
        const timeout = setTimeout(() => {
          console.warn("Graceful shutdown timeout, force exiting...");
          resolve();
        }, shutdownConfig.timeout);
        nitroApp.hooks.callHook("close").catch((error) => {
          console.error(error);
        }).finally(() => {
          clearTimeout(timeout);
          resolve();
        });
      });
    }
  });
}

const cert = process.env.NITRO_SSL_CERT;
const key = process.env.NITRO_SSL_KEY;
const nitroApp = useNitroApp();
const server = cert && key ? new Server({ key, cert }, toNodeHandler(nitroApp.fetch)) : new Server$1(toNodeHandler(nitroApp.fetch));
const port = destr(process.env.NITRO_PORT || process.env.PORT) || 3e3;
const host = process.env.NITRO_HOST || process.env.HOST;
const path = process.env.NITRO_UNIX_SOCKET;
const listener = server.listen(path ? { path } : { port, host }, (err) => {
  if (err) {
    console.error(err);
    process.exit(1);
  }
  const protocol = cert && key ? "https" : "http";
  const addressInfo = listener.address();
  if (typeof addressInfo === "string") {
    console.log(`Listening on unix socket ${addressInfo}`);
    return;
  }
  const baseURL = (useRuntimeConfig().app.baseURL || "").replace(/\/$/, "");
  const url = `${protocol}://${addressInfo.family === "IPv6" ? `[${addressInfo.address}]` : addressInfo.address}:${addressInfo.port}${baseURL}`;
  console.log(`Listening on ${url}`);
});
trapUnhandledNodeErrors();
setupGracefulShutdown(listener, nitroApp);
const nodeServer = {};

export { getCsrfToken as g, nodeServer as n };
//# sourceMappingURL=nitro.mjs.map
