import process from 'node:process';globalThis._importMeta_=globalThis._importMeta_||{url:"file:///_entry.js",env:process.env};import http, { Server as Server$1 } from 'node:http';
import https, { Server } from 'node:https';
import { EventEmitter } from 'node:events';
import { Buffer as Buffer$1, isUtf8 } from 'node:buffer';
import { promises, existsSync } from 'node:fs';
import { resolve as resolve$1, dirname as dirname$1, join } from 'node:path';
import { createHash, timingSafeEqual, randomBytes as randomBytes$1, randomFillSync, hkdfSync, createDecipheriv, createCipheriv } from 'node:crypto';
import { AsyncLocalStorage, executionAsyncId, createHook } from 'node:async_hooks';
import { inflateRawSync, deflateRawSync } from 'node:zlib';
import { channel } from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';

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

const HASH_RE = /#/g;
const AMPERSAND_RE = /&/g;
const SLASH_RE = /\//g;
const EQUAL_RE = /=/g;
const IM_RE = /\?/g;
const PLUS_RE = /\+/g;
const ENC_CARET_RE = /%5e/gi;
const ENC_BACKTICK_RE = /%60/gi;
const ENC_PIPE_RE = /%7c/gi;
const ENC_SPACE_RE = /%20/gi;
const ENC_SLASH_RE = /%2f/gi;
const ENC_ENC_SLASH_RE = /%252f/gi;
function encode(text) {
  return encodeURI("" + text).replace(ENC_PIPE_RE, "|");
}
function encodeQueryValue(input) {
  return encode(typeof input === "string" ? input : JSON.stringify(input)).replace(PLUS_RE, "%2B").replace(ENC_SPACE_RE, "+").replace(HASH_RE, "%23").replace(AMPERSAND_RE, "%26").replace(ENC_BACKTICK_RE, "`").replace(ENC_CARET_RE, "^").replace(SLASH_RE, "%2F");
}
function encodeQueryKey(text) {
  return encodeQueryValue(text).replace(EQUAL_RE, "%3D");
}
function encodePath(text) {
  return encode(text).replace(HASH_RE, "%23").replace(IM_RE, "%3F").replace(ENC_ENC_SLASH_RE, "%2F").replace(AMPERSAND_RE, "%26").replace(PLUS_RE, "%2B");
}
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
function decodeQueryKey(text) {
  return decode(text.replace(PLUS_RE, " "));
}
function decodeQueryValue(text) {
  return decode(text.replace(PLUS_RE, " "));
}

function parseQuery(parametersString = "") {
  const object = /* @__PURE__ */ Object.create(null);
  if (parametersString[0] === "?") {
    parametersString = parametersString.slice(1);
  }
  for (const parameter of parametersString.split("&")) {
    const s = parameter.match(/([^=]+)=?(.*)/) || [];
    if (s.length < 2) {
      continue;
    }
    const key = decodeQueryKey(s[1]);
    if (key === "__proto__" || key === "constructor") {
      continue;
    }
    const value = decodeQueryValue(s[2] || "");
    if (object[key] === void 0) {
      object[key] = value;
    } else if (Array.isArray(object[key])) {
      object[key].push(value);
    } else {
      object[key] = [object[key], value];
    }
  }
  return object;
}
function encodeQueryItem(key, value) {
  if (typeof value === "number" || typeof value === "boolean") {
    value = String(value);
  }
  if (!value) {
    return encodeQueryKey(key);
  }
  if (Array.isArray(value)) {
    return value.map(
      (_value) => `${encodeQueryKey(key)}=${encodeQueryValue(_value)}`
    ).join("&");
  }
  return `${encodeQueryKey(key)}=${encodeQueryValue(value)}`;
}
function stringifyQuery(query) {
  return Object.keys(query).filter((k) => query[k] !== void 0).map((k) => encodeQueryItem(k, query[k])).filter(Boolean).join("&");
}

