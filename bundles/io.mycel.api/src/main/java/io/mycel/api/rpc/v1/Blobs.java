package io.mycel.api.rpc.v1;

import io.mycel.api.rpc.RemoteStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A {@code Blob} that passes between peers stays with its sender, who says how to read it ({@code
 * iostream} with {@code "_rnative": "js:blob"}, as hypha-rpc and imjoy-rpc have it in the data
 * representation v2). Who receives it reads it at once, and has a {@code Blob} again.
 */
public final class Blobs {
  private Blobs() {}

  /** Whether there is one to be read in a value, at any depth of its lists and maps. */
  public static boolean areIn(Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Object item : map.values()) {
        if (areIn(item)) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (areIn(item)) {
          return true;
        }
      }
      return false;
    }
    return value instanceof RemoteStream stream && isBlob(stream);
  }

  private static boolean isBlob(RemoteStream stream) {
    return "js:blob".equals(stream.members().get("_rnative"));
  }

  /**
   * Reads them.
   *
   * @return the same value with a {@link Blob} for each; the value itself if there is none. Fails
   *     if one cannot be read
   */
  public static CompletionStage<Object> read(Object value) {
    if (!areIn(value)) {
      return CompletableFuture.completedStage(value);
    }
    Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs = new IdentityHashMap<>();
    find(value, blobs);
    return CompletableFuture.allOf(blobs.values().toArray(CompletableFuture[]::new))
        .thenApply(read -> replaced(value, blobs));
  }

  private static void find(Object value, Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> find(item, blobs));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> find(item, blobs));
    } else if (value instanceof RemoteStream stream && isBlob(stream)) {
      blobs.computeIfAbsent(stream, each -> each.read(-1));
    }
  }

  private static Object replaced(
      Object value, Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, replaced(item, blobs)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(replaced(item, blobs)));
      return copy;
    }
    return value instanceof RemoteStream stream && blobs.containsKey(stream)
        ? blob(stream, blobs.get(stream).join())
        : value;
  }

  private static Blob blob(RemoteStream stream, ByteBuffer data) {
    return new Blob(data, text(stream, "type"), text(stream, "name"), text(stream, "path"));
  }

  private static String text(RemoteStream stream, String member) {
    return stream.members().get(member) instanceof String text && !text.isEmpty() ? text : null;
  }
}
