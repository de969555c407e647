<?php
/**
 * Makes test/vectors/languages/laravel.json.gz from the real Laravel:
 *
 *     php test/vectors/generate/laravel.php | gzip -9n > test/vectors/languages/laravel.json.gz
 *
 * Recorded with Laravel 8.83 and PHP 8.2, of Debian's package php-laravel-framework. The clock stands still, and random
 * bytes are those of a counter, so that the same vectors are made again.
 *
 * Values are tagged: { t: null | bool | int | float | str | bytes | list | map, v }. Ints are text; floats are the eight
 * bytes of the double in hexadecimal; text that is not UTF-8 is bytes in hexadecimal; maps are pairs, whose keys are
 * texts, or { int: text }. What is no plain data is an object.
 */
namespace Illuminate\Encryption {
    function random_bytes($size) { return \fakeBytes($size); }
}
namespace Illuminate\Support {
    function random_bytes($size) { return \fakeBytes($size); }
}
namespace {

require '/usr/share/php/Illuminate/autoload.php';

use Carbon\Carbon;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Cookie\CookieJar;
use Illuminate\Cookie\CookieValuePrefix;
use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Encryption\Encrypter;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Pipeline\Pipeline;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Session\SessionManager;

error_reporting(E_ALL & ~E_NOTICE & ~E_DEPRECATED);

const NOW = 1700000000;
const COOKIE = 'laravel_session';

function fakeBytes($size) {
    static $count = 0;
    $bytes = '';
    while (strlen($bytes) < $size) $bytes .= hash('sha256', 'laravel vectors ' . $count++, true);
    return substr($bytes, 0, $size);
}

/** EncryptCookies keeps its choice in a static property. */
class SerializingEncryptCookies extends EncryptCookies { protected static $serialize = true; }

function keyOf($name, $size) { return substr(hash('sha256', "key of $name", true), 0, $size); }
const SIZES = ['AES-128-CBC' => 16, 'AES-256-CBC' => 32, 'AES-128-GCM' => 16, 'AES-256-GCM' => 32];

/** An application: what its configuration says, and nothing else. */
class Application {
    public $appKey, $cipher, $serialize, $lifetime, $encrypt, $encrypter;

    function __construct($options = []) {
        $this->cipher = $options['cipher'] ?? 'AES-256-CBC';
        $this->serialize = $options['serialize'] ?? false;
        $this->lifetime = $options['lifetime'] ?? 120;
        $this->encrypt = $options['encrypt'] ?? false;
        $key = keyOf($options['key'] ?? 'first', SIZES[$this->cipher]);
        $this->appKey = 'base64:' . base64_encode($key);
        $this->encrypter = new Encrypter($key, $this->cipher);
    }

    /** What a request to it does: gives the raw Set-Cookie values by name, and what `handle` gave. */
    function request($cookies, $handle, $now = NOW) {
        Carbon::setTestNow(Carbon::createFromTimestampUTC($now));
        $container = new Container;
        $container->instance('config', new Repository(['session' => [
            'driver' => 'cookie', 'lifetime' => $this->lifetime, 'expire_on_close' => false, 'encrypt' => $this->encrypt,
            'lottery' => [0, 100], 'cookie' => COOKIE, 'path' => '/', 'domain' => null, 'secure' => false,
            'http_only' => true, 'same_site' => 'lax',
        ]]));
        $jar = (new CookieJar)->setDefaultPathAndDomain('/', null, false, 'lax');
        $container->instance('cookie', $jar);
        $container->instance('encrypter', $this->encrypter);
        $manager = new SessionManager($container);
        $class = $this->serialize ? SerializingEncryptCookies::class : EncryptCookies::class;
        $request = Request::create('http://localhost/', 'GET', [], array_map('urldecode', $cookies));
        $answer = null;
        $response = (new Pipeline($container))->send($request)->through([
            new $class($this->encrypter), new AddQueuedCookiesToResponse($jar), new StartSession($manager),
        ])->then(function ($request) use ($handle, &$answer) {
            $answer = $handle($request->session());
            return new Response('');
        });
        $set = [];
        foreach ($response->headers->getCookies() as $cookie) {
            $value = preg_match('/^[^=]+=([^;]*)/', (string) $cookie, $match) ? $match[1] : '';
            if ($cookie->getExpiresTime() < $now) unset($set[$cookie->getName()]);
            else $set[$cookie->getName()] = $value;
        }
        return [$set, $answer];
    }

