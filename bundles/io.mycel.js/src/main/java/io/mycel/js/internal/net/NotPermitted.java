package io.mycel.js.internal.net;

import io.mycel.js.engine.JsHostError;
import java.net.URI;

/** What a plugin is told that goes where it may not. */
final class NotPermitted {
  private NotPermitted() {}

  static JsHostError of(URI url) {
    String host = url.getHost() == null ? "this URL" : url.getHost();
    return new JsHostError(
        "NotAllowedError",
        "the plugin may not connect to "
            + host
            + ": it needs the permission \"network:"
            + host
            + "\" in its config, and whoever installs it must agree");
  }
}
