<?php
/**
 * A Laravel application without a framework around it: its middleware for cookies and sessions, and the pages of
 * ours.ts. Served by PHP itself, which tells the port: `php -S 127.0.0.1:0 laravel_app.php`.
 */
require_once '/usr/share/php/Illuminate/autoload.php';

use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Cookie\CookieJar;
use Illuminate\Cookie\Middleware\AddQueuedCookiesToResponse;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Encryption\Encrypter;
use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Pipeline\Pipeline;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Session\SessionManager;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE);

function page($name, $session, $request) {
    switch ($name) {
        case 'sign_in': $session->put('user', $request->input('user')); return 'signed in';
        case 'sign_out': $session->invalidate(); return 'signed out';
        case 'who': return (string) $session->get('user', 'nobody');
        case 'count': return (string) $session->increment('count');
        case 'keep': $session->put('value', json_decode($request->input('json'), true)); return 'kept';
        case 'kept': return json_encode($session->get('value'));
        case 'keep_date': $session->put('value', new DateTimeImmutable($request->input('iso'))); return 'kept';
        case 'date':
            $value = $session->get('value');
            return $value->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s.v\Z');
        case 'flash': $session->flash('status', $request->input('message')); return 'flashed';
        case 'messages': return (string) $session->pull('status');
        case 'token': return $session->token();
        case 'protected':
            $given = $request->input('csrf_token');
            return is_string($given) && hash_equals($session->token(), $given) ? 'done' : 'refused';
    }
}

$key = base64_decode(substr(getenv('APP_KEY'), strlen('base64:')));
$encrypter = new Encrypter($key, getenv('APP_CIPHER'));
$container = new Container;
$container->instance('config', new Repository(['session' => [
    'driver' => 'cookie', 'lifetime' => 120, 'expire_on_close' => false, 'encrypt' => getenv('SESSION_ENCRYPT') === 'true',
    'lottery' => [0, 100], 'cookie' => 'laravel_session', 'path' => '/', 'domain' => null, 'secure' => false,
    'http_only' => true, 'same_site' => 'lax',
]]));
$jar = (new CookieJar)->setDefaultPathAndDomain('/', null, false, 'lax');
$container->instance('cookie', $jar);
$container->instance('encrypter', $encrypter);

$request = Request::capture();
$name = basename($request->path());
(new Pipeline($container))->send($request)->through([
    new EncryptCookies($encrypter), new AddQueuedCookiesToResponse($jar), new StartSession(new SessionManager($container)),
])->then(function ($request) use ($name) {
    $answer = page($name, $request->session(), $request);
    return new Response($answer, $answer === 'refused' ? 400 : 200);
})->send();