    function describe() {
        return ['appKey' => $this->appKey, 'cipher' => $this->cipher, 'serialize' => $this->serialize,
            'lifetime' => $this->lifetime, 'encrypt' => $this->encrypt];
    }

    /** What is in the cookies of a session at rest, if it is one: the attributes, as the next request gets them. */
    function read($cookies, $now) {
        $text = null;
        $this->request($cookies, function ($session) use (&$text) {
            $text = $session->getHandler()->read($session->getId());
        }, $now);
        if ($text === '' || $text === null) return null;
        if ($this->encrypt) {
            try { $text = $this->encrypter->decrypt($text); } catch (\Throwable $error) { return null; }
        }
        $attributes = @unserialize($text, ['allowed_classes' => false]);
        return is_array($attributes) ? array_merge([], $attributes) : null;
    }
}

function isUtf8($text) { return preg_match('//u', $text) === 1; }

function tagged($value) {
    if ($value === null) return ['t' => 'null'];
    if (is_bool($value)) return ['t' => 'bool', 'v' => $value];
    if (is_int($value)) return ['t' => 'int', 'v' => (string) $value];
    if (is_float($value)) return ['t' => 'float', 'v' => bin2hex(pack('E', $value))];
    if (is_string($value)) {
        return isUtf8($value) ? ['t' => 'str', 'v' => $value] : ['t' => 'bytes', 'v' => bin2hex($value)];
    }
    if (!is_array($value)) return ['t' => 'object'];
    if (array_keys($value) === array_keys(array_keys($value))) {
        return ['t' => 'list', 'v' => array_map('tagged', array_values($value))];
    }
    $pairs = [];
    foreach ($value as $key => $item) $pairs[] = [is_int($key) ? ['int' => (string) $key] : $key, tagged($item)];
    return ['t' => 'map', 'v' => $pairs];
}

// ---- PHP's serialize by itself

function values() {
    $texts = ['', 'a', 'Zoë', '€', '😀', "e\u{301}", "\0", "a\0b", '"', '";', '\\', '/', "\r\n\t", 'null', 'N;', 'i:1;',
        '</script>', "\u{2028}\u{2029}", "\u{FEFF}x", "\u{FFFF}", "\u{10FFFF}", str_repeat('x', 255), str_repeat('é', 300),
        '1', '01', '1.0', '-1', '1e3', 'true', '__proto__', 'constructor'];
    $bytes = ["\xff", "\x80abc", "a\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\x80", "\xfe\xff", random20()];
    $ints = [0, 1, -1, 42, 127, 128, -128, 255, 65535, 2147483647, -2147483648, 2147483648, 9007199254740991,
        9007199254740992, -9007199254740991, -9007199254740993, PHP_INT_MAX, PHP_INT_MIN];
    $floats = [0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 1 / 3, 1e15, 1e16, 1e17, 123456789012345680.0, 1e21, 1e22, 1e-4, 1e-5,
        1.5e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 0.30000000000000004, 100.0,
        -1234.5678, INF, -INF, NAN];
    $arrays = [[], [1], [1, 2, 3], ['a', ['b', ['c', []]]], [[]], [null, true, false], [1.0, 1, 2.0],
        ['a' => 1], ['a' => 1.0, 'b' => 1], ['b' => 1, 'a' => 2], [5 => 'x'], [1 => 'a', 0 => 'b'], [0 => 'a', 2 => 'b'],
        [-1 => 'x'], ['5' => 'x', 'a' => 1], ['05' => 'x'], ['-0' => 'x'], ['1.5' => 'x'], ['' => 'empty'],
        ['a' => ['b' => ['c' => ['d' => 'e']]]], ['é' => 'ü', '😀' => '😀'], ['__proto__' => ['a' => 1], 'constructor' => 2],
        [PHP_INT_MAX => 1], [PHP_INT_MIN => 1], ['9223372036854775808' => 1], [1000 => 'far', 'a' => 1, 10 => 'near'],
        [2 => 2.0, 1 => 1.0], ["a\0b" => 1, ' ' => 2, '"' => 3], array_fill(0, 200, 0), array_fill_keys(range(1, 200), 'x'),
        ['n' => null, 't' => true, 'f' => false, 'i' => 7, 'd' => 1.5, 's' => 'text', 'l' => [1, 2], 'm' => ['k' => 'v']]];
    $deep = 'leaf';
    for ($i = 0; $i < 100; $i++) $deep = $i % 2 ? [$deep] : ['k' => $deep];
    return array_merge([null, true, false], $texts, $bytes, $ints, $floats, $arrays, [$deep]);
}

function random20() { return hex2bin('f1e2d3c4b5a6978889706152433425160718fbec'); }

function codec() {
    $vectors = [];
    foreach (values() as $value) {
        $vectors[] = ['serialized' => bin2hex(serialize($value)), 'value' => tagged($value)];
    }
    return $vectors;
}

/** What PHP writes of more than plain data. */
class Holder { public $a = 1; protected $b = 2; private $c = 3; }
class Sleeper { public $a = 1; public $b; function __sleep() { return ['a']; } }
class Modern { function __serialize(): array { return ['x' => 1]; } function __unserialize(array $data): void {} }
enum Suit { case Hearts; }

function refused() {
    $one = 1; $list = [1, 2];
    $object = new stdClass; $object->self = $object;
    $values = ['stdClass' => new stdClass, 'an object' => new Holder, 'in a list' => [1, new Holder], 'in a map' => ['a' => new Holder],
        '__sleep' => new Sleeper, '__serialize' => new Modern, 'ArrayObject' => new ArrayObject([1]), 'SplObjectStorage' => new SplObjectStorage,
        'DateTime' => new DateTime('2024-01-01T00:00:00Z'), 'Carbon' => Carbon::createFromTimestampUTC(NOW), 'an enum' => Suit::Hearts,
        'a reference to a scalar' => [&$one, &$one], 'a reference to a list' => [&$list, &$list], 'a circle' => $object,
        'twice the same object' => [$object, $object], 'a collection' => collect([1, 2]),
        'an error bag' => (new Illuminate\Support\ViewErrorBag)->put('default', new Illuminate\Support\MessageBag(['a' => ['b']]))];
    $vectors = [];
    foreach ($values as $name => $value) $vectors[] = ['name' => $name, 'serialized' => bin2hex(serialize($value))];
    return $vectors;
}

// ---- sessions

class Vectors {
    public $list = [];

