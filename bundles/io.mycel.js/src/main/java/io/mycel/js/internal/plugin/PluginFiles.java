package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.PluginLibraries.Library;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsHostError;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a plugin may import: its own files and modules below {@code /plugin}, libraries below {@code
 * /web}, and the content of {@code data:} URLs. A library is fetched when it is looked for, and the
 * plugin waits for it, as a worker does.
 */
final class PluginFiles implements JsFiles {
  private static final String OWN = "/plugin/";
  private static final String WEB = "/web/";
  private static final int MAX_FILES = 1000;

  private final Server server;
  private final long patienceMillis;
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  PluginFiles(Server server, Map<String, String> own, long patienceMillis) {
    this.server = server;
    this.patienceMillis = patienceMillis;
    own.forEach((name, text) -> put(OWN + name, text));
  }

  private void put(String path, String text) {
    contents.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Keeps a module of the plugin's file.
   *
   * @param index which of its scripts it is
   * @return its path
   */
  String module(int index, String file, PluginSpec.Script script) {
    String path = OWN + (index == 0 ? "" : index + "/") + file;
    put(path, "\n".repeat(script.line() - 1) + script.text());
    return path;
  }

  /** Keeps a library; gives its path. */
  String add(URI url, Library library) {
    String path = path(url);
    contents.put(path, library.content());
    return path;
  }

  @Override
  public String find(String path) {
    if (contents.containsKey(path)) {
      return path;
    }
    if (path.startsWith(WEB)) {
      String[] parts = path.substring(WEB.length()).split("/", 3);
      return parts.length < 3
          ? null
          : find(URI.create(parts[0] + "://" + parts[1] + "/" + parts[2]));
    }
    String own = OWN + path.substring(1);
    return contents.containsKey(own) ? own : null;
  }

  @Override
  public String find(URI url) {
    if ("data".equals(url.getScheme())) {
      return data(url.getRawSchemeSpecificPart());
    }
    if (url.getHost() == null) {
      return null;
    }
    String path = path(url);
    if (!contents.containsKey(path)) {
      if (contents.size() >= MAX_FILES) {
        throw new JsHostError(
            "NetworkError", "the plugin loads more than " + MAX_FILES + " scripts");
      }
      contents.put(path, fetch(url).content());
    }
    return path;
  }

  private static String path(URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return WEB + url.getScheme() + "/" + url.getRawAuthority() + path + query;
  }

  private Library fetch(URI url) {
    try {
      CompletableFuture<Library> library = server.library(url).toCompletableFuture();
      CompletableFuture.anyOf(library, closed).get(patienceMillis, TimeUnit.MILLISECONDS);
      if (!library.isDone()) {
        throw new JsHostError("AbortError", "the plugin is stopped");
      }
      return library.get();
    } catch (TimeoutException e) {
      throw new JsHostError("NetworkError", url + " did not come within " + patienceMillis + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JsHostError("AbortError", "the plugin is stopped");
    } catch (ExecutionException e) {
      throw new JsHostError("NetworkError", "cannot load " + url + ": " + Failures.message(e));
    }
  }

  /** {@code data:[<media type>][;base64],<data>} (RFC 2397). */
  private String data(String text) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      return null;
    }
    byte[] content =
        text.substring(0, comma).endsWith(";base64")
            ? Base64.getMimeDecoder().decode(percentDecoded(text.substring(comma + 1)))
            : percentDecoded(text.substring(comma + 1));
    String path = "/data/" + Integer.toHexString(text.hashCode()) + "-" + text.length() + ".mjs";
    contents.put(path, content);
    return path;
  }

  private static byte[] percentDecoded(String text) {
    // a form would have spaces for plus signs, a URL has none
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] read(String path) {
    return contents.get(path);
  }

  /** Nobody waits for a library any more. */
  void close() {
    closed.complete(null);
  }
}
