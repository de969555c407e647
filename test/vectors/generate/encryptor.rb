# frozen_string_literal: true

# Reads the cookies of rack-session 2 by the format that its source documents: of what is installed with Debian 12 nothing
# does. It is written from the comments in Rack::Session::Encryptor, and shares no line with it.

require "openssl"
require "json"

module Documented
  module_function

  def hmac(key, text)
    OpenSSL::HMAC.digest("SHA256", key, text)
  end

  # version(1) secret(32) iv(16) ciphertext mac(32)
  def open_v1(bytes, secret, purpose)
    body, mac = bytes[0...-32], bytes[-32..]
    raise "mac" unless OpenSSL.fixed_length_secure_compare(mac, hmac(secret[32..], body + purpose))

    cipher = OpenSSL::Cipher.new("aes-256-ctr").decrypt
    cipher.key = hmac(secret[0, 32], body[1, 32])
    cipher.iv = body[33, 16]
    cipher.update(body[49..]) + cipher.final
  end

  # version(1) salt(32) iv(12) tag(16) ciphertext
  def open_v2(bytes, secret, purpose)
    cipher = OpenSSL::Cipher.new("aes-256-gcm").decrypt
    cipher.key = hmac(secret[0, 32], bytes[1, 32])
    cipher.iv = bytes[33, 12]
    cipher.auth_tag = bytes[45, 16]
    cipher.auth_data = bytes[0, 33] + purpose
    cipher.update(bytes[61..]) + cipher.final
  end

  def read(settings, cookie)
    text = Rack::Utils.unescape(cookie).tr("-_", "+/")
    bytes = text.unpack1("m0")
    secret, purpose = settings["secrets"].b, settings["name"].b
    payload = bytes.getbyte(0) == 1 ? open_v1(bytes, secret, purpose) : open_v2(bytes, secret, purpose)
    data = payload[(2 + payload.unpack1("v"))..]
    settings["serializeJson"] ? JSON.parse(data.force_encoding("UTF-8")) : Marshal.load(data)
  rescue StandardError
    nil
  end
end
