# frozen_string_literal: true

# A Rails application with the pages of ours.ts. Prints its port, then serves until it is killed.

require "json"
require "logger"
require "active_support"
require "active_support/all"
require "action_controller"
require "action_dispatch"
require "active_support/messages/rotation_configuration"
require "rack/handler/webrick"

SETTINGS = JSON.parse(ENV.fetch("SETTINGS"))
SECRET = ENV.fetch("SECRET_KEY_BASE")

Keys = Struct.new(:secret, :digest) do
  def generate_key(salt, size = 64)
    OpenSSL::PKCS5.pbkdf2_hmac(secret, salt, 1000, size, digest)
  end
end

CONFIGURED = {
  "action_dispatch.key_generator" => Keys.new(SECRET, SETTINGS.fetch("keyGeneratorHashDigestClass")),
  "action_dispatch.secret_key_base" => SECRET,
  "action_dispatch.signed_cookie_salt" => "signed cookie",
  "action_dispatch.encrypted_cookie_salt" => "encrypted cookie",
  "action_dispatch.encrypted_signed_cookie_salt" => "signed encrypted cookie",
  "action_dispatch.authenticated_encrypted_cookie_salt" => "authenticated encrypted cookie",
  "action_dispatch.use_authenticated_cookie_encryption" => SETTINGS.fetch("useAuthenticatedCookieEncryption"),
  "action_dispatch.cookies_serializer" => SETTINGS.fetch("cookiesSerializer").to_sym,
  "action_dispatch.cookies_rotations" => ActiveSupport::Messages::RotationConfiguration.new,
  "action_dispatch.use_cookies_with_metadata" => true
}.freeze

class PagesController < ActionController::Base
  self.request_forgery_protection_token = :csrf_token
  self.logger = Logger.new(nil)
  protect_from_forgery with: :exception, only: :protected
  rescue_from(ActionController::InvalidAuthenticityToken) { render plain: "refused", status: 400 }

  def sign_in
    session[:user] = params[:user]
    render plain: "signed in"
  end

  def sign_out
    reset_session
    render plain: "signed out"
  end

  def who
    render plain: session[:user] || "nobody"
  end

  def count
    session[:count] = (session[:count] || 0) + 1
    render plain: session[:count].to_s
  end

  def keep
    session[:value] = JSON.parse(params[:json])
    render plain: "kept"
  end

  def kept
    render plain: JSON.generate(session[:value])
  end

  def keep_date
    session[:value] = Time.iso8601(params[:iso])
    render plain: "kept"
  end

  def date
    value = session[:value]
    render plain: value.is_a?(Time) ? value.getutc.iso8601(3) : "text #{value}"
  end

  def flash_message
    flash[:notice] = params[:message]
    render plain: "flashed"
  end

  def messages
    # What was set in this request only is shown in it.
    render plain: Array(flash[:notice]).join("|")
  end

  def token
    render plain: params[:masked] ? form_authenticity_token : real_csrf_token(session).then { session[:_csrf_token] }
  end

  def protected
    render plain: "done"
  end
end

ACTIONS = { "flash" => "flash_message" }.freeze

pages = lambda do |env|
  name = env["PATH_INFO"].split("/")[2]
  PagesController.action(ACTIONS.fetch(name, name)).call(env.merge(CONFIGURED))
end

# For applications that keep their sessions in `cookies.signed`.
class Store < ActionDispatch::Session::CookieStore
  private

  def cookie_jar(request)
    request.cookie_jar.public_send(SETTINGS.fetch("jar"))
  end
end

app = Rack::Builder.new do
  use(Class.new do
    def initialize(app)
      @app = app
    end

    def call(env)
      @app.call(env.merge!(CONFIGURED))
    end
  end)
  use ActionDispatch::Cookies
  use Store, key: "_shop_session", expire_after: SETTINGS["expireAfter"]
  use ActionDispatch::Flash
  run pages
end

# The port of a server that listens.
class Told < Rack::Handler::WEBrick
  def self.tell(server)
    puts server.listeners[0].addr[1]
    $stdout.flush
  end
end

Told.run(app, Host: "127.0.0.1", Port: 0, Logger: WEBrick::Log.new(File::NULL), AccessLog: []) { |server| Told.tell(server) }
