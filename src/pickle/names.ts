/**
 * What Python 2 calls things, and what Python 3 does.
 *
 * Pickles of protocols 0 to 2 name modules and classes as Python 2 did, whoever wrote them. These are
 * the tables of CPython's `_compat_pickle`; a whole name is looked up first, then the module alone.
 *
 * A line has the module of Python 2, that of Python 3, and the names that are in the one there and in
 * the other here, `old=new` where they differ. Without names it is the module itself that differs.
 */

type Global = readonly [module: string, name: string]

const BOTH_WAYS = `
  __builtin__ builtins
  copy_reg copyreg
  Queue queue
  SocketServer socketserver
  ConfigParser configparser
  repr reprlib
  tkFileDialog tkinter.filedialog
  tkSimpleDialog tkinter.simpledialog
  tkColorChooser tkinter.colorchooser
  tkCommonDialog tkinter.commondialog
  Dialog tkinter.dialog
  Tkdnd tkinter.dnd
  tkFont tkinter.font
  tkMessageBox tkinter.messagebox
  ScrolledText tkinter.scrolledtext
  Tkconstants tkinter.constants
  Tix tkinter.tix
  ttk tkinter.ttk
  Tkinter tkinter
  markupbase _markupbase
  _winreg winreg
  thread _thread
  dummy_thread _dummy_thread
  dbhash dbm.bsd
  dumbdbm dbm.dumb
  dbm dbm.ndbm
  gdbm dbm.gnu
  xmlrpclib xmlrpc.client
  SimpleXMLRPCServer xmlrpc.server
  httplib http.client
  htmlentitydefs html.entities
  HTMLParser html.parser
  Cookie http.cookies
  cookielib http.cookiejar
  BaseHTTPServer http.server
  test.test_support test.support
  commands subprocess
  urlparse urllib.parse
  robotparser urllib.robotparser
  urllib2 urllib.request
  anydbm dbm
  _abcoll collections.abc
  __builtin__ builtins xrange=range unichr=chr unicode=str long=int
  __builtin__ functools reduce
  __builtin__ sys intern
  itertools builtins izip=zip imap=map ifilter=filter
  itertools itertools ifilterfalse=filterfalse izip_longest=zip_longest
  UserDict collections IterableUserDict=UserDict
  UserList collections UserList
  UserString collections UserString
  whichdb dbm whichdb
  _socket socket fromfd
  _multiprocessing multiprocessing.connection Connection
  multiprocessing.process multiprocessing.context Process
  multiprocessing.forking multiprocessing.popen_fork Popen
  urllib urllib.error ContentTooShortError
  urllib urllib.request getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve
  urllib urllib.parse quote_plus quote unquote_plus unquote urlencode
  urllib2 urllib.error HTTPError URLError
  exceptions builtins ArithmeticError AssertionError AttributeError BaseException BufferError
  exceptions builtins BytesWarning DeprecationWarning EOFError EnvironmentError Exception
  exceptions builtins FloatingPointError FutureWarning GeneratorExit IOError ImportError
  exceptions builtins ImportWarning IndentationError IndexError KeyError KeyboardInterrupt
  exceptions builtins LookupError MemoryError NameError NotImplementedError OSError
  exceptions builtins OverflowError PendingDeprecationWarning ReferenceError RuntimeError
  exceptions builtins RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError
  exceptions builtins SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
  exceptions builtins UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
  exceptions builtins UserWarning ValueError Warning ZeroDivisionError
  multiprocessing multiprocessing.context AuthenticationError BufferTooShort ProcessError
  multiprocessing multiprocessing.context TimeoutError`

/** Needed for reading only. */
const READING = `
  cPickle pickle
  _elementtree xml.etree.ElementTree
  FileDialog tkinter.filedialog
  SimpleDialog tkinter.simpledialog
  DocXMLRPCServer xmlrpc.server
  SimpleHTTPServer http.server
  CGIHTTPServer http.server
  UserDict collections
  UserList collections
  UserString collections
  whichdb dbm
  StringIO io
  cStringIO io
  __builtin__ builtins basestring=str
  exceptions builtins StandardError=Exception
  UserDict collections UserDict
  socket socket _socketobject=SocketType`

/** Needed for writing only. Python 2 does not tell the many kinds of OSError apart. */
const WRITING = `
  bz2 _bz2
  dbm _dbm
  functools _functools
  gdbm _gdbm
  pickle _pickle
  __builtin__ _functools reduce
  FileDialog tkinter.filedialog FileDialog LoadFileDialog SaveFileDialog
  SimpleDialog tkinter.simpledialog SimpleDialog
  DocXMLRPCServer xmlrpc.server ServerHTMLDoc XMLRPCDocGenerator DocXMLRPCRequestHandler
  DocXMLRPCServer xmlrpc.server DocXMLRPCServer DocCGIXMLRPCRequestHandler
  SimpleHTTPServer http.server SimpleHTTPRequestHandler
  CGIHTTPServer http.server CGIHTTPRequestHandler
  socket _socket _socketobject=socket
  exceptions builtins OSError=BrokenPipeError OSError=ChildProcessError
  exceptions builtins OSError=ConnectionAbortedError OSError=ConnectionError
  exceptions builtins OSError=ConnectionRefusedError OSError=ConnectionResetError
  exceptions builtins OSError=FileExistsError OSError=FileNotFoundError OSError=InterruptedError
  exceptions builtins OSError=IsADirectoryError OSError=NotADirectoryError
  exceptions builtins OSError=PermissionError OSError=ProcessLookupError OSError=TimeoutError
  exceptions builtins ImportError=ModuleNotFoundError`

/** What the things of one Python are called in the other. */
interface Renames {
  readonly modules: ReadonlyMap<string, string>
  /** By module and name. */
  readonly names: ReadonlyMap<string, Global>
}

const key = (module: string, name: string): string => `${module}\n${name}`

function renamesOf(table: string, to: 2 | 3): Renames {
  const modules = new Map<string, string>()
  const names = new Map<string, Global>()
  for (const line of table.trim().split('\n')) {
    const [module2 = '', module3 = '', ...pairs] = line.trim().split(' ')
    const [from, into] = to === 3 ? [module2, module3] : [module3, module2]
    if (pairs.length === 0) modules.set(from, into)
    for (const pair of pairs) {
      const [name2 = '', name3 = name2] = pair.split('=')
      if (to === 3) names.set(key(from, name2), [into, name3])
      else names.set(key(from, name3), [into, name2])
    }
  }
  return { modules, names }
}

function renamed({ modules, names }: Renames, module: string, name: string): Global {
  return names.get(key(module, name)) ?? [modules.get(module) ?? module, name]
}

// Made when they are first asked: most programs never meet a class in a pickle.
let toPython3: Renames | undefined
let toPython2: Renames | undefined

/** The Python 3 name of what a pickle of protocol 0 to 2 calls `module` and `name`. */
export function python3Name(module: string, name: string): Global {
  toPython3 ??= renamesOf(BOTH_WAYS + READING, 3)
  return renamed(toPython3, module, name)
}

/** The Python 2 name to write into a pickle of protocol 0 to 2. */
export function python2Name(module: string, name: string): Global {
  toPython2 ??= renamesOf(BOTH_WAYS + WRITING, 2)
  return renamed(toPython2, module, name)
}
