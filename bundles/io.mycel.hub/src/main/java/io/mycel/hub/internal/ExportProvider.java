package io.mycel.hub.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One of perhaps several that provide the service of an id: a Java object, or a {@link
 * io.mycel.api.hub.ServiceOffer}.
 *
 * @param declaration how clients are to see it
 * @param origin whose it is, for the log
 * @param ranking the higher is preferred
 * @param number the higher is younger
 * @param members its functions and values, by name
 * @param gate which its calls pass
 */
record ExportProvider(
    ExportDeclaration declaration,
    String origin,
    int ranking,
    long number,
    Map<String, Object> members,
    CallGate gate) {

  /** Whether it is called rather than another one, which came after it. */
  boolean isPreferredTo(ExportProvider later) {
    return ranking == later.ranking ? number > later.number : ranking > later.ranking;
  }

  /**
   * The functions of an object: the public methods of some of its types.
   *
   * @param types names of classes and interfaces that it is of
   * @throws IllegalArgumentException if there is none, or two have the same name
   */
  static Map<String, Object> members(Object object, List<String> types) {
    Map<String, Object> members = new TreeMap<>();
    Set<Class<?>> seen = new HashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(object.getClass()));
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (!seen.add(type)) {
        continue;
      }
      if (types.contains(type.getName())) {
        // what a type inherits is among its own methods
        members(type, object).forEach(members::putIfAbsent);
      } else {
        open.addAll(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null) {
          open.add(type.getSuperclass());
        }
      }
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          types
              + " have no public method to call; register the service under the class or interface that has them");
    }
    return members;
  }

  private static <T> Map<String, Object> members(Class<T> type, Object object) {
    return Service.of("members", type, type.cast(object)).members();
  }

  /** Calls one of its functions; the gate was entered by the caller. */
  Object call(RpcFunction function, Call call) throws Exception {
    boolean goesOn = false;
    try {
      Object result = function.call(call);
      if (result instanceof CompletionStage<?> stage) {
        goesOn = true;
        return answer(stage);
      }
      return result;
    } finally {
      if (!goesOn) {
        gate.leave();
      }
    }
  }

  /** The same result; the call has ended when whoever waits for it has it, and not before. */
  private CompletableFuture<Object> answer(CompletionStage<?> stage) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
          gate.leave();
        });
    return answer;
  }
}
