package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.Blob;
import io.mycel.rpc.internal.CommonLeaves;
import io.mycel.rpc.internal.Errors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** Values without children in the data representation v1. */
final class Leaves {
  private Leaves() {}

  /** The representation; null if the value is none of these. */
  static Object encode(Object value) {
    if (value instanceof ByteBuffer buffer) {
      return buffer.slice().asReadOnlyBuffer();
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
    if (value instanceof MemoryView view) {
      return typed("memoryview", "_rvalue", view.data().duplicate());
    }
    if (value instanceof Blob blob) {
      return blob(blob);
    }
    if (value instanceof RemoteError error) {
      return typed("error", "_rvalue", error.message());
    }
    if (value instanceof Throwable failure) {
      return error(failure);
    }
    return value instanceof Instant ? value : CommonLeaves.encode(value);
  }

  /** A failure; what another peer said is passed on in its words. */
  static Map<String, Object> error(Throwable failure) {
    return typed("error", "_rvalue", Errors.message(Errors.unwrap(failure)));
  }

  private static Map<String, Object> blob(Blob blob) {
    if (blob.name() == null) {
      Map<String, Object> map = typed("blob", "_rvalue", blob.data().duplicate());
      if (blob.mime() != null) {
        map.put("_rmime", blob.mime());
      }
      return map;
    }
    return typed(
        "file",
        "_rvalue",
        blob.data().duplicate(),
        "_rname",
        blob.name(),
        "_rmime",
        blob.mime(),
        "_rpath",
        blob.path());
  }

  /** A map with {@code _rtype} and more, to be filled. */
  static Map<String, Object> typed(String type, Object... fields) {
    return CommonLeaves.typed(type, fields);
  }

  static RpcException data(String message) {
    return new RpcException(RpcException.Kind.DATA, message);
  }
}
