/**
 * What Python 2 calls things, and what Python 3 does.
 *
 * Pickles of protocols 0 to 2 name modules and classes as Python 2 did, whoever wrote them. These are
 * the tables of CPython's `_compat_pickle`; a whole name is looked up first, then the module alone.
 */

type Global = readonly [module: string, name: string]

/** Modules that have one name in each: Python 2's, Python 3's. */
const MODULES: readonly Global[] = [
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
  ['Queue', 'queue'],
  ['SocketServer', 'socketserver'],
  ['ConfigParser', 'configparser'],
  ['repr', 'reprlib'],
  ['tkFileDialog', 'tkinter.filedialog'],
  ['tkSimpleDialog', 'tkinter.simpledialog'],
  ['tkColorChooser', 'tkinter.colorchooser'],
  ['tkCommonDialog', 'tkinter.commondialog'],
  ['Dialog', 'tkinter.dialog'],
  ['Tkdnd', 'tkinter.dnd'],
  ['tkFont', 'tkinter.font'],
  ['tkMessageBox', 'tkinter.messagebox'],
  ['ScrolledText', 'tkinter.scrolledtext'],
  ['Tkconstants', 'tkinter.constants'],
  ['Tix', 'tkinter.tix'],
  ['ttk', 'tkinter.ttk'],
  ['Tkinter', 'tkinter'],
  ['markupbase', '_markupbase'],
  ['_winreg', 'winreg'],
  ['thread', '_thread'],
  ['dummy_thread', '_dummy_thread'],
  ['dbhash', 'dbm.bsd'],
  ['dumbdbm', 'dbm.dumb'],
  ['dbm', 'dbm.ndbm'],
  ['gdbm', 'dbm.gnu'],
  ['xmlrpclib', 'xmlrpc.client'],
  ['SimpleXMLRPCServer', 'xmlrpc.server'],
  ['httplib', 'http.client'],
  ['htmlentitydefs', 'html.entities'],
  ['HTMLParser', 'html.parser'],
  ['Cookie', 'http.cookies'],
  ['cookielib', 'http.cookiejar'],
  ['BaseHTTPServer', 'http.server'],
  ['test.test_support', 'test.support'],
  ['commands', 'subprocess'],
  ['urlparse', 'urllib.parse'],
  ['robotparser', 'urllib.robotparser'],
  ['urllib2', 'urllib.request'],
  ['anydbm', 'dbm'],
  ['_abcoll', 'collections.abc'],
]

/** More modules, reading only. */
const MODULES_READ: readonly Global[] = [
  ['cPickle', 'pickle'],
  ['_elementtree', 'xml.etree.ElementTree'],
  ['FileDialog', 'tkinter.filedialog'],
  ['SimpleDialog', 'tkinter.simpledialog'],
  ['DocXMLRPCServer', 'xmlrpc.server'],
  ['SimpleHTTPServer', 'http.server'],
  ['CGIHTTPServer', 'http.server'],
  ['UserDict', 'collections'],
  ['UserList', 'collections'],
  ['UserString', 'collections'],
  ['whichdb', 'dbm'],
  ['StringIO', 'io'],
  ['cStringIO', 'io'],
]

/** More modules, writing only. */
const MODULES_WRITE: readonly Global[] = [
  ['bz2', '_bz2'],
  ['dbm', '_dbm'],
  ['functools', '_functools'],
  ['gdbm', '_gdbm'],
  ['pickle', '_pickle'],
]

type Rename = readonly [module2: string, name2: string, module3: string, name3: string]

/** Whole names: Python 2's, Python 3's. */
const NAMES: readonly Rename[] = [
  ['__builtin__', 'xrange', 'builtins', 'range'],
  ['__builtin__', 'reduce', 'functools', 'reduce'],
  ['__builtin__', 'intern', 'sys', 'intern'],
  ['__builtin__', 'unichr', 'builtins', 'chr'],
  ['__builtin__', 'unicode', 'builtins', 'str'],
  ['__builtin__', 'long', 'builtins', 'int'],
  ['itertools', 'izip', 'builtins', 'zip'],
  ['itertools', 'imap', 'builtins', 'map'],
  ['itertools', 'ifilter', 'builtins', 'filter'],
  ['itertools', 'ifilterfalse', 'itertools', 'filterfalse'],
  ['itertools', 'izip_longest', 'itertools', 'zip_longest'],
  ['UserDict', 'IterableUserDict', 'collections', 'UserDict'],
  ['UserList', 'UserList', 'collections', 'UserList'],
  ['UserString', 'UserString', 'collections', 'UserString'],
  ['whichdb', 'whichdb', 'dbm', 'whichdb'],
  ['_socket', 'fromfd', 'socket', 'fromfd'],
  ['_multiprocessing', 'Connection', 'multiprocessing.connection', 'Connection'],
  ['multiprocessing.process', 'Process', 'multiprocessing.context', 'Process'],
  ['multiprocessing.forking', 'Popen', 'multiprocessing.popen_fork', 'Popen'],
  ['urllib', 'ContentTooShortError', 'urllib.error', 'ContentTooShortError'],
  ['urllib', 'getproxies', 'urllib.request', 'getproxies'],
  ['urllib', 'pathname2url', 'urllib.request', 'pathname2url'],
  ['urllib', 'quote_plus', 'urllib.parse', 'quote_plus'],
  ['urllib', 'quote', 'urllib.parse', 'quote'],
  ['urllib', 'unquote_plus', 'urllib.parse', 'unquote_plus'],
  ['urllib', 'unquote', 'urllib.parse', 'unquote'],
  ['urllib', 'url2pathname', 'urllib.request', 'url2pathname'],
  ['urllib', 'urlcleanup', 'urllib.request', 'urlcleanup'],
  ['urllib', 'urlencode', 'urllib.parse', 'urlencode'],
  ['urllib', 'urlopen', 'urllib.request', 'urlopen'],
  ['urllib', 'urlretrieve', 'urllib.request', 'urlretrieve'],
  ['urllib2', 'HTTPError', 'urllib.error', 'HTTPError'],
  ['urllib2', 'URLError', 'urllib.error', 'URLError'],
]

