// Built from action/verify/main.ts by `npm run build:action`. Do not edit.
import { lstat, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import * as os$1 from "os";
import os, { EOL } from "os";
import * as crypto from "crypto";
import * as fs from "fs";
import { constants, promises, readdir, readdirSync, realpath as realpath$1, realpathSync, stat, statSync } from "fs";
import { basename, dirname, isAbsolute, normalize, posix, relative, resolve as resolve$1, sep as sep$1 } from "path";
import * as events from "events";
import { constants as constants$1, inflateRawSync } from "node:zlib";
import "child_process";
import "timers";
import { constants as constants$2, devNull, tmpdir } from "node:os";
import { execFile, spawn } from "node:child_process";
import { fileURLToPath } from "url";
import { createRequire } from "module";
// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
		key = keys[i];
		if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, {
			get: ((k) => from[k]).bind(null, key),
			enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
		});
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));
// node_modules/@actions/core/lib/utils.js
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
/**
*
* @param annotationProperties
* @returns The command properties to send with the actual annotation command
* See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
*/
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
// node_modules/@actions/core/lib/command.js
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
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os$1.EOL);
}
function issue$1(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs.appendFileSync(filePath, `${toCommandValue(message)}${os$1.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os$1.EOL}${convertedValue}${os$1.EOL}${delimiter}`;
}
// node_modules/@actions/core/lib/summary.js
var __awaiter$6 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const { access, appendFile, writeFile: writeFile$1 } = promises;
const SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
	constructor() {
		this._buffer = "";
	}
	/**
	* Finds the summary file path from the environment, rejects if env var is not found or file does not exist
	* Also checks r/w permissions.
	*
	* @returns step summary file path
	*/
	filePath() {
		return __awaiter$6(this, void 0, void 0, function* () {
			if (this._filePath) return this._filePath;
			const pathFromEnv = process.env[SUMMARY_ENV_VAR];
			if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
			try {
				yield access(pathFromEnv, constants.R_OK | constants.W_OK);
			} catch (_a) {
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
		const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
		if (!content) return `<${tag}${htmlAttrs}>`;
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
		return __awaiter$6(this, void 0, void 0, function* () {
			const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
			const filePath = yield this.filePath();
			yield (overwrite ? writeFile$1 : appendFile)(filePath, this._buffer, { encoding: "utf8" });
			return this.emptyBuffer();
		});
	}
	/**
	* Clears the summary buffer and wipes the summary file
	*
	* @returns {Summary} summary instance
	*/
	clear() {
		return __awaiter$6(this, void 0, void 0, function* () {
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
		this._buffer = "";
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
		return this.addRaw(EOL);
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
		const attrs = Object.assign({}, lang && { lang });
		const element = this.wrap("pre", this.wrap("code", code), attrs);
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
		const tag = ordered ? "ol" : "ul";
		const listItems = items.map((item) => this.wrap("li", item)).join("");
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
		const tableBody = rows.map((row) => {
			const cells = row.map((cell) => {
				if (typeof cell === "string") return this.wrap("td", cell);
				const { header, data, colspan, rowspan } = cell;
				const tag = header ? "th" : "td";
				const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
				return this.wrap(tag, data, attrs);
			}).join("");
			return this.wrap("tr", cells);
		}).join("");
		const element = this.wrap("table", tableBody);
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
		const element = this.wrap("details", this.wrap("summary", label) + content);
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
		const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
		const element = this.wrap("img", null, Object.assign({
			src,
			alt
		}, attrs));
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
		const allowedTag = [
			"h1",
			"h2",
			"h3",
			"h4",
			"h5",
			"h6"
		].includes(tag) ? tag : "h1";
		const element = this.wrap(allowedTag, text);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML thematic break (<hr>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addSeparator() {
		const element = this.wrap("hr", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML line break (<br>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addBreak() {
		const element = this.wrap("br", null);
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
		const attrs = Object.assign({}, cite && { cite });
		const element = this.wrap("blockquote", text, attrs);
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
		const element = this.wrap("a", text, { href });
		return this.addRaw(element).addEOL();
	}
};
const summary = new Summary();
const { chmod, copyFile, lstat: lstat$1, mkdir: mkdir$1, open: open$1, readdir: readdir$1, rename, rm: rm$1, rmdir, stat: stat$1, symlink, unlink } = fs.promises;
process.platform;
fs.constants.O_RDONLY;
process.platform;
events.EventEmitter;
events.EventEmitter;
os.platform();
os.arch();
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was successful
	*/
	ExitCode[ExitCode["Success"] = 0] = "Success";
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
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
	const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
	if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
	if (options && options.trimWhitespace === false) return val;
	return val.trim();
}
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os$1.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Sets the action status to failed.
* When the action exits it will be with an exit code of 1
* @param message add error issue message
*/
function setFailed(message) {
	process.exitCode = ExitCode.Failure;
	error$1(message);
}
/**
* Adds an error issue
* @param message error issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function error$1(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Writes info to log with console.log.
* @param message info message
*/
function info(message) {
	process.stdout.write(message + os$1.EOL);
}
/**
* Begin an output group.
*
* Output until the next `groupEnd` will be foldable in this group
*
* @param name The name of the output group
*/
function startGroup(name) {
	issue$1("group", name);
}
/**
* End an output group.
*/
function endGroup() {
	issue$1("endgroup");
}
// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function joinValues(array, separator = "|") {
	return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached(getter) {
	return new Cached(getter);
}
function nullish(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
	const ratio = val / step;
	const roundedRatio = Math.round(ratio);
	const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
	if (Math.abs(ratio - roundedRatio) < tolerance) return 0;
	return ratio - roundedRatio;
}
const EVALUATING = /* @__PURE__*/ Symbol("evaluating");
function defineLazy(object, key, getter) {
	let value = void 0;
	Object.defineProperty(object, key, {
		get() {
			if (value === EVALUATING) return;
			if (value === void 0) {
				value = EVALUATING;
				value = getter();
			}
			return value;
		},
		set(v) {
			Object.defineProperty(object, key, { value: v });
		},
		configurable: true
	});
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
/**
* Whichever object a def's `shape` currently answers from: the one the caller passed until the first read, the frozen copy after it.
*
* Its keys and descriptors read without invoking anything, which is what lets a discriminated union check its discriminator, and the cycle walk read a shape, without resolving a getter that references the schema being constructed. A def that answers `shape` from an accessor of its own has none.
*/
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
/**
* Copies `keys` of `source`'s shape onto `target`, each value passed through `wrap`.
*
* A key the source has resolved is copied through now, so the derived shape states it outright and nothing has to resolve it to learn what it holds. A key the source still defers stays deferred, and reads back through the source's own `shape`, so it resolves once and both shapes get that one schema.
*/
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
function esc(str) {
	return JSON.stringify(str);
}
function slugify(input) {
	return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
const allowsEval = /* @__PURE__*/ cached(() => {
	if (globalConfig.jitless) return false;
	if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
	try {
		new Function("");
		return true;
	} catch (_) {
		return false;
	}
});
function isPlainObject(o) {
	if (isObject(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
function shallowClone(o) {
	if (isPlainObject(o)) return { ...o };
	if (Array.isArray(o)) return [...o];
	if (o instanceof Map) return new Map(o);
	if (o instanceof Set) return new Set(o);
	return o;
}
const propertyKeyTypes = /* @__PURE__*/ new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function stringifyPrimitive(value) {
	if (typeof value === "bigint") return value.toString() + "n";
	if (typeof value === "string") return `"${value}"`;
	return `${value}`;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
	uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
};
function pick(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".pick() cannot be used on object schemas containing refinements");
	const newShape = {};
	mirrorShape(newShape, schema, maskedKeys(schema, mask));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function maskedKeys(schema, mask) {
	const raw = sourceShape(schema);
	const keys = [];
	for (const key of Reflect.ownKeys(mask)) {
		if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) throw new Error(`Unrecognized key: "${String(key)}"`);
		if (mask[key]) keys.push(key);
	}
	return keys;
}
function omit(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".omit() cannot be used on object schemas containing refinements");
	const omitted = new Set(maskedKeys(schema, mask));
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function extend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function safeExtend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to safeExtend: expected a plain object");
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
	if (!b?._zod?.def) throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
	if (a._zod.def.checks?.length) throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
	const newShape = {};
	mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
	mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
	return clone(a, mergeDefs(a._zod.def, {
		shape: newShape,
		get catchall() {
			return b._zod.def.catchall;
		},
		checks: b._zod.def.checks ?? []
	}));
}
function partial(Class, schema, mask, name = "partial") {
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class && ((value, key) => selected && !selected.has(key) ? value : new Class({
		type: "optional",
		innerType: value
	})));
	return clone(schema, mergeDefs(schema._zod.def, {
		shape: newShape,
		checks: []
	}));
}
function required(Class, schema, mask) {
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => selected && !selected.has(key) ? value : new Class({
		type: "nonoptional",
		innerType: value
	}));
	return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
/** The leading size checks of `defChecks` that set an upper bound, each paired with it. */
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function parsedType(data) {
	const t = typeof data;
	switch (t) {
		case "number": return Number.isNaN(data) ? "nan" : "number";
		case "object": {
			if (data === null) return "null";
			if (Array.isArray(data)) return "array";
			const obj = data;
			if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) return obj.constructor.name;
		}
	}
	return t;
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
/**
* Installs a trait's members on its prototype. Each value builds that member for the instance on first read; the built value shadows the accessor as an own property, so a detached `const { parse } = schema` keeps working.
*
* Call this from a `proto` initializer, which runs once per prototype — never per instance.
*/
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
/** Shadows a prototype member with an own value, so a getter that builds from the instance runs once. */
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
/** Like {@link own}, for a member that was never an own data property and has to stay out of `Object.keys`. */
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
/** Adds members a table derives from the instance: each builds on first read and shadows as own data, and assignment shadows the same way, as when these were own properties. */
/* @__NO_SIDE_EFFECTS__ */
function derived(computes, table) {
	for (const key in computes) {
		const compute = computes[key];
		Object.defineProperty(table, key, {
			configurable: true,
			enumerable: true,
			get() {
				return own(this, key, compute(this));
			},
			set(value) {
				own(this, key, value);
			}
		});
	}
	return table;
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
/** Returns the prototype to install on, or `undefined` if this group is already installed on it. */
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
/**
* Installs a lazily-derived internal on the `_zod` prototype of `inst`'s
* constructor, computed from the internals object itself and cached there on
* first read. One accessor per constructor rather than one per instance.
*/
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
/**
* Installs `key` on `inst`'s prototype, computed by `make` on first read and cached there as an own
* data property. One accessor per constructor rather than one per instance, because an own accessor
* puts every instance after the first into v8 dictionary mode. The key doubles as the sentinel.
*/
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}
/** Marks the thunk `_catch` synthesises for a constant catch value. `Function.length` cannot tell that thunk from a user callback — rest and defaulted parameters both report arity 0 — and a user callback reads `ctx.error`, whose issues only finalize correctly against the caller's per-parse error map. Provenance can say what arity cannot. A plain string key rather than `Symbol.for`, whose call at module scope no bundler can prove pure — the same shape that anchored `urlCanParse` into every build. */
const CONSTANT_CATCH = "~constantCatch";
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}
// node_modules/zod/v4/core/core.js
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
/* @__NO_SIDE_EFFECTS__ */
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = /* @__PURE__ */ new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
var $ZodEncodeError = class extends Error {
	constructor(name) {
		super(`Encountered unidirectional transform during encode: ${name}`);
		this.name = "ZodEncodeError";
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}
// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer$1 = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodError = /* @__PURE__ */ $constructor("$ZodError", initializer$1);
/** Get-or-create `obj[key]` as an own data property. A path segment naming an inherited member
* ("toString", "constructor") would otherwise read through to the prototype, and assigning
* "__proto__" would hit the setter instead of creating a key. */
function node(obj, key, make) {
	if (!Object.prototype.hasOwnProperty.call(obj, key)) {
		if (key === "__proto__") Object.defineProperty(obj, key, {
			value: make(),
			writable: true,
			enumerable: true,
			configurable: true
		});
		else obj[key] = make();
	}
	return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
	const fieldErrors = {};
	const formErrors = [];
	for (const sub of error.issues) if (sub.path.length > 0) node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
	else formErrors.push(mapper(sub));
	return {
		formErrors,
		fieldErrors
	};
}
function formatError(error, mapper = (issue) => issue.message) {
	const fieldErrors = { _errors: [] };
	const processError = (error, path = []) => {
		for (const issue of error.issues) if (issue.code === "invalid_union" && issue.errors.length) issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
		else if (issue.code === "invalid_key") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else if (issue.code === "invalid_element") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else {
			const fullpath = [...path, ...issue.path];
			if (fullpath.length === 0) fieldErrors._errors.push(mapper(issue));
			else {
				let curr = fieldErrors;
				let i = 0;
				while (i < fullpath.length) {
					const el = fullpath[i];
					const terminal = i === fullpath.length - 1;
					if (el === "_errors") {
						if (terminal) curr._errors.push(mapper(issue));
						i++;
						continue;
					}
					if (!Object.prototype.hasOwnProperty.call(curr, el)) Object.defineProperty(curr, el, {
						value: { _errors: [] },
						enumerable: true,
						writable: true,
						configurable: true
					});
					const node = curr[el];
					if (terminal) node._errors.push(mapper(issue));
					curr = node;
					i++;
				}
			}
		}
	};
	processError(error);
	return fieldErrors;
}
// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
const validate = ((schema, value, _ctx) => {
	const validator = schema._zod.bag.validator;
	if (validator !== void 0) {
		if (validator(value) !== COMPILE_INVALID) return true;
		if (validator.definite === true && _ctx === void 0) return false;
	}
	return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
	const ctx = _ctx ? {
		..._ctx,
		async: false,
		abortEarly: true
	} : {
		async: false,
		abortEarly: true
	};
	const fallbackRun = schema._zod.bag.fallbackRun;
	let result;
	if (fallbackRun) {
		ctx[COMPILE_FALLBACK] = true;
		result = fallbackRun({
			value,
			issues: []
		}, ctx);
	} else result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length === 0;
}
const validateAsync$1 = async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true,
		abortEarly: true
	} : {
		async: true,
		abortEarly: true
	};
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length === 0;
};
const _encode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return parse(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		return parse(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _encodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return await parseAsync(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _safeEncode = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParse(_Err)(schema, value, ctx);
};
const _safeDecode = (_Err) => (schema, value, _ctx) => {
	return _safeParse(_Err)(schema, value, _ctx);
};
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParseAsync(_Err)(schema, value, ctx);
};
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
	return _safeParseAsync(_Err)(schema, value, _ctx);
};
// node_modules/zod/v4/core/regexes.js
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
/** ISO 8601-1 duration regex. Does not support the 8601-2 extensions like negative durations or fractional/negative components. */
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
/** A regex for any UUID-like identifier: 8-4-4-4-12 hex pattern */
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
/** Returns a regex for validating an RFC 9562/4122 UUID.
*
* @param version Optionally specify a version 1-8. If no version is specified, all versions are supported. */
const uuid = (version) => {
	if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
	return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
/** Practical email validation */
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const _emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
	return new RegExp(_emoji$1, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const httpProtocol = /^https?$/;
const e164 = /^\+[1-9]\d{6,14}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
* esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
* will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function anchor(source) {
	return new RegExp(`^${source}$`);
}
const date = /*@__PURE__*/ anchor(dateSource);
function timeSource(args) {
	const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
	return typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
	return new RegExp(`^${timeSource(args)}$`);
}
function datetime(args) {
	const opts = ["Z"];
	if (args.offset) opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
	const qualified = `${timeSource({
		precision: args.precision,
		seconds: true
	})}(?:${opts.join("|")})`;
	const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
	return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$1 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;
const _null$2 = /^null$/i;
const lowercase = /^[^A-Z]*$/;
const uppercase = /^[^a-z]*$/;
// node_modules/zod/v4/core/checks.js
const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
/** Default `when` for length-based checks: run only on non-nullish values with a `length`. */
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMultipleOf = /*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		if (typeof payload.value !== typeof def.value) throw new Error("Cannot mix number and bigint in multiple_of check.");
		if (typeof payload.value === "bigint" ? def.value !== BigInt(0) && payload.value % def.value === BigInt(0) : floatSafeRemainder(payload.value, def.value) === 0) return;
		payload.issues.push({
			origin: typeof payload.value,
			code: "not_multiple_of",
			divisor: def.value,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_big",
			maximum: def.maximum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
		if (length === def.length) return;
		const origin = getLengthableOrigin(input);
		const tooBig = length > def.length;
		payload.issues.push({
			origin,
			...tooBig ? {
				code: "too_big",
				maximum: def.length
			} : {
				code: "too_small",
				minimum: def.length
			},
			inclusive: true,
			exact: true,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
	def.pattern ?? (def.pattern = lowercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
	def.pattern ?? (def.pattern = uppercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
	$ZodCheck.init(inst, def);
	const escapedRegex = escapeRegex(def.includes);
	def.pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
	inst._zod.check = (payload) => {
		if (payload.value.includes(def.includes, def.position)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "includes",
			includes: def.includes,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.startsWith(def.prefix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "starts_with",
			prefix: def.prefix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.endsWith(def.suffix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "ends_with",
			suffix: def.suffix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		payload.value = def.tx(payload.value);
	};
});
// node_modules/zod/v4/core/doc.js
var Doc = class {
	constructor(args = [], closed = {}) {
		this.content = [];
		this.indent = 0;
		this.args = args;
		this.closed = closed;
	}
	indented(fn) {
		this.indent += 1;
		try {
			fn(this);
		} finally {
			this.indent -= 1;
		}
	}
	write(arg) {
		if (typeof arg === "function") {
			arg(this, { execution: "sync" });
			arg(this, { execution: "async" });
			return;
		}
		const lines = arg.split("\n").filter((x) => x);
		const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
		const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
		for (const line of dedented) this.content.push(line);
	}
	compile() {
		const F = Function;
		const content = this?.content ?? [``];
		return new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`)(...Object.values(this.closed));
	}
};
// node_modules/zod/v4/core/versions.js
const version = {
	major: 4,
	minor: 6,
	patch: 7
};
// node_modules/zod/v4/core/schemas.js
const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
/** The Standard Schema surface for `inst`. Shared so wrappers can extend it without forcing it. */
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const $ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	$ZodString.init(inst, def);
});
const $ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
	def.pattern ?? (def.pattern = guid);
	$ZodStringFormat.init(inst, def);
});
const $ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
	if (def.version) {
		const v = {
			v1: 1,
			v2: 2,
			v3: 3,
			v4: 4,
			v5: 5,
			v6: 6,
			v7: 7,
			v8: 8
		}[def.version];
		if (v === void 0) throw new Error(`Invalid UUID version: "${def.version}"`);
		def.pattern ?? (def.pattern = uuid(v));
	} else def.pattern ?? (def.pattern = uuid());
	$ZodStringFormat.init(inst, def);
});
const $ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
	def.pattern ?? (def.pattern = email);
	$ZodStringFormat.init(inst, def);
});
function canParseURL(input) {
	try {
		if (typeof URL !== "undefined" && typeof URL.canParse === "function") return URL.canParse(input);
		new URL(input);
		return true;
	} catch {
		return false;
	}
}
function validateURL(trimmed, def) {
	if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) return canParseURL(trimmed) || 2;
	return parseURLObject(trimmed, def);
}
/** Parses a URL while preserving the non-normalizing HTTP guard. */
function parseURLObject(trimmed, def) {
	if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) return 1;
	try {
		if (typeof URL !== "undefined") {
			const URLStatic = URL;
			if (typeof URLStatic.parse === "function") return URLStatic.parse(trimmed) ?? 2;
		}
		return new URL(trimmed);
	} catch {
		return 2;
	}
}
const asciiTabOrNewline = /[\t\n\r]/g;
/** The URL parser deletes every ASCII tab, LF and CR from its input before it parses, so `new URL("https://exa\nmple.com")` reports on `example.com`. Applying the same deletion to the returned value closes the half of that divergence which can move the host; the parser's other rewrite, stripping C0 controls at the edges, cannot. */
function stripTabAndNewline(value) {
	return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
	hostname.lastIndex = 0;
	return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
	protocol.lastIndex = 0;
	return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		try {
			const trimmed = payload.value.trim();
			const url = validateURL(trimmed, def);
			if (url === 1) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					note: "Invalid URL format",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === 2) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === true) {
				payload.value = stripTabAndNewline(trimmed);
				return;
			}
			if (def.hostname && !urlHostnameOk(url, def.hostname)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid hostname",
				pattern: def.hostname.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			if (def.protocol && !urlProtocolOk(url, def.protocol)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid protocol",
				pattern: def.protocol.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
			return;
		} catch (_) {
			payload.issues.push({
				code: "invalid_format",
				format: "url",
				input: payload.value,
				inst,
				continue: !def.abort
			});
		}
	};
});
const $ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
	def.pattern ?? (def.pattern = emoji());
	$ZodStringFormat.init(inst, def);
});
const $ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
	if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
	def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
	$ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link $ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const $ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
	def.pattern ?? (def.pattern = cuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
	def.pattern ?? (def.pattern = cuid2);
	$ZodStringFormat.init(inst, def);
});
const $ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
	def.pattern ?? (def.pattern = ulid);
	$ZodStringFormat.init(inst, def);
});
const $ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
	def.pattern ?? (def.pattern = xid);
	$ZodStringFormat.init(inst, def);
});
const $ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
	def.pattern ?? (def.pattern = ksuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
	def.pattern ?? (def.pattern = datetime(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
	def.pattern ?? (def.pattern = date);
	$ZodStringFormat.init(inst, def);
});
const $ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
	def.pattern ?? (def.pattern = time(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
	def.pattern ?? (def.pattern = duration);
	$ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
	def.pattern ?? (def.pattern = ipv4);
	$ZodStringFormat.init(inst, def);
});
/** An IPv6 address is written with hex digits, colons and dots, and nothing else. The guard is what makes the check below an IPv6 check: `new URL("http://[...]")` parses an authority, not an address, so `@` and `\` re-delimit it and `"::@1\\"` validates against the host `0.0.0.1`. The URL parser also deletes ASCII tab, LF and CR rather than failing, which is how `"::1\n"` validated as `::1`. */
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
	def.pattern ?? (def.pattern = ipv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidIPv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "ipv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv4);
	$ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
	const parts = value.split("/");
	if (parts.length !== 2) return false;
	const [address, prefix] = parts;
	if (!prefix) return false;
	const prefixNum = Number(prefix);
	if (`${prefixNum}` !== prefix) return false;
	if (prefixNum < 0 || prefixNum > 128) return false;
	return isValidIPv6(address);
}
const $ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidCIDRv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "cidrv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
function isValidBase64(data) {
	if (data === "") return true;
	if (/\s/.test(data)) return false;
	if (data.length % 4 !== 0) return false;
	try {
		atob(data);
		return true;
	} catch {
		return false;
	}
}
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
	def.pattern ?? (def.pattern = base64Charset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
const $ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
	def.pattern ?? (def.pattern = base64urlCharset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64URL(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64url",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
	def.pattern ?? (def.pattern = e164);
	$ZodStringFormat.init(inst, def);
});
function isValidJWT(token, algorithm = null) {
	try {
		const tokensParts = token.split(".");
		if (tokensParts.length !== 3) return false;
		const [header] = tokensParts;
		if (!header) return false;
		const parsedHeader = JSON.parse(atob(header));
		if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT") return false;
		if (!parsedHeader.alg) return false;
		if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm)) return false;
		return true;
	} catch {
		return false;
	}
}
const $ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidJWT(payload.value, def.alg)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "jwt",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodNull = /*@__PURE__*/ $constructor("$ZodNull", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = _null$2;
	inst._zod.values = /* @__PURE__ */ new Set([null]);
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (input === null) return payload;
		payload.issues.push({
			expected: "null",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, /* @__PURE__ */ new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject$1 = isObject;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$1(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
const $ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
	$ZodObject.init(inst, def);
	const superParse = inst._zod.parse;
	const _normalized = cached(() => normalizeDef(def));
	const memo = globalConfig.memoizer;
	const generateFastpass = (shape) => {
		const normalized = _normalized.value;
		const syms = normalized.symbolKeys;
		const doc = new Doc(["payload", "ctx"], {
			shape,
			inst,
			memo,
			syms
		});
		const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
		const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
		doc.write(`const input = payload.value;`);
		const ids = Object.create(null);
		let counter = 0;
		for (const key of normalized.allKeys) ids[key] = `key_${counter++}`;
		doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
		for (const key of normalized.allKeys) {
			if (key === "__proto__") continue;
			const id = ids[key];
			const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
			const isPresent = `${k} in input`;
			const schema = shape[key];
			const optin = schema?._zod?.optin;
			const isOptionalIn = optin !== void 0;
			const isOptionalOut = schema?._zod?.optout === "optional";
			doc.write(`const ${id} = ${parseStr(k)};`);
			if (isOptionalIn && isOptionalOut) {
				const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
				doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
			} else if (!isOptionalIn) doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
			else {
				doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
				if (optin === "defaulted") doc.write(`newResult[${k}] = ${id}.value;`);
				else doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
			}
		}
		doc.write(`payload.value = newResult;`);
		doc.write(`return payload;`);
		return doc.compile();
	};
	let fastpass;
	const isObject$2 = isObject;
	const jit = !globalConfig.jitless;
	const fastEnabled = jit && allowsEval.value;
	const catchall = def.catchall;
	let value;
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$2(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
			if (!fastpass) fastpass = generateFastpass(def.shape);
			payload = fastpass(payload, ctx);
			if (!catchall) return payload;
			return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
		}
		return superParse(payload, ctx);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
function discriminatorMap(def) {
	const map = /* @__PURE__ */ new Map();
	for (const option of def.options) {
		const values = option._zod.propValues?.[def.discriminator];
		if (!values || values.size === 0) throw new Error(`Invalid discriminated union option at index "${def.options.indexOf(option)}"`);
		for (const value of values) if (map.has(value)) {
			if (value !== void 0) throw new Error(`Duplicate discriminator value "${String(value)}"`);
			map.set(value, null);
		} else map.set(value, option);
	}
	return map;
}
const $ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("$ZodDiscriminatedUnion", (inst, def) => {
	def.inclusive = false;
	$ZodUnion.init(inst, def);
	const _super = inst._zod.parse;
	defineLazyInternal(inst, "propValues", (zod) => {
		const propValues = {};
		let undefinedCount = 0;
		for (const option of zod.def.options) {
			const pv = option._zod.propValues;
			if (!pv || Object.keys(pv).length === 0) throw new Error(`Invalid discriminated union option at index "${zod.def.options.indexOf(option)}"`);
			if (pv[zod.def.discriminator]?.has(void 0)) undefinedCount++;
			for (const [k, v] of Object.entries(pv)) {
				if (!Object.prototype.hasOwnProperty.call(propValues, k)) assignProp(propValues, k, /* @__PURE__ */ new Set());
				for (const val of v) propValues[k].add(val);
			}
		}
		if (!zod.def.unionFallback && undefinedCount > 1) propValues[zod.def.discriminator]?.delete(void 0);
		return propValues;
	});
	def.options.forEach((option, i) => {
		const propShape = rawShape(option._zod.def);
		if (propShape && !Object.prototype.hasOwnProperty.call(propShape, def.discriminator)) throw new Error(`Invalid discriminated union option at index "${i}"`);
	});
	const disc = cached(() => discriminatorMap(def));
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				code: "invalid_type",
				expected: "object",
				input,
				inst
			});
			return payload;
		}
		const value = input?.[def.discriminator];
		const opt = disc.value.get(value);
		if (opt && (value !== void 0 || ctx.direction !== "backward")) return opt._zod.run(payload, ctx);
		if (def.unionFallback || ctx.direction === "backward") return _super(payload, ctx);
		payload.issues.push({
			code: "invalid_union",
			errors: [],
			note: "No matching discriminator",
			discriminator: def.discriminator,
			options: Array.from(disc.value.keys()).filter((value) => disc.value.get(value) !== null),
			input,
			path: [def.discriminator],
			inst
		});
		return payload;
	};
});
const $ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		const left = def.left._zod.run({
			value: input,
			issues: []
		}, ctx);
		const right = def.right._zod.run({
			value: input,
			issues: []
		}, ctx);
		if (left instanceof Promise || right instanceof Promise) return Promise.all([left, right]).then(([left, right]) => {
			return handleIntersectionResults(payload, left, right);
		});
		return handleIntersectionResults(payload, left, right);
	};
});
function mergeValues(a, b) {
	if (a === b) return {
		valid: true,
		data: a
	};
	if (a instanceof Date && b instanceof Date && +a === +b) return {
		valid: true,
		data: a
	};
	if (isPlainObject(a) && isPlainObject(b)) {
		const bKeys = Object.keys(b);
		const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
		const newObj = {
			...a,
			...b
		};
		if (Object.prototype.hasOwnProperty.call(newObj, "__proto__")) delete newObj.__proto__;
		for (const key of sharedKeys) {
			if (key === "__proto__") continue;
			const sharedValue = mergeValues(a[key], b[key]);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [key, ...sharedValue.mergeErrorPath]
			};
			newObj[key] = sharedValue.data;
		}
		return {
			valid: true,
			data: newObj
		};
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return {
			valid: false,
			mergeErrorPath: []
		};
		const newArray = [];
		for (let index = 0; index < a.length; index++) {
			const itemA = a[index];
			const itemB = b[index];
			const sharedValue = mergeValues(itemA, itemB);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
			};
			newArray.push(sharedValue.data);
		}
		return {
			valid: true,
			data: newArray
		};
	}
	return {
		valid: false,
		mergeErrorPath: []
	};
}
function handleIntersectionResults(result, left, right) {
	const unrecKeys = /* @__PURE__ */ new Map();
	let unrecIssue;
	const keyIssues = /* @__PURE__ */ new Map();
	const collect = (iss, side) => {
		let keys;
		if (iss.code === "unrecognized_keys" && !iss.path?.length) {
			unrecIssue ?? (unrecIssue = iss);
			keys = iss.keys;
		} else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
			const k = String(iss.path[0]);
			if (!keyIssues.has(k)) keyIssues.set(k, iss);
			keys = [k];
		} else return false;
		for (const k of keys) {
			if (!unrecKeys.has(k)) unrecKeys.set(k, {});
			unrecKeys.get(k)[side] = true;
		}
		return true;
	};
	for (const iss of left.issues) if (!collect(iss, "l")) result.issues.push(iss);
	for (const iss of right.issues) if (!collect(iss, "r")) result.issues.push(iss);
	const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
	if (bothKeys.length) {
		const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
		if (aggregated.length) result.issues.push({
			...unrecIssue,
			keys: aggregated
		});
		for (const k of bothKeys) if (!aggregated.includes(k) && keyIssues.has(k)) result.issues.push(keyIssues.get(k));
	}
	const merged = mergeValues(left.value, right.value);
	if (!merged.valid) {
		if (aborted(result)) return result;
		throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
	}
	result.value = merged.data;
	return result;
}
const $ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = /* @__PURE__ */ new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$1.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "optional";
	globalConfig.memoizer?.guard(inst);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		const _out = def.transform(payload.value, payload);
		if (ctx.async) return (_out instanceof Promise ? _out : Promise.resolve(_out)).then((output) => {
			payload.value = output;
			return payload;
		});
		if (_out instanceof Promise) throw new $ZodAsyncError();
		payload.value = _out;
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
	inst._zod.parse = (payload, ctx) => {
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) {
			payload.value = def.defaultValue;
			/**
			* $ZodDefault returns the default value immediately in forward direction.
			* It doesn't pass the default value into the validator ("prefault"). There's no reason to pass the default value through validation. The validity of the default is enforced by TypeScript statically. Otherwise, it's the responsibility of the user to ensure the default is valid. In the case of pipes with divergent in/out types, you can specify the default on the `in` schema of your ZodPipe to set a "prefault" for the pipe.   */
			return payload;
		}
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleDefaultResult(result, def));
		return handleDefaultResult(result, def);
	};
});
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
const $ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) payload.value = def.defaultValue;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => {
		const v = zod.def.innerType._zod.values;
		return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleNonOptionalResult(result, inst));
		return handleNonOptionalResult(result, inst);
	};
});
function handleNonOptionalResult(payload, inst) {
	if (!payload.issues.length && payload.value === void 0) payload.issues.push({
		code: "invalid_type",
		expected: "nonoptional",
		input: payload.value,
		inst
	});
	return payload;
}
function handleCatchResult(payload, result, def, ctx) {
	if (!result.issues.length) {
		payload.value = result.value;
		if (result.memo) payload.memo = true;
		return payload;
	}
	payload.value = def.catchValue({
		...result,
		value: payload.value,
		error: { issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())) },
		input: payload.value
	});
	return payload;
}
const $ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run({
			value: payload.value,
			issues: []
		}, ctx);
		if (result instanceof Promise) return result.then((result) => handleCatchResult(payload, result, def, ctx));
		return handleCatchResult(payload, result, def, ctx);
	};
});
const $ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") {
			const right = def.out._zod.run(payload, ctx);
			if (right instanceof Promise) return right.then((right) => handlePipeResult(right, def.in, ctx));
			return handlePipeResult(right, def.in, ctx);
		}
		const left = def.in._zod.run(payload, ctx);
		if (left instanceof Promise) return left.then((left) => handlePipeResult(left, def.out, ctx));
		return handlePipeResult(left, def.out, ctx);
	};
});
function handlePipeResult(left, next, ctx) {
	if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
		left.aborted = true;
		return left;
	}
	return next._zod.run({
		value: left.value,
		issues: left.issues
	}, ctx);
}
const $ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then(handleReadonlyResult);
		return handleReadonlyResult(result);
	};
});
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
const $ZodLazy = /*@__PURE__*/ $constructor("$ZodLazy", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazy(inst._zod, "innerType", () => {
		const d = def;
		if (!d._cachedInner) d._cachedInner = def.getter();
		return d._cachedInner;
	});
	defineLazyInternal(inst, "pattern", (zod) => zod.innerType?._zod?.pattern);
	defineLazyInternal(inst, "propValues", (zod) => zod.innerType?._zod?.propValues);
	defineLazyInternal(inst, "optin", (zod) => zod.innerType?._zod?.optin ?? void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.innerType?._zod?.optout ?? void 0);
	inst._zod.parse = (payload, ctx) => {
		return inst._zod.innerType._zod.run(payload, ctx);
	};
});
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}
// node_modules/zod/v4/core/memoizer.js
var $ZodCyclicError = class extends Error {
	constructor() {
		super(`Cannot parse a reference cycle that closes through a transform`);
		this.name = "ZodCyclicError";
	}
};
/** Keyed off the context object every schema in one parse call already shares. */
const STATE = "~memo";
const NO_ISSUES = [];
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
const recursive = /*@__PURE__*/ new WeakMap();
/** What the walk established, in order of certainty: ordered so the strongest answer among children wins. */
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
/** Whether this schema's subtree contains a cycle, so one parse can re-enter it. */
function isRecursive$1(inst, stack, resolve) {
	const cached = recursive.get(inst);
	if (cached !== void 0) return cached ? PROVEN : NONE;
	if (stack.has(inst)) return PROVEN;
	stack.add(inst);
	let result = NONE;
	const check = (child) => {
		if (result !== PROVEN && child?._zod) {
			const answer = isRecursive$1(child, stack, resolve);
			if (answer > result) result = answer;
		}
	};
	const shape = (sh, spread) => {
		let answer = NONE;
		for (const key of Reflect.ownKeys(sh)) {
			const desc = Object.getOwnPropertyDescriptor(sh, key);
			if (spread && !desc.enumerable) continue;
			const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive$1(desc.value, stack, resolve) : NONE;
			if (child > answer) answer = child;
		}
		return answer;
	};
	const merge = (answer) => {
		if (answer > result) result = answer;
	};
	const def = inst._zod.def;
	switch (def.type) {
		case "object": {
			const raw = rawShape(def);
			merge(raw ? shape(raw, true) : ASSUMED);
			check(def.catchall);
			break;
		}
		case "array":
			check(def.element);
			break;
		case "tuple":
			for (const el of def.items) check(el);
			check(def.rest);
			break;
		case "record":
		case "map":
			check(def.keyType);
			check(def.valueType);
			break;
		case "set":
			check(def.valueType);
			break;
		case "union":
			for (const el of def.options) check(el);
			break;
		case "intersection":
			check(def.left);
			check(def.right);
			break;
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "catch":
		case "readonly":
		case "nonoptional":
		case "promise":
		case "success":
			check(def.innerType);
			break;
		case "pipe":
			check(def.in);
			check(def.out);
			break;
		case "function":
			check(def.input);
			check(def.output);
			break;
		case "lazy": {
			const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : void 0);
			merge(inner ? isRecursive$1(inner, stack, false) : ASSUMED);
			break;
		}
		case "template_literal":
		case "string":
		case "number":
		case "int":
		case "boolean":
		case "bigint":
		case "symbol":
		case "undefined":
		case "null":
		case "void":
		case "never":
		case "any":
		case "unknown":
		case "date":
		case "nan":
		case "enum":
		case "literal":
		case "file":
		case "transform":
		case "custom": break;
		default: for (const key in def) {
			const desc = Object.getOwnPropertyDescriptor(def, key);
			if (!desc || desc.get) continue;
			const value = desc.value;
			if (!value || typeof value !== "object") continue;
			if (value._zod) check(value);
			else if (Array.isArray(value)) for (const el of value) check(el);
		}
	}
	stack.delete(inst);
	return settle(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle(inst, answer) {
	if (answer !== ASSUMED) recursive.set(inst, answer === PROVEN);
	return answer;
}
function bucketFor(state, inst) {
	let bucket = state.buckets.get(inst);
	if (!bucket) {
		bucket = /* @__PURE__ */ new WeakMap();
		state.buckets.set(inst, bucket);
	}
	return bucket;
}
let handoff;
const open = [];
const memo = {
	alloc(_inst, payload, empty) {
		const bucket = handoff;
		if (!bucket) return empty;
		handoff = void 0;
		const entry = {
			value: empty,
			issues: null
		};
		bucket.set(payload.value, entry);
		open.push(entry);
		return empty;
	},
	guard(inst) {
		var _a;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value)) throw new $ZodCyclicError();
				return base(payload, ctx);
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	},
	attach(inst) {
		var _a;
		let isRecursiveInst;
		let rechecked = false;
		let lastCtx;
		let lastBucket;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (isRecursiveInst === void 0) {
					const walked = isRecursive$1(inst, /* @__PURE__ */ new Set(), false);
					if (walked === NONE) {
						inst._zod.parse = base;
						if (inst._zod.run === wrapped) inst._zod.run = base;
						return base(payload, ctx);
					}
					if (walked === PROVEN || rechecked) isRecursiveInst = true;
					else rechecked = true;
				}
				const input = payload.value;
				if (!isRef(input)) return base(payload, ctx);
				let state = ctx[STATE];
				if (!state) {
					state = {
						buckets: /* @__PURE__ */ new WeakMap(),
						backEdges: void 0
					};
					ctx[STATE] = state;
				}
				let bucket;
				if (lastCtx === ctx) bucket = lastBucket;
				else {
					bucket = bucketFor(state, inst);
					lastCtx = ctx;
					lastBucket = bucket;
				}
				const hit = bucket.get(input);
				if (hit) {
					payload.value = hit.value;
					if (hit.issues) {
						if (hit.issues.length) payload.issues.push(...cloneIssues(hit.issues));
					} else {
						payload.memo = true;
						state.backEdges ?? (state.backEdges = /* @__PURE__ */ new WeakSet());
						state.backEdges.add(hit.value);
					}
					return payload;
				}
				handoff = bucket;
				const depth = open.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open.length > depth ? open.pop() : void 0;
				if (result instanceof Promise) return result.then((r) => {
					if (entry) entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
					return r;
				});
				if (entry) entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
				return result;
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	}
};
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
	return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
// node_modules/zod/v4/locales/en.js
const error = () => {
	const Sizable = {
		string: {
			unit: "characters",
			verb: "to have"
		},
		file: {
			unit: "bytes",
			verb: "to have"
		},
		array: {
			unit: "items",
			verb: "to have"
		},
		set: {
			unit: "items",
			verb: "to have"
		},
		map: {
			unit: "entries",
			verb: "to have"
		}
	};
	function getSizing(origin) {
		return Sizable[origin] ?? null;
	}
	const FormatDictionary = {
		regex: "input",
		email: "email address",
		url: "URL",
		emoji: "emoji",
		uuid: "UUID",
		uuidv4: "UUIDv4",
		uuidv6: "UUIDv6",
		nanoid: "nanoid",
		guid: "GUID",
		cuid: "cuid",
		cuid2: "cuid2",
		ulid: "ULID",
		xid: "XID",
		ksuid: "KSUID",
		datetime: "ISO datetime",
		date: "ISO date",
		time: "ISO time",
		duration: "ISO duration",
		ipv4: "IPv4 address",
		ipv6: "IPv6 address",
		mac: "MAC address",
		cidrv4: "IPv4 range",
		cidrv6: "IPv6 range",
		base64: "base64-encoded string",
		base64url: "base64url-encoded string",
		json_string: "JSON string",
		e164: "E.164 number",
		currency_code: "currency code",
		credit_card: "credit card number",
		iban: "IBAN",
		jwt: "JWT",
		template_literal: "input"
	};
	const TypeDictionary = { nan: "NaN" };
	function getTypeName(type, input) {
		if (type === "number" && typeof input === "number" && !Number.isFinite(input)) return String(input);
		return TypeDictionary[type] ?? type;
	}
	return (issue) => {
		switch (issue.code) {
			case "invalid_type": return `Invalid input: expected ${getTypeName(issue.expected)}, received ${getTypeName(parsedType(issue.input), issue.input)}`;
			case "invalid_value":
				if (issue.values.length === 1) return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
				return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
			case "too_big": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
				return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
			}
			case "too_small": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
				return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
			}
			case "invalid_format": {
				const _issue = issue;
				if (_issue.format === "starts_with") return `Invalid string: must start with "${_issue.prefix}"`;
				if (_issue.format === "ends_with") return `Invalid string: must end with "${_issue.suffix}"`;
				if (_issue.format === "includes") return `Invalid string: must include "${_issue.includes}"`;
				if (_issue.format === "regex") return `Invalid string: must match pattern ${_issue.pattern}`;
				return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
			}
			case "not_multiple_of": return `Invalid number: must be a multiple of ${issue.divisor}`;
			case "unrecognized_keys": return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
			case "invalid_key": return `Invalid key in ${issue.origin}`;
			case "invalid_union":
				if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) return `Invalid discriminator value. Expected ${issue.options.map((o) => `'${o}'`).join(" | ")}`;
				if (issue.inclusive === false) return "Invalid input: more than one option matched";
				return "Invalid input";
			case "invalid_element": return `Invalid value in ${issue.origin}`;
			default: return `Invalid input`;
		}
	};
};
function en_default() {
	return { localeError: error() };
}
// node_modules/zod/v4/core/registries.js
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;
// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _email(Class, params) {
	return new Class({
		type: "string",
		format: "email",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _guid(Class, params) {
	return new Class({
		type: "string",
		format: "guid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v4",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v6",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v7",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _url(Class, params) {
	return new Class({
		type: "string",
		format: "url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _emoji(Class, params) {
	return new Class({
		type: "string",
		format: "emoji",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class, params) {
	return new Class({
		type: "string",
		format: "nanoid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link _cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
// @__NO_SIDE_EFFECTS__
function _cuid(Class, params) {
	return new Class({
		type: "string",
		format: "cuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class, params) {
	return new Class({
		type: "string",
		format: "cuid2",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class, params) {
	return new Class({
		type: "string",
		format: "ulid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _xid(Class, params) {
	return new Class({
		type: "string",
		format: "xid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class, params) {
	return new Class({
		type: "string",
		format: "ksuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class, params) {
	return new Class({
		type: "string",
		format: "ipv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class, params) {
	return new Class({
		type: "string",
		format: "ipv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64(Class, params) {
	return new Class({
		type: "string",
		format: "base64",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class, params) {
	return new Class({
		type: "string",
		format: "base64url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _e164(Class, params) {
	return new Class({
		type: "string",
		format: "e164",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class, params) {
	return new Class({
		type: "string",
		format: "jwt",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
	return new Class({
		type: "string",
		format: "datetime",
		check: "string_format",
		offset: false,
		local: false,
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
	return new Class({
		type: "string",
		format: "date",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
	return new Class({
		type: "string",
		format: "time",
		check: "string_format",
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
	return new Class({
		type: "string",
		format: "duration",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _null$1(Class, params) {
	return new Class({
		type: "null",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
	return new $ZodCheckMultipleOf({
		check: "multiple_of",
		...normalizeParams(params),
		value
	});
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
	return new $ZodCheckMaxLength({
		check: "max_length",
		...normalizeParams(params),
		maximum
	});
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
	return new $ZodCheckLengthEquals({
		check: "length_equals",
		...normalizeParams(params),
		length
	});
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
	return new $ZodCheckLowerCase({
		check: "string_format",
		format: "lowercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
	return new $ZodCheckUpperCase({
		check: "string_format",
		format: "uppercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
	return new $ZodCheckIncludes({
		check: "string_format",
		format: "includes",
		...normalizeParams(params),
		includes
	});
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
	return new $ZodCheckStartsWith({
		check: "string_format",
		format: "starts_with",
		...normalizeParams(params),
		prefix
	});
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
	return new $ZodCheckEndsWith({
		check: "string_format",
		format: "ends_with",
		...normalizeParams(params),
		suffix
	});
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
	return new $ZodCheckOverwrite({
		check: "overwrite",
		tx
	});
}
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
	return /* @__PURE__ */ _overwrite((input) => input.normalize(form));
}
// @__NO_SIDE_EFFECTS__
function _trim() {
	return /* @__PURE__ */ _overwrite((input) => input.trim());
}
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toLowerCase());
}
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toUpperCase());
}
// @__NO_SIDE_EFFECTS__
function _slugify() {
	return /* @__PURE__ */ _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class, element, params) {
	return new Class({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
	const ch = /* @__PURE__ */ _check((payload) => {
		payload.addIssue = (issue$3) => {
			if (typeof issue$3 === "string") payload.issues.push(issue(issue$3, payload.value, ch._zod.def));
			else {
				const _issue = issue$3;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = ch);
				_issue.continue ?? (_issue.continue = !ch._zod.def.abort);
				payload.issues.push(issue(_issue));
			}
		};
		return fn(payload.value, payload);
	}, params);
	return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
	const ch = new $ZodCheck({
		check: "custom",
		...normalizeParams(params)
	});
	ch._zod.check = fn;
	return ch;
}
// node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
	for (const source of sources) for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProp(target, key, source[key]);
	return target;
}
function initializeContext(params) {
	let target = params?.target ?? "draft-2020-12";
	if (target === "draft-4") target = "draft-04";
	if (target === "draft-7") target = "draft-07";
	return {
		processors: params.processors ?? {},
		metadataRegistry: params?.metadata ?? globalRegistry,
		target,
		unrepresentable: params?.unrepresentable ?? "throw",
		override: params?.override ?? (() => {}),
		io: params?.io ?? "output",
		counter: 0,
		seen: /* @__PURE__ */ new Map(),
		sharedDefsExtractedFor: void 0,
		sharedEmitDoneFor: void 0,
		cycles: params?.cycles ?? "ref",
		reused: params?.reused ?? "inline",
		intersections: [],
		deferred: [],
		external: params?.external ?? void 0
	};
}
/**
* Applies the `unrepresentable` setting at a site that has no JSON Schema equivalent. Throws
* `message` unless the setting (or the handler's return value) says otherwise. Returns `true` if a
* custom JSON Schema was written into `json`, in which case the caller must not write its own.
*/
function handleUnrepresentable(schema, ctx, json, params, message) {
	const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({
		zodSchema: schema,
		path: params.path,
		message
	}) : ctx.unrepresentable;
	if (result === "any") return false;
	if (result === void 0 || result === "throw") throw new Error(message);
	Object.assign(json, result);
	return true;
}
function processSchema(schema, ctx, _params = {
	path: [],
	schemaPath: []
}) {
	var _a;
	const def = schema._zod.def;
	const seen = ctx.seen.get(schema);
	if (seen) {
		seen.count++;
		if (_params.schemaPath.includes(schema)) seen.cycle = _params.path;
		return seen.schema;
	}
	const result = {
		schema: {},
		count: 1,
		cycle: void 0,
		path: _params.path
	};
	ctx.seen.set(schema, result);
	ctx.sharedDefsExtractedFor = void 0;
	ctx.sharedEmitDoneFor = void 0;
	const overrideSchema = schema._zod.toJSONSchema?.();
	if (overrideSchema) result.schema = overrideSchema;
	else {
		const params = {
			..._params,
			schemaPath: [..._params.schemaPath, schema],
			path: _params.path
		};
		if (schema._zod.processJSONSchema) schema._zod.processJSONSchema(ctx, result.schema, params);
		else {
			const _json = result.schema;
			const processor = ctx.processors[def.type];
			if (!processor) throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
			processor(schema, ctx, _json, params);
		}
		const parent = schema._zod.parent;
		if (parent) {
			if (!result.ref) result.ref = parent;
			processSchema(parent, ctx, params);
			ctx.seen.get(parent).isParent = true;
		}
	}
	const meta = ctx.metadataRegistry.get(schema);
	if (meta) assignProps(result.schema, meta);
	if (ctx.io === "input" && isTransforming(schema)) {
		delete result.schema.examples;
		delete result.schema.default;
	}
	if (ctx.io === "input" && "_prefault" in result.schema) (_a = result.schema).default ?? (_a.default = result.schema._prefault);
	delete result.schema._prefault;
	return ctx.seen.get(schema).schema;
}
function encodeJSONPointerSegment(segment) {
	return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external) return;
	const idToSchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.entries()) {
		const id = ctx.metadataRegistry.get(entry[0])?.id;
		if (id) {
			const existing = idToSchema.get(id);
			if (existing && existing !== entry[0]) throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
			idToSchema.set(id, entry[0]);
		}
	}
	const makeURI = (entry) => {
		const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
		if (ctx.external) {
			const externalId = ctx.external.registry.get(entry[0])?.id;
			const uriGenerator = ctx.external.uri ?? ((id) => id);
			if (externalId) return { ref: uriGenerator(externalId) };
			const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
			entry[1].defId = id;
			return {
				defId: id,
				ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}`
			};
		}
		const uriPrefix = `#`;
		const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
		if (entry[1] === root && !entry[1].schema.id) return { ref: uriPrefix };
		const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
		return {
			defId,
			ref: defUriPrefix + encodeJSONPointerSegment(defId)
		};
	};
	const extractToDef = (entry) => {
		if (entry[1].schema.$ref) return;
		const seen = entry[1];
		const { ref, defId } = makeURI(entry);
		seen.def = { ...seen.schema };
		if (defId) seen.defId = defId;
		const schema = seen.schema;
		for (const key in schema) delete schema[key];
		schema.$ref = ref;
	};
	if (ctx.cycles === "throw") for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.cycle) throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
	}
	for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (schema === entry[0]) {
			extractToDef(entry);
			continue;
		}
		if (ctx.external) {
			const ext = ctx.external.registry.get(entry[0])?.id;
			if (schema !== entry[0] && ext) {
				extractToDef(entry);
				continue;
			}
		}
		if (ctx.metadataRegistry.get(entry[0])?.id) {
			extractToDef(entry);
			continue;
		}
		if (seen.cycle) {
			extractToDef(entry);
			continue;
		}
		if (seen.count > 1) {
			if (ctx.reused === "ref") extractToDef(entry);
		}
	}
	if (ctx.external) ctx.sharedDefsExtractedFor = ctx.external;
}
/** Rewrites `anyOf: [{type: "a"}, {type: "b"}]` to `type: ["a", "b"]`, which every JSON Schema draft treats as equivalent and most consumers render far better for the nullable case. Only branches that are a bare type assertion qualify — anything carrying a constraint, `$ref`, `const` or metadata is left alone. Runs after `flattenRef`, so a branch an override decorated or `$defs` extraction turned into a `$ref` is no longer bare and correctly stays in `anyOf`. `oneOf` is excluded: `integer` and `number` overlap, so "exactly one" and "at least one" are not the same there. OpenAPI 3.0 is excluded: its `type` must be a single string. */
function compactTypeUnion(schema) {
	const options = schema.anyOf;
	if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0) return;
	const types = [];
	for (const option of options) {
		if (!option || typeof option !== "object") return;
		compactTypeUnion(option);
		const keys = Object.keys(option);
		if (keys.length !== 1 || keys[0] !== "type") return;
		const type = option.type;
		for (const member of Array.isArray(type) ? type : [type]) {
			if (typeof member !== "string") return;
			if (!types.includes(member)) types.push(member);
		}
	}
	delete schema.anyOf;
	schema.type = types.length === 1 ? types[0] : types;
}
/** Keywords `foldIntersection` knows how to combine. Anything else — `$ref`, `patternProperties`,
* an annotation like `description` — makes a member unfoldable, so a constraint this does not
* understand leaves the `allOf` alone instead of being silently dropped or misattributed. */
const FOLDABLE_KEYS = /* @__PURE__ */ new Set([
	"type",
	"properties",
	"required",
	"additionalProperties"
]);
const UNION_KEYS = ["oneOf", "anyOf"];
/** A member's constraint on a key it does not declare itself. A `catchall` states one; `false`, an absent `additionalProperties`, and the empty schema a loose object emits state nothing. */
function undeclaredConstraint(member) {
	const extra = member.additionalProperties;
	if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null) return null;
	return Object.keys(extra).length ? extra : null;
}
/** Combines object members into the single object they describe together, or returns `null` if any of them carries a keyword outside {@link FOLDABLE_KEYS}. */
function foldObjects(members) {
	const objects = [];
	for (const member of members) {
		if (typeof member !== "object" || member.type !== "object") return null;
		for (const key in member) if (!FOLDABLE_KEYS.has(key)) return null;
		objects.push(member);
	}
	const properties = {};
	const required = /* @__PURE__ */ new Set();
	for (const object of objects) {
		for (const key in object.properties) {
			if (Object.prototype.hasOwnProperty.call(properties, key)) continue;
			const parts = [];
			for (const other of objects) {
				const part = other.properties?.[key] ?? undeclaredConstraint(other);
				if (part === null || part === void 0) continue;
				if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part))) parts.push(part);
			}
			assignProp(properties, key, parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts });
		}
		for (const key of object.required ?? []) required.add(key);
	}
	const folded = {
		type: "object",
		properties
	};
	if (required.size) folded.required = [...required];
	if (objects.every((object) => object.additionalProperties === false)) folded.additionalProperties = false;
	else {
		const constraints = [];
		for (const object of objects) {
			const constraint = undeclaredConstraint(object);
			if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint))) constraints.push(constraint);
		}
		if (constraints.length === 1) folded.additionalProperties = constraints[0];
		else if (constraints.length > 1) folded.additionalProperties = { allOf: constraints };
	}
	return folded;
}
/** `additionalProperties` in an `allOf` member sees only that member's own `properties`, so two
* closed object members reject each other's keys and the schema validates nothing. Zod's parser
* pools the key sets instead — `handleIntersectionResults` reports a key as unrecognized only when
* *every* side rejects it — so the emitted schema has to pool them too, and folding the members
* into one object is the encoding that says so on every target.
*
* This runs from `finalize`, after `extractDefs`, which is what keeps it clear of the `$ref`
* machinery: a member extracted into `$defs` is already a `$ref` by now and declines to fold, so it
* keeps its reference and its own closedness rather than being inlined as a stale copy. */
function foldIntersection(json) {
	const allOf = json.allOf;
	if (!Array.isArray(allOf) || allOf.length < 2) return;
	for (const key of FOLDABLE_KEYS) if (key in json) return;
	const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
	let folded = null;
	if (!unions.length) folded = foldObjects(allOf);
	else {
		const union = unions[0];
		const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
		if (Object.keys(union).length !== 1) return;
		const rest = allOf.filter((m) => m !== union);
		const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
		if (branches.some((b) => !b)) return;
		folded = { [keyword]: branches };
	}
	if (!folded) return;
	delete json.allOf;
	assignProps(json, folded);
}
function finalize(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	const flattenRef = (zodSchema) => {
		const seen = ctx.seen.get(zodSchema);
		if (seen.ref === null) return;
		const schema = seen.def ?? seen.schema;
		const _cached = { ...schema };
		const ref = seen.ref;
		seen.ref = null;
		if (ref) {
			flattenRef(ref);
			const refSeen = ctx.seen.get(ref);
			const refSchema = refSeen.schema;
			if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
				schema.allOf = schema.allOf ?? [];
				schema.allOf.push(refSchema);
			} else assignProps(schema, refSchema);
			assignProps(schema, _cached);
			if (zodSchema._zod.parent === ref) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (!(key in _cached)) delete schema[key];
			}
			if (refSchema.$ref && refSeen.def) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) delete schema[key];
			}
		}
		const parent = zodSchema._zod.parent;
		if (parent && parent !== ref) {
			flattenRef(parent);
			const parentSeen = ctx.seen.get(parent);
			if (parentSeen?.schema.$ref) {
				schema.$ref = parentSeen.schema.$ref;
				if (parentSeen.def) for (const key in schema) {
					if (key === "$ref" || key === "allOf") continue;
					if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) delete schema[key];
				}
			}
		}
		ctx.override({
			zodSchema,
			jsonSchema: schema,
			path: seen.path ?? []
		});
	};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
		for (const entry of [...ctx.seen.entries()].reverse()) flattenRef(entry[0]);
		if (ctx.target !== "openapi-3.0") for (const entry of ctx.seen.entries()) compactTypeUnion(entry[1].def ?? entry[1].schema);
		for (const rewrite of ctx.deferred) rewrite();
		if (ctx.intersections.length) {
			const carriers = /* @__PURE__ */ new Map();
			for (const seen of ctx.seen.values()) for (const json of [seen.schema, seen.def]) {
				const allOf = json?.allOf;
				if (!Array.isArray(allOf)) continue;
				const existing = carriers.get(allOf);
				if (existing) existing.push(json);
				else carriers.set(allOf, [json]);
			}
			for (const allOf of ctx.intersections) for (const json of carriers.get(allOf) ?? []) foldIntersection(json);
		}
	}
	const result = {};
	if (ctx.target === "draft-2020-12") result.$schema = "https://json-schema.org/draft/2020-12/schema";
	else if (ctx.target === "draft-07") result.$schema = "http://json-schema.org/draft-07/schema#";
	else if (ctx.target === "draft-04") result.$schema = "http://json-schema.org/draft-04/schema#";
	else if (ctx.target === "openapi-3.0") {}
	if (ctx.external?.uri) {
		const id = ctx.external.registry.get(schema)?.id;
		if (!id) throw new Error("Schema is missing an `id` property");
		result.$id = ctx.external.uri(id);
	}
	assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
	const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
	if (rootMetaId !== void 0 && result.id === rootMetaId) delete result.id;
	const defs = ctx.external?.defs ?? {};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.def && seen.defId) {
			if (seen.def.id === seen.defId) delete seen.def.id;
			assignProp(defs, seen.defId, seen.def);
		}
	}
	if (ctx.external) ctx.sharedEmitDoneFor = ctx.external;
	if (ctx.external) {} else if (Object.keys(defs).length > 0) {
		if (ctx.target === "draft-2020-12") result.$defs = defs;
		else result.definitions = defs;
	}
	try {
		const finalized = JSON.parse(JSON.stringify(result));
		Object.defineProperty(finalized, "~standard", {
			value: {
				...schema["~standard"],
				jsonSchema: {
					input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
					output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
				}
			},
			enumerable: false,
			writable: false
		});
		return finalized;
	} catch (_err) {
		throw new Error("Error converting schema to JSON.");
	}
}
function isTransforming(_schema, _ctx) {
	const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
	if (ctx.seen.has(_schema)) return false;
	ctx.seen.add(_schema);
	const def = _schema._zod.def;
	if (def.type === "transform") return true;
	if (def.type === "array") return isTransforming(def.element, ctx);
	if (def.type === "set") return isTransforming(def.valueType, ctx);
	if (def.type === "lazy") return isTransforming(def.getter(), ctx);
	if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") return isTransforming(def.innerType, ctx);
	if (def.type === "intersection") return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
	if (def.type === "record" || def.type === "map") return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
	if (def.type === "pipe") {
		if (_schema._zod.traits.has("$ZodCodec")) return true;
		return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
	}
	if (def.type === "object") {
		for (const key in def.shape) if (isTransforming(def.shape[key], ctx)) return true;
		return false;
	}
	if (def.type === "union") {
		for (const option of def.options) if (isTransforming(option, ctx)) return true;
		return false;
	}
	if (def.type === "tuple") {
		for (const item of def.items) if (isTransforming(item, ctx)) return true;
		if (def.rest && isTransforming(def.rest, ctx)) return true;
		return false;
	}
	return false;
}
/**
* Creates a toJSONSchema method for a schema instance.
* This encapsulates the logic of initializing context, processing, extracting defs, and finalizing.
*/
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
	const ctx = initializeContext({
		...params,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
	const { libraryOptions, target } = params ?? {};
	const ctx = initializeContext({
		...libraryOptions ?? {},
		target,
		io,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
// node_modules/zod/v4/core/json-schema-processors.js
const narrowMin = (agg, key, value) => {
	if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
};
const narrowMax = (agg, key, value) => {
	if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
};
const narrowBoth = (agg, value) => {
	narrowMin(agg, "minimum", value);
	narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
	agg.multipleOf ?? (agg.multipleOf = []);
	if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
	agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
	agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
	agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
const setFormat = (agg, format) => {
	agg.format = format;
	if (format.includes("int")) agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
	setFormat(agg, def.format);
	const [minimum, maximum] = ranges[def.format];
	narrowMin(agg, "minimum", minimum);
	narrowMax(agg, "maximum", maximum);
};
const contributors = {
	greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
	less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
	multiple_of: (agg, def) => addDivisor(agg, def.value),
	number_format: formatContributor(NUMBER_FORMAT_RANGES),
	bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
	min_length: minContributor,
	max_length: maxContributor,
	length_equals: (agg, def) => narrowBoth(agg, def.length),
	min_size: minContributor,
	max_size: maxContributor,
	size_equals: (agg, def) => narrowBoth(agg, def.size),
	string_format: (agg, def) => {
		setFormat(agg, def.format);
		if (def.pattern) addPattern(agg, def.pattern);
		if (def.format === "base64" || def.format === "base64url") agg.contentEncoding = def.format;
		if (def.local || def.precision === -1) agg.laxFormat = true;
	},
	mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
	const agg = {};
	const def = schema._zod.def;
	const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
	for (const ch of list) contributors[ch._zod.def.check]?.(agg, ch._zod.def);
	const bag = schema._zod.bag;
	if (bag.minimum !== void 0) narrowMin(agg, "minimum", bag.minimum);
	if (bag.exclusiveMinimum !== void 0) narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
	if (bag.maximum !== void 0) narrowMax(agg, "maximum", bag.maximum);
	if (bag.exclusiveMaximum !== void 0) narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
	if (bag.multipleOf !== void 0) addDivisor(agg, bag.multipleOf);
	if (bag.format !== void 0) {
		agg.format ?? (agg.format = bag.format);
		if (bag.format.includes("int")) agg.isInt = true;
	}
	if (bag.mime) intersectMime(agg, bag.mime);
	for (const pattern of bag.patterns ?? []) addPattern(agg, pattern);
	return agg;
}
const formatMap = {
	guid: "uuid",
	url: "uri",
	datetime: "date-time",
	json_string: "json-string",
	regex: ""
};
const exactPatterns = /* @__PURE__ */ new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
	const json = _json;
	json.type = "string";
	const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minLength = minimum;
	if (typeof maximum === "number") json.maxLength = maximum;
	if (format) {
		json.format = formatMap[format] ?? format;
		if (json.format === "") delete json.format;
		if (format === "time" || laxFormat) delete json.format;
	}
	if (contentEncoding) json.contentEncoding = contentEncoding;
	if (patterns && patterns.size > 0) {
		const patternList = [...patterns].map(exactPattern);
		if (patternList.length === 1) json.pattern = patternList[0].source;
		else if (patternList.length > 1) json.allOf = [...patternList.map((regex) => ({
			...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
			pattern: regex.source
		}))];
	}
};
const numberProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
	json.type = isInt ? "integer" : "number";
	const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
	const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
	const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
	if (exMin) {
		if (legacy) {
			json.minimum = exclusiveMinimum;
			json.exclusiveMinimum = true;
		} else json.exclusiveMinimum = exclusiveMinimum;
	} else if (typeof minimum === "number") json.minimum = minimum;
	if (exMax) {
		if (legacy) {
			json.maximum = exclusiveMaximum;
			json.exclusiveMaximum = true;
		} else json.exclusiveMaximum = exclusiveMaximum;
	} else if (typeof maximum === "number") json.maximum = maximum;
	if (multipleOf) {
		const divisors = /* @__PURE__ */ new Set();
		for (const divisor of multipleOf) if (Number.isFinite(divisor) && divisor !== 0) divisors.add(Math.abs(divisor));
		else handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
		const [first, ...rest] = divisors;
		if (first !== void 0) json.multipleOf = first;
		if (rest.length) json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
	}
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
	json.type = "boolean";
};
const nullProcessor = (_schema, ctx, json, _params) => {
	if (ctx.target === "openapi-3.0") {
		json.type = "string";
		json.nullable = true;
		json.enum = [null];
	} else json.type = "null";
};
const neverProcessor = (_schema, _ctx, json, _params) => {
	json.not = {};
};
const enumProcessor = (schema, _ctx, json, _params) => {
	const def = schema._zod.def;
	const values = getEnumValues(def.entries);
	if (values.length === 0) {
		json.not = {};
		return;
	}
	if (values.every((v) => typeof v === "number")) json.type = "number";
	if (values.every((v) => typeof v === "string")) json.type = "string";
	json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	if (def.values.length === 0) {
		json.not = {};
		return;
	}
	const vals = [];
	for (const val of def.values) if (val === void 0) {
		if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema")) return;
	} else if (typeof val === "bigint") {
		if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema")) return;
		vals.push(Number(val));
	} else vals.push(val);
	if (vals.length === 0) {} else if (vals.length === 1) {
		const val = vals[0];
		json.type = val === null ? "null" : typeof val;
		if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") json.enum = [val];
		else json.const = val;
	} else {
		if (vals.every((v) => typeof v === "number")) json.type = "number";
		if (vals.every((v) => typeof v === "string")) json.type = "string";
		if (vals.every((v) => typeof v === "boolean")) json.type = "boolean";
		if (vals.every((v) => v === null)) json.type = "null";
		json.enum = vals;
	}
};
const customProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const arrayProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
	json.type = "array";
	json.items = processSchema(def.element, ctx, {
		...params,
		path: [...params.path, "items"]
	});
};
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const shape = def.shape;
	if (Object.getOwnPropertySymbols(shape).length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) return;
	json.type = "object";
	json.properties = {};
	for (const key in shape) assignProp(json.properties, key, processSchema(shape[key], ctx, {
		...params,
		path: [
			...params.path,
			"properties",
			key
		]
	}));
	const requiredKeys = [];
	for (const key of Object.keys(shape)) {
		const field = def.shape[key];
		if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) requiredKeys.push(key);
	}
	if (requiredKeys.length > 0) json.required = requiredKeys;
	if (def.catchall?._zod.def.type === "never") json.additionalProperties = false;
	else if (!def.catchall) {
		if (ctx.io === "output") json.additionalProperties = false;
	} else if (def.catchall) json.additionalProperties = processSchema(def.catchall, ctx, {
		...params,
		path: [...params.path, "additionalProperties"]
	});
};
const unionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const isExclusive = def.inclusive === false;
	const options = def.options.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			isExclusive ? "oneOf" : "anyOf",
			i
		]
	}));
	if (isExclusive) json.oneOf = options;
	else json.anyOf = options;
};
const intersectionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const a = processSchema(def.left, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			0
		]
	});
	const b = processSchema(def.right, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			1
		]
	});
	const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
	const allOf = [...isSimpleIntersection(a) ? a.allOf : [a], ...isSimpleIntersection(b) ? b.allOf : [b]];
	json.allOf = allOf;
	ctx.intersections.push(allOf);
};
/** JSON object keys are always strings, so a numeric record key schema is re-expressed over the
* numeric-string form the record parser matches. Deferred to `finalize`, after the flatten: a key
* behind a wrapper only carries its own `type` before then, and a union key only has its branches.
*
* A numeric bound cannot apply to a property name, so `minimum` and its siblings are dropped rather
* than carried over: keeping them beside `type: "string"` reproduces the match-nothing schema this
* exists to fix. A key that carries one therefore emits wider than the record parses — `z.record(z.number().min(5), V)`
* accepts `"3"` — which is the deliberate trade, since throwing on it would reject an ordinary schema
* outright. */
function stringifyKeyNames(bySchema, json, visited) {
	if (json.$ref) {
		if (visited.has(json)) return json;
		visited.add(json);
		const def = bySchema.get(json)?.def;
		if (!def) return json;
		const inlined = stringifyKeyNames(bySchema, def, visited);
		return inlined === def ? json : inlined;
	}
	for (const keyword of ["anyOf", "oneOf"]) {
		const branches = json[keyword];
		if (!Array.isArray(branches)) continue;
		const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
		if (mapped.some((branch, i) => branch !== branches[i])) json = {
			...json,
			[keyword]: mapped
		};
	}
	const types = Array.isArray(json.type) ? json.type : [json.type];
	const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
	const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
	if (!numericType && !values?.some((v) => typeof v === "number")) return json;
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
	if (rest.enum) rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
	else if (typeof rest.const === "number") rest.const = String(rest.const);
	if (!numericType) return rest;
	rest.type = "string";
	if (!values) rest.pattern = (types.includes("number") ? number$1 : integer).source;
	return rest;
}
/** Every record of one conversion, so the carriers are found in a single pass rather than once per record. */
const pendingRecords = /* @__PURE__ */ new WeakMap();
function rewriteKeyNames(ctx) {
	const bySchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.values()) if (entry.def && !bySchema.has(entry.schema)) bySchema.set(entry.schema, entry);
	const rewrites = /* @__PURE__ */ new Map();
	for (const record of pendingRecords.get(ctx) ?? []) {
		const seen = ctx.seen.get(record);
		const names = (seen?.def ?? seen?.schema)?.propertyNames;
		if (!names || names === true || rewrites.has(names)) continue;
		const rewritten = stringifyKeyNames(bySchema, names, /* @__PURE__ */ new Set());
		if (rewritten !== names) rewrites.set(names, rewritten);
	}
	if (!rewrites.size) return;
	for (const entry of ctx.seen.values()) for (const carrier of [entry.schema, entry.def]) {
		const rewritten = carrier && rewrites.get(carrier.propertyNames);
		if (rewritten) carrier.propertyNames = rewritten;
	}
}
const recordProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "object";
	const keyType = def.keyType;
	const patterns = aggregateChecks(keyType).patterns;
	if (def.mode === "loose" && patterns && patterns.size > 0) {
		const valueSchema = processSchema(def.valueType, ctx, {
			...params,
			path: [
				...params.path,
				"patternProperties",
				"*"
			]
		});
		json.patternProperties = {};
		for (const pattern of patterns) assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
	} else {
		if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
			json.propertyNames = processSchema(def.keyType, ctx, {
				...params,
				path: [...params.path, "propertyNames"]
			});
			let pending = pendingRecords.get(ctx);
			if (!pending) {
				pending = [];
				pendingRecords.set(ctx, pending);
				ctx.deferred.push(() => rewriteKeyNames(ctx));
			}
			pending.push(schema);
		}
		json.additionalProperties = processSchema(def.valueType, ctx, {
			...params,
			path: [...params.path, "additionalProperties"]
		});
	}
	const keyValues = keyType._zod.values;
	const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
	if (keyValues && !def.partial && !omittableOnInput) {
		const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
		if (validKeyValues.length > 0) json.required = validKeyValues.map(String);
	}
};
const nullableProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const inner = processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	if (ctx.target === "openapi-3.0") {
		seen.ref = def.innerType;
		json.nullable = true;
	} else json.anyOf = [inner, { type: "null" }];
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
/** Round-trips a default value through JSON so the emitted schema is guaranteed to be valid JSON.
* A BigInt has no reliable encoding, so it goes through `unrepresentable` like any other
* unrepresentable value. Returns a sentinel when the caller must not write a default of its own. */
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
	let unrepresentable = false;
	const serialized = JSON.stringify(value, (_, val) => {
		if (typeof val !== "bigint") return val;
		unrepresentable = true;
		return null;
	});
	if (!unrepresentable) return JSON.parse(serialized);
	handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
	return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	if (ctx.io !== "input") return;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	let catchValue;
	try {
		catchValue = def.catchValue(void 0);
	} catch {
		handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
		return;
	}
	json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	const inIsTransform = def.in._zod.traits.has("$ZodTransform");
	const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	json.readOnly = true;
};
const optionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
const lazyProcessor = (schema, ctx, _json, params) => {
	const innerType = schema._zod.innerType;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
// node_modules/zod/v4/classic/errors.js
const _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
function _lazyMethod(proto, key, make) {
	Object.defineProperty(proto, key, {
		configurable: true,
		enumerable: false,
		get() {
			const value = make(this);
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
			return value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
		}
	});
}
const initializer = (inst, issues) => {
	$ZodError.init(inst, issues);
	inst.name = "ZodError";
	const proto = Object.getPrototypeOf(inst);
	if (_installedErrorProtos.has(proto)) return;
	_installedErrorProtos.add(proto);
	_lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
	_lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
	_lazyMethod(proto, "addIssue", (self) => (issue) => {
		self.issues.push(issue);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	_lazyMethod(proto, "addIssues", (self) => (issues) => {
		self.issues.push(...issues);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	Object.defineProperty(proto, "isEmpty", {
		configurable: true,
		enumerable: false,
		get() {
			return this.issues.length === 0;
		}
	});
};
const ZodRealError = /*@__PURE__*/ $constructor("ZodError", initializer, void 0, { Parent: Error });
// node_modules/zod/v4/classic/parse.js
const parse = /* @__PURE__ */ _parse(ZodRealError);
const parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
const encode = /* @__PURE__ */ _encode(ZodRealError);
const decode = /* @__PURE__ */ _decode(ZodRealError);
const encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
const decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
const safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
const safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
const safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
const safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);
// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
const ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
	_ensureDefaultLocale();
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
	return inst;
}, {
	check(...chks) {
		const def = this.def;
		return this.clone(mergeDefs(def, { checks: [...def.checks ?? [], ...chks.map((ch) => typeof ch === "function" ? { _zod: {
			check: ch,
			def: { check: "custom" },
			onattach: []
		} } : ch)] }), { parent: true });
	},
	with(...chks) {
		return this.check(...chks);
	},
	clone(def, params) {
		return clone(this, def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	refine(check, params) {
		return this.check(refine(check, params));
	},
	superRefine(refinement, params) {
		return this.check(superRefine(refinement, params));
	},
	overwrite(fn) {
		return this.check(/* @__PURE__ */ _overwrite(fn));
	},
	optional() {
		return optional(this);
	},
	exactOptional() {
		return exactOptional(this);
	},
	nullable() {
		return nullable(this);
	},
	nullish() {
		return optional(nullable(this));
	},
	nonoptional(params) {
		return nonoptional(this, params);
	},
	array() {
		return array(this);
	},
	or(arg) {
		return union([this, arg]);
	},
	and(arg) {
		return intersection(this, arg);
	},
	transform(tx) {
		return pipe(this, transform(tx));
	},
	default(d) {
		return _default(this, d);
	},
	prefault(d) {
		return prefault(this, d);
	},
	catch(params) {
		return _catch(this, params);
	},
	pipe(target) {
		return pipe(this, target);
	},
	readonly() {
		return readonly(this);
	},
	describe(description) {
		const cl = this.clone();
		globalRegistry.add(cl, { description });
		return cl;
	},
	meta(...args) {
		if (args.length === 0) return globalRegistry.get(this);
		const cl = this.clone();
		globalRegistry.add(cl, args[0]);
		return cl;
	},
	isOptional() {
		return this.safeParse(void 0).success;
	},
	isNullable() {
		return this.safeParse(null).success;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	},
	get "~standard"() {
		return hide(this, "~standard", {
			...standardProps(this),
			jsonSchema: {
				input: createStandardJSONSchemaMethod(this, "input"),
				output: createStandardJSONSchemaMethod(this, "output")
			}
		});
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	},
	parse: function _parse(data, params) {
		return parse(this, data, params, { callee: _parse });
	},
	parseAsync: async function _parseAsync(data, params) {
		return await parseAsync(this, data, params, { callee: _parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	async safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	get spa() {
		return this?.safeParseAsync;
	},
	set spa(value) {
		own(this, "spa", value);
	},
	validate(data, params) {
		return validate(this, data, params);
	},
	validateAsync(data, params) {
		return validateAsync$1(this, data, params);
	},
	encode: function _encode(data, params) {
		return encode(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode(this, data, params, { callee: _decode });
	},
	encodeAsync: async function _encodeAsync(data, params) {
		return await encodeAsync(this, data, params, { callee: _encodeAsync });
	},
	decodeAsync: async function _decodeAsync(data, params) {
		return await decodeAsync(this, data, params, { callee: _decodeAsync });
	},
	safeEncode(data, params) {
		return safeEncode(this, data, params);
	},
	safeDecode(data, params) {
		return safeDecode(this, data, params);
	},
	async safeEncodeAsync(data, params) {
		return safeEncodeAsync(this, data, params);
	},
	async safeDecodeAsync(data, params) {
		return safeDecodeAsync(this, data, params);
	},
	toJSONSchema(params) {
		return createToJSONSchemaMethod(this, {})(params);
	},
	get description() {
		return globalRegistry.get(this)?.description;
	},
	get _def() {
		return this._zod.def;
	}
});
/** @internal */
const _ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, /*@__PURE__*/ derived({
	format: (inst) => aggregateChecks(inst).format ?? null,
	minLength: (inst) => aggregateChecks(inst).minimum ?? null,
	maxLength: (inst) => aggregateChecks(inst).maximum ?? null
}, {
	regex(...args) {
		return this.check(/* @__PURE__ */ _regex(...args));
	},
	includes(...args) {
		return this.check(/* @__PURE__ */ _includes(...args));
	},
	startsWith(...args) {
		return this.check(/* @__PURE__ */ _startsWith(...args));
	},
	endsWith(...args) {
		return this.check(/* @__PURE__ */ _endsWith(...args));
	},
	min(...args) {
		return this.check(/* @__PURE__ */ _minLength(...args));
	},
	max(...args) {
		return this.check(/* @__PURE__ */ _maxLength(...args));
	},
	length(...args) {
		return this.check(/* @__PURE__ */ _length(...args));
	},
	nonempty(...args) {
		return this.check(/* @__PURE__ */ _minLength(1, ...args));
	},
	lowercase(params) {
		return this.check(/* @__PURE__ */ _lowercase(params));
	},
	uppercase(params) {
		return this.check(/* @__PURE__ */ _uppercase(params));
	},
	trim() {
		return this.check(/* @__PURE__ */ _trim());
	},
	normalize(...args) {
		return this.check(/* @__PURE__ */ _normalize(...args));
	},
	toLowerCase() {
		return this.check(/* @__PURE__ */ _toLowerCase());
	},
	toUpperCase() {
		return this.check(/* @__PURE__ */ _toUpperCase());
	},
	slugify() {
		return this.check(/* @__PURE__ */ _slugify());
	}
}));
const ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	_ZodString.init(inst, def);
}, {
	email(params) {
		return this.check(/* @__PURE__ */ _email(ZodEmail, params));
	},
	url(params) {
		return this.check(/* @__PURE__ */ _url(ZodURL, params));
	},
	jwt(params) {
		return this.check(/* @__PURE__ */ _jwt(ZodJWT, params));
	},
	emoji(params) {
		return this.check(/* @__PURE__ */ _emoji(ZodEmoji, params));
	},
	guid(params) {
		return this.check(/* @__PURE__ */ _guid(ZodGUID, params));
	},
	uuid(params) {
		return this.check(/* @__PURE__ */ _uuid(ZodUUID, params));
	},
	uuidv4(params) {
		return this.check(/* @__PURE__ */ _uuidv4(ZodUUID, params));
	},
	uuidv6(params) {
		return this.check(/* @__PURE__ */ _uuidv6(ZodUUID, params));
	},
	uuidv7(params) {
		return this.check(/* @__PURE__ */ _uuidv7(ZodUUID, params));
	},
	nanoid(params) {
		return this.check(/* @__PURE__ */ _nanoid(ZodNanoID, params));
	},
	cuid(params) {
		return this.check(/* @__PURE__ */ _cuid(ZodCUID, params));
	},
	cuid2(params) {
		return this.check(/* @__PURE__ */ _cuid2(ZodCUID2, params));
	},
	ulid(params) {
		return this.check(/* @__PURE__ */ _ulid(ZodULID, params));
	},
	base64(params) {
		return this.check(/* @__PURE__ */ _base64(ZodBase64, params));
	},
	base64url(params) {
		return this.check(/* @__PURE__ */ _base64url(ZodBase64URL, params));
	},
	xid(params) {
		return this.check(/* @__PURE__ */ _xid(ZodXID, params));
	},
	ksuid(params) {
		return this.check(/* @__PURE__ */ _ksuid(ZodKSUID, params));
	},
	ipv4(params) {
		return this.check(/* @__PURE__ */ _ipv4(ZodIPv4, params));
	},
	ipv6(params) {
		return this.check(/* @__PURE__ */ _ipv6(ZodIPv6, params));
	},
	cidrv4(params) {
		return this.check(/* @__PURE__ */ _cidrv4(ZodCIDRv4, params));
	},
	cidrv6(params) {
		return this.check(/* @__PURE__ */ _cidrv6(ZodCIDRv6, params));
	},
	e164(params) {
		return this.check(/* @__PURE__ */ _e164(ZodE164, params));
	},
	datetime(params) {
		return this.check(/* @__PURE__ */ _isoDateTime(ZodISODateTime, params));
	},
	date(params) {
		return this.check(/* @__PURE__ */ _isoDate(ZodISODate, params));
	},
	time(params) {
		return this.check(/* @__PURE__ */ _isoTime(ZodISOTime, params));
	},
	duration(params) {
		return this.check(/* @__PURE__ */ _isoDuration(ZodISODuration, params));
	}
});
function string(params) {
	return /* @__PURE__ */ _string(ZodString, params);
}
const ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	_ZodString.init(inst, def);
});
const ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
	$ZodISODateTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
	$ZodISODate.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
	$ZodISOTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
	$ZodISODuration.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
	$ZodEmail.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
	$ZodGUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
	$ZodUUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
	$ZodURL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
	$ZodEmoji.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
	$ZodNanoID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
	$ZodCUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
	$ZodCUID2.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
	$ZodULID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
	$ZodXID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
	$ZodKSUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
	$ZodIPv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
	$ZodIPv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
	$ZodCIDRv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
	$ZodCIDRv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
	$ZodBase64.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
	$ZodBase64URL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
	$ZodE164.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
	$ZodJWT.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
	inst.isFinite = true;
}, /*@__PURE__*/ derived({
	minValue: (inst) => {
		const { minimum, exclusiveMinimum } = aggregateChecks(inst);
		return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
	},
	maxValue: (inst) => {
		const { maximum, exclusiveMaximum } = aggregateChecks(inst);
		return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
	},
	isInt: (inst) => {
		const { isInt, multipleOf } = aggregateChecks(inst);
		return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
	},
	format: (inst) => aggregateChecks(inst).format ?? null
}, {
	gt(value, params) {
		return this.check(/* @__PURE__ */ _gt(value, params));
	},
	gte(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	min(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	lt(value, params) {
		return this.check(/* @__PURE__ */ _lt(value, params));
	},
	lte(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	max(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	int(params) {
		return this.check(int(params));
	},
	safe(params) {
		return this.check(int(params));
	},
	positive(params) {
		return this.check(/* @__PURE__ */ _gt(0, params));
	},
	nonnegative(params) {
		return this.check(/* @__PURE__ */ _gte(0, params));
	},
	negative(params) {
		return this.check(/* @__PURE__ */ _lt(0, params));
	},
	nonpositive(params) {
		return this.check(/* @__PURE__ */ _lte(0, params));
	},
	multipleOf(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	step(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	finite() {
		return this;
	}
}));
function number(params) {
	return /* @__PURE__ */ _number(ZodNumber, params);
}
const ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodNumber.init(inst, def);
});
function int(params) {
	return /* @__PURE__ */ _int(ZodNumberFormat, params);
}
const ZodBoolean = /*@__PURE__*/ $constructor("ZodBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
});
function boolean(params) {
	return /* @__PURE__ */ _boolean(ZodBoolean, params);
}
const ZodNull = /*@__PURE__*/ $constructor("ZodNull", (inst, def) => {
	$ZodNull.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullProcessor(inst, ctx, json, params);
});
function _null(params) {
	return /* @__PURE__ */ _null$1(ZodNull, params);
}
const ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => void 0;
});
function unknown() {
	return /* @__PURE__ */ _unknown(ZodUnknown);
}
const ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
	return /* @__PURE__ */ _never(ZodNever, params);
}
const ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodArray.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
	inst.element = def.element;
}, {
	min(n, params) {
		return this.check(/* @__PURE__ */ _minLength(n, params));
	},
	nonempty(params) {
		return this.check(/* @__PURE__ */ _minLength(1, params));
	},
	max(n, params) {
		return this.check(/* @__PURE__ */ _maxLength(n, params));
	},
	length(n, params) {
		return this.check(/* @__PURE__ */ _length(n, params));
	},
	unwrap() {
		return this.element;
	}
});
function array(element, params) {
	return /* @__PURE__ */ _array(ZodArray, element, params);
}
const ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodObjectJIT.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
	keyof() {
		return _enum(Object.keys(this._zod.def.shape));
	},
	catchall(catchall) {
		return this.clone(mergeDefs(this._zod.def, { catchall }));
	},
	passthrough() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	loose() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	strict() {
		return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
	},
	strip() {
		return this.clone(mergeDefs(this._zod.def, { catchall: void 0 }));
	},
	extend(incoming) {
		return extend(this, incoming);
	},
	safeExtend(incoming) {
		return safeExtend(this, incoming);
	},
	merge(other) {
		return merge(this, other);
	},
	pick(mask) {
		return pick(this, mask);
	},
	omit(mask) {
		return omit(this, mask);
	},
	partial(...args) {
		return partial(ZodOptional, this, args[0]);
	},
	exactPartial(...args) {
		return partial(ZodExactOptional, this, args[0], "exactPartial");
	},
	required(...args) {
		return required(ZodNonOptional, this, args[0]);
	}
});
function object(shape, params) {
	const def = {
		type: "object",
		shape: shape ?? {},
		...normalizeParams(params)
	};
	return new ZodObject(def);
}
function strictObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: never(),
		...normalizeParams(params)
	});
}
function looseObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: unknown(),
		...normalizeParams(params)
	});
}
const ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
	inst.options = def.options;
});
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
	ZodUnion.init(inst, def);
	$ZodDiscriminatedUnion.init(inst, def);
});
function discriminatedUnion(discriminator, options, params) {
	return new ZodDiscriminatedUnion({
		type: "union",
		options,
		discriminator,
		...normalizeParams(params)
	});
}
const ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
	$ZodIntersection.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
const ZodRecord = /*@__PURE__*/ $constructor("ZodRecord", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodRecord.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
	inst.keyType = def.keyType;
	inst.valueType = def.valueType;
});
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodRecord({
		type: "record",
		keyType: string(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
	inst.enum = def.entries;
	inst.options = [...inst._zod.values];
	const keys = new Set(Object.keys(def.entries));
	inst.extract = (values, params) => {
		const newEntries = {};
		for (const value of values) if (keys.has(value)) newEntries[value] = def.entries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
	inst.exclude = (values, params) => {
		const newEntries = { ...def.entries };
		for (const value of values) if (keys.has(value)) delete newEntries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
});
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
	inst.values = new Set(def.values);
	Object.defineProperty(inst, "value", { get() {
		if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
		return def.values[0];
	} });
});
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTransform.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
	inst._zod.parse = (payload, _ctx) => {
		if (_ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		payload.addIssue = (issue$2) => {
			if (typeof issue$2 === "string") payload.issues.push(issue(issue$2, payload.value, def));
			else {
				const _issue = issue$2;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = inst);
				payload.issues.push(issue(_issue));
			}
		};
		const output = def.transform(payload.value, payload);
		if (output instanceof Promise) return output.then((output) => {
			payload.value = output;
			return payload;
		});
		payload.value = output;
		return payload;
	};
});
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
const ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function optional(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
const ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
	$ZodExactOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
const ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
const ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
	$ZodDefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeDefault = inst.unwrap;
});
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
	$ZodPrefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
	$ZodNonOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
const ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
	$ZodCatch.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeCatch = inst.unwrap;
});
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
const ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
	$ZodPipe.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
	inst.in = def.in;
	inst.out = def.out;
});
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
const ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
	$ZodReadonly.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
const ZodLazy = /*@__PURE__*/ $constructor("ZodLazy", (inst, def) => {
	$ZodLazy.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => lazyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.getter();
});
function lazy(getter) {
	return new ZodLazy({
		type: "lazy",
		getter
	});
}
const ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
function refine(fn, _params = {}) {
	return /* @__PURE__ */ _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return /* @__PURE__ */ _superRefine(fn, params);
}
function json(params) {
	const jsonSchema = lazy(() => {
		return union([
			string(params),
			number(),
			boolean(),
			_null(),
			array(jsonSchema),
			record(string(), jsonSchema)
		]);
	});
	return jsonSchema;
}
const MAX_PATTERN = 200;
/** What a pattern may be, for people. */
const A_TOOL_PATTERN = "`Read`, `Write`, `Edit`, `Glob`, `Grep` or `Bash`, alone or with `(./src/**)` for a file tool, `(./src/**)` without other wildcards for Glob and Grep, `(npm test:*)` or `(git diff)` for Bash";
/** The tool of a pattern and what stands in its brackets; undefined when it is no pattern. Wildcards are kept, a `./` before a path is not. */
function toolPattern(text) {
	const [, tool, raw] = /^(Read|Write|Edit|Glob|Grep|Bash)(?:\(([^\p{Cc}]+)\))?$/u.exec(text) ?? [];
	if (tool === void 0 || text.length > MAX_PATTERN) return void 0;
	if (raw === void 0 || tool === "Bash" && raw === "*") return {
		tool,
		within: void 0
	};
	if (tool === "Bash") return /^[^\s:*](?:[^*]*[^\s:*])?(?::\*)?$/.test(raw) ? {
		tool,
		within: raw
	} : void 0;
	const within = raw.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
	if (/^(?:$|[~/!]|[A-Za-z]:)|\\|(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(within)) return void 0;
	if (tool !== "Glob" && tool !== "Grep") return {
		tool,
		within
	};
	const folder = within === "**" ? "" : within.replace(/\/\*\*$/, "");
	return /[*?[\]{}()]/.test(folder) ? void 0 : {
		tool,
		within: folder
	};
}
const patterns = array(string().refine((text) => toolPattern(text), `a pattern is ${A_TOOL_PATTERN}`)).max(50);
/** Which calls of tools are let through; `deny` wins. Without `allow` all are that are not denied. */
const permissionsSchema = strictObject({
	allow: patterns.min(1).optional().describe("What the tools may be used for: patterns such as `Read(./**)`, `Write(./src/**)`, `Edit(./src/**)`, `Glob`, `Grep`, `Bash(npm test:*)` (whatever begins so) or `Bash(git diff)` (just this). Name the test command too. Empty: everything. Where Bash is limited, it takes one plain command at a time. The jail is the boundary, not this list: a test that the agent writes can do what a command could."),
	deny: patterns.optional().describe("The same patterns, for what is refused even where it is allowed. Each tool is judged by its own patterns alone.")
});
/**
* A kind of change that needs no test which fails without it: documentation, chores. Told by the paths of its files alone, because these are what git
* says about the change itself: a label can be put on an issue by many, before anyone has seen the change, and says nothing about what is in it.
*/
const exemptionSchema = strictObject({
	/** What the pull request calls it. */
	name: string().regex(/^[\w][\w .-]{0,39}$/, "a name has up to 40 letters, digits, spaces, dots and dashes"),
	/** Globs; a change is of this kind when every file that it touches matches one of some rule. */
	paths: array(string().min(1).max(100)).min(1).max(20)
});
const sha$1 = string().regex(/^[0-9a-f]{40}$/);
/** The longest state of a workflow that is carried to the next run, in characters of its JSON; a longer one is begun anew. */
const MAX_WORKFLOW_STATE = 24e3;
/** What a run of an epic plays. */
const workflowBriefSchema = strictObject({
	/** By its name, built in or in `.orch/workflows/`: `prd`. */
	name: string().regex(/^[a-z][a-z0-9-]{0,39}$/),
	/** The question that a spike answers. */
	question: string().max(300).optional(),
	/** Where the document goes; `docs/epics/<n>/<name>.md` when absent. */
	document: string().max(200).optional(),
	/** What happened in the sprint that is looked back at, and what to call it. */
	record: strictObject({
		subject: string().max(100),
		text: string().max(8e3)
	}).optional(),
	/** A Markdown plan in which the tasks of merged stories are ticked off, each with its story, so that what is found out can be noted there. */
	ticks: strictObject({
		file: string().max(300),
		tasks: array(strictObject({
			key: string().max(20),
			story: int().positive(),
			done: boolean()
		})).max(200)
	}).optional(),
	/** Where the run before stopped on the way: the JSON of a state of `workflow/run/state.ts`. */
	state: string().max(MAX_WORKFLOW_STATE).optional()
});
const briefSchema = strictObject({
	version: literal(1),
	/** `12-developer-3`. */
	run: string(),
	story: int().positive(),
	role: string(),
	attempt: int().positive(),
	title: string(),
	/** The issue's text, as data: it was written by whoever opened the issue. */
	body: string(),
	/** The branch that the story branch grows from and the pull request goes to, and its commit when the run was queued. */
	base: strictObject({
		ref: string(),
		sha: sha$1
	}),
	branch: string(),
	/** The story branch's head that this run continues from; the base commit on the first attempt. */
	start: sha$1,
	/** What the last reviewer or the last failed attempt said, as data. */
	feedback: string(),
	/** Where the `deliver` job writes the result: the state branch and the path of the run's record on it. */
	state: strictObject({
		branch: string(),
		record: string()
	}),
	/**
	* `claude-…`, `openai:…`, or `scripted:PATH` for a script in the repository (read from the base commit). A list is tried in its order;
	* one model is a plain string, as it was before there were lists.
	*/
	model: union([string(), array(string()).min(1).max(5)]),
	commands: strictObject({
		/** Shell command that runs the project's tests and exits 0 only when they pass. */
		test: string(),
		/** Glob patterns of JUnit XML files that it writes; absent where its output says enough. */
		reports: array(string()).optional()
	}),
	/** Glob patterns of the files that count as tests. */
	tests: array(string()),
	/** What the proof of tests first does not ask for; absent where it asks for everything. */
	proof: strictObject({ exempt: array(exemptionSchema).max(10) }).optional(),
	/** Paths and globs in which somebody lets the run take tests away or weaken them; absent where nobody does. */
	allowed: array(string().max(200)).max(20).optional(),
	/** Path globs, beyond the built-in ones, that a run may not change. */
	protected: array(string()),
	/** Whether the model's commands must run in a jail. Briefs of before there was one mean that they must. */
	jail: _enum(["required", "none"]).default("required"),
	/** What was asked about this story and answered, by people or by an agent that was sure enough; the newest last. */
	decisions: array(strictObject({
		question: string(),
		answer: string(),
		by: string()
	})).max(20).optional(),
	/** Merged stories that this one builds on, and what was learned in its epic, where it has one; each as data. */
	foundations: array(strictObject({
		story: int().positive(),
		title: string().max(200),
		pull_request: int().positive().optional(),
		commit: string().max(64).optional(),
		/** What its pull request said. */
		result: string().max(600).optional()
	})).max(10).optional(),
	lessons: array(strictObject({
		from: string().max(100),
		text: string().max(600)
	})).max(12).optional(),
	/** What the tools may be used for; everything within the jail when absent. */
	permissions: permissionsSchema.optional(),
	/** How sure an agent must be of an answer of its own; DEFAULT_THRESHOLD when absent. */
	threshold: number().min(0).max(1).optional(),
	/** The workflow to play; absent for a story, whose developer works without one. */
	workflow: workflowBriefSchema.optional(),
	limits: strictObject({
		/** Model calls in one run. */
		turns: int().positive(),
		/** Minutes for the agent job, after which work in progress is delivered. */
		minutes: number().positive(),
		/** US dollars for one run; the loop stops within one model call of it. */
		usd: number().positive()
	})
});
// src/core/intent.ts
/**
* What leaves an agent. An agent holds no credential that can write; it asks for things by intents, which are data. The
* `deliver` job checks each one against the policy and applies those that pass. One bad intent never costs the others.
*/
/**
* The steps of test-first work in the order in which they happen. `red` holds tests that fail, `green` makes them pass, `refactor` changes
* the shape and not the behaviour; `wip` is what was left on the table when the run had to stop.
*/
const STAGES = [
	"red",
	"green",
	"refactor",
	"wip"
];
/** And at most this many of one kind. A run ends with its first question, or with its pull request. */
const MAX_OF_A_KIND = {
	commit: 38,
	decision: 10,
	question: 1,
	pull_request: 1
};
/** One commit on the story branch. The patch is a git diff (`--binary --full-index`) against the commit before it. */
const commitIntentSchema = strictObject({
	kind: literal("commit"),
	stage: _enum(STAGES),
	message: string().min(1).max(2e3),
	patch: string().min(1).max(2e6)
});
/** What the pull request should say. Used when it is opened; a person may edit it afterwards. */
const pullRequestIntentSchema = strictObject({
	kind: literal("pull_request"),
	title: string().min(1).max(200),
	body: string().max(2e4)
});
/**
* How much hangs on an answer. `critical`: only a person may give it, however long it takes. `important`: a person, or the default when the
* time that the configuration allows is over. `info`: the work goes on with the default, and people read what it was.
*/
const SEVERITIES = [
	"critical",
	"important",
	"info"
];
/** How sure an agent is of an answer. */
const confidence = number().min(0).max(1);
const questionText = string().min(1).max(1e3);
const reasoning = string().max(2e3);
const intentSchema = discriminatedUnion("kind", [
	commitIntentSchema,
	pullRequestIntentSchema,
	strictObject({
		kind: literal("question"),
		question: questionText,
		options: array(string().min(1).max(200)).max(6),
		/** What the agent would take: the number of an option, from 1. */
		default: int().min(1).optional(),
		/** How sure it is of the default. */
		confidence,
		reasoning,
		severity: _enum(SEVERITIES)
	}).refine((asked) => asked.default === void 0 || asked.default <= asked.options.length, {
		path: ["default"],
		error: "expected the number of one of the options"
	}),
	strictObject({
		kind: literal("decision"),
		question: questionText,
		answer: string().min(1).max(1e3),
		confidence,
		reasoning,
		/** `documents`: they say it, and it was found there word for word. `default`: of a question that waits for nobody. */
		source: _enum([
			"documents",
			"model",
			"default"
		]),
		/** Where it was found: paths in the repository. */
		documents: array(string().max(300)).max(5).optional()
	})
]);
/** What the agent job puts in the place of an intent that held a secret: `kind` is the intent's, `withheld` what it held. */
const withheldSchema = strictObject({
	kind: string().max(40),
	withheld: string().max(100)
});
// src/core/run.ts
/**
* A run: one agent working once, in one Actions run. Its record is `runs/<year>-<month>/<id>.yaml` on the state branch; the loop
* creates it, the `deliver` job writes its result. Between the jobs of one run travel two artifacts: the agent's report and the verdict.
*/
const sha = string().regex(/^[0-9a-f]{40}$/);
/** Why an agent's loop ended; a closed list. Only `done` is a success; `asked` waits for a person and is no failure. */
const STOPS = [
	"done",
	"asked",
	"turns",
	"budget",
	"time",
	"model_silent",
	"model_failed",
	"cancelled",
	"crashed"
];
/** What the models of a run consumed. Tokens as the model's API reported them; the cost in US dollars from the price table. */
const usageSchema = object({
	model_calls: int().nonnegative(),
	input_tokens: int().nonnegative(),
	output_tokens: int().nonnegative(),
	cache_read_tokens: int().nonnegative(),
	cache_write_tokens: int().nonnegative(),
	cost_usd: number().nonnegative()
});
/** No model was called. */
const NO_USAGE = {
	model_calls: 0,
	input_tokens: 0,
	output_tokens: 0,
	cache_read_tokens: 0,
	cache_write_tokens: 0,
	cost_usd: 0
};
/** `report.json`, the artifact of the `agent` job. The intents are unchecked here: `deliver` parses each on its own. */
const reportSchema = object({
	version: literal(1),
	run: string(),
	story: int().positive(),
	start: sha,
	stop: _enum(STOPS),
	/** One sentence for people when the stop is not `done`. */
	reason: string().max(2e3).optional(),
	intents: array(unknown()),
	usage: usageSchema,
	/** Of a run that played a workflow. Unchecked here: `deliver` reads the outcome by the schema of the workflow. */
	workflow: object({
		name: string().max(40),
		/** What its document says to a program. */
		outcome: unknown().optional(),
		/** Where it stopped on the way: to ask something, or because its time or its money was over. */
		state: string().max(MAX_WORKFLOW_STATE).optional()
	}).optional()
});
/** One execution of the project's test command. */
const testRunSchema = object({
	exit_code: int(),
	seconds: number().nonnegative(),
	/** Who was understood (`vitest`, `go test`, `JUnit XML`); absent when the output was not, and then there are no counts. */
	runner: string().max(200).optional(),
	/** Counts, as far as the runner gives them: `go test` without `-v` does not say how many tests passed. */
	passed: int().nonnegative().optional(),
	failed: int().nonnegative().optional(),
	skipped: int().nonnegative().optional(),
	/** The first that failed, as the runner tells it. Text of whoever wrote the tests. */
	failures: array(object({
		name: string().max(300),
		file: string().max(300).optional(),
		kind: _enum([
			"assertion",
			"error",
			"import",
			"syntax",
			"timeout",
			"unknown"
		]),
		message: string().max(300)
	})).max(10).optional(),
	/** The last part of the output, at most 4,000 characters. The whole log is in the job's artifact. */
	tail: string().max(4e3)
});
/** One test, or one file of tests, that was made weaker. */
const weakenedSchema = object({
	/** Empty where only the runner knows of the test. */
	file: string().max(500),
	/** Where it stands; in the file as it was for `deleted`, as it is now for the others. Absent for a whole file. */
	line: int().positive().optional(),
	/** The test's name; absent for a whole file. */
	test: string().max(300).optional(),
	what: _enum([
		"deleted",
		"skipped",
		"only",
		"emptied",
		"assertions",
		"loosened",
		"snapshot",
		"missing"
	]),
	/** Compared with what: the base, or the commit of stage red. */
	since: _enum(["base", "red"]),
	/** Whether it fails the verdict. What does not is shown to the reviewer. */
	fails: boolean()
});
/**
* `verdict.json`, the artifact of the `verify` job: the project's tests on the untouched base, on the base with only the changed
* tests (red), and on the whole change (green).
*/
const verdictSchema = object({
	version: literal(1),
	run: string(),
	/** True only when the proof of its `kind` is complete, everything passes with the change, and no test that was there was taken away. */
	ok: boolean(),
	/** One sentence for people when it is not. */
	reason: string().max(2e3).optional(),
	/**
	* What had to be proved. `tests_first`: the tests of the change fail without it. `repair`: the base did not pass, and does with the change.
	* `exempt`: all files are of a kind that the project asks no proof for. Absent where it did not come to that, and in verdicts of before there were kinds.
	*/
	kind: _enum([
		"tests_first",
		"repair",
		"exempt"
	]).optional(),
	/** Names of the rules (`proof.exempt`) that asked for no proof. */
	exempt: string().max(500).optional(),
	/** Why the tests failed without the change, as a sentence; it may quote a test's name. */
	why: string().max(500).optional(),
	weakened: array(weakenedSchema).max(50).optional(),
	/** Test files that the change added or edited. */
	tests: array(string()),
	base: testRunSchema.optional(),
	red: testRunSchema.optional(),
	green: testRunSchema.optional()
});
/** An intent that was not applied, and the rule that refused it. */
const refusalSchema = object({
	intent: int().nonnegative(),
	kind: string(),
	rule: string(),
	reason: string()
});
/** Something that `deliver` did to the outside: what, by which rule, who asked for the run, for which story, where, and as of which commit. */
const effectSchema = object({
	effect: _enum([
		"commit",
		"decision",
		"question",
		"pull_request"
	]),
	rule: string(),
	/** Login of the person. */
	principal: string(),
	story: int().positive(),
	/** The branch, or the issue as `#12`. */
	target: string(),
	commit: sha
});
/** A question as it is kept: the intent without its kind. */
const askedSchema = object({
	question: string(),
	options: array(string()),
	default: int().min(1).optional(),
	confidence: number(),
	reasoning: string(),
	severity: _enum(SEVERITIES)
});
/** A decision as it is kept. */
const decidedSchema = object({
	question: string(),
	answer: string(),
	confidence: number(),
	reasoning: string(),
	source: _enum([
		"documents",
		"model",
		"default"
	]),
	documents: array(string()).optional()
});
/** What `deliver` writes into the run's record: the only thing the loop believes about a run. */
const resultSchema = looseObject({
	outcome: _enum([
		"succeeded",
		"failed",
		"asked"
	]),
	/** One sentence for people; always there when the outcome is `failed`. */
	reason: string().optional(),
	stop: _enum(STOPS),
	/** The story branch's head after delivery; null when nothing could be pushed. */
	head: sha.nullable(),
	commits: array(object({
		sha,
		stage: _enum(STAGES),
		subject: string()
	})),
	/** What the branch changes against its base, by path (`deliver/changed.ts`). Absent where nothing was delivered, where it could not be told, and where it is more than can be listed. */
	files: array(string()).max(50).optional(),
	refused: array(refusalSchema),
	/** What was applied; with `refused` all that was asked for. Absent in records of before it was written down. */
	effects: array(effectSchema).optional(),
	verdict: verdictSchema.optional(),
	usage: usageSchema,
	/** There was no report to read, so that what was used is not known and `usage` is empty. */
	usage_unknown: literal(true).optional(),
	pull_request: object({
		title: string(),
		body: string()
	}).optional(),
	/** What a run that played a workflow came to. */
	workflow: object({
		name: string(),
		outcome: json().optional(),
		state: string().optional()
	}).optional(),
	/** What it ended with where the outcome is `asked`. */
	question: askedSchema.optional(),
	/** What the agent decided by itself, in order. */
	decisions: array(decidedSchema).optional()
});
looseObject({
	version: literal(1),
	id: string(),
	story: int().positive(),
	role: string(),
	attempt: int().positive(),
	status: _enum([
		"queued",
		"succeeded",
		"failed",
		"asked",
		"lost",
		"cancelled"
	]),
	requested_by: string(),
	/** Exactly what the run was told: the settings are frozen when it is queued, and a lost dispatch can be repeated word for word. */
	brief: briefSchema,
	queued_at: string(),
	completed_at: string().optional(),
	/** The Actions run that executes it, once GitHub has told its number. */
	actions_run: object({
		id: int().positive(),
		url: string()
	}).optional(),
	/** How often in a row the sweep found no trace of it in Actions. */
	missed: int().nonnegative().optional(),
	result: resultSchema.optional()
});
// src/patch/artifact.ts
/**
* Reads what one job of a run left for the next. The job before may have been killed, or have run code that wanted to mislead: a missing or
* strange file is an expected answer and not an exception.
*/
/** Largest report in bytes. Fifty patches of two megabytes are allowed one by one; nobody means all of them at once. */
const MAX_REPORT = 67108864;
/** The report of the `agent` job, when it is one of this run. */
async function readReport(path, brief) {
	const report = await readArtifact(path, reportSchema, MAX_REPORT, "agent", "report");
	if (!report.ok) return report;
	const { run, story, start } = report.value;
	if (run === brief.run && story === brief.story && start === brief.start) return report;
	return {
		ok: false,
		problem: "The agent job left a report that belongs to another run."
	};
}
async function readArtifact(path, schema, most, job, what) {
	const bad = (problem) => ({
		ok: false,
		problem
	});
	try {
		const stat = await lstat(path);
		if (!stat.isFile()) return bad(`The ${job} job left a ${what} that is not a regular file.`);
		if (stat.size > most) return bad(`The ${job} job left a ${what} of ${stat.size} bytes; at most ${most} are read.`);
	} catch {
		return bad(`The ${job} job ended without a ${what}; its log says why.`);
	}
	let value;
	try {
		value = JSON.parse(await readFile(path, "utf8"));
	} catch {
		return bad(`The ${job} job left a ${what} that is not JSON.`);
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return {
		ok: true,
		value: parsed.data
	};
	const issue = parsed.error.issues[0];
	return bad(`The ${job} job left a ${what} of another form (${issue?.path.join(".") || "top level"}: ${issue?.message}).`);
}
// src/core/invisible.ts
/**
* Which characters a person cannot see. What nobody sees nobody has checked: instructions for a machine are hidden in such characters, and
* secrets are carried out in them. Both directions, what an agent reads and what it writes, are cleaned by this one rule.
*/
/**
* Control characters except tab and line feed, format characters (bidirectional controls, joiners, tags), halves of characters, private use,
* exotic line ends, code points that Unicode gave away for good, and everything that a display may leave out (fillers, variation selectors).
*/
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}]--[\t\n]]/v;
const EACH_INVISIBLE = new RegExp(INVISIBLE.source, "gv");
/**
* The same, one at a time, or a whole emoji that Unicode recommends: in these, joiners and selectors change what a person sees. Made when it is
* needed (and then kept by the engine): reading the list of emoji takes twenty milliseconds, and most texts need none of it.
*/
const emojiOrInvisible = () => new RegExp(`(\\p{RGI_Emoji})|${INVISIBLE.source}`, "gv");
/** Runs in which such an emoji could stand. Looking for emoji everywhere would take seconds for a long log. */
const RUN$1 = new RegExp(`[\\p{Emoji}\\p{Emoji_Component}${INVISIBLE.source}]+`, "gv");
/** Whether a text has a character that a person cannot see, inside an emoji or not. */
const hasInvisible = (text) => INVISIBLE.test(text);
/** The text with each character that a person cannot see written as `\u{200b}`: for names that have to be told apart. */
const invisibleSpelled = (text) => text.replace(EACH_INVISIBLE, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
/**
* The text without them, and how many were taken out. All line ends become line feeds; Unicode's own (U+2028, U+2029) count as taken out,
* because hardly any display breaks the line there. Emoji stay as they are. Cleaning twice is cleaning once.
*/
function withoutInvisible(text) {
	const lines = text.replace(/\r\n?/g, "\n");
	if (!hasInvisible(lines)) return {
		text: lines,
		taken: 0
	};
	let taken = 0;
	const clean = (found, emoji) => {
		if (emoji !== void 0) return emoji;
		taken += 1;
		return found === "\u2028" || found === "\u2029" ? "\n" : "";
	};
	const each = emojiOrInvisible();
	return {
		text: lines.replace(RUN$1, (run) => hasInvisible(run) ? run.replace(each, clean) : run),
		taken
	};
}
// src/patch/links.ts
/**
* Links that lead where nobody agreed to are shown and cannot be followed: a link is a way to send a reader somewhere, and with what an agent
* writes into its address, a way to carry something out.
*/
const JOINER$1 = "‍";
/** Hosts that links may always lead to. */
const LISTED_HOSTS = ["github.com", "docs.github.com"];
/** The text with every link taken apart that does not lead to a listed host or stay in the repository. */
function unlinked(text, hosts) {
	const listed = new Set([...LISTED_HOSTS, ...hosts].map((host) => host.toLowerCase()));
	return text.replace(SCHEME, (scheme, at) => leadsOn(text.slice(at, at + 500), listed) ? scheme : `${scheme}${JOINER$1}`).replace(WWW, `$&${JOINER$1}`).replace(RESOURCE, (whole, target) => target !== void 0 && (STAYS.test(target) || leadsOn(target, listed)) ? whole : `]${JOINER$1}${whole.slice(1)}`).replace(DEFINITION$1, `]${JOINER$1}`);
}
/** Schemes that GitHub makes a link of wherever they stand. */
const SCHEME = /(?:https?|ftp):(?=\/\/)/gi;
/** GitHub makes a link of what begins like this, too. */
const WWW = /(?<![A-Za-z0-9])www(?=\.)/gi;
/** The second half of `[text](address)`; the address alone, without a title, or it is taken apart. */
const RESOURCE = /\]\((?:([^\s()<>\\&"']*)\))?/g;
/** A place in the same repository: `docs/guide.md`, `#usage`. */
const STAYS = /^(?!\/)[\w./-]*(?:#[\w-]*)?$/;
/** `[name]: address` makes links of words elsewhere in the text. */
const DEFINITION$1 = /\](?=:[ \t\n])/g;
/**
* Whether an address is one of a listed host, and not one by which GitHub would leave a note in an issue. Behind the name comes a path, or
* the link ends: in `https://github.com,x@evil.example` what looks like the host is a login.
*/
function leadsOn(address, listed) {
	const [, host, path] = ADDRESS.exec(address) ?? [];
	return host !== void 0 && listed.has(host.toLowerCase()) && !NOTED.test(path ?? "");
}
const ADDRESS = /^https?:\/\/([\w.-]*[\w-](?::\d+)?)(?:([/?#]\S*)|[)\]>"'`,;:!*~|.]*(?:[\s<]|$))/i;
const NOTED = /^\/+[^/\s]+\/+[^/\s]+\/+(?:issues|pull|pulls|discussions|commit)\b/i;
/** The same text with nothing in it that acts. Line ends become `\n`; invisible characters are left out. */
function harmless(text, options = {}) {
	return unlinked(withoutInvisible(text).text.replace(ENTITY_OF_A_SIGN, "&amp;").replace(WORKFLOW_COMMAND, "$1: :").replaceAll("##[", "## [").replace(TRAILER, `$1‍`).replace(CLOSING, (whole, keyword, rest) => rest === `#${options.closes}` ? whole : `${keyword.slice(0, 1)}‍${whole.slice(1)}`), options.hosts ?? []).replace(MENTION, `@‍`).replace(COMMAND, (_, name) => `/‍${name}`).replace(OTHER_COMMAND, `/‍`).replace(ELSEWHERE, `$1#‍`).replace(SKIP_CHECKS, `[‍`).replace(HTML, `<‍`).replace(IMAGE, `!‍[`);
}
/** The same on one line, at most `length` characters: for titles, subjects and reasons. */
function harmlessLine(text, length, options = {}) {
	const line = harmless(text.replace(/\s+/g, " ").trim(), options);
	return line.length > length ? `${sliceWhole(line, length - 1)}…` : line;
}
/** The first `length` UTF-16 units, without the half of a character at the end. */
function sliceWhole(text, length) {
	const cut = text.slice(0, length);
	return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
/** The ampersand of an entity that would be rendered as a sign that is broken up below, or as a letter after one. */
const ENTITY_OF_A_SIGN = /&(?=#\d|#x[\da-f]|(?:commat|num|sol|colon|period|excl|lsqb|lbrack|rsqb|rbrack|lpar|Tab|NewLine)\b)/gi;
/** GitHub takes no mention right after a letter or digit (an address, a version); an underscore may be the start of emphasis. */
const MENTION = /(?<![A-Za-z0-9])@(?!\s|$)/g;
/** Only where it could be a command: `docs/orch` and `https://…/orch` are paths. */
const COMMAND = /(?<![\w./-])\/(orch)(?![\w-])/gi;
/** Other machines read commands at the beginning of a line: `/lgtm`, `/deploy production`. `/usr/bin` is a path. */
const OTHER_COMMAND = /(?<=^[ \t>*+-]*)\/(?=[a-z][\w-]*(?![\w/-]|\.\w))/gim;
/** Closing keywords with something after them that could name an issue: `#5`, `GH-5`, `owner/repo#5`, a link. */
const CLOSING = /\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b(?=:?\s*(#\d+|gh-\d+|[\w.-]+\/[\w.-]+#\d+|https?:|\[|<|&))/gi;
/** An issue of another repository, on which GitHub would note that it was mentioned. */
const ELSEWHERE = /([\w.-]+\/[\w.-]+)#(?=\d)/g;
/** `[skip ci]` and its relatives in a commit message keep GitHub from running the checks that a merge waits for. */
const SKIP_CHECKS = /\[(?=\s*(?:(?:skip|no)\s+(?:ci|actions)|(?:ci|actions)\s+skip)\s*\])/gi;
/**
* Tags, comments and links in angle brackets, but for a few tags that only shape text, without attributes. Comments can hold Orch's marks,
* pictures are fetched by the reader's browser, and a tag that nobody knows (`Array<string>`) would not be shown.
*/
const HTML = /<(?=[a-z/!?])(?!\/?(?:details|summary|b|i|em|strong|code|kbd|sub|sup|del|ins|br)\s*\/?>|details open>|https?:\/\/)/gi;
const IMAGE = /!\[/g;
/**
* Lines by which a text would speak for someone else, once it is the end of a commit message: who wrote, signed or reviewed a commit, that checks
* may be skipped, and Orch's own. They are told from words by where they stand.
*/
const TRAILER = /^([ \t]*[a-z])(?=(?<=o)rch-[\w-]+[ \t]*:|(?:(?<=c)o-authored|(?<=s)igned-off|(?<=r)eviewed|(?<=a)pproved)-by[ \t]*:|(?<=o)n-behalf-of[ \t]*:|(?<=s)kip-checks[ \t]*:)/gim;
/** The Actions runner takes a line that begins with `::name` for a command. */
const WORKFLOW_COMMAND = /^([ \t]*)::(?=[a-z])/gim;
/**
* The text as one log line that the Actions runner cannot take for a command (`::name::` at the start, `##[name]` anywhere). A space that is
* seen, and no joiner: a comparison by the rules of a language would not see a joiner either.
*/
function logLine(text) {
	return withoutInvisible(text).text.replace(/\n+/g, " ").replaceAll("##[", "## [").replace(/^(\s*):(?=:)/, "$1: ");
}
// src/verify/summary.ts
/** A heading, the reasons, the table of the executions, tests that became weaker, the test files, and the end of the output of what went wrong. */
function verdictSummary(verdict) {
	return `${[
		`### ${heading(verdict)}`,
		verdict.reason && harmlessLine(verdict.reason, 1e3),
		verdict.why && verdict.why !== verdict.reason && harmlessLine(verdict.why, 500),
		(verdict.base ?? verdict.green) && table(verdict),
		verdict.weakened?.length && `Tests that became weaker:\n\n${verdict.weakened.map(weaker).join("\n")}`,
		verdict.tests.length > 0 && `Tests of the change:\n\n${verdict.tests.map((path) => `- ${code(path)}`).join("\n")}`,
		verdict.base?.exit_code && output("base", verdict.base),
		verdict.red?.exit_code && output("red", verdict.red),
		verdict.green?.exit_code && output("green", verdict.green)
	].filter(Boolean).join("\n\n")}\n`;
}
function heading({ ok, kind = "tests_first", exempt = "" }) {
	if (!ok) return "Not verified";
	return {
		tests_first: "Verified: the tests failed without the change and pass with it",
		repair: "Verified: the tests failed before the change and pass with it",
		exempt: `Verified without a proof, which the project does not ask for here: ${harmlessLine(exempt, 100)}`
	}[kind];
}
const weaker = ({ file, line, test, what, since, fails }) => {
	const place = file === "" ? "" : `${code(line === void 0 ? file : `${file}:${line}`)} `;
	const name = test === void 0 ? "" : `${code(test)} `;
	return `- ${fails ? "✗" : "!"} ${place}${name}${what}${since === "red" ? " since red" : ""}`;
};
function table({ base, red, green, kind }) {
	const repair = kind === "repair";
	return ["| | code | should | exit status | passed | failed | seconds |\n|---|---|---|---:|---:|---:|---:|", ...[
		[
			"base",
			"the project as it was",
			base,
			(run) => repair !== passes(run)
		],
		[
			"red",
			"with only the tests of the change",
			red,
			(run) => !passes(run)
		],
		[
			"green",
			"with the whole change",
			green,
			passes
		]
	].map(([name, what, run, good]) => {
		const should = name === "red" || name === "base" && repair ? "fail" : "pass";
		if (!run) return `| ${name} | ${what} | ${name === "red" && kind && kind !== "tests_first" ? "" : should} | not run | | | |`;
		return `| ${good(run) ? "✓" : "✗"} ${name} | ${what} | ${should} | ${run.exit_code} | ${run.passed ?? ""} | ${run.failed ?? ""} | ${run.seconds.toFixed(1)} |`;
	})].join("\n");
}
const passes = (run) => run.exit_code === 0;
/** The end of the output, folded away; the fence is longer than any that the output holds. */
function output(name, run) {
	const longest = Math.max(2, ...Array.from(run.tail.matchAll(/`+/g), ([ticks]) => ticks.length));
	const fence = "`".repeat(longest + 1);
	return `<details><summary>End of the output of ${name}</summary>\n\n${fence}text\n${run.tail.trimEnd()}\n${fence}\n\n</details>`;
}
/** A path as inline code, whatever stands in it. */
function code(path) {
	return `\`${harmlessLine(path, 200).replaceAll("`", "'")}\``;
}
// node_modules/picomatch/lib/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const WIN_SLASH = "\\\\/";
	const WIN_NO_SLASH = `[^${WIN_SLASH}]`;
	const DEFAULT_MAX_EXTGLOB_RECURSION = 0;
	/**
	* Posix glob regex
	*/
	const DOT_LITERAL = "\\.";
	const PLUS_LITERAL = "\\+";
	const QMARK_LITERAL = "\\?";
	const SLASH_LITERAL = "\\/";
	const ONE_CHAR = "(?=.)";
	const QMARK = "[^/]";
	const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
	const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
	const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
	const POSIX_CHARS = {
		DOT_LITERAL,
		PLUS_LITERAL,
		QMARK_LITERAL,
		SLASH_LITERAL,
		ONE_CHAR,
		QMARK,
		END_ANCHOR,
		DOTS_SLASH,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!${START_ANCHOR}${DOTS_SLASH})`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`,
		NO_DOTS_SLASH: `(?!${DOTS_SLASH})`,
		QMARK_NO_DOT: `[^.${SLASH_LITERAL}]`,
		STAR: `${QMARK}*?`,
		START_ANCHOR,
		SEP: "/"
	};
	/**
	* Windows glob regex
	*/
	const WINDOWS_CHARS = {
		...POSIX_CHARS,
		SLASH_LITERAL: `[${WIN_SLASH}]`,
		QMARK: WIN_NO_SLASH,
		STAR: `${WIN_NO_SLASH}*?`,
		DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
		NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
		START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
		END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
		SEP: "\\"
	};
	module.exports = {
		DEFAULT_MAX_EXTGLOB_RECURSION,
		MAX_LENGTH: 65536,
		POSIX_REGEX_SOURCE: {
			__proto__: null,
			alnum: "a-zA-Z0-9",
			alpha: "a-zA-Z",
			ascii: "\\x00-\\x7F",
			blank: " \\t",
			cntrl: "\\x00-\\x1F\\x7F",
			digit: "0-9",
			graph: "\\x21-\\x7E",
			lower: "a-z",
			print: "\\x20-\\x7E ",
			punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
			space: " \\t\\r\\n\\v\\f",
			upper: "A-Z",
			word: "A-Za-z0-9_",
			xdigit: "A-Fa-f0-9"
		},
		REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
		REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
		REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
		REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
		REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
		REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
		REPLACEMENTS: {
			__proto__: null,
			"***": "*",
			"**/**": "**",
			"**/**/**": "**"
		},
		CHAR_0: 48,
		CHAR_9: 57,
		CHAR_UPPERCASE_A: 65,
		CHAR_LOWERCASE_A: 97,
		CHAR_UPPERCASE_Z: 90,
		CHAR_LOWERCASE_Z: 122,
		CHAR_LEFT_PARENTHESES: 40,
		CHAR_RIGHT_PARENTHESES: 41,
		CHAR_ASTERISK: 42,
		CHAR_AMPERSAND: 38,
		CHAR_AT: 64,
		CHAR_BACKWARD_SLASH: 92,
		CHAR_CARRIAGE_RETURN: 13,
		CHAR_CIRCUMFLEX_ACCENT: 94,
		CHAR_COLON: 58,
		CHAR_COMMA: 44,
		CHAR_DOT: 46,
		CHAR_DOUBLE_QUOTE: 34,
		CHAR_EQUAL: 61,
		CHAR_EXCLAMATION_MARK: 33,
		CHAR_FORM_FEED: 12,
		CHAR_FORWARD_SLASH: 47,
		CHAR_GRAVE_ACCENT: 96,
		CHAR_HASH: 35,
		CHAR_HYPHEN_MINUS: 45,
		CHAR_LEFT_ANGLE_BRACKET: 60,
		CHAR_LEFT_CURLY_BRACE: 123,
		CHAR_LEFT_SQUARE_BRACKET: 91,
		CHAR_LINE_FEED: 10,
		CHAR_NO_BREAK_SPACE: 160,
		CHAR_PERCENT: 37,
		CHAR_PLUS: 43,
		CHAR_QUESTION_MARK: 63,
		CHAR_RIGHT_ANGLE_BRACKET: 62,
		CHAR_RIGHT_CURLY_BRACE: 125,
		CHAR_RIGHT_SQUARE_BRACKET: 93,
		CHAR_SEMICOLON: 59,
		CHAR_SINGLE_QUOTE: 39,
		CHAR_SPACE: 32,
		CHAR_TAB: 9,
		CHAR_UNDERSCORE: 95,
		CHAR_VERTICAL_LINE: 124,
		CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
		/**
		* Create EXTGLOB_CHARS
		*/
		extglobChars(chars) {
			return {
				"!": {
					type: "negate",
					open: "(?:(?!(?:",
					close: `))${chars.STAR})`
				},
				"?": {
					type: "qmark",
					open: "(?:",
					close: ")?"
				},
				"+": {
					type: "plus",
					open: "(?:",
					close: ")+"
				},
				"*": {
					type: "star",
					open: "(?:",
					close: ")*"
				},
				"@": {
					type: "at",
					open: "(?:",
					close: ")"
				}
			};
		},
		/**
		* Create GLOB_CHARS
		*/
		globChars(win32) {
			return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
		}
	};
}));
// node_modules/picomatch/lib/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { REGEX_BACKSLASH, REGEX_REMOVE_BACKSLASH, REGEX_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_GLOBAL } = require_constants();
	exports.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
	exports.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
	exports.isRegexChar = (str) => str.length === 1 && exports.hasRegexChars(str);
	exports.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
	exports.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
	exports.isWindows = () => {
		if (typeof navigator !== "undefined" && navigator.platform) {
			const platform = navigator.platform.toLowerCase();
			return platform === "win32" || platform === "windows";
		}
		if (typeof process !== "undefined" && process.platform) return process.platform === "win32";
		return false;
	};
	exports.removeBackslashes = (str) => {
		return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
			return match === "\\" ? "" : match;
		});
	};
	exports.escapeLast = (input, char, lastIdx) => {
		const idx = input.lastIndexOf(char, lastIdx);
		if (idx === -1) return input;
		if (input[idx - 1] === "\\") return exports.escapeLast(input, char, idx - 1);
		return `${input.slice(0, idx)}\\${input.slice(idx)}`;
	};
	exports.removePrefix = (input, state = {}) => {
		let output = input;
		if (output.startsWith("./")) {
			output = output.slice(2);
			state.prefix = "./";
		}
		return output;
	};
	exports.wrapOutput = (input, state = {}, options = {}) => {
		let output = `${options.contains ? "" : "^"}(?:${input})${options.contains ? "" : "$"}`;
		if (state.negated === true) output = `(?:^(?!${output}).*$)`;
		return output;
	};
	exports.basename = (path, { windows } = {}) => {
		const segs = path.split(windows ? /[\\/]/ : "/");
		const last = segs[segs.length - 1];
		if (last === "") return segs[segs.length - 2];
		return last;
	};
}));
// node_modules/picomatch/lib/scan.js
var require_scan = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const utils = require_utils();
	const { CHAR_ASTERISK, CHAR_AT, CHAR_BACKWARD_SLASH, CHAR_COMMA, CHAR_DOT, CHAR_EXCLAMATION_MARK, CHAR_FORWARD_SLASH, CHAR_LEFT_CURLY_BRACE, CHAR_LEFT_PARENTHESES, CHAR_LEFT_SQUARE_BRACKET, CHAR_PLUS, CHAR_QUESTION_MARK, CHAR_RIGHT_CURLY_BRACE, CHAR_RIGHT_PARENTHESES, CHAR_RIGHT_SQUARE_BRACKET } = require_constants();
	const isPathSeparator = (code) => {
		return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
	};
	const depth = (token) => {
		if (token.isPrefix !== true) token.depth = token.isGlobstar ? Infinity : 1;
	};
	/**
	* Quickly scans a glob pattern and returns an object with a handful of
	* useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
	* `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
	* with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
	*
	* ```js
	* const pm = require('picomatch');
	* console.log(pm.scan('foo/bar/*.js'));
	* { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
	* ```
	* @param {String} `str`
	* @param {Object} `options`
	* @return {Object} Returns an object with tokens and regex source string.
	* @api public
	*/
	const scan = (input, options) => {
		const opts = options || {};
		const length = input.length - 1;
		const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
		const slashes = [];
		const tokens = [];
		const parts = [];
		let str = input;
		let index = -1;
		let start = 0;
		let lastIndex = 0;
		let isBrace = false;
		let isBracket = false;
		let isGlob = false;
		let isExtglob = false;
		let isGlobstar = false;
		let braceEscaped = false;
		let backslashes = false;
		let negated = false;
		let negatedExtglob = false;
		let finished = false;
		let braces = 0;
		let prev;
		let code;
		let token = {
			value: "",
			depth: 0,
			isGlob: false
		};
		const eos = () => index >= length;
		const peek = () => str.charCodeAt(index + 1);
		const advance = () => {
			prev = code;
			return str.charCodeAt(++index);
		};
		while (index < length) {
			code = advance();
			let next;
			if (code === CHAR_BACKWARD_SLASH) {
				backslashes = token.backslashes = true;
				code = advance();
				if (code === CHAR_LEFT_CURLY_BRACE) braceEscaped = true;
				continue;
			}
			if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
				braces++;
				while (eos() !== true && (code = advance())) {
					if (code === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (code === CHAR_LEFT_CURLY_BRACE) {
						braces++;
						continue;
					}
					if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (braceEscaped !== true && code === CHAR_COMMA) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (code === CHAR_RIGHT_CURLY_BRACE) {
						braces--;
						if (braces === 0) {
							braceEscaped = false;
							isBrace = token.isBrace = true;
							finished = true;
							break;
						}
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_FORWARD_SLASH) {
				slashes.push(index);
				tokens.push(token);
				token = {
					value: "",
					depth: 0,
					isGlob: false
				};
				if (finished === true) continue;
				if (prev === CHAR_DOT && index === start + 1) {
					start += 2;
					continue;
				}
				lastIndex = index + 1;
				continue;
			}
			if (opts.noext !== true) {
				if ((code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK) === true && peek() === CHAR_LEFT_PARENTHESES) {
					isGlob = token.isGlob = true;
					isExtglob = token.isExtglob = true;
					finished = true;
					if (code === CHAR_EXCLAMATION_MARK && index === start) negatedExtglob = true;
					if (scanToEnd === true) {
						let parens = 0;
						while (eos() !== true && (code = advance())) {
							if (code === CHAR_BACKWARD_SLASH) {
								backslashes = token.backslashes = true;
								advance();
								continue;
							}
							if (code === CHAR_LEFT_PARENTHESES) {
								parens++;
								continue;
							}
							if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
								finished = true;
								break;
							}
						}
						continue;
					}
					break;
				}
			}
			if (code === CHAR_ASTERISK) {
				if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_QUESTION_MARK) {
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_LEFT_SQUARE_BRACKET) {
				while (eos() !== true && (next = advance())) {
					if (next === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (next === CHAR_RIGHT_SQUARE_BRACKET) {
						isBracket = token.isBracket = true;
						isGlob = token.isGlob = true;
						finished = true;
						break;
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
				negated = token.negated = true;
				start++;
				continue;
			}
			if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
				isGlob = token.isGlob = true;
				if (scanToEnd === true) {
					let parens = 1;
					while (eos() !== true && (code = advance())) {
						if (code === CHAR_BACKWARD_SLASH) {
							backslashes = token.backslashes = true;
							advance();
							continue;
						}
						if (code === CHAR_LEFT_PARENTHESES) {
							parens++;
							continue;
						}
						if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
							finished = true;
							break;
						}
					}
					continue;
				}
				break;
			}
			if (isGlob === true) {
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
		}
		if (opts.noext === true) {
			isExtglob = false;
			isGlob = false;
		}
		let base = str;
		let prefix = "";
		let glob = "";
		if (start > 0) {
			prefix = str.slice(0, start);
			str = str.slice(start);
			lastIndex -= start;
		}
		if (base && isGlob === true && lastIndex > 0) {
			base = str.slice(0, lastIndex);
			glob = str.slice(lastIndex);
		} else if (isGlob === true) {
			base = "";
			glob = str;
		} else base = str;
		if (base && base !== "" && base !== "/" && base !== str) {
			if (isPathSeparator(base.charCodeAt(base.length - 1))) base = base.slice(0, -1);
		}
		if (opts.unescape === true) {
			if (glob) glob = utils.removeBackslashes(glob);
			if (base && backslashes === true) base = utils.removeBackslashes(base);
		}
		const state = {
			prefix,
			input,
			start,
			base,
			glob,
			isBrace,
			isBracket,
			isGlob,
			isExtglob,
			isGlobstar,
			negated,
			negatedExtglob
		};
		if (opts.tokens === true) {
			state.maxDepth = 0;
			if (!isPathSeparator(code)) tokens.push(token);
			state.tokens = tokens;
		}
		if (opts.parts === true || opts.tokens === true) {
			let prevIndex;
			for (let idx = 0; idx < slashes.length; idx++) {
				const n = prevIndex !== void 0 ? prevIndex + 1 : start;
				const i = slashes[idx];
				const value = input.slice(n, i);
				if (opts.tokens) {
					if (idx === 0 && start !== 0) {
						tokens[idx].isPrefix = true;
						tokens[idx].value = prefix;
					} else tokens[idx].value = value;
					depth(tokens[idx]);
					state.maxDepth += tokens[idx].depth;
				}
				if (i >= start) {
					parts.push(value);
					prevIndex = i;
				}
			}
			const n = prevIndex !== void 0 ? prevIndex + 1 : start;
			const value = input.slice(n);
			parts.push(value);
			if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
				tokens[tokens.length - 1].value = value;
				depth(tokens[tokens.length - 1]);
				state.maxDepth += tokens[tokens.length - 1].depth;
			}
			state.slashes = slashes;
			state.parts = parts;
		}
		return state;
	};
	module.exports = scan;
}));
// node_modules/picomatch/lib/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = require_constants();
	const utils = require_utils();
	/**
	* Constants
	*/
	const { MAX_LENGTH, POSIX_REGEX_SOURCE, REGEX_NON_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_BACKREF, REPLACEMENTS } = constants;
	/**
	* Helpers
	*/
	const expandRange = (args, options) => {
		if (typeof options.expandRange === "function") return options.expandRange(...args, options);
		args.sort();
		const value = `[${args.join("-")}]`;
		try {
			new RegExp(value);
		} catch (ex) {
			return args.map((v) => utils.escapeRegex(v)).join("..");
		}
		return value;
	};
	/**
	* Create the message for a syntax error
	*/
	const syntaxError = (type, char) => {
		return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
	};
	const splitTopLevel = (input) => {
		const parts = [];
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let value = "";
		let escaped = false;
		for (const ch of input) {
			if (escaped === true) {
				value += ch;
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				value += ch;
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				value += ch;
				continue;
			}
			if (quote === 0) {
				if (ch === "[") bracket++;
				else if (ch === "]" && bracket > 0) bracket--;
				else if (bracket === 0) {
					if (ch === "(") paren++;
					else if (ch === ")" && paren > 0) paren--;
					else if (ch === "|" && paren === 0) {
						parts.push(value);
						value = "";
						continue;
					}
				}
			}
			value += ch;
		}
		parts.push(value);
		return parts;
	};
	const isPlainBranch = (branch) => {
		let escaped = false;
		for (const ch of branch) {
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (/[?*+@!()[\]{}]/.test(ch)) return false;
		}
		return true;
	};
	const normalizeSimpleBranch = (branch) => {
		let value = branch.trim();
		let changed = true;
		while (changed === true) {
			changed = false;
			if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
				value = value.slice(2, -1);
				changed = true;
			}
		}
		if (!isPlainBranch(value)) return;
		return value.replace(/\\(.)/g, "$1");
	};
	const hasRepeatedCharPrefixOverlap = (branches) => {
		const values = branches.map(normalizeSimpleBranch).filter(Boolean);
		for (let i = 0; i < values.length; i++) for (let j = i + 1; j < values.length; j++) {
			const a = values[i];
			const b = values[j];
			const char = a[0];
			if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) continue;
			if (a === b || a.startsWith(b) || b.startsWith(a)) return true;
		}
		return false;
	};
	const parseRepeatedExtglob = (pattern, requireEnd = true) => {
		if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") return;
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let escaped = false;
		for (let i = 1; i < pattern.length; i++) {
			const ch = pattern[i];
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				continue;
			}
			if (quote === 1) continue;
			if (ch === "[") {
				bracket++;
				continue;
			}
			if (ch === "]" && bracket > 0) {
				bracket--;
				continue;
			}
			if (bracket > 0) continue;
			if (ch === "(") {
				paren++;
				continue;
			}
			if (ch === ")") {
				paren--;
				if (paren === 0) {
					if (requireEnd === true && i !== pattern.length - 1) return;
					return {
						type: pattern[0],
						body: pattern.slice(2, i),
						end: i
					};
				}
			}
		}
	};
	const buildCharClassStar = (chars) => {
		return `${chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`}*`;
	};
	const getStarExtglobSequenceChars = (pattern) => {
		let index = 0;
		const chars = [];
		while (index < pattern.length) {
			const match = parseRepeatedExtglob(pattern.slice(index), false);
			if (!match || match.type !== "*") return;
			const branches = splitTopLevel(match.body).map((branch) => branch.trim());
			if (branches.length !== 1) return;
			const branch = normalizeSimpleBranch(branches[0]);
			if (!branch || branch.length !== 1) return;
			chars.push(branch);
			index += match.end + 1;
		}
		if (chars.length < 1) return;
		return chars;
	};
	const repeatedExtglobRecursion = (pattern) => {
		let depth = 0;
		let value = pattern.trim();
		let match = parseRepeatedExtglob(value);
		while (match) {
			depth++;
			value = match.body.trim();
			match = parseRepeatedExtglob(value);
		}
		return depth;
	};
	const analyzeRepeatedExtglob = (body, options) => {
		if (options.maxExtglobRecursion === false) return { risky: false };
		const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants.DEFAULT_MAX_EXTGLOB_RECURSION;
		const branches = splitTopLevel(body).map((branch) => branch.trim());
		if (branches.length > 1) {
			if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) return { risky: true };
		}
		const safeChars = [];
		let sawStarSequence = false;
		let combinable = true;
		for (const branch of branches) {
			const chars = getStarExtglobSequenceChars(branch);
			if (chars) {
				sawStarSequence = true;
				safeChars.push(...chars);
				continue;
			}
			const literal = normalizeSimpleBranch(branch);
			if (literal && literal.length === 1) {
				safeChars.push(literal);
				continue;
			}
			combinable = false;
			if (repeatedExtglobRecursion(branch) > max) return { risky: true };
		}
		if (sawStarSequence) return combinable ? {
			risky: true,
			safeOutput: buildCharClassStar([...new Set(safeChars)])
		} : { risky: true };
		return { risky: false };
	};
	/**
	* Parse the given input string.
	* @param {String} input
	* @param {Object} options
	* @return {Object}
	*/
	const parse = (input, options) => {
		if (typeof input !== "string") throw new TypeError("Expected a string");
		input = REPLACEMENTS[input] || input;
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		let len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		const bos = {
			type: "bos",
			value: "",
			output: opts.prepend || ""
		};
		const tokens = [bos];
		const capture = opts.capture ? "" : "?:";
		const PLATFORM_CHARS = constants.globChars(opts.windows);
		const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);
		const { DOT_LITERAL, PLUS_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOT_SLASH, NO_DOTS_SLASH, QMARK, QMARK_NO_DOT, STAR, START_ANCHOR } = PLATFORM_CHARS;
		const globstar = (opts) => {
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const nodot = opts.dot ? "" : NO_DOT;
		const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
		let star = opts.bash === true ? globstar(opts) : STAR;
		if (opts.capture) star = `(${star})`;
		if (typeof opts.noext === "boolean") opts.noextglob = opts.noext;
		const state = {
			input,
			index: -1,
			start: 0,
			dot: opts.dot === true,
			consumed: "",
			output: "",
			prefix: "",
			backtrack: false,
			negated: false,
			brackets: 0,
			braces: 0,
			parens: 0,
			quotes: 0,
			globstar: false,
			tokens
		};
		input = utils.removePrefix(input, state);
		len = input.length;
		const extglobs = [];
		const braces = [];
		const stack = [];
		let prev = bos;
		let value;
		/**
		* Tokenizing helpers
		*/
		const eos = () => state.index === len - 1;
		const peek = state.peek = (n = 1) => input[state.index + n];
		const advance = state.advance = () => input[++state.index] || "";
		const remaining = () => input.slice(state.index + 1);
		const consume = (value = "", num = 0) => {
			state.consumed += value;
			state.index += num;
		};
		const append = (token) => {
			state.output += token.output != null ? token.output : token.value;
			consume(token.value);
		};
		const negate = () => {
			let count = 1;
			while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
				advance();
				state.start++;
				count++;
			}
			if (count % 2 === 0) return false;
			state.negated = true;
			state.start++;
			return true;
		};
		const increment = (type) => {
			state[type]++;
			stack.push(type);
		};
		const decrement = (type) => {
			state[type]--;
			stack.pop();
		};
		/**
		* Push tokens onto the tokens array. This helper speeds up
		* tokenizing by 1) helping us avoid backtracking as much as possible,
		* and 2) helping us avoid creating extra tokens when consecutive
		* characters are plain text. This improves performance and simplifies
		* lookbehinds.
		*/
		const push = (tok) => {
			if (prev.type === "globstar") {
				const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
				const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
				if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
					state.output = state.output.slice(0, -prev.output.length);
					prev.type = "star";
					prev.value = "*";
					prev.output = star;
					state.output += prev.output;
				}
			}
			if (extglobs.length && tok.type !== "paren") extglobs[extglobs.length - 1].inner += tok.value;
			if (tok.value || tok.output) append(tok);
			if (prev && prev.type === "text" && tok.type === "text") {
				prev.output = (prev.output || prev.value) + tok.value;
				prev.value += tok.value;
				return;
			}
			tok.prev = prev;
			tokens.push(tok);
			prev = tok;
		};
		const extglobOpen = (type, value) => {
			const token = {
				...EXTGLOB_CHARS[value],
				conditions: 1,
				inner: ""
			};
			token.prev = prev;
			token.parens = state.parens;
			token.output = state.output;
			token.startIndex = state.index;
			token.tokensIndex = tokens.length;
			const output = (opts.capture ? "(" : "") + token.open;
			increment("parens");
			push({
				type,
				value,
				output: state.output ? "" : ONE_CHAR
			});
			push({
				type: "paren",
				extglob: true,
				value: advance(),
				output
			});
			extglobs.push(token);
		};
		const extglobClose = (token) => {
			const literal = input.slice(token.startIndex, state.index + 1);
			const body = input.slice(token.startIndex + 2, state.index);
			const analysis = analyzeRepeatedExtglob(body, opts);
			if ((token.type === "plus" || token.type === "star") && analysis.risky) {
				const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
				const open = tokens[token.tokensIndex];
				open.type = "text";
				open.value = literal;
				open.output = safeOutput || utils.escapeRegex(literal);
				for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
					tokens[i].value = "";
					tokens[i].output = "";
					delete tokens[i].suffix;
				}
				state.output = token.output + open.output;
				state.backtrack = true;
				push({
					type: "paren",
					extglob: true,
					value,
					output: ""
				});
				decrement("parens");
				return;
			}
			let output = token.close + (opts.capture ? ")" : "");
			let rest;
			if (token.type === "negate") {
				let extglobStar = star;
				if (token.inner && token.inner.length > 1 && token.inner.includes("/")) extglobStar = globstar(opts);
				if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) output = token.close = `)$))${extglobStar}`;
				if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) output = token.close = `)${parse(rest, {
					...options,
					fastpaths: false
				}).output})${extglobStar})`;
				if (token.prev.type === "bos") state.negatedExtglob = true;
			}
			push({
				type: "paren",
				extglob: true,
				value,
				output
			});
			decrement("parens");
		};
		/**
		* Fast paths
		*/
		if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
			let backslashes = false;
			let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
				if (first === "\\") {
					backslashes = true;
					return m;
				}
				if (first === "?") {
					if (esc) return esc + first + (rest ? QMARK.repeat(rest.length) : "");
					if (index === 0) return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
					return QMARK.repeat(chars.length);
				}
				if (first === ".") return DOT_LITERAL.repeat(chars.length);
				if (first === "*") {
					if (esc) return esc + first + (rest ? star : "");
					return star;
				}
				return esc ? m : `\\${m}`;
			});
			if (backslashes === true) {
				if (opts.unescape === true) output = output.replace(/\\/g, "");
				else output = output.replace(/\\+/g, (m) => {
					return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
				});
			}
			if (output === input && opts.contains === true) {
				state.output = input;
				return state;
			}
			state.output = utils.wrapOutput(output, state, options);
			return state;
		}
		/**
		* Tokenize input until we reach end-of-string
		*/
		while (!eos()) {
			value = advance();
			if (value === "\0") continue;
			/**
			* Escaped characters
			*/
			if (value === "\\") {
				const next = peek();
				if (next === "/" && opts.bash !== true) continue;
				if (next === "." || next === ";") continue;
				if (!next) {
					value += "\\";
					push({
						type: "text",
						value
					});
					continue;
				}
				const match = /^\\+/.exec(remaining());
				let slashes = 0;
				if (match && match[0].length > 2) {
					slashes = match[0].length;
					state.index += slashes;
					if (slashes % 2 !== 0) value += "\\";
				}
				if (opts.unescape === true) value = advance();
				else value += advance();
				if (state.brackets === 0) {
					push({
						type: "text",
						value
					});
					continue;
				}
			}
			/**
			* If we're inside a regex character class, continue
			* until we reach the closing bracket.
			*/
			if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
				if (opts.posix !== false && value === ":") {
					const inner = prev.value.slice(1);
					if (inner.includes("[")) {
						prev.posix = true;
						if (inner.includes(":")) {
							const idx = prev.value.lastIndexOf("[");
							const pre = prev.value.slice(0, idx);
							const rest = prev.value.slice(idx + 2);
							const posix = POSIX_REGEX_SOURCE[rest];
							if (posix) {
								prev.value = pre + posix;
								state.backtrack = true;
								advance();
								if (!bos.output && tokens.indexOf(prev) === 1) bos.output = ONE_CHAR;
								continue;
							}
						}
					}
				}
				if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") value = `\\${value}`;
				if (value === "]" && (prev.value === "[" || prev.value === "[^")) value = `\\${value}`;
				if (opts.posix === true && value === "!" && prev.value === "[") value = "^";
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* If we're inside a quoted string, continue
			* until we reach the closing double quote.
			*/
			if (state.quotes === 1 && value !== "\"") {
				value = utils.escapeRegex(value);
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* Double quotes
			*/
			if (value === "\"") {
				state.quotes = state.quotes === 1 ? 0 : 1;
				if (opts.keepQuotes === true) push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Parentheses
			*/
			if (value === "(") {
				increment("parens");
				push({
					type: "paren",
					value
				});
				continue;
			}
			if (value === ")") {
				if (state.parens === 0 && opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "("));
				const extglob = extglobs[extglobs.length - 1];
				if (extglob && state.parens === extglob.parens + 1) {
					extglobClose(extglobs.pop());
					continue;
				}
				push({
					type: "paren",
					value,
					output: state.parens ? ")" : "\\)"
				});
				decrement("parens");
				continue;
			}
			/**
			* Square brackets
			*/
			if (value === "[") {
				if (opts.nobracket === true || !remaining().includes("]")) {
					if (opts.nobracket !== true && opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
					value = `\\${value}`;
				} else increment("brackets");
				push({
					type: "bracket",
					value
				});
				continue;
			}
			if (value === "]") {
				if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				if (state.brackets === 0) {
					if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "["));
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				decrement("brackets");
				const prevValue = prev.value.slice(1);
				if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) value = `/${value}`;
				prev.value += value;
				append({ value });
				if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) continue;
				const escaped = utils.escapeRegex(prev.value);
				state.output = state.output.slice(0, -prev.value.length);
				if (opts.literalBrackets === true) {
					state.output += escaped;
					prev.value = escaped;
					continue;
				}
				prev.value = `(${capture}${escaped}|${prev.value})`;
				state.output += prev.value;
				continue;
			}
			/**
			* Braces
			*/
			if (value === "{" && opts.nobrace !== true) {
				increment("braces");
				const open = {
					type: "brace",
					value,
					output: "(",
					outputIndex: state.output.length,
					tokensIndex: state.tokens.length
				};
				braces.push(open);
				push(open);
				continue;
			}
			if (value === "}") {
				const brace = braces[braces.length - 1];
				if (opts.nobrace === true || !brace) {
					push({
						type: "text",
						value,
						output: value
					});
					continue;
				}
				let output = ")";
				if (brace.dots === true) {
					const arr = tokens.slice();
					const range = [];
					for (let i = arr.length - 1; i >= 0; i--) {
						tokens.pop();
						if (arr[i].type === "brace") break;
						if (arr[i].type !== "dots") range.unshift(arr[i].value);
					}
					output = expandRange(range, opts);
					state.backtrack = true;
				}
				if (brace.comma !== true && brace.dots !== true) {
					const out = state.output.slice(0, brace.outputIndex);
					const toks = state.tokens.slice(brace.tokensIndex);
					brace.value = brace.output = "\\{";
					value = output = "\\}";
					state.output = out;
					for (const t of toks) state.output += t.output || t.value;
				}
				push({
					type: "brace",
					value,
					output
				});
				decrement("braces");
				braces.pop();
				continue;
			}
			/**
			* Pipes
			*/
			if (value === "|") {
				if (extglobs.length > 0) extglobs[extglobs.length - 1].conditions++;
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Commas
			*/
			if (value === ",") {
				let output = value;
				const brace = braces[braces.length - 1];
				if (brace && stack[stack.length - 1] === "braces") {
					brace.comma = true;
					output = "|";
				}
				push({
					type: "comma",
					value,
					output
				});
				continue;
			}
			/**
			* Slashes
			*/
			if (value === "/") {
				if (prev.type === "dot" && state.index === state.start + 1) {
					state.start = state.index + 1;
					state.consumed = "";
					state.output = "";
					tokens.pop();
					prev = bos;
					continue;
				}
				push({
					type: "slash",
					value,
					output: SLASH_LITERAL
				});
				continue;
			}
			/**
			* Dots
			*/
			if (value === ".") {
				if (state.braces > 0 && prev.type === "dot") {
					if (prev.value === ".") prev.output = DOT_LITERAL;
					const brace = braces[braces.length - 1];
					prev.type = "dots";
					prev.output += value;
					prev.value += value;
					brace.dots = true;
					continue;
				}
				if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
					push({
						type: "text",
						value,
						output: DOT_LITERAL
					});
					continue;
				}
				push({
					type: "dot",
					value,
					output: DOT_LITERAL
				});
				continue;
			}
			/**
			* Question marks
			*/
			if (value === "?") {
				if (!(prev && prev.value === "(") && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("qmark", value);
					continue;
				}
				if (prev && prev.type === "paren") {
					const next = peek();
					let output = value;
					if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) output = `\\${value}`;
					push({
						type: "text",
						value,
						output
					});
					continue;
				}
				if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
					push({
						type: "qmark",
						value,
						output: QMARK_NO_DOT
					});
					continue;
				}
				push({
					type: "qmark",
					value,
					output: QMARK
				});
				continue;
			}
			/**
			* Exclamation
			*/
			if (value === "!") {
				if (opts.noextglob !== true && peek() === "(") {
					if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
						extglobOpen("negate", value);
						continue;
					}
				}
				if (opts.nonegate !== true && state.index === 0) {
					negate();
					continue;
				}
			}
			/**
			* Plus
			*/
			if (value === "+") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("plus", value);
					continue;
				}
				if (prev && prev.value === "(" || opts.regex === false) {
					push({
						type: "plus",
						value,
						output: PLUS_LITERAL
					});
					continue;
				}
				if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
					push({
						type: "plus",
						value
					});
					continue;
				}
				push({
					type: "plus",
					value: PLUS_LITERAL
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value === "@") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					push({
						type: "at",
						extglob: true,
						value,
						output: ""
					});
					continue;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value !== "*") {
				if (value === "$" || value === "^") value = `\\${value}`;
				const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
				if (match) {
					value += match[0];
					state.index += match[0].length;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Stars
			*/
			if (prev && (prev.type === "globstar" || prev.star === true)) {
				prev.type = "star";
				prev.star = true;
				prev.value += value;
				prev.output = star;
				state.backtrack = true;
				state.globstar = true;
				consume(value);
				continue;
			}
			let rest = remaining();
			if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
				extglobOpen("star", value);
				continue;
			}
			if (prev.type === "star") {
				if (opts.noglobstar === true) {
					consume(value);
					continue;
				}
				const prior = prev.prev;
				const before = prior.prev;
				const isStart = prior.type === "slash" || prior.type === "bos";
				const afterStar = before && (before.type === "star" || before.type === "globstar");
				if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
				const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
				if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				while (rest.slice(0, 3) === "/**") {
					const after = input[state.index + 4];
					if (after && after !== "/") break;
					rest = rest.slice(3);
					consume("/**", 3);
				}
				const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
				if (prior.type === "bos" && eos()) {
					prev.type = "globstar";
					prev.value += value;
					prev.output = globstar(opts);
					state.output = prev.output;
					state.globstar = true;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
					prev.value += value;
					state.globstar = true;
					state.output += prior.output + prev.output;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
					const end = rest[1] !== void 0 ? "|$" : "";
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
					prev.value += value;
					state.output += prior.output + prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				if (prior.type === "bos" && rest[0] === "/") {
					prev.type = "globstar";
					prev.value += value;
					prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
					state.output = prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				state.output = state.output.slice(0, -prev.output.length);
				prev.type = "globstar";
				prev.output = globstar(opts);
				prev.value += value;
				state.output += prev.output;
				state.globstar = true;
				consume(value);
				continue;
			}
			const token = {
				type: "star",
				value,
				output: star
			};
			if (opts.bash === true) {
				token.output = ".*?";
				if (prev.type === "bos" || prev.type === "slash") token.output = nodot + token.output;
				push(token);
				continue;
			}
			if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
				token.output = value;
				push(token);
				continue;
			}
			if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
				if (prev.type === "dot") {
					state.output += NO_DOT_SLASH;
					prev.output += NO_DOT_SLASH;
				} else if (opts.dot === true) {
					state.output += NO_DOTS_SLASH;
					prev.output += NO_DOTS_SLASH;
				} else {
					state.output += nodot;
					prev.output += nodot;
				}
				if (peek() !== "*") {
					state.output += ONE_CHAR;
					prev.output += ONE_CHAR;
				}
			}
			push(token);
		}
		while (state.brackets > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
			state.output = utils.escapeLast(state.output, "[");
			decrement("brackets");
		}
		while (state.parens > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
			state.output = utils.escapeLast(state.output, "(");
			decrement("parens");
		}
		while (state.braces > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
			state.output = utils.escapeLast(state.output, "{");
			decrement("braces");
		}
		if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) push({
			type: "maybe_slash",
			value: "",
			output: `${SLASH_LITERAL}?`
		});
		if (state.backtrack === true) {
			state.output = "";
			for (const token of state.tokens) {
				state.output += token.output != null ? token.output : token.value;
				if (token.suffix) state.output += token.suffix;
			}
		}
		return state;
	};
	/**
	* Fast paths for creating regular expressions for common glob patterns.
	* This can significantly speed up processing and has very little downside
	* impact when none of the fast paths match.
	*/
	parse.fastpaths = (input, options) => {
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		const len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		input = REPLACEMENTS[input] || input;
		const { DOT_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOTS, NO_DOTS_SLASH, STAR, START_ANCHOR } = constants.globChars(opts.windows);
		const nodot = opts.dot ? NO_DOTS : NO_DOT;
		const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
		const capture = opts.capture ? "" : "?:";
		const state = {
			negated: false,
			prefix: ""
		};
		let star = opts.bash === true ? ".*?" : STAR;
		if (opts.capture) star = `(${star})`;
		const globstar = (opts) => {
			if (opts.noglobstar === true) return star;
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const create = (str) => {
			switch (str) {
				case "*": return `${nodot}${ONE_CHAR}${star}`;
				case ".*": return `${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*.*": return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*/*": return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
				case "**": return nodot + globstar(opts);
				case "**/*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
				case "**/*.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "**/.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
				default: {
					const match = /^(.*?)\.(\w+)$/.exec(str);
					if (!match) return;
					const source = create(match[1]);
					if (!source) return;
					return source + DOT_LITERAL + match[2];
				}
			}
		};
		let source = create(utils.removePrefix(input, state));
		if (source && opts.strictSlashes !== true) source += `${SLASH_LITERAL}?`;
		return source;
	};
	module.exports = parse;
}));
// node_modules/picomatch/lib/picomatch.js
var require_picomatch$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const scan = require_scan();
	const parse = require_parse();
	const utils = require_utils();
	const constants = require_constants();
	const isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
	/**
	* Creates a matcher function from one or more glob patterns. The
	* returned function takes a string to match as its first argument,
	* and returns true if the string is a match. The returned matcher
	* function also takes a boolean as the second argument that, when true,
	* returns an object with additional information.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch(glob[, options]);
	*
	* const isMatch = picomatch('*.!(*a)');
	* console.log(isMatch('a.a')); //=> false
	* console.log(isMatch('a.b')); //=> true
	*
	* // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
	* const picomatch = require('picomatch/posix');
	* // the same API, defaulting to posix paths
	* const isMatch = picomatch('a/*');
	* console.log(isMatch('a\\b')); //=> false
	* console.log(isMatch('a/b')); //=> true
	*
	* // you can still configure the matcher function to accept windows paths
	* const isMatch = picomatch('a/*', { options: windows });
	* console.log(isMatch('a\\b')); //=> true
	* console.log(isMatch('a/b')); //=> true
	* ```
	* @name picomatch
	* @param {String|Array} `globs` One or more glob patterns.
	* @param {Object=} `options`
	* @return {Function=} Returns a matcher function.
	* @api public
	*/
	const picomatch = (glob, options, returnState = false) => {
		if (Array.isArray(glob)) {
			const fns = glob.map((input) => picomatch(input, options, returnState));
			const arrayMatcher = (str) => {
				for (const isMatch of fns) {
					const state = isMatch(str);
					if (state) return state;
				}
				return false;
			};
			return arrayMatcher;
		}
		const isState = isObject(glob) && glob.tokens && glob.input;
		if (glob === "" || typeof glob !== "string" && !isState) throw new TypeError("Expected pattern to be a non-empty string");
		const opts = options || {};
		const posix = opts.windows;
		const regex = isState ? picomatch.compileRe(glob, options) : picomatch.makeRe(glob, options, false, true);
		const state = regex.state;
		delete regex.state;
		let isIgnored = () => false;
		if (opts.ignore) {
			const ignoreOpts = {
				...options,
				ignore: null,
				onMatch: null,
				onResult: null
			};
			isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
		}
		const matcher = (input, returnObject = false) => {
			const { isMatch, match, output } = picomatch.test(input, regex, options, {
				glob,
				posix
			});
			const result = {
				glob,
				state,
				regex,
				posix,
				input,
				output,
				match,
				isMatch
			};
			if (typeof opts.onResult === "function") opts.onResult(result);
			if (isMatch === false) {
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (isIgnored(input)) {
				if (typeof opts.onIgnore === "function") opts.onIgnore(result);
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (typeof opts.onMatch === "function") opts.onMatch(result);
			return returnObject ? result : true;
		};
		if (returnState) matcher.state = state;
		return matcher;
	};
	/**
	* Test `input` with the given `regex`. This is used by the main
	* `picomatch()` function to test the input string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.test(input, regex[, options]);
	*
	* console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
	* // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp} `regex`
	* @return {Object} Returns an object with matching info.
	* @api public
	*/
	picomatch.test = (input, regex, options, { glob, posix } = {}) => {
		if (typeof input !== "string") throw new TypeError("Expected input to be a string");
		if (input === "") return {
			isMatch: false,
			output: ""
		};
		const opts = options || {};
		const format = opts.format || (posix ? utils.toPosixSlashes : null);
		let match = input === glob;
		let output = match && format ? format(input) : input;
		if (match === false) {
			output = format ? format(input) : input;
			match = output === glob;
		}
		if (match === false || opts.capture === true) {
			if (opts.matchBase === true || opts.basename === true) match = picomatch.matchBase(input, regex, options, posix);
			else match = regex.exec(output);
		}
		return {
			isMatch: Boolean(match),
			match,
			output
		};
	};
	/**
	* Match the basename of a filepath.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.matchBase(input, glob[, options]);
	* console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
	* @return {Boolean}
	* @api public
	*/
	picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
		return (glob instanceof RegExp ? glob : picomatch.makeRe(glob, options)).test(utils.basename(input, { windows: posix }));
	};
	/**
	* Returns true if **any** of the given glob `patterns` match the specified `string`.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.isMatch(string, patterns[, options]);
	*
	* console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
	* console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
	* ```
	* @param {String|Array} str The string to test.
	* @param {String|Array} patterns One or more glob patterns to use for matching.
	* @param {Object} [options] See available [options](#options).
	* @return {Boolean} Returns true if any patterns match `str`
	* @api public
	*/
	picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);
	/**
	* Parse a glob pattern to create the source string for a regular
	* expression.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const result = picomatch.parse(pattern[, options]);
	* ```
	* @param {String} `pattern`
	* @param {Object} `options`
	* @return {Object} Returns an object with useful properties and output to be used as a regex source string.
	* @api public
	*/
	picomatch.parse = (pattern, options) => {
		if (Array.isArray(pattern)) return pattern.map((p) => picomatch.parse(p, options));
		return parse(pattern, {
			...options,
			fastpaths: false
		});
	};
	/**
	* Scan a glob pattern to separate the pattern into segments.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.scan(input[, options]);
	*
	* const result = picomatch.scan('!./foo/*.js');
	* console.log(result);
	* { prefix: '!./',
	*   input: '!./foo/*.js',
	*   start: 3,
	*   base: 'foo',
	*   glob: '*.js',
	*   isBrace: false,
	*   isBracket: false,
	*   isGlob: true,
	*   isExtglob: false,
	*   isGlobstar: false,
	*   negated: true }
	* ```
	* @param {String} `input` Glob pattern to scan.
	* @param {Object} `options`
	* @return {Object} Returns an object with
	* @api public
	*/
	picomatch.scan = (input, options) => scan(input, options);
	/**
	* Compile a regular expression from the `state` object returned by the
	* [parse()](#parse) method.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const state = picomatch.parse('*.js');
	* // picomatch.compileRe(state[, options]);
	*
	* console.log(picomatch.compileRe(state));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {Object} `state`
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
	* @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
	* @return {RegExp}
	* @api public
	*/
	picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
		if (returnOutput === true) return state.output;
		const opts = options || {};
		const prepend = opts.contains ? "" : "^";
		const append = opts.contains ? "" : "$";
		let source = `${prepend}(?:${state.output})${append}`;
		if (state && state.negated === true) source = `^(?!${source}).*$`;
		const regex = picomatch.toRegex(source, options);
		if (returnState === true) regex.state = state;
		return regex;
	};
	/**
	* Create a regular expression from a parsed glob pattern.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.makeRe(state[, options]);
	*
	* const result = picomatch.makeRe('*.js');
	* console.log(result);
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `state` The object returned from the `.parse` method.
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
	* @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
	* @return {RegExp} Returns a regex created from the given pattern.
	* @api public
	*/
	picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
		if (!input || typeof input !== "string") throw new TypeError("Expected a non-empty string");
		let parsed = {
			negated: false,
			fastpaths: true
		};
		if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) parsed.output = parse.fastpaths(input, options);
		if (!parsed.output) parsed = parse(input, options);
		return picomatch.compileRe(parsed, options, returnOutput, returnState);
	};
	/**
	* Create a regular expression from the given regex source string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.toRegex(source[, options]);
	*
	* const { output } = picomatch.parse('*.js');
	* console.log(picomatch.toRegex(output));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `source` Regular expression source string.
	* @param {Object} `options`
	* @return {RegExp}
	* @api public
	*/
	picomatch.toRegex = (source, options) => {
		try {
			const opts = options || {};
			return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
		} catch (err) {
			if (options && options.debug === true) throw err;
			return /$^/;
		}
	};
	/**
	* Picomatch constants.
	* @return {Object}
	*/
	picomatch.constants = constants;
	/**
	* Expose "picomatch"
	*/
	module.exports = picomatch;
}));
// src/patch/git.ts
var import_picomatch = /* @__PURE__ */ __toESM((/* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pico = require_picomatch$1();
	const utils = require_utils();
	function picomatch(glob, options, returnState = false) {
		if (options && (options.windows === null || options.windows === void 0)) options = {
			...options,
			windows: utils.isWindows()
		};
		return pico(glob, options, returnState);
	}
	Object.assign(picomatch, pico);
	module.exports = picomatch;
})))(), 1);
/**
* Git as the `verify` and `deliver` jobs use it: no shell, no hooks, no filters, nobody's configuration but the checkout's own, and a
* short list of environment variables. Whatever is passed to it is an argument or standard input, never a command.
*/
/** A git command that did not end well. The message holds what git said, for the log; it may quote untrusted text. */
var GitFailed = class extends Error {
	code;
	stderr;
	constructor(args, code, stderr) {
		super(`git ${args[0] ?? ""} failed (${code ?? "killed"}): ${stderr.trim() || "git said nothing"}`);
		this.name = "GitFailed";
		this.code = code;
		this.stderr = stderr;
	}
};
/** Variables that git needs to find its helpers and the network. Everything else in the environment stays outside. */
const PASSED = [
	"PATH",
	"SYSTEMROOT",
	"http_proxy",
	"https_proxy",
	"HTTPS_PROXY",
	"no_proxy",
	"NO_PROXY",
	"GIT_SSL_CAINFO",
	"SSL_CERT_FILE"
];
/**
* Settings that no checkout may override. Attributes and HFS/NTFS protection are judged as on the strictest platform, because what is
* pushed here is checked out on all of them.
*/
const SETTINGS = [
	`core.hooksPath=${devNull}`,
	`core.attributesFile=${devNull}`,
	"core.fsmonitor=false",
	"core.protectHFS=true",
	"core.protectNTFS=true",
	"core.quotePath=true",
	"commit.gpgSign=false",
	"push.followTags=false",
	"push.recurseSubmodules=no",
	"submodule.recurse=false",
	"protocol.ext.allow=never",
	"gc.auto=0"
];
/** The most memory that git may ask for at once, in bytes: a patch of a few kilobytes can claim to unpack to gigabytes. */
const ALLOCATION_LIMIT = 268435456;
/** Git in the folder `dir`, which must be a checkout or a bare repository. */
function gitIn(dir) {
	const settings = [...SETTINGS, `safe.directory=${dir}`].flatMap((setting) => ["-c", setting]);
	return (args, options = {}) => new Promise((resolve, reject) => {
		const child = execFile("git", [...settings, ...args], {
			cwd: dir,
			env: {
				...cleanEnvironment(),
				...options.env
			},
			encoding: "buffer",
			maxBuffer: 134217728,
			timeout: options.timeout ?? 12e4,
			killSignal: "SIGKILL"
		}, (error, stdout, stderr) => {
			if (!error) return resolve(stdout);
			const code = typeof error.code === "number" ? error.code : null;
			reject(new GitFailed(args, code, code === null ? `${error.message}\n${stderr}` : stderr.toString()));
		});
		child.stdin?.on("error", () => {});
		child.stdin?.end(options.input ?? "");
	});
}
function cleanEnvironment() {
	const env = {
		HOME: tmpdir(),
		LC_ALL: "C",
		GIT_CONFIG_GLOBAL: devNull,
		GIT_CONFIG_NOSYSTEM: "1",
		GIT_ATTR_NOSYSTEM: "1",
		GIT_TERMINAL_PROMPT: "0",
		GIT_LITERAL_PATHSPECS: "1",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_ALLOC_LIMIT: String(ALLOCATION_LIMIT)
	};
	for (const name of PASSED) {
		const value = process.env[name];
		if (value !== void 0) env[name] = value;
	}
	return env;
}
// src/patch/message.ts
/** Longest subject in characters. Git has no limit; GitHub and `git log` cut far earlier. */
const MAX_SUBJECT = 120;
/**
* Subject, blank line, body, blank line, trailers. Lines by which the agent would speak for someone else are left out: trailers that say
* who wrote or signed a commit, GitHub's trailers that skip checks, and Orch's own.
*/
function commitMessage(intent, context) {
	const options = {
		...!context.plans && { closes: context.story },
		...context.hosts && { hosts: context.hosts }
	};
	const lines = harmless(withoutForeignTrailers(intent.message), options).split("\n");
	const at = lines.findIndex((line) => line.trim() !== "");
	const subject = harmlessLine(lines[at] ?? "", MAX_SUBJECT, options) || `${intent.stage}: work on story ${context.story}`;
	return {
		subject,
		text: `${[
			subject,
			lines.slice(at + 1).join("\n").trim(),
			`Orch-Run: ${context.run}\nOrch-Stage: ${intent.stage}`
		].filter(Boolean).join("\n\n")}\n`
	};
}
/** The text without the lines by which it would speak for others, and without characters that could hide that a line is one. */
const withoutForeignTrailers = (text) => withoutInvisible(text).text.split("\n").filter((line) => !FOREIGN_TRAILER.test(line)).join("\n");
const FOREIGN_TRAILER = /^\s*(?:orch-[\w-]+|co-authored-by|signed-off-by|on-behalf-of|reviewed-by|approved-by|skip-checks)\s*:/i;
// src/patch/fold.ts
/** Names as the most forgiving file system compares them, so that no twin of a protected name is taken for another one. */
/**
* A path segment without what some file system does not tell apart: case, compatibility forms, accents and other marks (however they are
* composed), dots and spaces at the end and a stream's name after a colon (NTFS). Only for comparing; no file is ever written under it.
*/
function foldedSegment(segment) {
	if (segment === "." || segment === "..") return segment;
	const plain = segment.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase();
	return plain === "" ? "" : plain.replace(/:.*$/s, "").replace(/[. ]+$/, "") || ".";
}
/** The segments of a path, folded; a backslash separates on Windows. */
const foldedSegments = (path) => path.split(/[/\\]/).map(foldedSegment);
/**
* Windows gives a second, short name to every file whose name is longer: `GIT~1` is `.git`, `PACKAG~1.JSO` may be `package.json`. Which one it
* is depends on the machine.
*/
const isShortName = (segment) => /^[^.~]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/.test(segment);
// src/patch/people-only.ts
/** What the last segment of a path may be. */
const NAMES = {
	automation: [
		".gitlab-ci.yml",
		".travis.yml",
		"appveyor.yml",
		".appveyor.yml",
		"azure-pipelines.yml",
		"bitbucket-pipelines.yml",
		"jenkinsfile",
		".drone.yml",
		".woodpecker.yml",
		"cloudbuild.yaml",
		"renovate.json",
		".renovaterc",
		".renovaterc.json",
		".mergify.yml"
	],
	lockfile: [
		"package-lock.json",
		"npm-shrinkwrap.json",
		"yarn.lock",
		"pnpm-lock.yaml",
		"bun.lock",
		"bun.lockb",
		"deno.lock",
		".npmrc",
		".yarnrc",
		".yarnrc.yml",
		".pnpmfile.cjs",
		"bunfig.toml",
		"cargo.lock",
		"go.sum",
		"poetry.lock",
		"pipfile.lock",
		"uv.lock",
		"pdm.lock",
		"pip.conf",
		"gemfile.lock",
		"composer.lock",
		"packages.lock.json",
		"nuget.config",
		"gradle.lockfile",
		"mix.lock",
		"pubspec.lock",
		"package.resolved",
		"podfile.lock",
		"flake.lock",
		"conan.lock",
		".terraform.lock.hcl"
	],
	"agent-instructions": [
		"agents.md",
		"agents.override.md",
		"agent.md",
		"claude.md",
		"claude.local.md",
		"gemini.md",
		"qwen.md",
		"warp.md",
		"copilot-instructions.md",
		".cursorrules",
		".cursorignore",
		".windsurfrules",
		".clinerules",
		".roorules",
		".goosehints",
		".aider.conf.yml",
		".mcp.json",
		"mcp.json",
		"opencode.json",
		"opencode.jsonc",
		".rules"
	],
	hooks: [
		".pre-commit-config.yaml",
		".pre-commit-hooks.yaml",
		"lefthook.yml",
		"lefthook.yaml",
		".lefthook.yml",
		".huskyrc",
		".huskyrc.json",
		".overcommit.yml"
	],
	workplace: [
		".envrc",
		".direnvrc",
		".devcontainer.json",
		".tool-versions",
		"mise.toml",
		".mise.toml"
	]
};
/** What any segment may be: everything below such a folder is meant. */
const FOLDERS = {
	automation: [
		".circleci",
		".buildkite",
		".gitlab",
		".woodpecker",
		".azuredevops"
	],
	lockfile: [".yarn"],
	"agent-instructions": [
		".claude",
		".cursor",
		".codex",
		".gemini",
		".qwen",
		".windsurf",
		".clinerules",
		".roo",
		".continue",
		".kiro",
		".junie",
		".opencode",
		".amazonq",
		".augment",
		".agents",
		".agent",
		".goose",
		".trae"
	],
	hooks: [
		".husky",
		".githooks",
		".git-hooks",
		".lefthook"
	],
	workplace: [
		".vscode",
		".idea",
		".devcontainer",
		".fleet",
		".zed"
	]
};
const byName = (table) => new Map(Object.entries(table).flatMap(([rule, names]) => names.map((name) => [name, rule])));
const NAME_RULES = byName(NAMES);
const FOLDER_RULES = byName(FOLDERS);
/** The rule by which a path, given as its folded segments, belongs to people; undefined when it does not. */
function peopleRule(segments) {
	for (const segment of segments) {
		const rule = FOLDER_RULES.get(segment);
		if (rule) return rule;
	}
	return NAME_RULES.get(segments.at(-1) ?? "");
}
[...NAME_RULES.keys(), ...[...FOLDER_RULES.keys()].map((name) => `${name}/x`)];
// src/patch/test-command.ts
/**
* What the project's test command runs through: scripts of package.json, Makefiles, programs of the repository. A run that could change them
* would be the judge of its own work, so they belong to people. The tests themselves do not: to write them is the work.
*/
/** Names of files that are read to judge a change: the manifests whose scripts a test command may run. */
const isManifest = (path) => foldedSegments(path).at(-1) === "package.json";
/**
* Whether changing this file changes what the test command does. `manifests` has the package.json of the root as it was, and every one that the
* commit changes.
*/
function changesTestCommand(path, test, manifests) {
	const root = scriptsIn(manifests.get("package.json")?.before ?? null);
	const lines = [test.command, ...Object.values(reached(test.command, root))];
	const segments = foldedSegments(path);
	const folded = segments.join("/");
	if (isManifest(path)) {
		if (!path.endsWith("package.json")) return true;
		const sides = manifests.get(path);
		return sides !== void 0 && changesScripts(sides, lines);
	}
	if (BUILD_FILES.some(({ runner, names }) => names.test(segments.at(-1) ?? "") && lines.some((line) => runner.test(line)))) return true;
	return !(0, import_picomatch.default)([...test.tests], { dot: true })(path) && lines.some((line) => programsOf(line).includes(folded));
}
/** What package managers run unasked, on every machine that installs. */
const INSTALL = "npm preinstall install postinstall prepublish prepare dependencies";
/** Whether a script that these lines lead to, or one that runs unasked, is another one afterwards. A new manifest changes no test that ran before. */
function changesScripts({ before, after }, lines) {
	const old = before === null ? {} : scriptsIn(before);
	const fresh = after === null ? {} : scriptsIn(after);
	if (old === void 0) return false;
	if (fresh === void 0) return true;
	const run = before === null ? [INSTALL] : [INSTALL, ...lines];
	const was = Object.assign({}, ...run.map((line) => reached(line, old)));
	const is = Object.assign({}, ...run.map((line) => reached(line, fresh)));
	return [.../* @__PURE__ */ new Set([...Object.keys(was), ...Object.keys(is)])].some((name) => was[name] !== is[name]);
}
/** The scripts of a manifest; undefined when it cannot be read. */
function scriptsIn(manifest) {
	if (manifest === null) return void 0;
	try {
		const data = JSON.parse(manifest);
		const scripts = typeof data === "object" && data !== null && "scripts" in data ? data.scripts : void 0;
		if (typeof scripts !== "object" || scripts === null) return {};
		return Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, typeof script === "string" ? script : JSON.stringify(script)]));
	} catch {
		return;
	}
}
/** The scripts that a command line runs through, those before and after them included, by name. */
function reached(command, scripts) {
	const found = {};
	const open = namesIn(command, scripts);
	for (let name = open.pop(); name !== void 0; name = open.pop()) for (const each of [
		`pre${name}`,
		name,
		`post${name}`
	]) {
		const script = scripts && Object.hasOwn(scripts, each) ? scripts[each] : void 0;
		if (script === void 0 || Object.hasOwn(found, each)) continue;
		found[each] = script;
		open.push(...namesIn(script, scripts));
	}
	return found;
}
/** Names of scripts that a command line runs by a package manager. */
function namesIn(command, scripts) {
	const names = [];
	const words = command.split(/[\s;&|()]+/).map((word) => word.replace(/^["']|["']$/g, ""));
	words.forEach((word, index) => {
		if (!/(?:^|\/)(?:npm|pnpm|yarn|bun|node)$/.test(word) && !/^(?:run-[sp]|npm-run-all\d?|wireit|turbo|nx|lerna)$/.test(word)) return;
		for (const next of words.slice(index + 1)) if (next === "t" || next === "tst") names.push("test");
		else if (/^[\w:.-]*\*/.test(next)) names.push(...Object.keys(scripts ?? {}).filter((name) => import_picomatch.default.isMatch(name.replaceAll(":", "/"), next.replaceAll(":", "/"))));
		else if (/^[\w@][\w:./@-]*$/.test(next)) names.push(next);
	});
	return names;
}
/** Files that say what another program does when it is called. */
const BUILD_FILES = [
	{
		runner: /(?:^|[\s;&|(])g?make\b/,
		names: /^(?:gnu)?makefile$|\.mk$/
	},
	{
		runner: /(?:^|[\s;&|(])just\b/,
		names: /^\.?justfile$/
	},
	{
		runner: /(?:^|[\s;&|(])task\b/,
		names: /^taskfile(?:\.dist)?\.ya?ml$/
	},
	{
		runner: /(?:^|[\s;&|(])rake\b/,
		names: /^rakefile(?:\.rb)?$|\.rake$/
	},
	{
		runner: /(?:^|[\s;&|(])tox\b/,
		names: /^tox\.ini$/
	},
	{
		runner: /(?:^|[\s;&|(])nox\b/,
		names: /^noxfile\.py$/
	},
	{
		runner: /gradlew?\b/,
		names: /^gradlew(?:\.bat)?$|^gradle-wrapper\.(?:jar|properties)$/
	},
	{
		runner: /mvnw\b/,
		names: /^mvnw(?:\.cmd)?$|^maven-wrapper\.(?:jar|properties)$/
	},
	{
		runner: /(?:^|[\s;&|(])(?:turbo|nx|wireit|lerna)\b/,
		names: /^(?:turbo|nx|lerna)\.json$/
	}
];
/** Programs of the repository that a command line starts, as folded paths: `./scripts/test.sh`, `node tools/run.js`. */
function programsOf(line) {
	return line.split(/[;&|()\n]+/).flatMap((command) => {
		const words = command.trim().split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ""));
		const start = words.findIndex((word) => !/^\w+=/.test(word) && !/^(?:env|exec|time|nice|sudo|cross-env|npx|c8|nyc)$/.test(word));
		const program = words[start];
		if (program === void 0) return [];
		const found = program.includes("/") ? [program] : [];
		if (INTERPRETER.test(program)) {
			const script = words.slice(start + 1).find((word) => !word.startsWith("-") && word !== "run");
			if (script !== void 0) found.push(script);
		}
		return found.map((path) => foldedSegments(path.replace(/^\.\//, "")).join("/"));
	});
}
const INTERPRETER = /(?:^|\/)(?:ba|da|z|k)?sh$|(?:^|\/)(?:node|deno|bun|tsx|ts-node|python[\d.]*|ruby|perl|php|source|\.)$/;
/** The most bytes that one commit may add: the whole size of a new file, the growth of a changed one. */
const MAX_BYTES = 2e6;
/** The most bytes that all commits of a run may add together. */
const MAX_RUN_BYTES = 4e6;
/** Every rule by its id, as a sentence for people. The ids stand in the run's record. */
const RULES = {
	schema: "An intent has to be of a known kind and form.",
	"too-many-intents": "A report may hold at most 50 intents.",
	"too-many-of-a-kind": "A report may hold at most 49 commits and one pull request.",
	withheld: "The agent job took this intent out of the report, because it held a secret.",
	"does-not-apply": "A patch has to apply to the commit before it.",
	depends: "A commit that builds on a refused one cannot be applied.",
	empty: "A commit has to change something.",
	"too-many-files": `A commit may change at most 200 files.`,
	"too-large": `A commit may add at most ${MAX_BYTES / 1e6} MB.`,
	"too-much-in-all": `A run may change at most 500 files and add at most ${MAX_RUN_BYTES / 1e6} MB.`,
	"path-length": `A path may be at most 240 bytes long.`,
	"short-name": "A path may hold no short name of Windows (`NAME~1`), because it is another name of some other file.",
	"path-characters": "A path may hold no control characters, nothing invisible, and only UTF-8.",
	"path-outside": "A path has to stay inside the repository.",
	"reserved-folder": "A run may change nothing under .github/, .git/ or .orch/: these belong to people.",
	"git-files": "A run may not change .gitattributes, .gitmodules, .lfsconfig or a file named HEAD: they change what git does on other machines.",
	"code-owners": "A run may not change CODEOWNERS: it says who has to review.",
	symlink: "A run may not add or change symbolic links: they can point outside the repository.",
	submodule: "A run may not add, change or remove submodules: they bring in code that nobody sees in the diff.",
	automation: "A run may not change what other machines run unasked; that needs a person.",
	lockfile: "A run may not change lockfiles and settings of package managers; that needs a person.",
	"agent-instructions": "A run may not change what agents are told; that needs a person.",
	hooks: "A run may not change what runs on a commit or a push; that needs a person.",
	workplace: "A run may not change what runs when people open the repository; that needs a person.",
	"test-command": "A run may not change what the test command or an installation runs through; that needs a person.",
	protected: "The project protects this path (`protected` in .orch/config.yaml).",
	plans: "A run that plays a workflow may change files under docs/ only.",
	secret: "A run may not publish what looks like a password or a key."
};
/**
* The first rule that a commit breaks, or undefined when it may pass. `protectedGlobs` come from the project's configuration. Without `testing`
* nothing is known of a test command. `plans` for a run that plays a workflow.
*/
function judgeChanges(changes, protectedGlobs, testing, plans = false) {
	if (changes.length === 0) return violation("empty");
	if (changes.length > 200) return violation("too-many-files", `This one changes ${changes.length}.`);
	const isProtected = matcher(protectedGlobs);
	for (const change of changes) {
		const broken = judgeChange(change, isProtected, testing) ?? (plans ? outsidePlans(change) : void 0);
		if (broken) return violation(broken, `It changes ${quotePath(change.path)}.`);
	}
	const added = addedBy(changes);
	if (added > 2e6) return violation("too-large", `This one adds ${(added / 1e6).toFixed(1)} MB.`);
}
/** Where a run that plays a workflow may write. `plans` is also the name by which its documents need no proof. */
const PLANS = {
	name: "plans",
	paths: ["docs/**"]
};
const isPlan$1 = (0, import_picomatch.default)(PLANS.paths, { dot: true });
const outsidePlans = ({ path }) => path !== null && isPlan$1(path) ? void 0 : "plans";
/** How many bytes these changes add. */
const addedBy = (changes) => changes.reduce((sum, change) => sum + change.added, 0);
/** A violation with its rule's sentence and, after it, what broke it. */
function violation(rule, detail) {
	return {
		rule,
		reason: detail ? `${RULES[rule]} ${detail}` : RULES[rule]
	};
}
/** A path for people: in quotes, what is invisible made visible, at most 120 characters. */
function quotePath(path) {
	if (path === null) return "a path that is not UTF-8";
	const visible = invisibleSpelled(path).replace(/[\t\n]/g, (character) => character === "	" ? "\\t" : "\\n");
	return `"${visible.length > 120 ? `${visible.slice(0, 117)}...` : visible}"`;
}
const RESERVED = /* @__PURE__ */ new Set([
	".github",
	".git",
	".orch"
]);
/** A file named HEAD makes a folder a repository, whose configuration git would follow in there. */
const GIT_FILES = /* @__PURE__ */ new Set([
	".gitattributes",
	".gitmodules",
	".lfsconfig",
	"head"
]);
const REGULAR = /* @__PURE__ */ new Set([
	"100644",
	"100755",
	"000000"
]);
function judgeChange(change, isProtected, testing) {
	if (change.oldMode === "160000" || change.newMode === "160000") return "submodule";
	if (!REGULAR.has(change.newMode)) return "symlink";
	const broken = judgePath(change.path);
	if (broken) return broken;
	const path = change.path;
	if (testing && changesTestCommand(path, testing, testing.manifests)) return "test-command";
	return isProtected(path) || isProtected(foldedSegments(path).join("/")) ? "protected" : void 0;
}
/** The first rule that a path by itself breaks. */
function judgePath(path) {
	if (path === null || hasInvisible(path) || /[\t\n]/.test(path)) return "path-characters";
	if (Buffer.byteLength(path) > 240) return "path-length";
	const segments = foldedSegments(path);
	if (/^([/\\]|[a-z]:)/i.test(path) || segments.some((segment) => segment === "" || segment === "." || segment === "..")) return "path-outside";
	if (RESERVED.has(segments[0]) || segments.includes(".git") || segments.some((segment) => SHORT_NAME.test(segment))) return "reserved-folder";
	const name = segments.at(-1);
	if (GIT_FILES.has(name)) return "git-files";
	if (name === "codeowners") return "code-owners";
	if (segments.some(isShortName)) return "short-name";
	return peopleRule(segments);
}
/** Windows' short names for what is reserved: `GIT~1` is `.git`. The first six letters, or two and a checksum. */
const SHORT_NAME = /^(git|github|orch|gitatt|gitmod|lfscon|codeow|(gi|or|lf|co)[0-9a-f]{4})~\d/;
function matcher(globs) {
	if (globs.length === 0) return () => false;
	const patterns = globs.flatMap((glob) => {
		const bare = glob.replace(/^\.?\//, "");
		return bare.endsWith("/") ? [`${bare}**`] : [bare, `${bare}/**`];
	});
	return (0, import_picomatch.default)([...patterns, ...patterns.map(foldedGlob)], {
		dot: true,
		nocase: true
	});
}
/** A pattern without accents, for names that were folded. */
const foldedGlob = (glob) => glob.normalize("NFKD").replace(/\p{M}/gu, "");
// src/patch/pull-request.ts
function pullRequestText(intent, options) {
	const body = harmless(withoutForeignTrailers(intent.body), options);
	return {
		title: harmlessLine(intent.title, 200, options),
		body: closed(body)
	};
}
/** A block of code or a fold that is left open would take in everything that follows. */
function closed(body) {
	let fence;
	for (const line of body.split("\n")) {
		const [, mark, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
		if (mark === void 0) continue;
		if (fence === void 0) {
			if (mark.startsWith("~") || !info.includes("`")) fence = mark;
		} else if (mark.startsWith(fence) && info.trim() === "") fence = void 0;
	}
	const code = fence === void 0 ? body : `${body}\n${fence}`;
	const open = (code.match(/<details(?: open)?\s*>/gi)?.length ?? 0) - (code.match(/<\/details\s*>/gi)?.length ?? 0);
	return open > 0 ? `${code}\n\n${"</details>".repeat(open)}` : code;
}
// src/patch/question.ts
/** Everything that such an intent says, as text in which a secret can be found: JSON would write some characters differently. */
const wordsOf$1 = (intent) => Object.values(intent).flat().filter((value) => typeof value === "string").join("\n");
/** Undefined where nothing that a person could see is left of the question, or of an option. */
function harmlessQuestion({ kind: _, ...asked }, options) {
	const { default: preset, ...rest } = asked;
	const question = harmlessLine(asked.question, 1e3, options);
	const choices = asked.options.map((option) => harmlessLine(option, 200, options));
	if ([question, ...choices].some((text) => text.trim() === "")) return void 0;
	return {
		...rest,
		question,
		options: choices,
		reasoning: harmlessLine(asked.reasoning, 2e3, options),
		...preset !== void 0 && { default: preset }
	};
}
/**
* The most that a decision may say of how sure its maker was: what documents say is quoted and checked while the agent works, and what a model thinks
* is never certain. An agent that claims more is not believed.
*/
const SUREST = {
	documents: .95,
	model: .9,
	default: .9
};
/** Undefined where nothing that a person could see is left of the question or of the answer. */
function harmlessDecision({ kind: _, ...decided }, options) {
	const { documents, ...rest } = decided;
	const question = harmlessLine(decided.question, 1e3, options);
	const answer = harmlessLine(decided.answer, 1e3, options);
	if (question.trim() === "" || answer.trim() === "") return void 0;
	return {
		...rest,
		question,
		answer,
		confidence: Math.min(decided.confidence, SUREST[decided.source]),
		reasoning: harmlessLine(decided.reasoning, 2e3, options),
		...documents && { documents: documents.map((path) => harmlessLine(path, 300, options)) }
	};
}
// src/patch/raw-diff.ts
/** The entries of `git diff --raw -z --no-renames --no-abbrev`. Throws when the bytes are not of that format. */
function parseRawDiff(raw) {
	const decoder = new TextDecoder("utf-8", {
		fatal: true,
		ignoreBOM: true
	});
	const changes = [];
	let at = 0;
	const field = () => {
		const end = raw.indexOf(0, at);
		if (end < 0) throw new Error(`git's raw diff ends in the middle of an entry (byte ${at} of ${raw.length})`);
		const bytes = raw.subarray(at, end);
		at = end + 1;
		return bytes;
	};
	while (at < raw.length) {
		const head = field().toString("latin1");
		const match = /^:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([A-Z])\d*$/.exec(head);
		if (!match) throw new Error(`git's raw diff has an entry that cannot be read: ${JSON.stringify(head)}`);
		const [, oldMode, newMode, oldId, newId, status] = match;
		const bytes = field();
		let path;
		try {
			path = decoder.decode(bytes);
		} catch {
			path = null;
		}
		changes.push({
			path,
			status,
			oldMode,
			newMode,
			oldId,
			newId
		});
	}
	return changes;
}
/** Sizes of blobs in bytes, in the order of the ids; 0 for the id of no file and for what is not in this repository. */
async function blobSizes(git, ids) {
	if (ids.length === 0) return [];
	return (await git(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], { input: ids.map((id) => `${id}\n`).join("") })).toString().trimEnd().split("\n").map((line) => line.startsWith("blob ") ? Number(line.slice(5)) : 0);
}
/** The changes with how many bytes each adds to its file; what makes it smaller adds none. */
async function withAdded(git, changes) {
	const sizes = await blobSizes(git, changes.flatMap(({ oldId, newId }) => [oldId, newId]));
	return changes.map((change, at) => ({
		...change,
		added: Math.max(0, (sizes[2 * at + 1] ?? 0) - (sizes[2 * at] ?? 0))
	}));
}
/**
* The text before and after of those changed files that are wanted, by their path, and of the root's package.json as it was in any case. What is
* no file of text counts as absent.
*/
async function sidesOf$1(git, parent, changes, wanted) {
	const read = changes.flatMap(({ path, oldId, newId }) => path !== null && wanted(path) ? [{
		path,
		oldId,
		newId
	}] : []);
	const [root = null, ...texts] = await blobTexts$1(git, [`${parent}:package.json`, ...read.flatMap(({ oldId, newId }) => [oldId, newId])]);
	return new Map([["package.json", {
		before: root,
		after: null
	}], ...read.map(({ path }, at) => [path, {
		before: texts[2 * at] ?? null,
		after: texts[2 * at + 1] ?? null
	}])]);
}
/** The texts of what each expression names, by one git; null for what is no blob of this repository. */
async function blobTexts$1(git, expressions) {
	const out = await git(["cat-file", "--batch"], { input: expressions.map((each) => `${each}\n`).join("") });
	let at = 0;
	return expressions.map(() => {
		const end = out.indexOf(10, at);
		const [, type, size] = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(out.toString("latin1", at, end)) ?? [];
		at = end + 1;
		if (type === void 0) return null;
		const text = type === "blob" ? out.toString("utf8", at, at + Number(size)) : null;
		at += Number(size) + 1;
		return text;
	});
}
// src/patch/disguises.ts
/**
* The ways in which a text can say something that a scanner for plain text does not see: encoded, compressed, reversed, shifted, spaced out,
* spread over lines. Each is undone, and what comes out is looked at again, because disguises can be put over each other.
*/
/** How many disguises over each other are undone. */
const MAX_DEPTH$1 = 3;
/**
* The most characters that are read behind a second disguise or a third. Behind the first one everything is read; without this bound a text
* could be made that takes hours.
*/
const MAX_DEEP = 8388608;
/** The most bytes that one compressed piece may unpack to. */
const MAX_UNPACKED = 4194304;
/** Shorter than any secret that is looked for. */
const MIN_TEXT = 12;
/** All readings of a text, itself first, then what a single disguise hides. */
function* disguises(text) {
	const seen = /* @__PURE__ */ new Set();
	let deep = 0;
	let open = [{
		text,
		plain: true
	}];
	for (let depth = 0; depth <= MAX_DEPTH$1 && open.length > 0; depth += 1) {
		const next = [];
		for (const view of open) {
			if (view.text.length < MIN_TEXT || seen.has(view.text)) continue;
			if (depth > 1) deep += view.text.length;
			if (deep > MAX_DEEP) return;
			seen.add(view.text);
			yield view;
			if (depth < MAX_DEPTH$1) next.push(...within(view));
			if (depth < 2) next.push(...turned(view));
		}
		open = next;
	}
}
/** The text reversed, and with its letters shifted by thirteen. */
const turned = ({ text, plain }) => [{
	text: text.split("").reverse().join(""),
	plain
}, {
	text: text.replace(/[A-Za-z]/g, shifted),
	plain
}];
function shifted(letter) {
	const code = letter.charCodeAt(0);
	const base = code < 97 ? 65 : 97;
	return String.fromCharCode((code - base + 13) % 26 + base);
}
/** What is said in a text by other means than its own letters. */
function within({ text, plain }) {
	const joined = text.replace(LINE_END, "");
	return [
		[joined, false],
		[text.replace(BETWEEN_QUOTES, ""), false],
		[spacedOut(text), false],
		[text.replace(/(?:%[\da-f]{2})+/gi, (run) => latin(Buffer.from(run.replaceAll("%", ""), "hex"))), plain],
		[text.replace(ESCAPE, (_, ...codes) => characterOf(codes)), plain],
		[bytesIn(text), false],
		[joined === text ? "" : bytesIn(joined), false]
	].filter(([view]) => view !== text && view !== "").map(([view, whole]) => ({
		text: view,
		plain: whole
	}));
}
/** Where a line ends and the next begins, with what languages put there when a string goes on. */
const LINE_END = /["'`]?[ \t]*[+.\\,]{0,2}[ \t]*\r?\n[ \t>|+#*/]*["'`]?/g;
/** Where a string ends and the next begins on the same line. */
const BETWEEN_QUOTES = /["'`][ \t]*[+.,]{0,2}[ \t]*["'`]/g;
/** `\u0067`, `\x67`, `&#x67;`, `&#103;`. */
const ESCAPE = /\\u\{?([\da-f]{2,6})\}?|\\x([\da-f]{2})|&#x([\da-f]{2,6});|&#(\d{2,7});/gi;
function characterOf([braced, short, entity, decimal]) {
	const code = decimal ? Number(decimal) : Number.parseInt(braced ?? short ?? entity ?? "", 16);
	return code <= 1114111 ? String.fromCodePoint(code) : "";
}
/** Runs of single characters with the same separator between them, as in `g h p _ a`, without it; one run a line. */
function spacedOut(text) {
	return [...text.matchAll(/[\w.-]([^\w\n]{1,3})[\w.-](?:\1[\w.-]){10,}/g), ...text.matchAll(/\w([._-])\w(?:\1\w){10,}/g)].map(([run, separator]) => run.split(separator).join("")).join("\n");
}
/** What is written as letters of base64, in either alphabet and from every offset, or as hexadecimal digits; one piece a line. */
function bytesIn(text) {
	const found = [];
	for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)) for (let offset = 0; offset < 4; offset += 1) found.push(...readable(Buffer.from(run.slice(offset), "base64")));
	for (const [run] of text.matchAll(HEX)) {
		const digits = run.replace(/0x|\\x|[^\da-f]/gi, "");
		for (const offset of [0, 1]) found.push(...readable(Buffer.from(digits.slice(offset), "hex")));
	}
	return found.join("\n");
}
/** Pairs of digits, alone or with the marks and separators that languages put between them. */
const HEX = /(?:(?:0x|\\x)?[\da-f]{2}[\s,:;-]{0,2}){12,}/gi;
/** The bytes unpacked where they are compressed; as they are where they are text, in part at least; otherwise nothing. */
function readable(bytes) {
	const unpacked = unpack(bytes);
	if (unpacked) return [latin(unpacked)];
	const text = latin(bytes);
	return PRINTED.test(text) ? [text] : [];
}
/** A run of characters as long as the shortest secret. */
const PRINTED = /[\x20-\x7e]{12,}/;
/** Unpacks what is compressed, wherever in the bytes it begins: other letters may stand right before it. */
function unpack(bytes) {
	for (const mark of MARKS) {
		let at = bytes.indexOf(mark);
		for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries += 1) {
			try {
				const options = {
					maxOutputLength: MAX_UNPACKED,
					finishFlush: constants$1.Z_SYNC_FLUSH
				};
				const unpacked = inflateRawSync(bytes.subarray(at + headOf(bytes, at)), options);
				if (unpacked.length > 0) return unpacked;
			} catch {}
			at = bytes.indexOf(mark, at + 1);
		}
	}
}
/** How long the head is: two bytes of zlib; of gzip ten, and what its flags announce (RFC 1952, 2.3). */
function headOf(bytes, at) {
	if (bytes[at] === 120) return 2;
	const flags = bytes[at + 3] ?? 0;
	let end = at + 10;
	if (flags & 4) end += 2 + (bytes[end] ?? 0) + 256 * (bytes[end + 1] ?? 0);
	for (const named of [8, 16]) if (flags & named) end = bytes.indexOf(0, end) + 1 || bytes.length;
	return end + (flags & 2 ? 2 : 0) - at;
}
/** How gzip and zlib begin. */
const MARKS = [
	[
		31,
		139,
		8
	],
	[120, 156],
	[120, 1],
	[120, 218],
	[120, 94]
].map((mark) => Buffer.from(mark));
/** How many beginnings of one kind are tried in one piece. */
const MAX_TRIES = 4;
/** A byte a character, so that nothing is lost and nothing refused. */
const latin = (bytes) => bytes.toString("latin1");
// src/patch/secrets.ts
/**
* Finds secrets in text that is about to be published: those that the run itself holds, by their value, and well-known kinds, by the forms that
* their issuers publish so that scanners can find them. Both are looked for as they are and in the disguises of `disguises.ts`. A secret that
* is neither known nor of such a form is not found here.
*/
/**
* The lengths allow for seven characters that were cut off at the end, a trick against scanners that know the whole length. What a kind is
* recognised by is its beginning.
*/
const FORMS = [
	{
		name: "a private key",
		pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/
	},
	{
		name: "a GitHub token",
		pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{29,255}(?![A-Za-z0-9_])/
	},
	{
		name: "a GitHub fine-grained token",
		pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{53,255}/
	},
	{
		name: "an Anthropic key",
		pattern: /(?<![A-Za-z0-9])sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{20,}/
	},
	{
		name: "an OpenAI key",
		pattern: /(?<![A-Za-z0-9])sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{33,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{13})/
	},
	{
		name: "an AWS access key",
		pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/
	},
	{
		name: "a Google API key",
		pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{28,35}(?![A-Za-z0-9_-])/
	},
	{
		name: "a Google OAuth secret",
		pattern: /(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{21,28}(?![A-Za-z0-9_-])/
	},
	{
		name: "a Slack token",
		pattern: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/
	},
	{
		name: "a Slack webhook",
		pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{17,}/
	},
	{
		name: "a Stripe key",
		pattern: /(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{17,}/
	},
	{
		name: "an npm token",
		pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{29,36}(?![A-Za-z0-9_])/
	},
	{
		name: "a PyPI token",
		pattern: /(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{43,}/
	},
	{
		name: "a GitLab token",
		pattern: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{13,}/
	},
	{
		name: "a Hugging Face token",
		pattern: /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{27,}(?![A-Za-z0-9_])/
	},
	{
		name: "a DigitalOcean token",
		pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{57,64}(?![A-Za-z0-9])/
	},
	{
		name: "a SendGrid key",
		pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{36,43}(?![A-Za-z0-9_-])/
	}
];
const KINDS = FORMS.map(({ name, pattern }) => ({
	name,
	pattern: new RegExp(pattern, "g")
}));
/** The same without what has to stand around it: where pieces were put together, another word may have come right before or after. */
const KINDS_ANYWHERE = FORMS.map(({ name, pattern }) => ({
	name,
	pattern: new RegExp(pattern.source.replace(/\(\?<?![^)]*\)/g, ""), "g")
}));
FORMS.length;
/** A secret that is shorter than this is looked for nowhere: too many words would be one. */
const MIN_OWN = 12;
/** Characters that may be missing at either end of a secret of the run's own. */
const TRIMMED = 7;
/** What the run's own secrets are called in a reason. */
const OWN = "a secret of this run";
/**
* The kind of the first secret found (`an npm token`), or undefined. The secret itself is never part of the answer. `own` are the values of the
* secrets that the run holds.
*/
function findSecret(text, own = []) {
	const needles = needlesOf(own);
	for (const { text: view, plain } of disguises(text)) {
		const found = holds(view, needles) ? OWN : knownIn(view, plain);
		if (found) return found;
	}
}
/** `plain`: the text as it was written, in which less is needed for a find than in one that was put together. */
function knownIn(text, plain) {
	for (const { name, pattern } of plain ? KINDS : KINDS_ANYWHERE) for (const [found] of text.matchAll(pattern)) if (!isExample(found) && (plain || isRandom(found))) return name;
}
/** What is looked for: the values without the characters that may be cut off. */
const needlesOf = (own) => own.map((value) => value.trim()).filter((value) => value.length >= MIN_OWN).map((value) => value.length < 26 ? value : value.slice(TRIMMED, -7));
function holds(text, needles) {
	if (needles.length === 0) return false;
	const bare = squeezed(text);
	return needles.some((needle) => text.includes(needle) || bare.includes(squeezed(needle)));
}
/** Letters and digits alone: spaces between characters, line ends, quotes and pluses make no difference. */
const squeezed = (text) => text.replace(/[^A-Za-z0-9]+/g, "");
/** Documentation spells its example keys with this word; AWS's own does. */
const isExample = (found) => found.includes("EXAMPLE");
/** Words that come together by accident have no digits among them, or none but digits. */
const isRandom = (found) => found.startsWith("-----") || /\d.*\d/.test(found) && /[A-Za-z].*[A-Za-z]/.test(found.replace(/^[A-Za-z]+[_.-]/, ""));
/**
* The added lines of a git diff without context (`-U0`), without their `+`. A line counts by standing inside a hunk and not by its
* looks: an added line that itself begins with two pluses looks like a file header.
*/
function addedLines$1(diff) {
	const added = [];
	let inHunk = false;
	for (const line of diff.split("\n")) if (line.startsWith("@@ ")) inHunk = true;
	else if (line.startsWith("diff --git ")) inHunk = false;
	else if (inHunk && line.startsWith("+")) added.push(line.slice(1));
	return added.join("\n");
}
// src/patch/apply.ts
/**
* Turns an agent's intents into commits. Both `verify` and `deliver` call this with the same intents, so that what was verified is what
* is delivered: the same ones pass, and the same trees come out.
*
* Nothing is written but git objects and one temporary index. The working tree is never touched, so no symbolic link can be followed, no
* filter runs, and a refused intent is undone by forgetting it. No hook runs, because commits are made by plumbing.
*/
/** Applies the intents in order, each on its own. Throws GitFailed when `start` cannot be read in `dir`. */
async function applyIntents(input) {
	const scratch = await mkdtemp(join(tmpdir(), "orch-apply-"));
	try {
		const inCheckout = gitIn(input.dir);
		const index = { GIT_INDEX_FILE: join(scratch, "index") };
		const git = (args, options = {}) => inCheckout(args, {
			...options,
			env: {
				...index,
				...options.env
			}
		});
		await git([
			"cat-file",
			"-e",
			`${input.start}^{commit}`
		]);
		return await applyWith(git, input);
	} finally {
		await rm(scratch, {
			recursive: true,
			force: true
		});
	}
}
/** The same with a git that has a temporary index of its own, and the commit `start`. */
async function applyWith(git, input) {
	const applied = {
		head: input.start,
		commits: [],
		refused: []
	};
	const refuse = (intent, kind, { rule, reason }) => {
		applied.refused.push({
			intent,
			kind,
			rule,
			reason: harmlessLine(reason, 500)
		});
	};
	const room = {
		files: 500,
		bytes: MAX_RUN_BYTES
	};
	const counts = {
		commit: 0,
		decision: 0,
		question: 0,
		pull_request: 0
	};
	for (const [position, raw] of input.intents.slice(0, 50).entries()) {
		const parsed = intentSchema.safeParse(raw);
		const withheld = parsed.success ? void 0 : withheldSchema.safeParse(raw).data;
		if (withheld) refuse(position, kindOf$1(raw), violation("withheld", `It held ${withheld.withheld}.`));
		else if (parsed.success && ++counts[parsed.data.kind] > MAX_OF_A_KIND[parsed.data.kind]) refuse(position, parsed.data.kind, violation("too-many-of-a-kind"));
		else if (!parsed.success) {
			const issue = parsed.error.issues[0];
			refuse(position, kindOf$1(raw), violation("schema", issue && `${issue.path.join(".") || "intent"}: ${issue.message}.`));
		} else if (parsed.data.kind === "pull_request") {
			const secret = findSecret(`${parsed.data.title}\n${parsed.data.body}`, input.secrets);
			if (secret) refuse(position, "pull_request", violation("secret", `Its text holds ${secret}.`));
			else applied.pullRequest = pullRequestText(parsed.data, textOptions(input));
		} else if (parsed.data.kind === "question" || parsed.data.kind === "decision") {
			const refused = takeWords(applied, parsed.data, input);
			if (refused) refuse(position, parsed.data.kind, refused);
		} else {
			const made = await applyCommit(git, parsed.data, applied.head, input, room);
			if ("rule" in made) refuse(position, "commit", dependent(made, applied.refused));
			else {
				applied.commits.push(made);
				applied.head = made.sha;
			}
		}
	}
	const rest = input.intents.slice(50);
	if (rest.length > 0) refuse(50, rest.some((raw) => kindOf$1(raw) === "commit") ? "commit" : kindOf$1(rest[0]), violation("too-many-intents", `This one holds ${input.intents.length}; the rest was left out.`));
	return applied;
}
/** Takes up what is asked or was decided, or says why not. */
function takeWords(applied, intent, input) {
	const secret = findSecret(wordsOf$1(intent), input.secrets);
	if (secret) return violation("secret", `Its text holds ${secret}.`);
	if (intent.kind === "question") {
		const question = harmlessQuestion(intent, textOptions(input));
		if (!question) return violation("schema", "Its question or one of its options is empty.");
		applied.question = question;
	} else {
		const decision = harmlessDecision(intent, textOptions(input));
		if (!decision) return violation("schema", "Its question or its answer is empty.");
		applied.decisions = [...applied.decisions ?? [], decision];
	}
}
async function applyCommit(git, intent, parent, input, room) {
	await git(["read-tree", parent]);
	if (claimsTooMuch(intent.patch)) return violation("too-large", "Its patch claims to unpack to more.");
	try {
		await git([
			"apply",
			"--cached",
			"--binary",
			"--whitespace=nowarn",
			"-"
		], { input: intent.patch });
	} catch (error) {
		if (error instanceof GitFailed) return violation("does-not-apply", `Git says: ${firstLine(error.stderr)}`);
		throw error;
	}
	const judged = await judgeIndex(git, parent, input);
	if ("rule" in judged) return judged;
	if (judged.files > room.files || judged.bytes > room.bytes) return violation("too-much-in-all", `This commit changes ${judged.files} files and adds ${judged.bytes} bytes.`);
	const { subject, text } = commitMessage(intent, input);
	const secret = findSecret(text, input.secrets);
	if (secret) return violation("secret", `Its message holds ${secret}.`);
	const sha = (await git([
		"commit-tree",
		(await git(["write-tree"])).toString().trim(),
		"-p",
		parent
	], {
		input: text,
		env: signature(input.date)
	})).toString().trim();
	room.files -= judged.files;
	room.bytes -= judged.bytes;
	return {
		sha,
		stage: intent.stage,
		subject
	};
}
async function judgeIndex(git, parent, input) {
	const changes = parseRawDiff(await git([
		"diff-index",
		"--cached",
		"--raw",
		"-z",
		"--no-renames",
		"--no-abbrev",
		parent
	]));
	const judged = await withAdded(git, changes);
	const manifests = await sidesOf$1(git, parent, changes, isManifest);
	const testing = {
		command: input.commands.test,
		tests: input.tests,
		manifests
	};
	const broken = judgeChanges(judged, input.protected, testing, input.plans);
	if (broken) return broken;
	const shown = [
		"-p",
		"-U0",
		"--text",
		"--no-color",
		"--no-ext-diff",
		"--no-textconv",
		"--no-renames"
	];
	const names = changes.map(({ path }) => path ?? "").join("\n");
	const secret = findSecret(addedLines$1((await git([
		"diff-index",
		"--cached",
		...shown,
		parent
	])).toString("latin1")), input.secrets) ?? findSecret(names, input.secrets);
	return secret ? violation("secret", `It adds ${secret}.`) : {
		files: changes.length,
		bytes: addedBy(judged)
	};
}
/** A binary patch says how much it unpacks to; what is too large is not unpacked first. */
function claimsTooMuch(patch) {
	return patch.matchAll(/^(?:literal|delta) (\d+)\s*$/gm).some((match) => Number(match[1]) > MAX_BYTES);
}
/**
* A patch that does not apply after another was refused most likely built on that one; people need to know that first. Git's words stand
* behind it, for when it did not.
*/
function dependent(broken, refused) {
	const earlier = refused.find((refusal) => refusal.kind === "commit");
	if (broken.rule !== "does-not-apply" || !earlier) return broken;
	const words = broken.reason.slice(RULES["does-not-apply"].length);
	return violation("depends", `Intent ${earlier.intent + 1} was refused (${earlier.rule}).${words}`);
}
/** A document of an epic closes nothing when it is merged, whatever it says. */
const textOptions = ({ story, hosts, plans }) => ({
	...!plans && { closes: story },
	...hosts && { hosts }
});
function signature(date) {
	const seconds = Math.floor(Date.parse(date) / 1e3);
	if (!Number.isFinite(seconds)) throw new Error(`${JSON.stringify(date)} is not an ISO time; write it as 2026-11-21T08:30:00Z`);
	const who = {
		NAME: "orch[bot]",
		EMAIL: "orch[bot]@users.noreply.github.com",
		DATE: `@${seconds} +0000`
	};
	return Object.fromEntries(["AUTHOR", "COMMITTER"].flatMap((role) => Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value])));
}
/** The kind that an unchecked intent claims, when it is one that could be meant. */
function kindOf$1(raw) {
	const kind = typeof raw === "object" && raw !== null && "kind" in raw ? raw.kind : void 0;
	return typeof kind === "string" && /^[a-z_]{1,40}$/.test(kind) ? kind : "unknown";
}
const firstLine = (text) => text.trim().split("\n")[0]?.replace(/^error: /, "") ?? "";
// src/verify/sources/mask.ts
const quoted = (quote, lines = false) => ({
	open: quote,
	close: quote,
	escapes: true,
	lines
});
const JAVASCRIPT = {
	lineComments: ["//"],
	blockComment: ["/*", "*/"],
	strings: [
		quoted("\""),
		quoted("'"),
		quoted("`", true)
	],
	regex: true
};
const PYTHON = {
	lineComments: ["#"],
	strings: [
		quoted("\"\"\"", true),
		quoted("'''", true),
		quoted("\""),
		quoted("'")
	]
};
const GO = {
	lineComments: ["//"],
	blockComment: ["/*", "*/"],
	strings: [quoted("\""), {
		open: "`",
		close: "`",
		escapes: false,
		lines: true
	}],
	characters: true
};
const RUST = {
	lineComments: ["//"],
	blockComment: ["/*", "*/"],
	strings: [
		{
			open: "r##\"",
			close: "\"##",
			escapes: false,
			lines: true
		},
		{
			open: "r#\"",
			close: "\"#",
			escapes: false,
			lines: true
		},
		{
			open: "r\"",
			close: "\"",
			escapes: false,
			lines: true
		},
		quoted("\"", true)
	],
	characters: true
};
/** The same text, as long, with spaces where no code is. Quotes and line ends stay. */
function masked(text, lexis) {
	const out = [];
	let kept = 0;
	let before = "";
	const blank = (from, to) => {
		out.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, " "));
		kept = to;
	};
	for (let at = 0; at < text.length;) {
		const char = text[at];
		if (char === " " || char === "\n" || char === "	") {
			at += 1;
			continue;
		}
		if (lexis.lineComments.find((open) => text.startsWith(open, at)) !== void 0) {
			const end = endOf(text, "\n", at);
			blank(at, end);
			at = end;
			continue;
		}
		if (lexis.blockComment && text.startsWith(lexis.blockComment[0], at)) {
			const end = endOf(text, lexis.blockComment[1], at + 2);
			blank(at, Math.min(text.length, end + 2));
			at = end + 2;
			continue;
		}
		const inside = lexis.characters && char === "'" ? characterAt(text, at) : stringAt(text, at, lexis, before);
		if (inside) {
			blank(inside[0], inside[1]);
			at = inside[2];
			before = "\"";
			continue;
		}
		before = char;
		at += 1;
	}
	return out.join("") + text.slice(kept);
}
const endOf = (text, close, from) => {
	const end = text.indexOf(close, from);
	return end < 0 ? text.length : end;
};
function stringAt(text, at, lexis, before) {
	for (const { open, close, escapes, lines } of lexis.strings) {
		if (!text.startsWith(open, at)) continue;
		const from = at + open.length;
		for (let end = from;; end++) {
			if (end >= text.length || !lines && text[end] === "\n") return [
				from,
				end,
				end
			];
			if (escapes && text[end] === "\\") end += 1;
			else if (text.startsWith(close, end)) return [
				from,
				end,
				end + close.length
			];
		}
	}
	if (!lexis.regex || text[at] !== "/" || !(before === "" || "(,=:[!&|?{};+-*%~^<>".includes(before))) return void 0;
	let inClass = false;
	for (let end = at + 1; end < text.length && text[end] !== "\n"; end++) if (text[end] === "\\") end += 1;
	else if (text[end] === "[") inClass = true;
	else if (text[end] === "]") inClass = false;
	else if (text[end] === "/" && !inClass) return [
		at + 1,
		end,
		end + 1
	];
}
function characterAt(text, at) {
	const found = /'(?:\\[^\n]{1,9}?|[^\\'\n]{1,2})'/y;
	found.lastIndex = at;
	const length = found.exec(text)?.[0].length;
	return length === void 0 ? void 0 : [
		at + 1,
		at + length - 1,
		at + length
	];
}
/** For every opening bracket where its closing one stands; nothing for one that is never closed. */
function bracketPairs(code) {
	const pairs = /* @__PURE__ */ new Map();
	const open = [];
	for (let at = 0; at < code.length; at++) {
		const char = code[at];
		if (char === "(" || char === "[" || char === "{") open.push(at);
		else if (char === ")" || char === "]" || char === "}") {
			const last = open.at(-1);
			if (last === void 0 || "([{".indexOf(code[last]) !== ")]}".indexOf(char)) continue;
			pairs.set(open.pop(), at);
		}
	}
	return pairs;
}
// src/verify/sources/source.ts
/** The stronger of several reasons to be skipped. */
const skippedBy = (always, sometimes) => always ? "always" : sometimes ? "sometimes" : "never";
const countOf = (code, pattern) => code.match(pattern)?.length ?? 0;
const assertionsIn = (code, { any, weak }) => {
	const count = countOf(code, any);
	return {
		count,
		weak: Math.min(count, countOf(code, weak))
	};
};
/** Words and numbers of a piece of code, strings among them; bounded, since it only has to tell pieces apart. */
const wordsOf = (code) => code.match(/\w{1,40}/g)?.slice(0, 2e3) ?? [];
/** Turns offsets into line numbers; offsets have to be asked in any order. */
function lineCounter(text) {
	const ends = [];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
	return (offset) => {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = low + high >> 1;
			if (ends[middle] < offset) low = middle + 1;
			else high = middle;
		}
		return low + 1;
	};
}
// src/verify/sources/go.ts
/** Tests in Go: functions of their own, and those that they run by name. */
const FUNCTION$1 = /^func[ \t]+((?:Test|Fuzz|Example)\w*)[ \t]*\(/gm;
const RUN = /\bt\.Run\s*\(/g;
const SKIPS$2 = /\b[tbf]\.Skip(?:f|Now)?\s*\(/;
const ASSERTIONS$3 = {
	any: /\b[tbf]\.(?:Errorf?|Fatalf?|Fail|FailNow)\s*\(|\b(?:assert|require|qt|is)\.\w+\s*\(|\b(?:assert|check|expect|verify|ensure|must|require)[A-Z]\w*\s*\(/gm,
	weak: /\b(?:assert|require)\.(?:NotNil|NotEmpty|NoError|True|NotPanics)\s*\(/g
};
const readGo = (text) => {
	const code = masked(text, GO);
	const pairs = bracketPairs(code);
	const lineOf = lineCounter(text);
	const test = (name, start, open) => {
		const close = pairs.get(open);
		if (close === void 0) return [];
		const inner = code.slice(open + 1, close);
		return [{
			name,
			line: lineOf(start),
			skipped: skippedBy(inner.trimStart().search(SKIPS$2) === 0, SKIPS$2.test(inner.replace(/\bt\.Run\s*\([\s\S]*/, ""))),
			only: false,
			assertions: assertionsIn(inner, ASSERTIONS$3),
			words: wordsOf(text.slice(open + 1, close)),
			empty: !/\S/.test(inner)
		}];
	};
	return [...[...code.matchAll(FUNCTION$1)].flatMap((match) => {
		const parameters = match.index + match[0].length - 1;
		return test(match[1], match.index, code.indexOf("{", pairs.get(parameters) ?? code.length));
	}), ...[...code.matchAll(RUN)].flatMap((match) => {
		const open = match.index + match[0].length - 1;
		const comma = code.indexOf(",", open);
		const name = text.slice(open + 1, comma).trim().replace(/^(["`])([\s\S]*)\1$/, "$2");
		return comma < 0 || comma > (pairs.get(open) ?? 0) ? [] : test(name, match.index, code.indexOf("{", comma));
	})].sort((one, other) => one.line - other.line);
};
// src/verify/sources/javascript.ts
/** Tests in JavaScript and TypeScript: node:test, Vitest, Jest, Mocha, Jasmine, Playwright, AVA, tape. */
const CALL = /(?<![\w$.])(x|f)?(test|it|describe|suite|context|specify)((?:\s*\.\s*\w+)*)\s*(?=[(`])/g;
/** Marks by which a test does not run, or is expected to fail. */
const SKIPS$1 = /\.\s*(?:skip|todo|fixme|fails|failing)\b/;
const SKIPS_IF$1 = /\.\s*(?:skipIf|runIf)\b/;
const ONLY = /\.\s*only\b/;
/** Inside of a test; as its first word, or further on, where something may stand before it. */
const SKIPS_ITSELF$1 = /\b(?:t|ctx|context|this|test|it)\.(?:skip|todo)\s*\(/;
const SKIPS_AT_ONCE$1 = new RegExp(`^\\s*(?:async\\s*)?(?:function\\s*\\w*\\s*)?\\(?[^()]{0,200}\\)?\\s*(?:=>\\s*)?\\{?\\s*(?:return\\s+)?(?:${SKIPS_ITSELF$1.source})`);
/** Of the options of node:test: what is not known before it runs is a condition. */
const OPTION = /\b(?:skip|todo)\s*:(?!\s*(?:false|undefined)\b)\s*(true\b|["'`])?/;
const ASSERTIONS$2 = {
	any: /\bexpect(?:\.\w+)?\s*\(|\b(?:assert|should)(?:\.\w+)*\s*\(|\bt\.(?:assert\.\w+|is|not|equals?|deepEquals?|same|strictSame|throws\w*|notThrows\w*|true|false|truthy|falsy|like|regex|snapshot|match|rejects|ok|pass|fail)\s*\(|\.should\b|\b(?:expect|assert|check|verify|ensure|should|must)[A-Z_]\w*\s*\(/g,
	weak: /\.(?:toBeTruthy|toBeFalsy|toBeDefined|toHaveBeenCalled|toBeCalled)\s*\(|\.not\s*\.\s*(?:toThrow|toBeNull|toBeUndefined)\s*\(|\bassert(?:\.ok)?\s*\(|\bassert\.(?:exists|isOk|isDefined|doesNotThrow)\s*\(|\bt\.(?:ok|truthy|falsy|pass|notThrows)\s*\(|\bexpect\.any(?:thing)?\s*\(/g
};
const readJavaScript = (text) => {
	const code = masked(text, JAVASCRIPT);
	const pairs = bracketPairs(code);
	const lineOf = lineCounter(text);
	const calls = callsIn(code, pairs);
	const around = nesting(calls.filter(({ suite }) => suite));
	return calls.flatMap((call) => {
		if (call.suite) return [];
		const head = argumentsOf(code, pairs, call);
		const name = nameOf(text, head);
		if (name === void 0) return [];
		const outer = around(call.start);
		const inner = code.slice(call.open + 1, call.close);
		const options = head[1] === void 0 ? "" : code.slice(...head[1]).trimStart();
		const option = /^\{/.test(options) ? OPTION.exec(options) : null;
		const function_ = head.slice(1).map((range) => code.slice(...range)).join(",");
		return [{
			name,
			line: lineOf(call.start),
			skipped: skippedBy([call, ...outer].some((each) => each.skipped === "always") || option?.[1] !== void 0 || SKIPS_AT_ONCE$1.test(code.slice(...head.at(-1))), [call, ...outer].some((each) => each.skipped === "sometimes") || option !== null || SKIPS_ITSELF$1.test(inner)),
			only: call.only || outer.some((suite) => suite.only) || /^\{/.test(options) && /\bonly\s*:\s*true\b/.test(options),
			assertions: assertionsIn(inner, ASSERTIONS$2),
			words: wordsOf(text.slice(head[0][1], call.close)),
			empty: !/\S/.test(function_.replace(/(?:async\s*)?(?:function\s*\w*\s*)?\([^()]*\)\s*(?:=>)?|[{},;()]/g, ""))
		}];
	});
};
/** Calls in the order in which they stand. A curried one (`test.each(table)(name, fn)`) has its arguments in the last brackets. */
function callsIn(code, pairs) {
	const calls = [];
	for (const match of code.matchAll(CALL)) {
		const [all, prefix, word, chain = ""] = match;
		let open = match.index + all.length;
		if (code[open] === "`") {
			const end = code.indexOf("`", open + 1);
			open = end < 0 ? -1 : nextBracket(code, end + 1);
		} else for (let next = nextBracket(code, (pairs.get(open) ?? code.length) + 1); next >= 0;) {
			open = next;
			next = nextBracket(code, (pairs.get(open) ?? code.length) + 1);
		}
		const close = pairs.get(open);
		if (close === void 0) continue;
		calls.push({
			suite: /^(?:describe|suite|context)$/.test(word) || /\.\s*describe\b/.test(chain),
			start: match.index,
			open,
			close,
			skipped: skippedBy(prefix === "x" || SKIPS$1.test(chain), SKIPS_IF$1.test(chain)),
			only: prefix === "f" || ONLY.test(chain)
		});
	}
	return calls;
}
/** Where a bracket opens that follows at once; -1 when something else does. */
function nextBracket(code, from) {
	const at = from + (/^\s{0,200}/.exec(code.slice(from, from + 200))?.[0].length ?? 0);
	return code[at] === "(" ? at : -1;
}
/** For offsets asked in rising order: the suites around each. */
function nesting(suites) {
	const open = [];
	let next = 0;
	return (offset) => {
		while (next < suites.length && suites[next].start < offset) open.push(suites[next++]);
		while (open.length > 0 && open.at(-1).close < offset) open.pop();
		return open.filter(({ close }) => close > offset);
	};
}
/** The arguments of a call, at most the first four. */
function argumentsOf(code, pairs, { open, close }) {
	const found = [];
	let from = open + 1;
	for (let at = from; at <= close && found.length < 4; at++) if (at === close || code[at] === ",") {
		if (code.slice(from, at).trim() !== "") found.push([from, at]);
		from = at + 1;
	} else at = pairs.get(at) ?? at;
	return found;
}
/** The text of the first argument. A call with a single one that is no string is a function of that name and no test. */
function nameOf(text, [first, second]) {
	if (!first) return void 0;
	const raw = text.slice(...first).trim();
	const literal = /^(["'`])([\s\S]*)\1$/.exec(raw)?.[2];
	return literal === void 0 && !second ? void 0 : (literal ?? raw).slice(0, 300);
}
// src/verify/sources/python.ts
/** Tests in Python: pytest and unittest. Blocks are told by their indentation. */
const DEFINITION = /^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)/;
const SKIPS = /\b(?:skip|expectedFailure)\b|\bxfail\b(?!\s*\(\s*[^)r\s])/;
const SKIPS_IF = /\b(?:skipif|skipIf|skipUnless|xfail)\b/;
const SKIPS_ITSELF = /\b(?:pytest\.(?:skip|xfail)|self\.skipTest|pytest\.importorskip)\s*\(|\braise\s+(?:unittest\.)?SkipTest\b/;
const SKIPS_AT_ONCE = new RegExp(`^(?:"""\\s*"""\\s*)?(?:${SKIPS_ITSELF.source})`);
const ASSERTIONS$1 = {
	any: /^[ \t]*assert\b|\bself\.(?:assert\w+|fail)\s*\(|\b(?:pytest\.)?(?:raises|warns)\s*\(|\b_?(?:assert|check|verify|ensure|expect)_\w+\s*\(/gm,
	weak: /^[ \t]*assert[ \t]+(?:True|[\w.]+(?:\([^()\n]*\))?)[ \t]*(?:,.*)?$|^[ \t]*assert\b[^\n]*\bis not None\b|\bself\.(?:assertTrue|assertIsNotNone)\s*\(/gm
};
const readPython = (text) => {
	const lines = text.split("\n");
	const code = masked(text, PYTHON).split("\n");
	const module = code.filter((line) => /^pytestmark\b/.test(line)).join("\n");
	const classes = [];
	const tests = [];
	let decorators = [];
	for (const [at, line] of code.entries()) {
		if (/^[ \t]*@/.test(line)) {
			decorators.push(line);
			continue;
		}
		const [, spaces, keyword, name] = DEFINITION.exec(line) ?? [];
		if (spaces === void 0 || name === void 0) {
			if (decorators.length > 0) decorators.push(line);
			if (/^[ \t]*\w+[ \t]*=/.test(line)) decorators = [];
			continue;
		}
		const indent = spaces.length;
		while (classes.length > 0 && classes.at(-1).indent >= indent) classes.pop();
		const marks = decorators.join("\n");
		decorators = [];
		if (keyword === "class") {
			classes.push({
				indent,
				name,
				marks
			});
			continue;
		}
		if (!/^test/.test(name)) continue;
		const end = endOfBlock(code, at, indent);
		const body = code.slice(at + 1, end).join("\n");
		const oneLine = /:[ \t]*(\S.*)$/.exec(line)?.[1] ?? "";
		const inner = `${oneLine}\n${body}`;
		const all = [
			module,
			marks,
			...classes.map((each) => each.marks)
		].join("\n");
		tests.push({
			name: [...classes.map((each) => each.name), name].join(" > "),
			line: at + 1,
			skipped: skippedBy(SKIPS.test(all) || SKIPS_AT_ONCE.test(inner.trimStart()), SKIPS_IF.test(all) || SKIPS_ITSELF.test(inner)),
			only: false,
			assertions: assertionsIn(inner, ASSERTIONS$1),
			words: wordsOf(lines.slice(at + 1, end).join("\n") || oneLine),
			empty: !/\S/.test(inner.replace(/"""\s*"""|'''\s*'''|"\s*"|\bpass\b|\.\.\./g, ""))
		});
	}
	return tests;
};
function endOfBlock(code, at, indent) {
	for (let next = at + 1; next < code.length; next++) {
		const line = code[next];
		if (line.trim() === "" || /^[ \t]*\)/.test(line)) continue;
		if (/^[ \t]*/.exec(line)[0].length <= indent) return next;
	}
	return code.length;
}
// src/verify/sources/rust.ts
/** Tests in Rust: functions with the attribute `test`, by whatever crate. */
const FUNCTION = /((?:#\[[^\]\n]*\]\s*){1,12})(?:pub(?:\([^)\n]*\))?\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+(\w+)/g;
const TEST = /#\[(?:\w+::)*(?:test|rstest|test_case|quickcheck|proptest)\b/;
const ASSERTIONS = {
	any: /\b(?:debug_)?(?:assert\w*|prop_assert\w*|panic|unreachable)!\s*[([]|\b(?:assert|check|verify|expect)_\w+\s*\(/g,
	weak: /\bassert!\s*\(\s*(?:true|!?[\w.]+(?:\([^()\n]*\))?(?:\.is_(?:ok|some|err|none)\(\))?)\s*[),]/g
};
const readRust = (text) => {
	const code = masked(text, RUST);
	const pairs = bracketPairs(code);
	const lineOf = lineCounter(text);
	return [...code.matchAll(FUNCTION)].flatMap((match) => {
		const [all, attributes, name] = match;
		if (!TEST.test(attributes)) return [];
		const end = match.index + all.length;
		const open = code.indexOf("{", end);
		const close = pairs.get(open);
		if (close === void 0) return [];
		const inner = code.slice(open + 1, close);
		const { count, weak } = assertionsIn(inner, ASSERTIONS);
		return [{
			name,
			line: lineOf(end - 1),
			skipped: skippedBy(/#\[ignore\b/.test(attributes), /#\[cfg_attr\([^\]]*,\s*ignore\b/.test(attributes)),
			only: false,
			assertions: {
				count: count + (/#\[should_panic\b/.test(attributes) ? 1 : 0),
				weak
			},
			words: wordsOf(text.slice(open + 1, close)),
			empty: !/\S/.test(inner)
		}];
	});
};
// src/verify/sources/read.ts
/** Which reader a file of tests has, and what stands for a test where there is none. */
/** The reader for the language of a file; undefined when there is none. */
function readerFor(path) {
	if (/\.[cm]?[jt]sx?$/i.test(path)) return readJavaScript;
	if (/\.py$/i.test(path)) return readPython;
	if (/\.go$/i.test(path)) return readGo;
	if (/\.rs$/i.test(path)) return readRust;
}
/** A file of a language that is not read here, and that has tests by its name; all that can be said is whether it is still there. */
const namedAsTest = (path) => /(?:^|\/)test_[^/]*$|[._-](?:test|tests|spec)\.[^/.]+$|[a-z](?:Test|Tests|Spec|IT)\.[^/.]+$|(?:^|\/)[^/]*\.(?:bats|feature|t)$/.test(path);
/** What runners compare with, written by themselves. */
const isSnapshot = (path) => /\.(?:snap|snapshot|ambr)$|(?:^|\/)__snapshots__\//.test(path);
// src/verify/likeness.ts
/** How much two pieces of code have in common: whether a test is another one under a new name. Pure. */
/** Words that stand in tests of anything. */
const COMMON = /^(?:assert|expect|equal|strictEqual|deepEqual|toBe|toEqual|toStrictEqual|assert_eq|assertEqual|self|t|got|want|const|let|await|async|return|function|true)$/;
/** The grams of the words of a piece of code (`wordsOf`), in the order in which they stand. */
function gramsOf(words) {
	const telling = words.filter((word) => !COMMON.test(word));
	const grams = [...telling, ...telling.slice(1).map((word, at) => `${telling[at]} ${word}`)];
	const counts = /* @__PURE__ */ new Map();
	for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
	return {
		counts,
		size: grams.length
	};
}
/** What two pieces of code have in common, from 0 to 1 (Dice). */
function likeness(one, other) {
	if (one.size + other.size === 0) return 1;
	let common = 0;
	for (const [gram, count] of one.counts) common += Math.min(count, other.counts.get(gram) ?? 0);
	return 2 * common / (one.size + other.size);
}
// src/verify/weakened.ts
/**
* Whether tests were made weaker: what stood in the files of tests before, against what stands there now. A test is followed by its name, through
* files that were renamed and tests that were moved; one that is gone is looked for under another name by its words. Pure.
*/
/** How much two tests must have in common to be the same one under another name: in the same file, and in another. */
const ALIKE_HERE = .5;
const ALIKE_ELSEWHERE = .65;
/** Pairs that are compared word by word at most; a change that renames more tests than this is rare, and they count as deleted. */
const MAX_COMPARED = 2e4;
/** What of `files` became weaker. `since` says what `before` is; what is weaker than at the base is the worse. */
function weakenedIn(files, since) {
	const before = files.flatMap(({ path, before: text }) => placed(path, text));
	const { pairs, gone, fresh } = matched(before, files.flatMap(({ path, after: text }) => placed(path, text)));
	const there = new Set(pairs.map(({ now }) => now.file));
	const found = [];
	const say = (what, file, fails, test) => {
		found.push({
			file: file.slice(0, 500),
			...test && {
				line: test.line,
				test: test.name.slice(0, 300)
			},
			what,
			since,
			fails: fails && since === "base",
			...what === "skipped" && test?.skipped === "sometimes" && { sometimes: true }
		});
	};
	for (const file of filesGone(files, gone, before)) say("deleted", file, true);
	const whole = new Set(found.map(({ file }) => file));
	for (const test of gone) if (!whole.has(test.file)) say("deleted", test.file, true, test);
	for (const { was, now } of pairs) {
		if (RANK[now.skipped] > RANK[was.skipped]) say("skipped", now.file, true, now);
		if (now.only && !was.only) say("only", now.file, true, now);
		if (was.skipped === "always" || now.skipped === "always") continue;
		if (now.empty && !was.empty) say("emptied", now.file, true, now);
		else if (was.assertions.count > 0 && now.assertions.count === 0) say("emptied", now.file, true, now);
		else if (now.assertions.count < was.assertions.count) say("assertions", now.file, false, now);
		else if (strong(now) < strong(was)) say("loosened", now.file, false, now);
	}
	for (const test of fresh) if (test.only) say("only", test.file, there.has(test.file), test);
	else if (test.skipped === "always") say("skipped", test.file, false, test);
	for (const { path, before: was, after: now } of files) if (isSnapshot(path) && was !== null && rewritten(was, now)) say("snapshot", path, false);
	return found;
}
const RANK = {
	never: 0,
	sometimes: 1,
	always: 2
};
const strong = ({ assertions }) => assertions.count - assertions.weak;
const placed = (file, text) => text === null || isSnapshot(file) ? [] : (readerFor(file)?.(text) ?? []).map((test) => ({
	...test,
	file
}));
/** Which test is which: by file and name, then by name, then by what stands in it. */
function matched(before, after) {
	const pairs = [];
	let gone = [...before];
	let fresh = [...after];
	for (const key of [(test) => `${test.file}\n${test.name}`, (test) => test.name]) {
		const waiting = Map.groupBy(fresh, key);
		const left = [];
		for (const was of gone) {
			const now = waiting.get(key(was))?.shift();
			if (now) pairs.push({
				was,
				now
			});
			else left.push(was);
		}
		gone = left;
		fresh = [...waiting.values()].flat();
	}
	const taken = /* @__PURE__ */ new Set();
	const candidates = gone.length === 0 ? [] : fresh.map((now) => ({
		now,
		grams: gramsOf(now.words)
	}));
	let compared = 0;
	gone = gone.filter((was) => {
		let best;
		const grams = gramsOf(was.words);
		for (const { now, grams: others } of candidates) {
			if (taken.has(now) || compared++ > MAX_COMPARED) continue;
			const alike = likeness(grams, others);
			if (alike >= (now.file === was.file ? ALIKE_HERE : ALIKE_ELSEWHERE) && alike > (best?.alike ?? 0)) best = {
				now,
				alike
			};
		}
		if (!best) return true;
		taken.add(best.now);
		pairs.push({
			was,
			now: best.now
		});
		return false;
	});
	return {
		pairs,
		gone,
		fresh: fresh.filter((test) => !taken.has(test))
	};
}
/** Files of tests that are gone with all that they held. Those that only moved are found again by their words. */
function filesGone(files, gone, before) {
	const left = files.filter(({ path, before: was, after }) => was !== null && after === null && !isSnapshot(path));
	const unread = left.filter(({ path }) => !readerFor(path) && namedAsTest(path));
	const places = (unread.length === 0 ? [] : files.filter(({ before: was }) => was === null)).map(({ path, after }) => ({
		extension: extensionOf(path),
		grams: gramsOf(wordsOf(after ?? ""))
	}));
	const moved = ({ path, before: was }) => {
		const grams = gramsOf(wordsOf(was ?? ""));
		return places.some((place) => place.extension === extensionOf(path) && likeness(grams, place.grams) >= ALIKE_ELSEWHERE);
	};
	return [...left.filter(({ path }) => {
		const held = before.filter(({ file }) => file === path).length;
		return held > 1 && gone.filter(({ file }) => file === path).length === held;
	}), ...unread.filter((file) => !moved(file))].map(({ path }) => path);
}
const extensionOf = (path) => /\.[^./]*$/.exec(path)?.[0] ?? "";
/** Whether something in a snapshot is not there any more; one that only grew belongs to new tests. */
function rewritten(before, after) {
	const left = /* @__PURE__ */ new Map();
	for (const line of (after ?? "").split("\n")) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
	return before.split("\n").some((line) => {
		const count = left.get(line.trim()) ?? 0;
		left.set(line.trim(), count - 1);
		return line.trim() !== "" && count === 0;
	});
}
/**
* Tests that passed on the base and did not with the change, by what the runner called them. Numbers in names are not compared: they count milliseconds,
* ports and days. One that is skipped now fails; one whose name is gone does only where `fewer` tests pass, since it may have a new name.
*/
function missingTests(base, green, known, fewer) {
	const key = (name) => name.replace(/\d+/g, "#");
	const left = Map.groupBy(green, ({ name }) => key(name));
	const was = [...base].sort((one, other) => Number(other.status !== "passed") - Number(one.status !== "passed"));
	const told = (name) => known.some(({ test }) => test !== void 0 && name.endsWith(test));
	return was.flatMap(({ name, status }) => {
		const same = left.get(key(name));
		const at = Math.max(0, same?.findIndex((test) => test.name === name) ?? 0);
		const now = same?.splice(at, 1)[0];
		if (status !== "passed" || told(name) || now && now.status !== "skipped") return [];
		const test = name.slice(0, 300);
		return now ? [{
			file: "",
			test,
			what: "skipped",
			since: "base",
			fails: true
		}] : [{
			file: "",
			test,
			what: "missing",
			since: "base",
			fails: fewer
		}];
	});
}
/** Both comparisons as one list, the worst first; what was weakened since the base is not told a second time. */
function allWeakened(base, red) {
	const said = new Set(base.map(({ file, test, what }) => `${file}\n${test}\n${what}`));
	return [...base, ...red.filter(({ file, test, what }) => !said.has(`${file}\n${test}\n${what}`))].sort((one, other) => Number(other.fails) - Number(one.fails)).slice(0, 50);
}
// src/verify/change.ts
/** Everything that the proof has to know of a change, read from git before a line of it is executed. */
/** Larger files are not compared, in bytes; nobody writes tests of that size by hand. */
const MAX_TEXT = 1048576;
/**
* The change between the commit where the branch left `base` and `head`, in the checkout `dir`, so that what the base did meanwhile does not count as
* the change's. `patterns` tell which files are tests. Throws GitFailed when a commit is not there.
*/
async function readChange(dir, base, head, patterns) {
	const git = gitIn(dir);
	const left = (await git([
		"merge-base",
		base,
		head
	])).toString().trim();
	const changes = await between(git, left, head);
	const isTest = (0, import_picomatch.default)([...patterns], { dot: true });
	const named = changes.filter((change) => change.path !== null);
	const tests = named.filter(({ path }) => isTest(path));
	const others = named.filter(({ path }) => !isTest(path));
	const compared = ({ path }) => path !== null && (isTest(path) || isSnapshot(path));
	const red = await lastRed(git, left, head);
	const sinceRed = red === void 0 ? [] : (await between(git, red, head)).filter(compared);
	const weakened = allWeakened(weakenedIn(await sidesOf(git, named.filter(compared)), "base"), weakenedIn(await sidesOf(git, sinceRed), "red"));
	const paths = (removed) => tests.filter(({ status }) => status === "D" === removed).map(({ path }) => path).sort();
	return {
		tests: {
			changed: paths(false),
			removed: paths(true)
		},
		paths: changes.map(({ path }) => path),
		supply: {
			added: others.filter(({ status }) => status === "A").map(({ path }) => path),
			lines: (await sidesOf(git, others)).map(addedLines).join("\n")
		},
		weakened
	};
}
const between = async (git, from, to) => parseRawDiff(await git([
	"diff-tree",
	"-r",
	"--raw",
	"-z",
	"--no-renames",
	"--no-abbrev",
	from,
	to
]));
/** The last commit whose stage is red, by the trailer that every commit of a run carries; undefined when there is none. */
async function lastRed(git, left, head) {
	const log = (await git([
		"log",
		"--format=%H %(trailers:key=Orch-Stage,valueonly,separator=%x2C)",
		`${left}..${head}`
	])).toString();
	return /^([0-9a-f]{40,64}) (?:.*,)?red$/m.exec(log)?.[1];
}
/** The text of both sides of each change. Links, submodules and what is too large have none. */
async function sidesOf(git, changes) {
	const ids = [...new Set(changes.flatMap(({ oldMode, newMode, oldId, newId }) => [.../^100/.test(oldMode) ? [oldId] : [], .../^100/.test(newMode) ? [newId] : []]))];
	const sizes = await blobSizes(git, ids);
	const texts = await blobTexts(git, ids.filter((_, at) => sizes[at] <= MAX_TEXT));
	return changes.flatMap(({ path, oldMode, newMode, oldId, newId }) => {
		const side = (mode, id) => /^100/.test(mode) ? texts.get(id) : mode === "000000" ? null : void 0;
		const before = side(oldMode, oldId);
		const after = side(newMode, newId);
		return path === null || before === void 0 || after === void 0 ? [] : [{
			path,
			before,
			after
		}];
	});
}
/** Blobs by their ids, in one go. */
async function blobTexts(git, ids) {
	const texts = /* @__PURE__ */ new Map();
	if (ids.length === 0) return texts;
	const out = await git(["cat-file", "--batch"], { input: ids.map((id) => `${id}\n`).join("") });
	for (let at = 0; at < out.length;) {
		const end = out.indexOf(10, at);
		const [id = "", type, size = "0"] = out.subarray(at, end).toString("latin1").split(" ");
		at = end + 1;
		if (type !== "blob") continue;
		texts.set(id, out.subarray(at, at + Number(size)).toString("utf8"));
		at += Number(size) + 1;
	}
	return texts;
}
function addedLines({ before, after }) {
	const known = new Set((before ?? "").split("\n"));
	return (after ?? "").split("\n").filter((line) => !known.has(line)).join("\n");
}
// src/verify/exempt.ts
/** Which changes need no test that fails without them. Pure. */
/**
* The names of the rules by which a change is exempt, as in `docs and chores`; undefined when it is not. Every file that it touches must match one
* of them, those that it deletes too; a path that cannot be read (null) matches none.
*/
function exemptBy(paths, rules) {
	if (paths.length === 0 || rules.length === 0) return void 0;
	const matchers = rules.map(({ name, paths: globs }) => ({
		name,
		matches: (0, import_picomatch.default)(globs, { dot: true })
	}));
	const names = /* @__PURE__ */ new Set();
	for (const path of paths) {
		const rule = path === null ? void 0 : matchers.find(({ matches }) => matches(path));
		if (!rule) return void 0;
		names.add(rule.name);
	}
	return [...names].join(" and ");
}
/** Whether a change is documents of a plan and nothing else. One that touches tests has something to prove, wherever they stand. */
const isPlan = (paths, { changed, removed }) => changed.length + removed.length === 0 && exemptBy(paths, [PLANS]) !== void 0;
// src/verify/red.ts
/** `red` is an execution that failed. */
function whyRed({ run, reading, late }, supply) {
	if (late) return wrong("because they do not end in time");
	if (!reading) return right(`The test command fails without the change (exit status ${run.exit_code}); its output was not understood, so it does not say why.`);
	const { failures } = reading;
	const first = (kind) => failures.find((failure) => failure.kind === kind);
	const asserted = first("assertion");
	if (asserted) return right(`${quote(asserted.name)} fails by an assertion: ${line(asserted.message)}.${others(reading.failed)}`);
	const thrown = first("error");
	if (thrown) return right(`${quote(thrown.name)} fails by an error: ${line(thrown.message)}.${others(reading.failed)}`);
	const imports = failures.filter(({ kind }) => kind === "import");
	const supplied = imports.find(({ missing }) => missing && supplies(supply, missing));
	if (supplied?.missing) return right(`${whatOf(supplied.missing)} does not exist without the change, which adds it.${others(reading.failed)}`);
	const foreign = imports.find(({ missing }) => missing);
	if (foreign?.missing) return wrong(`because ${whatOf(foreign.missing)} cannot be found, and the change does not add it`);
	const syntax = first("syntax");
	if (syntax) return wrong(`because ${quote(syntax.name)} cannot be read as code: ${line(syntax.message)}`);
	const late_ = first("timeout");
	if (late_) return wrong(`because ${quote(late_.name)} does not end in time`);
	if (failures.length > 0 || reading.failed === void 0 || reading.failed > 0) return right("Tests fail without the change; the output does not say why.");
	return {
		right: false,
		why: `No test fails without the change: the test command fails for another reason (exit status ${run.exit_code}). If a runner that was not understood found the failure, let it write JUnit XML and name the files under commands.reports.`
	};
}
const right = (why) => ({
	right: true,
	why
});
const wrong = (because) => ({
	right: false,
	why: `The tests of the change fail without it only ${because}. Let one fail by an assertion.`
});
const others = (failed) => failed === void 0 || failed < 2 ? "" : ` ${failed} fail in all.`;
/** A name, or the first line of a message, short and on one line. */
const line = (text) => {
	const first = text.split("\n")[0].trim().replace(/[.:]+$/, "");
	return first.length > 160 ? `${first.slice(0, 159)}…` : first || "it does not say which";
};
const quote = (name) => `“${line(name)}”`;
const whatOf = (missing) => quote("module" in missing ? missing.module : missing.symbol);
/** Whether the change brings what was not found. */
function supplies({ added, lines }, missing) {
	if ("symbol" in missing) return new RegExp(`(?<![\\w$])${escaped(missing.symbol)}(?![\\w$])`).test(lines);
	const wanted = stem(missing.module);
	if (wanted.length === 0) return false;
	const relative = /^[./~@#]/.test(missing.module) || /^file:/.test(missing.module);
	return added.some((path) => {
		const file = stem(path);
		return (/\.go$/.test(path) ? [file.slice(0, -1)] : [file]).some((candidate) => {
			const length = Math.min(candidate.length, wanted.length);
			if (length === 0 || !endsWith(candidate, wanted.slice(-length))) return false;
			return length > 1 || relative || candidate.length === 1 || /^(?:src|lib|app|python)$/.test(candidate[0]) || length === candidate.length;
		});
	});
}
const endsWith = (whole, end) => end.every((part, at) => whole[whole.length - end.length + at] === part);
/** The parts of a path or of a dotted name, without what stands before the project, the extension and the name of a folder's main file. */
function stem(name) {
	const path = name.replace(/^file:\/\//, "").replace(/[?#].*$/, "");
	const parts = (!path.includes("/") && /^\w+(?:\.\w+)+$/.test(path) && !/\.(?:[cm]?[jt]sx?|json|py|rb|vue|svelte)$/.test(path) ? path.split(".") : path.replace(/\.d\.ts$|\.\w+$/, "").split("/")).filter((part) => part !== "" && part !== "." && part !== ".." && part !== "~" && part !== "@");
	if (parts.length > 1 && /^(?:index|__init__|mod|main)$/.test(parts.at(-1))) parts.pop();
	return parts;
}
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
// src/verify/judge.ts
/** What makes tests fewer. */
const GONE = /* @__PURE__ */ new Set([
	"deleted",
	"skipped",
	"emptied"
]);
/** Exit statuses of a shell that could not run the command at all: the tests said nothing. */
const NOT_RUN = [126, 127];
/** The verdict without the runs: what had to be proved, whether it was, and the first thing that is wrong. */
function judge(facts) {
	const { runs, tests } = facts;
	if (!runs.base || !runs.green) return {
		ok: false,
		reason: "There is no commit to verify.",
		tests
	};
	const { base, green, red } = runs;
	const fewer = (green.run.passed ?? 0) < (base.run.passed ?? 0) && green.run.passed !== void 0;
	const given = facts.weakened.map((each) => facts.allowed?.(each.file) ? {
		...each,
		fails: false
	} : each);
	const leave = given.some(({ what, file }) => facts.allowed?.(file) && GONE.has(what));
	const named = missingTests(base.reading?.tests ?? [], green.reading?.tests ?? [], given, fewer && !leave);
	const weakened = [...settled(given, base, green), ...base.reading?.tests && green.reading?.tests ? named : []];
	const kind = kindOf(facts, base, green);
	const right = kind === "tests_first" && red && red.run.exit_code !== 0 ? whyRed(red, facts.supply) : void 0;
	const why = kind === "repair" ? repaired(facts, base) : right?.why;
	const reason = (kind === void 0 ? baseFails(facts, base, green) : void 0) ?? (kind === "tests_first" ? whyNotFirst(facts, red) : void 0) ?? (green.run.exit_code !== 0 ? `The tests do not pass with the change: ${outcome(green)}.` : void 0) ?? (right && !right.right ? right.why : void 0) ?? (kind === "repair" ? stillThere(base, green) : void 0) ?? taken(weakened) ?? (fewer && !leave ? `Fewer tests pass with the change (${green.run.passed}) than without it (${base.run.passed}): tests were removed or skipped.` : void 0);
	return {
		ok: reason === void 0,
		...reason !== void 0 && { reason: reason.slice(0, 2e3) },
		...kind && { kind },
		...kind === "exempt" && facts.exempt !== void 0 && { exempt: facts.exempt },
		...why !== void 0 && { why: why.slice(0, 500) },
		...weakened.length > 0 && { weakened: worstFirst(weakened) },
		tests
	};
}
/**
* The verdict on documents of a plan: the tests pass with them, or failed without them as well, which is none of their doing. A base that was not run counts as
* one that passes.
*/
function judgePlans(brief, { base, green }) {
	if (!green) return {
		ok: false,
		reason: "There is no commit to verify.",
		tests: []
	};
	const plans = {
		kind: "exempt",
		exempt: PLANS.name,
		tests: []
	};
	if (green.run.exit_code === 0) return {
		ok: true,
		...plans
	};
	if (base && base.run.exit_code !== 0) return {
		ok: true,
		why: `The tests do not pass on ${at({ brief })} either: ${outcome(base)}.`.slice(0, 500),
		...plans
	};
	return {
		ok: false,
		reason: `The tests do not pass with the change: ${outcome(green)}.`.slice(0, 2e3),
		...plans
	};
}
/** A test that is skipped on a condition fails the verdict unless the runner counts no more skipped tests than before. */
const settled = (found, base, green) => {
	const before = base.run.skipped;
	const now = green.run.skipped;
	const held = before === void 0 || now === void 0 || now > before;
	return found.map(({ sometimes, ...each }) => sometimes && !held ? {
		...each,
		fails: false
	} : each);
};
/** What has to be proved; undefined when the base fails and the change does not repair it. */
function kindOf({ exempt }, base, green) {
	if (base.run.exit_code === 0) return exempt === void 0 ? "tests_first" : "exempt";
	return !base.late && !NOT_RUN.includes(base.run.exit_code) && green.run.exit_code === 0 ? "repair" : void 0;
}
function whyNotFirst({ tests }, red) {
	if (tests.length === 0) return "The change adds or edits no test, so nothing shows that it does what it should.";
	if (!red || red.run.exit_code === 0) return "The tests of the change also pass without it, so they do not show that it does anything.";
}
const at = ({ brief: { base } }) => `${base.ref} (${base.sha.slice(0, 7)})`;
function baseFails(facts, base, green) {
	const again = green.run.exit_code === 0 ? "" : ` With the change: ${outcome(green)}.`;
	return `The project's own tests do not pass on ${at(facts)}, before any change: ${outcome(base)}${namesOf(base)}.${again} Make them pass first.`;
}
const repaired = (facts, base) => `On ${at(facts)} the tests do not pass: ${outcome(base)}${namesOf(base)}. With the change they do.`;
/** A test that failed on the base has to pass now: a repair that takes it away is none. */
function stillThere(base, green) {
	if (!base.reading?.tests || !green.reading?.tests) return void 0;
	const passing = new Set(green.reading.tests.filter(({ status }) => status === "passed").map(({ name }) => name));
	const skipped = new Set(green.reading.tests.filter(({ status }) => status === "skipped").map(({ name }) => name));
	const gone = base.reading.tests.find(({ name, status }) => status === "failed" && !passing.has(name) && skipped.has(name));
	return gone && `The test ${quote(gone.name)} fails on the base and is skipped with the change, so nothing was repaired.`;
}
/** Up to five names of what fails. */
function namesOf({ reading }) {
	const names = [...new Set(reading?.failures.map(({ name }) => name))];
	if (names.length === 0) return "";
	const more = (reading?.failed ?? names.length) - 5;
	return `: ${names.slice(0, 5).map(quote).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
function outcome({ run, late }) {
	if (late) return `they did not end within ${Math.round(run.seconds)} seconds`;
	if (run.failed) return run.passed === void 0 ? `${run.failed} fail` : `${run.failed} of ${run.failed + run.passed} fail`;
	return `exit status ${run.exit_code}`;
}
const DONE = {
	deleted: "deleted",
	skipped: "skipped",
	only: "marked so that others do not run",
	emptied: "emptied",
	missing: "taken away"
};
/** Tests that were there and do not run any more, up to three by name. */
function taken(weakened) {
	const bad = weakened.filter(({ fails }) => fails);
	if (bad.length === 0) return void 0;
	const said = bad.slice(0, 3).map(({ file, line, test, what }) => {
		return `${[file === "" ? "" : `${file}${line === void 0 ? "" : `:${line}`}`, test && quote(test)].filter(Boolean).join(" ")} was ${DONE[what] ?? "weakened"}`;
	});
	const more = bad.length > 3 ? `; and ${bad.length - 3} more` : "";
	return `Tests that were there before the change were taken away: ${said.join("; ")}${more}. Put them back; where they should go, someone with write access says so by the command allow with their paths, and then retry.`;
}
const worstFirst = (weakened) => [...weakened].sort((one, other) => Number(other.fails) - Number(one.fails)).slice(0, 50);
// src/verify/execution.ts
/** The parts of a reading that a verdict keeps. */
function keptOf(reading) {
	if (!reading) return {};
	const { runner, passed, failed, skipped, failures } = reading;
	return {
		runner: runner.slice(0, 200),
		...passed !== void 0 && { passed },
		...failed !== void 0 && { failed },
		...skipped !== void 0 && { skipped },
		...failures.length > 0 && { failures: failures.slice(0, 10).map(({ name, file, kind, message }) => ({
			name: name.slice(0, 300),
			...file !== void 0 && { file: file.slice(0, 300) },
			kind,
			message: message.slice(0, 300)
		})) }
	};
}
// src/verify/output.ts
/** The output of a test command as text that can be read by line. Pure. */
/** ESC [ … letter: colours and cursor movements. */
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;
/** The output without terminal colours, with plain line ends. */
const withoutAnsi = (output) => output.replace(ANSI, "").replace(/\r\n?/g, "\n");
/**
* Longest line that is looked at, in characters. The output is written by code that nobody has looked at: what is searched by patterns has a
* bound.
*/
const MAX_LINE = 2e3;
/** The lines of a text, each cut to what is looked at. */
const linesOf = (text) => text.split("\n").map((line) => line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line);
// node_modules/fdir/dist/index.mjs
var __require = /* @__PURE__ */ createRequire(import.meta.url);
function cleanPath(path) {
	let normalized = normalize(path);
	if (normalized.length > 1 && normalized[normalized.length - 1] === sep$1) normalized = normalized.substring(0, normalized.length - 1);
	return normalized;
}
const SLASHES_REGEX = /[\\/]/g;
function convertSlashes(path, separator) {
	return path.replace(SLASHES_REGEX, separator);
}
const WINDOWS_ROOT_DIR_REGEX = /^[a-z]:[\\/]$/i;
function isRootDirectory(path) {
	return path === "/" || WINDOWS_ROOT_DIR_REGEX.test(path);
}
function normalizePath(path, options) {
	const { resolvePaths, normalizePath: normalizePath$1, pathSeparator } = options;
	const pathNeedsCleaning = process.platform === "win32" && path.includes("/") || path.startsWith(".");
	if (resolvePaths) path = resolve$1(path);
	if (normalizePath$1 || pathNeedsCleaning) path = cleanPath(path);
	if (path === ".") return "";
	return convertSlashes(path[path.length - 1] !== pathSeparator ? path + pathSeparator : path, pathSeparator);
}
function joinPathWithBasePath(filename, directoryPath) {
	return directoryPath + filename;
}
function joinPathWithRelativePath(root, options) {
	return function(filename, directoryPath) {
		if (directoryPath.startsWith(root)) return directoryPath.slice(root.length) + filename;
		else return convertSlashes(relative(root, directoryPath), options.pathSeparator) + options.pathSeparator + filename;
	};
}
function joinPath(filename) {
	return filename;
}
function joinDirectoryPath(filename, directoryPath, separator) {
	return directoryPath + filename + separator;
}
function build$7(root, options) {
	const { relativePaths, includeBasePath } = options;
	return relativePaths && root ? joinPathWithRelativePath(root, options) : includeBasePath ? joinPathWithBasePath : joinPath;
}
function pushDirectoryWithRelativePath(root) {
	return function(directoryPath, paths) {
		paths.push(directoryPath.substring(root.length) || ".");
	};
}
function pushDirectoryFilterWithRelativePath(root) {
	return function(directoryPath, paths, filters) {
		const relativePath = directoryPath.substring(root.length) || ".";
		if (filters.every((filter) => filter(relativePath, true))) paths.push(relativePath);
	};
}
const pushDirectory = (directoryPath, paths) => {
	paths.push(directoryPath || ".");
};
const pushDirectoryFilter = (directoryPath, paths, filters) => {
	const path = directoryPath || ".";
	if (filters.every((filter) => filter(path, true))) paths.push(path);
};
const empty$2 = () => {};
function build$6(root, options) {
	const { includeDirs, filters, relativePaths } = options;
	if (!includeDirs) return empty$2;
	if (relativePaths) return filters && filters.length ? pushDirectoryFilterWithRelativePath(root) : pushDirectoryWithRelativePath(root);
	return filters && filters.length ? pushDirectoryFilter : pushDirectory;
}
const pushFileFilterAndCount = (filename, _paths, counts, filters) => {
	if (filters.every((filter) => filter(filename, false))) counts.files++;
};
const pushFileFilter = (filename, paths, _counts, filters) => {
	if (filters.every((filter) => filter(filename, false))) paths.push(filename);
};
const pushFileCount = (_filename, _paths, counts, _filters) => {
	counts.files++;
};
const pushFile = (filename, paths) => {
	paths.push(filename);
};
const empty$1 = () => {};
function build$5(options) {
	const { excludeFiles, filters, onlyCounts } = options;
	if (excludeFiles) return empty$1;
	if (filters && filters.length) return onlyCounts ? pushFileFilterAndCount : pushFileFilter;
	else if (onlyCounts) return pushFileCount;
	else return pushFile;
}
const getArray = (paths) => {
	return paths;
};
const getArrayGroup = () => {
	return [""].slice(0, 0);
};
function build$4(options) {
	return options.group ? getArrayGroup : getArray;
}
const groupFiles = (groups, directory, files) => {
	groups.push({
		directory,
		files,
		dir: directory
	});
};
const empty = () => {};
function build$3(options) {
	return options.group ? groupFiles : empty;
}
const resolveSymlinksAsync = function(path, state, callback$1) {
	const { queue, fs, options: { suppressErrors } } = state;
	queue.enqueue();
	fs.realpath(path, (error, resolvedPath) => {
		if (error) return queue.dequeue(suppressErrors ? null : error, state);
		fs.stat(resolvedPath, (error$1, stat) => {
			if (error$1) return queue.dequeue(suppressErrors ? null : error$1, state);
			if (stat.isDirectory() && isRecursive(path, resolvedPath, state)) return queue.dequeue(null, state);
			callback$1(stat, resolvedPath);
			queue.dequeue(null, state);
		});
	});
};
const resolveSymlinks = function(path, state, callback$1) {
	const { queue, fs, options: { suppressErrors } } = state;
	queue.enqueue();
	try {
		const resolvedPath = fs.realpathSync(path);
		const stat = fs.statSync(resolvedPath);
		if (stat.isDirectory() && isRecursive(path, resolvedPath, state)) return;
		callback$1(stat, resolvedPath);
	} catch (e) {
		if (!suppressErrors) throw e;
	}
};
function build$2(options, isSynchronous) {
	if (!options.resolveSymlinks || options.excludeSymlinks) return null;
	return isSynchronous ? resolveSymlinks : resolveSymlinksAsync;
}
function isRecursive(path, resolved, state) {
	if (state.options.useRealPaths) return isRecursiveUsingRealPaths(resolved, state);
	let parent = dirname(path);
	let depth = 1;
	while (parent !== state.root && depth < 2) {
		const resolvedPath = state.symlinks.get(parent);
		if (!!resolvedPath && (resolvedPath === resolved || resolvedPath.startsWith(resolved) || resolved.startsWith(resolvedPath))) depth++;
		else parent = dirname(parent);
	}
	state.symlinks.set(path, resolved);
	return depth > 1;
}
function isRecursiveUsingRealPaths(resolved, state) {
	return state.visited.includes(resolved + state.options.pathSeparator);
}
const onlyCountsSync = (state) => {
	return state.counts;
};
const groupsSync = (state) => {
	return state.groups;
};
const defaultSync = (state) => {
	return state.paths;
};
const limitFilesSync = (state) => {
	return state.paths.slice(0, state.options.maxFiles);
};
const onlyCountsAsync = (state, error, callback$1) => {
	report(error, callback$1, state.counts, state.options.suppressErrors);
	return null;
};
const defaultAsync = (state, error, callback$1) => {
	report(error, callback$1, state.paths, state.options.suppressErrors);
	return null;
};
const limitFilesAsync = (state, error, callback$1) => {
	report(error, callback$1, state.paths.slice(0, state.options.maxFiles), state.options.suppressErrors);
	return null;
};
const groupsAsync = (state, error, callback$1) => {
	report(error, callback$1, state.groups, state.options.suppressErrors);
	return null;
};
function report(error, callback$1, output, suppressErrors) {
	if (error && !suppressErrors) callback$1(error, output);
	else callback$1(null, output);
}
function build$1(options, isSynchronous) {
	const { onlyCounts, group, maxFiles } = options;
	if (onlyCounts) return isSynchronous ? onlyCountsSync : onlyCountsAsync;
	else if (group) return isSynchronous ? groupsSync : groupsAsync;
	else if (maxFiles) return isSynchronous ? limitFilesSync : limitFilesAsync;
	else return isSynchronous ? defaultSync : defaultAsync;
}
const readdirOpts = { withFileTypes: true };
const walkAsync = (state, crawlPath, directoryPath, currentDepth, callback$1) => {
	state.queue.enqueue();
	if (currentDepth < 0) return state.queue.dequeue(null, state);
	const { fs } = state;
	state.visited.push(crawlPath);
	state.counts.directories++;
	fs.readdir(crawlPath || ".", readdirOpts, (error, entries = []) => {
		callback$1(entries, directoryPath, currentDepth);
		state.queue.dequeue(state.options.suppressErrors ? null : error, state);
	});
};
const walkSync = (state, crawlPath, directoryPath, currentDepth, callback$1) => {
	const { fs } = state;
	if (currentDepth < 0) return;
	state.visited.push(crawlPath);
	state.counts.directories++;
	let entries = [];
	try {
		entries = fs.readdirSync(crawlPath || ".", readdirOpts);
	} catch (e) {
		if (!state.options.suppressErrors) throw e;
	}
	callback$1(entries, directoryPath, currentDepth);
};
function build(isSynchronous) {
	return isSynchronous ? walkSync : walkAsync;
}
/**
* This is a custom stateless queue to track concurrent async fs calls.
* It increments a counter whenever a call is queued and decrements it
* as soon as it completes. When the counter hits 0, it calls onQueueEmpty.
*/
var Queue = class {
	count = 0;
	constructor(onQueueEmpty) {
		this.onQueueEmpty = onQueueEmpty;
	}
	enqueue() {
		this.count++;
		return this.count;
	}
	dequeue(error, output) {
		if (this.onQueueEmpty && (--this.count <= 0 || error)) {
			this.onQueueEmpty(error, output);
			if (error) {
				output.controller.abort();
				this.onQueueEmpty = void 0;
			}
		}
	}
};
var Counter = class {
	_files = 0;
	_directories = 0;
	set files(num) {
		this._files = num;
	}
	get files() {
		return this._files;
	}
	set directories(num) {
		this._directories = num;
	}
	get directories() {
		return this._directories;
	}
	/**
	* @deprecated use `directories` instead
	*/
	/* c8 ignore next 3 */
	get dirs() {
		return this._directories;
	}
};
/**
* AbortController is not supported on Node 14 so we use this until we can drop
* support for Node 14.
*/
var Aborter = class {
	aborted = false;
	abort() {
		this.aborted = true;
	}
};
var Walker = class {
	root;
	isSynchronous;
	state;
	joinPath;
	pushDirectory;
	pushFile;
	getArray;
	groupFiles;
	resolveSymlink;
	walkDirectory;
	callbackInvoker;
	constructor(root, options, callback$1) {
		this.isSynchronous = !callback$1;
		this.callbackInvoker = build$1(options, this.isSynchronous);
		this.root = normalizePath(root, options);
		this.state = {
			root: isRootDirectory(this.root) ? this.root : this.root.slice(0, -1),
			paths: [""].slice(0, 0),
			groups: [],
			counts: new Counter(),
			options,
			queue: new Queue((error, state) => this.callbackInvoker(state, error, callback$1)),
			symlinks: /* @__PURE__ */ new Map(),
			visited: [""].slice(0, 0),
			controller: new Aborter(),
			fs: options.fs || fs
		};
		this.joinPath = build$7(this.root, options);
		this.pushDirectory = build$6(this.root, options);
		this.pushFile = build$5(options);
		this.getArray = build$4(options);
		this.groupFiles = build$3(options);
		this.resolveSymlink = build$2(options, this.isSynchronous);
		this.walkDirectory = build(this.isSynchronous);
	}
	start() {
		this.pushDirectory(this.root, this.state.paths, this.state.options.filters);
		this.walkDirectory(this.state, this.root, this.root, this.state.options.maxDepth, this.walk);
		return this.isSynchronous ? this.callbackInvoker(this.state, null) : null;
	}
	walk = (entries, directoryPath, depth) => {
		const { paths, options: { filters, resolveSymlinks: resolveSymlinks$1, excludeSymlinks, exclude, maxFiles, signal, useRealPaths, pathSeparator }, controller } = this.state;
		if (controller.aborted || signal && signal.aborted || maxFiles && paths.length > maxFiles) return;
		const files = this.getArray(this.state.paths);
		for (let i = 0; i < entries.length; ++i) {
			const entry = entries[i];
			if (entry.isFile() || entry.isSymbolicLink() && !resolveSymlinks$1 && !excludeSymlinks) {
				const filename = this.joinPath(entry.name, directoryPath);
				this.pushFile(filename, files, this.state.counts, filters);
			} else if (entry.isDirectory()) {
				let path = joinDirectoryPath(entry.name, directoryPath, this.state.options.pathSeparator);
				if (exclude && exclude(entry.name, path)) continue;
				this.pushDirectory(path, paths, filters);
				this.walkDirectory(this.state, path, path, depth - 1, this.walk);
			} else if (this.resolveSymlink && entry.isSymbolicLink()) {
				let path = joinPathWithBasePath(entry.name, directoryPath);
				this.resolveSymlink(path, this.state, (stat, resolvedPath) => {
					if (stat.isDirectory()) {
						resolvedPath = normalizePath(resolvedPath, this.state.options);
						if (exclude && exclude(entry.name, useRealPaths ? resolvedPath : path + pathSeparator)) return;
						this.walkDirectory(this.state, resolvedPath, useRealPaths ? resolvedPath : path + pathSeparator, depth - 1, this.walk);
					} else {
						resolvedPath = useRealPaths ? resolvedPath : path;
						const filename = basename(resolvedPath);
						const directoryPath$1 = normalizePath(dirname(resolvedPath), this.state.options);
						resolvedPath = this.joinPath(filename, directoryPath$1);
						this.pushFile(resolvedPath, files, this.state.counts, filters);
					}
				});
			}
		}
		this.groupFiles(this.state.groups, directoryPath, files);
	};
};
function promise(root, options) {
	return new Promise((resolve$1, reject) => {
		callback(root, options, (err, output) => {
			if (err) return reject(err);
			resolve$1(output);
		});
	});
}
function callback(root, options, callback$1) {
	new Walker(root, options, callback$1).start();
}
function sync(root, options) {
	return new Walker(root, options).start();
}
var APIBuilder = class {
	constructor(root, options) {
		this.root = root;
		this.options = options;
	}
	withPromise() {
		return promise(this.root, this.options);
	}
	withCallback(cb) {
		callback(this.root, this.options, cb);
	}
	sync() {
		return sync(this.root, this.options);
	}
};
let pm = null;
/* c8 ignore next 6 */
try {
	__require.resolve("picomatch");
	pm = __require("picomatch");
} catch {}
var Builder = class {
	globCache = {};
	options = {
		maxDepth: Infinity,
		suppressErrors: true,
		pathSeparator: sep$1,
		filters: []
	};
	globFunction;
	constructor(options) {
		this.options = {
			...this.options,
			...options
		};
		this.globFunction = this.options.globFunction;
	}
	group() {
		this.options.group = true;
		return this;
	}
	withPathSeparator(separator) {
		this.options.pathSeparator = separator;
		return this;
	}
	withBasePath() {
		this.options.includeBasePath = true;
		return this;
	}
	withRelativePaths() {
		this.options.relativePaths = true;
		return this;
	}
	withDirs() {
		this.options.includeDirs = true;
		return this;
	}
	withMaxDepth(depth) {
		this.options.maxDepth = depth;
		return this;
	}
	withMaxFiles(limit) {
		this.options.maxFiles = limit;
		return this;
	}
	withFullPaths() {
		this.options.resolvePaths = true;
		this.options.includeBasePath = true;
		return this;
	}
	withErrors() {
		this.options.suppressErrors = false;
		return this;
	}
	withSymlinks({ resolvePaths = true } = {}) {
		this.options.resolveSymlinks = true;
		this.options.useRealPaths = resolvePaths;
		return this.withFullPaths();
	}
	withAbortSignal(signal) {
		this.options.signal = signal;
		return this;
	}
	normalize() {
		this.options.normalizePath = true;
		return this;
	}
	filter(predicate) {
		this.options.filters.push(predicate);
		return this;
	}
	onlyDirs() {
		this.options.excludeFiles = true;
		this.options.includeDirs = true;
		return this;
	}
	exclude(predicate) {
		this.options.exclude = predicate;
		return this;
	}
	onlyCounts() {
		this.options.onlyCounts = true;
		return this;
	}
	crawl(root) {
		return new APIBuilder(root || ".", this.options);
	}
	withGlobFunction(fn) {
		this.globFunction = fn;
		return this;
	}
	/**
	* @deprecated Pass options using the constructor instead:
	* ```ts
	* new fdir(options).crawl("/path/to/root");
	* ```
	* This method will be removed in v7.0
	*/
	/* c8 ignore next 4 */
	crawlWithOptions(root, options) {
		this.options = {
			...this.options,
			...options
		};
		return new APIBuilder(root || ".", this.options);
	}
	glob(...patterns) {
		if (this.globFunction) return this.globWithOptions(patterns);
		return this.globWithOptions(patterns, ...[{ dot: true }]);
	}
	globWithOptions(patterns, ...options) {
		const globFn = this.globFunction || pm;
		/* c8 ignore next 5 */
		if (!globFn) throw new Error("Please specify a glob function to use glob matching.");
		var isMatch = this.globCache[patterns.join("\0")];
		if (!isMatch) {
			isMatch = globFn(patterns, ...options);
			this.globCache[patterns.join("\0")] = isMatch;
		}
		this.options.filters.push((path) => isMatch(path));
		return this;
	}
};
// node_modules/tinyglobby/dist/index.mjs
const isReadonlyArray = Array.isArray;
const BACKSLASHES = /\\/g;
const DRIVE_RELATIVE_PATH = /^[A-Za-z]:$/;
const isWin = process.platform === "win32";
const ONLY_PARENT_DIRECTORIES = /^(\/?\.\.)+$/;
function getPartialMatcher(patterns, options = {}) {
	const patternsCount = patterns.length;
	const patternsParts = Array(patternsCount);
	const matchers = Array(patternsCount);
	let i, j;
	for (i = 0; i < patternsCount; i++) {
		const parts = splitPattern(patterns[i]);
		patternsParts[i] = parts;
		const partsCount = parts.length;
		const partMatchers = Array(partsCount);
		for (j = 0; j < partsCount; j++) partMatchers[j] = (0, import_picomatch.default)(parts[j], options);
		matchers[i] = partMatchers;
	}
	return (input) => {
		const inputParts = input.split("/");
		if (inputParts[0] === ".." && ONLY_PARENT_DIRECTORIES.test(input)) return true;
		for (i = 0; i < patternsCount; i++) {
			const patternParts = patternsParts[i];
			const matcher = matchers[i];
			const inputPatternCount = inputParts.length;
			const minParts = Math.min(inputPatternCount, patternParts.length);
			j = 0;
			while (j < minParts) {
				const part = patternParts[j];
				if (part.includes("/")) return true;
				if (!matcher[j](inputParts[j])) break;
				if (!options.noglobstar && part === "**") return true;
				j++;
			}
			if (j === inputPatternCount) return true;
		}
		return false;
	};
}
/* node:coverage ignore next 2 */
const WIN32_ROOT_DIR = /^[A-Z]:\/$/i;
const isRoot = isWin ? (p) => WIN32_ROOT_DIR.test(p) : (p) => p === "/";
function buildFormat(cwd, root, absolute) {
	if (cwd === root || root.startsWith(`${cwd}/`)) {
		if (absolute) {
			const start = cwd.length + +!isRoot(cwd);
			return (p, isDir) => p.slice(start, isDir ? -1 : void 0) || ".";
		}
		const prefix = root.slice(cwd.length + 1);
		if (prefix) return (p, isDir) => {
			if (p === ".") return prefix;
			const result = `${prefix}/${p}`;
			return isDir ? result.slice(0, -1) : result;
		};
		return (p, isDir) => isDir && p !== "." ? p.slice(0, -1) : p;
	}
	if (absolute) return (p) => posix.relative(cwd, p) || ".";
	return (p) => posix.relative(cwd, `${root}/${p}`) || ".";
}
function buildRelative(cwd, root) {
	if (root.startsWith(`${cwd}/`)) {
		const prefix = root.slice(cwd.length + 1);
		return (p) => `${prefix}/${p}`;
	}
	return (p) => {
		const result = posix.relative(cwd, `${root}/${p}`);
		return p[p.length - 1] === "/" && result !== "" ? `${result}/` : result || ".";
	};
}
function ensureNonDriveRelativePath(path) {
	return path.replace(DRIVE_RELATIVE_PATH, (match) => `${match}/`);
}
const splitPatternOptions = { parts: true };
function splitPattern(path) {
	var _result$parts;
	const result = import_picomatch.default.scan(path, splitPatternOptions);
	return ((_result$parts = result.parts) === null || _result$parts === void 0 ? void 0 : _result$parts.length) ? result.parts : [path];
}
const POSIX_UNESCAPED_GLOB_SYMBOLS = /(?<!\\)([()[\]{}*?|]|^!|[!+@](?=\()|\\(?![()[\]{}!*+?@|]))/g;
const WIN32_UNESCAPED_GLOB_SYMBOLS = /(?<!\\)([()[\]{}]|^!|[!+@](?=\())/g;
const escapePosixPath = (path) => path.replace(POSIX_UNESCAPED_GLOB_SYMBOLS, "\\$&");
const escapeWin32Path = (path) => path.replace(WIN32_UNESCAPED_GLOB_SYMBOLS, "\\$&");
/**
* Escapes a path's special characters depending on the platform.
* @see {@link https://superchupu.dev/tinyglobby/documentation#escapePath}
*/
/* node:coverage ignore next */
const escapePath = isWin ? escapeWin32Path : escapePosixPath;
/**
* Checks if a pattern has dynamic parts.
*
* Has a few minor differences with [`fast-glob`](https://github.com/mrmlnc/fast-glob) for better accuracy:
*
* - Doesn't necessarily return `false` on patterns that include `\`.
* - Returns `true` if the pattern includes parentheses, regardless of them representing one single pattern or not.
* - Returns `true` for unfinished glob extensions i.e. `(h`, `+(h`.
* - Returns `true` for unfinished brace expansions as long as they include `,` or `..`.
*
* @see {@link https://superchupu.dev/tinyglobby/documentation#isDynamicPattern}
*/
function isDynamicPattern(pattern, options) {
	if ((options === null || options === void 0 ? void 0 : options.caseSensitiveMatch) === false) return true;
	const scan = import_picomatch.default.scan(pattern);
	return scan.isGlob || scan.negated;
}
function log$1(...tasks) {
	console.log(`[tinyglobby ${(/* @__PURE__ */ new Date()).toLocaleTimeString("es")}]`, ...tasks);
}
function ensureStringArray(value) {
	return typeof value === "string" ? [value] : value !== null && value !== void 0 ? value : [];
}
const PARENT_DIRECTORY = /^(\/?\.\.)+/;
const ESCAPING_BACKSLASHES = /\\(?=[()[\]{}!*+?@|])/g;
function normalizePattern(pattern, opts, props, isIgnore) {
	var _PARENT_DIRECTORY$exe;
	const cwd = opts.cwd;
	let result = pattern;
	if (pattern[pattern.length - 1] === "/") result = pattern.slice(0, -1);
	if (result[result.length - 1] !== "*" && opts.expandDirectories) result += "/**";
	const escapedCwd = escapePath(cwd);
	result = isAbsolute(result.replace(ESCAPING_BACKSLASHES, "")) ? posix.relative(escapedCwd, result) : posix.normalize(result);
	const parentDir = (_PARENT_DIRECTORY$exe = PARENT_DIRECTORY.exec(result)) === null || _PARENT_DIRECTORY$exe === void 0 ? void 0 : _PARENT_DIRECTORY$exe[0];
	const parts = splitPattern(result);
	if (parentDir) {
		const n = (parentDir.length + 1) / 3;
		let i = 0;
		const cwdParts = escapedCwd.split("/");
		while (i < n && parts[i + n] === cwdParts[cwdParts.length + i - n]) {
			result = result.slice(0, (n - i - 1) * 3) + result.slice((n - i) * 3 + parts[i + n].length + 1) || ".";
			i++;
		}
		const potentialRoot = posix.join(cwd, parentDir.slice(i * 3));
		if (potentialRoot[0] !== "." && props.root.length > potentialRoot.length) {
			props.root = ensureNonDriveRelativePath(potentialRoot);
			props.depthOffset = -n + i;
		}
	}
	if (!isIgnore && props.depthOffset >= 0) {
		var _props$commonPath;
		(_props$commonPath = props.commonPath) !== null && _props$commonPath !== void 0 || (props.commonPath = parts);
		const newCommonPath = [];
		const length = Math.min(props.commonPath.length, parts.length);
		for (let i = 0; i < length; i++) {
			const part = parts[i];
			if (part === "**" && !parts[i + 1]) {
				newCommonPath.pop();
				break;
			}
			if (i === parts.length - 1 || part !== props.commonPath[i] || isDynamicPattern(part)) break;
			newCommonPath.push(part);
		}
		props.depthOffset = newCommonPath.length;
		props.commonPath = newCommonPath;
		props.root = ensureNonDriveRelativePath(newCommonPath.length > 0 ? posix.join(cwd, ...newCommonPath) : cwd);
	}
	return result;
}
function processPatterns(options, patterns, props) {
	const matchPatterns = [];
	const ignorePatterns = [];
	for (const pattern of options.ignore) {
		if (!pattern) continue;
		if (pattern[0] !== "!" || pattern[1] === "(") ignorePatterns.push(normalizePattern(pattern, options, props, true));
	}
	for (const pattern of patterns) {
		if (!pattern) continue;
		if (pattern[0] !== "!" || pattern[1] === "(") matchPatterns.push(normalizePattern(pattern, options, props, false));
		else if (pattern[1] !== "!" || pattern[2] === "(") ignorePatterns.push(normalizePattern(pattern.slice(1), options, props, true));
	}
	return {
		match: matchPatterns,
		ignore: ignorePatterns
	};
}
function buildCrawler(options, patterns) {
	const cwd = options.cwd;
	const props = {
		root: cwd,
		depthOffset: 0
	};
	const processed = processPatterns(options, patterns, props);
	if (options.debug) log$1("internal processing patterns:", processed);
	const { absolute, caseSensitiveMatch, debug, dot, followSymbolicLinks, onlyDirectories } = options;
	const root = props.root.replace(BACKSLASHES, "");
	const matchOptions = {
		dot,
		nobrace: options.braceExpansion === false,
		nocase: !caseSensitiveMatch,
		noextglob: options.extglob === false,
		noglobstar: options.globstar === false,
		posix: true
	};
	const matcher = (0, import_picomatch.default)(processed.match, matchOptions);
	const ignore = (0, import_picomatch.default)(processed.ignore, matchOptions);
	const partialMatcher = getPartialMatcher(processed.match, matchOptions);
	const format = buildFormat(cwd, root, absolute);
	const excludeFormatter = absolute ? format : buildFormat(cwd, root, true);
	const excludePredicate = (_, p) => {
		const relativePath = excludeFormatter(p, true);
		return relativePath !== "." && !partialMatcher(relativePath) || ignore(relativePath);
	};
	let maxDepth;
	if (options.deep !== void 0) maxDepth = Math.round(options.deep - props.depthOffset);
	const crawler = new Builder({
		filters: [debug ? (p, isDirectory) => {
			const path = format(p, isDirectory);
			const matches = matcher(path) && !ignore(path);
			if (matches) log$1(`matched ${path}`);
			return matches;
		} : (p, isDirectory) => {
			const path = format(p, isDirectory);
			return matcher(path) && !ignore(path);
		}],
		exclude: debug ? (_, p) => {
			const skipped = excludePredicate(_, p);
			log$1(`${skipped ? "skipped" : "crawling"} ${p}`);
			return skipped;
		} : excludePredicate,
		fs: options.fs,
		pathSeparator: "/",
		relativePaths: !absolute,
		resolvePaths: absolute,
		includeBasePath: absolute,
		resolveSymlinks: followSymbolicLinks,
		excludeSymlinks: !followSymbolicLinks,
		excludeFiles: onlyDirectories,
		includeDirs: onlyDirectories || !options.onlyFiles,
		maxDepth,
		signal: options.signal
	}).crawl(root);
	if (options.debug) log$1("internal properties:", {
		...props,
		root
	});
	return [crawler, cwd !== root && !absolute && buildRelative(cwd, root)];
}
function formatPaths(paths, mapper) {
	if (mapper) for (let i = paths.length - 1; i >= 0; i--) paths[i] = mapper(paths[i]);
	return paths;
}
const defaultOptions = {
	caseSensitiveMatch: true,
	debug: !!process.env.TINYGLOBBY_DEBUG,
	expandDirectories: true,
	followSymbolicLinks: true,
	onlyFiles: true
};
function getOptions(options) {
	const opts = Object.assign({}, options);
	for (const key in defaultOptions) if (opts[key] === void 0) Object.assign(opts, { [key]: defaultOptions[key] });
	opts.cwd = (opts.cwd instanceof URL ? fileURLToPath(opts.cwd) : resolve$1(opts.cwd || process.cwd())).replace(BACKSLASHES, "/");
	opts.ignore = ensureStringArray(opts.ignore);
	opts.fs && (opts.fs = {
		readdir: opts.fs.readdir || readdir,
		readdirSync: opts.fs.readdirSync || readdirSync,
		realpath: opts.fs.realpath || realpath$1,
		realpathSync: opts.fs.realpathSync || realpathSync,
		stat: opts.fs.stat || stat,
		statSync: opts.fs.statSync || statSync
	});
	if (opts.debug) log$1("globbing with options:", opts);
	return opts;
}
function getCrawler(globInput, inputOptions = {}) {
	var _ref;
	if (globInput && (inputOptions === null || inputOptions === void 0 ? void 0 : inputOptions.patterns)) throw new Error("Cannot pass patterns as both an argument and an option");
	const isModern = isReadonlyArray(globInput) || typeof globInput === "string";
	const patterns = ensureStringArray((_ref = isModern ? globInput : globInput.patterns) !== null && _ref !== void 0 ? _ref : "**/*");
	const options = getOptions(isModern ? inputOptions : globInput);
	return patterns.length > 0 ? buildCrawler(options, patterns) : [];
}
async function glob(globInput, options) {
	const [crawler, relative] = getCrawler(globInput, options);
	return crawler ? formatPaths(await crawler.withPromise(), relative) : [];
}
// src/verify/runners/classify.ts
/** How a message begins when a test compared something. Looked at first: what an assertion quotes may look like anything else. */
const ASSERTION = /^(?:Uncaught )?(?:[\w.$]*Assert(?:ion)?\w*(?:Error|Exception|FailedError)?\b(?!:? ?fails to)|expect\(|expected .{0,300} to |assert |Failed: DID NOT|[\w.$]*ComparisonFailure|[\w.$]*ExpectationNotMet|Snapshot )/i;
const TIMEOUT = /^(?:thrown: ")?(?:\w*Timeout\w*Error\b|Exceeded timeout of|Error: Timeout of \d+ ?ms exceeded|Timeout of \d+ ?ms exceeded|Test timed out|test timed out|Failed: Timeout|panic: test timed out|Hook timed out)/i;
/** Where the name of a missing module or symbol stands. */
const MODULES = [
	/Cannot find (?:module|package) ['"]([^'"\n]{1,500})['"]/,
	/Failed to resolve import "([^"\n]{1,500})"/,
	/Failed to load url (\S{1,500})/,
	/(?:Could not|Can't) resolve ['"]([^'"\n]{1,500})['"]/,
	/No module named '?([\w.]{1,300})'?/,
	/cannot load such file -- (\S{1,500})/
];
const SYMBOLS$1 = [
	/does not provide an export named '([^'\n]{1,200})'/,
	/No matching export in "[^"\n]{1,500}" for import "([^"\n]{1,200})"/,
	/cannot import name '([^'\n]{1,200})' from/,
	/module '[^'\n]{1,200}' has no attribute '([^'\n]{1,200})'/
];
/**
* A syntax error stops a file before its first test. One that is thrown while a test runs (`JSON.parse`, a regular expression, `eval`) is an error of
* the code under test, so this is asked only where no test was reached.
*/
const SYNTAX = /\b(?:SyntaxError|IndentationError|TabError|Parse failure|Transform failed|encountered an unexpected token)\b/;
const ERROR = /^(?:Uncaught |thrown: |panic: )?(?:[\w.$]*(?:Error|Exception|Panic|Failure)\b)|^panic: /;
/** `reached`: whether a test was running when it happened, as opposed to a file that was being loaded. */
function classify(message, reached) {
	if (ASSERTION.test(message)) return { kind: "assertion" };
	if (TIMEOUT.test(message)) return { kind: "timeout" };
	const missing = missingIn$1(message);
	if (missing) return {
		kind: "import",
		missing
	};
	if (!reached && SYNTAX.test(message)) return { kind: "syntax" };
	return { kind: ERROR.test(message) ? "error" : "unknown" };
}
/** What a message says to be missing. */
function missingIn$1(message) {
	for (const pattern of SYMBOLS$1) {
		const symbol = pattern.exec(message)?.[1];
		if (symbol !== void 0) return { symbol };
	}
	for (const pattern of MODULES) {
		const module = pattern.exec(message)?.[1];
		if (module !== void 0) return { module };
	}
}
// src/verify/runners/report.ts
/** The longest message that is kept, in characters. */
const MAX_MESSAGE = 600;
/** A message that was collected line by line: without indentation, empty lines and the stack. */
function messageOf(lines) {
	const said = [];
	for (const line of lines) {
		const text = line.trim();
		if (/^(?:at |❯ |stack backtrace:|Traceback |>? ?\d+ ?\|)/.test(text) && said.length > 0) break;
		if (text !== "") said.push(text);
		if (said.length === 12) break;
	}
	return said.join("\n").slice(0, MAX_MESSAGE);
}
/** A number from a match; 0 where there is none. */
const numberOf = (text) => text === void 0 ? 0 : Number(text);
// src/verify/runners/xml.ts
/** The text is no XML of this kind, or more than a report of tests needs. The message says what, and at which character. */
var XmlError = class extends Error {
	constructor(what, at) {
		super(`${what} at character ${at + 1}`);
		this.name = "XmlError";
	}
};
/** Elements in each other. Runners nest four deep; suites of suites some more. */
const MAX_DEPTH = 32;
/** Elements of one document, and attributes of one element. */
const MAX_ELEMENTS = 2e5;
const MAX_ATTRIBUTES = 64;
const NAME = /[A-Za-z_][\w:.-]{0,127}/y;
const SPACE = /[ \t\r\n]*/y;
/** The root element. Throws XmlError. */
function readXml(text) {
	let at = text.startsWith("﻿") ? 1 : 0;
	let elements = 0;
	const open = [];
	const pieces = [];
	let root;
	const match = (pattern) => {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		at += found?.length ?? 0;
		return found;
	};
	const until = (end) => {
		const stop = text.indexOf(end, at);
		if (stop < 0) throw new XmlError(`nothing closes what should end with ${end}`, at);
		const between = text.slice(at, stop);
		at = stop + end.length;
		return between;
	};
	const say = (words, from) => {
		if (open.length > 0) pieces.at(-1).push(words);
		else if (words.trim() !== "") throw new XmlError("text outside the root element", from);
	};
	const close = (name, from) => {
		const element = open.pop();
		if (element?.name !== name) throw new XmlError(`</${name}> closes nothing`, from);
		element.text = pieces.pop().join("");
	};
	while (at < text.length) {
		const from = at;
		if (text[at] !== "<") {
			const stop = text.indexOf("<", at);
			at = stop < 0 ? text.length : stop;
			say(decoded(text.slice(from, at), from), from);
		} else if (text.startsWith("<!--", at)) {
			at += 4;
			until("-->");
		} else if (text.startsWith("<![CDATA[", at)) {
			at += 9;
			say(until("]]>"), from);
		} else if (text.startsWith("<?", at)) {
			at += 2;
			until("?>");
		} else if (text.startsWith("<!", at)) throw new XmlError("a document type, which no report of tests needs,", at);
		else if (text.startsWith("</", at)) {
			at += 2;
			const name = match(NAME) ?? "";
			match(SPACE);
			if (text[at] !== ">") throw new XmlError("an end tag that does not end", from);
			at += 1;
			close(name, from);
		} else {
			at += 1;
			const name = match(NAME);
			if (name === void 0) throw new XmlError("a < that begins no tag", from);
			if (root && open.length === 0) throw new XmlError("a second root element", from);
			if (open.length >= MAX_DEPTH) throw new XmlError(`more than ${MAX_DEPTH} elements in each other`, from);
			elements += 1;
			if (elements > MAX_ELEMENTS) throw new XmlError(`more than ${MAX_ELEMENTS} elements`, from);
			const element = {
				name,
				attributes: Object.create(null),
				children: [],
				text: ""
			};
			readAttributes(element);
			open.at(-1)?.children.push(element);
			root ??= element;
			open.push(element);
			pieces.push([]);
			if (text.startsWith("/>", at)) {
				at += 2;
				close(name, from);
			} else if (text[at] === ">") at += 1;
			else throw new XmlError("a tag that does not end", from);
		}
	}
	if (open.length > 0) throw new XmlError(`<${open.at(-1).name}> is not closed`, text.length);
	if (!root) throw new XmlError("no element", 0);
	return root;
	function readAttributes(element) {
		for (let count = 0;; count++) {
			const space = match(SPACE);
			const from = at;
			if (text[at] === ">" || text.startsWith("/>", at)) return;
			const name = space ? match(NAME) : void 0;
			if (name === void 0 || count >= MAX_ATTRIBUTES || name in element.attributes) throw new XmlError("a tag with something in it that is no attribute", from);
			match(SPACE);
			if (text[at] !== "=") throw new XmlError(`the attribute ${name} without a value`, from);
			at += 1;
			match(SPACE);
			const quote = text[at];
			if (quote !== "\"" && quote !== "'") throw new XmlError(`the attribute ${name} without quotes`, from);
			at += 1;
			element.attributes[name] = decoded(until(quote), from);
		}
	}
}
const ENTITIES = {
	lt: "<",
	gt: ">",
	amp: "&",
	quot: "\"",
	apos: "'"
};
function decoded(text, from) {
	if (!text.includes("&")) return text;
	return text.replace(/&(?:#(?:x([\da-f]{1,6})|(\d{1,7}))|(\w{1,32}));|&/gi, (all, hex, decimal, name) => {
		if (name !== void 0 && Object.hasOwn(ENTITIES, name)) return ENTITIES[name];
		const code = hex !== void 0 ? Number.parseInt(hex, 16) : decimal !== void 0 ? Number(decimal) : void 0;
		if (code === void 0 || code > 1114111) throw new XmlError(`the entity ${all.slice(0, 40)}, which XML does not have,`, from);
		return String.fromCodePoint(code);
	});
}
// src/verify/runners/junit.ts
/** JUnit XML, which nearly every runner can write. Its writers agree on elements and little else, so attributes are taken as hints. */
/** What one file says. Throws XmlError where it is no XML, or no report of tests. */
function readJunit(text) {
	const root = readXml(text);
	if (root.name !== "testsuites" && root.name !== "testsuite") throw new Error(`its root element is <${root.name.slice(0, 40)}>, not <testsuites> or <testsuite>`);
	const failures = [];
	const tests = [];
	visit(root, void 0);
	const count = (status) => tests.filter((test) => test.status === status).length;
	return {
		runner: "JUnit XML",
		passed: count("passed"),
		failed: count("failed"),
		skipped: count("skipped"),
		failures: failures.slice(0, 200),
		tests
	};
	function visit(element, suiteFile) {
		const file = element.attributes.file ?? element.attributes.filepath ?? suiteFile;
		if (element.name === "testsuite" && element.children.some(isFailure)) testcase(element, file, false);
		for (const child of element.children) if (child.name === "testsuite") visit(child, file);
		else if (child.name === "testcase") testcase(child, file, true);
	}
	function testcase(element, suiteFile, reached) {
		const { name = "", classname = "" } = element.attributes;
		const full = classname === "" || name.startsWith(classname) ? name : `${classname} > ${name}`;
		const bad = element.children.find(isFailure);
		if (!bad) {
			const skipped = element.children.some((child) => child.name === "skipped");
			tests.push({
				name: full,
				status: skipped ? "skipped" : "passed"
			});
			return;
		}
		tests.push({
			name: full,
			status: "failed"
		});
		const file = element.attributes.file ?? suiteFile;
		failures.push({
			name: full,
			...file !== void 0 && { file },
			...reasonOf(bad, reached && name !== classname)
		});
	}
}
const isFailure = (element) => element.name === "failure" || element.name === "error";
/**
* A failure is an assertion and an error is an error, says the format; most writers call everything a failure. So the type and the words come
* first, and the element only where these say nothing.
*/
function reasonOf({ name, attributes, text }, reached) {
	const { type = "", message = "" } = attributes;
	const said = messageOf([message, ...text.split("\n", 60)]);
	const tries = [
		`${type}: ${message}`,
		message,
		text.trim().slice(0, 4e3),
		...quotedErrors(text)
	];
	const loading = !reached || /^(?:collection failure|Test suite failed to run)/.test(message);
	const reasons = tries.map((each) => classify(each, !loading));
	const known = reasons.find(({ kind }) => kind !== "unknown" && kind !== "error") ?? reasons.find(({ kind }) => kind !== "unknown");
	if (known) return {
		...known,
		message: said
	};
	return {
		kind: name === "failure" ? "assertion" : "error",
		message: said
	};
}
/** pytest's marks before what was raised. */
const quotedErrors = (text) => text.split("\n", 400).flatMap((line) => /^E {2,}(.*)$/.exec(line.slice(0, 2e3))?.[1] ?? []);
// src/verify/runners/cargo.ts
/** `cargo test`: the test harness of Rust, and what its compiler says when it did not come that far. */
const SUMMARY$3 = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const COMPILER = /^error(?:\[(E\d+)\])?: (.+)$/;
const cargo = {
	runner: "cargo test",
	read(text) {
		const lines = linesOf(text);
		const sums = lines.flatMap((line) => {
			const match = SUMMARY$3.exec(line);
			return match ? [match.slice(1).map(numberOf)] : [];
		});
		const targets = lines.filter((line) => /^error: could not compile `/.test(line)).length;
		if (sums.length === 0 && targets === 0) return void 0;
		const sum = (column) => sums.reduce((all, counts) => all + counts[column], 0);
		return {
			passed: sum(0),
			failed: sum(1) + targets,
			skipped: sum(2),
			failures: [...panics(lines), ...targets > 0 ? compilerErrors(lines) : []].slice(0, 200),
			tests: testsIn$5(lines)
		};
	}
};
function panics(lines) {
	return lines.flatMap((line, at) => {
		const name = /^---- (\S+)(?: - .+)? stdout ----$/.exec(line)?.[1];
		if (name === void 0) return [];
		const said = [];
		for (let next = at + 1; next < lines.length && !/^(?:---- |failures:$)/.test(lines[next]); next++) said.push(lines[next]);
		const place = said.findIndex((each) => / panicked at /.test(each));
		const file = /panicked at (?:'.*', )?([^\s:]+\.rs):\d+/.exec(said[place] ?? "")?.[1];
		const message = /panicked at '(.*)', /.exec(said[place] ?? "")?.[1] ?? messageOf(said.slice(place + 1));
		const asserted = /^assertion\b|did not panic/.test(message);
		return [{
			name: name.replaceAll("::", " > "),
			...file && { file },
			kind: asserted ? "assertion" : place < 0 ? "unknown" : "error",
			message
		}];
	});
}
function compilerErrors(lines) {
	return lines.flatMap((line, at) => {
		const [, code, message] = COMPILER.exec(line) ?? [];
		if (message === void 0 || /^(?:could not compile|aborting due to|test failed)/.test(message)) return [];
		const file = /^ *--> ([^\s:]+):\d+/.exec(lines[at + 1] ?? "")?.[1];
		return [{
			name: file ?? "build",
			...file && { file },
			...compilerReason$1(code, message, untilBlank(lines, at)),
			message
		}];
	});
}
/** The lines of one error of the compiler. */
function untilBlank(lines, from) {
	const end = lines.indexOf("", from);
	return lines.slice(from, Math.min(end < 0 ? lines.length : end, from + 40));
}
/** An error with a code is one of meaning: names, types. One without is of syntax. */
function compilerReason$1(code, message, around) {
	if (code === void 0) return /^(?:expected|unexpected|unknown start|mismatched|this file)/.test(message) ? { kind: "syntax" } : { kind: "unknown" };
	const found = /^unresolved import `([^`]+)`|cannot find (?:module or crate|module|crate) `([^`]+)`|use of (?:undeclared|unresolved) (?:crate or )?module(?: or unlinked crate)? `([^`]+)`|can't find crate for `([^`]+)`/.exec(message)?.slice(1).find((each) => each !== void 0);
	if (found !== void 0) {
		const parts = found.split("::");
		return {
			kind: "import",
			missing: parts.length > 1 ? { symbol: parts.at(-1) } : { module: found }
		};
	}
	const symbol = /(?:cannot find|no) (?:\w+ )*?(?:named )?`([\w:]+)`(?: |$)/.exec(message)?.[1] ?? (/argument|mismatched types/.test(message) ? around.slice(around.findIndex((line) => / defined here$/.test(line)) + 1).map((line) => /^\d* *\| .*\bfn (\w+)/.exec(line)?.[1]).find(Boolean) : void 0);
	return symbol === void 0 ? { kind: "unknown" } : {
		kind: "import",
		missing: { symbol: symbol.split("::").at(-1) }
	};
}
const testsIn$5 = (lines) => lines.flatMap((line) => {
	const [, name, word] = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/.exec(line) ?? [];
	if (name === void 0 || word === void 0) return [];
	const status = word === "ok" ? "passed" : word === "FAILED" ? "failed" : "skipped";
	return [{
		name: name.replaceAll("::", " > "),
		status
	}];
});
// src/verify/runners/crash.ts
/** A test command that ended by an error before its runner could count anything: the error alone. */
/** How Node, Mocha, Python and Ruby begin the last words of a program. */
const LAST_WORDS = /^(?: ?Exception during run: )?(?:Uncaught )?((?:(?:[A-Za-z_][\w.]*)?(?:Error|Exception))(?: \[\w+\])?: .+)$/;
const crash = {
	runner: "crash",
	read(text) {
		const lines = linesOf(text);
		for (let at = lines.length - 1; at >= 0; at--) {
			const said = LAST_WORDS.exec(lines[at])?.[1];
			if (said === void 0) continue;
			const message = messageOf([said.replace(/^([\w.]+) \[\w+\]:/, "$1:"), ...lines.slice(at + 1, at + 3)]);
			return { failures: [{
				name: "the test command",
				...classify(message, false),
				message
			}] };
		}
	}
};
// src/verify/runners/go.ts
/** `go test`, with and without `-v`. Without it nobody is told how many tests passed. */
const PACKAGE = /^(ok {2}|FAIL|\? {3}|--- FAIL:|\?)\t(\S+)/;
/** A package that could not be loaded: `go` says it and runs nothing. */
const LOADING = /^\S+\.go:\d+:\d+: (?:no required module provides package|cannot find (?:module|package)|package \S+ is not in) /;
const RESULT$1 = /^( *)--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/;
const go = {
	runner: "go test",
	read(text) {
		const lines = linesOf(text);
		if (!lines.some((line) => PACKAGE.test(line) || LOADING.test(line))) return void 0;
		const results = resultsIn(lines);
		const tests = leaves(results);
		const broken = buildFailures(lines);
		const failed = tests.filter(({ status }) => status === "failed");
		const brokenPackages = lines.filter((line) => /^FAIL\t\S+ \[(?:build|setup) failed\]$/.test(line)).length;
		const verbose = lines.some((line) => /^=== RUN {3}/.test(line));
		return {
			...verbose && { passed: tests.filter(({ status }) => status === "passed").length },
			failed: failed.length + Math.max(brokenPackages, Math.min(1, broken.length)),
			...verbose && { skipped: tests.filter(({ status }) => status === "skipped").length },
			failures: [...failed.map(failureOf$1), ...broken].slice(0, 200),
			...verbose && { tests: tests.map(({ name, status }) => ({
				name,
				status
			})) }
		};
	}
};
/** A test that ran others is their suite. */
const leaves = (results) => results.filter(({ name }) => !results.some((other) => other.name.startsWith(`${name}/`)));
/** What a test said stands behind its result; with `-v` before it, since it began. */
function resultsIn(lines) {
	const said = /* @__PURE__ */ new Map();
	const results = [];
	let current = [];
	for (const line of lines) {
		const run = /^=== (?:RUN|CONT|NAME) +(\S+)$/.exec(line)?.[1];
		const result = RESULT$1.exec(line);
		if (run !== void 0) {
			current = said.get(run) ?? [];
			said.set(run, current);
		} else if (result) {
			const [, , word, name] = result;
			const status = word === "PASS" ? "passed" : word === "FAIL" ? "failed" : "skipped";
			current = said.get(name) ?? [];
			results.push({
				name,
				status,
				said: current
			});
		} else if (/^(?:FAIL|PASS|ok {2})(?:\t|$)/.test(line)) current = [];
		else current.push(line);
	}
	return results;
}
/** Go has no assertions: a test that says that it failed is one that compared something. A panic is an error. */
function failureOf$1({ name, said }) {
	const panic = said.find((line) => /^panic: /.test(line));
	const file = said.map((line) => /^\s*(\S+_test\.go):\d+:/.exec(line)?.[1]).find(Boolean);
	const kind = panic ? /test timed out/.test(panic) ? "timeout" : "error" : "assertion";
	const message = panic ?? messageOf(said.filter((line) => !/^\s*---|^goroutine /.test(line)));
	return {
		name,
		...file && { file },
		kind,
		message
	};
}
/** Packages that could not be built or loaded: a heading, and one line for each thing that is wrong. */
function buildFailures(lines) {
	const failures = [];
	let name;
	for (const line of lines) {
		const heading = /^# (\S+)/.exec(line)?.[1] ?? (LOADING.test(line) && name === void 0 ? "build" : void 0);
		if (heading !== void 0) name = heading;
		const [, file, message] = /^(?:vet: )?(?:\.\/)?(\S+\.go):\d+(?::\d+)?: (.+)$/.exec(line) ?? [];
		if (name !== void 0 && file !== void 0 && message !== void 0) failures.push({
			name,
			file,
			...compilerReason(message),
			message
		});
		else if (!/^[\t#]/.test(line)) name = void 0;
	}
	const explained = new Set(failures.map((failure) => failure.name));
	for (const line of lines) {
		const module = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line)?.[1];
		if (module !== void 0 && !explained.has(module)) failures.push({
			name: module,
			kind: "import",
			missing: { module },
			message: `${module} cannot be built`
		});
	}
	return failures;
}
/** Names in what Go's compiler says about something that is not there, or is of another form. */
const SYMBOLS = [
	/^undefined: (?:\w+\.)?(\w+)/,
	/(?:undefined|has no field or method|missing method) \(?(?:type \S+ has no field or method )?(\w+)/,
	/has no field or method (\w+)/,
	/(?:too many|not enough) arguments in call to (?:\w+\.)*(\w+)/,
	/unknown field '?(\w+)'? in struct/
];
function compilerReason(message) {
	const module = /(?:cannot find (?:module providing )?package|no required module provides package|package) "?([\w./-]+)"?(?: is not in|[:;]|$| provided| in)/.exec(message)?.[1];
	if (module !== void 0) return {
		kind: "import",
		missing: { module }
	};
	for (const pattern of SYMBOLS) {
		const symbol = pattern.exec(message)?.[1];
		if (symbol !== void 0) return {
			kind: "import",
			missing: { symbol }
		};
	}
	return /^(?:syntax error|expected |missing |illegal )/.test(message) ? { kind: "syntax" } : { kind: "unknown" };
}
// src/verify/runners/go-json.ts
/** `go test -json`: one event a line; what the compiler says stands between them, or is an event of its own since Go 1.24. */
const goJson = {
	runner: "go test -json",
	read(text) {
		const results = /* @__PURE__ */ new Map();
		const packages = /* @__PURE__ */ new Set();
		const failed = /* @__PURE__ */ new Set();
		const rest = [];
		let events = 0;
		for (const line of text.split("\n")) {
			const event = eventIn(line);
			if (!event) {
				rest.push(line.slice(0, 2e3));
				continue;
			}
			if (event.Package !== void 0) events += 1;
			if (event.Action === "build-output") rest.push((event.Output ?? "").trimEnd());
			const { Package: pack = "", Test: name } = event;
			if (name === void 0) {
				if (event.Action === "fail") failed.add(pack);
				continue;
			}
			packages.add(pack);
			const key = `${pack} ${name}`;
			const result = results.get(key) ?? {
				name,
				package: pack,
				status: "skipped",
				said: []
			};
			results.set(key, result);
			if (event.Action === "output") result.said.push((event.Output ?? "").trimEnd());
			if (event.Action === "pass") result.status = "passed";
			if (event.Action === "fail") result.status = "failed";
		}
		if (events === 0) return void 0;
		const tests = [...packages].flatMap((pack) => leaves([...results.values()].filter((result) => result.package === pack)));
		const count = (status) => tests.filter((test) => test.status === status).length;
		const built = /* @__PURE__ */ new Set([...rest.flatMap((line) => /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line)?.[1] ?? []), ...[...failed].filter((pack) => !packages.has(pack))]);
		return {
			passed: count("passed"),
			failed: count("failed") + built.size,
			skipped: count("skipped"),
			failures: [...tests.filter(({ status }) => status === "failed").map(({ name, status, said }) => failureOf$1({
				name,
				status,
				said: said.filter((line) => !/^(?:===|\s*---) /.test(line))
			})), ...buildFailures(rest)].slice(0, 200),
			tests: tests.map(({ name, status }) => ({
				name,
				status
			}))
		};
	}
};
function eventIn(line) {
	if (!line.startsWith("{\"") || !line.includes("\"Action\":")) return void 0;
	try {
		const event = JSON.parse(line);
		const text = (value) => value === void 0 || typeof value === "string";
		if (typeof event.Action !== "string" || ![
			event.Package,
			event.Test,
			event.Output
		].every(text)) return void 0;
		return event;
	} catch {
		return;
	}
}
// src/verify/runners/jest.ts
/** Jest, with its default and its verbose reporter. */
/** Headings with the same sign that are no failures. */
const NO_TEST = /^(?:Console|Validation (?:Warning|Error)|Cannot log after tests are done|Deprecation Warning)/;
const jest = {
	runner: "jest",
	read(text) {
		const lines = linesOf(text);
		const summaries = lines.filter((line) => /^Tests: .*\d+ total$/.test(line));
		if (summaries.length === 0) return void 0;
		const sum = (word) => summaries.reduce((all, line) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(line)?.[1]), 0);
		const failures = failuresIn$4(lines);
		const loading = failures.filter(({ name, file }) => name === file).length;
		return {
			passed: sum("passed"),
			failed: sum("failed") + loading,
			skipped: sum("skipped") + sum("todo"),
			failures,
			tests: testsIn$4(lines)
		};
	}
};
function failuresIn$4(lines) {
	const found = /* @__PURE__ */ new Map();
	let file;
	for (let at = 0; at < lines.length && found.size < 200; at++) {
		file = /^(?:FAIL|PASS) (?:\S+ )?(\S+\.\w+)(?: \(.*\))?$/.exec(lines[at])?.[1] ?? file;
		const title = /^ {2}● (.+)$/.exec(lines[at])?.[1];
		if (title === void 0 || NO_TEST.test(title)) continue;
		const said = [];
		for (let next = at + 1; next < lines.length && /^(?: {4}|$)/.test(lines[next]) && said.length < 60; next++) said.push(lines[next]);
		const reached = title !== "Test suite failed to run";
		const name = reached ? title.replaceAll(" › ", " > ") : file ?? title;
		const message = messageOf(said);
		found.set(`${file} ${name}`, {
			name,
			...file && { file },
			...classify(said.join("\n").trim(), reached),
			message
		});
	}
	return [...found.values()];
}
/** Only the verbose reporter, and a run of one file, name every test. */
function testsIn$4(lines) {
	const tests = [];
	const open = [];
	for (const line of lines) {
		if (/^(?:FAIL|PASS) /.test(line)) open.length = 0;
		const [, indent, sign, name] = /^((?: {2})+)([✓✕○✎]) (?:skipped |todo )?(.*?)(?: \([\d.]+ m?s\))?$/.exec(line) ?? [];
		const suite = /^((?: {2})+)(?![✓✕○✎●])(\S.*)$/.exec(line);
		if (suite) {
			open.length = Math.min(open.length, suite[1].length / 2 - 1);
			open.push(suite[2]);
		} else if (indent !== void 0 && sign !== void 0 && name !== void 0) {
			open.length = Math.min(open.length, indent.length / 2 - 1);
			const status = sign === "✓" ? "passed" : sign === "✕" ? "failed" : "skipped";
			tests.push({
				name: [...open, name].join(" > "),
				status
			});
		}
	}
	return tests;
}
// src/verify/runners/mocha.ts
/** Mocha, with its `spec` reporter and those that end like it (`dot`, `min`, `list`). */
const SUMMARY$2 = /^ {2}(\d+) (passing|failing|pending)(?: \(.*\))?$/;
const TITLE = /^ {2}\d+\) (.*)$/;
const mocha = {
	runner: "mocha",
	read(text) {
		const lines = linesOf(text);
		const sums = {};
		for (const line of lines) {
			const [, count, word] = SUMMARY$2.exec(line) ?? [];
			if (word !== void 0) sums[word] = (sums[word] ?? 0) + Number(count);
		}
		if (sums.passing === void 0) return void 0;
		return {
			passed: sums.passing,
			failed: sums.failing ?? 0,
			skipped: sums.pending ?? 0,
			failures: failuresIn$3(lines),
			tests: testsIn$3(lines)
		};
	}
};
/** Behind the sums every failure has a number, its suites and its name on lines of their own, and what was thrown. */
function failuresIn$3(lines) {
	const failures = [];
	const start = lines.findIndex((line) => /^ {2}\d+ failing/.test(line));
	for (let at = start + 1; start >= 0 && at < lines.length && failures.length < 200; at++) {
		const first = TITLE.exec(lines[at])?.[1];
		if (first === void 0) continue;
		const names = [first];
		while (!names.at(-1).endsWith(":") && /^ {7,}\S/.test(lines[at + 1] ?? "")) names.push(lines[++at].trim());
		const said = [];
		for (let next = at + 1; next < lines.length && !TITLE.test(lines[next]) && said.length < 40; next++) said.push(lines[next]);
		const message = messageOf(said);
		const file = /\(?(?:file:\/\/)?([^\s()]+\.[cm]?[jt]sx?):\d+:\d+\)?$/m.exec(said.join("\n"))?.[1];
		failures.push({
			name: names.join(" > ").replace(/:$/, ""),
			...file && { file },
			...classify(message, true),
			message
		});
	}
	return failures;
}
function testsIn$3(lines) {
	const tests = [];
	const open = [];
	for (const line of lines) {
		if (SUMMARY$2.test(line)) break;
		const [, indent, sign, name] = /^((?: {2})+)(✔|✓|-|\d+\)) (.*?)(?: \(\d+ms\))?$/.exec(line) ?? [];
		const suite = /^((?: {2})+)(\S.*)$/.exec(line);
		if (indent !== void 0 && sign !== void 0 && name !== void 0) {
			open.length = Math.min(open.length, indent.length / 2 - 1);
			const status = sign === "-" ? "skipped" : /\d/.test(sign) ? "failed" : "passed";
			tests.push({
				name: [...open, name].join(" > "),
				status
			});
		} else if (suite) {
			open.length = Math.min(open.length, suite[1].length / 2 - 1);
			open.push(suite[2]);
		}
	}
	return tests;
}
// src/verify/runners/node-spec.ts
/** Node's own test runner, with its `spec` reporter. */
/** `ℹ pass 3`. A test's own output has no such sign, or stands before the summary and is a lie that the exit status tells. */
const SUMMARY$1 = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/;
/** `✔ adds (0.7ms)`, indented by two for every suite around it. */
const RESULT = /^((?: {2})*)(✔|✖|﹣|⚠|▶) (.*?)(?: \(\d[\d.]*ms\))?( # (?:SKIP|TODO|EXPECTED FAILURE).*)?$/;
/** A summary for each package of a workspace is added up, because their commands run one after the other. */
const nodeSpec = {
	runner: "node:test",
	read(text) {
		const lines = linesOf(text);
		const sums = {};
		for (const line of lines) {
			const [, name, count] = SUMMARY$1.exec(line) ?? [];
			if (name !== void 0) sums[name] = (sums[name] ?? 0) + Number(count);
		}
		if (sums.pass === void 0) return void 0;
		return {
			passed: sums.pass,
			failed: (sums.fail ?? 0) + (sums.cancelled ?? 0),
			skipped: (sums.skipped ?? 0) + (sums.todo ?? 0),
			failures: failuresIn$2(lines),
			tests: testsIn$2(lines)
		};
	}
};
function failuresIn$2(lines) {
	const failures = [];
	const start = lines.indexOf("✖ failing tests:");
	if (start < 0) return failures;
	for (let at = start + 1; at < lines.length && failures.length < 200; at++) {
		const file = /^test at (.+):\d+:\d+$/.exec(lines[at])?.[1];
		const name = file === void 0 ? void 0 : RESULT.exec(lines[at + 1] ?? "")?.[3];
		if (file === void 0 || name === void 0) continue;
		const said = [];
		for (let next = at + 2; next < lines.length && /^(?: {2}|$)/.test(lines[next]); next++) said.push(lines[next]);
		const message = messageOf(said).replace(/^'([^\n]*)'$/, "$1");
		failures.push(message === "test failed" ? loading(name, file, lines.slice(0, start)) : {
			name,
			file,
			...reason(message, true)
		});
	}
	return failures;
}
const reason = (message, reached) => ({
	...classify(message, reached),
	message
});
/** A file that could not be loaded, or ended its process: what was wrong stands where the process wrote it, before the file's own line. */
function loading(name, file, body) {
	const end = body.findIndex((line) => RESULT.exec(line)?.[3] === name);
	for (let at = end - 1; at >= 0; at--) {
		if (/^(?:✔|✖|▶) /.test(body[at])) break;
		if (/^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?:/.test(body[at])) return {
			name,
			file,
			...reason(messageOf(body.slice(at, at + 3)).replace(/^(\w+) \[\w+\]:/, "$1:"), false)
		};
	}
	return {
		name,
		file,
		kind: "unknown",
		message: "test failed"
	};
}
/** Tests with the suites around them. A suite is opened by ▶ and closed by a line with its own name, which is no test. */
function testsIn$2(lines) {
	const tests = [];
	const open = [];
	for (const line of lines) {
		if (line === "✖ failing tests:") break;
		const [, indent, sign, name, directive] = RESULT.exec(line) ?? [];
		if (indent === void 0 || sign === void 0 || name === void 0) continue;
		const depth = indent.length / 2;
		if (sign === "▶") {
			open.length = Math.min(open.length, depth);
			open.push(name);
			continue;
		}
		const closes = open.length > depth && open[depth] === name;
		open.length = Math.min(open.length, depth);
		if (closes) continue;
		const status = directive ? "skipped" : sign === "✔" ? "passed" : sign === "✖" ? "failed" : "skipped";
		tests.push({
			name: [...open, name].join(" > "),
			status
		});
	}
	return tests;
}
// src/verify/runners/pytest.ts
/** pytest, from `-q` to `-vv`, with and without tracebacks. */
const COUNTED = /^(?:=+ )?(\d+ (?:failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun|subtests)\b.*) in [\d.]+s\b/;
const SECTION = /^_{3,} (.+?) _{3,}$/;
const pytest = {
	runner: "pytest",
	read(text) {
		const lines = linesOf(text);
		const summaries = lines.flatMap((line) => COUNTED.exec(line)?.[1] ?? []);
		if (summaries.length === 0) return void 0;
		const sum = (word) => summaries.reduce((all, words) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(words)?.[1]), 0);
		const failures = failuresIn$1(lines);
		return {
			passed: sum("passed") + sum("xpassed"),
			failed: sum("failed") + sum("error"),
			skipped: sum("skipped") + sum("xfailed"),
			failures: failures.length > 0 ? failures : summarised(lines),
			tests: testsIn$1(lines)
		};
	}
};
function failuresIn$1(lines) {
	const failures = [];
	for (let at = 0; at < lines.length && failures.length < 200; at++) {
		const title = SECTION.exec(lines[at])?.[1];
		if (title === void 0) continue;
		const said = [];
		for (let next = at + 1; next < lines.length && !SECTION.test(lines[next]) && !/^={3,}/.test(lines[next]); next++) said.push(lines[next]);
		const collecting = /^ERROR collecting (.+)$/.exec(title)?.[1];
		const errors = said.flatMap((line) => /^E {2,}(.*)$/.exec(line)?.[1] ?? []);
		const main = errors.findIndex((line) => /^(?:[\w.]*(?:Error|Exception|Exit|Warning|Failed)\b|assert )/.test(line));
		const message = messageOf(errors.slice(Math.max(0, main)));
		const place = said.map((line) => /^([^\s:]+\.py):\d+: /.exec(line)?.[1]).find(Boolean);
		const file = collecting ?? place;
		failures.push({
			name: collecting ?? nested(title),
			...file && { file },
			...classify(message, collecting === void 0),
			message
		});
	}
	return failures;
}
/** `TestDecimals.test_amounts[1.5s-1500]`: dots stand between a class and its test, and anywhere in what the test was given. */
function nested(title) {
	const [path = "", ...given] = title.replace(/^ERROR at (?:setup|teardown) of /, "").split("[");
	return [path.replaceAll(".", " > "), ...given].join("[");
}
/** With `--tb=no` only the short summary is left, and its messages are cut. */
const summarised = (lines) => lines.flatMap((line) => {
	const [, file, test, said] = /^(?:FAILED|ERROR) ([^\s:]+)(?:::(.+?))?(?: - (.*))?$/.exec(line) ?? [];
	if (file === void 0) return [];
	const message = said ?? "";
	return [{
		name: test?.replaceAll("::", " > ") ?? file,
		file,
		...classify(message, test !== void 0),
		message
	}];
}).slice(0, 200);
/** With `-v` every test has a line. */
function testsIn$1(lines) {
	return lines.flatMap((line) => {
		const [, name, word] = /^(\S+\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?: +\[ *\d+%\])?$/.exec(line) ?? [];
		if (name === void 0 || word === void 0) return [];
		const status = /^(?:PASSED|XPASS)$/.test(word) ? "passed" : /^(?:FAILED|ERROR)$/.test(word) ? "failed" : "skipped";
		return [{
			name: name.replaceAll("::", " > "),
			status
		}];
	});
}
// src/verify/runners/tap.ts
/**
* The Test Anything Protocol: Node's `tap` reporter, Vitest's, tape, prove, bats and whatever else writes it. Suites stand before the line of their
* tests (Vitest, with a brace) or behind them (Node).
*/
const POINT = /^( *)(not )?ok\b(?: (\d+))?(?: -)? ?(.*)$/;
const DIRECTIVE = / ?# ?(skip|todo|time=)[^{]*(\{?)$/i;
const COUNTER = /^# (pass|fail|cancelled|skip|skipped|todo) +(\d+)$/;
const tap = {
	runner: "TAP",
	read(text) {
		const lines = linesOf(text);
		const plan = lines.some((line) => /^1\.\.\d+(?: #.*)?$/.test(line));
		const points = pointsIn(lines);
		if (points.length === 0 || !(plan || lines.some((line) => /^TAP version 1[34]$/.test(line)))) return void 0;
		const skipped = points.filter((point) => point.directive);
		const counted = countersIn(lines);
		const failed = points.filter((point) => !point.ok && !point.directive);
		return {
			passed: counted?.passed ?? points.filter((point) => point.ok && !point.directive).length,
			failed: counted?.failed ?? failed.length,
			skipped: counted?.skipped ?? skipped.length,
			failures: failed.slice(0, 200).map((point) => failureOf(lines, point)),
			tests: points.map((point) => ({
				name: [...point.path, point.name].join(" > "),
				status: point.directive ? "skipped" : point.ok ? "passed" : "failed"
			}))
		};
	}
};
/** Node ends with sums of its own. */
function countersIn(lines) {
	const sums = {};
	for (const line of lines) {
		const [, name, count] = COUNTER.exec(line) ?? [];
		if (name !== void 0) sums[name] = (sums[name] ?? 0) + Number(count);
	}
	if (sums.pass === void 0) return void 0;
	return {
		passed: sums.pass,
		failed: (sums.fail ?? 0) + (sums.cancelled ?? 0),
		skipped: (sums.skipped ?? 0) + (sums.skip ?? 0) + (sums.todo ?? 0)
	};
}
/** The test points that are tests and not suites. */
function pointsIn(lines) {
	const points = [];
	const open = [];
	for (const [at, line] of lines.entries()) {
		const brace = /^( *)\}$/.exec(line)?.[1]?.length;
		if (brace !== void 0) for (const point of points) point.indent = Math.min(point.indent, brace);
		const [, spaces, not, number, rest] = POINT.exec(line) ?? [];
		if (spaces === void 0 || rest === void 0 || number === void 0 && !/^- /.test(rest) && rest !== "") continue;
		const indent = spaces.length;
		const depth = Math.floor(indent / 4);
		const directive = DIRECTIVE.exec(rest);
		const name = (directive ? rest.slice(0, directive.index) : rest.replace(/ \{$/, "")).trim() || `test ${number}`;
		open.length = Math.min(open.length, depth);
		if (directive?.[2] === "{" || / \{$/.test(rest)) {
			open[depth] = name;
			continue;
		}
		const word = directive?.[1]?.toLowerCase();
		const own = [];
		while (points.length > 0 && points.at(-1).indent > indent) own.unshift(points.pop());
		if (own.length > 0) {
			for (const point of own) point.path = [
				...open.filter(Boolean),
				name,
				...point.path.slice(depth)
			];
			points.push(...own.map((point) => ({
				...point,
				indent
			})));
			continue;
		}
		const kind = word === "skip" || word === "todo" ? { directive: word } : {};
		points.push({
			at,
			indent,
			ok: not === void 0,
			name,
			path: open.filter(Boolean),
			...kind
		});
	}
	return points;
}
function failureOf(lines, { at, name, path, indent }) {
	const block = [];
	for (let next = at + 1; next < lines.length && next < at + 60; next++) {
		const line = lines[next];
		if (/^\s*\.\.\.$/.test(line) || POINT.test(line)) break;
		block.push(line);
	}
	const said = block.join("\n");
	const of = (key) => new RegExp(`^\\s*${key}: *(?:\\|-\\n\\s*)?(['"]?)(.+?)\\1$`, "m").exec(said)?.[2];
	const error = (of("message") ?? of("error"))?.replace(/^"/, "");
	const location = (of("location") ?? of("at"))?.replace(/:\d+:\d+$/, "");
	const file = location === void 0 ? {} : { file: location };
	const full = [...path, name].join(" > ");
	if (error === "test failed" && /exitCode|failureType: 'testCodeFailure'/.test(said)) {
		const loaded = loadingError(lines, at);
		return {
			name: full,
			...file,
			...classify(loaded ?? "test failed", false),
			message: loaded ?? "test failed"
		};
	}
	const type = /^\s*name: *['"](\w+)['"]/m.exec(said)?.[1];
	const message = messageOf([[type, error].filter(Boolean).join(": ") || said]);
	if (/failureType: 'testTimeoutFailure'/.test(said)) return {
		name: full,
		...file,
		kind: "timeout",
		message
	};
	if (/^\s*(?:operator|expected|wanted|found):/m.test(said) && !type) return {
		name: full,
		...file,
		kind: "assertion",
		message
	};
	return {
		name: full,
		...file,
		...classify(message, indent > 0 || name !== file.file),
		message
	};
}
/** The error by which a file could not be loaded, among the comments before its own line. */
function loadingError(lines, at) {
	for (let back = at - 1; back >= 0 && !POINT.test(lines[back]); back--) {
		const said = /^# ((?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception))(?: \[\w+\])?(:.*)$/.exec(lines[back]);
		if (said) return `${said[1]}${said[2]}`;
	}
}
// src/verify/runners/typescript.ts
/** TypeScript's compiler, where a test command checks types before it runs the tests: what is missing, it says first. */
const PLAIN = /^(\S.*?)\((\d+),\d+\): error TS(\d+): (.+)$/;
const PRETTY = /^(\S.*?):(\d+):\d+ - error TS(\d+): (.+)$/;
/** No counts: no test ran. */
const typescript = {
	runner: "tsc",
	read(text) {
		const failures = linesOf(text).flatMap((line) => {
			const [, file, , code, message] = PLAIN.exec(line) ?? PRETTY.exec(line) ?? [];
			if (file === void 0 || message === void 0) return [];
			const missing = missingIn(Number(code), message);
			return [{
				name: file,
				file,
				kind: missing ? "import" : /^1\d{3}$/.test(code ?? "") ? "syntax" : "unknown",
				message,
				...missing && { missing }
			}];
		});
		return failures.length === 0 ? void 0 : { failures: failures.slice(0, 200) };
	}
};
/** 2307 module; 2304, 2305, 2339, 2551, 2552, 2614, 2724 names; 2353 a property that the type does not know. */
function missingIn(code, message) {
	const quoted = [...message.matchAll(/'([^']+)'/g)].map((match) => match[1]);
	if (code === 2307) return quoted[0] === void 0 ? void 0 : { module: quoted[0] };
	if (code === 2305 || code === 2614 || code === 2724) return quoted[1] === void 0 ? void 0 : { symbol: quoted[1] };
	if (code === 2304 || code === 2339 || code === 2551 || code === 2552 || code === 2353) return quoted[0] === void 0 ? void 0 : { symbol: quoted[0] };
}
// src/verify/runners/vitest.ts
/** Vitest, with the reporters that people read. Its `tap` and `junit` reporters are read as what they are. */
const SUMMARY = /^ +Tests {2}(.+?)(?: \(\d+\))?$/;
const FAILED = /^ FAIL {2}(?:\|[^|]+\| )?(.+)$/;
const RULE = /^⎯{3,}/;
const vitest = {
	runner: "vitest",
	read(text) {
		const lines = linesOf(text);
		if (!lines.some((line) => /^ +Test Files {2}/.test(line))) return void 0;
		const summaries = lines.flatMap((line) => SUMMARY.exec(line)?.[1] ?? []);
		if (summaries.length === 0) return void 0;
		const sum = (word) => summaries.reduce((all, words) => all + numberOf(new RegExp(`(\\d+) ${word}`).exec(words)?.[1]), 0);
		const failures = [...failuresIn(lines), ...unhandledIn(lines)];
		const loading = failures.filter(({ name, file }) => name === file).length;
		const unhandled = failures.filter(({ name }) => name === UNHANDLED).length;
		return {
			passed: sum("passed"),
			failed: sum("failed") + loading + unhandled,
			skipped: sum("skipped") + sum("todo"),
			failures,
			tests: testsIn(lines)
		};
	}
};
function failuresIn(lines) {
	const failures = [];
	let names = [];
	for (let at = 0; at < lines.length && failures.length < 200; at++) {
		const name = FAILED.exec(lines[at])?.[1];
		if (name === void 0) continue;
		names.push(name);
		if (FAILED.test(lines[at + 1] ?? "")) continue;
		const said = [];
		for (let next = at + 1; next < lines.length && !RULE.test(lines[next]) && said.length < 40; next++) said.push(lines[next]);
		const message = messageOf(said);
		for (const each of names) {
			const file = /^(.+?)(?: \[ .* \])$/.exec(each)?.[1];
			failures.push(file === void 0 ? {
				name: each,
				file: each.split(" > ")[0],
				...classify(message, true),
				message
			} : {
				name: file,
				file,
				...classify(message, false),
				message
			});
		}
		names = [];
	}
	return failures;
}
const UNHANDLED = "unhandled error";
function unhandledIn(lines) {
	return lines.flatMap((line, at) => {
		if (!/^⎯+ (?:Unhandled Rejection|Uncaught Exception|Unhandled Error) ⎯+$/.test(line)) return [];
		const message = messageOf(lines.slice(at + 1, at + 10));
		return [{
			name: UNHANDLED,
			...classify(message, true),
			message
		}];
	});
}
/** Only the `verbose` reporter names every test. */
function testsIn(lines) {
	return lines.flatMap((line) => {
		const [, sign, name] = /^ ([✓×↓□]) (?:\|[^|]+\| )?(\S.*? > .*?)(?: \d+ms)?$/.exec(line) ?? [];
		if (sign === void 0 || name === void 0) return [];
		return [{
			name,
			status: sign === "✓" ? "passed" : sign === "×" ? "failed" : "skipped"
		}];
	});
}
// src/verify/runners/read.ts
/** From the output of a test command to what its runners said. Who wrote it is told by the output and not by the command. */
/** Those that count. A project of several languages has output of several, which is added up. */
const RUNNERS = [
	nodeSpec,
	tap,
	vitest,
	jest,
	mocha,
	pytest,
	goJson,
	go,
	cargo
];
/** Those that say why nothing was counted; asked one after the other, and only then. */
const BEFORE_RUNNERS = [typescript, crash];
/** What was said; undefined when nobody was understood. `text` is without colours. */
function readOutput(text) {
	const reports = RUNNERS.flatMap((reader) => {
		const report = reader.read(text);
		return report ? [{
			runner: reader.runner,
			...report
		}] : [];
	});
	const heard = reports.some(({ runner }) => runner === goJson.runner) ? reports.filter(({ runner }) => runner !== go.runner) : reports;
	if (heard.length > 0) return together(heard);
	for (const reader of BEFORE_RUNNERS) {
		const report = reader.read(text);
		if (report) return {
			runner: reader.runner,
			...report
		};
	}
}
/** Several reports as one. Names are kept only where they account for every test that passed. */
function together(reports) {
	const sum = (key) => {
		const known = reports.flatMap((report) => report[key] ?? []);
		return known.length === 0 ? {} : { [key]: known.reduce((all, count) => all + count, 0) };
	};
	const complete = reports.every(({ tests, passed }) => tests !== void 0 && tests.filter(({ status }) => status === "passed").length === passed);
	return {
		runner: [...new Set(reports.map(({ runner }) => runner))].join(" and "),
		...sum("passed"),
		...sum("failed"),
		...sum("skipped"),
		failures: reports.flatMap(({ failures }) => failures).slice(0, 200),
		...complete && { tests: reports.flatMap(({ tests }) => tests ?? []) }
	};
}
// src/verify/report-files.ts
/** The files in which a test command reports, as it left them: found by the project's patterns, and only those that this execution wrote. */
/** More files, or larger ones, than a suite of tests writes; each file in bytes, and all of them together. */
const MAX_FILES = 1e3;
const MAX_FILE = 8388608;
const MAX_ALL = 67108864;
/** The report files that are there now. Nothing is followed out of the folder: neither a link nor a pattern. */
async function reportFiles(dir, patterns) {
	const inside = patterns.filter((pattern) => !/^(?:\/|!)|(?:^|\/)\.\.(?:\/|$)/.test(pattern));
	if (inside.length === 0) return /* @__PURE__ */ new Map();
	const paths = await glob([...inside], {
		cwd: dir,
		dot: true,
		followSymbolicLinks: false,
		ignore: ["**/node_modules/**", ".git/**"]
	});
	const found = /* @__PURE__ */ new Map();
	const root = await realpath(dir).catch(() => dir) + sep;
	for (const path of paths.sort().slice(0, MAX_FILES)) {
		const stat = await lstat(join(dir, path), { bigint: true }).catch(() => void 0);
		const real = await realpath(join(dir, path)).catch(() => "");
		if (stat?.isFile() && real.startsWith(root)) found.set(path, `${stat.ino} ${stat.mtimeNs} ${stat.size}`);
	}
	return found;
}
/**
* What the files say that are new or were written anew since `before`, together; undefined when there are none. What cannot be read is told to
* `log` and otherwise left out: the exit status has spoken already.
*/
async function readReports(dir, patterns, before, log) {
	const readings = [];
	let room = MAX_ALL;
	for (const [path, standing] of await reportFiles(dir, patterns)) {
		if (before.get(path) === standing) continue;
		const size = Number(standing.split(" ")[2]);
		room -= size;
		if (size > MAX_FILE || room < 0) {
			log(`report ${path} is left out: ${size} bytes are more than are read`);
			continue;
		}
		try {
			readings.push(readJunit(await readFile(join(dir, path), "utf8")));
		} catch (error) {
			log(`report ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	return readings.length === 0 ? void 0 : together(readings);
}
/** Bytes of output that are kept for the log file. A test that prints for ever must not fill the disk. */
const MAX_LOG = 16777216;
/** Bytes at the end of the output that are read: the summary, and before it what failed and what passed. */
const MAX_END = 2097152;
/** Milliseconds that a process outside the group may still hold the output open after the command has ended. */
const GRACE = 2e3;
/** Runs it. Does not throw for what the command does; one that cannot even be started has exit status 127. */
async function runTests(input) {
	const { command, dir, log, timeout, reports = [], tell = () => {} } = input;
	const home = await mkdtemp(join(tmpdir(), "orch-home-"));
	const output = keepOutput();
	try {
		const before = await reportFiles(dir, reports);
		const started = performance.now();
		const exit = await run(command, dir, environment(home), timeout, output.take);
		const seconds = Math.round(performance.now() - started) / 1e3;
		if (exit === 124) output.take(Buffer.from(`\n[stopped after ${seconds} seconds]\n`));
		await writeFile(log, output.beginning());
		const text = withoutAnsi(output.end());
		const reading = await readReports(dir, reports, before, tell) ?? readOutput(withoutFolder(text, dir));
		return {
			run: {
				exit_code: exit,
				seconds,
				...keptOf(reading),
				tail: text.slice(-4e3)
			},
			...reading && { reading },
			late: exit === 124
		};
	} finally {
		await rm(home, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
/** Paths in the output as they are in the project, wherever it was checked out. */
const withoutFolder = (text, dir) => text.replaceAll(`${dir}/`, "");
/** What a test may know of this machine. No token, no input, no path of the runner's own files. */
function environment(home) {
	return {
		PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
		HOME: home,
		LANG: "C.UTF-8",
		CI: "true"
	};
}
function run(command, cwd, env, timeout, take) {
	return new Promise((resolve) => {
		const child = spawn("/bin/sh", ["-c", command], {
			cwd,
			env,
			detached: true,
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			killGroup(child.pid);
		}, timeout);
		let grace;
		const end = (status) => {
			clearTimeout(timer);
			clearTimeout(grace);
			resolve(status);
		};
		child.stdout.on("data", take);
		child.stderr.on("data", take);
		child.on("exit", () => {
			killGroup(child.pid);
			grace = setTimeout(() => {
				child.stdout.destroy();
				child.stderr.destroy();
			}, GRACE);
		});
		child.on("error", (error) => {
			take(Buffer.from(`${error.message}\n`));
			end(127);
		});
		child.on("close", (code, signal) => end(late ? 124 : code ?? 128 + (signal ? constants$2.signals[signal] : 0)));
	});
}
function killGroup(pid) {
	if (pid === void 0) return;
	try {
		process.kill(-pid, "SIGKILL");
	} catch {}
}
/** Remembers the beginning of the output for the log, and its end for the summary. */
function keepOutput() {
	const first = [];
	let length = 0;
	const last = [];
	let kept = 0;
	return {
		take: (chunk) => {
			if (length < MAX_LOG) first.push(chunk.subarray(0, MAX_LOG - length));
			length += chunk.length;
			last.push(chunk);
			kept += chunk.length;
			while (kept - last[0].length >= MAX_END) kept -= last.shift().length;
		},
		beginning: () => {
			const cut = length > MAX_LOG ? [Buffer.from("\n[cut here: the output is too long to keep]\n")] : [];
			return Buffer.concat([...first, ...cut]);
		},
		end: () => Buffer.concat(last).subarray(-2097152).toString("utf8")
	};
}
// src/verify/test-files.ts
/** The base with only the test files of a change in it. */
/**
* Puts the base's files back as they were and takes only the test files from `head`, a commit of the checkout `source`. What the tests of
* the base left behind (installed packages, caches) stays, as it would for a developer.
*/
async function takeTests(dir, source, head, tests) {
	const git = gitIn(dir);
	const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(source, ".git", "objects") };
	await git([
		"reset",
		"--quiet",
		"--hard",
		"HEAD"
	]);
	const list = (paths) => ({
		input: paths.map((path) => `${path}\0`).join(""),
		env
	});
	const fromInput = ["--pathspec-from-file=-", "--pathspec-file-nul"];
	if (tests.removed.length > 0) await git([
		"rm",
		"--quiet",
		"--force",
		"--ignore-unmatch",
		...fromInput
	], list(tests.removed));
	if (tests.changed.length > 0) await git([
		"checkout",
		"--quiet",
		head,
		...fromInput
	], list(tests.changed));
}
// src/verify/verify.ts
/**
* The whole `verify` job: proves that the tests came first. The project's tests run on the base as it is (they must pass), on the base with
* only the change's tests (red: they must fail), and on the whole change (green: they must pass). It runs code that nobody has looked at, so
* it has no secret, no model and no right to write.
*/
/**
* Answers a verdict whatever the tests do. Throws GitFailed when the checkouts are not what they should be.
*/
async function verify({ brief, report, base, head, logs, timeout, log }) {
	const nothing = (reason) => ({
		version: 1,
		run: brief.run,
		ok: false,
		reason,
		tests: []
	});
	if (!report.ok) return nothing(report.problem);
	if (report.value.stop === "asked") return nothing("The run ended with a question, so there is nothing to prove yet.");
	const applied = await applyIntents({
		dir: head,
		start: brief.start,
		intents: report.value.intents,
		protected: brief.protected,
		commands: brief.commands,
		tests: brief.tests,
		run: brief.run,
		story: brief.story,
		plans: brief.workflow !== void 0,
		date: "2000-01-01T00:00:00Z"
	});
	for (const commit of applied.commits) log(`commit ${commit.stage}: ${commit.subject}`);
	for (const { intent, rule, reason } of applied.refused) log(`left out intent ${intent + 1} (${rule}): ${reason}`);
	const { tests, paths, supply, weakened } = await readChange(head, brief.base.sha, applied.head, brief.tests);
	const plans = brief.workflow !== void 0 && isPlan(paths, tests);
	const exempt = plans ? PLANS.name : exemptBy(paths, brief.proof?.exempt ?? []);
	await gitIn(head)([
		"reset",
		"--quiet",
		"--hard",
		applied.head
	]);
	if (exempt !== void 0) log(`no proof is asked for: ${exempt}`);
	log(tests.changed.length > 0 ? `tests of the change: ${tests.changed.join(", ")}` : "the change has no tests");
	const run = async (name, dir) => {
		log(`${name}: ${brief.commands.test}`);
		const { test: command, reports } = brief.commands;
		const result = await runTests({
			command,
			dir,
			log: join(logs, `${name}.log`),
			timeout,
			...reports && { reports },
			tell: (line) => log(`${name}: ${line}`)
		});
		const { exit_code, seconds, runner } = result.run;
		log(`${name}: exit status ${exit_code} after ${seconds} s${runner === void 0 ? "" : `, as ${runner} tells it`}`);
		return result;
	};
	const runs = {};
	const something = applied.head !== brief.base.sha;
	if (something && plans) {
		runs.green = await run("green", head);
		if (runs.green.run.exit_code !== 0) runs.base = await run("base", base);
	} else if (something) {
		runs.base = await run("base", base);
		if (runs.base.run.exit_code === 0 && tests.changed.length > 0 && exempt === void 0) {
			await takeTests(base, head, applied.head, tests);
			runs.red = await run("red", base);
		}
		runs.green = await run("green", head);
	}
	const judgement = plans ? judgePlans(brief, runs) : judge({
		brief,
		tests: tests.changed,
		weakened,
		supply,
		exempt,
		runs,
		allowed: matcherOf(brief.allowed)
	});
	const { base: before, red, green } = runs;
	return {
		version: 1,
		run: brief.run,
		...judgement,
		...before && { base: before.run },
		...red && { red: red.run },
		...green && { green: green.run }
	};
}
/** Whether a file matches one of these paths and globs. */
function matcherOf(globs = []) {
	return globs.length === 0 ? () => false : (0, import_picomatch.default)([...globs], { dot: true });
}
// action/agent/brief.ts
/** The brief of a run, from the text of the Action's input. */
/** The brief cannot be used. The message names what is wrong, one problem a line. */
var BriefUnusable = class extends Error {
	name = "BriefUnusable";
	/** A report that says so, when at least the run it belongs to could be read. */
	report;
	constructor(problem, report) {
		super(problem);
		this.report = report;
	}
};
/** Reads the brief. Throws BriefUnusable. */
function readBrief(text) {
	if (text.trim() === "") throw new BriefUnusable("The input `brief` is empty. It takes the JSON that Orch dispatches the workflow with.", void 0);
	let data;
	try {
		data = JSON.parse(text);
	} catch (error) {
		throw new BriefUnusable(`The input \`brief\` is not JSON: ${error instanceof Error ? error.message : error}`, void 0);
	}
	const result = briefSchema.safeParse(data);
	if (result.success) return result.data;
	const message = `The input \`brief\` does not fit:\n${result.error.issues.map((issue) => `${issue.path.join(".") || "brief"}: ${issue.message}`).join("\n")}`;
	throw new BriefUnusable(message, reportOn(data, message));
}
/** The report of a run that crashed before it began. Undefined when the data does not say which run it is. */
function reportOn(data, reason) {
	const { run, story, start } = data ?? {};
	const report = {
		version: 1,
		run,
		story,
		start,
		stop: "crashed",
		reason: reason.slice(0, 2e3),
		intents: [],
		usage: NO_USAGE
	};
	return reportSchema.safeParse(report).data;
}
// action/verify/main.ts
/** The entry of the `verify` job's Action. Wiring only; it always leaves a verdict, also when it cannot do its work. */
const path = (name) => resolve(getInput(name, { required: true }));
const log = (line) => info(logLine(line));
try {
	const out = path("out");
	await mkdir(out, { recursive: true });
	const brief = readBrief(getInput("brief"));
	const minutes = Number(getInput("timeout-minutes"));
	if (!(minutes > 0)) throw new Error("The input `timeout-minutes` takes a number above 0: how long the test command may take once.");
	const report = await readReport(path("report"), brief);
	const verdict = await verify({
		brief,
		report,
		base: path("base"),
		head: path("head"),
		logs: out,
		timeout: minutes * 6e4,
		log
	}).catch((error) => {
		const reason = `The verify job could not do its work: ${error instanceof Error ? error.message : String(error)}`;
		return {
			version: 1,
			run: brief.run,
			ok: false,
			reason: reason.slice(0, 2e3),
			tests: []
		};
	});
	await writeFile(join(out, "verdict.json"), `${JSON.stringify(verdict, null, 2)}\n`);
	for (const name of [
		"base",
		"red",
		"green"
	]) {
		const tail = verdict[name]?.tail;
		if (!tail) continue;
		startGroup(`End of the output of ${name}`);
		for (const line of tail.trimEnd().split("\n")) info(`  ${logLine(`| ${line}`)}`);
		endGroup();
	}
	setOutput("ok", verdict.ok);
	if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(verdictSummary(verdict)).write();
	const asked = report.ok && report.value.stop === "asked";
	if (!verdict.ok && !asked) setFailed(logLine(verdict.reason ?? "Not verified."));
} catch (error) {
	setFailed(logLine(error instanceof Error ? error.message : String(error)));
}
export {};
