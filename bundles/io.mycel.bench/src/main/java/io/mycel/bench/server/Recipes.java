package io.mycel.bench.server;

import io.mycel.bench.relay.BareRelay;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the servers that are compared are started. */
public final class Recipes {
  private static final String PLENTY = "1000000000";

  private Recipes() {}

  /**
   * Mycel, with a data directory of its own, at a free port.
   *
   * @param command the words that run it, up to the jar; as {@code runtime/mycel} makes them
   * @param options more options of {@code serve}
   */
  public static ServerProcess.Recipe mycel(List<String> command, String... options) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("serve", "--host=127.0.0.1", "--port=0", "--data-dir={folder}/data"));
    words.addAll(List.of(options));
    return new ServerProcess.Recipe(
        "mycel", words, Map.of(), Pattern.compile("listening at (http://\\S+)"));
  }

  /**
   * Hypha, with those of its limits raised that would close a client under load.
   *
   * @param python the interpreter of an environment that has it
   */
  public static ServerProcess.Recipe hypha(Path python) {
    int port = freePort();
    List<String> words =
        List.of(python.toString(), "-m", "hypha.server", "--host=127.0.0.1", "--port=" + port);
    Map<String, String> limits =
        Map.of(
            "HYPHA_WS_MSG_RATE_LIMIT", PLENTY,
            "HYPHA_WS_MSG_BURST_LIMIT", PLENTY,
            "HYPHA_MAX_CONNECTIONS_PER_USER", "100000",
            "HYPHA_MAX_CLIENTS_PER_WORKSPACE", "100000",
            "HYPHA_MAX_SERVICES_PER_CLIENT", "100000",
            "PYTHONUNBUFFERED", "1");
    return new ServerProcess.Recipe(
        "hypha", words, limits, Pattern.compile("Uvicorn running on (http://[0-9.:]+)"));
  }

  /** The bare relay, in a JVM of its own with a heap of 1 GB at most. */
  public static ServerProcess.Recipe relay() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words =
        Stream.of(java, "-Xmx1g", "-cp", classPath(), BareRelay.class.getName()).toList();
    return new ServerProcess.Recipe(
        "relay", words, Map.of(), Pattern.compile("listening at (http://\\S+)"));
  }

  /** The class path of this program, for a process in another folder. */
  public static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
