package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.rpc.RpcEngine;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes what the hub writes into the frames of a sender. */
final class Stamps {
  private final RpcEngine engine;

  Stamps(RpcEngine engine) {
    this.engine = engine;
  }

  /**
   * The stamp of a client.
   *
   * @param trusted true for a helper of the hub, which names the user of each call itself
   */
  SenderIdentity of(Client client, boolean trusted) {
    return stamp(
        client.address(),
        client.workspace(),
        UserWire.toMap(client.user(), client.workspace(), client.id()),
        trusted);
  }

  /** The stamp of the workspace manager towards one client. */
  SenderIdentity ofManager(String managerAddress, Client towards) {
    return stamp(
        managerAddress, towards.workspace(), UserWire.toMap(Directory.ROOT, null, null), false);
  }

  private SenderIdentity stamp(
      String from, String workspace, Map<String, Object> user, boolean trusted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", from);
    fields.put("ws", workspace);
    byte[] withoutUser = entries(fields);
    fields.put("user", user);
    return new SenderIdentity(entries(fields), withoutUser, fields.size(), trusted);
  }

  /** The entries of a small map as msgpack, without the map's one-byte header. */
  private byte[] entries(Map<String, Object> fields) {
    ByteBuffer packed = engine.pack(fields);
    return Buffers.bytes(packed.position(packed.position() + 1));
  }
}
