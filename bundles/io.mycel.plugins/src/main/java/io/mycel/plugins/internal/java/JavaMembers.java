package io.mycel.plugins.internal.java;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * What a plugin in Java offers.
 *
 * @param functions by name, without those that only the platform calls
 * @param setup what it does at its start
 * @param resume what it does when it comes back; the same if it knows no difference
 * @param exit what it does at its end
 */
record JavaMembers(Map<String, Object> functions, Step setup, Step resume, Step exit) {
  private static final String SETUP = "setup";
  private static final String RESUME = "resume";
  private static final String EXIT = "exit";

  /** A method that the platform calls. */
  @FunctionalInterface
  interface Step {
    /** Runs it; done when its result is there. */
    CompletionStage<Void> run();
  }

  /**
   * The functions of a service of OSGi: the public methods of the types that it is registered
   * under.
   *
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  static JavaMembers of(Object service, String[] types, PluginId id) {
    Map<String, Object> functions = new TreeMap<>();
    Set<String> names = Set.of(types);
    Set<Class<?>> seen = new HashSet<>();
    boolean resumes = false;
    Deque<Class<?>> open = new ArrayDeque<>(List.of(service.getClass()));
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (!seen.add(type)) {
        continue;
      }
      if (names.contains(type.getName())) {
        functions(type, service).forEach(functions::putIfAbsent);
        resumes |= Stream.of(type.getMethods()).anyMatch(JavaMembers::isResume);
      } else {
        open.addAll(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null) {
          open.add(type.getSuperclass());
        }
      }
    }
    Step setup = step(functions.remove(SETUP), id);
    Step resume = resumes ? step(functions.remove(RESUME), id) : setup;
    Step exit = step(functions.remove(EXIT), id);
    if (functions.isEmpty()) {
      throw new IllegalArgumentException(
          names
              + " have no public method to call; register the component under the class or interface"
              + " that has them: @Component(service = …)");
    }
    return new JavaMembers(functions, setup, resume, exit);
  }

  /** One with parameters is for others to call: it resumes something of theirs. */
  private static boolean isResume(Method method) {
    return method.getName().equals(RESUME) && method.getParameterCount() == 0;
  }

  private static <T> Map<String, Object> functions(Class<T> type, Object service) {
    return Service.of("members", type, type.cast(service)).members();
  }

  private static Step step(Object function, PluginId id) {
    if (!(function instanceof RpcFunction method)) {
      return () -> CompletableFuture.completedStage(null);
    }
    Call.Context context =
        new Call.Context(id.toString(), id.toString(), id.workspace(), Map.of(), Map.of());
    Call call = new Call(List.of(), Map.of(), context);
    return () -> {
      try {
        return method.call(call) instanceof CompletionStage<?> stage
            ? stage.thenAccept(result -> {})
            : CompletableFuture.completedStage(null);
      } catch (Exception | LinkageError e) {
        return CompletableFuture.failedStage(e);
      }
    };
  }
}
