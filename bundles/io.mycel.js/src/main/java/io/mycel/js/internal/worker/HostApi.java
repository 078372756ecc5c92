package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsHostError;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import io.mycel.js.internal.values.FromScript;
import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions of Java that the world's scripts are made with; plugins do not see them. */
final class HostApi {
  private static final int SHARE_OF_LENT_BYTES = 4;
  private final JsWorker worker;
  private final SecureRandom random = new SecureRandom();
  private final LogLines lines;

  HostApi(JsWorker worker) {
    this.worker = worker;
    this.lines = new LogLines(worker.spec().limits());
  }

  /** By the names that the scripts use. */
  Map<String, Object> functions() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("now", function(args -> System.nanoTime() / 1_000_000.0));
    all.put("log", function(this::log));
    all.put("setTimer", function(this::setTimer));
    all.put("clearTimer", function(this::clearTimer));
    all.put("later", function(this::later));
    all.put("post", function(this::post));
    all.put("close", function(this::close));
    all.put("random", function(this::random));
    all.put("asciiDomain", function(HostApi::asciiDomain));
    all.put("runScript", function(this::runScript));
    all.put("maxLentBytes", maxLentBytes());
    NetworkApi network = new NetworkApi(worker);
    all.put("fetch", function(network::fetch));
    all.put("openSocket", function(network::openSocket));
    return all;
  }

  /** Of all blobs that wait until they are read: those of the largest message, but not all heap. */
  private double maxLentBytes() {
    long heap = Runtime.getRuntime().maxMemory();
    return Math.min(worker.spec().limits().messageBytes(), heap / SHARE_OF_LENT_BYTES);
  }

  private JsHostFunction function(JsHostFunction function) {
    return new Gate(worker, function);
  }

  private Object log(JsValue[] args) {
    String text = args[1].asString();
    if (!lines.allows(text.length())) {
      worker.fail(
          "output: more than "
              + worker.spec().limits().outputBytesPerMinute()
              + " bytes in a minute");
      return null;
    }
    worker.listener().log(args[0].asString(), lines.clean(text));
    return null;
  }

  private Object setTimer(JsValue[] args) {
    int id = args[0].asInt();
    if (worker.loop().timers() >= worker.spec().limits().timers()) {
      worker.fail("timers: more than " + worker.spec().limits().timers() + " wait");
      return null;
    }
    worker.loop().schedule(id, args[1].asDouble(), () -> worker.world().member("timer").call(id));
    return null;
  }

  private Object clearTimer(JsValue[] args) {
    worker.loop().cancel(args[0].asInt());
    return null;
  }

  private Object later(JsValue[] args) {
    JsValue task = args[0];
    worker.loop().execute(task::call);
    return null;
  }

  private Object post(JsValue[] args) {
    worker.listener().message(FromScript.read(args[0], args[1], args[2], worker.bridge()));
    return null;
  }

  private Object close(JsValue[] args) {
    worker.loop().execute(worker::closeItself);
    return null;
  }

  private Object random(JsValue[] args) {
    byte[] bytes = new byte[Math.min(args[0].asInt(), 1 << 16)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static Object asciiDomain(JsValue[] args) {
    try {
      return IDN.toASCII(args[0].asString(), IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Runs a script of the plugin's files, in the global scope. */
  private Object runScript(JsValue[] args) throws Exception {
    String url = args[0].asString();
    String path = path(url);
    byte[] content = path == null ? null : worker.spec().files().read(path);
    if (content == null) {
      throw new JsHostError(
          "NetworkError",
          "importScripts: there is no script '" + url + "' that the plugin may load");
    }
    worker.context().eval(JsSource.of(url, new String(content, StandardCharsets.UTF_8)));
    return null;
  }

  private String path(String url) throws Exception {
    try {
      URI uri = URI.create(url);
      if (uri.isAbsolute()) {
        return worker.spec().files().find(uri);
      }
      return worker.spec().files().find(URI.create("file:///").resolve(uri).getPath());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
