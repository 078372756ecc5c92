package io.mycel.js.internal.process;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.js.internal.net.NetworkAccess;
import io.mycel.js.internal.net.RemoteNetwork;
import io.mycel.js.internal.plugin.Server;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The server, as a plugin in a process of its own sees it. */
final class ChildServer implements Server {
  static final String ASK = "ask";
  static final String LIBRARY = "library";
  static final String LOG = "log";
  static final String ENDED = "ended";

  private final Border border;

  ChildServer(Border border) {
    this.border = border;
  }

  @Override
  public CompletionStage<Object> ask(String method, List<Object> args) {
    return border.root(ASK, method, args);
  }

  @Override
  public CompletionStage<PluginLibraries.Library> library(URI url) {
    return border
        .root(LIBRARY, url.toString())
        .thenApply(
            answer -> {
              Map<?, ?> library = (Map<?, ?>) answer;
              ByteBuffer content = (ByteBuffer) library.get("content");
              byte[] bytes = new byte[content.remaining()];
              content.duplicate().get(bytes);
              return new PluginLibraries.Library(
                  URI.create((String) library.get("url")),
                  (String) library.get("mediaType"),
                  bytes,
                  (String) library.get("sha256"));
            });
  }

  /** The server's process decides and connects; this one has no network. */
  @Override
  public NetworkAccess network() {
    return new RemoteNetwork(this::ask);
  }

  @Override
  public void log(PluginLog.Level level, String text) {
    border.root(LOG, level.name(), text);
  }

  @Override
  public void ended(String cause) {
    border.root(ENDED, cause);
  }
}
