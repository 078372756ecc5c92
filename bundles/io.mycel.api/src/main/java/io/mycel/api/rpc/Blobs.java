package io.mycel.api.rpc;

import io.mycel.api.rpc.v1.Blob;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A {@code Blob} or {@code File} of JavaScript stays with its sender, who says how to read it: an
 * {@code iostream} with {@code "_rnative": "js:blob"}, as hypha-rpc and imjoy-rpc have it in the
 * data representation v2. A receiver in JavaScript reads it at once, and has a {@code Blob} again.
 */
public final class Blobs {
  private static final int MAX_DEPTH = 1024; // more than any RpcLimits allow

  private Blobs() {}

  /**
   * Whether there is one to be read in a value, at any depth of its collections; or none can tell,
   * for the value contains itself.
   */
  public static boolean areIn(Object value) {
    return areIn(value, 0);
  }

  private static boolean areIn(Object value, int depth) {
    if (depth > MAX_DEPTH || lent(value) != null) {
      return true;
    }
    for (Object item : items(value)) {
      if (areIn(item, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is one to be read in the arguments of a call. */
  public static boolean areIn(Call call) {
    return areIn(call.args()) || areIn(call.kwargs());
  }

  /**
   * Reads them, one after the other.
   *
   * @param maxBytes that all of them may have together
   * @return the same value with a {@link Blob} for each; the value itself if there is none. Fails
   *     with an {@link RpcException} if one cannot be read, if they have more bytes, or if the
   *     value contains itself
   */
  public static CompletionStage<Object> read(Object value, long maxBytes) {
    if (!areIn(value)) {
      return CompletableFuture.completedStage(value);
    }
    Map<Object, Lent> found = new IdentityHashMap<>();
    try {
      find(value, 0, found);
    } catch (RpcException e) {
      return CompletableFuture.failedStage(e);
    }
    Map<Object, Blob> blobs = new IdentityHashMap<>();
    CompletionStage<Long> room = CompletableFuture.completedStage(maxBytes);
    for (Map.Entry<Object, Lent> each : found.entrySet()) {
      room =
          room.thenCompose(
              left ->
                  each.getValue()
                      .all(left)
                      .thenApply(
                          data -> {
                            blobs.put(each.getKey(), each.getValue().blob(data));
                            return left - data.remaining();
                          }));
    }
    return room.thenApply(left -> replaced(value, blobs));
  }

  /** Reads those in the arguments of a call. */
  public static CompletionStage<Call> read(Call call, long maxBytes) {
    return areIn(call)
        ? read(List.of(call.args(), call.kwargs()), maxBytes)
            .thenApply(read -> call((List<?>) read, call.context()))
        : CompletableFuture.completedStage(call);
  }

  @SuppressWarnings("unchecked")
  private static Call call(List<?> read, Call.Context context) {
    return new Call((List<Object>) read.get(0), (Map<String, Object>) read.get(1), context);
  }

  /** Reads one, and waits for it; null if the stream is none. */
  static Blob await(RemoteStream stream) {
    Lent lent = lent(stream);
    if (lent == null) {
      return null;
    }
    Object data = Waiting.forAnswer(stream.function("read"), List.of(), Map.of());
    if (RemoteStream.bytes(data).remaining() < lent.size()) {
      Waiting.forAnswer(stream.function("seek"), List.of(0), Map.of());
      data = Waiting.forAnswer(stream.function("read"), List.of(), Map.of());
    }
    return lent.blob(RemoteStream.bytes(data));
  }

  private static void find(Object value, int depth, Map<Object, Lent> found) {
    if (depth > MAX_DEPTH) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "value nested deeper than " + MAX_DEPTH + " levels; does it contain itself?");
    }
    Lent lent = lent(value);
    if (lent != null) {
      found.put(value, lent);
      return;
    }
    for (Object item : items(value)) {
      find(item, depth + 1, found);
    }
  }

  private static Iterable<?> items(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values();
    }
    if (value instanceof OrderedMap map) {
      return map.entries().values();
    }
    return value instanceof List<?> || value instanceof Set<?>
        ? (Iterable<?>) value
        : Collections.emptyList();
  }

  private static Object replaced(Object value, Map<Object, Blob> blobs) {
    Blob blob = blobs.get(value);
    if (blob != null) {
      return blob;
    }
    if (value instanceof Map<?, ?> map) {
      return entries(map, blobs);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(replaced(item, blobs)));
      return copy;
    }
    if (value instanceof Set<?> set) {
      Set<Object> copy = new LinkedHashSet<>();
      set.forEach(item -> copy.add(replaced(item, blobs)));
      return copy;
    }
    return value instanceof OrderedMap map ? new OrderedMap(entries(map.entries(), blobs)) : value;
  }

