package io.mycel.js.internal.net;

import io.mycel.js.engine.JsHostError;
import io.mycel.js.internal.values.Clean;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Failures of the network in words that tell nothing of this machine. */
final class Failure {
  private Failure() {}

  static JsHostError of(Throwable failure, URI url) {
    Throwable cause = Clean.cause(failure);
    return cause instanceof JsHostError known
        ? known
        : new JsHostError("TypeError", url + ": " + words(cause));
  }

  private static String words(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "there is no such host";
    }
    if (cause instanceof ConnectException) {
      return "nobody answers there";
    }
    if (cause instanceof TimeoutException) {
      return "the server is silent";
    }
    if (cause instanceof SSLException) {
      return "there is no trusted connection: its certificate is not accepted";
    }
    if (cause instanceof IOException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return "the request failed";
  }
}