/** Exceptions of Python 2's module `exceptions` that are builtins of Python 3 under the same name. */
const EXCEPTIONS = `ArithmeticError AssertionError AttributeError BaseException BufferError
  BytesWarning DeprecationWarning EOFError EnvironmentError Exception FloatingPointError
  FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError
  KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError
  PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError
  SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
  UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning
  ZeroDivisionError`.split(/\s+/)

const MULTIPROCESSING = ['AuthenticationError', 'BufferTooShort', 'ProcessError', 'TimeoutError']

/** More whole names, reading only. */
const NAMES_READ: readonly Rename[] = [
  ['__builtin__', 'basestring', 'builtins', 'str'],
  ['exceptions', 'StandardError', 'builtins', 'Exception'],
  ['UserDict', 'UserDict', 'collections', 'UserDict'],
  ['socket', '_socketobject', 'socket', 'SocketType'],
]

/** More whole names, writing only. */
const NAMES_WRITE: readonly Rename[] = [
  ['__builtin__', 'reduce', '_functools', 'reduce'],
  ['FileDialog', 'FileDialog', 'tkinter.filedialog', 'FileDialog'],
  ['FileDialog', 'LoadFileDialog', 'tkinter.filedialog', 'LoadFileDialog'],
  ['FileDialog', 'SaveFileDialog', 'tkinter.filedialog', 'SaveFileDialog'],
  ['SimpleDialog', 'SimpleDialog', 'tkinter.simpledialog', 'SimpleDialog'],
  ['DocXMLRPCServer', 'ServerHTMLDoc', 'xmlrpc.server', 'ServerHTMLDoc'],
  ['DocXMLRPCServer', 'XMLRPCDocGenerator', 'xmlrpc.server', 'XMLRPCDocGenerator'],
  ['DocXMLRPCServer', 'DocXMLRPCRequestHandler', 'xmlrpc.server', 'DocXMLRPCRequestHandler'],
  ['DocXMLRPCServer', 'DocXMLRPCServer', 'xmlrpc.server', 'DocXMLRPCServer'],
  ['DocXMLRPCServer', 'DocCGIXMLRPCRequestHandler', 'xmlrpc.server', 'DocCGIXMLRPCRequestHandler'],
  ['SimpleHTTPServer', 'SimpleHTTPRequestHandler', 'http.server', 'SimpleHTTPRequestHandler'],
  ['CGIHTTPServer', 'CGIHTTPRequestHandler', 'http.server', 'CGIHTTPRequestHandler'],
  ['socket', '_socketobject', '_socket', 'socket'],
]

/** Kinds of OSError that Python 2 did not have, and the one of ImportError; writing only. */
const NEW_OS_ERRORS = `BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError
  ConnectionRefusedError ConnectionResetError FileExistsError FileNotFoundError InterruptedError
  IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError`.split(/\s+/)

const sameNames = (names: readonly string[], module2: string, module3: string): Rename[] =>
  names.map((name) => [module2, name, module3, name])

const BOTH_WAYS: readonly Rename[] = [
  ...NAMES,
  ...sameNames(EXCEPTIONS, 'exceptions', 'builtins'),
  ...sameNames(MULTIPROCESSING, 'multiprocessing', 'multiprocessing.context'),
]

const WRITE_ONLY: readonly Rename[] = [
  ...NAMES_WRITE,
  ...NEW_OS_ERRORS.map((name): Rename => ['exceptions', 'OSError', 'builtins', name]),
  ['exceptions', 'ImportError', 'builtins', 'ModuleNotFoundError'],
]

const key = (module: string, name: string): string => `${module}\n${name}`

const toPython3 = new Map<string, Global>(
  [...BOTH_WAYS, ...NAMES_READ].map(([module2, name2, module3, name3]) => [
    key(module2, name2),
    [module3, name3],
  ]),
)
const toPython2 = new Map<string, Global>(
  [...BOTH_WAYS, ...WRITE_ONLY].map(([module2, name2, module3, name3]) => [
    key(module3, name3),
    [module2, name2],
  ]),
)
const moduleToPython3 = new Map([...MODULES, ...MODULES_READ])
const moduleToPython2 = new Map(
  [...MODULES, ...MODULES_WRITE].map(([module2, module3]) => [module3, module2]),
)

/** The Python 3 name of what a pickle of protocol 0 to 2 calls `module` and `name`. */
export function python3Name(module: string, name: string): Global {
  return toPython3.get(key(module, name)) ?? [moduleToPython3.get(module) ?? module, name]
}

/** The Python 2 name to write into a pickle of protocol 0 to 2. */
export function python2Name(module: string, name: string): Global {
  return toPython2.get(key(module, name)) ?? [moduleToPython2.get(module) ?? module, name]
}