  private static Map<Object, Object> entries(Map<?, ?> map, Map<Object, Blob> blobs) {
    Map<Object, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(key, replaced(item, blobs)));
    return copy;
  }

  /**
   * How a blob is read; null if the value is something else. A function of a service is no way to
   * read one: whoever gives a blob makes a function for it, and could name any other.
   */
  private static Lent lent(Object value) {
    if (value instanceof RemoteStream stream) {
      return lent(stream.members());
    }
    if (!(value instanceof Map<?, ?> members)) {
      return null;
    }
    if (members instanceof SortedMap<?, ?>) {
      return null; // of Java, with keys that may be no texts
    }
    if (!"js:blob".equals(members.get("_rnative")) || !"iostream".equals(members.get("_rtype"))) {
      return null;
    }
    Object read = members.get("read");
    if (read instanceof RemoteFunction remote && remote.method().startsWith("services.")) {
      return null;
    }
    return RpcFunction.of(read).isPresent() || read instanceof RemoteFunction
        ? new Lent(members)
        : null;
  }

  private record Lent(Map<?, ?> members) {

    /** All its bytes, from its beginning: whoever had it before may have read it. */
    CompletionStage<ByteBuffer> all(long maxBytes) {
      if (size() > maxBytes) {
        return CompletableFuture.failedStage(tooLarge(maxBytes));
      }
      return call("read", List.of())
          .thenApply(RemoteStream::bytes)
          .thenCompose(
              data ->
                  data.remaining() >= size()
                      ? CompletableFuture.completedStage(data)
                      : call("seek", List.of(0))
                          .thenCompose(there -> call("read", List.of()))
                          .thenApply(RemoteStream::bytes))
          .thenApply(
              data -> {
                if (data.remaining() > maxBytes) {
                  throw tooLarge(maxBytes);
                }
                return data;
              });
    }

    /** How many bytes it is said to have. */
    long size() {
      return members.get("size") instanceof Number number ? number.longValue() : 0;
    }

    private static RpcException tooLarge(long maxBytes) {
      return new RpcException(
          RpcException.Kind.DATA,
          "the blobs of one message are larger than the " + maxBytes + " bytes that are left");
    }

    private CompletionStage<?> call(String name, List<Object> args) {
      Object function = members.get(name);
      if (function instanceof RemoteFunction remote) {
        return remote.call(args, Map.of());
      }
      try {
        Object answer =
            RpcFunction.of(function)
                .orElseThrow(
                    () ->
                        new RpcException(
                            RpcException.Kind.METHOD_NOT_FOUND, "the blob has no " + name))
                .call(new Call(args, Map.of(), null));
        return answer instanceof CompletionStage<?> stage
            ? stage
            : CompletableFuture.completedStage(answer);
      } catch (Exception e) {
        return CompletableFuture.failedStage(e);
      }
    }

    Blob blob(ByteBuffer data) {
      return new Blob(data, text("type"), text("name"), text("path"));
    }

    private String text(String member) {
      return members.get(member) instanceof String text && !text.isEmpty() ? text : null;
    }
  }
}