const PROTOCOL_STRICT_REGEX = /^[\s\w\0+.-]{2,}:([/\\]{1,2})/;
const PROTOCOL_REGEX = /^[\s\w\0+.-]{2,}:([/\\]{2})?/;
const PROTOCOL_RELATIVE_REGEX = /^([/\\]\s*){2,}[^/\\]/;
const PROTOCOL_SCRIPT_RE = /^[\s\0]*(blob|data|javascript|vbscript):$/i;
const TRAILING_SLASH_RE = /\/$|\/\?|\/#/;
const JOIN_LEADING_SLASH_RE = /^\.?\//;
function hasProtocol(inputString, opts = {}) {
  if (typeof opts === "boolean") {
    opts = { acceptRelative: opts };
  }
  if (opts.strict) {
    return PROTOCOL_STRICT_REGEX.test(inputString);
  }
  return PROTOCOL_REGEX.test(inputString) || (opts.acceptRelative ? PROTOCOL_RELATIVE_REGEX.test(inputString) : false);
}
function isScriptProtocol(protocol) {
  return !!protocol && PROTOCOL_SCRIPT_RE.test(protocol);
}
function hasTrailingSlash(input = "", respectQueryAndFragment) {
  if (!respectQueryAndFragment) {
    return input.endsWith("/");
  }
  return TRAILING_SLASH_RE.test(input);
}
function withoutTrailingSlash(input = "", respectQueryAndFragment) {
  if (!respectQueryAndFragment) {
    return (hasTrailingSlash(input) ? input.slice(0, -1) : input) || "/";
  }
  if (!hasTrailingSlash(input, true)) {
    return input || "/";
  }
  let path = input;
  let fragment = "";
  const fragmentIndex = input.indexOf("#");
  if (fragmentIndex !== -1) {
    path = input.slice(0, fragmentIndex);
    fragment = input.slice(fragmentIndex);
  }
  const [s0, ...s] = path.split("?");
  const cleanPath = s0.endsWith("/") ? s0.slice(0, -1) : s0;
  return (cleanPath || "/") + (s.length > 0 ? `?${s.join("?")}` : "") + fragment;
}
function withTrailingSlash(input = "", respectQueryAndFragment) {
  if (!respectQueryAndFragment) {
    return input.endsWith("/") ? input : input + "/";
  }
  if (hasTrailingSlash(input, true)) {
    return input || "/";
  }
  let path = input;
  let fragment = "";
  const fragmentIndex = input.indexOf("#");
  if (fragmentIndex !== -1) {
    path = input.slice(0, fragmentIndex);
    fragment = input.slice(fragmentIndex);
    if (!path) {
      return fragment;
    }
  }
  const [s0, ...s] = path.split("?");
  return s0 + "/" + (s.length > 0 ? `?${s.join("?")}` : "") + fragment;
}
function hasLeadingSlash(input = "") {
  return input.startsWith("/");
}
function withLeadingSlash(input = "") {
  return hasLeadingSlash(input) ? input : "/" + input;
}
function withBase(input, base) {
  if (isEmptyURL(base) || hasProtocol(input)) {
    return input;
  }
  const _base = withoutTrailingSlash(base);
  if (input.startsWith(_base)) {
    const nextChar = input[_base.length];
    if (!nextChar || nextChar === "/" || nextChar === "?") {
      return input;
    }
  }
  return joinURL(_base, input);
}
function withoutBase(input, base) {
  if (isEmptyURL(base)) {
    return input;
  }
  const _base = withoutTrailingSlash(base);
  if (!input.startsWith(_base)) {
    return input;
  }
  const nextChar = input[_base.length];
  if (nextChar && nextChar !== "/" && nextChar !== "?") {
    return input;
  }
  const trimmed = input.slice(_base.length).replace(/^\/+/, "");
  return "/" + trimmed;
}
function withQuery(input, query) {
  const parsed = parseURL(input);
  const mergedQuery = { ...parseQuery(parsed.search), ...query };
  parsed.search = stringifyQuery(mergedQuery);
  return stringifyParsedURL(parsed);
}
function getQuery$1(input) {
  return parseQuery(parseURL(input).search);
}
function isEmptyURL(url) {
  return !url || url === "/";
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
function joinRelativeURL(..._input) {
  const JOIN_SEGMENT_SPLIT_RE = /\/(?!\/)/;
  const input = _input.filter(Boolean);
  const segments = [];
  let segmentsDepth = 0;
  for (const i of input) {
    if (!i || i === "/") {
      continue;
    }
    for (const [sindex, s] of i.split(JOIN_SEGMENT_SPLIT_RE).entries()) {
      if (!s || s === ".") {
        continue;
      }
      if (s === "..") {
        if (segments.length === 1 && hasProtocol(segments[0])) {
          continue;
        }
        segments.pop();
        segmentsDepth--;
        continue;
      }
      if (sindex === 1 && segments[segments.length - 1]?.endsWith(":/")) {
        segments[segments.length - 1] += "/" + s;
        continue;
      }
      segments.push(s);
      segmentsDepth++;
    }
  }
  let url = segments.join("/");
  if (segmentsDepth >= 0) {
    if (input[0]?.startsWith("/") && !url.startsWith("/")) {
      url = "/" + url;
    } else if (input[0]?.startsWith("./") && !url.startsWith("./")) {
      url = "./" + url;
    }
  } else {
    url = "../".repeat(-1 * segmentsDepth) + url;
  }
  if (input[input.length - 1]?.endsWith("/") && !url.endsWith("/")) {
    url += "/";
  }
  return url;
}
function isEqual(a, b, options = {}) {
  if (!options.trailingSlash) {
    a = withTrailingSlash(a);
    b = withTrailingSlash(b);
  }
  if (!options.leadingSlash) {
    a = withLeadingSlash(a);
    b = withLeadingSlash(b);
  }
  if (!options.encoding) {
    a = decode(a);
    b = decode(b);
  }
  return a === b;
}

const protocolRelative = Symbol.for("ufo:protocolRelative");
function parseURL(input = "", defaultProto) {
  const _specialProtoMatch = input.match(
    /^[\s\0]*(blob:|data:|javascript:|vbscript:)(.*)/i
  );
  if (_specialProtoMatch) {
    const [, _proto, _pathname = ""] = _specialProtoMatch;
    return {
      protocol: _proto.toLowerCase(),
      pathname: _pathname,
      href: _proto + _pathname,
      auth: "",
      host: "",
      search: "",
      hash: ""
    };
  }
  if (!hasProtocol(input, { acceptRelative: true })) {
    return defaultProto ? parseURL(defaultProto + input) : parsePath(input);
  }
  const [, protocol = "", auth, hostAndPath = ""] = input.replace(/\\/g, "/").match(/^[\s\0]*([\w+.-]{2,}:)?\/\/([^/@]+@)?(.*)/) || [];
  let [, host = "", path = ""] = hostAndPath.match(/([^#/?]*)(.*)?/) || [];
  if (protocol === "file:") {
    path = path.replace(/\/(?=[A-Za-z]:)/, "");
  }
  const { pathname, search, hash } = parsePath(path);
  return {
    protocol: protocol.toLowerCase(),
    auth: auth ? auth.slice(0, Math.max(0, auth.length - 1)) : "",
    host,
    pathname,
    search,
    hash,
    [protocolRelative]: !protocol
  };
}
function parsePath(input = "") {
  const [pathname = "", search = "", hash = ""] = (input.match(/([^#?]*)(\?[^#]*)?(#.*)?/) || []).splice(1);
  return {
    pathname,
    search,
    hash
  };
}
function stringifyParsedURL(parsed) {
  const pathname = parsed.pathname || "";
  const search = parsed.search ? (parsed.search.startsWith("?") ? "" : "?") + parsed.search : "";
  const hash = parsed.hash || "";
  const auth = parsed.auth ? parsed.auth + "@" : "";
  const host = parsed.host || "";
  const proto = parsed.protocol || parsed[protocolRelative] ? (parsed.protocol || "") + "//" : "";
  return proto + auth + host + pathname + search + hash;
}

const NODE_TYPES = {
  NORMAL: 0,
  WILDCARD: 1,
  PLACEHOLDER: 2
};

function createRouter$1(options = {}) {
  const ctx = {
    options,
    rootNode: createRadixNode(),
    staticRoutesMap: {}
  };
  const normalizeTrailingSlash = (p) => options.strictTrailingSlash ? p : p.replace(/\/$/, "") || "/";
  if (options.routes) {
    for (const path in options.routes) {
      insert(ctx, normalizeTrailingSlash(path), options.routes[path]);
    }
  }
  return {
    ctx,
    lookup: (path) => lookup(ctx, normalizeTrailingSlash(path)),
    insert: (path, data) => insert(ctx, normalizeTrailingSlash(path), data),
    remove: (path) => remove(ctx, normalizeTrailingSlash(path))
  };
}
function lookup(ctx, path) {
  const staticPathNode = ctx.staticRoutesMap[path];
  if (staticPathNode) {
    return staticPathNode.data;
  }
  const sections = path.split("/");
  const params = {};
  let paramsFound = false;
  let wildcardNode = null;
  let node = ctx.rootNode;
  let wildCardParam = null;
  for (let i = 0; i < sections.length; i++) {
    const section = sections[i];
    if (node.wildcardChildNode !== null) {
      wildcardNode = node.wildcardChildNode;
      wildCardParam = sections.slice(i).join("/");
    }
    const nextNode = node.children.get(section);
    if (nextNode === void 0) {
      if (node && node.placeholderChildren.length > 1) {
        const remaining = sections.length - i;
        node = node.placeholderChildren.find((c) => c.maxDepth === remaining) || null;
      } else {
        node = node.placeholderChildren[0] || null;
      }
      if (!node) {
        break;
      }
      if (node.paramName) {
        params[node.paramName] = section;
      }
      paramsFound = true;
    } else {
      node = nextNode;
    }
  }
  if ((node === null || node.data === null) && wildcardNode !== null) {
    node = wildcardNode;
    params[node.paramName || "_"] = wildCardParam;
    paramsFound = true;
  }
  if (!node) {
    return null;
  }
  if (paramsFound) {
    return {
      ...node.data,
      params: paramsFound ? params : void 0
    };
  }
  return node.data;
}
function insert(ctx, path, data) {
  let isStaticRoute = true;
  const sections = path.split("/");
  let node = ctx.rootNode;
  let _unnamedPlaceholderCtr = 0;
  const matchedNodes = [node];
  for (const section of sections) {
    let childNode;
    if (childNode = node.children.get(section)) {
      node = childNode;
    } else {
      const type = getNodeType(section);
      childNode = createRadixNode({ type, parent: node });
      node.children.set(section, childNode);
      if (type === NODE_TYPES.PLACEHOLDER) {
        childNode.paramName = section === "*" ? `_${_unnamedPlaceholderCtr++}` : section.slice(1);
        node.placeholderChildren.push(childNode);
        isStaticRoute = false;
      } else if (type === NODE_TYPES.WILDCARD) {
        node.wildcardChildNode = childNode;
        childNode.paramName = section.slice(
          3
          /* "**:" */
        ) || "_";
        isStaticRoute = false;
      }
      matchedNodes.push(childNode);
      node = childNode;
    }
  }
  for (const [depth, node2] of matchedNodes.entries()) {
    node2.maxDepth = Math.max(matchedNodes.length - depth, node2.maxDepth || 0);
  }
  node.data = data;
  if (isStaticRoute === true) {
    ctx.staticRoutesMap[path] = node;
  }
  return node;
}
function remove(ctx, path) {
  let success = false;
  const sections = path.split("/");
  let node = ctx.rootNode;
  for (const section of sections) {
    node = node.children.get(section);
    if (!node) {
      return success;
    }
  }
  if (node.data) {
    const lastSection = sections.at(-1) || "";
    node.data = null;
    if (Object.keys(node.children).length === 0 && node.parent) {
      node.parent.children.delete(lastSection);
      node.parent.wildcardChildNode = null;
      node.parent.placeholderChildren = [];
    }
    success = true;
  }
  return success;
}
function createRadixNode(options = {}) {
  return {
    type: options.type || NODE_TYPES.NORMAL,
    maxDepth: 0,
    parent: options.parent || null,
    children: /* @__PURE__ */ new Map(),
    data: options.data || null,
    paramName: options.paramName || null,
    wildcardChildNode: null,
    placeholderChildren: []
  };
}
function getNodeType(str) {
  if (str.startsWith("**")) {
    return NODE_TYPES.WILDCARD;
  }
  if (str[0] === ":" || str === "*") {
    return NODE_TYPES.PLACEHOLDER;
  }
  return NODE_TYPES.NORMAL;
}

function toRouteMatcher(router) {
  const table = _routerNodeToTable("", router.ctx.rootNode);
  return _createMatcher(table, router.ctx.options.strictTrailingSlash);
}
function _createMatcher(table, strictTrailingSlash) {
  return {
    ctx: { table },
    matchAll: (path) => _matchRoutes(path, table, strictTrailingSlash)
  };
}
function _createRouteTable() {
  return {
    static: /* @__PURE__ */ new Map(),
    wildcard: /* @__PURE__ */ new Map(),
    dynamic: /* @__PURE__ */ new Map()
  };
}
function _matchRoutes(path, table, strictTrailingSlash) {
  if (strictTrailingSlash !== true && path.endsWith("/")) {
    path = path.slice(0, -1) || "/";
  }
  const matches = [];
  for (const [key, value] of _sortRoutesMap(table.wildcard)) {
    if (path === key || path.startsWith(key + "/")) {
      matches.push(value);
    }
  }
  for (const [key, value] of _sortRoutesMap(table.dynamic)) {
    if (path.startsWith(key + "/")) {
      const subPath = "/" + path.slice(key.length).split("/").splice(2).join("/");
      matches.push(..._matchRoutes(subPath, value));
    }
  }
  const staticMatch = table.static.get(path);
  if (staticMatch) {
    matches.push(staticMatch);
  }
  return matches.filter(Boolean);
}
function _sortRoutesMap(m) {
  return [...m.entries()].sort((a, b) => a[0].length - b[0].length);
}
function _routerNodeToTable(initialPath, initialNode) {
  const table = _createRouteTable();
  function _addNode(path, node) {
    if (path) {
      if (node.type === NODE_TYPES.NORMAL && !(path.includes("*") || path.includes(":"))) {
        if (node.data) {
          table.static.set(path, node.data);
        }
      } else if (node.type === NODE_TYPES.WILDCARD) {
        table.wildcard.set(path.replace("/**", ""), node.data);
      } else if (node.type === NODE_TYPES.PLACEHOLDER) {
        const subTable = _routerNodeToTable("", node);
        if (node.data) {
          subTable.static.set("/", node.data);
        }
        table.dynamic.set(path.replace(/\/\*|\/:\w+/, ""), subTable);
        return;
      }
    }
    for (const [childPath, child] of node.children.entries()) {
      _addNode(`${path}/${childPath}`.replace("//", "/"), child);
    }
  }
  _addNode(initialPath, initialNode);
  return table;
}

function isPlainObject$1(value) {
  if (value === null || typeof value !== "object") {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
    return false;
  }
  if (Symbol.iterator in value) {
    return false;
  }
  if (Symbol.toStringTag in value) {
    return Object.prototype.toString.call(value) === "[object Module]";
  }
  return true;
}

function _defu(baseObject, defaults, namespace = ".", merger) {
  if (!isPlainObject$1(defaults)) {
    return _defu(baseObject, {}, namespace, merger);
  }
  const object = { ...defaults };
  for (const key of Object.keys(baseObject)) {
    if (key === "__proto__" || key === "constructor") {
      continue;
    }
    const value = baseObject[key];
    if (value === null || value === void 0) {
      continue;
    }
    if (merger && merger(object, key, value, namespace)) {
      continue;
    }
    if (Array.isArray(value) && Array.isArray(object[key])) {
      object[key] = [...value, ...object[key]];
    } else if (isPlainObject$1(value) && isPlainObject$1(object[key])) {
      object[key] = _defu(
        value,
        object[key],
        (namespace ? `${namespace}.` : "") + key.toString(),
        merger
      );
    } else {
      object[key] = value;
    }
  }
  return object;
}
function createDefu(merger) {
  return (...arguments_) => (
    // eslint-disable-next-line unicorn/no-array-reduce
    arguments_.reduce((p, c) => _defu(p, c, "", merger), {})
  );
}
const defu = createDefu();
const defuFn = createDefu((object, key, currentValue) => {
  if (object[key] !== void 0 && typeof currentValue === "function") {
    object[key] = currentValue(object[key]);
    return true;
  }
});

function o(n){throw new Error(`${n} is not implemented yet!`)}let i$1 = class i extends EventEmitter{__unenv__={};readableEncoding=null;readableEnded=true;readableFlowing=false;readableHighWaterMark=0;readableLength=0;readableObjectMode=false;readableAborted=false;readableDidRead=false;closed=false;errored=null;readable=false;destroyed=false;static from(e,t){return new i(t)}constructor(e){super();}_read(e){}read(e){}setEncoding(e){return this}pause(){return this}resume(){return this}isPaused(){return  true}unpipe(e){return this}unshift(e,t){}wrap(e){return this}push(e,t){return  false}_destroy(e,t){this.removeAllListeners();}destroy(e){return this.destroyed=true,this._destroy(e),this}pipe(e,t){return {}}compose(e,t){throw new Error("Method not implemented.")}[Symbol.asyncDispose](){return this.destroy(),Promise.resolve()}async*[Symbol.asyncIterator](){throw o("Readable.asyncIterator")}iterator(e){throw o("Readable.iterator")}map(e,t){throw o("Readable.map")}filter(e,t){throw o("Readable.filter")}forEach(e,t){throw o("Readable.forEach")}reduce(e,t,r){throw o("Readable.reduce")}find(e,t){throw o("Readable.find")}findIndex(e,t){throw o("Readable.findIndex")}some(e,t){throw o("Readable.some")}toArray(e){throw o("Readable.toArray")}every(e,t){throw o("Readable.every")}flatMap(e,t){throw o("Readable.flatMap")}drop(e,t){throw o("Readable.drop")}take(e,t){throw o("Readable.take")}asIndexedPairs(e){throw o("Readable.asIndexedPairs")}};let l$1 = class l extends EventEmitter{__unenv__={};writable=true;writableEnded=false;writableFinished=false;writableHighWaterMark=0;writableLength=0;writableObjectMode=false;writableCorked=0;closed=false;errored=null;writableNeedDrain=false;writableAborted=false;destroyed=false;_data;_encoding="utf8";constructor(e){super();}pipe(e,t){return {}}_write(e,t,r){if(this.writableEnded){r&&r();return}if(this._data===void 0)this._data=e;else {const s=typeof this._data=="string"?Buffer$1.from(this._data,this._encoding||t||"utf8"):this._data,a=typeof e=="string"?Buffer$1.from(e,t||this._encoding||"utf8"):e;this._data=Buffer$1.concat([s,a]);}this._encoding=t,r&&r();}_writev(e,t){}_destroy(e,t){}_final(e){}write(e,t,r){const s=typeof t=="string"?this._encoding:"utf8",a=typeof t=="function"?t:typeof r=="function"?r:void 0;return this._write(e,s,a),true}setDefaultEncoding(e){return this}end(e,t,r){const s=typeof e=="function"?e:typeof t=="function"?t:typeof r=="function"?r:void 0;if(this.writableEnded)return s&&s(),this;const a=e===s?void 0:e;if(a){const u=t===s?void 0:t;this.write(a,u);}return this.writableEnded=true,this.writableFinished=true,this.emit("close"),this.emit("finish"),s&&s(),this}cork(){}uncork(){}destroy(e){return this.destroyed=true,delete this._data,this.removeAllListeners(),this}compose(e,t){throw new Error("Method not implemented.")}[Symbol.asyncDispose](){return Promise.resolve()}};const c=class{allowHalfOpen=true;_destroy;constructor(e=new i$1,t=new l$1){Object.assign(this,e),Object.assign(this,t),this._destroy=m(e._destroy,t._destroy);}};function _$1(){return Object.assign(c.prototype,i$1.prototype),Object.assign(c.prototype,l$1.prototype),c}function m(...n){return function(...e){for(const t of n)t(...e);}}const g=_$1();class A extends g{__unenv__={};bufferSize=0;bytesRead=0;bytesWritten=0;connecting=false;destroyed=false;pending=false;localAddress="";localPort=0;remoteAddress="";remoteFamily="";remotePort=0;autoSelectFamilyAttemptedAddresses=[];readyState="readOnly";constructor(e){super();}write(e,t,r){return  false}connect(e,t,r){return this}end(e,t,r){return this}setEncoding(e){return this}pause(){return this}resume(){return this}setTimeout(e,t){return this}setNoDelay(e){return this}setKeepAlive(e,t){return this}address(){return {}}unref(){return this}ref(){return this}destroySoon(){this.destroy();}resetAndDestroy(){const e=new Error("ERR_SOCKET_CLOSED");return e.code="ERR_SOCKET_CLOSED",this.destroy(e),this}}class y extends i$1{aborted=false;httpVersion="1.1";httpVersionMajor=1;httpVersionMinor=1;complete=true;connection;socket;headers={};trailers={};method="GET";url="/";statusCode=200;statusMessage="";closed=false;errored=null;readable=false;constructor(e){super(),this.socket=this.connection=e||new A;}get rawHeaders(){const e=this.headers,t=[];for(const r in e)if(Array.isArray(e[r]))for(const s of e[r])t.push(r,s);else t.push(r,e[r]);return t}get rawTrailers(){return []}setTimeout(e,t){return this}get headersDistinct(){return p(this.headers)}get trailersDistinct(){return p(this.trailers)}}function p(n){const e={};for(const[t,r]of Object.entries(n))t&&(e[t]=(Array.isArray(r)?r:[r]).filter(Boolean));return e}class w extends l$1{statusCode=200;statusMessage="";upgrading=false;chunkedEncoding=false;shouldKeepAlive=false;useChunkedEncodingByDefault=false;sendDate=false;finished=false;headersSent=false;strictContentLength=false;connection=null;socket=null;req;_headers={};constructor(e){super(),this.req=e;}assignSocket(e){e._httpMessage=this,this.socket=e,this.connection=e,this.emit("socket",e),this._flush();}_flush(){this.flushHeaders();}detachSocket(e){}writeContinue(e){}writeHead(e,t,r){e&&(this.statusCode=e),typeof t=="string"&&(this.statusMessage=t,t=void 0);const s=r||t;if(s&&!Array.isArray(s))for(const a in s)this.setHeader(a,s[a]);return this.headersSent=true,this}writeProcessing(){}setTimeout(e,t){return this}appendHeader(e,t){e=e.toLowerCase();const r=this._headers[e],s=[...Array.isArray(r)?r:[r],...Array.isArray(t)?t:[t]].filter(Boolean);return this._headers[e]=s.length>1?s:s[0],this}setHeader(e,t){return this._headers[e.toLowerCase()]=t,this}setHeaders(e){for(const[t,r]of Object.entries(e))this.setHeader(t,r);return this}getHeader(e){return this._headers[e.toLowerCase()]}getHeaders(){return this._headers}getHeaderNames(){return Object.keys(this._headers)}hasHeader(e){return e.toLowerCase()in this._headers}removeHeader(e){delete this._headers[e.toLowerCase()];}addTrailers(e){}flushHeaders(){}writeEarlyHints(e,t){typeof t=="function"&&t();}}const E=(()=>{const n=function(){};return n.prototype=Object.create(null),n})();function R(n={}){const e=new E,t=Array.isArray(n)||H(n)?n:Object.entries(n);for(const[r,s]of t)if(s){if(e[r]===void 0){e[r]=s;continue}e[r]=[...Array.isArray(e[r])?e[r]:[e[r]],...Array.isArray(s)?s:[s]];}return e}function H(n){return typeof n?.entries=="function"}function v(n={}){if(n instanceof Headers)return n;const e=new Headers;for(const[t,r]of Object.entries(n))if(r!==void 0){if(Array.isArray(r)){for(const s of r)e.append(t,String(s));continue}e.set(t,String(r));}return e}const S=new Set([101,204,205,304]);async function b(n,e){const t=new y,r=new w(t);t.url=e.url?.toString()||"/";let s;if(!t.url.startsWith("/")){const d=new URL(t.url);s=d.host,t.url=d.pathname+d.search+d.hash;}t.method=e.method||"GET",t.headers=R(e.headers||{}),t.headers.host||(t.headers.host=e.host||s||"localhost"),t.connection.encrypted=t.connection.encrypted||e.protocol==="https",t.body=e.body||null,t.__unenv__=e.context,await n(t,r);let a=r._data;(S.has(r.statusCode)||t.method.toUpperCase()==="HEAD")&&(a=null,delete r._headers["content-length"]);const u={status:r.statusCode,statusText:r.statusMessage,headers:r._headers,body:a};return t.destroy(),r.destroy(),u}async function C(n,e,t={}){try{const r=await b(n,{url:e,...t});return new Response(r.body,{status:r.status,statusText:r.statusText,headers:v(r.headers)})}catch(r){return new Response(r.toString(),{status:Number.parseInt(r.statusCode||r.code)||500,statusText:r.statusText})}}

function hasProp(obj, prop) {
  try {
    return prop in obj;
  } catch {
    return false;
  }
}

class H3Error extends Error {
  static __h3_error__ = true;
  statusCode = 500;
  fatal = false;
  unhandled = false;
  statusMessage;
  data;
  cause;
  constructor(message, opts = {}) {
    super(message, opts);
    if (opts.cause && !this.cause) {
      this.cause = opts.cause;
    }
  }
  toJSON() {
    const obj = {
      message: this.message,
      statusCode: sanitizeStatusCode(this.statusCode, 500)
    };
    if (this.statusMessage) {
      obj.statusMessage = sanitizeStatusMessage(this.statusMessage);
    }
    if (this.data !== void 0) {
      obj.data = this.data;
    }
    return obj;
  }
}
function createError$1(input) {
  if (typeof input === "string") {
    return new H3Error(input);
  }
  if (isError(input)) {
    return input;
  }
  const err = new H3Error(input.message ?? input.statusMessage ?? "", {
    cause: input.cause || input
  });
  if (hasProp(input, "stack")) {
    try {
      Object.defineProperty(err, "stack", {
        get() {
          return input.stack;
        }
      });
    } catch {
      try {
        err.stack = input.stack;
      } catch {
      }
    }
  }
  if (input.data) {
    err.data = input.data;
  }
  if (input.statusCode) {
    err.statusCode = sanitizeStatusCode(input.statusCode, err.statusCode);
  } else if (input.status) {
    err.statusCode = sanitizeStatusCode(input.status, err.statusCode);
  }
  if (input.statusMessage) {
    err.statusMessage = input.statusMessage;
  } else if (input.statusText) {
    err.statusMessage = input.statusText;
  }
  if (err.statusMessage) {
    const originalMessage = err.statusMessage;
    const sanitizedMessage = sanitizeStatusMessage(err.statusMessage);
    if (sanitizedMessage !== originalMessage) {
      console.warn(
        "[h3] Please prefer using `message` for longer error messages instead of `statusMessage`. In the future, `statusMessage` will be sanitized by default."
      );
    }
  }
  if (input.fatal !== void 0) {
    err.fatal = input.fatal;
  }
  if (input.unhandled !== void 0) {
    err.unhandled = input.unhandled;
  }
  return err;
}
function sendError(event, error, debug) {
  if (event.handled) {
    return;
  }
  const h3Error = isError(error) ? error : createError$1(error);
  const responseBody = {
    statusCode: h3Error.statusCode,
    statusMessage: h3Error.statusMessage,
    stack: [],
    data: h3Error.data
  };
  if (debug) {
    responseBody.stack = (h3Error.stack || "").split("\n").map((l) => l.trim());
  }
  if (event.handled) {
    return;
  }
  const _code = Number.parseInt(h3Error.statusCode);
  setResponseStatus(event, _code, h3Error.statusMessage);
  event.node.res.setHeader("content-type", MIMES.json);
  event.node.res.end(JSON.stringify(responseBody, void 0, 2));
}
function isError(input) {
  return input?.constructor?.__h3_error__ === true;
}

function getQuery(event) {
  return getQuery$1(event.path || "");
}
function isMethod(event, expected, allowHead) {
  if (typeof expected === "string") {
    if (event.method === expected) {
      return true;
    }
  } else if (expected.includes(event.method)) {
    return true;
  }
  return false;
}
function assertMethod(event, expected, allowHead) {
  if (!isMethod(event, expected)) {
    throw createError$1({
      statusCode: 405,
      statusMessage: "HTTP method is not allowed."
    });
  }
}
function getRequestHeaders(event) {
  const _headers = {};
  for (const key in event.node.req.headers) {
    const val = event.node.req.headers[key];
    _headers[key] = Array.isArray(val) ? val.filter(Boolean).join(", ") : val;
  }
  return _headers;
}
function getRequestHeader(event, name) {
  const headers = getRequestHeaders(event);
  const value = headers[name.toLowerCase()];
  return value;
}
function getRequestHost(event, opts = {}) {
  if (opts.xForwardedHost) {
    const _header = event.node.req.headers["x-forwarded-host"];
    const xForwardedHost = (_header || "").split(",").shift()?.trim();
    if (xForwardedHost) {
      return xForwardedHost;
    }
  }
  return event.node.req.headers.host || "localhost";
}
function getRequestProtocol(event, opts = {}) {
  if (opts.xForwardedProto !== false && event.node.req.headers["x-forwarded-proto"] === "https") {
    return "https";
  }
  return event.node.req.connection?.encrypted ? "https" : "http";
}
function getRequestURL(event, opts = {}) {
  const host = getRequestHost(event, opts);
  const protocol = getRequestProtocol(event, opts);
  const path = (event.node.req.originalUrl || event.path).replace(
    /^[/\\]+/g,
    "/"
  );
  return new URL(path, `${protocol}://${host}`);
}
function toWebRequest(event) {
  return event.web?.request || new Request(getRequestURL(event), {
    // @ts-ignore Undici option
    duplex: "half",
    method: event.method,
    headers: event.headers,
    body: getRequestWebStream(event)
  });
}

const RawBodySymbol = Symbol.for("h3RawBody");
const PayloadMethods$1 = ["PATCH", "POST", "PUT", "DELETE"];
function readRawBody(event, encoding = "utf8") {
  assertMethod(event, PayloadMethods$1);
  const _rawBody = event._requestBody || event.web?.request?.body || event.node.req[RawBodySymbol] || event.node.req.rawBody || event.node.req.body;
  if (_rawBody) {
    const promise2 = Promise.resolve(_rawBody).then((_resolved) => {
      if (Buffer.isBuffer(_resolved)) {
        return _resolved;
      }
      if (typeof _resolved.pipeTo === "function") {
        return new Promise((resolve, reject) => {
          const chunks = [];
          _resolved.pipeTo(
            new WritableStream({
              write(chunk) {
                chunks.push(chunk);
              },
              close() {
                resolve(Buffer.concat(chunks));
              },
              abort(reason) {
                reject(reason);
              }
            })
          ).catch(reject);
        });
      } else if (typeof _resolved.pipe === "function") {
        return new Promise((resolve, reject) => {
          const chunks = [];
          _resolved.on("data", (chunk) => {
            chunks.push(chunk);
          }).on("end", () => {
            resolve(Buffer.concat(chunks));
          }).on("error", reject);
        });
      }
      if (_resolved.constructor === Object) {
        return Buffer.from(JSON.stringify(_resolved));
      }
      if (_resolved instanceof URLSearchParams) {
        return Buffer.from(_resolved.toString());
      }
      if (_resolved instanceof FormData) {
        return new Response(_resolved).bytes().then((uint8arr) => Buffer.from(uint8arr));
      }
      return Buffer.from(_resolved);
    });
    return encoding ? promise2.then((buff) => buff.toString(encoding)) : promise2;
  }
  if (!Number.parseInt(event.node.req.headers["content-length"] || "") && !/\bchunked\b/i.test(
    String(event.node.req.headers["transfer-encoding"] ?? "")
  )) {
    return Promise.resolve(void 0);
  }
  const promise = event.node.req[RawBodySymbol] = new Promise(
    (resolve, reject) => {
      const bodyData = [];
      event.node.req.on("error", (err) => {
        reject(err);
      }).on("data", (chunk) => {
        bodyData.push(chunk);
      }).on("end", () => {
        resolve(Buffer.concat(bodyData));
      });
    }
  );
  const result = encoding ? promise.then((buff) => buff.toString(encoding)) : promise;
  return result;
}
async function readFormData(event) {
  return await toWebRequest(event).formData();
}
function getRequestWebStream(event) {
  if (!PayloadMethods$1.includes(event.method)) {
    return;
  }
  const bodyStream = event.web?.request?.body || event._requestBody;
  if (bodyStream) {
    return bodyStream;
  }
  const _hasRawBody = RawBodySymbol in event.node.req || "rawBody" in event.node.req || "body" in event.node.req || "__unenv__" in event.node.req;
  if (_hasRawBody) {
    return new ReadableStream({
      async start(controller) {
        const _rawBody = await readRawBody(event, false);
        if (_rawBody) {
          controller.enqueue(_rawBody);
        }
        controller.close();
      }
    });
  }
  return new ReadableStream({
    start: (controller) => {
      event.node.req.on("data", (chunk) => {
        controller.enqueue(chunk);
      });
      event.node.req.on("end", () => {
        controller.close();
      });
      event.node.req.on("error", (err) => {
        controller.error(err);
      });
    }
  });
}

function handleCacheHeaders(event, opts) {
  const cacheControls = ["public", ...opts.cacheControls || []];
  let cacheMatched = false;
  if (opts.maxAge !== void 0) {
    cacheControls.push(`max-age=${+opts.maxAge}`, `s-maxage=${+opts.maxAge}`);
  }
  if (opts.modifiedTime) {
    const modifiedTime = new Date(opts.modifiedTime);
    const ifModifiedSince = event.node.req.headers["if-modified-since"];
    event.node.res.setHeader("last-modified", modifiedTime.toUTCString());
    if (ifModifiedSince && new Date(ifModifiedSince) >= modifiedTime) {
      cacheMatched = true;
    }
  }
  if (opts.etag) {
    event.node.res.setHeader("etag", opts.etag);
    const ifNonMatch = event.node.req.headers["if-none-match"];
    if (ifNonMatch === opts.etag) {
      cacheMatched = true;
    }
  }
  event.node.res.setHeader("cache-control", cacheControls.join(", "));
  if (cacheMatched) {
    event.node.res.statusCode = 304;
    if (!event.handled) {
      event.node.res.end();
    }
    return true;
  }
  return false;
}

const MIMES = {
  html: "text/html",
  json: "application/json"
};

const DISALLOWED_STATUS_CHARS = /[^\u0009\u0020-\u007E]/g;
function sanitizeStatusMessage(statusMessage = "") {
  return statusMessage.replace(DISALLOWED_STATUS_CHARS, "");
}
function sanitizeStatusCode(statusCode, defaultStatusCode = 200) {
  if (!statusCode) {
    return defaultStatusCode;
  }
  if (typeof statusCode === "string") {
    statusCode = Number.parseInt(statusCode, 10);
  }
  if (statusCode < 100 || statusCode > 999) {
    return defaultStatusCode;
  }
  return statusCode;
}
function splitCookiesString(cookiesString) {
  if (Array.isArray(cookiesString)) {
    return cookiesString.flatMap((c) => splitCookiesString(c));
  }
  if (typeof cookiesString !== "string") {
    return [];
  }
  const cookiesStrings = [];
  let pos = 0;
  let start;
  let ch;
  let lastComma;
  let nextStart;
  let cookiesSeparatorFound;
  const skipWhitespace = () => {
    while (pos < cookiesString.length && /\s/.test(cookiesString.charAt(pos))) {
      pos += 1;
    }
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
        while (pos < cookiesString.length && notSpecialChar()) {
          pos += 1;
        }
        if (pos < cookiesString.length && cookiesString.charAt(pos) === "=") {
          cookiesSeparatorFound = true;
          pos = nextStart;
          cookiesStrings.push(cookiesString.slice(start, lastComma));
          start = pos;
        } else {
          pos = lastComma + 1;
        }
      } else {
        pos += 1;
      }
    }
    if (!cookiesSeparatorFound || pos >= cookiesString.length) {
      cookiesStrings.push(cookiesString.slice(start));
    }
  }
  return cookiesStrings;
}

const defer = typeof setImmediate === "undefined" ? (fn) => fn() : setImmediate;
function send(event, data, type) {
  if (type) {
    defaultContentType(event, type);
  }
  return new Promise((resolve) => {
    defer(() => {
      if (!event.handled) {
        event.node.res.end(data);
      }
      resolve();
    });
  });
}
function sendNoContent(event, code) {
  if (event.handled) {
    return;
  }
  if (!code && event.node.res.statusCode !== 200) {
    code = event.node.res.statusCode;
  }
  const _code = sanitizeStatusCode(code, 204);
  if (_code === 204) {
    event.node.res.removeHeader("content-length");
  }
  event.node.res.writeHead(_code);
  event.node.res.end();
}
function setResponseStatus(event, code, text) {
  if (code) {
    event.node.res.statusCode = sanitizeStatusCode(
      code,
      event.node.res.statusCode
    );
  }
  if (text) {
    event.node.res.statusMessage = sanitizeStatusMessage(text);
  }
}
function getResponseStatus(event) {
  return event.node.res.statusCode;
}
function getResponseStatusText(event) {
  return event.node.res.statusMessage;
}
function defaultContentType(event, type) {
  if (type && event.node.res.statusCode !== 304 && !event.node.res.getHeader("content-type")) {
    event.node.res.setHeader("content-type", type);
  }
}
function sendRedirect(event, location, code = 302) {
  event.node.res.statusCode = sanitizeStatusCode(
    code,
    event.node.res.statusCode
  );
  event.node.res.setHeader("location", location);
  const encodedLoc = location.replace(/"/g, "%22");
  const html = `<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0; url=${encodedLoc}"></head></html>`;
  return send(event, html, MIMES.html);
}
function getResponseHeader(event, name) {
  return event.node.res.getHeader(name);
}
function setResponseHeaders(event, headers) {
  for (const [name, value] of Object.entries(headers)) {
    event.node.res.setHeader(
      name,
      value
    );
  }
}
const setHeaders = setResponseHeaders;
function setResponseHeader(event, name, value) {
  event.node.res.setHeader(name, value);
}
function appendResponseHeader(event, name, value) {
  let current = event.node.res.getHeader(name);
  if (!current) {
    event.node.res.setHeader(name, value);
    return;
  }
  if (!Array.isArray(current)) {
    current = [current.toString()];
  }
  event.node.res.setHeader(name, [...current, value]);
}
function removeResponseHeader(event, name) {
  return event.node.res.removeHeader(name);
}
function isStream(data) {
  if (!data || typeof data !== "object") {
    return false;
  }
  if (typeof data.pipe === "function") {
    if (typeof data._read === "function") {
      return true;
    }
    if (typeof data.abort === "function") {
      return true;
    }
  }
  if (typeof data.pipeTo === "function") {
    return true;
  }
  return false;
}
function isWebResponse(data) {
  return typeof Response !== "undefined" && data instanceof Response;
}
function sendStream(event, stream) {
  if (!stream || typeof stream !== "object") {
    throw new Error("[h3] Invalid stream provided.");
  }
  event.node.res._data = stream;
  if (!event.node.res.socket) {
    event._handled = true;
    return Promise.resolve();
  }
  if (hasProp(stream, "pipeTo") && typeof stream.pipeTo === "function") {
    return stream.pipeTo(
      new WritableStream({
        write(chunk) {
          event.node.res.write(chunk);
        }
      })
    ).then(() => {
      event.node.res.end();
    });
  }
  if (hasProp(stream, "pipe") && typeof stream.pipe === "function") {
    return new Promise((resolve, reject) => {
      stream.pipe(event.node.res);
      if (stream.on) {
        stream.on("end", () => {
          event.node.res.end();
          resolve();
        });
        stream.on("error", (error) => {
          reject(error);
        });
      }
      event.node.res.on("close", () => {
        if (stream.abort) {
          stream.abort();
        }
      });
    });
  }
  throw new Error("[h3] Invalid or incompatible stream provided.");
}
function sendWebResponse(event, response) {
  for (const [key, value] of response.headers) {
    if (key === "set-cookie") {
      event.node.res.appendHeader(key, splitCookiesString(value));
    } else {
      event.node.res.setHeader(key, value);
    }
  }
  if (response.status) {
    event.node.res.statusCode = sanitizeStatusCode(
      response.status,
      event.node.res.statusCode
    );
  }
  if (response.statusText) {
    event.node.res.statusMessage = sanitizeStatusMessage(response.statusText);
  }
  if (response.redirected) {
    event.node.res.setHeader("location", response.url);
  }
  if (!response.body) {
    event.node.res.end();
    return;
  }
  return sendStream(event, response.body);
}

const PayloadMethods = /* @__PURE__ */ new Set(["PATCH", "POST", "PUT", "DELETE"]);
const ignoredHeaders = /* @__PURE__ */ new Set([
  "transfer-encoding",
  "accept-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "expect",
  "host",
  "accept"
]);
async function proxyRequest(event, target, opts = {}) {
  let body;
  let duplex;
  if (PayloadMethods.has(event.method)) {
    if (opts.streamRequest) {
      body = getRequestWebStream(event);
      duplex = "half";
    } else {
      body = await readRawBody(event, false).catch(() => void 0);
    }
  }
  const method = opts.fetchOptions?.method || event.method;
  const fetchHeaders = mergeHeaders$1(
    getProxyRequestHeaders(event, { host: target.startsWith("/") }),
    opts.fetchOptions?.headers,
    opts.headers
  );
  return sendProxy(event, target, {
    ...opts,
    fetchOptions: {
      method,
      body,
      duplex,
      ...opts.fetchOptions,
      headers: fetchHeaders
    }
  });
}
async function sendProxy(event, target, opts = {}) {
  let response;
  try {
    response = await _getFetch(opts.fetch)(target, {
      headers: opts.headers,
      ignoreResponseError: true,
      // make $ofetch.raw transparent
      ...opts.fetchOptions
    });
  } catch (error) {
    throw createError$1({
      status: 502,
      statusMessage: "Bad Gateway",
      cause: error
    });
  }
  event.node.res.statusCode = sanitizeStatusCode(
    response.status,
    event.node.res.statusCode
  );
  event.node.res.statusMessage = sanitizeStatusMessage(response.statusText);
  const cookies = [];
  for (const [key, value] of response.headers.entries()) {
    if (key === "content-encoding") {
      continue;
    }
    if (key === "content-length") {
      continue;
    }
    if (key === "set-cookie") {
      cookies.push(...splitCookiesString(value));
      continue;
    }
    event.node.res.setHeader(key, value);
  }
  if (cookies.length > 0) {
    event.node.res.setHeader(
      "set-cookie",
      cookies.map((cookie) => {
        if (opts.cookieDomainRewrite) {
          cookie = rewriteCookieProperty(
            cookie,
            opts.cookieDomainRewrite,
            "domain"
          );
        }
        if (opts.cookiePathRewrite) {
          cookie = rewriteCookieProperty(
            cookie,
            opts.cookiePathRewrite,
            "path"
          );
        }
        return cookie;
      })
    );
  }
  if (opts.onResponse) {
    await opts.onResponse(event, response);
  }
  if (response._data !== void 0) {
    return response._data;
  }
  if (event.handled) {
    return;
  }
  if (opts.sendStream === false) {
    const data = new Uint8Array(await response.arrayBuffer());
    return event.node.res.end(data);
  }
  if (response.body) {
    for await (const chunk of response.body) {
      event.node.res.write(chunk);
    }
  }
  return event.node.res.end();
}
function getProxyRequestHeaders(event, opts) {
  const headers = /* @__PURE__ */ Object.create(null);
  const reqHeaders = getRequestHeaders(event);
  for (const name in reqHeaders) {
    if (!ignoredHeaders.has(name) || name === "host" && opts?.host) {
      headers[name] = reqHeaders[name];
    }
  }
  return headers;
}
function fetchWithEvent(event, req, init, options) {
  return _getFetch(options?.fetch)(req, {
    ...init,
    context: init?.context || event.context,
    headers: {
      ...getProxyRequestHeaders(event, {
        host: typeof req === "string" && req.startsWith("/")
      }),
      ...init?.headers
    }
  });
}
function _getFetch(_fetch) {
  if (_fetch) {
    return _fetch;
  }
  if (globalThis.fetch) {
    return globalThis.fetch;
  }
  throw new Error(
    "fetch is not available. Try importing `node-fetch-native/polyfill` for Node.js."
  );
}
function rewriteCookieProperty(header, map, property) {
  const _map = typeof map === "string" ? { "*": map } : map;
  return header.replace(
    new RegExp(`(;\\s*${property}=)([^;]+)`, "gi"),
    (match, prefix, previousValue) => {
      let newValue;
      if (previousValue in _map) {
        newValue = _map[previousValue];
      } else if ("*" in _map) {
        newValue = _map["*"];
      } else {
        return match;
      }
      return newValue ? prefix + newValue : "";
    }
  );
}
function mergeHeaders$1(defaults, ...inputs) {
  const _inputs = inputs.filter(Boolean);
  if (_inputs.length === 0) {
    return defaults;
  }
  const merged = new Headers(defaults);
  for (const input of _inputs) {
    const entries = Array.isArray(input) ? input : typeof input.entries === "function" ? input.entries() : Object.entries(input);
    for (const [key, value] of entries) {
      if (value !== void 0) {
        merged.set(key, value);
      }
    }
  }
  return merged;
}

class H3Event {
  "__is_event__" = true;
  // Context
  node;
  // Node
  web;
  // Web
  context = {};
  // Shared
  // Request
  _method;
  _path;
  _headers;
  _requestBody;
  // Response
  _handled = false;
  // Hooks
  _onBeforeResponseCalled;
  _onAfterResponseCalled;
  constructor(req, res) {
    this.node = { req, res };
  }
  // --- Request ---
  get method() {
    if (!this._method) {
      this._method = (this.node.req.method || "GET").toUpperCase();
    }
    return this._method;
  }
  get path() {
    return this._path || this.node.req.url || "/";
  }
  get headers() {
    if (!this._headers) {
      this._headers = _normalizeNodeHeaders(this.node.req.headers);
    }
    return this._headers;
  }
  // --- Respoonse ---
  get handled() {
    return this._handled || this.node.res.writableEnded || this.node.res.headersSent;
  }
  respondWith(response) {
    return Promise.resolve(response).then(
      (_response) => sendWebResponse(this, _response)
    );
  }
  // --- Utils ---
  toString() {
    return `[${this.method}] ${this.path}`;
  }
  toJSON() {
    return this.toString();
  }
  // --- Deprecated ---
  /** @deprecated Please use `event.node.req` instead. */
  get req() {
    return this.node.req;
  }
  /** @deprecated Please use `event.node.res` instead. */
  get res() {
    return this.node.res;
  }
}
function isEvent(input) {
  return hasProp(input, "__is_event__");
}
function createEvent(req, res) {
  return new H3Event(req, res);
}
function _normalizeNodeHeaders(nodeHeaders) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(nodeHeaders)) {
    if (Array.isArray(value)) {
      for (const item of value) {
        headers.append(name, item);
      }
    } else if (value) {
      headers.set(name, value);
    }
  }
  return headers;
}

function defineEventHandler(handler) {
  if (typeof handler === "function") {
    handler.__is_handler__ = true;
    return handler;
  }
  const _hooks = {
    onRequest: _normalizeArray(handler.onRequest),
    onBeforeResponse: _normalizeArray(handler.onBeforeResponse)
  };
  const _handler = (event) => {
    return _callHandler(event, handler.handler, _hooks);
  };
  _handler.__is_handler__ = true;
  _handler.__resolve__ = handler.handler.__resolve__;
  _handler.__websocket__ = handler.websocket;
  return _handler;
}
function _normalizeArray(input) {
  return input ? Array.isArray(input) ? input : [input] : void 0;
}
async function _callHandler(event, handler, hooks) {
  if (hooks.onRequest) {
    for (const hook of hooks.onRequest) {
      await hook(event);
      if (event.handled) {
        return;
      }
    }
  }
  const body = await handler(event);
  const response = { body };
  if (hooks.onBeforeResponse) {
    for (const hook of hooks.onBeforeResponse) {
      await hook(event, response);
    }
  }
  return response.body;
}
const eventHandler = defineEventHandler;
function isEventHandler(input) {
  return hasProp(input, "__is_handler__");
}
function toEventHandler(input, _, _route) {
  return input;
}
function defineLazyEventHandler(factory) {
  let _promise;
  let _resolved;
  const resolveHandler = () => {
    if (_resolved) {
      return Promise.resolve(_resolved);
    }
    if (!_promise) {
      _promise = Promise.resolve(factory()).then((r) => {
        const handler2 = r.default || r;
        if (typeof handler2 !== "function") {
          throw new TypeError(
            "Invalid lazy handler result. It should be a function:",
            handler2
          );
        }
        _resolved = { handler: toEventHandler(r.default || r) };
        return _resolved;
      });
    }
    return _promise;
  };
  const handler = eventHandler((event) => {
    if (_resolved) {
      return _resolved.handler(event);
    }
    return resolveHandler().then((r) => r.handler(event));
  });
  handler.__resolve__ = resolveHandler;
  return handler;
}
const lazyEventHandler = defineLazyEventHandler;

function createApp(options = {}) {
  const stack = [];
  const handler = createAppEventHandler(stack, options);
  const resolve = createResolver(stack);
  handler.__resolve__ = resolve;
  const getWebsocket = cachedFn(() => websocketOptions(resolve, options));
  const app = {
    // @ts-expect-error
    use: (arg1, arg2, arg3) => use(app, arg1, arg2, arg3),
    resolve,
    handler,
    stack,
    options,
    get websocket() {
      return getWebsocket();
    }
  };
  return app;
}
function use(app, arg1, arg2, arg3) {
  if (Array.isArray(arg1)) {
    for (const i of arg1) {
      use(app, i, arg2, arg3);
    }
  } else if (Array.isArray(arg2)) {
    for (const i of arg2) {
      use(app, arg1, i, arg3);
    }
  } else if (typeof arg1 === "string") {
    app.stack.push(
      normalizeLayer({ ...arg3, route: arg1, handler: arg2 })
    );
  } else if (typeof arg1 === "function") {
    app.stack.push(normalizeLayer({ ...arg2, handler: arg1 }));
  } else {
    app.stack.push(normalizeLayer({ ...arg1 }));
  }
  return app;
}
function createAppEventHandler(stack, options) {
  const spacing = options.debug ? 2 : void 0;
  return eventHandler(async (event) => {
    event.node.req.originalUrl = event.node.req.originalUrl || event.node.req.url || "/";
    const _rawReqUrl = event.node.req.url || "/";
    const _reqPath = _decodePath(event._path || _rawReqUrl);
    event._path = _reqPath;
    const _needsRawUrl = _reqPath !== _rawReqUrl;
    let _layerPath;
    if (options.onRequest) {
      await options.onRequest(event);
    }
    for (const layer of stack) {
      if (layer.route.length > 1) {
        if (!_reqPath.startsWith(layer.route)) {
          continue;
        }
        _layerPath = _reqPath.slice(layer.route.length) || "/";
      } else {
        _layerPath = _reqPath;
      }
      if (layer.match && !layer.match(_layerPath, event)) {
        continue;
      }
      event._path = _layerPath;
      event.node.req.url = _needsRawUrl ? layer.route.length > 1 ? _rawReqUrl.slice(layer.route.length) || "/" : _rawReqUrl : _layerPath;
      const val = await layer.handler(event);
      const _body = val === void 0 ? void 0 : await val;
      if (_body !== void 0) {
        const _response = { body: _body };
        if (options.onBeforeResponse) {
          event._onBeforeResponseCalled = true;
          await options.onBeforeResponse(event, _response);
        }
        await handleHandlerResponse(event, _response.body, spacing);
        if (options.onAfterResponse) {
          event._onAfterResponseCalled = true;
          await options.onAfterResponse(event, _response);
        }
        return;
      }
      if (event.handled) {
        if (options.onAfterResponse) {
          event._onAfterResponseCalled = true;
          await options.onAfterResponse(event, void 0);
        }
        return;
      }
    }
    if (!event.handled) {
      throw createError$1({
        statusCode: 404,
        statusMessage: `Cannot find any path matching ${event.path || "/"}.`
      });
    }
    if (options.onAfterResponse) {
      event._onAfterResponseCalled = true;
      await options.onAfterResponse(event, void 0);
    }
  });
}
function createResolver(stack) {
  return async (path) => {
    let _layerPath;
    for (const layer of stack) {
      if (layer.route === "/" && !layer.handler.__resolve__) {
        continue;
      }
      if (!path.startsWith(layer.route)) {
        continue;
      }
      _layerPath = path.slice(layer.route.length) || "/";
      if (layer.match && !layer.match(_layerPath, void 0)) {
        continue;
      }
      let res = { route: layer.route, handler: layer.handler };
      if (res.handler.__resolve__) {
        const _res = await res.handler.__resolve__(_layerPath);
        if (!_res) {
          continue;
        }
        res = {
          ...res,
          ..._res,
          route: joinURL(res.route || "/", _res.route || "/")
        };
      }
      return res;
    }
  };
}
function normalizeLayer(input) {
  let handler = input.handler;
  if (handler.handler) {
    handler = handler.handler;
  }
  if (input.lazy) {
    handler = lazyEventHandler(handler);
  } else if (!isEventHandler(handler)) {
    handler = toEventHandler(handler, void 0, input.route);
  }
  return {
    route: withoutTrailingSlash(input.route),
    match: input.match,
    handler
  };
}
function handleHandlerResponse(event, val, jsonSpace) {
  if (val === null) {
    return sendNoContent(event);
  }
  if (val) {
    if (isWebResponse(val)) {
      return sendWebResponse(event, val);
    }
    if (isStream(val)) {
      return sendStream(event, val);
    }
    if (val.buffer) {
      return send(event, val);
    }
    if (val.arrayBuffer && typeof val.arrayBuffer === "function") {
      return val.arrayBuffer().then((arrayBuffer) => {
        return send(event, Buffer.from(arrayBuffer), val.type);
      });
    }
    if (val instanceof Error) {
      throw createError$1(val);
    }
    if (typeof val.end === "function") {
      return true;
    }
  }
  const valType = typeof val;
  if (valType === "string") {
    return send(event, val, MIMES.html);
  }
  if (valType === "object" || valType === "boolean" || valType === "number") {
    return send(event, JSON.stringify(val, void 0, jsonSpace), MIMES.json);
  }
  if (valType === "bigint") {
    return send(event, val.toString(), MIMES.json);
  }
  throw createError$1({
    statusCode: 500,
    statusMessage: `[h3] Cannot send ${valType} as response.`
  });
}
function cachedFn(fn) {
  let cache;
  return () => {
    if (!cache) {
      cache = fn();
    }
    return cache;
  };
}
function _decodePath(url) {
  const qIndex = url.indexOf("?");
  const path = qIndex === -1 ? url : url.slice(0, qIndex);
  const query = qIndex === -1 ? "" : url.slice(qIndex);
  const decodedPath = path.includes("%25") ? decodePath(path.replace(/%25/g, "%2525")) : decodePath(path);
  return decodedPath + query;
}
function websocketOptions(evResolver, appOptions) {
  return {
    ...appOptions.websocket,
    async resolve(info) {
      const url = info.request?.url || info.url || "/";
      const { pathname } = typeof url === "string" ? parseURL(url) : url;
      const resolved = await evResolver(pathname);
      return resolved?.handler?.__websocket__ || {};
    }
  };
}

const RouterMethods = [
  "connect",
  "delete",
  "get",
  "head",
  "options",
  "post",
  "put",
  "trace",
  "patch"
];
function createRouter(opts = {}) {
  const _router = createRouter$1({});
  const routes = {};
  let _matcher;
  const router = {};
  const addRoute = (path, handler, method) => {
    let route = routes[path];
    if (!route) {
      routes[path] = route = { path, handlers: {} };
      _router.insert(path, route);
    }
    if (Array.isArray(method)) {
      for (const m of method) {
        addRoute(path, handler, m);
      }
    } else {
      route.handlers[method] = toEventHandler(handler);
    }
    return router;
  };
  router.use = router.add = (path, handler, method) => addRoute(path, handler, method || "all");
  for (const method of RouterMethods) {
    router[method] = (path, handle) => router.add(path, handle, method);
  }
  const matchHandler = (path = "/", method = "get") => {
    const qIndex = path.indexOf("?");
    if (qIndex !== -1) {
      path = path.slice(0, Math.max(0, qIndex));
    }
    const matched = _router.lookup(path);
    if (!matched || !matched.handlers) {
      return {
        error: createError$1({
          statusCode: 404,
          name: "Not Found",
          statusMessage: `Cannot find any route matching ${path || "/"}.`
        })
      };
    }
    let handler = matched.handlers[method] || matched.handlers.all;
    if (!handler) {
      if (!_matcher) {
        _matcher = toRouteMatcher(_router);
      }
      const _matches = _matcher.matchAll(path).reverse();
      for (const _match of _matches) {
        if (_match.handlers[method]) {
          handler = _match.handlers[method];
          matched.handlers[method] = matched.handlers[method] || handler;
          break;
        }
        if (_match.handlers.all) {
          handler = _match.handlers.all;
          matched.handlers.all = matched.handlers.all || handler;
          break;
        }
      }
    }
    if (!handler) {
      return {
        error: createError$1({
          statusCode: 405,
          name: "Method Not Allowed",
          statusMessage: `Method ${method} is not allowed on this route.`
        })
      };
    }
    return { matched, handler };
  };
  const isPreemptive = opts.preemptive || opts.preemtive;
  router.handler = eventHandler((event) => {
    const match = matchHandler(
      event.path,
      event.method.toLowerCase()
    );
    if ("error" in match) {
      if (isPreemptive) {
        throw match.error;
      } else {
        return;
      }
    }
    event.context.matchedRoute = match.matched;
    const params = match.matched.params || {};
    event.context.params = params;
    return Promise.resolve(match.handler(event)).then((res) => {
      if (res === void 0 && isPreemptive) {
        return null;
      }
      return res;
    });
  });
  router.handler.__resolve__ = async (path) => {
    path = withLeadingSlash(path);
    const match = matchHandler(path);
    if ("error" in match) {
      return;
    }
    let res = {
      route: match.matched.path,
      handler: match.handler
    };
    if (match.handler.__resolve__) {
      const _res = await match.handler.__resolve__(path);
      if (!_res) {
        return;
      }
      res = { ...res, ..._res };
    }
    return res;
  };
  return router;
}
function toNodeListener(app) {
  const toNodeHandle = async function(req, res) {
    const event = createEvent(req, res);
    try {
      await app.handler(event);
    } catch (_error) {
      const error = createError$1(_error);
      if (!isError(_error)) {
        error.unhandled = true;
      }
      setResponseStatus(event, error.statusCode, error.statusMessage);
      if (app.options.onError) {
        await app.options.onError(error, event);
      }
      if (event.handled) {
        return;
      }
      if (error.unhandled || error.fatal) {
        console.error("[h3]", error.fatal ? "[fatal]" : "[unhandled]", error);
      }
      if (app.options.onBeforeResponse && !event._onBeforeResponseCalled) {
        await app.options.onBeforeResponse(event, { body: error });
      }
      await sendError(event, error, !!app.options.debug);
      if (app.options.onAfterResponse && !event._onAfterResponseCalled) {
        await app.options.onAfterResponse(event, { body: error });
      }
    }
  };
  return toNodeHandle;
}

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

const s=globalThis.Headers,i=globalThis.AbortController,l=globalThis.fetch||(()=>{throw new Error("[node-fetch-native] Failed to fetch: `globalThis.fetch` is not available!")});

class FetchError extends Error {
  constructor(message, opts) {
    super(message, opts);
    this.name = "FetchError";
    if (opts?.cause && !this.cause) {
      this.cause = opts.cause;
    }
  }
}
function createFetchError(ctx) {
  const errorMessage = ctx.error?.message || ctx.error?.toString() || "";
  const method = ctx.request?.method || ctx.options?.method || "GET";
  const url = ctx.request?.url || String(ctx.request) || "/";
  const requestStr = `[${method}] ${JSON.stringify(url)}`;
  const statusStr = ctx.response ? `${ctx.response.status} ${ctx.response.statusText}` : "<no response>";
  const message = `${requestStr}: ${statusStr}${errorMessage ? ` ${errorMessage}` : ""}`;
  const fetchError = new FetchError(
    message,
    ctx.error ? { cause: ctx.error } : void 0
  );
  for (const key of ["request", "options", "response"]) {
    Object.defineProperty(fetchError, key, {
      get() {
        return ctx[key];
      }
    });
  }
  for (const [key, refKey] of [
    ["data", "_data"],
    ["status", "status"],
    ["statusCode", "status"],
    ["statusText", "statusText"],
    ["statusMessage", "statusText"]
  ]) {
    Object.defineProperty(fetchError, key, {
      get() {
        return ctx.response && ctx.response[refKey];
      }
    });
  }
  return fetchError;
}

const payloadMethods = new Set(
  Object.freeze(["PATCH", "POST", "PUT", "DELETE"])
);
function isPayloadMethod(method = "GET") {
  return payloadMethods.has(method.toUpperCase());
}
function isJSONSerializable(value) {
  if (value === void 0) {
    return false;
  }
  const t = typeof value;
  if (t === "string" || t === "number" || t === "boolean" || t === null) {
    return true;
  }
  if (t !== "object") {
    return false;
  }
  if (Array.isArray(value)) {
    return true;
  }
  if (value.buffer) {
    return false;
  }
  if (value instanceof FormData || value instanceof URLSearchParams) {
    return false;
  }
  return value.constructor && value.constructor.name === "Object" || typeof value.toJSON === "function";
}
const textTypes = /* @__PURE__ */ new Set([
  "image/svg",
  "application/xml",
  "application/xhtml",
  "application/html"
]);
const JSON_RE = /^application\/(?:[\w!#$%&*.^`~-]*\+)?json(;.+)?$/i;
function detectResponseType(_contentType = "") {
  if (!_contentType) {
    return "json";
  }
  const contentType = _contentType.split(";").shift() || "";
  if (JSON_RE.test(contentType)) {
    return "json";
  }
  if (contentType === "text/event-stream") {
    return "stream";
  }
  if (textTypes.has(contentType) || contentType.startsWith("text/")) {
    return "text";
  }
  return "blob";
}
function resolveFetchOptions(request, input, defaults, Headers) {
  const headers = mergeHeaders(
    input?.headers ?? request?.headers,
    defaults?.headers,
    Headers
  );
  let query;
  if (defaults?.query || defaults?.params || input?.params || input?.query) {
    query = {
      ...defaults?.params,
      ...defaults?.query,
      ...input?.params,
      ...input?.query
    };
  }
  return {
    ...defaults,
    ...input,
    query,
    params: query,
    headers
  };
}
function mergeHeaders(input, defaults, Headers) {
  if (!defaults) {
    return new Headers(input);
  }
  const headers = new Headers(defaults);
  if (input) {
    for (const [key, value] of Symbol.iterator in input || Array.isArray(input) ? input : new Headers(input)) {
      headers.set(key, value);
    }
  }
  return headers;
}
async function callHooks(context, hooks) {
  if (hooks) {
    if (Array.isArray(hooks)) {
      for (const hook of hooks) {
        await hook(context);
      }
    } else {
      await hooks(context);
    }
  }
}

const retryStatusCodes = /* @__PURE__ */ new Set([
  408,
  // Request Timeout
  409,
  // Conflict
  425,
  // Too Early (Experimental)
  429,
  // Too Many Requests
  500,
  // Internal Server Error
  502,
  // Bad Gateway
  503,
  // Service Unavailable
  504
  // Gateway Timeout
]);
const nullBodyResponses = /* @__PURE__ */ new Set([101, 204, 205, 304]);
function createFetch(globalOptions = {}) {
  const {
    fetch = globalThis.fetch,
    Headers = globalThis.Headers,
    AbortController = globalThis.AbortController
  } = globalOptions;
  async function onError(context) {
    const isAbort = context.error && context.error.name === "AbortError" && !context.options.timeout || false;
    if (context.options.retry !== false && !isAbort) {
      let retries;
      if (typeof context.options.retry === "number") {
        retries = context.options.retry;
      } else {
        retries = isPayloadMethod(context.options.method) ? 0 : 1;
      }
      const responseCode = context.response && context.response.status || 500;
      if (retries > 0 && (Array.isArray(context.options.retryStatusCodes) ? context.options.retryStatusCodes.includes(responseCode) : retryStatusCodes.has(responseCode))) {
        const retryDelay = typeof context.options.retryDelay === "function" ? context.options.retryDelay(context) : context.options.retryDelay || 0;
        if (retryDelay > 0) {
          await new Promise((resolve) => setTimeout(resolve, retryDelay));
        }
        return $fetchRaw(context.request, {
          ...context.options,
          retry: retries - 1
        });
      }
    }
    const error = createFetchError(context);
    if (Error.captureStackTrace) {
      Error.captureStackTrace(error, $fetchRaw);
    }
    throw error;
  }
  const $fetchRaw = async function $fetchRaw2(_request, _options = {}) {
    const context = {
      request: _request,
      options: resolveFetchOptions(
        _request,
        _options,
        globalOptions.defaults,
        Headers
      ),
      response: void 0,
      error: void 0
    };
    if (context.options.method) {
      context.options.method = context.options.method.toUpperCase();
    }
    if (context.options.onRequest) {
      await callHooks(context, context.options.onRequest);
      if (!(context.options.headers instanceof Headers)) {
        context.options.headers = new Headers(
          context.options.headers || {}
          /* compat */
        );
      }
    }
    if (typeof context.request === "string") {
      if (context.options.baseURL) {
        context.request = withBase(context.request, context.options.baseURL);
      }
      if (context.options.query) {
        context.request = withQuery(context.request, context.options.query);
        delete context.options.query;
      }
      if ("query" in context.options) {
        delete context.options.query;
      }
      if ("params" in context.options) {
        delete context.options.params;
      }
    }
    if (context.options.body && isPayloadMethod(context.options.method)) {
      if (isJSONSerializable(context.options.body)) {
        const contentType = context.options.headers.get("content-type");
        if (typeof context.options.body !== "string") {
          context.options.body = contentType === "application/x-www-form-urlencoded" ? new URLSearchParams(
            context.options.body
          ).toString() : JSON.stringify(context.options.body);
        }
        if (!contentType) {
          context.options.headers.set("content-type", "application/json");
        }
        if (!context.options.headers.has("accept")) {
          context.options.headers.set("accept", "application/json");
        }
      } else if (
        // ReadableStream Body
        "pipeTo" in context.options.body && typeof context.options.body.pipeTo === "function" || // Node.js Stream Body
        typeof context.options.body.pipe === "function"
      ) {
        if (!("duplex" in context.options)) {
          context.options.duplex = "half";
        }
      }
    }
    let abortTimeout;
    if (!context.options.signal && context.options.timeout) {
      const controller = new AbortController();
      abortTimeout = setTimeout(() => {
        const error = new Error(
          "[TimeoutError]: The operation was aborted due to timeout"
        );
        error.name = "TimeoutError";
        error.code = 23;
        controller.abort(error);
      }, context.options.timeout);
      context.options.signal = controller.signal;
    }
    try {
      context.response = await fetch(
        context.request,
        context.options
      );
    } catch (error) {
      context.error = error;
      if (context.options.onRequestError) {
        await callHooks(
          context,
          context.options.onRequestError
        );
      }
      return await onError(context);
    } finally {
      if (abortTimeout) {
        clearTimeout(abortTimeout);
      }
    }
    const hasBody = (context.response.body || // https://github.com/unjs/ofetch/issues/324
    // https://github.com/unjs/ofetch/issues/294
    // https://github.com/JakeChampion/fetch/issues/1454
    context.response._bodyInit) && !nullBodyResponses.has(context.response.status) && context.options.method !== "HEAD";
    if (hasBody) {
      const responseType = (context.options.parseResponse ? "json" : context.options.responseType) || detectResponseType(context.response.headers.get("content-type") || "");
      switch (responseType) {
        case "json": {
          const data = await context.response.text();
          const parseFunction = context.options.parseResponse || destr;
          context.response._data = parseFunction(data);
          break;
        }
        case "stream": {
          context.response._data = context.response.body || context.response._bodyInit;
          break;
        }
        default: {
          context.response._data = await context.response[responseType]();
        }
      }
    }
    if (context.options.onResponse) {
      await callHooks(
        context,
        context.options.onResponse
      );
    }
    if (!context.options.ignoreResponseError && context.response.status >= 400 && context.response.status < 600) {
      if (context.options.onResponseError) {
        await callHooks(
          context,
          context.options.onResponseError
        );
      }
      return await onError(context);
    }
    return context.response;
  };
  const $fetch = async function $fetch2(request, options) {
    const r = await $fetchRaw(request, options);
    return r._data;
  };
  $fetch.raw = $fetchRaw;
  $fetch.native = (...args) => fetch(...args);
  $fetch.create = (defaultOptions = {}, customGlobalOptions = {}) => createFetch({
    ...globalOptions,
    ...customGlobalOptions,
    defaults: {
      ...globalOptions.defaults,
      ...customGlobalOptions.defaults,
      ...defaultOptions
    }
  });
  return $fetch;
}

function createNodeFetch() {
  const useKeepAlive = JSON.parse(process.env.FETCH_KEEP_ALIVE || "false");
  if (!useKeepAlive) {
    return l;
  }
  const agentOptions = { keepAlive: true };
  const httpAgent = new http.Agent(agentOptions);
  const httpsAgent = new https.Agent(agentOptions);
  const nodeFetchOptions = {
    agent(parsedURL) {
      return parsedURL.protocol === "http:" ? httpAgent : httpsAgent;
    }
  };
  return function nodeFetchWithKeepAlive(input, init) {
    return l(input, { ...nodeFetchOptions, ...init });
  };
}
const fetch = globalThis.fetch ? (...args) => globalThis.fetch(...args) : createNodeFetch();
const Headers$1 = globalThis.Headers || s;
const AbortController = globalThis.AbortController || i;
const ofetch = createFetch({ fetch, Headers: Headers$1, AbortController });
const $fetch = ofetch;

function wrapToPromise(value) {
  if (!value || typeof value.then !== "function") {
    return Promise.resolve(value);
  }
  return value;
}
function asyncCall(function_, ...arguments_) {
  try {
    return wrapToPromise(function_(...arguments_));
  } catch (error) {
    return Promise.reject(error);
  }
}
function isPrimitive(value) {
  const type = typeof value;
  return value === null || type !== "object" && type !== "function";
}
function isPureObject(value) {
  const proto = Object.getPrototypeOf(value);
  return !proto || proto.isPrototypeOf(Object);
}
function stringify(value) {
  if (isPrimitive(value)) {
    return String(value);
  }
  if (isPureObject(value) || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  if (typeof value.toJSON === "function") {
    return stringify(value.toJSON());
  }
  throw new Error("[unstorage] Cannot stringify value!");
}
const BASE64_PREFIX = "base64:";
function serializeRaw(value) {
  if (typeof value === "string") {
    return value;
  }
  return BASE64_PREFIX + base64Encode(value);
}
function deserializeRaw(value) {
  if (typeof value !== "string") {
    return value;
  }
  if (!value.startsWith(BASE64_PREFIX)) {
    return value;
  }
  return base64Decode(value.slice(BASE64_PREFIX.length));
}
function base64Decode(input) {
  if (globalThis.Buffer) {
    return Buffer.from(input, "base64");
  }
  return Uint8Array.from(
    globalThis.atob(input),
    (c) => c.codePointAt(0)
  );
}
function base64Encode(input) {
  if (globalThis.Buffer) {
    return Buffer.from(input).toString("base64");
  }
  return globalThis.btoa(String.fromCodePoint(...input));
}

const storageKeyProperties = [
  "has",
  "hasItem",
  "get",
  "getItem",
  "getItemRaw",
  "set",
  "setItem",
  "setItemRaw",
  "del",
  "remove",
  "removeItem",
  "getMeta",
  "setMeta",
  "removeMeta",
  "getKeys",
  "clear",
  "mount",
  "unmount"
];
const nonItemKeyProperties = /* @__PURE__ */ new Set([
  "getKeys",
  "clear",
  "mount",
  "unmount"
]);
function prefixStorage(storage, base) {
  if (base?.includes("?")) {
    throw new Error(`[unstorage] Invalid base: ${JSON.stringify(base)}`);
  }
  base = normalizeBaseKey(base);
  if (!base) {
    return storage;
  }
  const itemKey = (key) => {
    if (!normalizeKey$1(key)) {
      throw new Error(`[unstorage] Invalid key: ${JSON.stringify(key)}`);
    }
    return base + key;
  };
  const nsStorage = { ...storage };
  for (const property of storageKeyProperties) {
    nsStorage[property] = nonItemKeyProperties.has(property) ? (key = "", ...args) => (
      // @ts-ignore
      storage[property](base + key, ...args)
    ) : async (key = "", ...args) => (
      // @ts-ignore
      storage[property](itemKey(key), ...args)
    );
  }
  nsStorage.getKeys = (key = "", ...arguments_) => storage.getKeys(base + key, ...arguments_).then((keys) => keys.map((key2) => key2.slice(base.length)));
  nsStorage.keys = nsStorage.getKeys;
  nsStorage.getItems = async (items, commonOptions) => {
    const prefixedItems = items.map(
      (item) => typeof item === "string" ? itemKey(item) : { ...item, key: itemKey(item.key) }
    );
    const results = await storage.getItems(prefixedItems, commonOptions);
    return results.map((entry) => ({
      key: entry.key.slice(base.length),
      value: entry.value
    }));
  };
  nsStorage.setItems = async (items, commonOptions) => {
    const prefixedItems = items.map((item) => ({
      key: itemKey(item.key),
      value: item.value,
      options: item.options
    }));
    return storage.setItems(prefixedItems, commonOptions);
  };
  return nsStorage;
}
function normalizeKey$1(key) {
  if (!key) {
    return "";
  }
  return key.split("?")[0]?.replace(/[/\\]/g, ":").replace(/:+/g, ":").replace(/^:|:$/g, "") || "";
}
function hasDotSegment(key) {
  return key.split(":").some((segment) => segment === "." || segment === "..");
}
function joinKeys(...keys) {
  return normalizeKey$1(keys.join(":"));
}
function normalizeBaseKey(base) {
  base = normalizeKey$1(base);
  return base ? base + ":" : "";
}
function filterKeyByDepth(key, depth) {
  if (depth === void 0) {
    return true;
  }
  let substrCount = 0;
  let index = key.indexOf(":");
  while (index > -1) {
    substrCount++;
    index = key.indexOf(":", index + 1);
  }
  return substrCount <= depth;
}
function filterKeyByBase(key, base) {
  if (base) {
    return key.startsWith(base) && key[key.length - 1] !== "$";
  }
  return key[key.length - 1] !== "$";
}

function defineDriver$1(factory) {
  return factory;
}

const DRIVER_NAME$1 = "memory";
const memory = defineDriver$1(() => {
  const data = /* @__PURE__ */ new Map();
  return {
    name: DRIVER_NAME$1,
    getInstance: () => data,
    hasItem(key) {
      return data.has(key);
    },
    getItem(key) {
      return data.get(key) ?? null;
    },
    getItemRaw(key) {
      return data.get(key) ?? null;
    },
    setItem(key, value) {
      data.set(key, value);
    },
    setItemRaw(key, value) {
      data.set(key, value);
    },
    removeItem(key) {
      data.delete(key);
    },
    getKeys() {
      return [...data.keys()];
    },
    clear() {
      data.clear();
    },
    dispose() {
      data.clear();
    }
  };
});

function createStorage(options = {}) {
  const context = {
    mounts: { "": options.driver || memory() },
    mountpoints: [""],
    watching: false,
    watchListeners: [],
    unwatch: {}
  };
  const normalizeItemKey = (key) => {
    const normalizedKey = normalizeKey$1(key);
    if (!normalizedKey || hasDotSegment(normalizedKey)) {
      throw new Error(`[unstorage] Invalid key: ${JSON.stringify(key)}`);
    }
    return normalizedKey;
  };
  const normalizeBase = (base) => {
    const normalizedBase = normalizeBaseKey(base);
    if (hasDotSegment(normalizedBase)) {
      throw new Error(`[unstorage] Invalid base: ${JSON.stringify(base)}`);
    }
    return normalizedBase;
  };
  const getMount = (key) => {
    for (const base of context.mountpoints) {
      if (key.startsWith(base)) {
        return {
          base,
          relativeKey: key.slice(base.length),
          driver: context.mounts[base]
        };
      }
    }
    return {
      base: "",
      relativeKey: key,
      driver: context.mounts[""]
    };
  };
  const getMounts = (base, includeParent) => {
    return context.mountpoints.filter(
      (mountpoint) => mountpoint.startsWith(base) || includeParent && base.startsWith(mountpoint)
    ).map((mountpoint) => ({
      relativeBase: base.length > mountpoint.length ? base.slice(mountpoint.length) : void 0,
      mountpoint,
      driver: context.mounts[mountpoint]
    }));
  };
  const onChange = (event, key) => {
    if (!context.watching) {
      return;
    }
    key = normalizeKey$1(key);
    for (const listener of context.watchListeners) {
      listener(event, key);
    }
  };
  const startWatch = async () => {
    if (context.watching) {
      return;
    }
    context.watching = true;
    for (const mountpoint in context.mounts) {
      context.unwatch[mountpoint] = await watch(
        context.mounts[mountpoint],
        onChange,
        mountpoint
      );
    }
  };
  const stopWatch = async () => {
    if (!context.watching) {
      return;
    }
    for (const mountpoint in context.unwatch) {
      await context.unwatch[mountpoint]();
    }
    context.unwatch = {};
    context.watching = false;
  };
  const runBatch = (items, commonOptions, cb) => {
    const batches = /* @__PURE__ */ new Map();
    const getBatch = (mount) => {
      let batch = batches.get(mount.base);
      if (!batch) {
        batch = {
          driver: mount.driver,
          base: mount.base,
          items: []
        };
        batches.set(mount.base, batch);
      }
      return batch;
    };
    for (const item of items) {
      const isStringItem = typeof item === "string";
      const key = normalizeItemKey(isStringItem ? item : item.key);
      const value = isStringItem ? void 0 : item.value;
      const options2 = isStringItem || !item.options ? commonOptions : { ...commonOptions, ...item.options };
      const mount = getMount(key);
      getBatch(mount).items.push({
        key,
        value,
        relativeKey: mount.relativeKey,
        options: options2
      });
    }
    return Promise.all([...batches.values()].map((batch) => cb(batch))).then(
      (r) => r.flat()
    );
  };
  const storage = {
    // Item
    async hasItem(key, opts = {}) {
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      return asyncCall(driver.hasItem, relativeKey, opts);
    },
    async getItem(key, opts = {}) {
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      return asyncCall(driver.getItem, relativeKey, opts).then(
        (value) => destr(value)
      );
    },
    async getItems(items, commonOptions = {}) {
      return runBatch(items, commonOptions, (batch) => {
        if (batch.driver.getItems) {
          return asyncCall(
            batch.driver.getItems,
            batch.items.map((item) => ({
              key: item.relativeKey,
              options: item.options
            })),
            commonOptions
          ).then(
            (r) => r.map((item) => ({
              key: joinKeys(batch.base, item.key),
              value: destr(item.value)
            }))
          );
        }
        return Promise.all(
          batch.items.map((item) => {
            return asyncCall(
              batch.driver.getItem,
              item.relativeKey,
              item.options
            ).then((value) => ({
              key: item.key,
              value: destr(value)
            }));
          })
        );
      });
    },
    async getItemRaw(key, opts = {}) {
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      if (driver.getItemRaw) {
        return asyncCall(driver.getItemRaw, relativeKey, opts);
      }
      return asyncCall(driver.getItem, relativeKey, opts).then(
        (value) => deserializeRaw(value)
      );
    },
    async setItem(key, value, opts = {}) {
      if (value === void 0) {
        return storage.removeItem(key);
      }
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      if (!driver.setItem) {
        return;
      }
      await asyncCall(driver.setItem, relativeKey, stringify(value), opts);
      if (!driver.watch) {
        onChange("update", key);
      }
    },
    async setItems(items, commonOptions) {
      await runBatch(items, commonOptions, async (batch) => {
        if (batch.driver.setItems) {
          return asyncCall(
            batch.driver.setItems,
            batch.items.map((item) => ({
              key: item.relativeKey,
              value: stringify(item.value),
              options: item.options
            })),
            commonOptions
          );
        }
        if (!batch.driver.setItem) {
          return;
        }
        await Promise.all(
          batch.items.map((item) => {
            return asyncCall(
              batch.driver.setItem,
              item.relativeKey,
              stringify(item.value),
              item.options
            );
          })
        );
      });
    },
    async setItemRaw(key, value, opts = {}) {
      if (value === void 0) {
        return storage.removeItem(key, opts);
      }
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      if (driver.setItemRaw) {
        await asyncCall(driver.setItemRaw, relativeKey, value, opts);
      } else if (driver.setItem) {
        await asyncCall(driver.setItem, relativeKey, serializeRaw(value), opts);
      } else {
        return;
      }
      if (!driver.watch) {
        onChange("update", key);
      }
    },
    async removeItem(key, opts = {}) {
      if (typeof opts === "boolean") {
        opts = { removeMeta: opts };
      }
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      if (!driver.removeItem) {
        return;
      }
      await asyncCall(driver.removeItem, relativeKey, opts);
      if (opts.removeMeta || opts.removeMata) {
        await asyncCall(driver.removeItem, relativeKey + "$", opts);
      }
      if (!driver.watch) {
        onChange("remove", key);
      }
    },
    // Meta
    async getMeta(key, opts = {}) {
      if (typeof opts === "boolean") {
        opts = { nativeOnly: opts };
      }
      key = normalizeItemKey(key);
      const { relativeKey, driver } = getMount(key);
      const meta = /* @__PURE__ */ Object.create(null);
      if (driver.getMeta) {
        Object.assign(meta, await asyncCall(driver.getMeta, relativeKey, opts));
      }
      if (!opts.nativeOnly) {
        const value = await asyncCall(
          driver.getItem,
          relativeKey + "$",
          opts
        ).then((value_) => destr(value_));
        if (value && typeof value === "object") {
          if (typeof value.atime === "string") {
            value.atime = new Date(value.atime);
          }
          if (typeof value.mtime === "string") {
            value.mtime = new Date(value.mtime);
          }
          Object.assign(meta, value);
        }
      }
      return meta;
    },
    async setMeta(key, value, opts = {}) {
      return this.setItem(normalizeItemKey(key) + "$", value, opts);
    },
    async removeMeta(key, opts = {}) {
      return this.removeItem(normalizeItemKey(key) + "$", opts);
    },
    // Keys
    async getKeys(base, opts = {}) {
      base = normalizeBase(base);
      const mounts = getMounts(base, true);
      let maskedMounts = [];
      const allKeys = [];
      let allMountsSupportMaxDepth = true;
      for (const mount of mounts) {
        if (!mount.driver.flags?.maxDepth) {
          allMountsSupportMaxDepth = false;
        }
        const rawKeys = await asyncCall(
          mount.driver.getKeys,
          mount.relativeBase,
          opts
        );
        for (const key of rawKeys) {
          const fullKey = mount.mountpoint + normalizeKey$1(key);
          if (!maskedMounts.some((p) => fullKey.startsWith(p))) {
            allKeys.push(fullKey);
          }
        }
        maskedMounts = [
          mount.mountpoint,
          ...maskedMounts.filter((p) => !p.startsWith(mount.mountpoint))
        ];
      }
      const shouldFilterByDepth = opts.maxDepth !== void 0 && !allMountsSupportMaxDepth;
      return allKeys.filter(
        (key) => (!shouldFilterByDepth || filterKeyByDepth(key, opts.maxDepth)) && filterKeyByBase(key, base)
      );
    },
    // Utils
    async clear(base, opts = {}) {
      base = normalizeBase(base);
      await Promise.all(
        getMounts(base, false).map(async (m) => {
          if (m.driver.clear) {
            return asyncCall(m.driver.clear, m.relativeBase, opts);
          }
          if (m.driver.removeItem) {
            const keys = await m.driver.getKeys(m.relativeBase || "", opts);
            return Promise.all(
              keys.map((key) => m.driver.removeItem(key, opts))
            );
          }
        })
      );
    },
    async dispose() {
      await Promise.all(
        Object.values(context.mounts).map((driver) => dispose(driver))
      );
    },
    async watch(callback) {
      await startWatch();
      context.watchListeners.push(callback);
      return async () => {
        context.watchListeners = context.watchListeners.filter(
          (listener) => listener !== callback
        );
        if (context.watchListeners.length === 0) {
          await stopWatch();
        }
      };
    },
    async unwatch() {
      context.watchListeners = [];
      await stopWatch();
    },
    // Mount
    mount(base, driver) {
      base = normalizeBase(base);
      if (base && context.mounts[base]) {
        throw new Error(`already mounted at ${base}`);
      }
      if (base) {
        context.mountpoints.push(base);
        context.mountpoints.sort((a, b) => b.length - a.length);
      }
      context.mounts[base] = driver;
      if (context.watching) {
        Promise.resolve(watch(driver, onChange, base)).then((unwatcher) => {
          context.unwatch[base] = unwatcher;
        }).catch(console.error);
      }
      return storage;
    },
    async unmount(base, _dispose = true) {
      base = normalizeBaseKey(base);
      if (!base || !context.mounts[base]) {
        return;
      }
      if (context.watching && base in context.unwatch) {
        context.unwatch[base]?.();
        delete context.unwatch[base];
      }
      if (_dispose) {
        await dispose(context.mounts[base]);
      }
      context.mountpoints = context.mountpoints.filter((key) => key !== base);
      delete context.mounts[base];
    },
    getMount(key = "") {
      key = normalizeKey$1(key) + ":";
      const m = getMount(key);
      return {
        driver: m.driver,
        base: m.base
      };
    },
    getMounts(base = "", opts = {}) {
      base = normalizeKey$1(base);
      const mounts = getMounts(base, opts.parents);
      return mounts.map((m) => ({
        driver: m.driver,
        base: m.mountpoint
      }));
    },
    // Aliases
    keys: (base, opts = {}) => storage.getKeys(base, opts),
    get: (key, opts = {}) => storage.getItem(key, opts),
    set: (key, value, opts = {}) => storage.setItem(key, value, opts),
    has: (key, opts = {}) => storage.hasItem(key, opts),
    del: (key, opts = {}) => storage.removeItem(key, opts),
    remove: (key, opts = {}) => storage.removeItem(key, opts)
  };
  return storage;
}
function watch(driver, onChange, base) {
  return driver.watch ? driver.watch((event, key) => onChange(event, base + key)) : () => {
  };
}
async function dispose(driver) {
  if (typeof driver.dispose === "function") {
    await asyncCall(driver.dispose);
  }
}

const _assets = {

};

const normalizeKey = function normalizeKey(key) {
  if (!key) {
    return "";
  }
  return key.split("?")[0]?.replace(/[/\\]/g, ":").replace(/:+/g, ":").replace(/^:|:$/g, "") || "";
};

const assets$1 = {
  getKeys() {
    return Promise.resolve(Object.keys(_assets))
  },
  hasItem (id) {
    id = normalizeKey(id);
    return Promise.resolve(id in _assets)
  },
  getItem (id) {
    id = normalizeKey(id);
    return Promise.resolve(_assets[id] ? _assets[id].import() : null)
  },
  getMeta (id) {
    id = normalizeKey(id);
    return Promise.resolve(_assets[id] ? _assets[id].meta : {})
  }
};

function defineDriver(factory) {
  return factory;
}
function createError(driver, message, opts) {
  const err = new Error(`[unstorage] [${driver}] ${message}`, opts);
  if (Error.captureStackTrace) {
    Error.captureStackTrace(err, createError);
  }
  return err;
}
function createRequiredError(driver, name) {
  if (Array.isArray(name)) {
    return createError(
      driver,
      `Missing some of the required options ${name.map((n) => "`" + n + "`").join(", ")}`
    );
  }
  return createError(driver, `Missing required option \`${name}\`.`);
}

function ignoreNotfound(err) {
  return err.code === "ENOENT" || err.code === "EISDIR" ? null : err;
}
function ignoreExists(err) {
  return err.code === "EEXIST" ? null : err;
}
async function writeFile(path, data, encoding) {
  await ensuredir(dirname$1(path));
  return promises.writeFile(path, data, encoding);
}
function readFile(path, encoding) {
  return promises.readFile(path, encoding ?? null).catch(ignoreNotfound);
}
function unlink(path) {
  return promises.unlink(path).catch(ignoreNotfound);
}
function readdir(dir) {
  return promises.readdir(dir, { withFileTypes: true }).catch(ignoreNotfound).then((r) => r || []);
}
async function ensuredir(dir) {
  if (existsSync(dir)) {
    return;
  }
  await ensuredir(dirname$1(dir)).catch(ignoreExists);
  await promises.mkdir(dir).catch(ignoreExists);
}
async function readdirRecursive(dir, ignore, maxDepth) {
  if (ignore && ignore(dir)) {
    return [];
  }
  const entries = await readdir(dir);
  const files = [];
  await Promise.all(
    entries.map(async (entry) => {
      const entryPath = resolve$1(dir, entry.name);
      if (entry.isDirectory()) {
        if (maxDepth === void 0 || maxDepth > 0) {
          const dirFiles = await readdirRecursive(
            entryPath,
            ignore,
            maxDepth === void 0 ? void 0 : maxDepth - 1
          );
          files.push(...dirFiles.map((f) => entry.name + "/" + f));
        }
      } else {
        if (!(ignore && ignore(entry.name))) {
          files.push(entry.name);
        }
      }
    })
  );
  return files;
}
async function rmRecursive(dir) {
  const entries = await readdir(dir);
  await Promise.all(
    entries.map((entry) => {
      const entryPath = resolve$1(dir, entry.name);
      if (entry.isDirectory()) {
        return rmRecursive(entryPath).then(() => promises.rmdir(entryPath));
      } else {
        return promises.unlink(entryPath);
      }
    })
  );
}

const PATH_TRAVERSE_RE = /\.\.:|\.\.$/;
const DRIVER_NAME = "fs-lite";
const unstorage_47drivers_47fs_45lite = defineDriver((opts = {}) => {
  if (!opts.base) {
    throw createRequiredError(DRIVER_NAME, "base");
  }
  opts.base = resolve$1(opts.base);
  const r = (key) => {
    if (PATH_TRAVERSE_RE.test(key)) {
      throw createError(
        DRIVER_NAME,
        `Invalid key: ${JSON.stringify(key)}. It should not contain .. segments`
      );
    }
    const resolved = join(opts.base, key.replace(/:/g, "/"));
    return resolved;
  };
  return {
    name: DRIVER_NAME,
    options: opts,
    flags: {
      maxDepth: true
    },
    hasItem(key) {
      return existsSync(r(key));
    },
    getItem(key) {
      return readFile(r(key), "utf8");
    },
    getItemRaw(key) {
      return readFile(r(key));
    },
    async getMeta(key) {
      const { atime, mtime, size, birthtime, ctime } = await promises.stat(r(key)).catch(() => ({}));
      return { atime, mtime, size, birthtime, ctime };
    },
    setItem(key, value) {
      if (opts.readOnly) {
        return;
      }
      return writeFile(r(key), value, "utf8");
    },
    setItemRaw(key, value) {
      if (opts.readOnly) {
        return;
      }
      return writeFile(r(key), value);
    },
    removeItem(key) {
      if (opts.readOnly) {
        return;
      }
      return unlink(r(key));
    },
    getKeys(_base, topts) {
      return readdirRecursive(r("."), opts.ignore, topts?.maxDepth);
    },
    async clear() {
      if (opts.readOnly || opts.noClear) {
        return;
      }
      await rmRecursive(r("."));
    }
  };
});

const storage = createStorage({});

storage.mount('/assets', assets$1);

storage.mount('data', unstorage_47drivers_47fs_45lite({"driver":"fsLite","base":"./.data/kv"}));

function useStorage(base = "") {
  return base ? prefixStorage(storage, base) : storage;
}

const fastHash = /*@__PURE__*/ (() => globalThis.process?.getBuiltinModule?.("crypto")?.hash)();
const algorithm = "sha256";
const encoding = "base64url";
function digest(data) {
	if (fastHash) return fastHash(algorithm, data, encoding);
	const h = createHash(algorithm).update(data);
	return globalThis.process?.versions?.webcontainer ? h.digest().toString(encoding) : h.digest(encoding);
}

const Hasher = /* @__PURE__ */ (() => {
  class Hasher2 {
    buff = "";
    #context = /* @__PURE__ */ new Map();
    write(str) {
      this.buff += str;
    }
    dispatch(value) {
      const type = value === null ? "null" : typeof value;
      return this[type](value);
    }
    object(object) {
      if (object && typeof object.toJSON === "function") {
        return this.object(object.toJSON());
      }
      const objString = Object.prototype.toString.call(object);
      let objType = "";
      const objectLength = objString.length;
      objType = objectLength < 10 ? "unknown:[" + objString + "]" : objString.slice(8, objectLength - 1);
      objType = objType.toLowerCase();
      let objectNumber = null;
      if ((objectNumber = this.#context.get(object)) === void 0) {
        this.#context.set(object, this.#context.size);
      } else {
        return this.dispatch("[CIRCULAR:" + objectNumber + "]");
      }
      if (typeof Buffer !== "undefined" && Buffer.isBuffer && Buffer.isBuffer(object)) {
        this.write("buffer:");
        return this.write(object.toString("utf8"));
      }
      if (objType !== "object" && objType !== "function" && objType !== "asyncfunction") {
        if (this[objType]) {
          this[objType](object);
        } else {
          this.unknown(object, objType);
        }
      } else {
        const keys = Object.keys(object).sort();
        const extraKeys = [];
        this.write("object:" + (keys.length + extraKeys.length) + ":");
        const dispatchForKey = (key) => {
          this.dispatch(key);
          this.write(":");
          this.dispatch(object[key]);
          this.write(",");
        };
        for (const key of keys) {
          dispatchForKey(key);
        }
        for (const key of extraKeys) {
          dispatchForKey(key);
        }
      }
    }
    array(arr, unordered) {
      unordered = unordered === void 0 ? false : unordered;
      this.write("array:" + arr.length + ":");
      if (!unordered || arr.length <= 1) {
        for (const entry of arr) {
          this.dispatch(entry);
        }
        return;
      }
      const contextAdditions = /* @__PURE__ */ new Map();
      const entries = arr.map((entry) => {
        const hasher = new Hasher2();
        hasher.dispatch(entry);
        for (const [key, value] of hasher.#context) {
          contextAdditions.set(key, value);
        }
        return hasher.toString();
      });
      this.#context = contextAdditions;
      entries.sort();
      return this.array(entries, false);
    }
    date(date) {
      return this.write("date:" + date.toJSON());
    }
    symbol(sym) {
      return this.write("symbol:" + sym.toString());
    }
    unknown(value, type) {
      this.write(type);
      if (!value) {
        return;
      }
      this.write(":");
      if (value && typeof value.entries === "function") {
        return this.array(
          [...value.entries()],
          true
          /* ordered */
        );
      }
    }
    error(err) {
      return this.write("error:" + err.toString());
    }
    boolean(bool) {
      return this.write("bool:" + bool);
    }
    string(string) {
      this.write("string:" + string.length + ":");
      this.write(string);
    }
    function(fn) {
      this.write("fn:");
      if (isNativeFunction(fn)) {
        this.dispatch("[native]");
      } else {
        this.dispatch(fn.toString());
      }
    }
    number(number) {
      return this.write("number:" + number);
    }
    null() {
      return this.write("Null");
    }
    undefined() {
      return this.write("Undefined");
    }
    regexp(regex) {
      return this.write("regex:" + regex.toString());
    }
    arraybuffer(arr) {
      this.write("arraybuffer:");
      return this.dispatch(new Uint8Array(arr));
    }
    url(url) {
      return this.write("url:" + url.toString());
    }
    map(map) {
      this.write("map:");
      const arr = [...map];
      return this.array(arr, false);
    }
    set(set) {
      this.write("set:");
      const arr = [...set];
      return this.array(arr, false);
    }
    bigint(number) {
      return this.write("bigint:" + number.toString());
    }
  }
  for (const type of [
    "uint8array",
    "uint8clampedarray",
    "unt8array",
    "uint16array",
    "unt16array",
    "uint32array",
    "unt32array",
    "float32array",
    "float64array"
  ]) {
    Hasher2.prototype[type] = function(arr) {
      this.write(type + ":");
      return this.array([...arr], false);
    };
  }
  function isNativeFunction(f) {
    if (typeof f !== "function") {
      return false;
    }
    return Function.prototype.toString.call(f).slice(
      -15
      /* "[native code] }".length */
    ) === "[native code] }";
  }
  return Hasher2;
})();
function serialize(object) {
  const hasher = new Hasher();
  hasher.dispatch(object);
  return hasher.buff;
}
function hash(value) {
  return digest(typeof value === "string" ? value : serialize(value)).replace(/[-_]/g, "").slice(0, 10);
}

function defaultCacheOptions() {
  return {
    name: "_",
    base: "/cache",
    swr: true,
    maxAge: 1
  };
}
function defineCachedFunction(fn, opts = {}) {
  opts = { ...defaultCacheOptions(), ...opts };
  const pending = {};
  const group = opts.group || "nitro/functions";
  const name = opts.name || fn.name || "_";
  const integrity = opts.integrity || hash([fn, opts]);
  const validate = opts.validate || ((entry) => entry.value !== void 0);
  async function get(key, resolver, shouldInvalidateCache, event) {
    const cacheKey = [opts.base, group, name, key + ".json"].filter(Boolean).join(":").replace(/:\/$/, ":index");
    let entry = await useStorage().getItem(cacheKey).catch((error) => {
      console.error(`[cache] Cache read error.`, error);
      useNitroApp().captureError(error, { event, tags: ["cache"] });
    }) || {};
    if (typeof entry !== "object") {
      entry = {};
      const error = new Error("Malformed data read from cache.");
      console.error("[cache]", error);
      useNitroApp().captureError(error, { event, tags: ["cache"] });
    }
    const ttl = (opts.maxAge ?? 0) * 1e3;
    if (ttl) {
      entry.expires = Date.now() + ttl;
    }
    const expired = shouldInvalidateCache || entry.integrity !== integrity || ttl && Date.now() - (entry.mtime || 0) > ttl || validate(entry) === false;
    const _resolve = async () => {
      const isPending = pending[key];
      if (!isPending) {
        if (entry.value !== void 0 && (opts.staleMaxAge || 0) >= 0 && opts.swr === false) {
          entry.value = void 0;
          entry.integrity = void 0;
          entry.mtime = void 0;
          entry.expires = void 0;
        }
        pending[key] = Promise.resolve(resolver());
      }
      try {
        entry.value = await pending[key];
      } catch (error) {
        if (!isPending) {
          delete pending[key];
        }
        throw error;
      }
      if (!isPending) {
        entry.mtime = Date.now();
        entry.integrity = integrity;
        delete pending[key];
        if (validate(entry) !== false) {
          let setOpts;
          if (opts.maxAge && !opts.swr) {
            setOpts = { ttl: opts.maxAge };
          }
          const promise = useStorage().setItem(cacheKey, entry, setOpts).catch((error) => {
            console.error(`[cache] Cache write error.`, error);
            useNitroApp().captureError(error, { event, tags: ["cache"] });
          });
          if (event?.waitUntil) {
            event.waitUntil(promise);
          }
        } else if (opts._removeStaleOnInvalid?.(entry)) {
          const promise = useStorage().removeItem(cacheKey).catch((error) => {
            console.error(`[cache] Cache remove error.`, error);
            useNitroApp().captureError(error, { event, tags: ["cache"] });
          });
          if (event?.waitUntil) {
            event.waitUntil(promise);
          }
        }
      }
    };
    const _resolvePromise = expired ? _resolve() : Promise.resolve();
    if (entry.value === void 0) {
      await _resolvePromise;
    } else if (expired && event && event.waitUntil) {
      event.waitUntil(_resolvePromise);
    }
    if (opts.swr && validate(entry) !== false) {
      _resolvePromise.catch((error) => {
        console.error(`[cache] SWR handler error.`, error);
        useNitroApp().captureError(error, { event, tags: ["cache"] });
      });
      return entry;
    }
    return _resolvePromise.then(() => entry);
  }
  return async (...args) => {
    const shouldBypassCache = await opts.shouldBypassCache?.(...args);
    if (shouldBypassCache) {
      return fn(...args);
    }
    const key = await (opts.getKey || getKey)(...args);
    const shouldInvalidateCache = await opts.shouldInvalidateCache?.(...args);
    const entry = await get(
      key,
      () => fn(...args),
      shouldInvalidateCache,
      args[0] && isEvent(args[0]) ? args[0] : void 0
    );
    let value = entry.value;
    if (opts.transform) {
      value = await opts.transform(entry, ...args) || value;
    }
    return value;
  };
}
function cachedFunction(fn, opts = {}) {
  return defineCachedFunction(fn, opts);
}
function getKey(...args) {
  return args.length > 0 ? hash(args) : "";
}
function escapeKey(key) {
  return String(key).replace(/\W/g, "");
}
function defineCachedEventHandler(handler, opts = defaultCacheOptions()) {
  const variableHeaderNames = (opts.varies || []).filter(Boolean).map((h) => h.toLowerCase()).sort();
  const _opts = {
    ...opts,
    getKey: async (event) => {
      const _methodSuffix = event.method === "HEAD" ? ":HEAD" : "";
      const customKey = await opts.getKey?.(event);
      if (customKey) {
        return escapeKey(customKey) + _methodSuffix;
      }
      const _path = event.node.req.originalUrl || event.node.req.url || event.path;
      let _pathname;
      try {
        _pathname = escapeKey(decodeURI(parseURL(_path).pathname)).slice(0, 16) || "index";
      } catch {
        _pathname = "-";
      }
      const _hashedPath = `${_pathname}.${hash(_path)}`;
      const _headers = variableHeaderNames.map((header) => [header, event.node.req.headers[header]]).map(([name, value]) => `${escapeKey(name)}.${hash(value)}`);
      return [_hashedPath, ..._headers].join(":") + _methodSuffix;
    },
    validate: (entry) => {
      if (!entry.value) {
        return false;
      }
      if (entry.value.code >= 400) {
        return false;
      }
      if (entry.value.body === void 0) {
        return false;
      }
      if (entry.value.headers.etag === "undefined" || entry.value.headers["last-modified"] === "undefined") {
        return false;
      }
      if (!isCacheableResponse(entry.value.headers, variableHeaderNames)) {
        return false;
      }
      return true;
    },
    _removeStaleOnInvalid: (entry) => !!entry.value && !isCacheableResponse(entry.value.headers, variableHeaderNames),
    group: opts.group || "nitro/handlers",
    integrity: opts.integrity || hash([handler, opts])
  };
  const _resolveResponse = async (incomingEvent) => {
    const variableHeaders = {};
    for (const header of variableHeaderNames) {
      const value = incomingEvent.node.req.headers[header];
      if (value !== void 0) {
        variableHeaders[header] = value;
      }
    }
    const reqProxy = cloneWithProxy(incomingEvent.node.req, {
      headers: variableHeaders
    });
    const resHeaders = {};
    let _resSendBody;
    const resProxy = cloneWithProxy(incomingEvent.node.res, {
      statusCode: 200,
      writableEnded: false,
      writableFinished: false,
      headersSent: false,
      closed: false,
      getHeader(name) {
        return resHeaders[name];
      },
      setHeader(name, value) {
        resHeaders[name] = value;
        return this;
      },
      getHeaderNames() {
        return Object.keys(resHeaders);
      },
      hasHeader(name) {
        return name in resHeaders;
      },
      removeHeader(name) {
        delete resHeaders[name];
      },
      appendHeader(name, value) {
        const values = [resHeaders[name], value].flat().filter((v) => v !== void 0).map(String);
        resHeaders[name] = values.length === 1 ? values[0] : values;
        return this;
      },
      getHeaders() {
        return resHeaders;
      },
      end(chunk, arg2, arg3) {
        if (typeof chunk === "string") {
          _resSendBody = chunk;
        }
        if (typeof arg2 === "function") {
          arg2();
        }
        if (typeof arg3 === "function") {
          arg3();
        }
        return this;
      },
      write(chunk, arg2, arg3) {
        if (typeof chunk === "string") {
          _resSendBody = chunk;
        }
        if (typeof arg2 === "function") {
          arg2(void 0);
        }
        if (typeof arg3 === "function") {
          arg3();
        }
        return true;
      },
      writeHead(statusCode, headers2) {
        this.statusCode = statusCode;
        if (headers2) {
          if (Array.isArray(headers2) || typeof headers2 === "string") {
            throw new TypeError("Raw headers  is not supported.");
          }
          for (const header in headers2) {
            const value = headers2[header];
            if (value !== void 0) {
              this.setHeader(header, value);
            }
          }
        }
        return this;
      }
    });
    const event = createEvent(reqProxy, resProxy);
    event._path = incomingEvent._path;
    event.fetch = (url, fetchOptions) => fetchWithEvent(event, url, fetchOptions, {
      fetch: useNitroApp().localFetch
    });
    event.$fetch = (url, fetchOptions) => fetchWithEvent(event, url, fetchOptions, {
      fetch: globalThis.$fetch
    });
    event.waitUntil = incomingEvent.waitUntil;
    event.context = incomingEvent.context;
    event.context.cache = {
      options: _opts
    };
    const body = await handler(event) || _resSendBody;
    const headers = event.node.res.getHeaders();
    headers.etag = String(headers.Etag || headers.etag || `W/"${hash(body)}"`);
    headers["last-modified"] = String(
      headers["Last-Modified"] || headers["last-modified"] || (/* @__PURE__ */ new Date()).toUTCString()
    );
    const cacheControl = [];
    if (!isCacheableResponse(headers, variableHeaderNames)) ; else if (opts.swr) {
      if (opts.maxAge) {
        cacheControl.push(`s-maxage=${opts.maxAge}`);
      }
      if (opts.staleMaxAge) {
        cacheControl.push(`stale-while-revalidate=${opts.staleMaxAge}`);
      } else {
        cacheControl.push("stale-while-revalidate");
      }
    } else if (opts.maxAge) {
      cacheControl.push(`max-age=${opts.maxAge}`);
    }
    if (cacheControl.length > 0) {
      headers["cache-control"] = cacheControl.join(", ");
    }
    const cacheEntry = {
      code: event.node.res.statusCode,
      headers,
      body
    };
    responseOrigins.set(cacheEntry, incomingEvent);
    return cacheEntry;
  };
  const _cachedHandler = cachedFunction(
    // Anonymous wrapper keeps the default cache name (`fn.name` fallback) unchanged
    (event) => _resolveResponse(event),
    _opts
  );
  return defineEventHandler(async (event) => {
    if (event.method !== "GET" && event.method !== "HEAD" || event.node.req.headers.range !== void 0) {
      return handler(event);
    }
    if (opts.headersOnly) {
      if (handleCacheHeaders(event, { maxAge: opts.maxAge })) {
        return;
      }
      return handler(event);
    }
    let response = await _cachedHandler(
      event
    );
    let isCacheable = isCacheableResponse(
      response.headers,
      variableHeaderNames
    );
    if (!isCacheable && responseOrigins.get(response) !== event) {
      response = await _resolveResponse(event);
      isCacheable = isCacheableResponse(response.headers, variableHeaderNames);
    }
    if (event.node.res.headersSent || event.node.res.writableEnded) {
      return response.body;
    }
    const isOrigin = responseOrigins.get(response) === event;
    if (isCacheable && handleCacheHeaders(event, {
      modifiedTime: new Date(response.headers["last-modified"]),
      etag: response.headers.etag,
      maxAge: opts.maxAge
    })) {
      return;
    }
    event.node.res.statusCode = response.code;
    for (const name in response.headers) {
      const value = response.headers[name];
      if (name.toLowerCase() === "set-cookie") {
        if (isOrigin && value !== void 0) {
          event.node.res.appendHeader(
            name,
            splitCookiesString(value)
          );
        }
      } else {
        if (value !== void 0) {
          event.node.res.setHeader(name, value);
        }
      }
    }
    return response.body;
  });
}
const responseOrigins = /* @__PURE__ */ new WeakMap();
function getHeaderValue(headers, name) {
  const values = [];
  for (const key in headers) {
    if (key.toLowerCase() === name) {
      const value = headers[key];
      if (value !== void 0) {
        values.push(Array.isArray(value) ? value.join(", ") : String(value));
      }
    }
  }
  return values.length > 0 ? values.join(", ") : void 0;
}
const VARY_IGNORED_HEADERS = /* @__PURE__ */ new Set(["accept-encoding"]);
function isCacheableResponse(headers, variableHeaderNames) {
  if (getHeaderValue(headers, "set-cookie") !== void 0) {
    return false;
  }
  const cacheControl = getHeaderValue(headers, "cache-control");
  if (cacheControl && /(?:^|[\s,])(?:private|no-store|no-cache)(?:$|[\s,=])/i.test(cacheControl)) {
    return false;
  }
  const vary = getHeaderValue(headers, "vary");
  if (vary) {
    for (const _name of vary.split(",")) {
      const name = _name.trim().toLowerCase();
      if (!name || VARY_IGNORED_HEADERS.has(name)) {
        continue;
      }
      if (name === "*" || !variableHeaderNames.includes(name)) {
        return false;
      }
    }
  }
  return true;
}
function cloneWithProxy(obj, overrides) {
  return new Proxy(obj, {
    get(target, property, receiver) {
      if (property in overrides) {
        return overrides[property];
      }
      return Reflect.get(target, property, receiver);
    },
    set(target, property, value, receiver) {
      if (property in overrides) {
        overrides[property] = value;
        return true;
      }
      return Reflect.set(target, property, value, receiver);
    }
  });
}
const cachedEventHandler = defineCachedEventHandler;

function klona(x) {
	if (typeof x !== 'object') return x;

	var k, tmp, str=Object.prototype.toString.call(x);

	if (str === '[object Object]') {
		if (x.constructor !== Object && typeof x.constructor === 'function') {
			tmp = new x.constructor();
			for (k in x) {
				if (x.hasOwnProperty(k) && tmp[k] !== x[k]) {
					tmp[k] = klona(x[k]);
				}
			}
		} else {
			tmp = {}; // null
			for (k in x) {
				if (k === '__proto__') {
					Object.defineProperty(tmp, k, {
						value: klona(x[k]),
						configurable: true,
						enumerable: true,
						writable: true,
					});
				} else {
					tmp[k] = klona(x[k]);
				}
			}
		}
		return tmp;
	}

	if (str === '[object Array]') {
		k = x.length;
		for (tmp=Array(k); k--;) {
			tmp[k] = klona(x[k]);
		}
		return tmp;
	}

	if (str === '[object Set]') {
		tmp = new Set;
		x.forEach(function (val) {
			tmp.add(klona(val));
		});
		return tmp;
	}

	if (str === '[object Map]') {
		tmp = new Map;
		x.forEach(function (val, key) {
			tmp.set(klona(key), klona(val));
		});
		return tmp;
	}

	if (str === '[object Date]') {
		return new Date(+x);
	}

	if (str === '[object RegExp]') {
		tmp = new RegExp(x.source, x.flags);
		tmp.lastIndex = x.lastIndex;
		return tmp;
	}

	if (str === '[object DataView]') {
		return new x.constructor( klona(x.buffer) );
	}

	if (str === '[object ArrayBuffer]') {
		return x.slice(0);
	}

	// ArrayBuffer.isView(x)
	// ~> `new` bcuz `Buffer.slice` => ref
	if (str.slice(-6) === 'Array]') {
		return new x.constructor(x);
	}

	return x;
}

const inlineAppConfig = {};



const appConfig = defuFn(inlineAppConfig);

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

function getEnv(key, opts) {
  const envKey = snakeCase(key).toUpperCase();
  return destr(
    process.env[opts.prefix + envKey] ?? process.env[opts.altPrefix + envKey]
  );
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

const _inlineRuntimeConfig = {
  "app": {
    "baseURL": "/",
    "buildId": "3aead8a9-19cf-4613-90b6-469d68d0b836",
    "buildAssetsDir": "/_nuxt/",
    "cdnURL": ""
  },
  "nitro": {
    "envPrefix": "NUXT_",
    "routeRules": {
      "/__nuxt_error": {
        "cache": false
      },
      "/_nuxt/builds/meta/**": {
        "headers": {
          "cache-control": "public, max-age=31536000, immutable"
        }
      },
      "/_nuxt/builds/**": {
        "headers": {
          "cache-control": "public, max-age=1, immutable"
        }
      },
      "/_nuxt/**": {
        "headers": {
          "cache-control": "public, max-age=31536000, immutable"
        }
      }
    }
  },
  "public": {}
};
const envOptions = {
  prefix: "NITRO_",
  altPrefix: _inlineRuntimeConfig.nitro.envPrefix ?? process.env.NITRO_ENV_PREFIX ?? "_",
  envExpansion: _inlineRuntimeConfig.nitro.envExpansion ?? process.env.NITRO_ENV_EXPANSION ?? false
};
const _sharedRuntimeConfig = _deepFreeze(
  applyEnv(klona(_inlineRuntimeConfig), envOptions)
);
function useRuntimeConfig(event) {
  if (!event) {
    return _sharedRuntimeConfig;
  }
  if (event.context.nitro.runtimeConfig) {
    return event.context.nitro.runtimeConfig;
  }
  const runtimeConfig = klona(_inlineRuntimeConfig);
  applyEnv(runtimeConfig, envOptions);
  event.context.nitro.runtimeConfig = runtimeConfig;
  return runtimeConfig;
}
_deepFreeze(klona(appConfig));
function _deepFreeze(object) {
  const propNames = Object.getOwnPropertyNames(object);
  for (const name of propNames) {
    const value = object[name];
    if (value && typeof value === "object") {
      _deepFreeze(value);
    }
  }
  return Object.freeze(object);
}
new Proxy(/* @__PURE__ */ Object.create(null), {
  get: (_, prop) => {
    console.warn(
      "Please use `useRuntimeConfig()` instead of accessing config directly."
    );
    const runtimeConfig = useRuntimeConfig();
    if (prop in runtimeConfig) {
      return runtimeConfig[prop];
    }
    return void 0;
  }
});

function createContext(opts = {}) {
  let currentInstance;
  let isSingleton = false;
  const checkConflict = (instance) => {
    if (currentInstance && currentInstance !== instance) {
      throw new Error("Context conflict");
    }
  };
  let als;
  if (opts.asyncContext) {
    const _AsyncLocalStorage = opts.AsyncLocalStorage || globalThis.AsyncLocalStorage;
    if (_AsyncLocalStorage) {
      als = new _AsyncLocalStorage();
    } else {
      console.warn("[unctx] `AsyncLocalStorage` is not provided.");
    }
  }
  const _getCurrentInstance = () => {
    if (als) {
      const instance = als.getStore();
      if (instance !== void 0) {
        return instance;
      }
    }
    return currentInstance;
  };
  return {
    use: () => {
      const _instance = _getCurrentInstance();
      if (_instance === void 0) {
        throw new Error("Context is not available");
      }
      return _instance;
    },
    tryUse: () => {
      return _getCurrentInstance();
    },
    set: (instance, replace) => {
      if (!replace) {
        checkConflict(instance);
      }
      currentInstance = instance;
      isSingleton = true;
    },
    unset: () => {
      currentInstance = void 0;
      isSingleton = false;
    },
    call: (instance, callback) => {
      checkConflict(instance);
      currentInstance = instance;
      try {
        return als ? als.run(instance, callback) : callback();
      } finally {
        if (!isSingleton) {
          currentInstance = void 0;
        }
      }
    },
    async callAsync(instance, callback) {
      currentInstance = instance;
      const onRestore = () => {
        currentInstance = instance;
      };
      const onLeave = () => currentInstance === instance ? onRestore : void 0;
      asyncHandlers.add(onLeave);
      try {
        const r = als ? als.run(instance, callback) : callback();
        if (!isSingleton) {
          currentInstance = void 0;
        }
        return await r;
      } finally {
        asyncHandlers.delete(onLeave);
      }
    }
  };
}
function createNamespace(defaultOpts = {}) {
  const contexts = {};
  return {
    get(key, opts = {}) {
      if (!contexts[key]) {
        contexts[key] = createContext({ ...defaultOpts, ...opts });
      }
      return contexts[key];
    }
  };
}
const _globalThis = typeof globalThis !== "undefined" ? globalThis : typeof self !== "undefined" ? self : typeof global !== "undefined" ? global : {};
const globalKey = "__unctx__";
const defaultNamespace = _globalThis[globalKey] || (_globalThis[globalKey] = createNamespace());
const getContext = (key, opts = {}) => defaultNamespace.get(key, opts);
const asyncHandlersKey = "__unctx_async_handlers__";
const asyncHandlers = _globalThis[asyncHandlersKey] || (_globalThis[asyncHandlersKey] = /* @__PURE__ */ new Set());

getContext("nitro-app", {
  asyncContext: false,
  AsyncLocalStorage: void 0
});

const MAX_DECODE_PASSES = 8;
const PERCENT_ESCAPE_RE = /%([\da-f]{2})/gi;
const HAS_PERCENT_ESCAPE_RE = /%[\da-f]{2}/i;
function canonicalizePath(pathname) {
  let path = pathname;
  for (let pass = 0; HAS_PERCENT_ESCAPE_RE.test(path); pass++) {
    if (pass >= MAX_DECODE_PASSES) {
      return void 0;
    }
    path = path.replace(
      PERCENT_ESCAPE_RE,
      (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))
    );
  }
  const segments = [];
  for (const segment of path.replace(/\\/g, "/").split("/")) {
    if (segment === "" || segment === ".") {
      continue;
    }
    if (segment === "..") {
      segments.pop();
      continue;
    }
    segments.push(segment);
  }
  return "/" + segments.join("/");
}
function whatwgPathname(pathname) {
  try {
    return new URL(pathname, "http://_").pathname;
  } catch {
    return void 0;
  }
}
const READINGS = [
  (p) => canonicalizePath(p),
  (p) => {
    const whatwg = whatwgPathname(p);
    return whatwg === void 0 ? void 0 : canonicalizePath(whatwg);
  }
];
function isPathInScope(pathname, base) {
  if (!base || base === "/") {
    return true;
  }
  for (const read of READINGS) {
    const canonicalBase = read(base);
    const canonical = read(pathname);
    if (canonicalBase === void 0 || canonical === void 0) {
      return false;
    }
    if (canonicalBase === "/") {
      continue;
    }
    if (canonical !== canonicalBase && !canonical.startsWith(canonicalBase + "/")) {
      return false;
    }
  }
  return true;
}
function isTargetInScope(target, targetBase) {
  return isPathInScope(
    parseURL(target).pathname || "/",
    parseURL(targetBase).pathname || ""
  );
}
const LEADING_SEPARATORS_RE = (
  // eslint-disable-next-line no-control-regex
  /^(?:[\u0000-\u0020/\\]|%(?:2f|5c|[01][\da-f]|20))+/i
);
function normalizeRedirectPath(path) {
  return path.replace(LEADING_SEPARATORS_RE, "/");
}
function resolveRedirectTarget(path, to, stripBase) {
  if (!to.endsWith("/**")) {
    return path.includes("?") ? withQuery(to, getQuery$1(path)) : to;
  }
  let targetPath = path;
  if (stripBase) {
    if (!isPathInScope(path.split("?")[0], stripBase)) {
      return void 0;
    }
    targetPath = withoutBase(targetPath, stripBase);
  }
  targetPath = normalizeRedirectPath(targetPath);
  const targetBase = to.slice(0, -3);
  if (targetBase && targetBase !== "/" && !isPathInScope(joinURL("/_", targetPath.split("?")[0]), "/_")) {
    return void 0;
  }
  let target = joinURL(targetBase, targetPath);
  if (!targetBase || targetBase === "/") {
    target = normalizeRedirectPath(target);
    if (!target.startsWith("/")) {
      target = "/" + target;
    }
  }
  if (!isTargetInScope(target, targetBase)) {
    return void 0;
  }
  return target;
}

const config = useRuntimeConfig();
const _routeRulesMatcher = toRouteMatcher(
  createRouter$1({ routes: config.nitro.routeRules })
);
function createRouteRulesHandler(ctx) {
  return eventHandler((event) => {
    const routeRules = getRouteRules(event);
    if (routeRules.headers) {
      setHeaders(event, routeRules.headers);
    }
    if (routeRules.redirect) {
      const target = resolveRedirectTarget(
        event.path,
        routeRules.redirect.to,
        routeRules.redirect._redirectStripBase
      );
      if (target === void 0) {
        throw createError$1({ statusCode: 400 });
      }
      return sendRedirect(event, target, routeRules.redirect.statusCode);
    }
    if (routeRules.proxy) {
      const target = resolveRuleTarget(
        event,
        routeRules.proxy.to,
        routeRules.proxy._proxyStripBase
      );
      return proxyRequest(event, target, {
        fetch: ctx.localFetch,
        ...routeRules.proxy
      });
    }
  });
}
function resolveRuleTarget(event, to, stripBase) {
  if (!to.endsWith("/**")) {
    if (event.path.includes("?")) {
      return withQuery(to, getQuery$1(event.path));
    }
    return to;
  }
  const targetBase = to.slice(0, -3);
  let targetPath = event.path;
  if (stripBase) {
    if (!isPathInScope(event.path.split("?")[0], stripBase)) {
      throw createError$1({ statusCode: 400 });
    }
    targetPath = withoutBase(targetPath, stripBase);
  } else if (targetPath.startsWith("//")) {
    targetPath = targetPath.replace(/^\/+/, "/");
  }
  const target = joinURL(targetBase, targetPath);
  if (!isTargetInScope(target, targetBase)) {
    throw createError$1({ statusCode: 400 });
  }
  return target;
}
function getRouteRules(event) {
  event.context._nitro = event.context._nitro || {};
  if (!event.context._nitro.routeRules) {
    event.context._nitro.routeRules = getRouteRulesForPath(
      withoutBase(event.path.split("?")[0], useRuntimeConfig().app.baseURL)
    );
  }
  return event.context._nitro.routeRules;
}
function getRouteRulesForPath(path) {
  return defu({}, ..._routeRulesMatcher.matchAll(path).reverse());
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
function joinHeaders(value) {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
function normalizeFetchResponse(response) {
  if (!response.headers.has("set-cookie")) {
    return response;
  }
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: normalizeCookieHeaders(response.headers)
  });
}
function normalizeCookieHeader(header = "") {
  return splitCookiesString(joinHeaders(header));
}
function normalizeCookieHeaders(headers) {
  const outgoingHeaders = new Headers();
  for (const [name, header] of headers) {
    if (name === "set-cookie") {
      for (const cookie of normalizeCookieHeader(header)) {
        outgoingHeaders.append("set-cookie", cookie);
      }
    } else {
      outgoingHeaders.set(name, joinHeaders(header));
    }
  }
  return outgoingHeaders;
}

//#region src/runtime/utils/error.ts
/**
* Nitro internal functions extracted from https://github.com/nitrojs/nitro/blob/v2/src/runtime/internal/utils.ts
*/
function isJsonRequest(event) {
	if (hasReqHeader(event, "accept", "text/html")) return false;
	return hasReqHeader(event, "accept", "application/json") || hasReqHeader(event, "user-agent", "curl/") || hasReqHeader(event, "user-agent", "httpie/") || hasReqHeader(event, "sec-fetch-mode", "cors") || event.path.startsWith("/api/") || event.path.endsWith(".json");
}
function hasReqHeader(event, name, includes) {
	const value = getRequestHeader(event, name);
	return !!(value && typeof value === "string" && value.toLowerCase().includes(includes));
}

//#region src/runtime/handlers/error.ts
var error_default = async function errorhandler(error, event, { defaultHandler }) {
	if (event.handled || isJsonRequest(event)) return;
	const defaultRes = await defaultHandler(error, event, { json: true });
	const status = error.status || error.statusCode || 500;
	if (status === 404 && defaultRes.status === 302) {
		setResponseHeaders(event, defaultRes.headers);
		setResponseStatus(event, defaultRes.status, defaultRes.statusText);
		return send(event, JSON.stringify(defaultRes.body, null, 2));
	}
	const errorObject = defaultRes.body;
	const url = new URL(errorObject.url);
	errorObject.url = withoutBase(url.pathname, useRuntimeConfig(event).app.baseURL) + url.search + url.hash;
	errorObject.message = error.unhandled ? errorObject.message || "Server Error" : error.message || errorObject.message || "Server Error";
	errorObject.data ||= error.data;
	errorObject.statusText ||= error.statusText || error.statusMessage;
	delete defaultRes.headers["content-type"];
	delete defaultRes.headers["content-security-policy"];
	setResponseHeaders(event, defaultRes.headers);
	const reqHeaders = getRequestHeaders(event);
	const res = event.path.startsWith("/__nuxt_error") || !!reqHeaders["x-nuxt-error"] ? null : await useNitroApp().localFetch(withQuery(joinURL(useRuntimeConfig(event).app.baseURL, "/__nuxt_error"), errorObject), {
		headers: {
			...reqHeaders,
			"x-nuxt-error": "true"
		},
		redirect: "manual"
	}).catch(() => null);
	if (event.handled) return;
	if (!res) {
		const { template } = await import('../_/error-500.mjs');
		setResponseHeader(event, "Content-Type", "text/html;charset=UTF-8");
		return send(event, template(errorObject));
	}
	const html = await res.text();
	for (const [header, value] of res.headers.entries()) {
		if (header === "set-cookie") {
			appendResponseHeader(event, header, value);
			continue;
		}
		setResponseHeader(event, header, value);
	}
	setResponseStatus(event, res.status && res.status !== 200 ? res.status : defaultRes.status, res.statusText || defaultRes.statusText);
	return send(event, html);
};

function defineNitroErrorHandler(handler) {
  return handler;
}

const errorHandler$1 = defineNitroErrorHandler(
  function defaultNitroErrorHandler(error, event) {
    const res = defaultHandler(error, event);
    setResponseHeaders(event, res.headers);
    setResponseStatus(event, res.status, res.statusText);
    return send(event, JSON.stringify(res.body, null, 2));
  }
);
function defaultHandler(error, event, opts) {
  const isSensitive = error.unhandled || error.fatal;
  const statusCode = error.statusCode || 500;
  const statusMessage = error.statusMessage || "Server Error";
  const url = getRequestURL(event, { xForwardedHost: true, xForwardedProto: true });
  if (statusCode === 404) {
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
    const tags = [error.unhandled && "[unhandled]", error.fatal && "[fatal]"].filter(Boolean).join(" ");
    console.error(`[request error] ${tags} [${event.method}] ${url}
`, error);
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
  setResponseStatus(event, statusCode, statusMessage);
  if (statusCode === 404 || !getResponseHeader(event, "cache-control")) {
    headers["cache-control"] = "no-cache";
  }
  const body = {
    error: true,
    url: url.href,
    statusCode,
    statusMessage,
    message: isSensitive ? "Server Error" : error.message,
    data: isSensitive ? void 0 : error.data
  };
  return {
    status: statusCode,
    statusText: statusMessage,
    headers,
    body
  };
}

const errorHandlers = [error_default, errorHandler$1];

async function errorHandler(error, event) {
  for (const handler of errorHandlers) {
    try {
      await handler(error, event, { defaultHandler });
      if (event.handled) {
        return; // Response handled
      }
    } catch(error) {
      // Handler itself thrown, log and continue
      console.error(error);
    }
  }
  // H3 will handle fallback
}

function defineNitroPlugin(def) {
  return def;
}

var __defProp$4 = Object.defineProperty;
var __defNormalProp$4 = (obj, key, value) => key in obj ? __defProp$4(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField$4 = (obj, key, value) => __defNormalProp$4(obj, typeof key !== "symbol" ? key + "" : key, value);
class CartoucheError extends Error {
  constructor(code, message, options) {
    const path = options == null ? void 0 : options.path;
    super(path ? `${path}: ${message}` : message, options);
    /** A stable identifier to branch on; messages may change between versions. */
    __publicField$4(this, "code");
    this.code = code;
    if (path)
      this.path = path;
  }
  get name() {
    return this.constructor.name;
  }
}
class OptionError extends CartoucheError {
  constructor(option, problem) {
    super("BAD_OPTION", `${option} ${problem}`);
    /** The option's name as the caller wrote it. */
    __publicField$4(this, "option");
    /** What is wrong with it. */
    __publicField$4(this, "problem");
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
  constructor(size, limit, { keys = [], cause } = {}) {
    const isExact = cause === void 0;
    const largest = keys.map(({ key, size: size2 }) => `${key} (${size2})`).join(", ");
    super("COOKIE_TOO_LARGE", `The cookie value has ${isExact ? "" : "more than "}${size} characters; the limit is ${limit}` + (largest === "" ? "" : `. The largest keys of the session: ${largest}`), isExact ? void 0 : { cause });
    /** The length of the cookie value, in characters. Far above the limit it is not counted: see {@link isExact}. */
    __publicField$4(this, "size");
    /** Whether {@link size} is the length; else the value would have been longer. */
    __publicField$4(this, "isExact");
    /** The most characters a cookie value may have. */
    __publicField$4(this, "limit");
    /** Up to five keys of the session that take the most, the largest first. */
    __publicField$4(this, "keys");
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
  constructor(reason = "mismatch") {
    super("BAD_CSRF_TOKEN", "check_csrf_token(): Invalid token");
    /** The HTTP status of the answer, where Express and others look for it. */
    __publicField$4(this, "status", 400);
    /** Which of the cases it was. */
    __publicField$4(this, "reason");
    this.reason = reason;
  }
}
class BadCsrfOrigin extends CartoucheError {
  /** @param words Pyramid's words, where it has some; of Origin and Referer they quote no more than scheme, host and port */
  constructor(words, reason = "mismatch") {
    super("BAD_CSRF_ORIGIN", `Origin checking failed - ${words}`);
    /** The HTTP status of the answer, where Express and others look for it. */
    __publicField$4(this, "status", 400);
    /** Which of the cases it was. */
    __publicField$4(this, "reason");
    this.reason = reason;
  }
}
class CsrfBodyTimeout extends CartoucheError {
  constructor(options) {
    super("CSRF_BODY_TIMEOUT", "The form with the CSRF token did not end in time", options);
    /** The HTTP status of the answer, where frameworks look for it. */
    __publicField$4(this, "status", 408);
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
  const isPortLeftOut = /:\d+$/.test(text) && !/:\d+$/.test(host != null ? host : "");
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
  var _a, _b;
  const isForeign = FOREIGN.test((_a = request.header("Sec-Fetch-Site")) != null ? _a : "");
  if (!isHttps(request) && !isForeign)
    return void 0;
  const sent = (_b = request.header("Origin")) == null ? void 0 : _b.split(" ").at(-1);
  const origin = sent != null ? sent : request.header("Referer");
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
  return typeof (value == null ? void 0 : value.then) === "function";
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

let left = Buffer.alloc(0);
let right = Buffer.alloc(0);
function equalInConstantTime(one, other) {
  const { length } = one;
  if (other.length !== length)
    return false;
  if (left.length !== length)
    [left, right] = [Buffer.alloc(length), Buffer.alloc(length)];
  left.write(one, "latin1");
  right.write(other, "latin1");
  return timingSafeEqual(left, right);
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
  var _a;
  const unused = [0, 0, 15, 3][text.length % 4];
  return (ALPHABET.indexOf((_a = text.at(-1)) != null ? _a : "") & unused) !== 0;
}

const MAX_MASKED = Math.ceil(4096 * 2 * 4 / 3);
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

const METHODS$1 = ["newCsrfToken", "getCsrfToken", "checkCsrfToken"];
function isPolicy(value) {
  const isOne = typeof value === "object" && value !== null && METHODS$1.every((name) => typeof value[name] === "function");
  return isOne ? void 0 : `must be an object with the methods ${METHODS$1.join(", ")}`;
}

const isName$1 = (value) => typeof value === "string" && value !== "" ? void 0 : "must be a name, or null";
const areHeaderNames = (value) => [value].flat().every(isToken) ? void 0 : "must be the name of a header, as in 'X-CSRF-Token', a list of names, or null";
const tokenSpecs = {
  token: { fallback: "csrf_token", check: orNull$1(isName$1) },
  header: {
    fallback: ["X-CSRF-Token", "X-XSRF-Token"],
    check: orNull$1(areHeaderNames),
    coerce: (value) => [value != null ? value : []].flat()
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
  var _a;
  const sent = headerToken(request, names);
  return sent === "" && names.token !== null ? textOf$3((_a = request.bodyValue) == null ? void 0 : _a.call(request, names.token)) : sent;
}
function headerToken(request, { header }) {
  var _a;
  return (_a = header.map((name) => textOf$3(request.header(name))).find((sent) => sent !== "")) != null ? _a : "";
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
  if ((process == null ? void 0 : process.emitWarning) === void 0)
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
    isBroken: ({ sameSite, secure }) => (sameSite == null ? void 0 : sameSite.toLowerCase()) === "none" && secure !== true
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
  const nameOf = (option) => {
    var _a;
    return (_a = names[option]) != null ? _a : option;
  };
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
    const after = secure === "auto" && (isSecure == null ? void 0 : isSecure()) === false ? rest : most;
    const written = isBare ? value : quote(value);
    if (written.length > limit)
      throw new CookieTooLargeError(written.length, limit);
    const maxAge = age != null ? age : options.maxAge;
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

var __typeError$a = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$a = (obj, member, msg) => member.has(obj) || __typeError$a("Cannot " + msg);
var __privateGet$a = (obj, member, getter) => (__accessCheck$a(obj, member, "read from private field"), member.get(obj));
var __privateAdd$a = (obj, member, value) => member.has(obj) ? __typeError$a("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$a = (obj, member, value, setter) => (__accessCheck$a(obj, member, "write to private field"), member.set(obj, value), value);
var _nodes, _text, _looks;
const inspect = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");
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
  constructor() {
    __privateAdd$a(this, _nodes, SESSION_LIMITS.nodes);
    __privateAdd$a(this, _text, SESSION_LIMITS.text);
    /** Values that may be looked at, with those of parts that turn out to be too large; text counts too. */
    __privateAdd$a(this, _looks, LOOKS$1 * SESSION_LIMITS.nodes);
  }
  /** Takes what it costs to go through `value`, and tells whether it was there; a circle costs too much. */
  spend(value) {
    let [nodes, text] = [__privateGet$a(this, _nodes), __privateGet$a(this, _text)];
    const pending = [[value].values()];
    while (pending.length > 0) {
      const next = pending.at(-1).next();
      if (next.done === true)
        pending.pop();
      else {
        if (__privateGet$a(this, _looks) < 0 && typeof next.value !== "string")
          return false;
        const length = textIn(next.value);
        nodes--;
        text -= length;
        __privateSet$a(this, _looks, __privateGet$a(this, _looks) - (1 + length / TEXT_PER_NODE));
        if (nodes < 0 || text < 0 || pending.length > MAX_DEPTH$2)
          return false;
        if (typeof next.value === "object" && next.value !== null)
          pending.push(partsOf(next.value));
      }
    }
    __privateSet$a(this, _nodes, nodes);
    __privateSet$a(this, _text, text);
    return true;
  }
}
_nodes = new WeakMap();
_text = new WeakMap();
_looks = new WeakMap();
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
const ownValues = (value) => Object.keys(value).map((key) => {
  var _a;
  return (_a = Object.getOwnPropertyDescriptor(value, key)) == null ? void 0 : _a.value;
});

const isFormat = (value) => {
  const { name, read, write, dataText } = value != null ? value : {};
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
  var _a;
  const options = resolveOptions(specs$1, entry);
  for (const name of ["format", "until"]) {
    if (options[name] === void 0)
      throw new OptionError(name, "must be given");
  }
  const { format, until, convert, onUse, path, domain } = options;
  const cookieName = (_a = options.cookieName) != null ? _a : cookie.cookieName;
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
    var _a;
    const theirs = [...data].filter(([key]) => !isOurs(key));
    if (theirs.length === 0)
      return data;
    const isNamed = theirs.every(([key]) => typeof key === "string" || typeof key === "number");
    if (!isNamed)
      throw new DeserializeError("BAD_DATA", "The data have keys that are no names");
    const old = Object.fromEntries(theirs);
    const fitting = (_a = validated(schema, old)) != null ? _a : migrated(schema, migrate, old);
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
  const made = atOnce("migrate", "migrate", migrate == null ? void 0 : migrate(old));
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

const TRIPLE = /* @__PURE__ */ Symbol("a session");
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
  var _a;
  if (typeof key === "string")
    return NAME.test(key) ? key : '"\u2026"';
  if (typeof key === "object" && key !== null)
    return kindOf(key);
  if (typeof key === "bigint" && BigInt.asIntN(NAMED_BITS, key) !== key)
    return kindOf(key);
  return cut$2(typeof key === "symbol" ? (_a = key.description) != null ? _a : "symbol" : String(key));
}
const cut$2 = (text) => text.length > MAX_KEY ? `${text.slice(0, MAX_KEY - 1)}\u2026` : text;
function kindOf(value) {
  if (value === void 0 || value === null)
    return String(value);
  if (typeof value !== "object")
    return `a ${typeof value}`;
  const name = className(value);
  if (!BUILT_IN.test(name))
    return `an object of class ${cut$2(name)}`;
  return `${/^(?:Int|Array)/.test(name) ? "an" : "a"} ${name}`;
}
const BUILT_IN = /^(?:Array|Date|Map|Set|RegExp|Promise|Buffer|WeakMap|WeakSet|[A-Z][a-z]+\d+Array|Py\w+)$/;
function className(value) {
  var _a;
  const prototype = Object.getPrototypeOf(value);
  const name = (_a = prototype == null ? void 0 : prototype.constructor) == null ? void 0 : _a.name;
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
  var _a, _b, _c;
  return {
    record,
    readText: read.readText,
    isNew: (_a = read.isNew) != null ? _a : true,
    marked: read.from !== void 0,
    isDue: false,
    isReissue: false,
    hadCookie: (_b = read.hadCookie) != null ? _b : false,
    wasEnded: false,
    isDestroyed: false,
    from: read.from,
    isForeign: read.from !== void 0,
    clearing: [],
    refused: read.refused,
    endedBefore: -Infinity,
    changes: 0,
    handedOut: (_c = read.handedOut) != null ? _c : false,
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
  const { id, created } = isNew ? refused != null ? refused : { id: void 0, created: 0 } : record;
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
  const now = accessed != null ? accessed : renewed;
  const left = absoluteTimeout === null ? LONGEST_USE : Math.ceil(created + absoluteTimeout - now);
  return Math.floor(Math.min(LONGEST_USE, idleTimeout != null ? idleTimeout : LONGEST_USE, left));
}

var __typeError$9 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$9 = (obj, member, msg) => member.has(obj) || __typeError$9("Cannot " + msg);
var __privateGet$9 = (obj, member, getter) => (__accessCheck$9(obj, member, "read from private field"), member.get(obj));
var __privateAdd$9 = (obj, member, value) => member.has(obj) ? __typeError$9("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$9 = (obj, member, value, setter) => (__accessCheck$9(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$8 = (obj, member, method) => (__accessCheck$9(obj, member, "access private method"), method);
var _share, _known, _Looks_instances, ownOf_fn, partsOf_fn, first_fn;
const LOOKS = SESSION_LIMITS.nodes;
const DIGITS_PER_LOOK = 64;
function byEstimate(data) {
  const looks = new Looks(Math.ceil(LOOKS / Math.max(1, data.size)));
  return Array.from(data, (entry) => [entry, looks.estimate(entry)]).toSorted(([, one], [, other]) => other - one).map(([entry]) => entry);
}
class Looks {
  constructor(share) {
    __privateAdd$9(this, _Looks_instances);
    __privateAdd$9(this, _share);
    /** Objects that were looked at: many keys can share a large one. */
    __privateAdd$9(this, _known, /* @__PURE__ */ new Map());
    __privateSet$9(this, _share, share);
  }
  /** Characters and values within a value, as far as it is looked at. */
  estimate(value) {
    const pending = [value];
    let size = 0;
    let left = __privateGet$9(this, _share);
    for (let at = 0; at < pending.length && left > 0; at++, left--) {
      const next = pending[at];
      const [own, parts] = __privateMethod$8(this, _Looks_instances, ownOf_fn).call(this, next);
      size += own;
      if (typeof next === "bigint")
        left -= own / DIGITS_PER_LOOK;
      for (let index = 0; index < parts.length && pending.length < __privateGet$9(this, _share); index++) {
        pending.push(parts[index]);
      }
    }
    return size;
  }
}
_share = new WeakMap();
_known = new WeakMap();
_Looks_instances = new WeakSet();
ownOf_fn = function(value) {
  var _a;
  if (typeof value === "string")
    return [value.length, []];
  if (typeof value === "bigint")
    return [value.toString(16).length, []];
  if (typeof value !== "object" || value === null)
    return [0, []];
  const own = (_a = __privateGet$9(this, _known).get(value)) != null ? _a : __privateMethod$8(this, _Looks_instances, partsOf_fn).call(this, value);
  __privateGet$9(this, _known).set(value, own);
  return own;
};
partsOf_fn = function(value) {
  if (isBytes(value))
    return [value.length, []];
  if (Array.isArray(value))
    return [value.length, value];
  if (isMap(value))
    return [2 * value.size, __privateMethod$8(this, _Looks_instances, first_fn).call(this, value).flat()];
  if (isSet(value))
    return [value.size, __privateMethod$8(this, _Looks_instances, first_fn).call(this, value)];
  const parts = isPlainObject(value) ? Object.entries(value).flat() : Object.values(value);
  return [parts.length, parts];
};
first_fn = function(values) {
  const first = [];
  for (const value of values) {
    if (first.length >= __privateGet$9(this, _share))
      break;
    first.push(value);
  }
  return first;
};

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
  var _a;
  const { format, cookieName } = settings;
  const sizeOf2 = (entries) => {
    const part = { ...record, data: new Map(entries) };
    return sizeWritten(() => format.write(part, cookieName), settings);
  };
  const empty = (_a = sizeOf2([])) != null ? _a : 0;
  const sizes = [];
  let left = MEASURED;
  for (const [key, value] of byEstimate(record.data)) {
    if (left <= 0 || sizes.length === LISTED)
      break;
    const written2 = sizeOf2([[key, value]]);
    if (written2 !== void 0) {
      sizes.push({ key: keyText(key), size: Math.max(0, written2 - empty) });
    }
    left -= written2 != null ? written2 : SESSION_LIMITS.output;
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
  var _a;
  if (isText$1(source))
    return () => source != null ? source : void 0;
  if (typeof source !== "object")
    throw new TypeError(SOURCES);
  if ("value" in source && isText$1(source.value)) {
    const value = (_a = source.value) != null ? _a : void 0;
    return () => ({ value });
  }
  const headers = "headers" in source ? source.headers : source;
  if (isWebHeaders(headers))
    return () => {
      var _a2;
      return (_a2 = headers.get("cookie")) != null ? _a2 : void 0;
    };
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
    return cookie != null ? cookie : void 0;
  throw new TypeError(SOURCES);
}
const isText$1 = (value) => typeof value === "string" || value === void 0 || value === null;
const isWebHeaders = (value) => {
  const { get, append } = value != null ? value : {};
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
  const opened = chosen != null ? chosen : {
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
const isEnded = (opened) => {
  var _a;
  return ENDED.has((_a = opened == null ? void 0 : opened.reason) == null ? void 0 : _a.code);
};
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
  const value = cookieName === settings.cookieName ? cookie == null ? void 0 : cookie.value : void 0;
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
    return { state, reason, format, keyId: record == null ? void 0 : record.keyId };
  }
}
function checkLength$1({ length }) {
  if (length <= SESSION_LIMITS.input)
    return;
  const problem = `has ${length} characters; ${SESSION_LIMITS.input} are read`;
  throw new DeserializeError("BAD_TEXT", `The text ${problem}`);
}
function stateOfText(read, from, now, settings) {
  var _a, _b;
  if (!isTimed(read))
    throw badSession("has no number for the time it was made");
  const ended = endOf(read, now, settings);
  if (ended !== void 0)
    throw ended;
  if (!isWhole(read))
    throw badSession("has data that makes no dict");
  const { format, life, fit } = settings;
  const readText = life.detectChanges && from === void 0 ? (_a = read.dataText) != null ? _a : textOf(read, format) : void 0;
  if (from == null ? void 0 : from.convert)
    read.data = converted(from.convert(read.data));
  if (fit !== null)
    read.data = fit(read.data);
  if (from !== void 0 && format.carriesId)
    (_b = read.id) != null ? _b : read.id = freshRecord(settings, now).id;
  if ((from == null ? void 0 : from.format.carriesId) === false)
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
  const [value, name = ""] = cut$1(pair).toReversed();
  const attributes = rest.map((attribute) => {
    const [name2, value2 = ""] = cut$1(attribute);
    return [name2.toLowerCase(), value2];
  });
  return { name, value, attributes: new Map(attributes) };
}
function cut$1(pair) {
  const at = pair.indexOf("=");
  return (at < 0 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]).map(trim);
}
const trim = (text) => text.replace(/^[ \t]+|[ \t]+$/g, "");
function maxAgeOf({ attributes }) {
  var _a;
  const text = (_a = attributes.get("max-age")) != null ? _a : "";
  return /^-?\d+$/.test(text) ? Number(text) : void 0;
}

function sessionCookie(line) {
  var _a, _b;
  const cookie = parseSetCookie(line);
  const { name, value, attributes } = cookie;
  const domain = attributes.get("domain");
  const maxAge = maxAgeOf(cookie);
  const sameSite = (_a = attributes.get("samesite")) == null ? void 0 : _a.toLowerCase();
  const options = {
    path: (_b = attributes.get("path")) != null ? _b : "",
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
function getCsrfToken(data) {
  var _a;
  return (_a = data.get(KEY$1)) != null ? _a : void 0;
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
function pairsOf$1(values) {
  const isObject = typeof values === "object" && values !== null;
  const pairs = !isObject ? [] : Symbol.iterator in values ? [...values] : Object.entries(values);
  if (isObject && pairs.every(isPair))
    return pairs;
  throw new TypeError("update() takes an object, a Map or pairs of key and value");
}

const FORM = /* @__PURE__ */ Symbol("what Python compares");

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
  var _a, _b;
  return ((_b = (_a = list[FORM]) == null ? void 0 : _a.call(list, void 0)) == null ? void 0 : _b[0]) === "tuple";
}
function addFlash(data, message, queue, hasEqual) {
  const messages = peekFlash(data, queue);
  if ((hasEqual == null ? void 0 : hasEqual(messages, message)) === true)
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

var __typeError$8 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$8 = (obj, member, msg) => member.has(obj) || __typeError$8("Cannot " + msg);
var __privateGet$8 = (obj, member, getter) => (__accessCheck$8(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$8 = (obj, member, value) => member.has(obj) ? __typeError$8("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$8 = (obj, member, value, setter) => (__accessCheck$8(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$7 = (obj, member, method) => (__accessCheck$8(obj, member, "access private method"), method);
var _state, _settings$2, _request$1, _Session_instances, end_fn, rename_fn, out_fn, read_fn, write_fn, open_fn$2, carrier_fn;
class Session {
  /**
   * @internal
   * @param state reads the cookie when it is first called
   */
  constructor(state, settings, request) {
    __privateAdd$8(this, _Session_instances);
    __privateAdd$8(this, _state);
    __privateAdd$8(this, _settings$2);
    __privateAdd$8(this, _request$1);
    __privateSet$8(this, _state, state);
    __privateSet$8(this, _settings$2, settings);
    __privateSet$8(this, _request$1, request);
    Object.preventExtensions(this);
  }
  /** When the session was made, in seconds since 1970, with fractions. */
  get created() {
    return __privateGet$8(this, _state).call(this).record.created;
  }
  /** When the session was last accessed, in seconds since 1970; whole once this request accessed it. */
  get accessed() {
    const { accessed: accessed2, renewed } = __privateGet$8(this, _state).call(this).record;
    return accessed2 != null ? accessed2 : renewed;
  }
  /** Whether the request came without a usable cookie. An expired session is not new, only empty. */
  get new() {
    return __privateGet$8(this, _state).call(this).isNew;
  }
  /**
   * Whether this request wrote to the session. Changes inside a value show only after {@link changed}, or where
   * the factory notices them by itself.
   */
  get isChanged() {
    const state = __privateGet$8(this, _state).call(this);
    return state.changes > 0 || isDifferent(state, __privateGet$8(this, _settings$2));
  }
  /**
   * What tells this session from all others: 22 characters that nobody can guess, others after
   * {@link regenerate}. `undefined` where the format carries none, as Pyramid's.
   */
  get id() {
    return __privateGet$8(this, _state).call(this).record.id;
  }
  /**
   * Whose session it is, such as the user's id: `undefined` until you say. With it all sessions of one subject can
   * be ended at once, where the factory has a `revocation` list. To set another one is a sign-in: it calls
   * {@link regenerate}.
   */
  get subject() {
    return __privateGet$8(this, _state).call(this).record.subject;
  }
  set subject(subject) {
    if (subject !== void 0 && !isSubject(subject)) {
      throw new TypeError(`subject must be text of 1 to ${LONGEST_SUBJECT} characters, or undefined`);
    }
    if (subject === this.subject)
      return;
    __privateMethod$7(this, _Session_instances, carrier_fn).call(this, "subject");
    __privateMethod$7(this, _Session_instances, rename_fn).call(this, (record) => record.subject = subject);
  }
  /** Whether the browser keeps the cookie when it is closed ("remember me"), for as long as it can live. */
  get persistent() {
    return __privateGet$8(this, _state).call(this).record.persistent;
  }
  set persistent(persistent) {
    if (typeof persistent !== "boolean")
      throw new TypeError("persistent must be true or false");
    if (persistent === this.persistent)
      return;
    const state = __privateMethod$7(this, _Session_instances, carrier_fn).call(this, "persistent");
    state.record.persistent = persistent;
    state.marked = true;
  }
  peek(...keys) {
    const state = __privateGet$8(this, _state).call(this);
    const { isNew, record: { data } } = state;
    if (keys.length > 0)
      return __privateMethod$7(this, _Session_instances, out_fn).call(this, data.get(keys[0]));
    state.handedOut = true;
    return { data: shownCopy(data), created: this.created, accessed: this.accessed, new: isNew };
  }
  get(key, fallback) {
    const data = __privateMethod$7(this, _Session_instances, read_fn).call(this);
    return data.has(key) ? __privateMethod$7(this, _Session_instances, out_fn).call(this, data.get(key)) : fallback;
  }
  /** Sets `key` to `value`: null, boolean, number, bigint, text, bytes, array, object, Map or Set. */
  set(key, value) {
    __privateMethod$7(this, _Session_instances, write_fn).call(this).set(key, value);
    return this;
  }
  has(key) {
    return __privateMethod$7(this, _Session_instances, read_fn).call(this).has(key);
  }
  /** Removes `key`; tells whether it was there. */
  delete(key) {
    return __privateMethod$7(this, _Session_instances, write_fn).call(this).delete(key);
  }
  keys() {
    return __privateMethod$7(this, _Session_instances, read_fn).call(this).keys();
  }
  values() {
    __privateGet$8(this, _state).call(this).handedOut = true;
    return __privateMethod$7(this, _Session_instances, read_fn).call(this).values();
  }
  entries() {
    __privateGet$8(this, _state).call(this).handedOut = true;
    return __privateMethod$7(this, _Session_instances, read_fn).call(this).entries();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  /** How many keys the session has. */
  get size() {
    return __privateMethod$7(this, _Session_instances, read_fn).call(this).size;
  }
  /** Removes all keys. The session goes on, with an empty cookie: see also {@link invalidate}. */
  clear() {
    __privateMethod$7(this, _Session_instances, write_fn).call(this).clear();
  }
  /** Sets every key of an object, a Map, or any iterable of pairs. */
  update(values) {
    const pairs = pairsOf$1(values);
    const data = __privateMethod$7(this, _Session_instances, write_fn).call(this);
    for (const [key, value] of pairs)
      data.set(key, value);
  }
  /** The value of `key`, which is first set to `value` if it is not there. */
  setDefault(key, value) {
    const data = __privateMethod$7(this, _Session_instances, write_fn).call(this);
    if (!data.has(key))
      data.set(key, value);
    return data.get(key);
  }
  pop(key, fallback) {
    const data = __privateMethod$7(this, _Session_instances, write_fn).call(this);
    const value = data.has(key) ? data.get(key) : fallback;
    data.delete(key);
    return value;
  }
  /** Removes the key that was set last and returns it with its value; `undefined` when empty. */
  popItem() {
    const data = __privateMethod$7(this, _Session_instances, write_fn).call(this);
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
    const state = __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
    state.revision++;
    state.changes++;
    if (__privateGet$8(this, _settings$2).life.changedMarks || state.handedOut)
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
    const state = __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
    state.failedSave = state.changes;
    linesOf(state, __privateGet$8(this, _settings$2));
    state.failedSave = void 0;
  }
  /**
   * What to call when a user signs out. With Pyramid's rules it empties the session. With today's it ends it: the
   * browser's cookie is taken away, copies are worthless where the factory has a `revocation` list, and what is
   * written afterwards begins another session.
   */
  invalidate() {
    if (__privateGet$8(this, _settings$2).life.invalidateEnds) {
      __privateMethod$7(this, _Session_instances, end_fn).call(this);
      return;
    }
    this.clear();
    __privateGet$8(this, _state).call(this).record.subject = void 0;
  }
  /**
   * Ends the session, as {@link invalidate} with today's rules, and begins no other in this request.
   *
   * @throws {SessionCommittedError} when the response's headers have gone out
   */
  destroy() {
    __privateMethod$7(this, _Session_instances, end_fn).call(this).isDestroyed = true;
  }
  /**
   * Signs out everywhere: ends all sessions of this one's {@link subject} that were made up to now, this one
   * among them.
   *
   * @throws {CartoucheError} `BAD_VALUE` where the factory has no `revocation` list, or the session no subject
   */
  invalidateAll() {
    revokeSubject(__privateMethod$7(this, _Session_instances, open_fn$2).call(this), __privateGet$8(this, _settings$2));
    this.invalidate();
  }
  /**
   * Ends all other sessions of this one's {@link subject}, as after a change of the password: this one goes on,
   * with another id.
   *
   * @throws {CartoucheError} as {@link invalidateAll}
   */
  invalidateOthers() {
    revokeSubject(__privateMethod$7(this, _Session_instances, open_fn$2).call(this), __privateGet$8(this, _settings$2));
    this.regenerate();
  }
  /**
   * What to call when a user signs in: the session keeps its data and becomes another one. It gets another id, its
   * CSRF token is replaced, and its absolute timeout begins anew. Whoever made the browser use a session
   * that he knows (fixation) does not know this one.
   */
  regenerate() {
    __privateMethod$7(this, _Session_instances, rename_fn).call(this);
  }
  /**
   * How many characters the cookie's value has if it is written now: to find out in time what does not fit.
   *
   * @throws {CookieTooLargeError} far beyond what fits, where it is not counted; {CartoucheError} as {@link save}
   */
  byteLength() {
    return sizeOf(__privateGet$8(this, _state).call(this), __privateGet$8(this, _settings$2));
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
    checkQueue(__privateMethod$7(this, _Session_instances, open_fn$2).call(this).record.data, queue);
    const { hasEqual } = __privateGet$8(this, _settings$2);
    addFlash(__privateMethod$7(this, _Session_instances, write_fn).call(this), message, queue, allowDuplicate ? void 0 : hasEqual);
  }
  /** Removes and returns the messages of a queue, the oldest first. */
  popFlash(queue = "") {
    return popFlash(__privateMethod$7(this, _Session_instances, write_fn).call(this), queue);
  }
  /** The messages of a queue, the oldest first, left where they are. */
  peekFlash(queue = "") {
    return __privateMethod$7(this, _Session_instances, out_fn).call(this, peekFlash(__privateMethod$7(this, _Session_instances, read_fn).call(this), queue));
  }
  /** Makes a new CSRF token (40 hex digits), stores it in the session and returns it. */
  newCsrfToken() {
    return newCsrfToken(__privateMethod$7(this, _Session_instances, write_fn).call(this), __privateGet$8(this, _settings$2).randomBytes);
  }
  /** The session's CSRF token, made now if it has none. */
  getCsrfToken() {
    var _a;
    return (_a = getCsrfToken(__privateMethod$7(this, _Session_instances, read_fn).call(this))) != null ? _a : this.newCsrfToken();
  }
  /**
   * A copy of the data for logs and debuggers, without the CSRF token. Not an access: it sends no cookie.
   * Values that would unfold to more than 10,000 are left out with a word.
   *
   * @param key what `JSON.stringify` hands on: for it bigints, which JSON has not, are text
   */
  toJSON(key) {
    const { data } = __privateGet$8(this, _state).call(this).record;
    const shown = key === void 0 ? shownObject(data) : shownJson(data);
    return shown;
  }
  /** What `console.log` shows in Node and Deno: likewise. */
  [inspect](_depth, options, show) {
    const { created, accessed: accessed2, new: isNew } = this;
    return `Session ${show({ created, accessed: accessed2, new: isNew, data: shownData(__privateGet$8(this, _state).call(this).record.data) }, options)}`;
  }
}
_state = new WeakMap();
_settings$2 = new WeakMap();
_request$1 = new WeakMap();
_Session_instances = new WeakSet();
/** What can fail comes first: a session that could not be ended stays as it was. */
end_fn = function() {
  const state = __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
  endSession(state, __privateGet$8(this, _settings$2), __privateGet$8(this, _request$1));
  __privateMethod$7(this, _Session_instances, write_fn).call(this);
  return state;
};
/** @param change what else becomes of it, once the old one has ended */
rename_fn = function(change = () => void 0) {
  const state = __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
  renameSession(state, __privateGet$8(this, _settings$2), __privateGet$8(this, _request$1));
  change(state.record);
  beginAfterEnded(state, __privateGet$8(this, _settings$2));
  deleteTokens(__privateMethod$7(this, _Session_instances, write_fn).call(this));
  state.marked = true;
};
/** A value that the application gets hold of: what is not plain can be changed from within. */
out_fn = function(value) {
  if (typeof value === "object" && value !== null)
    __privateGet$8(this, _state).call(this).handedOut = true;
  return value;
};
/** The data, for an operation that only reads. */
read_fn = function() {
  return accessed(__privateGet$8(this, _state).call(this), __privateGet$8(this, _settings$2));
};
/** The data, for an operation that may change it. */
write_fn = function() {
  const state = __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
  if (__privateGet$8(this, _settings$2).life.writesMark)
    state.marked = true;
  state.changes++;
  return accessed(state, __privateGet$8(this, _settings$2));
};
/** The state, for what is lost unless the cookie is still to be written. */
open_fn$2 = function() {
  const state = __privateGet$8(this, _state).call(this);
  checkOpen(state);
  return state;
};
/** The state, to set what not every format carries. */
carrier_fn = function(what) {
  const { format } = __privateGet$8(this, _settings$2);
  if (format.carriesId)
    return __privateMethod$7(this, _Session_instances, open_fn$2).call(this);
  throw new CartoucheError("BAD_VALUE", `Sessions in the format ${format.name} carry no ${what}`);
};
const LONGEST_SUBJECT = 256;
const isSubject = (subject) => typeof subject === "string" && subject !== "" && subject.length <= LONGEST_SUBJECT;
refuseProperties(Session.prototype);

var __defProp$3 = Object.defineProperty;
var __typeError$7 = (msg) => {
  throw TypeError(msg);
};
var __defNormalProp$3 = (obj, key, value) => key in obj ? __defProp$3(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField$3 = (obj, key, value) => __defNormalProp$3(obj, typeof key !== "symbol" ? key + "" : key, value);
var __accessCheck$7 = (obj, member, msg) => member.has(obj) || __typeError$7("Cannot " + msg);
var __privateGet$7 = (obj, member, getter) => (__accessCheck$7(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$7 = (obj, member, value) => member.has(obj) ? __typeError$7("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$7 = (obj, member, value, setter) => (__accessCheck$7(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$6 = (obj, member, method) => (__accessCheck$7(obj, member, "access private method"), method);
var _request, _isSecure, _settings$1, _opened, _isClosed, _CookieSession_instances, open_fn$1, lines_fn, tellOfReissue_fn;
function sessionFactory(settings) {
  return {
    cookieName: settings.cookieName,
    open: (cookie, request = isRequest(cookie) ? cookie : void 0, isSecure) => new CookieSession(cookiesOf(cookie), request, isSecure, settings)
  };
}
class CookieSession {
  constructor(cookies, request, isSecure, settings) {
    __privateAdd$7(this, _CookieSession_instances);
    __publicField$3(this, "session");
    __privateAdd$7(this, _request);
    __privateAdd$7(this, _isSecure);
    __privateAdd$7(this, _settings$1);
    __privateAdd$7(this, _opened);
    __privateAdd$7(this, _isClosed, false);
    // These are functions of the object itself, so that they come along where it is copied by `...`.
    __publicField$3(this, "saveFailed", () => {
      const state = __privateGet$7(this, _opened);
      return state !== void 0 && state.failedSave === state.changes;
    });
    __publicField$3(this, "revision", () => {
      var _a, _b;
      return (_b = (_a = __privateGet$7(this, _opened)) == null ? void 0 : _a.revision) != null ? _b : 0;
    });
    __publicField$3(this, "changes", () => {
      var _a, _b;
      return (_b = (_a = __privateGet$7(this, _opened)) == null ? void 0 : _a.changes) != null ? _b : 0;
    });
    __publicField$3(this, "variesByCookie", () => __privateGet$7(this, _opened) !== void 0 && __privateGet$7(this, _settings$1).cacheHeaders);
    __publicField$3(this, "headers", (outcome) => __privateMethod$6(this, _CookieSession_instances, lines_fn).call(this, outcome).map((line) => ["Set-Cookie", line]));
    __publicField$3(this, "close", () => {
      if (__privateGet$7(this, _isClosed))
        return;
      __privateSet$7(this, _isClosed, true);
      if (__privateGet$7(this, _opened) === void 0)
        return;
      __privateGet$7(this, _opened).isClosed = true;
      if (__privateGet$7(this, _opened).isReissue)
        __privateMethod$6(this, _CookieSession_instances, tellOfReissue_fn).call(this, __privateGet$7(this, _opened));
    });
    __publicField$3(this, "commit", (outcome) => {
      const headers = this.headers(outcome);
      this.close();
      return headers;
    });
    __publicField$3(this, "commitCookies", (outcome) => {
      const cookies = __privateMethod$6(this, _CookieSession_instances, lines_fn).call(this, outcome).map(sessionCookie);
      this.close();
      return cookies;
    });
    __publicField$3(this, "commitCookie", (outcome) => {
      const [cookie, ...others] = __privateMethod$6(this, _CookieSession_instances, lines_fn).call(this, outcome);
      if (others.length > 0)
        throw new CartoucheError("BAD_VALUE", SEVERAL);
      this.close();
      return cookie === void 0 ? void 0 : sessionCookie(cookie);
    });
    __privateSet$7(this, _settings$1, settings);
    __privateSet$7(this, _request, request);
    __privateSet$7(this, _isSecure, isSecure);
    this.session = new Session(() => {
      var _a;
      return (_a = __privateGet$7(this, _opened)) != null ? _a : __privateMethod$6(this, _CookieSession_instances, open_fn$1).call(this, cookies);
    }, settings, request);
  }
}
_request = new WeakMap();
_isSecure = new WeakMap();
_settings$1 = new WeakMap();
_opened = new WeakMap();
_isClosed = new WeakMap();
_CookieSession_instances = new WeakSet();
open_fn$1 = function(cookies) {
  const opened = openState(cookies(), __privateGet$7(this, _settings$1));
  __privateSet$7(this, _opened, opened.state);
  __privateGet$7(this, _opened).isClosed = __privateGet$7(this, _isClosed);
  tellOfOpening(opened, __privateGet$7(this, _settings$1), __privateGet$7(this, _request));
  return __privateGet$7(this, _opened);
};
lines_fn = function({ exception } = {}) {
  if (__privateGet$7(this, _isClosed) || __privateGet$7(this, _opened) === void 0)
    return [];
  const failed = exception !== void 0 && exception !== null;
  __privateGet$7(this, _opened).isReissue = false;
  if (failed && !__privateGet$7(this, _settings$1).setOnException)
    return [];
  return linesOf(__privateGet$7(this, _opened), __privateGet$7(this, _settings$1), __privateGet$7(this, _isSecure));
};
tellOfReissue_fn = function({ record: { keyId } }) {
  const { format, hear } = __privateGet$7(this, _settings$1);
  hear({ type: "reissue", format: format.name, keyId, request: __privateGet$7(this, _request) });
};
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
  var _a;
  const { validate } = (_a = value["~standard"]) != null ? _a : {};
  return isFunction(validate) === void 0 ? void 0 : "must be a Standard Schema, such as zod makes";
};
const isLife = (value) => {
  const life = value != null ? value : {};
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
  var _a;
  const { absoluteTimeout = life.absoluteTimeout } = given;
  const { idleTimeout = least(life.idleTimeout, absoluteTimeout) } = given;
  const timeout = (_a = least(idleTimeout, absoluteTimeout)) != null ? _a : Infinity;
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
  const shorter = Math.min(one != null ? one : Infinity, other != null ? other : Infinity);
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
    var _a;
    const [at, bit] = [index * 6 >> 3, index * 6 & 7];
    return (bytes[at] << 8 | ((_a = bytes[at + 1]) != null ? _a : 0)) >> 10 - bit & 63;
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
  const result = block.map((byte, at) => {
    var _a;
    return byte << 1 | ((_a = block[at + 1]) != null ? _a : 0) >> 7;
  });
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

var __typeError$6 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$6 = (obj, member, msg) => member.has(obj) || __typeError$6("Cannot " + msg);
var __privateGet$6 = (obj, member, getter) => (__accessCheck$6(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$6 = (obj, member, value) => member.has(obj) ? __typeError$6("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$6 = (obj, member, value, setter) => (__accessCheck$6(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$5 = (obj, member, method) => (__accessCheck$6(obj, member, "access private method"), method);
var __privateWrapper$1 = (obj, member, setter, getter) => ({
  set _(value) {
    __privateSet$6(obj, member, value);
  },
  get _() {
    return __privateGet$6(obj, member, getter);
  }
});
var _keys$2, _depth$1, _Reader_instances, tagged_fn, properties_fn$1, items_fn$2, collection_fn, enter_fn$1;
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
  constructor() {
    __privateAdd$6(this, _Reader_instances);
    __privateAdd$6(this, _keys$2, SESSION_LIMITS.keys);
    __privateAdd$6(this, _depth$1, 0);
  }
  value(value) {
    if (typeof value !== "object" || value === null)
      return value;
    if (Array.isArray(value))
      return __privateMethod$5(this, _Reader_instances, items_fn$2).call(this, value, 0);
    const object = value;
    const keys = Object.keys(object);
    const [only = ""] = keys;
    if (keys.length > 1 || !only.startsWith(MARK))
      return __privateMethod$5(this, _Reader_instances, properties_fn$1).call(this, object, keys);
    return __privateMethod$5(this, _Reader_instances, tagged_fn).call(this, only.slice(MARK.length), object[only]);
  }
}
_keys$2 = new WeakMap();
_depth$1 = new WeakMap();
_Reader_instances = new WeakSet();
tagged_fn = function(name, payload) {
  if (name.startsWith(MARK))
    return __privateMethod$5(this, _Reader_instances, properties_fn$1).call(this, { [name]: payload }, [name]);
  if (name === "s")
    return __privateMethod$5(this, _Reader_instances, collection_fn).call(this, payload, 1);
  return name === "m" ? __privateMethod$5(this, _Reader_instances, collection_fn).call(this, payload, 2) : leafOf(name, payload);
};
properties_fn$1 = function(object, keys) {
  __privateMethod$5(this, _Reader_instances, enter_fn$1).call(this, keys.length);
  for (const key of keys) {
    const value = this.value(object[key]);
    check(value !== void 0);
    object[key] = value;
  }
  __privateWrapper$1(this, _depth$1)._--;
  return object;
};
items_fn$2 = function(items, keys) {
  check(Array.isArray(items));
  __privateMethod$5(this, _Reader_instances, enter_fn$1).call(this, keys);
  for (const [index, item] of items.entries())
    items[index] = this.value(item);
  __privateWrapper$1(this, _depth$1)._--;
  return items;
};
/** @param step 1 for a Set, whose members follow each other; 2 for a Map, which has values between its keys */
collection_fn = function(payload, step) {
  const size = payload.length / step;
  const items = __privateMethod$5(this, _Reader_instances, items_fn$2).call(this, payload, size);
  const keys = items.filter((_, at) => at % step === 0);
  const set = new Set(keys);
  check(set.size === size && !keys.some((key) => Object.is(key, -0)));
  return step === 1 ? set : new Map(keys.map((key, at) => [key, items[2 * at + 1]]));
};
enter_fn$1 = function(keys) {
  __privateSet$6(this, _keys$2, __privateGet$6(this, _keys$2) - keys);
  __privateWrapper$1(this, _depth$1)._++;
  check(!isTooMuch(keys, __privateGet$6(this, _keys$2), __privateGet$6(this, _depth$1)));
};
function leafOf(name, payload) {
  const value = makeLeaf(name, payload);
  const tag = leafTag(value);
  check((tag == null ? void 0 : tag[0]) === name && tag[1] === payload);
  return value;
}
function makeLeaf(name, payload) {
  check(typeof payload === (name === "n" || name === "b" ? "string" : "number") || payload === null);
  if (name === "d")
    return new Date(payload != null ? payload : Number.NaN);
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

var __typeError$5 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$5 = (obj, member, msg) => member.has(obj) || __typeError$5("Cannot " + msg);
var __privateGet$5 = (obj, member, getter) => (__accessCheck$5(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$5 = (obj, member, value) => member.has(obj) ? __typeError$5("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$5 = (obj, member, value, setter) => (__accessCheck$5(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$4 = (obj, member, method) => (__accessCheck$5(obj, member, "access private method"), method);
var _room$1, _keys$1, _Look_instances, value_fn$1, container_fn$1, items_fn$1;
const MAX_DEPTH = 32;
function isPlainData(object) {
  return !("toJSON" in Object.prototype || "toJSON" in Array.prototype) && new Look().object(object, 1);
}
class Look {
  constructor() {
    __privateAdd$5(this, _Look_instances);
    __privateAdd$5(this, _room$1, SESSION_LIMITS.output);
    __privateAdd$5(this, _keys$1, SESSION_LIMITS.keys);
  }
  /** Inherited properties, if there are any, are looked at too: `JSON.stringify` leaves them out. */
  object(object, depth) {
    let [count, only] = [0, ""];
    for (const key in object) {
      const value = object[key];
      if (value === void 0)
        continue;
      only = key;
      count++;
      __privateSet$5(this, _room$1, __privateGet$5(this, _room$1) - (key.length + 4));
      if (!__privateMethod$4(this, _Look_instances, value_fn$1).call(this, value, depth))
        return false;
    }
    __privateSet$5(this, _keys$1, __privateGet$5(this, _keys$1) - count);
    if (count === 1 && only.startsWith(MARK))
      return false;
    return count <= SESSION_LIMITS.keysPerDict && __privateGet$5(this, _keys$1) >= 0 && __privateGet$5(this, _room$1) >= 0;
  }
}
_room$1 = new WeakMap();
_keys$1 = new WeakMap();
_Look_instances = new WeakSet();
value_fn$1 = function(value, depth) {
  if (typeof value === "string")
    return __privateSet$5(this, _room$1, __privateGet$5(this, _room$1) - value.length) >= 0;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object")
    return typeof value === "boolean";
  if (value === null)
    return true;
  return depth < MAX_DEPTH && __privateMethod$4(this, _Look_instances, container_fn$1).call(this, value, depth + 1);
};
container_fn$1 = function(value, depth) {
  if (Array.isArray(value))
    return !("toJSON" in value) && __privateMethod$4(this, _Look_instances, items_fn$1).call(this, value, depth);
  return Object.getPrototypeOf(value) === Object.prototype && this.object(value, depth);
};
/** By index: a hole is `undefined`, which is none. */
items_fn$1 = function(items, depth) {
  if (__privateSet$5(this, _room$1, __privateGet$5(this, _room$1) - 2 * items.length) < 0)
    return false;
  for (let at = 0; at < items.length; at++)
    if (!__privateMethod$4(this, _Look_instances, value_fn$1).call(this, items[at], depth))
      return false;
  return true;
};

var __typeError$4 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$4 = (obj, member, msg) => member.has(obj) || __typeError$4("Cannot " + msg);
var __privateGet$4 = (obj, member, getter) => (__accessCheck$4(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$4 = (obj, member, value) => member.has(obj) ? __typeError$4("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$4 = (obj, member, value, setter) => (__accessCheck$4(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$3 = (obj, member, method) => (__accessCheck$4(obj, member, "access private method"), method);
var __privateWrapper = (obj, member, setter, getter) => ({
  set _(value) {
    __privateSet$4(obj, member, value);
  },
  get _() {
    return __privateGet$4(obj, member, getter);
  }
});
var _room, _keys, _depth, _parents, _slots, _isPolluted, _Writer_instances, value_fn, object_fn, container_fn, properties_fn, entries_fn, items_fn, leaf_fn, tag_fn, made_fn, take_fn, enter_fn, refuseCircle_fn, fail_fn;
const KEY = /* @__PURE__ */ Symbol("key");
const MEMBER = /* @__PURE__ */ Symbol("member");
function encodeData(data) {
  var _a;
  return (_a = plainText(data)) != null ? _a : checkLength(new Writer(), data);
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
  constructor() {
    __privateAdd$4(this, _Writer_instances);
    /** Characters that may still be written. Never more is taken of it than will be. */
    __privateAdd$4(this, _room, SESSION_LIMITS.output);
    __privateAdd$4(this, _keys, SESSION_LIMITS.keys);
    __privateAdd$4(this, _depth, 0);
    /** What is being written, from the outermost in, and the slot of each in the one before. */
    __privateAdd$4(this, _parents, []);
    __privateAdd$4(this, _slots, []);
    /** Whether somebody has put on a prototype what `JSON.stringify` would call. */
    __privateAdd$4(this, _isPolluted, "toJSON" in Array.prototype);
  }
  session(data) {
    __privateGet$4(this, _parents)[__privateWrapper(this, _depth)._++] = data;
    let entries = [...data];
    if (!haveTextKeys(entries))
      entries = entries.filter(([, value]) => value !== void 0);
    return haveTextKeys(entries) ? __privateMethod$3(this, _Writer_instances, properties_fn).call(this, Object.fromEntries(entries)) : __privateMethod$3(this, _Writer_instances, entries_fn).call(this, entries);
  }
  tooLong() {
    __privateMethod$3(this, _Writer_instances, refuseCircle_fn).call(this);
    __privateMethod$3(this, _Writer_instances, fail_fn).call(this, "LIMIT", `The data take more than ${SESSION_LIMITS.output} characters`, 0);
  }
}
_room = new WeakMap();
_keys = new WeakMap();
_depth = new WeakMap();
_parents = new WeakMap();
_slots = new WeakMap();
_isPolluted = new WeakMap();
_Writer_instances = new WeakSet();
value_fn = function(value, slot) {
  __privateMethod$3(this, _Writer_instances, take_fn).call(this, typeof value === "string" ? value.length + 2 : 2);
  if (typeof value === "string")
    return value;
  if (typeof value === "object" && value !== null)
    return __privateMethod$3(this, _Writer_instances, object_fn).call(this, value, slot);
  const isPlain = value === null || typeof value === "boolean" || isPlainNumber(value);
  return isPlain ? value : __privateMethod$3(this, _Writer_instances, leaf_fn).call(this, value, slot);
};
object_fn = function(value, slot) {
  __privateGet$4(this, _slots)[__privateGet$4(this, _depth)] = slot;
  __privateGet$4(this, _parents)[__privateWrapper(this, _depth)._++] = value;
  const written = __privateMethod$3(this, _Writer_instances, container_fn).call(this, value);
  __privateWrapper(this, _depth)._--;
  return written != null ? written : __privateMethod$3(this, _Writer_instances, leaf_fn).call(this, value, slot);
};
container_fn = function(value) {
  if (Array.isArray(value))
    return __privateMethod$3(this, _Writer_instances, items_fn).call(this, value, 0);
  if (isPlainObject(value))
    return __privateMethod$3(this, _Writer_instances, properties_fn).call(this, { ...value });
  if (isMap(value))
    return __privateMethod$3(this, _Writer_instances, entries_fn).call(this, [...value]);
  return isSet(value) ? __privateMethod$3(this, _Writer_instances, tag_fn).call(this, "s", __privateMethod$3(this, _Writer_instances, items_fn).call(this, [...value], value.size, () => MEMBER)) : void 0;
};
/** @param copy becomes what is written */
properties_fn = function(copy) {
  const keys = Object.keys(copy);
  let only;
  let size = 0;
  __privateMethod$3(this, _Writer_instances, enter_fn).call(this, keys.length);
  for (const key of keys) {
    const item = copy[key];
    if (item === void 0)
      continue;
    __privateMethod$3(this, _Writer_instances, take_fn).call(this, key.length + 3);
    const written = __privateMethod$3(this, _Writer_instances, value_fn).call(this, item, key);
    if (written !== item)
      copy[key] = written;
    only = ++size === 1 ? key : void 0;
  }
  return (only == null ? void 0 : only.startsWith(MARK)) ? __privateMethod$3(this, _Writer_instances, tag_fn).call(this, only, copy[only]) : __privateMethod$3(this, _Writer_instances, made_fn).call(this, copy);
};
entries_fn = function(entries) {
  const flat = entries.flat();
  const slotOf = (at) => at % 2 === 0 ? KEY : flat[at - 1];
  return __privateMethod$3(this, _Writer_instances, tag_fn).call(this, "m", __privateMethod$3(this, _Writer_instances, items_fn).call(this, flat, entries.length, slotOf));
};
items_fn = function(items, keys, slotOf) {
  const { length } = items;
  const copy = [];
  __privateMethod$3(this, _Writer_instances, enter_fn).call(this, keys);
  for (let at = 0; at < length; at++)
    copy.push(__privateMethod$3(this, _Writer_instances, value_fn).call(this, items[at], slotOf ? slotOf(at) : at));
  return __privateMethod$3(this, _Writer_instances, made_fn).call(this, copy);
};
leaf_fn = function(value, slot) {
  if (isBytes(value))
    __privateMethod$3(this, _Writer_instances, take_fn).call(this, value.length);
  if (typeof value === "bigint")
    __privateMethod$3(this, _Writer_instances, take_fn).call(this, value.toString(16).length);
  const tag = leafTag(value);
  if (tag !== void 0)
    return __privateMethod$3(this, _Writer_instances, tag_fn).call(this, ...tag);
  const problem = `A session cannot hold ${kindOf(value)}; ${adviceFor(value)}`;
  return __privateMethod$3(this, _Writer_instances, fail_fn).call(this, "BAD_VALUE", problem, __privateGet$4(this, _depth), slot);
};
tag_fn = function(name, payload) {
  return __privateMethod$3(this, _Writer_instances, made_fn).call(this, { [MARK + name]: payload });
};
/** An object for `JSON.stringify`. */
made_fn = function(object) {
  return __privateGet$4(this, _isPolluted) ? Object.setPrototypeOf(object, null) : object;
};
take_fn = function(characters) {
  __privateSet$4(this, _room, __privateGet$4(this, _room) - characters);
  if (__privateGet$4(this, _room) < 0)
    this.tooLong();
};
enter_fn = function(keys) {
  __privateSet$4(this, _keys, __privateGet$4(this, _keys) - keys);
  if (!isTooMuch(keys, __privateGet$4(this, _keys), __privateGet$4(this, _depth)))
    return;
  __privateMethod$3(this, _Writer_instances, refuseCircle_fn).call(this);
  __privateMethod$3(this, _Writer_instances, fail_fn).call(this, "BAD_VALUE", "Too many keys or levels for a session; keep it elsewhere", __privateGet$4(this, _depth));
};
/** A circle is met as what is too long or too deep, and looked for only then. */
refuseCircle_fn = function() {
  const parents = __privateGet$4(this, _parents).slice(0, __privateGet$4(this, _depth));
  const again = parents.findIndex((parent, at) => parents.indexOf(parent) < at);
  const problem = "A session cannot hold what holds itself; store an id in its place";
  if (again > 0)
    __privateMethod$3(this, _Writer_instances, fail_fn).call(this, "BAD_VALUE", problem, again + 1);
};
/** @param depth of the container that the error is about, or whose `slots` it is about */
fail_fn = function(code, problem, depth, ...slots) {
  const keys = [...__privateGet$4(this, _slots).slice(1, depth), ...slots];
  throw new CartoucheError(code, problem, { path: pathText(void 0, keys) });
};
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
    if ((latest == null ? void 0 : latest.keyId) !== keyId || latest.cookieName !== cookieName) {
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
  const since = Math.round((accessed != null ? accessed : renewed) * MILLISECONDS) - made;
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
    subject: subject != null ? subject : void 0,
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

var __defProp$2 = Object.defineProperty;
var __defNormalProp$2 = (obj, key, value) => key in obj ? __defProp$2(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField$2 = (obj, key, value) => __defNormalProp$2(obj, typeof key !== "symbol" ? key + "" : key, value);
function checkFactory(factory) {
  if (typeof (factory == null ? void 0 : factory.open) === "function")
    return;
  throw new OptionError("factory", "must be a session factory, such as signedCookieSessionFactory(secret) makes");
}
function openWith(factory, cookieHeader, request, isSecure) {
  const opened = factory.open(cookieHeader, request, isSecure);
  if ((opened == null ? void 0 : opened.session) !== void 0 && typeof opened.headers === "function") {
    return opened;
  }
  throw new OptionError("factory", "must have an open() that returns a session with its headers()");
}
const exceptions = /* @__PURE__ */ new WeakMap();
const NOTHING = new Error("Nothing was thrown, or rejected with");
function noteException(request, exception) {
  exceptions.set(request, exception != null ? exception : NOTHING);
}
class CommitFailure {
  constructor(error, attachment) {
    __publicField$2(this, "error");
    __publicField$2(this, "attachment");
    this.error = error;
    this.attachment = attachment;
  }
}
function headersOf(attachments, status) {
  var _a;
  const lines = [];
  for (const attachment of attachments) {
    const { source, request } = attachment;
    const outcome = { exception: exceptions.get(request) };
    try {
      lines.push(...checkLines(source.headers(outcome)));
    } catch (error) {
      const reportsError = status >= 500 || exceptions.has(request) || ((_a = source.saveFailed) == null ? void 0 : _a.call(source)) === true;
      if (!reportsError)
        return new CommitFailure(error, attachment);
      report(attachment, error);
    }
  }
  if (!attachments.some(({ source }) => {
    var _a2;
    return ((_a2 = source.variesByCookie) == null ? void 0 : _a2.call(source)) === true;
  }))
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
  var _a;
  for (const [name, value] of lines) {
    const isSaid = name === "Cache-Control" && headers.get(name) !== null || name === "Vary" && /(?:^|,)\s*(?:\*|cookie)\s*(?:,|$)/i.test((_a = headers.get(name)) != null ? _a : "");
    if (!isSaid)
      headers.append(name, value);
  }
}

const isName = (value) => typeof value === "string" && /^[A-Za-z_$][\w$]*$/.test(value) ? void 0 : 'must be the name of a property, such as "admin"';
const nameSpec = { fallback: "session", check: isName };
function putIntoContext(context, name, find) {
  const taken = context[name];
  if (taken !== void 0 && taken !== find())
    throw takenBy(name);
  Object.defineProperty(context, name, {
    configurable: true,
    enumerable: true,
    get: find,
    set: () => {
      throw new TypeError(`context.${name} cannot be assigned: change the session by its methods, or empty it by invalidate()`);
    }
  });
}
function takenBy(name) {
  return new OptionError("name", `must be a free one: the context has something else under ${name}. Say, for example, { name: 'admin' }`);
}

const isCsrfOptions = (value) => value === null || typeof value === "object" && !Array.isArray(value) ? void 0 : "must be an object of options, {} for the defaults; without it nothing is checked";
const isOwnOrigin = (value) => {
  var _a;
  if (typeof value === "string" && settingOrigin(value) !== void 0)
    return void 0;
  return `must be scheme and host, as in '${(_a = likelyOrigin(value)) != null ? _a : "https://shop.example"}'`;
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
  var _a;
  const settings = resolveOptions({ ...specs, ...more }, given);
  if (asksForToken(settings) && settings.token === null && ((_a = settings.header) == null ? void 0 : _a.length) === 0) {
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
  var _a;
  const sent = withOwnOrigin(request, settings.ownOrigin);
  const rules = settings;
  const problem = (_a = settings.mode === "token" ? void 0 : fetchMetadataProblem(sent, rules)) != null ? _a : asksForToken(settings) && settings.checkOrigin ? originProblem(sent, rules) : void 0;
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
  var _a, _b;
  return /^\s*https\b/i.test((_a = request.header("X-Forwarded-Proto")) != null ? _a : "") || /(?:^|[;,\s])proto="?https\b/i.test((_b = request.header("Forwarded")) != null ? _b : "");
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

const requests = /* @__PURE__ */ new WeakMap();
function refusalOf(error) {
  if (error instanceof CsrfBodyTimeout)
    return { status: error.status, body: "408 Request Timeout\n" };
  if (error instanceof BadCsrfToken || error instanceof BadCsrfOrigin) {
    return { status: error.status, body: "400 Bad Request\n" };
  }
  return void 0;
}
function protect$1(request, settings, findSession, makeView, isOver) {
  const around = protectionOf(request);
  const known = around == null ? void 0 : around.view;
  const view = known === void 0 || known.isClosed === true ? makeView() : known;
  requests.set(request, { settings, view, findSession, isOver, around });
  view.findSession = () => protectionOf(request).findSession();
  warnOfProxy(settings, view);
  return view;
}
function protectionOf(request) {
  let found = requests.get(request);
  while ((found == null ? void 0 : found.around) !== void 0 && found.isOver())
    found = found.around;
  return found;
}
function csrfHeaders({ policy }, view) {
  let lines = [];
  const source = {
    headers: () => {
      var _a, _b;
      const made = (_b = atOnce("policy", "commit", (_a = policy.commit) == null ? void 0 : _a.call(policy, view))) != null ? _b : [];
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

function hostOf({ headers }) {
  var _a, _b;
  return (_b = (_a = headers[":authority"]) != null ? _a : headers.host) != null ? _b : "";
}
function nodeView(request, findSession, from) {
  return {
    body: void 0,
    findSession,
    pending: /* @__PURE__ */ new Set(),
    ...from,
    get method() {
      var _a;
      return (_a = request.method) != null ? _a : "";
    },
    get cookieHeader() {
      return request.headers.cookie;
    },
    get session() {
      return this.findSession();
    },
    header(name) {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    get bodyValue() {
      var _a;
      return valueIn((_a = this.body) != null ? _a : request.body);
    }
  };
}

function writeWithLines(response, lines, args, writeHead) {
  const given = lines.length > 0 ? pairsOf(headersIn(args)) : void 0;
  const takeBack = remember(response, [...lines, ...given != null ? given : []]);
  try {
    if (given !== void 0)
      replaceHeaders(response, given);
    addLines(headersToBe(response), lines);
    return writeHead(given === void 0 ? args : args.filter(isNoHeaders));
  } catch (error) {
    takeBack();
    throw error;
  }
}
function headersIn([, reason, last]) {
  return typeof reason === "string" ? last : last != null ? last : reason;
}
const isNoHeaders = (arg) => typeof arg !== "object";
function remember(response, pairs) {
  const before = pairs.map(([name]) => [name, response.getHeader(name)]);
  const message = hasMessage(response) ? response.statusMessage : void 0;
  return () => {
    for (const [name, value] of before) {
      if (value === void 0)
        response.removeHeader(name);
      else
        response.setHeader(name, value);
    }
    if (hasMessage(response))
      response.statusMessage = message;
  };
}
function replaceHeaders(response, pairs) {
  for (const [name] of pairs)
    response.removeHeader(name);
  for (const [name, value] of pairs)
    response.appendHeader(name, asText(value));
}
function headersToBe(response) {
  return {
    get: (name) => {
      var _a, _b;
      return (_b = (_a = response.getHeader(name)) == null ? void 0 : _a.toString()) != null ? _b : null;
    },
    append: (name, value) => {
      const before = response.getHeader(name);
      response.setHeader(name, before === void 0 ? value : [before, value].flat().map(String));
    }
  };
}
function pairsOf(headers) {
  if (typeof headers !== "object" || headers === null)
    return void 0;
  if (!Array.isArray(headers))
    return Object.entries(headers);
  if (Array.isArray(headers[0]))
    return headers;
  if (headers.length % 2 === 1)
    return void 0;
  return Array.from({ length: headers.length / 2 }, (_, at) => [
    String(headers[2 * at]),
    headers[2 * at + 1]
  ]);
}
function asText(value) {
  if (Array.isArray(value))
    return [...value];
  return typeof value === "number" ? String(value) : value;
}
const STALE = new RegExp("^(?:content-(?!security-policy)|.*cache-control$|(?:etag|location|last-modified|expires|age|pragma|accept-ranges|transfer-encoding|trailer|refresh|retry-after|www-authenticate|link|surrogate-control|clear-site-data)$)", "i");
function removeStale(response) {
  var _a, _b, _c;
  for (const name of (_b = (_a = response.getHeaderNames) == null ? void 0 : _a.call(response)) != null ? _b : [])
    if (STALE.test(name))
      response.removeHeader(name);
  (_c = response.addTrailers) == null ? void 0 : _c.call(response, {});
  response.statusCode = 500;
  if (hasMessage(response))
    response.statusMessage = "";
}
function hasMessage(response) {
  return !("stream" in response);
}

var __typeError$3 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$3 = (obj, member, msg) => member.has(obj) || __typeError$3("Cannot " + msg);
var __privateGet$3 = (obj, member, getter) => (__accessCheck$3(obj, member, "read from private field"), member.get(obj));
var __privateAdd$3 = (obj, member, value) => member.has(obj) ? __typeError$3("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$3 = (obj, member, value, setter) => (__accessCheck$3(obj, member, "write to private field"), member.set(obj, value), value);
var _isAsked, _isBegun;
const answering = new AsyncLocalStorage();
const FIRST_ERROR = 400;
class Answering {
  constructor() {
    /** Whether it was asked to answer, and whether it has begun to. */
    __privateAdd$3(this, _isAsked, false);
    __privateAdd$3(this, _isBegun, false);
  }
  /** Runs the error handling. */
  run(ask) {
    __privateSet$3(this, _isAsked, true);
    answering.run(this, ask);
  }
  /**
   * Whether a call comes from the error handling. One whom the storage does not know may have been called
   * back by a pool or an emitter that existed before: it is known from where it says that this is an error.
   *
   * @param status that the call gives the answer
   */
  makes(status) {
    if (answering.getStore() !== this) {
      if (status < FIRST_ERROR || !__privateGet$3(this, _isAsked) || __privateGet$3(this, _isBegun))
        return false;
      enterUntilReturn(this);
    }
    __privateSet$3(this, _isBegun, true);
    return true;
  }
}
_isAsked = new WeakMap();
_isBegun = new WeakMap();
function enterUntilReturn(own) {
  const before = answering.getStore();
  const current = executionAsyncId();
  const hook = createHook({
    after: (ended) => {
      if (ended === current)
        answering.enterWith(before);
    }
  });
  hook.enable();
  setImmediate(() => hook.disable());
  answering.enterWith(own);
}

var __typeError$2 = (msg) => {
  throw TypeError(msg);
};
var __accessCheck$2 = (obj, member, msg) => member.has(obj) || __typeError$2("Cannot " + msg);
var __privateGet$2 = (obj, member, getter) => (__accessCheck$2(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$2 = (obj, member, value) => member.has(obj) ? __typeError$2("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$2 = (obj, member, value, setter) => (__accessCheck$2(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$2 = (obj, member, method) => (__accessCheck$2(obj, member, "access private method"), method);
var _response$1, _cut, _isTooLate, _answering, _willDrain, _waiting, _Takeover_instances, ask_fn, drainWhenClosed_fn, whenClosed_fn, guardChanges_fn, guardProperty_fn, guardRaw_fn, stop_fn, endUnread_fn;
const NOT_ANSWERED = "The error handling did not answer the request. Where a pool calls it back, it must set a status first";
const CHANGING = [
  "setHeader",
  "setHeaders",
  "appendHeader",
  "removeHeader",
  "addTrailers",
  "setTrailer"
];
const INTERNAL_ERROR = 2;
class Takeover {
  /** @param piped the streams that are piped into the response */
  constructor(response, piped) {
    __privateAdd$2(this, _Takeover_instances);
    __privateAdd$2(this, _response$1);
    /** Cuts the connection. */
    __privateAdd$2(this, _cut);
    /** Whether the answer was begun by the handler: then nobody can answer any more. */
    __privateAdd$2(this, _isTooLate);
    __privateAdd$2(this, _answering, new Answering());
    /** Whether `drain` will tell those whose data were dropped to go on. */
    __privateAdd$2(this, _willDrain, false);
    /** What waits for the response to close. */
    __privateAdd$2(this, _waiting, []);
    var _a, _b;
    const { destroy } = response;
    __privateSet$2(this, _response$1, response);
    __privateSet$2(this, _cut, () => cut(response, destroy));
    __privateSet$2(this, _isTooLate, response.headersSent);
    if (!__privateGet$2(this, _isTooLate))
      removeStale(response);
    __privateMethod$2(this, _Takeover_instances, guardChanges_fn).call(this);
    __privateMethod$2(this, _Takeover_instances, guardRaw_fn).call(this);
    (_a = response.once) == null ? void 0 : _a.call(response, "close", () => {
      for (const call of __privateGet$2(this, _waiting).splice(0))
        setImmediate(call);
    });
    (_b = response.on) == null ? void 0 : _b.call(response, "pipe", (source) => __privateMethod$2(this, _Takeover_instances, stop_fn).call(this, source));
    for (const source of piped)
      __privateMethod$2(this, _Takeover_instances, stop_fn).call(this, source);
  }
  /**
   * Whether a call comes from the error handling, and can still do something.
   *
   * @param status that the call gives the answer
   */
  allows(status = 0) {
    if (__privateGet$2(this, _isTooLate) || __privateGet$2(this, _response$1).writableEnded)
      return false;
    return __privateGet$2(this, _answering).makes(status);
  }
  /** Lets the error handling answer; a plain 500 where it does not. */
  answer(error, handling) {
    __privateGet$2(this, _answering).run(() => __privateMethod$2(this, _Takeover_instances, ask_fn).call(this, error, handling));
    if (__privateGet$2(this, _isTooLate) && !__privateGet$2(this, _response$1).writableEnded)
      __privateGet$2(this, _cut).call(this);
  }
  /**
   * What a call does whose data go nowhere: as if they had gone out, but so slowly that who writes on and on
   * holds nobody up.
   */
  drop(method, args) {
    const response = __privateGet$2(this, _response$1);
    const callback = args.find((arg) => typeof arg === "function");
    if (callback !== void 0)
      __privateMethod$2(this, _Takeover_instances, whenClosed_fn).call(this, callback);
    __privateMethod$2(this, _Takeover_instances, drainWhenClosed_fn).call(this);
    return method === "write" ? false : response;
  }
}
_response$1 = new WeakMap();
_cut = new WeakMap();
_isTooLate = new WeakMap();
_answering = new WeakMap();
_willDrain = new WeakMap();
_waiting = new WeakMap();
_Takeover_instances = new WeakSet();
ask_fn = function(error, { handle, patience }) {
  const response = __privateGet$2(this, _response$1);
  const giveUp = (failure) => {
    try {
      printError(failure);
      answerPlainly(response);
    } catch {
      __privateGet$2(this, _cut).call(this);
    }
  };
  const check = () => {
    if (!isAnswered(response))
      giveUp(new CartoucheError("NO_ANSWER", NOT_ANSWERED));
  };
  const wait = () => {
    if (!isAnswered(response))
      setTimeout(check, patience).unref();
  };
  try {
    const result = handle(error);
    if (isThenable(result))
      Promise.resolve(result).then(wait, giveUp);
    else
      wait();
  } catch (failure) {
    giveUp(failure);
  }
};
/** Not before: it would wake those too who write the answer. Who has ended waits for it as well. */
drainWhenClosed_fn = function() {
  if (__privateGet$2(this, _willDrain))
    return;
  __privateSet$2(this, _willDrain, true);
  __privateMethod$2(this, _Takeover_instances, whenClosed_fn).call(this, () => {
    __privateSet$2(this, _willDrain, false);
    __privateGet$2(this, _response$1).emit("drain");
  });
};
whenClosed_fn = function(call) {
  if (isClosed(__privateGet$2(this, _response$1)))
    setImmediate(call);
  else
    __privateGet$2(this, _waiting).push(call);
};
guardChanges_fn = function() {
  const response = __privateGet$2(this, _response$1);
  for (const name of CHANGING) {
    const original = response[name];
    if (original === void 0)
      continue;
    response[name] = (...args) => this.allows() ? Reflect.apply(original, response, args) : response;
  }
  __privateGet$2(this, _response$1).destroy = () => this.allows() || __privateGet$2(this, _response$1).writableEnded ? __privateGet$2(this, _cut).call(this) : __privateGet$2(this, _response$1);
  __privateMethod$2(this, _Takeover_instances, guardProperty_fn).call(this, "statusCode", (status) => this.allows(status));
  if (hasMessage(__privateGet$2(this, _response$1)))
    __privateMethod$2(this, _Takeover_instances, guardProperty_fn).call(this, "statusMessage", () => this.allows());
};
guardProperty_fn = function(name, allows) {
  const response = __privateGet$2(this, _response$1);
  const inherited = inheritedProperty(response, name);
  let own = response[name];
  Object.defineProperty(response, name, {
    configurable: true,
    enumerable: true,
    get: () => (inherited == null ? void 0 : inherited.get) === void 0 ? own : inherited.get.call(response),
    set: (value) => {
      var _a;
      if (!allows(value))
        return;
      own = value;
      (_a = inherited == null ? void 0 : inherited.set) == null ? void 0 : _a.call(response, value);
    }
  });
};
/**
 * Who has kept Node's own `end` from before can still call it. Without a head, its data would go out as one:
 * the connection is cut instead.
 */
guardRaw_fn = function() {
  const response = __privateGet$2(this, _response$1);
  const { _send: send2 } = response;
  if (send2 === void 0 || __privateGet$2(this, _isTooLate))
    return;
  response._send = (...args) => {
    if (response._header)
      return Reflect.apply(send2, response, args);
    __privateGet$2(this, _cut).call(this);
    return false;
  };
};
/** A stream that was piped into the response waits, and is ended with it if nobody else reads it. */
stop_fn = function(source) {
  if (this.allows())
    return;
  source.unpipe(__privateGet$2(this, _response$1));
  __privateMethod$2(this, _Takeover_instances, whenClosed_fn).call(this, () => __privateMethod$2(this, _Takeover_instances, endUnread_fn).call(this, source));
};
/** With what is piped into it: nobody would read that either. A request is read, for the next on its connection. */
endUnread_fn = function(source) {
  if (source === __privateGet$2(this, _response$1).req)
    source.resume();
  else if (source.listenerCount("data") + source.listenerCount("readable") === 0) {
    source.on("unpipe", (upstream) => __privateMethod$2(this, _Takeover_instances, endUnread_fn).call(this, upstream));
    source.destroy();
  }
};
function inheritedProperty(object, name) {
  for (let prototype = Object.getPrototypeOf(object); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const property = Object.getOwnPropertyDescriptor(prototype, name);
    if (property !== void 0)
      return property;
  }
  return void 0;
}
function isAnswered(response) {
  return response.headersSent || response.writableEnded || isClosed(response);
}
function isClosed({ destroyed, stream }) {
  return destroyed || (stream == null ? void 0 : stream.destroyed) === true;
}
function cut(response, destroy) {
  if (response.stream === void 0 || response.writableEnded) {
    return Reflect.apply(destroy, response, []);
  }
  response.stream.close(INTERNAL_ERROR);
  return response;
}
function answerPlainly(response, status = 500, body = "Internal Server Error\n") {
  var _a, _b, _c;
  if (response.writableEnded)
    return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of (_b = (_a = response.getHeaderNames) == null ? void 0 : _a.call(response)) != null ? _b : [])
    response.removeHeader(name);
  response.statusCode = status;
  if (hasMessage(response))
    response.statusMessage = "";
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.end(((_c = response.req) == null ? void 0 : _c.method) === "HEAD" ? void 0 : body);
}

var __defProp$1 = Object.defineProperty;
var __typeError$1 = (msg) => {
  throw TypeError(msg);
};
var __defNormalProp$1 = (obj, key, value) => key in obj ? __defProp$1(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField$1 = (obj, key, value) => __defNormalProp$1(obj, key + "" , value);
var __accessCheck$1 = (obj, member, msg) => member.has(obj) || __typeError$1("Cannot " + msg);
var __privateGet$1 = (obj, member, getter) => (__accessCheck$1(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd$1 = (obj, member, value) => member.has(obj) ? __typeError$1("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet$1 = (obj, member, value, setter) => (__accessCheck$1(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod$1 = (obj, member, method) => (__accessCheck$1(obj, member, "access private method"), method);
var _response, _original, _piped, _takeover, _isGone, _ready, _Departure_instances, writeHead_fn, leave_fn, leaveByOtherWay_fn, begin_fn, call_fn, revision_get, prepare_fn, takeOver_fn;
const DEPARTURE = /* @__PURE__ */ Symbol("cartouche.departure");
function addHeadersTo(response, attachment) {
  var _a, _b;
  if (response.headersSent)
    (_b = (_a = attachment.source).close) == null ? void 0 : _b.call(_a);
  else
    departureOf(response).attachments.push(attachment);
}
function departureOf(response) {
  var _a;
  return (_a = response[DEPARTURE]) != null ? _a : response[DEPARTURE] = new Departure(response);
}
const GUARDED = {
  writeHead(...args) {
    return this[DEPARTURE].writeHead(args);
  },
  write(...args) {
    return this[DEPARTURE].pass("write", args);
  },
  end(...args) {
    return this[DEPARTURE].pass("end", args);
  },
  flushHeaders() {
    this[DEPARTURE].pass("flushHeaders", []);
  }
};
const changesOf = ({ source }) => {
  var _a, _b;
  return (_b = (_a = source.changes) == null ? void 0 : _a.call(source)) != null ? _b : 0;
};
const NO_HEAD = new Error("The head of this response is not written");
class Departure {
  constructor(response) {
    __privateAdd$1(this, _Departure_instances);
    __publicField$1(this, "attachments", []);
    __privateAdd$1(this, _response);
    __privateAdd$1(this, _original);
    /** The streams that are piped into the response. */
    __privateAdd$1(this, _piped, /* @__PURE__ */ new Set());
    __privateAdd$1(this, _takeover);
    __privateAdd$1(this, _isGone, false);
    /** The headers, where a call that is under way will write the head. */
    __privateAdd$1(this, _ready);
    var _a, _b, _c;
    __privateSet$1(this, _response, response);
    const { writeHead, write, end, flushHeaders } = response;
    __privateSet$1(this, _original, { writeHead, write, end, flushHeaders });
    Object.assign(response, GUARDED);
    (_a = response.on) == null ? void 0 : _a.call(response, "pipe", (source) => __privateGet$1(this, _piped).add(source));
    (_b = response.on) == null ? void 0 : _b.call(response, "unpipe", (source) => __privateGet$1(this, _piped).delete(source));
    (_c = response.once) == null ? void 0 : _c.call(response, "close", () => __privateMethod$1(this, _Departure_instances, leaveByOtherWay_fn).call(this));
  }
  writeHead(args) {
    var _a, _b;
    const status = Number(args[0]);
    if (((_a = __privateGet$1(this, _takeover)) == null ? void 0 : _a.allows(status)) === false)
      return __privateGet$1(this, _response);
    if (__privateGet$1(this, _isGone) || __privateGet$1(this, _response).headersSent)
      return __privateMethod$1(this, _Departure_instances, call_fn).call(this, "writeHead", args);
    const isInside = __privateGet$1(this, _ready) !== void 0;
    if (((_b = __privateGet$1(this, _ready)) == null ? void 0 : _b.revision) !== __privateGet$1(this, _Departure_instances, revision_get) && !__privateMethod$1(this, _Departure_instances, prepare_fn).call(this, status)) {
      if (isInside)
        throw NO_HEAD;
      return __privateGet$1(this, _response);
    }
    try {
      return __privateMethod$1(this, _Departure_instances, writeHead_fn).call(this, args, __privateGet$1(this, _ready).lines);
    } finally {
      if (!isInside)
        __privateSet$1(this, _ready, void 0);
    }
  }
  /** Calls one of Node's methods, unless what it writes is to go nowhere. */
  pass(method, args) {
    var _a;
    if (((_a = __privateGet$1(this, _takeover)) == null ? void 0 : _a.allows()) === false)
      return __privateGet$1(this, _takeover).drop(method, args);
    __privateMethod$1(this, _Departure_instances, leaveByOtherWay_fn).call(this);
    const isFirst = !__privateGet$1(this, _isGone) && __privateGet$1(this, _ready) === void 0;
    if (isFirst && !__privateMethod$1(this, _Departure_instances, begin_fn).call(this))
      return __privateGet$1(this, _takeover).drop(method, args);
    try {
      return __privateMethod$1(this, _Departure_instances, call_fn).call(this, method, args);
    } catch (error) {
      if (error !== NO_HEAD)
        throw error;
      return __privateGet$1(this, _takeover).drop(method, args);
    } finally {
      if (isFirst)
        __privateSet$1(this, _ready, void 0);
    }
  }
  /** See {@link failWith}. */
  fail(error, handling) {
    if (__privateGet$1(this, _takeover) !== void 0)
      printError(error);
    else
      __privateMethod$1(this, _Departure_instances, takeOver_fn).call(this).answer(error, handling);
  }
}
_response = new WeakMap();
_original = new WeakMap();
_piped = new WeakMap();
_takeover = new WeakMap();
_isGone = new WeakMap();
_ready = new WeakMap();
_Departure_instances = new WeakSet();
writeHead_fn = function(args, lines) {
  const changes = this.attachments.map(changesOf);
  const written = writeWithLines(__privateGet$1(this, _response), lines, args, (left) => __privateMethod$1(this, _Departure_instances, call_fn).call(this, "writeHead", left));
  __privateMethod$1(this, _Departure_instances, leave_fn).call(this, changes);
  return written;
};
/**
 * What was put around `writeHead` before us runs when the cookie has been made.
 *
 * @param changes of the sessions that have gone out
 */
leave_fn = function(changes) {
  var _a, _b, _c;
  __privateSet$1(this, _isGone, true);
  for (const [index, attachment] of this.attachments.entries()) {
    const isLost = changesOf(attachment) > ((_a = changes[index]) != null ? _a : 0);
    if (isLost)
      report(attachment, new SessionCommittedError());
    (_c = (_b = attachment.source).close) == null ? void 0 : _c.call(_b);
  }
};
/** A head that went by a way around these methods has taken no cookie along. */
leaveByOtherWay_fn = function() {
  if (!__privateGet$1(this, _isGone) && __privateGet$1(this, _response).headersSent)
    __privateMethod$1(this, _Departure_instances, leave_fn).call(this, []);
};
/**
 * Makes the headers for a head that Node will write. HTTP/2 writes it so late that it is done here, and what
 * stands in for a response of Node's never does.
 */
begin_fn = function() {
  const response = __privateGet$1(this, _response);
  if ("_implicitHeader" in response)
    return __privateMethod$1(this, _Departure_instances, prepare_fn).call(this, response.statusCode);
  response.writeHead(response.statusCode);
  return __privateGet$1(this, _isGone);
};
call_fn = function(method, args) {
  return Reflect.apply(__privateGet$1(this, _original)[method], __privateGet$1(this, _response), args);
};
revision_get = function() {
  return this.attachments.reduce((sum, { source }) => {
    var _a, _b;
    return sum + ((_b = (_a = source.revision) == null ? void 0 : _a.call(source)) != null ? _b : 0);
  }, 0);
};
/** Makes the headers of all sessions. Where that fails, the error handling answers as soon as the caller is done. */
prepare_fn = function(status) {
  const lines = headersOf(this.attachments, status);
  if (!(lines instanceof CommitFailure)) {
    __privateSet$1(this, _ready, { lines, revision: __privateGet$1(this, _Departure_instances, revision_get) });
    return true;
  }
  const { error, attachment } = lines;
  noteException(attachment.request, error);
  const takeover = __privateMethod$1(this, _Departure_instances, takeOver_fn).call(this);
  queueMicrotask(() => takeover.answer(error, attachment));
  return false;
};
takeOver_fn = function() {
  Object.assign(__privateGet$1(this, _response), GUARDED);
  return __privateSet$1(this, _takeover, new Takeover(__privateGet$1(this, _response), __privateGet$1(this, _piped)));
};

var __defProp = Object.defineProperty;
var __typeError = (msg) => {
  throw TypeError(msg);
};
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __publicField = (obj, key, value) => __defNormalProp(obj, typeof key !== "symbol" ? key + "" : key, value);
var __accessCheck = (obj, member, msg) => member.has(obj) || __typeError("Cannot " + msg);
var __privateGet = (obj, member, getter) => (__accessCheck(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
var __privateAdd = (obj, member, value) => member.has(obj) ? __typeError("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
var __privateSet = (obj, member, value, setter) => (__accessCheck(obj, member, "write to private field"), member.set(obj, value), value);
var __privateMethod = (obj, member, method) => (__accessCheck(obj, member, "access private method"), method);
var _event, _factory, _settings, _session, _isOver, _fail, _NodePassage_instances, handle_fn, open_fn;
const PATIENCE = 1e4;
const sessions = /* @__PURE__ */ new WeakMap();
class NodePassage {
  constructor(event, factory, settings) {
    __privateAdd(this, _NodePassage_instances);
    __privateAdd(this, _event);
    __privateAdd(this, _factory);
    __privateAdd(this, _settings);
    __privateAdd(this, _session);
    __privateAdd(this, _isOver, false);
    __privateAdd(this, _fail, () => void 0);
    __privateSet(this, _event, event);
    __privateSet(this, _factory, factory);
    __privateSet(this, _settings, settings);
  }
  /** Opened when it is first asked for; only then is the response watched. */
  get session() {
    var _a;
    return (_a = __privateGet(this, _session)) != null ? _a : __privateSet(this, _session, __privateMethod(this, _NodePassage_instances, open_fn).call(this));
  }
  /** Whether the application is done with the request. */
  get isOver() {
    return __privateGet(this, _isOver);
  }
  /**
   * Runs the handler of the application.
   *
   * @throws what the handler throws, and what keeps a session from being written
   */
  async run(handler) {
    const failure = new Promise((_, reject) => __privateSet(this, _fail, reject));
    try {
      return await Promise.race([handler(__privateGet(this, _event)), failure]);
    } catch (error) {
      noteException(__privateGet(this, _event).node.req, error);
      throw asH3Error(error);
    } finally {
      __privateSet(this, _isOver, true);
    }
  }
  /** Adds what a session or a policy has to say to the response. */
  add(source) {
    const { req: request, res } = __privateGet(this, _event).node;
    const { onCommitError } = __privateGet(this, _settings);
    const handle = (error) => __privateMethod(this, _NodePassage_instances, handle_fn).call(this, error);
    addHeadersTo(res, { source, request, handle, patience: PATIENCE, onCommitError });
  }
}
_event = new WeakMap();
_factory = new WeakMap();
_settings = new WeakMap();
_session = new WeakMap();
_isOver = new WeakMap();
_fail = new WeakMap();
_NodePassage_instances = new WeakSet();
handle_fn = function(error) {
  if (__privateGet(this, _isOver))
    throw error;
  __privateGet(this, _fail).call(this, error);
};
open_fn = function() {
  var _a, _b;
  const { req } = __privateGet(this, _event).node;
  const ofRequest = (_a = sessions.get(req)) != null ? _a : /* @__PURE__ */ new Map();
  const cookie = (_b = __privateGet(this, _factory).cookieName) != null ? _b : __privateGet(this, _factory);
  const known = ofRequest.get(cookie);
  if (known !== void 0)
    return known.session;
  const isSecure = () => schemeOf(req, __privateGet(this, _settings)) === "https";
  const opened = openWith(__privateGet(this, _factory), req.headers.cookie, req, isSecure);
  sessions.set(req, ofRequest.set(cookie, opened));
  this.add(opened);
  return opened.session;
};
function whereTo(request, settings) {
  const forwarded = settings.xForwardedHost ? firstIn(request, "x-forwarded-host") : void 0;
  return { scheme: schemeOf(request, settings), host: forwarded != null ? forwarded : hostOf(request) };
}
function schemeOf(request, { xForwardedProto }) {
  var _a;
  const forwarded = xForwardedProto ? firstIn(request, "x-forwarded-proto") : void 0;
  const isEncrypted = ((_a = request.socket) == null ? void 0 : _a.encrypted) === true;
  return forwarded != null ? forwarded : isEncrypted ? "https" : "http";
}
function firstIn({ headers }, name) {
  var _a;
  return (_a = headers[name]) == null ? void 0 : _a.toString().split(",")[0].trim();
}
class RefusedError extends Error {
  constructor(statusCode, cause) {
    super(cause.message, { cause });
    __publicField(this, "statusCode");
    __publicField(this, "statusMessage");
    __publicField(this, "fatal", false);
    __publicField(this, "unhandled", false);
    __publicField(this, "data");
    this.statusCode = statusCode;
  }
  toJSON() {
    return { message: this.message, statusCode: this.statusCode };
  }
}
__publicField(RefusedError, "__h3_error__", true);
function asH3Error(error) {
  const refusal = refusalOf(error);
  return refusal === void 0 ? error : new RefusedError(refusal.status, error);
}

const FORM_TYPE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
async function readForm(request, limits) {
  var _a;
  const { headers, body, bodyUsed } = request;
  const type = (_a = headers.get("content-type")) != null ? _a : "";
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
    signal.addEventListener("abort", stop);
    if (signal.aborted)
      stop();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
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

async function readNodeForm(request, limits) {
  var _a;
  const known = (_a = request.rawBody) != null ? _a : request.body;
  if (known !== void 0 && known !== null)
    return readForm(requestOf(request, known), limits);
  const chunks = [];
  const form = await readForm(requestOf(request, each(request, chunks)), limits);
  if (form !== void 0)
    request.rawBody = Buffer.concat(chunks);
  return form;
}
async function* each(request, chunks) {
  for await (const chunk of request) {
    chunks.push(chunk);
    yield chunk;
  }
}
function requestOf({ headers }, body) {
  const kept = ["content-type", "content-length"].flatMap((name) => {
    const value = headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  const init = { method: "POST", headers: kept, body, duplex: "half" };
  return new Request("http://localhost/", init);
}

const LONGEST_TIMEOUT = 2 ** 31 / 1e3 - 1;
const isTimeout = (value) => typeof value === "number" && value > 0 && value <= LONGEST_TIMEOUT ? void 0 : "must be a number of seconds above 0";
const webSpecs = {
  onCommitError: { fallback: printError, check: isFunction },
  csrf: { fallback: null, check: isCsrfOptions },
  csrfBodyLimit: { fallback: 65536, check: isIntegerBetween(0, Number.MAX_SAFE_INTEGER) },
  csrfBodyTimeout: { fallback: 10, check: isTimeout }
};

const optionSpecs = {
  ...webSpecs,
  name: nameSpec,
  xForwardedProto: { fallback: false, check: isBoolean },
  xForwardedHost: { fallback: false, check: isBoolean }
};
function session(factory, options = {}) {
  checkFactory(factory);
  const settings = resolveOptions(optionSpecs, options);
  const csrf = settings.csrf === null ? void 0 : csrfSettings(settings.csrf);
  const untyped = factory;
  return ({ h3App }) => {
    const passages = /* @__PURE__ */ new WeakMap();
    const { handler } = h3App;
    const around = async (event) => {
      const passage = new NodePassage(event, untyped, settings);
      passages.set(event.node.req, passage);
      putIntoContext(event.context, settings.name, () => passage.session);
      return passage.run(handler);
    };
    h3App.handler = Object.assign(around, handler);
    if (csrf === void 0)
      return;
    const check = (event) => protect(event, passages.get(event.node.req), csrf, settings);
    h3App.stack.unshift({ route: "/", handler: check });
  };
}
async function protect({ node: { req } }, passage, csrf, settings) {
  const find = () => passage.session;
  const view = protect$1(req, csrf, find, () => nodeView(req, find, whereTo(req, settings)), () => passage.isOver);
  if (csrf.policy.commit !== void 0)
    passage.add(csrfHeaders(csrf, view));
  if (!isChecked(csrf, view, req))
    return;
  checkSource(csrf, view);
  if (needsForm(csrf, view)) {
    const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = settings;
    view.body = await readNodeForm(req, { bytes, seconds });
  }
  checkToken(csrf, view);
}

const _yZD48ldWddZQhhISTSpi56KFOz3Kh88UxqBr8WoInKE = defineNitroPlugin((nitroApp) => {
  const key = process.env["SESSION_KEY"];
  if (!key) {
    console.error(
      `Set SESSION_KEY to a key, made by: node -e "import('cartouche').then(({ generateKey }) => console.log(generateKey()))"`
    );
    process.exit(1);
  }
  session(sealedCookieSessionFactory(key), { csrf: {} })(nitroApp);
});

const plugins = [
  _yZD48ldWddZQhhISTSpi56KFOz3Kh88UxqBr8WoInKE
];

const assets = {
  "/_nuxt/C3oVR9lG.js": {
    "type": "text/javascript; charset=utf-8",
    "etag": "\"15b14-PQ9G+TNxlagKNcaOfGpM9rDrGII\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 88852,
    "path": "../public/_nuxt/C3oVR9lG.js"
  },
  "/_nuxt/D2rfpe6_.js": {
    "type": "text/javascript; charset=utf-8",
    "etag": "\"c0d6-S3+k6meHzucMQd6jQ4jIJ5D7WwU\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 49366,
    "path": "../public/_nuxt/D2rfpe6_.js"
  },
  "/_nuxt/It4NIZrW.js": {
    "type": "text/javascript; charset=utf-8",
    "etag": "\"2663-40/GafmfykNJuG3mtyYBKZpjDpc\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 9827,
    "path": "../public/_nuxt/It4NIZrW.js"
  },
  "/_nuxt/JSejfD3u.js": {
    "type": "text/javascript; charset=utf-8",
    "etag": "\"3b7-Xy8RgmTkP11C52INkreoW7loIFM\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 951,
    "path": "../public/_nuxt/JSejfD3u.js"
  },
  "/_nuxt/OUqW5ItC.js": {
    "type": "text/javascript; charset=utf-8",
    "etag": "\"d34-A00rCW780iTtYzSJb9ERAaDb/G4\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 3380,
    "path": "../public/_nuxt/OUqW5ItC.js"
  },
  "/_nuxt/error-404.Bb87HomL.css": {
    "type": "text/css; charset=utf-8",
    "etag": "\"97d-4h9VfBznldxjqagfMldh1hDncR0\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 2429,
    "path": "../public/_nuxt/error-404.Bb87HomL.css"
  },
  "/_nuxt/error-500.Bwd7zAaE.css": {
    "type": "text/css; charset=utf-8",
    "etag": "\"772-nqXXACYtFiPK+D42BNu4uEECARA\"",
    "mtime": "2026-11-26T18:13:20.305Z",
    "size": 1906,
    "path": "../public/_nuxt/error-500.Bwd7zAaE.css"
  },
  "/_nuxt/builds/meta/3aead8a9-19cf-4613-90b6-469d68d0b836.json": {
    "type": "application/json",
    "etag": "\"58-TbV0Xo3xSg0UOdnm95FEmyMc2Yk\"",
    "mtime": "2026-11-26T18:13:20.208Z",
    "size": 88,
    "path": "../public/_nuxt/builds/meta/3aead8a9-19cf-4613-90b6-469d68d0b836.json"
  },
  "/_nuxt/builds/latest.json": {
    "type": "application/json",
    "etag": "\"47-Ylmywr+4VILOMhBXhio5pIfOcqI\"",
    "mtime": "2026-11-26T18:13:20.244Z",
    "size": 71,
    "path": "../public/_nuxt/builds/latest.json"
  }
};

const _DRIVE_LETTER_START_RE = /^[A-Za-z]:\//;
function normalizeWindowsPath(input = "") {
  if (!input) {
    return input;
  }
  return input.replace(/\\/g, "/").replace(_DRIVE_LETTER_START_RE, (r) => r.toUpperCase());
}
const _IS_ABSOLUTE_RE = /^[/\\](?![/\\])|^[/\\]{2}(?!\.)|^[A-Za-z]:[/\\]/;
const _DRIVE_LETTER_RE = /^[A-Za-z]:$/;
const _ROOT_FOLDER_RE = /^\/([A-Za-z]:)?$/;
function cwd() {
  if (typeof process !== "undefined" && typeof process.cwd === "function") {
    return process.cwd().replace(/\\/g, "/");
  }
  return "/";
}
const resolve = function(...arguments_) {
  arguments_ = arguments_.map((argument) => normalizeWindowsPath(argument));
  let resolvedPath = "";
  let resolvedAbsolute = false;
  for (let index = arguments_.length - 1; index >= -1 && !resolvedAbsolute; index--) {
    const path = index >= 0 ? arguments_[index] : cwd();
    if (!path || path.length === 0) {
      continue;
    }
    resolvedPath = `${path}/${resolvedPath}`;
    resolvedAbsolute = isAbsolute(path);
  }
  resolvedPath = normalizeString(resolvedPath, !resolvedAbsolute);
  if (resolvedAbsolute && !isAbsolute(resolvedPath)) {
    return `/${resolvedPath}`;
  }
  return resolvedPath.length > 0 ? resolvedPath : ".";
};
function normalizeString(path, allowAboveRoot) {
  let res = "";
  let lastSegmentLength = 0;
  let lastSlash = -1;
  let dots = 0;
  let char = null;
  for (let index = 0; index <= path.length; ++index) {
    if (index < path.length) {
      char = path[index];
    } else if (char === "/") {
      break;
    } else {
      char = "/";
    }
    if (char === "/") {
      if (lastSlash === index - 1 || dots === 1) ; else if (dots === 2) {
        if (res.length < 2 || lastSegmentLength !== 2 || res[res.length - 1] !== "." || res[res.length - 2] !== ".") {
          if (res.length > 2) {
            const lastSlashIndex = res.lastIndexOf("/");
            if (lastSlashIndex === -1) {
              res = "";
              lastSegmentLength = 0;
            } else {
              res = res.slice(0, lastSlashIndex);
              lastSegmentLength = res.length - 1 - res.lastIndexOf("/");
            }
            lastSlash = index;
            dots = 0;
            continue;
          } else if (res.length > 0) {
            res = "";
            lastSegmentLength = 0;
            lastSlash = index;
            dots = 0;
            continue;
          }
        }
        if (allowAboveRoot) {
          res += res.length > 0 ? "/.." : "..";
          lastSegmentLength = 2;
        }
      } else {
        if (res.length > 0) {
          res += `/${path.slice(lastSlash + 1, index)}`;
        } else {
          res = path.slice(lastSlash + 1, index);
        }
        lastSegmentLength = index - lastSlash - 1;
      }
      lastSlash = index;
      dots = 0;
    } else if (char === "." && dots !== -1) {
      ++dots;
    } else {
      dots = -1;
    }
  }
  return res;
}
const isAbsolute = function(p) {
  return _IS_ABSOLUTE_RE.test(p);
};
const relative = function(from, to) {
  const _from = resolve(from).replace(_ROOT_FOLDER_RE, "$1").split("/");
  const _to = resolve(to).replace(_ROOT_FOLDER_RE, "$1").split("/");
  if (_to[0][1] === ":" && _from[0][1] === ":" && _from[0] !== _to[0]) {
    return _to.join("/");
  }
  const _fromCopy = [..._from];
  for (const segment of _fromCopy) {
    if (_to[0] !== segment) {
      break;
    }
    _from.shift();
    _to.shift();
  }
  return [..._from.map(() => ".."), ..._to].join("/");
};
const dirname = function(p) {
  const segments = normalizeWindowsPath(p).replace(/\/$/, "").split("/").slice(0, -1);
  if (segments.length === 1 && _DRIVE_LETTER_RE.test(segments[0])) {
    segments[0] += "/";
  }
  return segments.join("/") || (isAbsolute(p) ? "/" : ".");
};

function readAsset (id) {
  const serverDir = dirname(fileURLToPath(globalThis._importMeta_.url));
  // Public dirs might be pruned after the build (uploaded to a CDN, sourcemaps
  // stripped), so a manifest entry with no file behind it reads as absent, not broken.
  return promises.readFile(resolve(serverDir, assets[id].path)).catch((error) => {
    if (error?.code !== 'ENOENT') { throw error }
  })
}

const publicAssetBases = {"/_nuxt/builds/meta/":{"maxAge":31536000},"/_nuxt/builds/":{"maxAge":1},"/_nuxt/":{"maxAge":31536000}};

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

const METHODS = /* @__PURE__ */ new Set(["HEAD", "GET"]);
const EncodingMap = { gzip: ".gz", br: ".br" };
const _B1p6Nk = eventHandler((event) => {
  if (event.method && !METHODS.has(event.method)) {
    return;
  }
  let id = decodePath(
    withLeadingSlash(withoutTrailingSlash(parseURL(event.path).pathname))
  );
  let asset;
  const encodingHeader = String(
    getRequestHeader(event, "accept-encoding") || ""
  );
  const encodings = [
    ...encodingHeader.split(",").map((e) => EncodingMap[e.trim()]).filter(Boolean).sort(),
    ""
  ];
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
      removeResponseHeader(event, "Cache-Control");
      throw createError$1({ statusCode: 404 });
    }
    return;
  }
  if (asset.encoding !== void 0) {
    appendResponseHeader(event, "Vary", "Accept-Encoding");
  }
  const ifNotMatch = getRequestHeader(event, "if-none-match") === asset.etag;
  if (ifNotMatch) {
    setResponseStatus(event, 304, "Not Modified");
    return "";
  }
  const ifModifiedSinceH = getRequestHeader(event, "if-modified-since");
  const mtimeDate = new Date(asset.mtime);
  if (ifModifiedSinceH && asset.mtime && new Date(ifModifiedSinceH) >= mtimeDate) {
    setResponseStatus(event, 304, "Not Modified");
    return "";
  }
  if (asset.type && !getResponseHeader(event, "Content-Type")) {
    setResponseHeader(event, "Content-Type", asset.type);
  }
  if (asset.etag && !getResponseHeader(event, "ETag")) {
    setResponseHeader(event, "ETag", asset.etag);
  }
  if (asset.mtime && !getResponseHeader(event, "Last-Modified")) {
    setResponseHeader(event, "Last-Modified", mtimeDate.toUTCString());
  }
  if (asset.encoding && !getResponseHeader(event, "Content-Encoding")) {
    setResponseHeader(event, "Content-Encoding", asset.encoding);
  }
  if (asset.size > 0 && !getResponseHeader(event, "Content-Length")) {
    setResponseHeader(event, "Content-Length", asset.size);
  }
  const data = readAsset(id);
  return typeof data?.then === "function" ? data.then(
    (resolved) => assertAssetData(event, resolved)
  ) : assertAssetData(event, data);
});
function assertAssetData(event, data) {
  if (data === null || data === void 0) {
    removeResponseHeader(event, "Cache-Control");
    throw createError$1({ statusCode: 404 });
  }
  return data;
}

const _SxA8c9 = defineEventHandler(() => {});

const _lazy_x49IGD = () => import('../routes/sign-in.post.mjs');
const _lazy_ExNf1y = () => import('../routes/sign-out.post.mjs');
const _lazy_2Nvn2y = () => import('../routes/renderer.mjs').then(function (n) { return n.r; });

const handlers = [
  { route: '', handler: _B1p6Nk, lazy: false, middleware: true, method: undefined },
  { route: '/sign-in', handler: _lazy_x49IGD, lazy: true, middleware: false, method: "post" },
  { route: '/sign-out', handler: _lazy_ExNf1y, lazy: true, middleware: false, method: "post" },
  { route: '/__nuxt_error', handler: _lazy_2Nvn2y, lazy: true, middleware: false, method: undefined },
  { route: '/__nuxt_island/**', handler: _SxA8c9, lazy: false, middleware: false, method: undefined },
  { route: '/**', handler: _lazy_2Nvn2y, lazy: true, middleware: false, method: undefined }
];

function createNitroApp() {
  const config = useRuntimeConfig();
  const hooks = createHooks();
  const captureError = (error, context = {}) => {
    const promise = hooks.callHookParallel("error", error, context).catch((error_) => {
      console.error("Error while capturing another error", error_);
    });
    if (context.event && isEvent(context.event)) {
      const errors = context.event.context.nitro?.errors;
      if (errors) {
        errors.push({ error, context });
      }
      if (context.event.waitUntil) {
        context.event.waitUntil(promise);
      }
    }
  };
  const h3App = createApp({
    debug: destr(false),
    onError: (error, event) => {
      captureError(error, { event, tags: ["request"] });
      return errorHandler(error, event);
    },
    onRequest: async (event) => {
      event.context.nitro = event.context.nitro || { errors: [] };
      const fetchContext = event.node.req?.__unenv__;
      if (fetchContext?._platform) {
        event.context = {
          _platform: fetchContext?._platform,
          // #3335
          ...fetchContext._platform,
          ...event.context
        };
      }
      if (!event.context.waitUntil && fetchContext?.waitUntil) {
        event.context.waitUntil = fetchContext.waitUntil;
      }
      event.fetch = (req, init) => fetchWithEvent(event, req, init, { fetch: localFetch });
      event.$fetch = (req, init) => fetchWithEvent(event, req, init, {
        fetch: $fetch
      });
      event.waitUntil = (promise) => {
        if (!event.context.nitro._waitUntilPromises) {
          event.context.nitro._waitUntilPromises = [];
        }
        event.context.nitro._waitUntilPromises.push(promise);
        if (event.context.waitUntil) {
          event.context.waitUntil(promise);
        }
      };
      event.captureError = (error, context) => {
        captureError(error, { event, ...context });
      };
      await nitroApp$1.hooks.callHook("request", event).catch((error) => {
        captureError(error, { event, tags: ["request"] });
      });
    },
    onBeforeResponse: async (event, response) => {
      await nitroApp$1.hooks.callHook("beforeResponse", event, response).catch((error) => {
        captureError(error, { event, tags: ["request", "response"] });
      });
    },
    onAfterResponse: async (event, response) => {
      await nitroApp$1.hooks.callHook("afterResponse", event, response).catch((error) => {
        captureError(error, { event, tags: ["request", "response"] });
      });
    }
  });
  const router = createRouter({
    preemptive: true
  });
  const nodeHandler = toNodeListener(h3App);
  const localCall = (aRequest) => b(
    nodeHandler,
    aRequest
  );
  const localFetch = (input, init) => {
    if (!input.toString().startsWith("/")) {
      return globalThis.fetch(input, init);
    }
    return C(
      nodeHandler,
      input,
      init
    ).then((response) => normalizeFetchResponse(response));
  };
  const $fetch = createFetch({
    fetch: localFetch,
    Headers: Headers$1,
    defaults: { baseURL: config.app.baseURL }
  });
  globalThis.$fetch = $fetch;
  h3App.use(createRouteRulesHandler({ localFetch }));
  for (const h of handlers) {
    let handler = h.lazy ? lazyEventHandler(h.handler) : h.handler;
    if (h.middleware || !h.route) {
      const middlewareBase = (config.app.baseURL + (h.route || "/")).replace(
        /\/+/g,
        "/"
      );
      h3App.use(middlewareBase, handler);
    } else {
      const routeRules = getRouteRulesForPath(
        h.route.replace(/:\w+|\*\*/g, "_")
      );
      if (routeRules.cache) {
        handler = cachedEventHandler(handler, {
          group: "nitro/routes",
          ...routeRules.cache
        });
      }
      router.use(h.route, handler, h.method);
    }
  }
  h3App.use(config.app.baseURL, router.handler);
  const app = {
    hooks,
    h3App,
    router,
    localCall,
    localFetch,
    captureError
  };
  return app;
}
function runNitroPlugins(nitroApp2) {
  for (const plugin of plugins) {
    try {
      plugin(nitroApp2);
    } catch (error) {
      nitroApp2.captureError(error, { tags: ["plugin"] });
      throw error;
    }
  }
}
const nitroApp$1 = createNitroApp();
function useNitroApp() {
  return nitroApp$1;
}
runNitroPlugins(nitroApp$1);

function defineRenderHandler(render) {
  const runtimeConfig = useRuntimeConfig();
  return eventHandler(async (event) => {
    const nitroApp = useNitroApp();
    const ctx = { event, render, response: void 0 };
    await nitroApp.hooks.callHook("render:before", ctx);
    if (!ctx.response) {
      if (event.path === `${runtimeConfig.app.baseURL}favicon.ico`) {
        setResponseHeader(event, "Content-Type", "image/x-icon");
        return send(
          event,
          "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        );
      }
      ctx.response = await ctx.render(event);
      if (!ctx.response) {
        const _currentStatus = getResponseStatus(event);
        setResponseStatus(event, _currentStatus === 200 ? 500 : _currentStatus);
        return send(
          event,
          "No response returned from render handler: " + event.path
        );
      }
    }
    await nitroApp.hooks.callHook("render:response", ctx.response, ctx);
    if (ctx.response.headers) {
      setResponseHeaders(event, ctx.response.headers);
    }
    if (ctx.response.statusCode || ctx.response.statusMessage) {
      setResponseStatus(
        event,
        ctx.response.statusCode,
        ctx.response.statusMessage
      );
    }
    return ctx.response.body;
  });
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
const server = cert && key ? new Server({ key, cert }, toNodeListener(nitroApp.h3App)) : new Server$1(toNodeListener(nitroApp.h3App));
const _port = destr(process.env.NITRO_PORT || process.env.PORT);
const port = _port === 0 ? 0 : _port || 3e3;
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

export { $fetch as $, isScriptProtocol as A, withTrailingSlash as B, withoutTrailingSlash as C, nodeServer as D, defineRenderHandler as a, destr as b, createError$1 as c, defineEventHandler as d, encodePath as e, getRouteRules as f, getQuery as g, relative as h, joinURL as i, joinRelativeURL as j, getResponseStatusText as k, getResponseStatus as l, useNitroApp as m, isEqual as n, stringifyParsedURL as o, stringifyQuery as p, parseQuery as q, readFormData as r, sendRedirect as s, hasProtocol as t, useRuntimeConfig as u, defu as v, withQuery as w, sanitizeStatusCode as x, parseURL as y, decodePath as z };
//# sourceMappingURL=nitro.mjs.map