    function add($name, $app, $cookies, $now, $previous = []) {
        $attributes = $app->read($cookies, $now);
        foreach ($previous as $other) $attributes ??= $other->read($cookies, $now);
        $this->list[] = ['name' => $name] + $app->describe() + [
            'previous' => array_map(function ($other) { return $other->appKey; }, $previous),
            'now' => $now, 'cookies' => $cookies === [] ? new stdClass : $cookies, 'accepted' => $attributes !== null,
            'attributes' => $attributes === null ? null : tagged($attributes),
        ];
        return $attributes;
    }
}

/** The cookies of a session that a request has written. */
function made($app, $work, $cookies = [], $now = NOW) { return $app->request($cookies, $work, $now)[0]; }

function put($values) { return function ($session) use ($values) { foreach ($values as $key => $value) $session->put([$key => $value]); }; }

function sessions() {
    $vectors = new Vectors;
    $default = new Application;
    $applications = ['default' => $default];
    foreach (array_keys(SIZES) as $cipher) $applications[$cipher] = new Application(['cipher' => $cipher]);
    $applications['serialized'] = new Application(['serialize' => true]);
    $applications['serialized, GCM'] = new Application(['serialize' => true, 'cipher' => 'AES-256-GCM']);
    $applications['encrypted twice'] = new Application(['encrypt' => true]);
    $applications['encrypted twice, GCM'] = new Application(['encrypt' => true, 'cipher' => 'AES-128-GCM']);
    $applications['an hour'] = new Application(['lifetime' => 60]);

    $data = ['nothing' => [], 'a user' => ['user' => 'Zoë €'], 'a login' => ['login_web_59ba36addc2b2f9401580f014c7f58ea4e30989d' => 7],
        'types' => ['n' => null, 't' => true, 'f' => false, 'i' => 7, 'big' => PHP_INT_MAX, 'd' => 1.5, 'whole' => 2.0, 's' => 'text'],
        'nested' => ['cart' => [['sku' => 'é', 'n' => 2, 'price' => 9.99], ['sku' => '/', 'n' => 1, 'price' => 1.0]], 'm' => ['a' => ['b' => ['c' => 'd']]]],
        'unicode' => ['é€😀' => "e\u{301}\0\u{2028}\"\\/<&>"]];
    foreach ($applications as $name => $app) {
        foreach ($data as $what => $values) $vectors->add("$name: $what", $app, made($app, put($values)), NOW);
    }
    foreach (values() as $at => $value) {
        // JSON cannot hold what is not UTF-8: Laravel then keeps nothing.
        if (isUtf8(serialize($value))) $vectors->add("value $at", $default, made($default, put(['value' => $value])), NOW);
    }
    foreach ([1, 10, 100, 500, 1000, 1400, 2000, 20000] as $size) {
        $vectors->add("$size characters", $default, made($default, put(['x' => str_repeat('x', $size)])), NOW);
    }
    $binary = $applications['encrypted twice'];
    $vectors->add('bytes', $binary, made($binary, put(['x' => "\xff\x00\x80"])), NOW);
    $vectors->add('keys that are ints', $default, made($default, put(['a' => 1, 5 => 'x', 'b' => 2, 9 => 'y'])), NOW);

    flashes($vectors, $default);
    times($vectors, $default, $applications['an hour']);
    keys($vectors);
    foreach (['AES-256-CBC', 'AES-256-GCM'] as $cipher) tampered($vectors, new Application(['cipher' => $cipher]), $cipher);
    return $vectors->list;
}

function flashes($vectors, $app) {
    $works = ['a message' => function ($session) { $session->flash('status', 'Saved é'); },
        'two messages' => function ($session) { $session->flash('status', 'one'); $session->flash('error', 'two'); },
        'a list' => function ($session) { $session->flash('errors', ['one', 'two']); },
        'a list of one' => function ($session) { $session->flash('errors', ['one']); },
        'an empty list' => function ($session) { $session->flash('errors', []); },
        'null, true, a float' => function ($session) { $session->flash('a', null); $session->flash('b'); $session->flash('c', 1.0); },
        'old input' => function ($session) { $session->flashInput(['name' => 'Zoë', 'tags' => ['a', 'b']]); },
        'the same twice' => function ($session) { $session->flash('status', 1); $session->flash('status', 2); },
        'a key with a dot' => function ($session) { $session->flash('form.saved', true); },
        'the empty key' => function ($session) { $session->flash('', 'message'); },
        'no longer there' => function ($session) { $session->flash('status', 1); $session->forget('status'); },
        'now' => function ($session) { $session->now('status', 1); },
        'beside data' => function ($session) { $session->put('a', 1); $session->flash('status', 'x'); $session->put('b', 2); }];
    foreach ($works as $name => $work) {
        $cookies = made($app, $work);
        $vectors->add("flash: $name", $app, $cookies, NOW);
        $next = made($app, function () {}, $cookies, NOW + 10);
        $vectors->add("flash: $name, a request later", $app, $next, NOW + 10);
        $kept = made($app, function ($session) { $session->reflash(); $session->flash('other', 'y'); }, $cookies, NOW + 10);
        $vectors->add("flash: $name, kept", $app, $kept, NOW + 10);
    }
}

function times($vectors, $app, $hour) {
    $cookies = made($app, put(['user' => 'ada']));
    foreach ([-86400, -1, 0, 1, 60, 3600, 7199, 7200, 7201, 86400] as $age) {
        $vectors->add("after $age seconds", $app, $cookies, NOW + $age);
    }
    $cookies = made($hour, put(['user' => 'ada']));
    foreach ([0, 3599, 3600, 3601] as $age) $vectors->add("of an hour, after $age seconds", $hour, $cookies, NOW + $age);
}

function keys($vectors) {
    foreach (array_keys(SIZES) as $cipher) {
        $first = new Application(['cipher' => $cipher]);
        $second = new Application(['cipher' => $cipher, 'key' => 'second']);
        $old = made($first, put(['user' => 'ada']));
        $new = made($second, put(['user' => 'ada']));
        $vectors->add("$cipher: another key", $second, $old, NOW);
        $vectors->add("$cipher: the previous key", $second, $old, NOW, [$first]);
        $vectors->add("$cipher: the new key", $second, $new, NOW, [$first]);
        $vectors->add("$cipher: a key that is gone", new Application(['cipher' => $cipher, 'key' => 'third']), $old, NOW, [$second]);
    }
    foreach ([['AES-256-CBC', 'AES-256-GCM'], ['AES-256-GCM', 'AES-256-CBC']] as [$one, $other]) {
        $cookies = made(new Application(['cipher' => $one]), put(['user' => 'ada']));
        $vectors->add("$one read as $other", new Application(['cipher' => $other]), $cookies, NOW);
    }
    $plain = made(new Application, put(['user' => 'ada']));
    $vectors->add('not serialized', new Application(['serialize' => true]), $plain, NOW);
    $serialized = made(new Application(['serialize' => true]), put(['user' => 'ada']));
    $vectors->add('serialized', new Application, $serialized, NOW);
}

/** Each member of each payload changed, cookies exchanged, and what else others might send. */
function tampered($vectors, $app, $name) {
    $cookies = made($app, put(['user' => 'ada']));
    $other = made($app, put(['user' => 'eve']));
    [$id, $otherId] = [array_keys($cookies)[0] === COOKIE ? array_keys($cookies)[1] : array_keys($cookies)[0], null];
    foreach (array_keys($other) as $key) if ($key !== COOKIE) $otherId = $key;
    foreach ([COOKIE, $id] as $which => $key) {
        $payload = json_decode(base64_decode(urldecode($cookies[$key])), true);
        $put = function ($changed) use ($cookies, $key) {
            return [$key => rawurlencode(base64_encode(json_encode($changed, JSON_UNESCAPED_SLASHES)))] + $cookies;
        };
        $where = $which === 0 ? 'id' : 'data';
        foreach (['iv', 'value', 'mac', 'tag'] as $member) {
            if ($payload[$member] === '') continue;
            $text = $payload[$member];
            $first = $text[0] === 'a' ? 'b' : 'a';
            $vectors->add("$name, $where: first of $member", $app, $put([$member => $first . substr($text, 1)] + $payload), NOW);
            $vectors->add("$name, $where: $member cut", $app, $put([$member => substr($text, 0, -4)] + $payload), NOW);
            $vectors->add("$name, $where: no $member", $app, $put(array_diff_key($payload, [$member => 1])), NOW);
            $vectors->add("$name, $where: $member empty", $app, $put([$member => ''] + $payload), NOW);
        }
        $raw = $cookies[$key];
        foreach ([10, 100, strlen($raw) - 10] as $length) {
            $vectors->add("$name, $where: cut at $length", $app, [$key => substr($raw, 0, $length)] + $cookies, NOW);
        }
        $vectors->add("$name, $where: missing", $app, array_diff_key($cookies, [$key => 1]), NOW);
        $vectors->add("$name, $where: empty", $app, [$key => ''] + $cookies, NOW);
    }
    $vectors->add("$name: ids exchanged", $app, [COOKIE => $other[COOKIE]] + $cookies, NOW);
    $vectors->add("$name: both of another", $app, $other + $cookies, NOW);
    $vectors->add("$name: data of another", $app, [$id => $other[$otherId]] + $cookies, NOW);
    $vectors->add("$name: the id as data", $app, [$id => $cookies[COOKIE]] + $cookies, NOW);
    $vectors->add("$name: the data as id", $app, [COOKIE => $cookies[$id]] + $cookies, NOW);
    $signed = function ($content, $cookieName) use ($app) {
        return rawurlencode($app->encrypter->encryptString(CookieValuePrefix::create($cookieName, $app->encrypter->getKey()) . $content));
    };
    $contents = ['no JSON' => 'x', 'a list' => '[]', 'no data' => '{"expires":1800000000}', 'no expires' => json_encode(['data' => serialize(['a' => 1])]),
        'data that are no array' => json_encode(['data' => serialize(1), 'expires' => 1800000000]),
        'data that are nothing' => json_encode(['data' => 'x', 'expires' => 1800000000]),
        'an object' => json_encode(['data' => serialize(['a' => new stdClass]), 'expires' => 1800000000])];
    foreach ($contents as $what => $content) {
        if ($what === 'no data') continue; // Laravel fails: a key is not there
        $vectors->add("$name: $what", $app, [$id => $signed($content, $id)] + $cookies, NOW);
    }
    $vectors->add("$name: without prefix", $app, [$id => rawurlencode($app->encrypter->encryptString('{}'))] + $cookies, NOW);
    $vectors->add("$name: an id that is none", $app, [COOKIE => $signed('short', COOKIE)] + $cookies, NOW);
}

echo json_encode([
    'laravel' => '8.83', 'php' => PHP_VERSION, 'cookieName' => COOKIE,
    'codec' => codec(), 'refused' => refused(), 'sessions' => sessions(),
], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";

}
